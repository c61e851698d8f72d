import type { ErrorShape } from '../../src/sandbox/simulatorErrors.ts';
import type { Fault } from '../../src/sandbox/simulatorFaults.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/** What each failure of an upstream becomes, and that the other upstream's half of the page survives it. */

let gateway: TestGateway;
let packageId: string;
let archiveId: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  const [first] = gateway.docbyte.collection.examples.documents;
  packageId = first?.packageId ?? '';
  archiveId = String(first?.metadata.fields['dps:archiveId']);
  // One call each beforehand, so that faults meet the API and not the login.
  await gateway.ask('query($id: ID!) { aip(packageId: $id) { title } }', { id: packageId });
  await gateway.ask('mutation($id: ID!) { requestDissemination(input: { archiveId: $id }) { alreadyInProgress } }', { id: archiveId });
});
afterAll(() => gateway.stop());
afterEach(() => {
  gateway.docbyte.behave();
  gateway.dps.behave();
});

const shapes: ErrorShape[] = ['envelope', 'flat', 'spring', 'oauth', 'problem', 'html', 'xml', 'empty'];

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly code: string;
  readonly retryable: boolean;
  readonly upstream?: number;
}

const reads: Case[] = [
  { name: '400', fault: { kind: 'status', status: 400 }, code: 'BAD_USER_INPUT', retryable: false, upstream: 400 },
  { name: '403', fault: { kind: 'status', status: 403 }, code: 'FORBIDDEN', retryable: false, upstream: 403 },
  { name: '409', fault: { kind: 'status', status: 409 }, code: 'CONFLICT', retryable: false, upstream: 409 },
  { name: '422', fault: { kind: 'status', status: 422 }, code: 'NOT_READY', retryable: false, upstream: 422 },
  { name: '429', fault: { kind: 'throttle', retryAfter: 60 }, code: 'RATE_LIMITED', retryable: true, upstream: 429 },
  { name: '500', fault: { kind: 'status', status: 500 }, code: 'UPSTREAM_UNAVAILABLE', retryable: true, upstream: 500 },
  { name: '502 in HTML', fault: { kind: 'status', status: 502, shape: 'html' }, code: 'UPSTREAM_UNAVAILABLE', retryable: true, upstream: 502 },
  { name: '503 with nothing', fault: { kind: 'status', status: 503, shape: 'empty' }, code: 'UPSTREAM_UNAVAILABLE', retryable: true, upstream: 503 },
  { name: 'a reset connection', fault: { kind: 'reset' }, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { name: 'an answer that is cut off', fault: { kind: 'cutOff' }, code: 'UPSTREAM_UNAVAILABLE', retryable: true },
  { name: 'a success that is not JSON', fault: { kind: 'invalidJson' }, code: 'UPSTREAM_INVALID_RESPONSE', retryable: false, upstream: 200 },
  { name: 'a success of another shape', fault: { kind: 'answer', answer: { status: 200, body: '[]' } }, code: 'UPSTREAM_INVALID_RESPONSE', retryable: false, upstream: 200 },
  { name: 'a redirect', fault: { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:9/' } }, code: 'UPSTREAM_INVALID_RESPONSE', retryable: false, upstream: 302 },
  ...shapes.map((shape): Case => ({ name: `403 as ${shape}`, fault: { kind: 'status', status: 403, shape: shape }, code: 'FORBIDDEN', retryable: false, upstream: 403 })),
];

const half = 'query($id: ID!) { aip(packageId: $id) { title } disseminations(first: 1) { nodes { archiveId } } }';
const unknownId = 'Unknown0Dissemination0';
const otherHalf = `query($id: ID!) { aip(packageId: $id) { packageId } dissemination(disseminationId: "${unknownId}") { status } }`;

describe('a read of Docbyte Vault that meets', () => {
  test.each(reads)('$name is $code, and what DPS owns survives', async ({ fault, code, retryable, upstream }) => {
    gateway.docbyte.misbehave({ match: 'aip', times: Infinity, how: fault });
    const { data, errors, status } = await gateway.ask(half, { id: packageId });
    expect(status).toBe(200);
    expect(data).toEqual({ aip: null, disseminations: { nodes: [{ archiveId }] } });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['aip'],
        extensions: { code, source: 'DOCBYTE', retryable, requestId: expect.any(String), ...(upstream && { upstream: expect.objectContaining({ status: upstream }) }), ...(code === 'RATE_LIMITED' && { retryAfterMs: expect.any(Number) }) },
      }),
    ]);
  });
});

describe('a read of DPS that meets', () => {
  test.each(reads)('$name is $code, and what Docbyte Vault owns survives', async ({ fault, code, retryable }) => {
    gateway.dps.misbehave({ match: 'dissemination', times: Infinity, how: fault });
    const { data, errors } = await gateway.ask(otherHalf, { id: packageId });
    expect(data).toEqual({ aip: { packageId }, dissemination: null });
    expect(errors).toEqual([expect.objectContaining({ path: ['dissemination'], extensions: expect.objectContaining({ code, source: 'DPS', retryable }) })]);
  });
});

test('a read of what is not there is null without an error', async () => {
  const { data, errors } = await gateway.ask(
    `{ aip(packageId: "nobody") { title } dissemination(disseminationId: "${unknownId}") { status } searchConfig(name: "nobody") { name } node(id: "bm9ib2R5") { id } }`,
  );
  expect({ data, errors }).toEqual({ data: { aip: null, dissemination: null, searchConfig: null, node: null }, errors: [] });
});

test('a token that both upstreams no longer take is renewed once, and nobody notices', async () => {
  gateway.docbyte.revokeTokens();
  gateway.dps.revokeTokens();
  gateway.docbyte.reset();
  const { data, errors } = await gateway.ask(otherHalf, { id: packageId });
  expect({ data, errors }).toEqual({ data: { aip: { packageId }, dissemination: null }, errors: [] });
  expect([gateway.docbyte.count('token'), gateway.docbyte.count('aip')]).toEqual([1, 2]);
});

test('a 401 that a new token does not mend is the gateway\'s trouble, not the caller\'s', async () => {
  gateway.docbyte.misbehave({ match: 'aip', times: Infinity, how: { kind: 'status', status: 401, shape: 'flat', message: null, code: 'NOT_AUTHORIZED' } });
  const { errors } = await gateway.ask(half, { id: packageId });
  expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryable: false, source: 'DOCBYTE' }) })]);
});

describe('an order that DPS refuses', () => {
  const order = 'mutation($id: ID!) { requestDissemination(input: { archiveId: $id }) { dissemination { status } } }';
  const archiveOf = (handle: 'notPreserved' | 'unknownToDps' | 'foreignContract') => String(gateway.docbyte.collection.examples[handle][0]?.metadata.fields['dps:archiveId']);

  test.each([
    ['notPreserved', 'NOT_READY', 422],
    ['unknownToDps', 'NOT_FOUND', 404],
    ['foreignContract', 'FORBIDDEN', 403],
  ] as const)('%s is %s', async (handle, code, status) => {
    const { data, errors } = await gateway.ask(order, { id: archiveOf(handle) });
    expect(data).toEqual({ requestDissemination: null });
    expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code, source: 'DPS', upstream: expect.objectContaining({ status }) }) })]);
  });

  test('one in progress already is answered with that one', async () => {
    const again = await gateway.ask('mutation($id: ID!) { requestDissemination(input: { archiveId: $id }) { alreadyInProgress dissemination { archiveId } } }', { id: archiveId });
    expect(again.data).toEqual({ requestDissemination: { alreadyInProgress: true, dissemination: { archiveId } } });
  });

  test('several orders end each on its own, in the order of the input', async () => {
    const { data, errors } = await gateway.ask(
      'mutation($requests: [RequestDisseminationInput!]!) { requestDisseminations(input: { requests: $requests }) { results { alreadyInProgress dissemination { archiveId } problem { code } } } }',
      { requests: [{ archiveId: archiveOf('notPreserved') }, { archiveId }, { archiveId: 'x', packageId: 'y' }, { packageId: 'nobody' }] },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      requestDisseminations: {
        results: [
          { alreadyInProgress: false, dissemination: null, problem: { code: 'NOT_READY' } },
          { alreadyInProgress: true, dissemination: { archiveId }, problem: null },
          { alreadyInProgress: false, dissemination: null, problem: { code: 'BAD_USER_INPUT' } },
          { alreadyInProgress: false, dissemination: null, problem: { code: 'BAD_USER_INPUT' } },
        ],
      },
    });
  });

  test.each([
    ['{ archiveId: "a", priority: 0 }', ['input', 'priority']],
    ['{ archiveId: "a", priority: 101 }', ['input', 'priority']],
    ['{ archiveId: "" }', ['input', 'archiveId']],
    ['{ }', ['input']],
    ['{ archiveId: "a", packageId: "b" }', ['input']],
  ])('%s is refused here, naming the argument', async (input, argument) => {
    gateway.dps.reset();
    const { errors } = await gateway.ask(`mutation { requestDissemination(input: ${input}) { alreadyInProgress } }`);
    expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', argument }) })]);
    expect(gateway.dps.count('createDissemination')).toBe(0);
  });
});

describe('a search that its configuration does not allow makes no call', () => {
  const search = 'query($config: String!, $filters: [SearchFilterInput!]) { search(config: $config, filters: $filters) { totalCount } }';
  test.each([
    ['an unknown search', 'nobody', [], ['config'], /There are: `/],
    ['an unknown filter', 'titles', [{ filter: 'nobody', value: 'x' }], ['filters', '0', 'filter'], /It has: `/],
    ['a filter without a value', 'titles', [{ filter: 'dc:title' }], ['filters', '0', 'value'], /needs a `value`/],
    ['a BETWEEN with one bound', 'by-period', [{ filter: 'created', min: '1900-01-01' }], ['filters', '0', 'max'], /`max` is missing/],
    ['a day that does not exist', 'by-period', [{ filter: 'created', min: '1900-02-30', max: '1901-01-01' }], ['filters', '0', 'min'], /a day such as/],
  ] as const)('%s', async (_name, config, filters, argument, message) => {
    const named = config === 'by-period' ? filters.map((filter) => ({ ...filter, filter: betweenFilter() })) : filters;
    gateway.docbyte.reset();
    const { data, errors } = await gateway.ask(search, { config, filters: named });
    expect(data).toEqual({ search: null });
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(message), extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', argument }) })]);
    expect(gateway.docbyte.count('search')).toBe(0);
  });

  let between = '';
  beforeAll(async () => {
    const { data } = await gateway.ask('{ searchConfig(name: "by-period") { filters { filterName operator } } }');
    const { filters } = (data as { searchConfig: { filters: { filterName: string; operator: string }[] } }).searchConfig;
    between = filters.find(({ operator }) => operator === 'BETWEEN')?.filterName ?? '';
  });
  const betweenFilter = () => between;
});

test('nothing secret and nothing of an upstream is in an error', async () => {
  gateway.docbyte.misbehave({ match: 'aip', times: Infinity, how: { kind: 'status', status: 400, message: 'secret token Bearer abc at http://inside.example/x', code: 'X' } });
  const { errors } = await gateway.ask(half, { id: packageId });
  expect(JSON.stringify(errors)).not.toMatch(/secret|Bearer|inside\.example|127\.0\.0\.1/);
});
