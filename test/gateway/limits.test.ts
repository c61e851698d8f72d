import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { makeElsewhere } from './elsewhere.ts';
import { metadata } from './producer.ts';
import { askSocket, connect } from './socket.ts';
import { ask, startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/** What an operation may cost and be, how often one may ask, and which documents run: the same over HTTP and over sockets. */

const gateways: TestGateway[] = [];
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fonds-limits-'));
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  rmSync(directory, { recursive: true });
});

async function start(env: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await startTestGateway(env);
  gateways.push(gateway);
  return gateway;
}

/** The same operation over both transports. */
async function both(gateway: TestGateway, query: string, variables: Record<string, unknown> = {}) {
  const socket = await connect(gateway.localUrl);
  const results = [await gateway.ask(query, variables), await askSocket(socket, query, variables)] as const;
  socket.close();
  return results;
}

const codes = (answers: readonly Pick<Answered, 'errors'>[]) => answers.map(({ errors }) => errors.map(({ extensions }) => extensions['code']));

/** The cost that an answer tells. */
function costIn(extensions: Answered['extensions']): Record<'estimatedCalls' | 'actualCalls' | 'limit', number> {
  const { cost } = extensions ?? {};
  if (typeof cost !== 'object' || cost === null) throw new Error('no cost is told');
  return cost as ReturnType<typeof costIn>;
}

describe('cost', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await start();
  });

  test.each([
    '{ fileplan(first: 50) { nodes { metadata { schema } breadcrumb { aip { title } } children(first: 2) { nodes { title } } } } }',
    '{ fileplan(first: 20) { nodes { title children(first: 3) { nodes { title } } } } }',
    '{ fileplan(last: 3) { totalCount nodes { parent { title } children(last: 5) { nodes { permissions } } } } }',
    '{ a: fileplan(first: 5) { nodes { title } } b: fileplan(first: 5) { nodes { permissions } } }',
    '{ searchConfigs { name } search(config: "titles", first: 3) { totalCount nodes { aip { parent { title } } } } }',
    '{ fileplan(first: 3) { nodes { archive { aip { title } disseminations { totalCount } submission { status } } } } }',
    '{ viewer { subject } sources { source } }',
  ])('the estimate is never passed: %s', async (query) => {
    const before = { docbyte: gateway.docbyte.count() - gateway.docbyte.count('token'), dps: gateway.dps.count() - gateway.dps.count('token') };
    const { errors, extensions } = await gateway.ask(query);
    expect(errors).toEqual([]);
    const after = { docbyte: gateway.docbyte.count() - gateway.docbyte.count('token'), dps: gateway.dps.count() - gateway.dps.count('token') };
    const { estimatedCalls, actualCalls, limit } = costIn(extensions);
    expect(actualCalls).toBe(after.docbyte - before.docbyte + after.dps - before.dps);
    expect(actualCalls).toBeLessThanOrEqual(estimatedCalls);
    expect(limit).toBe(5_000);
  });

  const event = { agent: { agentName: 'A', agentType: 'SOFTWARE' }, eventType: 'INFORMATION_PACKAGE_CREATION', eventDateTime: '2026-02-03T07:14:01+01:00', outcome: 'SUCCESS' };
  test.each([
    ['deleteSubmission', {}],
    ['finalizeSubmission', {}],
    ['registerSubmissionFile', { filePath: 'a.txt', checksum: '5d41402abc4b2a76b9719d911017c592' }],
    ['recordSubmissionEvent', event],
  ])('nor where what is changed (%s) has to be taken in first', async (name, more) => {
    const { submissionId } = await makeElsewhere(gateway.dps, '/v1/contracts/2d17/submissions', { objectId: `for-${name}`, metadata });
    const input = { contractId: '2d17', submissionId, ...more };
    const { extensions } = await gateway.ask(`mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`, { input });
    const { estimatedCalls, actualCalls } = costIn(extensions);
    expect(actualCalls).toBe(2);
    expect(estimatedCalls).toBeGreaterThanOrEqual(2);
  });

  test('a socket is told the same', async () => {
    const [http, socket] = await both(gateway, 'query($first: Int) { fileplan(first: $first) { nodes { children(first: 1) { nodes { title } } } } }', { first: 4 });
    expect(http.extensions).toMatchObject({ cost: { estimatedCalls: 5, actualCalls: 5, limit: 5_000 } });
    expect(socket.extensions).toEqual(http.extensions);
  });

  test('of operations at the same time that share a call, one has made it', async () => {
    const [leaf] = gateway.docbyte.collection.examples.documents;
    gateway.docbyte.misbehave({ match: 'aip', how: { kind: 'latency', ms: 100 } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => gateway.ask('query($id: ID!) { aip(packageId: $id) { title } }', { id: leaf?.packageId ?? '' })));
    expect(answers.filter(({ extensions }) => costIn(extensions).actualCalls === 1)).toHaveLength(1);
  });

  test('past the limit nothing is asked of anybody, and the field with the size that would fit is named', async () => {
    gateway.docbyte.reset();
    const answers = await both(gateway, '{ fileplan(first: 1000) { nodes { children(first: 1000) { nodes { title } } } } }');
    for (const { errors, data } of answers) {
      expect(data).toBeUndefined();
      expect(errors).toEqual([
        expect.objectContaining({
          message: 'This operation may take 10,010 upstream calls, and 5,000 are allowed. `fileplan` with `first: 499` would fit.',
          extensions: { code: 'QUERY_TOO_COSTLY', retryable: false, argument: ['first'], requestId: expect.any(String) },
        }),
      ]);
    }
    expect(answers[0].status).toBe(400);
    expect(answers[0].extensions).toEqual({ cost: { estimatedCalls: 10_010, actualCalls: 0, limit: 5_000 } });
    expect(gateway.docbyte.count()).toBe(0);
  });

  test('a client of the old media type gets its refusal with 200', async () => {
    const answer = await ask(gateway.localUrl, '{ fileplan(first: 1000) { nodes { children(first: 1000) { nodes { title } } } } }', {}, { accept: 'application/json' });
    expect([answer.status, ...codes([answer])]).toEqual([200, ['QUERY_TOO_COSTLY']]);
  });

  test('the limit is a setting, and holds for subscriptions too', async () => {
    const strict = await start({ COST_LIMIT: '1' });
    const [http, socket] = await both(strict, 'query($id: ID!) { aip(packageId: $id) { title parent { title } } }', { id: 'x' });
    expect(codes([http, socket])).toEqual([['QUERY_TOO_COSTLY'], ['QUERY_TOO_COSTLY']]);
    const watching = await connect(strict.localUrl);
    const answer = await askSocket(watching, 'subscription { disseminationsUpdated(contractId: "2d17") { dissemination { aip { parent { title } } } } }');
    expect(codes([answer])).toEqual([['QUERY_TOO_COSTLY']]);
    watching.close();
  });
});

describe('the rate of requests', () => {
  test('past it 429 says when to come back, over sockets an error does; other addresses still answer', async () => {
    const gateway = await start({ RATE_LIMIT: '3' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => gateway.ask('{ viewer { subject } }')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.errors[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number), requestId: expect.any(String) });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const socket = await connect(gateway.localUrl);
    expect(codes([await askSocket(socket, '{ viewer { subject } }')])).toEqual([['RATE_LIMITED']]);
    socket.close();
    expect((await fetch(`${gateway.localUrl}/health/live`)).status).toBe(200);
  });
});

describe('trusted documents', () => {
  const trusted = 'query Who { viewer { subject } }';
  const hash = createHash('sha256').update(trusted).digest('hex');
  let gateway: TestGateway;
  let path: string;
  beforeAll(async () => {
    path = join(directory, 'documents.json');
    writeFileSync(path, JSON.stringify({ [hash]: trusted }));
    gateway = await start({ TRUSTED_DOCUMENTS: path });
  });

  async function send(body: unknown): Promise<Answered> {
    const response = await fetch(`${gateway.localUrl}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' }, body: JSON.stringify(body),
    });
    const got = JSON.parse(await response.text()) as Partial<Answered>;
    return { status: response.status, headers: response.headers, data: got.data, errors: got.errors ?? [], extensions: got.extensions };
  }

  test('run by their hash, by whatever name a client has for it, and by their text', async () => {
    for (const body of [{ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }, { documentId: `sha256:${hash}` }, { id: hash }, { query: trusted }, { query: trusted, operationName: 'Who' }]) {
      expect(await send(body)).toMatchObject({ status: 200, data: { viewer: { subject: 'local' } }, errors: [] });
    }
    for (const search of [`extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }))}`, `documentId=${hash}`, `query=${encodeURIComponent(trusted)}`]) {
      const response = await fetch(`${gateway.localUrl}/graphql?${search}`, { headers: { 'graphql-require-preflight': '1' } });
      expect(await response.json()).toMatchObject({ data: { viewer: { subject: 'local' } } });
    }
    const socket = await connect(gateway.localUrl);
    expect(await askSocket(socket, '', {}, { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })).toMatchObject({ data: { viewer: { subject: 'local' } } });
    expect(await askSocket(socket, trusted)).toMatchObject({ data: { viewer: { subject: 'local' } } });
    socket.close();
  });

  test('and nothing else does: not another text, not one that is registered on the way, not a batch', async () => {
    const other = '{ viewer { roles } }';
    const otherHash = createHash('sha256').update(other).digest('hex');
    expect(codes([await send({ query: other })])).toEqual([['FORBIDDEN']]);
    expect(await send({ query: other, extensions: { persistedQuery: { version: 1, sha256Hash: otherHash } } })).toMatchObject({ status: 403 });
    expect(codes([await send({ extensions: { persistedQuery: { version: 1, sha256Hash: otherHash } } })])).toEqual([['PERSISTED_QUERY_NOT_FOUND']]);
    expect(codes([await send({ query: '{ __schema { types { name } } }' })])).toEqual([['FORBIDDEN']]);
    expect(await send([{ query: trusted }])).toMatchObject({ status: 400, data: undefined });
    const socket = await connect(gateway.localUrl);
    expect(codes([await askSocket(socket, other), await askSocket(socket, '', {}, { extensions: { persistedQuery: { sha256Hash: otherHash } } })])).toEqual([['FORBIDDEN'], ['PERSISTED_QUERY_NOT_FOUND']]);
    socket.close();
  });

  test('a manifest that cannot be used is a fault at the start', async () => {
    const faulty = join(directory, 'faulty.json');
    writeFileSync(faulty, '{}');
    await expect(startTestGateway({ TRUSTED_DOCUMENTS: faulty })).rejects.toThrow(/TRUSTED_DOCUMENTS: holds no document/);
    await expect(startTestGateway({ TRUSTED_DOCUMENTS: join(directory, 'none.json') })).rejects.toThrow(/TRUSTED_DOCUMENTS: cannot be read/);
  });
});

describe('what can be turned off', () => {
  test('introspection, and with it every hint at names', async () => {
    const gateway = await start({ INTROSPECTION: 'false' });
    const [http, socket] = await both(gateway, '{ __schema { queryType { name } } }');
    expect(codes([http, socket]).map((each) => new Set(each))).toEqual([new Set(['GRAPHQL_VALIDATION_FAILED']), new Set(['GRAPHQL_VALIDATION_FAILED'])]);
    for (const { errors } of await both(gateway, '{ viewer { subjec } filepla { totalCount } aip(packageIdd: "x") { title } }')) {
      expect(errors.length).toBeGreaterThan(2);
      expect(JSON.stringify(errors)).not.toMatch(/Did you mean/);
    }
    expect((await gateway.ask('{ viewer { __typename subject } }')).errors).toEqual([]);
  });

  test('the explorer', async () => {
    const gateway = await start({ GRAPHIQL: 'false' });
    expect((await fetch(`${gateway.localUrl}/`)).status).toBe(404);
    expect((await fetch(`${gateway.localUrl}/assets/x.js`)).status).toBe(404);
  });
});
