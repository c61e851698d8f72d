import { askSocket, connect } from './socket.ts';
import { startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/** Every error has its code, whether a repeat may help, and the id of its request. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ COST_LIMIT: '100' });
});
afterAll(() => gateway.stop());

const json = { 'content-type': 'application/json' };
const preflighted = { 'graphql-require-preflight': '1' };
const post = (body: unknown, headers: Record<string, string> = json) => ({ method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
const byGet = (query: string, headers: Record<string, string> = preflighted) => ({ search: `?query=${encodeURIComponent(query)}`, headers });

const refusals: readonly [string, string, RequestInit & { readonly search?: string }][] = [
  ['what could be a form of another site', 'BAD_REQUEST', byGet('{ viewer { subject } }', {})],
  ['a form', 'BAD_REQUEST', post('query={viewer{subject}}', { 'content-type': 'application/x-www-form-urlencoded', ...preflighted })],
  ['a batch', 'BAD_REQUEST', post([{ query: '{ viewer { subject } }' }])],
  ['a body without a query', 'BAD_REQUEST', post({})],
  ['a query that is none', 'BAD_REQUEST', post({ query: 7 })],
  ['variables that are none', 'BAD_REQUEST', post({ query: '{ viewer { subject } }', variables: 'x' })],
  ['a body that is not JSON', 'BAD_REQUEST', post('{')],
  ['a mutation by GET', 'BAD_REQUEST', byGet('mutation { disconnectDvids { viewer { subject } } }')],
  ['another method', 'METHOD_NOT_ALLOWED', { method: 'PUT' }],
  ['too much', 'PAYLOAD_TOO_LARGE', post('x'.repeat(1024 * 1024 + 1))],
  ['an operation that is not there', 'OPERATION_RESOLUTION_FAILURE', post({ query: 'query A { viewer { subject } }', operationName: 'B' })],
  ['a hash that nobody knows', 'PERSISTED_QUERY_NOT_FOUND', post({ extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } })],
  ['a text that is none', 'GRAPHQL_PARSE_FAILED', post({ query: '{' })],
  ['a field that is none', 'GRAPHQL_VALIDATION_FAILED', post({ query: '{ nothing }' })],
  ['a variable that does not fit', 'BAD_USER_INPUT', post({ query: 'query($n: Int) { fileplan(first: $n) { totalCount } }', variables: { n: 'x' } })],
  ['too costly', 'QUERY_TOO_COSTLY', post({ query: '{ fileplan(first: 1000) { nodes { children { totalCount } } } }' })],
  ['what a field refuses', 'BAD_USER_INPUT', post({ query: '{ fileplan(first: -1) { totalCount } }' })],
];

test.each(refusals)('%s: %s', async (_which, code, { search = '', ...init }) => {
  const response = await fetch(`${gateway.localUrl}/graphql${search}`, init);
  const { errors } = JSON.parse(await response.text()) as Pick<Answered, 'errors'>;
  expect(errors.map(({ extensions }) => [extensions['code'], extensions['retryable'], extensions['requestId']])).toEqual([[code, false, response.headers.get('x-request-id')]]);
});

test('an error over a socket has an id of the gateway, not the one that the client gave its operation', async () => {
  const socket = await connect(gateway.localUrl);
  for (const query of ['{', '{ nothing }', 'subscription { disseminationUpdated(disseminationId: "AAAAAAAAAAAAAAAAAAAAAA") { cursor } }']) {
    const { id, errors } = await askSocket(socket, query);
    expect(errors[0]?.extensions).toMatchObject({ code: expect.any(String), retryable: false, requestId: expect.stringMatching(/^[\da-f]{8}-/) });
    expect(errors[0]?.extensions['requestId']).not.toBe(id);
  }
  socket.close();
});

test('a conflict that DPS tells of has its status beside our words', async () => {
  const { archives } = gateway.docbyte.collection;
  const free = [...archives.values()].find((each) => each.contractId === '2d17' && each.preserved && !each.course);
  gateway.dps.misbehave({ match: 'createDissemination', times: 1, how: { kind: 'status', status: 409, shape: 'flat', code: 'DISSEMINATION_EXISTS' } });
  const { errors } = await gateway.ask('mutation($a: ID!) { requestDissemination(input: { archiveId: $a }) { alreadyInProgress } }', { a: free?.archiveId });
  expect(errors).toEqual([
    expect.objectContaining({ message: expect.stringContaining('It was not ordered through this gateway'), extensions: { code: 'CONFLICT', retryable: false, source: 'DPS', upstream: { status: 409, code: 'DISSEMINATION_EXISTS' }, requestId: expect.any(String) } }),
  ]);
});

const misfits: readonly [string, Record<string, unknown>, string][] = [
  ['query($p: JobPhase) { disseminations(phase: $p) { totalCount } }', { p: 'SUCCEDED' }, 'SUCCEEDED'],
  ['mutation($i: RequestDisseminationInput!) { requestDissemination(input: $i) { alreadyInProgress } }', { i: { archivId: 'a' } }, 'archiveId'],
  ['query($f: [SearchFilterInput!]) { search(config: "titles", filters: $f) { totalCount } }', { f: [{ filter: 'x', valu: 'y' }] }, 'value'],
  ['query($n: Int) { fileplan(first: $n) { totalCount } }', { n: '1' }, ''],
  ['query($id: ID!) { aip(packageId: $id) { title } }', {}, ''],
  ['subscription($d: ID!) { disseminationUpdated(disseminationId: $d) { cursor } }', { d: {} }, ''],
];

test.each(misfits)('variables that do not fit %s are BAD_USER_INPUT in the same words over HTTP and a socket', async (query, variables, suggested) => {
  const socket = await connect(gateway.localUrl);
  const told = await askSocket(socket, query, variables);
  socket.close();
  expect(told.errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
  expect(told.errors[0]?.message).toContain(suggested);
  if (query.startsWith('subscription')) return;
  const { errors } = await gateway.ask(query, variables);
  expect(errors.map(({ message, extensions }) => [message, extensions['code'], extensions['retryable']])).toEqual([[told.errors[0]?.message, 'BAD_USER_INPUT', false]]);
});

test('a gateway that tells nothing of its schema suggests no names, for documents and for variables, over HTTP and a socket', async () => {
  const silent = await startTestGateway({ INTROSPECTION: 'false' });
  const socket = await connect(silent.localUrl);
  const tries: readonly (readonly [string, Record<string, unknown>])[] = [...misfits.map(([query, variables]) => [query, variables] as const), ['{ viewr { subject } }', {}], ['{ aip(packageID: "x") { titl } }', {}], ['{ disseminations(phase: SUCCEDED) { totalCount } }', {}]];
  for (const [query, variables] of tries) {
    const errors = [...(query.startsWith('subscription') ? [] : (await silent.ask(query, variables)).errors), ...(await askSocket(socket, query, variables)).errors];
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.map(({ message }) => message).join()).not.toMatch(/Did you mean|inside the gateway/);
  }
  socket.close();
  await silent.stop();
});
