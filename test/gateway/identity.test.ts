import { createHash } from 'node:crypto';
import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { encodeNodeId } from '../../src/domain/nodeId.ts';
import { askSocket, connect, openSocket, type TestSocket } from './socket.ts';
import { startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/** Who asks, and what they may: callers with tokens of an issuer, over HTTP and over sockets. */

let issuer: TestIssuer;
let gateway: TestGateway;
const sockets: TestSocket[] = [];

beforeAll(async () => {
  issuer = await startTestIssuer();
  gateway = await startTestGateway({ ...issuer.env, DOCBYTE_READ_ROLES: 'archivist, reader' }, { dps: { switches: { stepMs: Infinity } } });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(async () => {
  await gateway.stop();
  await issuer.stop();
});

async function ask(token: string | undefined, query: string, variables?: Record<string, unknown>): Promise<Answered> {
  return gateway.ask(query, variables, token === undefined ? {} : { authorization: `Bearer ${token}` });
}

async function socketOf(token?: string): Promise<TestSocket> {
  const socket = await connect(gateway.localUrl, token);
  sockets.push(socket);
  return socket;
}

const bearing = (...roles: string[]) => issuer.token('anna', { roles });
const codes = ({ errors }: Pick<Answered, 'errors'>) => errors.map(({ extensions }) => extensions['code']);

/** An archive under a contract that an order of goes the usual way. */
function archiveUnder(contractId: string): string {
  const found = [...gateway.docbyte.collection.archives.values()].find((each) => each.contractId === contractId && each.preserved && !each.course && !ordered.has(each.archiveId));
  if (!found) throw new Error('no such archive');
  ordered.add(found.archiveId);
  return found.archiveId;
}
const ordered = new Set<string>();

const order = 'mutation($input: RequestDisseminationInput!) { requestDissemination(input: $input) { dissemination { id disseminationId contractId } } }';

/** Orders an archive; gives the id of the dissemination. */
async function orderUnder(contractId: string): Promise<{ archiveId: string; id: string; disseminationId: string }> {
  const archiveId = archiveUnder(contractId);
  const { data } = await ask(await bearing(`${contractId}_R`), order, { input: { archiveId } });
  const { dissemination } = (data as { requestDissemination: { dissemination: { id: string; disseminationId: string } } }).requestDissemination;
  return { archiveId, ...dissemination };
}

describe('who', () => {
  test('a caller is known by the token: subject, roles, contracts', async () => {
    const token = await bearing('2d17_R', '2d17_W', 'A41F_R', 'archivist');
    const query = '{ viewer { subject roles contracts { contractId read write } } }';
    const expected = {
      viewer: {
        subject: 'anna',
        roles: ['2d17_R', '2d17_W', 'A41F_R', 'archivist'],
        contracts: [{ contractId: '2d17', read: true, write: true }, { contractId: 'A41F', read: true, write: false }],
      },
    };
    const answer = await ask(token, query);
    expect(answer).toMatchObject({ status: 200, data: expected, errors: [] });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(await askSocket(await socketOf(token), query)).toMatchObject({ data: expected });
  });

  test('without a token nothing is answered: 401, and how to come in', async () => {
    const answer = await ask(undefined, '{ viewer { subject } }');
    expect(answer).toMatchObject({ status: 401, data: undefined });
    expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  test('with a token that does not hold: 401, and why', async () => {
    const answer = await ask(await issuer.token('anna', { aud: 'another' }), '{ viewer { subject } }');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token", error_description="The token is meant for somebody else."');
  });

  test('a socket without a good token is closed with 4403, so that its client comes back', async () => {
    for (const payload of [undefined, {}, { Authorization: 'Bearer x' }, { Authorization: ['Bearer'] }, { authorization: `Bearer ${await issuer.token('anna', { exp: 1 })}` }]) {
      const socket = await openSocket(gateway.localUrl);
      socket.send({ type: 'connection_init', ...(payload && { payload }) });
      expect(await socket.closed).toMatchObject({ code: 4403 });
    }
  });

  test('a socket is closed with 4403 when its token ends, with all that it watches', async () => {
    const ends = Math.floor(Date.now() / 1_000) - 29;
    const token = await issuer.token('anna', { exp: ends, roles: ['2d17_R'] });
    const socket = await socketOf(token);
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { disseminationsUpdated(contractId: "2d17") { cursor } }' } });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'The token has ended.' });
  });

  test('an issuer that cannot be reached keeps nobody from starting; nobody is known until it answers', async () => {
    const lonely = await startTestIssuer();
    lonely.down = true;
    const started = await startTestGateway(lonely.env);
    const token = await lonely.token('anna');
    const send = () => started.ask('{ viewer { subject } }', {}, { authorization: `Bearer ${token}` });
    expect(await send()).toMatchObject({ status: 503, errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }] });
    const socket = await openSocket(started.localUrl);
    socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } });
    expect(await socket.closed).toMatchObject({ code: 1013 });
    lonely.down = false;
    let answer = await send();
    while (answer.status === 503) answer = await send();
    expect(answer.data).toEqual({ viewer: { subject: 'anna' } });
    await started.stop();
    await lonely.stop();
  });
});

describe('Docbyte Vault behind the service account', () => {
  const read = '{ fileplan(first: 1) { nodes { packageId } } searchConfigs { name } }';

  test('is read by who bears one of the roles, and by nobody else, cached or not', async () => {
    for (const role of ['archivist', 'reader']) expect(codes(await ask(await bearing(role), read))).toEqual([]);
    gateway.docbyte.reset();
    const answer = await ask(await bearing('2d17_R'), read);
    expect(answer.data).toEqual({ fileplan: null, searchConfigs: null });
    expect(codes(answer)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(gateway.docbyte.count()).toBe(0);
  });

  test('is closed by every other way too: ids, nodes, links', async () => {
    const { archiveId } = await orderUnder('2d17');
    const [packageId = ''] = gateway.docbyte.collection.packages.keys();
    const answer = await ask(
      await bearing('2d17_R'),
      'query($p: ID!, $id: ID!, $a: ID!) { aip(packageId: $p) { title } aips(packageIds: [$p]) { title } node(id: $id) { id } archive(archiveId: $a) { archiveId aip { title } } search(config: "titles") { totalCount } disseminations { nodes { aip { title } } } }',
      { p: packageId, id: encodeNodeId('Aip', packageId), a: archiveId },
    );
    expect(answer.data).toMatchObject({ aip: null, aips: [null], node: null, archive: { archiveId, aip: null }, search: null });
    expect(new Set(codes(answer))).toEqual(new Set(['FORBIDDEN']));
    expect(JSON.stringify(answer.data)).not.toContain('title":"');
  });
});

describe('what DPS keeps under a contract', () => {
  test('is absent for who may not read it: single, in lists, counts, nodes and from whatever leads to it', async () => {
    const { archiveId, id, disseminationId } = await orderUnder('2d17');
    const query = `query($d: ID!, $id: ID!, $a: ID!) {
      dissemination(disseminationId: $d) { status }
      node(id: $id) { id }
      nodes(ids: [$id]) { id }
      all: disseminations(first: 100) { totalCount nodes { disseminationId } }
      ofContract: disseminations(contractId: "2d17") { totalCount nodes { disseminationId } }
      ofArchive: disseminations(archiveId: $a) { totalCount nodes { disseminationId } }
      archive(archiveId: $a) { disseminations { totalCount nodes { disseminationId } } submission { status } }
    }`;
    const variables = { d: disseminationId, id, a: archiveId };
    const nothing = { totalCount: 0, nodes: [] };
    for (const roles of [[], ['a41f_R'], ['2d17_W'], ['2d17_r', '2d17'], ['archivist']]) {
      const { data, errors } = await ask(await bearing(...roles), query, variables);
      expect(errors).toEqual([]);
      expect(data).toEqual({
        dissemination: null, node: null, nodes: [null], all: nothing, ofContract: nothing, ofArchive: nothing,
        archive: { disseminations: nothing, submission: null },
      });
    }
    const { data } = await ask(await bearing('2D17_R'), query, variables);
    expect(data).toMatchObject({ dissemination: { status: 'RECEIVED' }, node: { id }, ofArchive: { totalCount: 1 }, archive: { disseminations: { totalCount: 1 } } });
  });

  test('is not ordered by who may not read it, known or not, and who may read nothing asks nobody', async () => {
    const { archiveId } = await orderUnder('2d17');
    for (const roles of [[], ['a41f_R'], ['2d17_W']]) expect(codes(await ask(await bearing(...roles), order, { input: { archiveId } }))).toEqual(['FORBIDDEN']);
    gateway.dps.reset();
    const unknown = archiveUnder('2d17');
    expect(codes(await ask(await bearing('2d17_W'), order, { input: { archiveId: unknown } }))).toEqual(['FORBIDDEN']);
    expect(gateway.dps.count()).toBe(0);
    expect(codes(await ask(await bearing('a41f_R'), order, { input: { archiveId: unknown } }))).toEqual(['FORBIDDEN']);
  });

  test('is not watched by who may not read it: one that is hidden is one that is not there', async () => {
    const { disseminationId } = await orderUnder('2d17');
    const one = 'subscription($d: ID!, $after: String) { disseminationUpdated(disseminationId: $d, after: $after) { cursor status dissemination { disseminationId } } }';
    const all = 'subscription($c: ID!, $after: String) { disseminationsUpdated(contractId: $c, after: $after) { cursor dissemination { disseminationId } } }';
    const stranger = await socketOf(await bearing('a41f_R', '2d17_W'));
    const hidden = await askSocket(stranger, one, { d: disseminationId });
    expect(codes(hidden)).toEqual(['NOT_FOUND']);
    expect({ ...hidden.errors[0], extensions: undefined }).toEqual({ ...(await askSocket(stranger, one, { d: 'AAAAAAAAAAAAAAAAAAAAAA' })).errors[0], extensions: undefined });
    expect(codes(await askSocket(stranger, all, { c: '2d17' }))).toEqual(['FORBIDDEN']);
    const reader = await socketOf(await bearing('2d17_R'));
    expect(await askSocket(reader, one, { d: disseminationId })).toMatchObject({ data: { disseminationUpdated: { status: 'RECEIVED' } } });
  });

  test("somebody else's cursor opens nothing, whatever roles come with it", async () => {
    const { disseminationId } = await orderUnder('2d17');
    const one = 'subscription($d: ID!, $after: String) { disseminationUpdated(disseminationId: $d, after: $after) { cursor } }';
    const first = await askSocket(await socketOf(await bearing('2d17_R')), one, { d: disseminationId });
    const { cursor } = (first.data as { disseminationUpdated: { cursor: string } }).disseminationUpdated;
    const bert = await socketOf(await issuer.token('bert', { roles: ['2d17_R'] }));
    expect(codes(await askSocket(bert, one, { d: disseminationId, after: cursor }))).toEqual(['CURSOR_INVALID']);
    const contract = 'subscription($after: String) { disseminationsUpdated(contractId: "2d17", after: $after) { cursor } }';
    expect(codes(await askSocket(await socketOf(await bearing('2d17_R')), contract, { after: cursor }))).toEqual(['CURSOR_INVALID']);
  });

  test('a caller with less roles than before sees less at once, with the same subject, cursors and documents', async () => {
    const { archiveId } = await orderUnder('2d17');
    const query = 'query($a: ID!) { disseminations(archiveId: $a) { nodes { archiveId } pageInfo { endCursor } } }';
    const before = await ask(await bearing('2d17_R'), query, { a: archiveId });
    expect(before.data).toMatchObject({ disseminations: { nodes: [{ archiveId }] } });
    const after = await ask(await bearing('a41f_R'), query, { a: archiveId });
    expect(after.data).toMatchObject({ disseminations: { nodes: [] } });
  });
});

describe('what is handed in to DPS under a contract', () => {
  const create = `mutation($c: ID!, $o: ID!) { createSubmission(input: { contractId: $c, objectId: $o, metadata: { type: "Text", title: { value: "Minutes", lang: "nob" } } }) { submission { id submissionId } } }`;

  test('is handed in by who may write there only, and nobody is asked for anybody else', async () => {
    gateway.dps.reset();
    for (const roles of [[], ['2d17_R'], ['a41f_W'], ['2d17_w']]) expect(codes(await ask(await bearing(...roles), create, { c: '2d17', o: 'hidden-1' }))).toEqual(['FORBIDDEN']);
    expect(gateway.dps.count('createSubmission')).toBe(0);
  });

  test('is absent for who may not read it: single, in lists, nodes and feeds; what changes it is refused', async () => {
    const made = await ask(await bearing('2d17_R', '2d17_W'), create, { c: '2d17', o: 'hidden-2' });
    expect(made.errors).toEqual([]);
    const { submission } = (made.data as { createSubmission: { submission: { id: string; submissionId: string } } }).createSubmission;
    const query = `query($s: ID!, $id: ID!) {
      submission(contractId: "2d17", submissionId: $s) { submissionId }
      elsewhere: submission(contractId: "a41f", submissionId: $s) { submissionId }
      node(id: $id) { id }
      submissions(first: 100) { totalCount nodes { submissionId } }
      ofContract: submissions(contractId: "2d17") { totalCount nodes { submissionId } }
    }`;
    const variables = { s: submission.submissionId, id: submission.id };
    const nothing = { totalCount: 0, nodes: [] };
    const watch = 'subscription($s: ID!) { submissionUpdated(contractId: "2d17", submissionId: $s) { cursor } }';
    const remove = 'mutation($s: ID!) { deleteSubmission(input: { contractId: "2d17", submissionId: $s }) { __typename } }';
    for (const roles of [[], ['a41f_R', 'a41f_W'], ['archivist']]) {
      const token = await bearing(...roles);
      const { data, errors } = await ask(token, query, variables);
      expect([errors, data]).toEqual([[], { submission: null, elsewhere: null, node: null, submissions: nothing, ofContract: nothing }]);
      expect(codes(await askSocket(await socketOf(token), watch, { s: submission.submissionId }))).toEqual(['NOT_FOUND']);
      expect(codes(await askSocket(await socketOf(token), 'subscription { submissionsUpdated(contractId: "2d17") { cursor } }'))).toEqual(['FORBIDDEN']);
      expect(codes(await ask(token, remove, { s: submission.submissionId }))).toEqual(['FORBIDDEN']);
    }
    expect(codes(await ask(await bearing('2d17_R'), remove, { s: submission.submissionId }))).toEqual(['FORBIDDEN']);
    const { data } = await ask(await bearing('2D17_R'), query, variables);
    expect(data).toMatchObject({ submission: { submissionId: submission.submissionId }, elsewhere: null, node: { id: submission.id }, ofContract: { totalCount: 1 } });
  });
});

test('from a package that one may read nothing leads to deliveries that one may not see', async () => {
  const { archiveId } = await orderUnder('2d17');
  const held = [...gateway.docbyte.collection.packages.values()].find((each) => JSON.stringify(each.metadata.fields).includes(archiveId));
  const query = 'query($p: ID!) { aip(packageId: $p) { archiveId disseminations { totalCount nodes { disseminationId } } archive { disseminations { totalCount } } } }';
  const seen = async (...roles: string[]) => (await ask(await bearing('archivist', ...roles), query, { p: held?.packageId })).data;
  expect(await seen()).toEqual({ aip: { archiveId, disseminations: { totalCount: 0, nodes: [] }, archive: { disseminations: { totalCount: 0 } } } });
  expect(await seen('2d17_R')).toMatchObject({ aip: { archiveId, disseminations: { totalCount: 1 }, archive: { disseminations: { totalCount: 1 } } } });
});

test('a document that one caller registered by its hash is run for another as the other', async () => {
  const query = '{ viewer { subject roles } }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const send = async (subject: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await issuer.token(subject, { roles: [subject] })}` };
    const response = await fetch(`${gateway.localUrl}/graphql`, { method: 'POST', headers, body: JSON.stringify({ ...body, extensions: { persistedQuery: { version: 1, sha256Hash } } }) });
    return (JSON.parse(await response.text()) as Answered).data;
  };
  expect(await send('anna', { query })).toEqual({ viewer: { subject: 'anna', roles: ['anna'] } });
  expect(await send('bert', {})).toEqual({ viewer: { subject: 'bert', roles: ['bert'] } });
});
