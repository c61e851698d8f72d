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
