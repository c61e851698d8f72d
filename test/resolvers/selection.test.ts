import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { buildSchema, execute, getNullableType, isEnumType, isLeafType, isListType, parse, validate, type DocumentNode, type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { extra, type Extras } from '../../src/domain/aip.ts';
import { aipExtras, connectionPaths, selects, selectsTotal, type SelectionPath } from '../../src/resolvers/selection.ts';

const folder = new URL('../../schema/', import.meta.url);
const schema = buildSchema(readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n'));

type Variables = Readonly<Record<string, unknown>>;
/** Names of extras, and `link` for what the archive id needs. */
type Named = readonly string[];

/** Stands for what the archive id needs: a bit that no extra has. */
const link = 1_024;
const itself: readonly SelectionPath[] = [[]];

function namesOf(extras: Extras): Named {
  return Object.entries({ ...extra, link }).filter(([, bit]) => extras & bit).map(([name]) => name).toSorted();
}

/** Runs a document over things without content, and calls `look` with every field that is resolved. */
function run(document: DocumentNode, variableValues: Variables, look: (info: GraphQLResolveInfo) => void): void {
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (_parent, _args, _context, info) => {
    look(info);
    const type = getNullableType(info.returnType);
    if (isLeafType(type)) return isEnumType(type) ? null : 1;
    return isListType(type) ? [{}] : {};
  };
  // A field that failed would hide those after it.
  expect(execute({ schema, document, variableValues, fieldResolver, typeResolver: () => 'Aip' })).not.toHaveProperty('errors');
}

function parsed(query: string): DocumentNode {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return document;
}

/** The look-ahead at the first field of that name. */
function at<Answer>(field: string, query: string, ask: (info: GraphQLResolveInfo) => Answer, variables: Variables = {}): Answer | undefined {
  const answers: Answer[] = [];
  run(parsed(query), variables, (info) => {
    if (info.fieldName === field && answers.length === 0) answers.push(ask(info));
  });
  return answers[0];
}

const extrasAt = (field: string, query: string, paths = itself, variables: Variables = {}): Named | undefined => at(field, query, (info) => namesOf(aipExtras(info, paths, link)), variables);

describe('what a package is asked for', () => {
  it.each<[string, string, Named]>([
    ['nothing but what comes by itself', '{ aip(packageId: 1) { id packageId packageType title __typename } }', []],
    ['every field that needs an extra', '{ aip(packageId: 1) { metadata { schema } permissions pluginReports { status } breadcrumb { title } } }', ['breadcrumb', 'metadata', 'permissions', 'pluginReports']],
    ['its parent, which the breadcrumb tells', '{ aip(packageId: 1) { parent { title } } }', ['breadcrumb']],
    ['its archive id, its archive, or its deliveries', '{ aip(packageId: 1) { archiveId } }', ['link']],
    ['its archive', '{ aip(packageId: 1) { archive { archiveId } } }', ['link']],
    ['its deliveries', '{ aip(packageId: 1) { disseminations { totalCount } } }', ['link']],
    ['representations, which come by themselves', '{ aip(packageId: 1) { representations { representationId data { url } } } }', []],
    ["representations' metadata, which does not", '{ aip(packageId: 1) { representations { metadata { schema } } } }', ['metadata']],
    ['what only its children are asked for', '{ aip(packageId: 1) { children { nodes { metadata { schema } permissions } } } }', []],
    ['what only its parent is asked for', '{ aip(packageId: 1) { parent { permissions } } }', ['breadcrumb']],
    ['a field under another name', '{ aip(packageId: 1) { title: permissions m: metadata { schema } } }', ['metadata', 'permissions']],
    ['a field that bears the name of one that needs an extra', '{ aip(packageId: 1) { metadata: title } }', []],
    ['a named fragment', '{ aip(packageId: 1) { ...f } } fragment f on Aip { permissions ...g } fragment g on Aip { breadcrumb { title } }', ['breadcrumb', 'permissions']],
    ['a fragment on an interface', '{ aip(packageId: 1) { ... on Node { id ... on Aip { permissions } } } }', ['permissions']],
    ['a fragment without a type', '{ aip(packageId: 1) { ... { permissions } } }', ['permissions']],
    ['the same field twice, as one call', '{ aip(packageId: 1) { permissions } aip(packageId: 1) { breadcrumb { title } } }', ['breadcrumb', 'permissions']],
    ['fields that are left out and taken in by literals', '{ aip(packageId: 1) { permissions @skip(if: true) breadcrumb @include(if: false) { title } pluginReports @include(if: true) { status } } }', ['pluginReports']],
  ])('%s', (_name, query, wanted) => {
    expect(extrasAt('aip', query)).toEqual(wanted);
  });

  it('hangs on the variables of each request, on fields, fragments and what they hold', () => {
    const query = `query ($yes: Boolean!, $no: Boolean!) {
      aip(packageId: 1) {
        permissions @include(if: $yes)
        pluginReports @skip(if: $yes) { status }
        ... @include(if: $yes) { breadcrumb @skip(if: $no) { title } }
        ...f @include(if: $no)
      }
    } fragment f on Aip { metadata { schema } }`;
    expect(extrasAt('aip', query, itself, { yes: true, no: false })).toEqual(['breadcrumb', 'permissions']);
    expect(extrasAt('aip', query, itself, { yes: false, no: true })).toEqual(['metadata', 'pluginReports']);
  });

  it('takes the default of a variable', () => {
    const query = 'query ($with: Boolean! = false) { aip(packageId: 1) { permissions @include(if: $with) } }';
    expect([extrasAt('aip', query), extrasAt('aip', query, itself, { with: true })]).toEqual([[], ['permissions']]);
  });
});

describe('what packages in lists are asked for', () => {
  it.each<[string, string, Named]>([
    ['nodes', '{ fileplan { nodes { permissions } } }', ['permissions']],
    ['edges', '{ fileplan { edges { cursor node { permissions } } } }', ['permissions']],
    ['both', '{ fileplan { nodes { permissions } edges { node { breadcrumb { title } } } } }', ['breadcrumb', 'permissions']],
    ['neither', '{ fileplan { totalCount pageInfo { endCursor } } }', []],
    ['fragments on the way', '{ fileplan { ...c } } fragment c on AipConnection { edges { ...e } } fragment e on AipEdge { node { permissions } }', ['permissions']],
    ['other names on the way', '{ fileplan { a: nodes { permissions } b: nodes { metadata { schema } } } }', ['metadata', 'permissions']],
    ['lists below lists, which are asked on their own', '{ fileplan { nodes { children { nodes { permissions children { nodes { metadata { schema } } } } } } } }', []],
  ])('%s', (_name, query, wanted) => {
    expect(extrasAt('fileplan', query, connectionPaths)).toEqual(wanted);
  });

  it('each level of nested lists on its own', () => {
    const query = '{ fileplan { nodes { children { nodes { permissions } } breadcrumb { title } } } }';
    expect([extrasAt('fileplan', query, connectionPaths), extrasAt('children', query, connectionPaths)]).toEqual([['breadcrumb'], ['permissions']]);
  });
});

describe('what a thing behind a global id is asked for', () => {
  it('is what is wanted of a package, whatever else is wanted of other types', () => {
    const query = `{ node(id: 1) {
      id
      ... on Aip { permissions }
      ... on Dissemination { aip { metadata { schema } } files { filename } }
      ... on Archive { aip { breadcrumb { title } } }
      ... on Job { problem { code } }
      ...f
    } } fragment f on Node { ... on Aip { pluginReports { status } } ... on Submission { archive { archiveId } } }`;
    expect(extrasAt('node', query)).toEqual(['permissions', 'pluginReports']);
  });

  it('is nothing where packages are not asked for', () => {
    expect(extrasAt('node', '{ node(id: 1) { id ... on Archive { archiveId } } }')).toEqual([]);
  });
});

describe('a connection', () => {
  it.each([
    ['{ fileplan { nodes { id } } }', false],
    ['{ fileplan { totalCount } }', true],
    ['{ fileplan { pageInfo { hasNextPage } } }', true],
    ['{ fileplan { nodes { id } ... { n: totalCount } } }', true],
    ['{ fileplan { nodes { id } totalCount @skip(if: true) } }', false],
  ])('%s wants to know how many there are: %s', (query, wanted) => {
    expect(at('fileplan', query, selectsTotal)).toBe(wanted);
  });

  it('tells whether a path is selected', () => {
    const query = '{ search(config: "a") { edges { node { columns { value } } } } }';
    expect(at('search', query, (info) => [selects(info, ['edges', 'node', 'columns']), selects(info, ['nodes', 'columns'])])).toEqual([true, false]);
  });
});

/** Selections of a package, written down: fields under any name, fragments of all kinds, directives on variables. */
const directive = fc.constantFrom('', '', '', '@include(if: $v0)', '@skip(if: $v1)', '@include(if: true)', '@skip(if: $v0) @include(if: $v2)');
const field = fc.constantFrom(
  'title', 'metadata { schema }', 'permissions', 'pluginReports { status }', 'breadcrumb { title }', 'parent { permissions }', 'archiveId', 'archive { archiveId }',
  'representations { representationId }', 'representations { metadata { schema } }', 'representations { ... @skip(if: $v2) { metadata { schema } } }', 'children { nodes { metadata { schema } } }',
);

/** Selections that may spread these fragments. */
function selectionOf(spreads: readonly string[]): fc.Arbitrary<string> {
  const put = (text: string, with_: string): string => text.replace(/^\w+/, (name) => `${name} ${with_}`);
  return fc.letrec<{ selection: string; entry: string }>((tie) => ({
    entry: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(field, directive).map(([text, with_]) => put(text, with_)),
      fc.tuple(field, directive, fc.nat(9)).map(([text, with_, n]) => put(text, with_).replace(/^\w+/, (name) => `${name}${n}: ${name}`)),
      ...(spreads.length > 0 ? [fc.tuple(fc.constantFrom(...spreads), directive).map(([name, with_]) => `...${name} ${with_}`)] : []),
      fc.tuple(fc.constantFrom('... on Aip', '...'), directive, tie('selection')).map(([on, with_, below]) => `${on} ${with_} { ${below} }`),
      fc.tuple(directive, tie('selection')).map(([with_, below]) => `... on Node ${with_} { id ... on Aip { ${below} } }`),
    ),
    selection: fc.array(tie('entry'), { minLength: 1, maxLength: 4 }).map((entries) => entries.join(' ')),
  })).selection;
}

const documents = fc.tuple(selectionOf(['F0', 'F1']), selectionOf(['F1']), selectionOf([])).map(
  ([top, f0, f1]) => `query ($v0: Boolean!, $v1: Boolean!, $v2: Boolean!) { aip(packageId: 1) { title ${top} } }
    fragment F0 on Aip { ${f0} }
    fragment F1 on Aip { ${f1} }`,
);
const variables = fc.record({ v0: fc.boolean(), v1: fc.boolean(), v2: fc.boolean() });

/** What executing really resolves of the packages under a root field, as extras. */
function resolvedExtras(document: DocumentNode, variableValues: Variables): Named {
  let extras = 0;
  run(document, variableValues, ({ path, fieldName }) => {
    const fields = [];
    for (let step: typeof path | undefined = path; step; step = step.prev) fields.unshift(step.typename ?? '');
    const place = fields.filter(Boolean).join('.');
    const needs: Record<string, Extras> = { metadata: extra.metadata, permissions: extra.permissions, pluginReports: extra.pluginReports, breadcrumb: extra.breadcrumb, parent: extra.breadcrumb, archiveId: link, archive: link };
    if (place === 'Query.Aip') extras |= needs[fieldName] ?? 0;
    if (place === 'Query.Aip.Representation' && fieldName === 'metadata') extras |= extra.metadata;
  });
  return namesOf(extras);
}

it('is for any selection and any variables what executing it really resolves, also when a document is run again', () => {
  fc.assert(
    fc.property(documents, fc.array(variables, { minLength: 1, maxLength: 4 }), (query, runs) => {
      const document = parse(query);
      for (const values of runs) {
        let ahead: Named | undefined;
        run(document, values, (info) => {
          if (info.path.prev === undefined) ahead = namesOf(aipExtras(info, itself, link));
        });
        expect(ahead).toEqual(resolvedExtras(document, values));
      }
    }),
    { numRuns: 300 },
  );
});

it('is remembered for a field that is the same for all variables, and only for the paths it was asked about', () => {
  const document = parsed('{ fileplan { nodes { permissions } edges { node { metadata { schema } } } } }');
  const seen: (Named | undefined)[] = [];
  const nodes: readonly SelectionPath[] = [['nodes']];
  const edges: readonly SelectionPath[] = [['edges', 'node']];
  for (const paths of [nodes, edges, connectionPaths, nodes]) {
    run(document, {}, (info) => {
      if (info.fieldName === 'fileplan') seen.push(namesOf(aipExtras(info, paths, link)));
    });
  }
  expect(seen).toEqual([['permissions'], ['metadata'], ['metadata', 'permissions'], ['permissions']]);
});
