import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { loadSchema } from '../../src/server/schema.ts';

/** The public contract as introspection shows it. */

const schema = loadSchema();
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const composites = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const fields = composites.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field, path: `${type.name}.${field.name}` })));
const args = fields.flatMap(({ field, path }) => field.args.map((arg) => ({ arg, path: `${path}(${arg.name}:)` })));
const inputFields = types.filter(isInputObjectType).flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field, path: `${type.name}.${field.name}` })));

describe('what a person reads in GraphiQL', () => {
  const described: [string, string | null | undefined][] = [
    ['schema', schema.description],
    ...types.filter((type) => !isSpecifiedScalarType(type)).map((type): [string, string | null | undefined] => [type.name, type.description]),
    ...fields.map(({ path, field }): [string, string | null | undefined] => [path, field.description]),
    ...args.map(({ path, arg }): [string, string | null | undefined] => [path, arg.description]),
    ...inputFields.map(({ path, field }): [string, string | null | undefined] => [path, field.description]),
    ...types.filter(isEnumType).flatMap((type) => type.getValues().map((value): [string, string | null | undefined] => [`${type.name}.${value.name}`, value.description])),
    ...schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive)).map((directive): [string, string | null | undefined] => [`@${directive.name}`, directive.description]),
  ];

  it('describes everything: types, fields, arguments, values, inputs, scalars', () => {
    // Sentences, or phrases that end like one.
    expect(described.filter(([, description]) => !/^\S[^]*[.…]$/.test(description ?? ''))).toEqual([]);
    expect(described.length).toBeGreaterThan(300);
  });
});

/** Ids: an argument, input field or field whose name says that it is one. */
const namesId = (name: string): boolean => /^ids?$|Ids?$/.test(name);

/** Texts that somebody else chose, and that name no thing that could be asked for: a producer's own name of an object, a system, a caller's mark. */
const texts = /(^|\.)(objectId|clientId|clientMutationId)$|^Metadata\w+Input\.id$/;
const typed = [...fields.map(({ path, field }) => ({ path, name: field.name, type: field.type })), ...args.map(({ path, arg }) => ({ path, name: arg.name, type: arg.type })), ...inputFields.map(({ path, field }) => ({ path, name: field.name, type: field.type }))];

describe('types', () => {
  it('have ID for every id', () => {
    const ids = typed.filter(({ name, path }) => namesId(name) && !texts.test(path));
    expect(ids.filter(({ type }) => getNamedType(type).name !== 'ID').map(({ path }) => path)).toEqual([]);
    expect(ids.length).toBeGreaterThan(30);
  });

  it('use ID for ids and for nothing else', () => {
    expect(typed.filter(({ name, type }) => getNamedType(type).name === 'ID' && !namesId(name)).map(({ path }) => path)).toEqual([]);
  });

  it('have cursors and names as text, and sizes of pages as Int', () => {
    for (const { arg, path } of args) {
      if (['after', 'before'].includes(arg.name)) expect([path, String(arg.type)]).toEqual([path, 'String']);
      if (['first', 'last'].includes(arg.name)) expect([path, String(arg.type)]).toEqual([path, 'Int']);
    }
  });

  it('have no number for bytes, which pass what a JSON number holds', () => {
    for (const { field, path } of [...fields, ...inputFields]) {
      if (/bytes$|^bytesSent$/i.test(field.name)) expect([path, getNamedType(field.type).name]).toEqual([path, 'ByteCount']);
    }
  });

  it('have every time as DateTime, the text as it came', () => {
    for (const { field, path } of fields) {
      if (/At$|Date$/.test(field.name)) expect([path, getNamedType(field.type).name]).toEqual([path, 'DateTime']);
    }
  });

  it('leave every enumeration of an upstream open, beside the word as it came', () => {
    const open = types.filter(isEnumType).filter((type) => type.getValues().some(({ name }) => name === 'UNRECOGNIZED'));
    expect(open.map(({ name }) => name)).toEqual(expect.arrayContaining(['DisseminationStatus', 'SubmissionStatus', 'PluginReportStatus', 'SearchDataType', 'SearchOperator']));
    for (const type of open) {
      const shown = composites.filter((each) => Object.values(each.getFields()).some((field) => getNamedType(field.type) === type));
      // An event shows the word in the job that it carries; a result's column shows it in the configuration.
      const aside = /Event$|^SearchResultColumn$/;
      for (const each of shown) {
        const words = Object.keys(each.getFields()).filter((name) => name.startsWith('upstream'));
        if (!aside.test(each.name)) expect([each.name, words.length > 0]).toEqual([each.name, true]);
      }
    }
  });
});

describe('a connection', () => {
  const connections = types.filter(isObjectType).filter(({ name }) => name.endsWith('Connection'));

  it.each(connections.map((type) => [type.name, type] as const))('%s has edges, nodes, pageInfo and a count that may be unknown', (_name, type) => {
    const found = Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, String(field.type)]));
    const item = getNamedType(type.getFields()['nodes']?.type)?.name;
    const edge = `${type.name.replace(/Connection$/, '')}Edge`;
    expect(found).toEqual({ edges: `[${edge}!]`, nodes: `[${item}!]`, pageInfo: 'PageInfo!', totalCount: 'Int' });
    const fieldsOfEdge = Object.values((schema.getType(edge) as GraphQLObjectType).getFields()).map((field) => `${field.name}: ${String(field.type)}`);
    expect(fieldsOfEdge).toEqual(['cursor: String!', `node: ${item}`]);
  });

  it('is what every list that is paged comes as, with all four arguments', () => {
    const paged = fields.filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));
    expect(paged.length).toBeGreaterThan(4);
    for (const { field, path } of paged) {
      expect([path, field.args.map(({ name }) => name)]).toEqual([path, expect.arrayContaining(['first', 'after', 'last', 'before'])]);
    }
    const others = fields.filter(({ field }) => field.args.some(({ name }) => name === 'first') && !getNamedType(field.type).name.endsWith('Connection'));
    expect(others.map(({ path }) => path)).toEqual([]);
  });
});

describe('a mutation', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

  it.each(mutations.map((field) => [field.name, field] as const))('%s takes one input of its own and gives a payload of its own, or null', (name, field) => {
    const own = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    expect(field.args.map((arg) => `${arg.name}: ${String(arg.type)}`)).toEqual([`input: ${own}Input!`]);
    expect(String(field.type)).toBe(`${own}Payload`);
  });
});

describe('one source that fails', () => {
  const root = new Set(['Query', 'Mutation']);
  /** What Fonds itself answers, whatever upstreams do. */
  const ours = new Set(['Query.sources', 'Query.viewer']);

  it('leaves the rest of the page: no field that another source owns is non-null', () => {
    // What is read from a source anew: every root field, and every field of a thing that leads to another thing. An event carries its job.
    const things = new Set(schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name));
    const leading = fields.filter(({ type, field, path }) => {
      const target = getNamedType(field.type);
      const leads = things.has(target.name) || isUnionType(target) || isInterfaceType(target) || target.name.endsWith('Connection');
      const ofEvent = /Event$|Progress$/.test(type.name);
      return !ours.has(path) && !ofEvent && target.name !== 'StatusChange' && (root.has(type.name) || leads);
    });
    expect(leading.length).toBeGreaterThan(20);
    expect(leading.filter(({ field }) => isNonNullType(field.type)).map(({ path }) => path)).toEqual([]);
  });

  it('leaves the rest of a list: no list of things is of non-null ones where each is read on its own', () => {
    for (const name of ['aips', 'nodes']) {
      const type = schema.getQueryType()?.getFields()[name]?.type;
      expect(isListType(type) && !isNonNullType(type.ofType)).toBe(true);
    }
  });
});

/** Each field of a type with its arguments, `!` for what must be given. */
function shapeOf(typeName: string): Record<string, readonly string[]> {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) throw new Error(`there is no type ${typeName}`);
  const argument = ({ name, type: of }: { name: string; type: GraphQLInputType }): string => `${name}${isNonNullType(of) ? '!' : ''}`;
  return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, 'args' in field ? field.args.map(argument) : []]));
}

const page = 'first after last before';

describe('names that others rely on', () => {
  it.each<[string, Record<string, string>]>([
    [
      'Query',
      {
        node: 'id!',
        nodes: 'ids!',
        sources: '',
        viewer: '',
        aip: 'packageId!',
        aips: 'packageIds!',
        fileplan: page,
        searchConfigs: '',
        searchConfig: 'name!',
        search: `config! filters ${page}`,
        archive: 'archiveId!',
        dissemination: 'disseminationId!',
        disseminations: `contractId archiveId phase ${page}`,
        submission: 'contractId! submissionId!',
        submissions: page,
        dvidsBatch: 'batchId!',
        dvidsBatches: page,
        upload: 'uploadId!',
        dvidsCountries: 'name',
        dvidsServiceUnit: 'serviceUnitId!',
        dvidsServiceUnits: `name branch onlyMine ${page}`,
        dvidsAuthor: 'authorId!',
        dvidsAuthors: page,
        dvidsPublications: `title ${page}`,
        dvidsGraphicCategories: '',
        dvidsPhotoDuplicates: 'aHash pHash dHash wHash virin',
      },
    ],
    [
      'Mutation',
      Object.fromEntries(
        `requestDissemination requestDisseminations createSubmission registerSubmissionFile finalizeSubmission deleteSubmission deleteSubmissionFile recordSubmissionEvent submitSip
        connectDvids disconnectDvids createDvidsBatch closeDvidsBatch createDvidsUpload createDvidsMultipartUpload createDvidsUploadPart completeDvidsMultipartUpload
        createDvidsPhoto createDvidsVideo createDvidsNews createDvidsGraphic createDvidsPublicationIssue attachDvidsNewsMedia generateDvidsVirin`
          .split(/\s+/)
          .map((name) => [name, 'input!']),
      ),
    ],
    [
      'Subscription',
      {
        disseminationUpdated: 'disseminationId! after',
        disseminationsUpdated: 'contractId! after',
        submissionUpdated: 'contractId! submissionId! after',
        dvidsBatchUpdated: 'batchId! after',
        uploadProgressed: 'uploadId!',
      },
    ],
    ['SearchFilterInput', { filter: '', value: '', min: '', max: '' }],
    ['RequestDisseminationInput', { archiveId: '', packageId: '', priority: '' }],
    ['RequestDisseminationPayload', { dissemination: '', alreadyInProgress: '' }],
    ['RequestDisseminationsInput', { requests: '' }],
    ['RequestDisseminationResult', { dissemination: '', alreadyInProgress: '', problem: '' }],
    [
      'Aip',
      {
        id: '', packageId: '', packageType: '', title: '', metadata: '', permissions: '', pluginReports: '', breadcrumb: '', representations: '', parent: '', children: page, archiveId: '', archive: '',
        disseminations: page,
      },
    ],
    ['Metadata', { schema: '', fields: '', entries: '', value: 'name!' }],
    ['MetadataEntry', { name: '', value: '' }],
    ['PluginReport', { executionDate: '', pluginName: '', message: '', status: '' }],
    ['BreadcrumbEntry', { title: '', packageId: '', aip: '' }],
    ['Representation', { representationId: '', metadata: '', data: '' }],
    ['RepresentationFile', { url: '', format: '' }],
    ['SearchConfig', { name: '', limit: '', offset: '', columns: '', filters: '' }],
    ['SearchColumn', { xpath: '', label: '', dataType: '', sortable: '', hidden: '', visibleByDefault: '' }],
    ['SearchFilter', { filterName: '', filterMinName: '', filterMaxName: '', fields: '', label: '', dataType: '', operator: '' }],
    ['SearchResult', { aip: '', columns: '' }],
    ['SearchResultColumn', { xpath: '', label: '', dataType: '', value: '' }],
    ['Archive', { id: '', archiveId: '', aip: '', submission: '', disseminations: page }],
    ['Job', { id: '', phase: '', progress: '', upstreamStatus: '', requestedAt: '', updatedAt: '', checkedAt: '', problem: '', history: '' }],
    ['Problem', { code: '', message: '' }],
    ['StatusChange', { phase: '', upstreamStatus: '', occurredAt: '', origin: '' }],
    [
      'Dissemination',
      {
        disseminationId: '', archiveId: '', clientId: '', contractId: '', objectId: '', sizeInBytes: '', priority: '', status: '', filesLost: '', archive: '', aip: '', submission: '', files: '', history: '', phase: '',
        progress: '',
      },
    ],
    ['DisseminationFile', { filename: '', sizeInBytes: '', downloadUrl: '', expiresAt: '', expired: '', checksum: '', checksumAlgorithm: '' }],
    ['DisseminationEvent', { cursor: '', occurredAt: '', origin: '', status: '', previousStatus: '', dissemination: '' }],
    [
      'Submission',
      { contractId: '', submissionId: '', objectId: '', clientId: '', archiveId: '', priority: '', sizeInBytes: '', status: '', files: '', reasons: '', archive: '' },
    ],
    ['SubmissionFile', { fileId: '', filePath: '', checksum: '', isPackaged: '', upload: '' }],
    ['SubmissionReason', { code: '', message: '', filePath: '' }],
    ['SubmissionEvent', { cursor: '', occurredAt: '', origin: '', status: '', previousStatus: '', submission: '' }],
    ['DvidsBatch', { batchId: '', closed: '', createdAt: '', closedAt: '', assets: '', uploads: '' }],
    ['DvidsBatchEvent', { cursor: '', occurredAt: '', origin: '', status: '', previousStatus: '', batch: '' }],
    ['DvidsAsset', { status: '', authors: '', serviceUnit: '', thumbnail: 'size!' }],
    ['Upload', { id: '', uploadId: '', uploadUrl: '', ticketUrl: '', sizeInBytes: '', bytesSent: '', parts: '', state: '', problem: '' }],
    ['UploadPart', { partNumber: '', sizeInBytes: '', done: '' }],
    ['Viewer', { subject: '', roles: '', contracts: '', dvids: '' }],
    ['ViewerDvids', { connected: '', scopes: '', expiresAt: '' }],
    ['ViewerContract', { contractId: '', read: '', write: '' }],
    ['SourceStatus', { source: '', configured: '', available: '', lastCheckedAt: '', latencyMs: '' }],
    ['PageInfo', { hasNextPage: '', hasPreviousPage: '', startCursor: '', endCursor: '' }],
  ])('are all on %s', (typeName, shape) => {
    const wanted = Object.entries(shape).map(([name, needed]) => [name, expect.arrayContaining(needed.split(' ').filter(Boolean))]);
    expect(shapeOf(typeName)).toMatchObject(Object.fromEntries(wanted));
  });

  it.each([
    ['Source', ['DOCBYTE', 'DPS', 'DVIDS']],
    ['JobPhase', ['IN_PROGRESS', 'SUCCEEDED', 'FAILED']],
    ['EventOrigin', ['REQUEST', 'WEBHOOK', 'POLL', 'SNAPSHOT']],
    ['PluginReportStatus', ['SUCCESS', 'WARNING', 'FAILURE', 'UNRECOGNIZED']],
    ['DisseminationStatus', ['RECEIVED', 'QUEUED', 'DOWNLOADING_FROM_REPOSITORY', 'FIXITY_CHECK', 'UPLOADING_TO_S3', 'DISSEMINATED', 'FAILED', 'REJECTED', 'UNRECOGNIZED']],
  ])('are all values of %s', (name, values) => {
    const type = schema.getType(name);
    expect(isEnumType(type) && type.getValues().map((value) => value.name)).toEqual(values);
  });

  it.each([
    ['Node', ['Aip', 'Archive', 'Dissemination', 'Submission', 'DvidsBatch', 'Upload']],
    ['Job', ['Dissemination', 'Submission', 'DvidsBatch']],
  ])('are all types of %s', (name, wanted) => {
    expect(schema.getPossibleTypes(schema.getType(name) as never).map((type) => type.name)).toEqual(expect.arrayContaining(wanted));
  });

  it('leave `id` to nodes: it is the global id and of nothing else', () => {
    const withId = composites.filter((type) => 'id' in type.getFields() && !isInterfaceType(type));
    expect(withId.filter((type) => !type.getInterfaces().some(({ name }) => name === 'Node')).map(({ name }) => name)).toEqual([]);
  });
});
