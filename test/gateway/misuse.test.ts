import { createHmac, createPublicKey } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SignJWT } from 'jose';
import { makeKey, startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { encodeNodeId } from '../../src/domain/nodeId.ts';
import { requestText, sendRaw } from './rawHttp.ts';
import { askSocket, connect, openSocket, type TestSocket } from './socket.ts';
import { ask, startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/** A list of attacks. Each ends with its stated code, and after all of them the gateway lives and its memory has come back. */

/** Short, so that waiting for them is; long enough that a busy machine does not hold up for as long what comes at once. */
const timeouts = { headersMs: 1_000, bodyMs: 1_000, initMs: 1_000, idleMs: 60_000 };
let issuer: TestIssuer;
/** Knows its callers. */
let gateway: TestGateway;
/** Knows nobody, and so lets nobody in from elsewhere. */
let open: TestGateway;
let heapBefore: number;

beforeAll(async () => {
  issuer = await startTestIssuer();
  gateway = await startTestGateway(issuer.env, { timeouts });
  open = await startTestGateway({ CORS_ORIGINS: 'https://app.example' }, { timeouts });
  // What is made once has been made.
  await ask(open.localUrl, '{ fileplan(first: 100) { nodes { title metadata { schema } } } }');
  await gateway.ask('{ viewer { subject } }', {}, await bearer('anna'));
  heapBefore = heapUsed();
});
afterAll(async () => {
  await Promise.all([gateway.stop(), open.stop()]);
  await issuer.stop();
});

async function bearer(subject: string, ...rest: Parameters<TestIssuer['token']> extends [string, ...infer Rest] ? Rest : never) {
  return { authorization: `Bearer ${await issuer.token(subject, ...rest)}` };
}

const codes = ({ errors }: Pick<Answered, 'errors'>) => [...new Set(errors.map(({ extensions }) => extensions['code']))];
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('tokens', () => {
  const confused = (secret: string) => {
    const signed = `${part({ alg: 'HS256', kid: 'first' })}.${part(claims())}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const claims = () => ({ iss: issuer.url, aud: issuer.audience, sub: 'eve', roles: ['2d17_R'], exp: Math.floor(Date.now() / 1_000) + 60 });
  const attacks: readonly [string, () => string | Promise<string>][] = [
    ['forged by a key of the attacker that has a known name', async () => issuer.token('eve', {}, await makeKey('first'))],
    ['signed by a key that nobody knows', async () => issuer.token('eve', {}, await makeKey('unknown'))],
    ['with `alg: none`', () => `${part({ alg: 'none' })}.${part(claims())}.`],
    ['whose secret is the public key (key confusion)', () => confused(String(createPublicKey({ key: { ...issuer.keys[0]?.publicJwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })))],
    ['whose secret is the public key as JWK', () => confused(JSON.stringify(issuer.keys[0]?.publicJwk))],
    ['that brings its own key along', async () => {
      const own = await makeKey('first');
      return new SignJWT(claims()).setProtectedHeader({ alg: own.alg, kid: 'first', jwk: own.publicJwk }).sign(own.privateKey);
    }],
    ['that says where its keys are', async () => {
      const own = await makeKey('elsewhere');
      return new SignJWT(claims()).setProtectedHeader({ alg: own.alg, kid: 'elsewhere', jku: 'http://127.0.0.1:9/keys', x5u: 'http://127.0.0.1:9/cert' }).sign(own.privateKey);
    }],
    ['whose key has a name that leads elsewhere', async () => issuer.token('eve', {}, await makeKey('../../../../dev/null'))],
    ['whose key has the name of what objects inherit', async () => issuer.token('eve', {}, await makeKey('__proto__'))],
    ['of another, with other claims under its signature', async () => {
      const good = await issuer.token('anna');
      await gateway.ask('{ viewer { subject } }', {}, { authorization: `Bearer ${good}` });
      const [head, , signature] = good.split('.');
      return `${head}.${part(claims())}.${signature}`;
    }],
    ['that does not hold yet', () => issuer.token('eve', { nbf: Math.floor(Date.now() / 1_000) + 60 })],
    ['for several others', () => issuer.token('eve', { aud: ['another', `${issuer.audience}-2`] })],
    ['of nobody', () => issuer.token('')],
    ['that is sealed and not signed', () => 'a.b.c.d.e'],
    ['with a shared secret in place of a key', () => `${part({ alg: 'HS256', kid: 'first' })}.${part(claims())}.${createHmac('sha256', 'secret').update('x').digest('base64url')}`],
    ['that has ended', () => issuer.token('eve', { exp: 1_000 })],
    ['that never ends', () => issuer.token('eve', { exp: undefined as unknown as number })],
    ['for another audience', () => issuer.token('eve', { aud: 'another' })],
    ['of another issuer', () => issuer.token('eve', { iss: 'https://elsewhere.example' })],
    ['that was cut', async () => (await issuer.token('eve')).slice(0, -10)],
    ['that is none', () => 'hello'],
  ];

  test.each(attacks)('one %s: UNAUTHENTICATED, 401, and 4403 on a socket', async (_which, forge) => {
    const token = await forge();
    const answer = await gateway.ask('{ viewer { subject } }', {}, { authorization: `Bearer ${token}` });
    expect([answer.status, codes(answer), answer.data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
    const socket = await openSocket(gateway.localUrl);
    socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } });
    expect(await socket.closed).toMatchObject({ code: 4403 });
  });

  test.each(['Basic YW5uYTphbm5h', 'Bearer', 'bearer a b', 'Bearer \t'])('another kind of header (%j): 401', async (authorization) => {
    expect(await gateway.ask('{ viewer { subject } }', {}, { authorization })).toMatchObject({ status: 401 });
  });

  test('two headers, one good: 401, nobody chooses between them', async () => {
    const { authorization } = await bearer('anna');
    const body = JSON.stringify({ query: '{ viewer { subject } }' });
    const text = requestText('POST', '/graphql', { 'content-type': 'application/json', 'content-length': String(body.length), authorization: 'Bearer x' }, body).replace('authorization: Bearer x', `authorization: Bearer x\r\nauthorization: ${authorization}`);
    expect((await sendRaw(gateway.localUrl, text)).status).toBe(401);
  });

  test('one in the address or the body counts for nothing: 401', async () => {
    const { authorization } = await bearer('anna');
    const token = authorization.slice('Bearer '.length);
    const response = await fetch(`${gateway.localUrl}/graphql?access_token=${token}&query={viewer{subject}}`, { headers: { 'graphql-require-preflight': '1' } });
    expect(response.status).toBe(401);
  });
});

describe('ids and cursors of others', () => {
  test.each([
    ['a node id of a type that has none', () => encodeNodeId('Viewer' as 'Aip', 'anna')],
    ['a node id with too many parts', () => encodeNodeId('Dissemination', 'a', 'b', 'c')],
    ['a node id that leads elsewhere', () => encodeNodeId('Aip', '../search')],
    ['a node id made of dots', () => encodeNodeId('Aip', '..')],
    ['a node id with a line end', () => encodeNodeId('Aip', 'a\r\nx: y')],
    ['what is no node id', () => '%%%'],
  ])('%s: null', async (_which, id) => {
    const answer = await gateway.ask('query($id: ID!) { node(id: $id) { id } }', { id: id() }, await bearer('anna'));
    expect(answer.data).toEqual({ node: null });
  });

  test.each(['x', '', 'MC54', 'OTk5OTk5OTk5OTk5OTk5OTk5OS4xMjM', encodeNodeId('Aip', 'a')])('a cursor that was not given out (%j): CURSOR_INVALID', async (after) => {
    const answer = await gateway.ask('query($after: String) { fileplan(after: $after) { nodes { title } } }', { after }, await bearer('anna'));
    expect(codes(answer)).toEqual(['CURSOR_INVALID']);
  });

  test.each(['x', 'A'.repeat(56), 'A'.repeat(100_000)])('a cursor of a feed that was not given out: CURSOR_INVALID', async (after) => {
    const socket = await connect(gateway.localUrl, await issuer.token('anna', { roles: ['2d17_R'] }));
    const answer = await askSocket(socket, 'subscription($after: String) { disseminationsUpdated(contractId: "2d17", after: $after) { cursor } }', { after });
    expect(codes(answer)).toEqual(['CURSOR_INVALID']);
    socket.close();
  });
});

describe('operations', () => {
  const repeat = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_each, index) => make(index)).join(' ');
  const chain = (count: number, fragment: (next: string) => string) => repeat(count, (index) => `fragment F${index} on Aip { ${fragment(`...F${index + 1}`)} }`);
  const attacks: readonly [string, string, string][] = [
    ['deep', `{ aip(packageId: "a") ${'{ parent '.repeat(30)} { title } ${'}'.repeat(30)} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['deep through fragments', `{ aip(packageId: "a") { ...F0 } } ${chain(25, (next) => `parent { ${next} }`)} fragment F25 on Aip { title }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['so deep that a parser would run out of stack', '{viewer'.repeat(3_000), 'GRAPHQL_PARSE_FAILED'],
    ['deep in a value', `{ nodes(ids: ${'['.repeat(4_900)}${']'.repeat(4_900)}) { id } }`, 'GRAPHQL_PARSE_FAILED'],
    ['deep in a type', `query($a: ${'['.repeat(4_900)}Int${']'.repeat(4_900)}) { viewer { subject } }`, 'GRAPHQL_PARSE_FAILED'],
    ['with a thousand aliases', `{ ${repeat(1_000, (index) => `a${index}: viewer { subject }`)} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['with aliases that multiply through fragments', `{ aip(packageId: "a") { ...F0 } } ${chain(15, (next) => `a: parent { ${next} } b: parent { ${next} }`)} fragment F15 on Aip { title }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['with one field two thousand times', `{ ${repeat(2_000, () => 'viewer { subject }')} }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['with fields that multiply through fragments', `{ aip(packageId: "a") { ...F0 } } ${chain(9, (next) => `parent { ${next} } archive { aip { ${next} } } children { nodes { ${next} } }`)} fragment F9 on Aip { title }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['with fragments in a circle', '{ aip(packageId: "a") { ...A } } fragment A on Aip { parent { ...B } } fragment B on Aip { parent { ...A } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['of more than 10,000 tokens', `{ viewer { ${'subject '.repeat(10_000)} } }`, 'GRAPHQL_PARSE_FAILED'],
    ['with thousands of directives', `{ viewer ${'@skip(if: false) '.repeat(1_400)} { subject } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['that asks the schema in circles', '{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['wide in upstream calls', '{ fileplan(first: 1000) { nodes { children(first: 1000) { nodes { title } } } } }', 'QUERY_TOO_COSTLY'],
    ['deep in upstream calls', '{ fileplan { nodes { children { nodes { children { nodes { children { nodes { children { nodes { title } } } } } } } } } } }', 'QUERY_TOO_COSTLY'],
    ['malformed', '{ viewer { subject', 'GRAPHQL_PARSE_FAILED'],
    ['without an end to its text', '{ node(id: """', 'GRAPHQL_PARSE_FAILED'],
    ['of null bytes', '\u0000'.repeat(100), 'GRAPHQL_PARSE_FAILED'],
    ['that is a schema', 'type Query { a: Int }', 'GRAPHQL_VALIDATION_FAILED'],
    ['of half a surrogate pair', '{ viewer { \ud800 } }', 'GRAPHQL_PARSE_FAILED'],
  ];

  test.each(attacks)('one %s: over HTTP and over a socket', async (_which, query, code) => {
    const headers = await bearer('anna');
    const answer = await gateway.ask(query, {}, headers);
    expect([answer.status, codes(answer)]).toEqual([400, [code]]);
    const socket = await connect(gateway.localUrl, headers.authorization.slice('Bearer '.length));
    expect(codes(await askSocket(socket, query))).toEqual([code]);
    socket.close();
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['fifty thousand ids', { ids: Array.from({ length: 50_000 }, String) }, 'BAD_USER_INPUT'],
    ['ids that are objects', { ids: [{ toString: 'x' }] }, 'BAD_USER_INPUT'],
    ['deep lists', { ids: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) as unknown }, 'BAD_USER_INPUT'],
    ['a size below zero', { ids: [], first: -1 }, 'BAD_USER_INPUT'],
    ['a size beyond all bounds', { ids: [], first: 2 ** 31 - 1 }, 'BAD_USER_INPUT'],
    ['a size that is no whole number', { ids: [], first: 1.5 }, 'BAD_USER_INPUT'],
  ])('variables with %s: refused', async (_which, variables, code) => {
    const answer = await gateway.ask('query($ids: [ID!]!, $first: Int) { nodes(ids: $ids) { id } fileplan(first: $first) { totalCount } }', variables, await bearer('anna'));
    expect(codes(answer)).toEqual([code]);
  });

  test('names of the language itself are names like any other', async () => {
    const headers = { 'content-type': 'application/json', ...(await bearer('anna')) };
    const body = '{"query":"query($p: ID!) { __proto__: viewer { subject } constructor: aip(packageId: $p) { toString: title } }","variables":{"p":"__proto__","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}},"__proto__":{"polluted":true}}';
    const response = await fetch(`${gateway.localUrl}/graphql`, { method: 'POST', headers, body });
    expect(await response.text()).toContain('"__proto__":{"subject":"anna"}');
    expect('polluted' in {}).toBe(false);
  });
});

describe('requests', () => {
  async function post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<{ status: number; codes: unknown[] }> {
    const response = await fetch(`${gateway.localUrl}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(await bearer('anna')), ...headers }, body: Buffer.from(body) });
    const { errors = [] } = JSON.parse((await response.text()) || '{}') as { errors?: Answered['errors'] };
    return { status: response.status, codes: codes({ errors }) };
  }

  test('a batch: 400', async () => {
    expect(await post(JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: '{ viewer { subject } }' }))))).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
  });

  test('a body of more than 1 MiB: 413, told or not', async () => {
    const huge = JSON.stringify({ query: '{ viewer { subject } }', variables: { a: 'x'.repeat(1024 * 1024) } });
    expect(await post(huge)).toEqual({ status: 413, codes: ['PAYLOAD_TOO_LARGE'] });
    const { authorization } = await bearer('anna');
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = requestText('POST', '/graphql', { 'content-type': 'application/json', 'transfer-encoding': 'chunked', authorization });
    expect((await sendRaw(gateway.localUrl, [head, ...Array.from({ length: 20 }, () => chunk)])).status).toBe(413);
  });

  test.each<[string, string | Uint8Array]>([
    ['cut JSON', '{"query": "{ viewer'],
    ['JSON that is nothing', 'null'],
    ['a number', '7'],
    ['a text', '"{ viewer { subject } }"'],
    ['nothing', ''],
    ['what is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['JSON a hundred thousand levels deep', '['.repeat(100_000)],
    ['a query that is a list', '{"query": ["{ viewer { subject } }"]}'],
    ['variables that are text', '{"query": "{ viewer { subject } }", "variables": "{}"}'],
    ['an operation of another name', '{"query": "query A { viewer { subject } }", "operationName": "B"}'],
  ])('a body of %s: 400', async (_which, body) => {
    expect(await post(body)).toMatchObject({ status: 400 });
  });

  test('a body that never comes to its end: 408', async () => {
    const { authorization } = await bearer('anna');
    const head = requestText('POST', '/graphql', { 'content-type': 'application/json', 'content-length': '1000', authorization });
    expect((await sendRaw(gateway.localUrl, [head, '{"query": "'])).status).toBe(408);
  });

  test('a head that never comes to its end, and a connection that says nothing: 408', async () => {
    expect((await sendRaw(gateway.localUrl, 'POST /graphql HTTP/1.1\r\nhost: localhost\r\nx-slow: ')).status).toBe(408);
    expect((await sendRaw(gateway.localUrl, '')).status).toBe(408);
  });

  test('a head of a hundred thousand bytes: 431', async () => {
    expect((await sendRaw(gateway.localUrl, requestText('GET', '/graphql', { 'x-large': 'x'.repeat(100_000) }))).status).toBe(431);
  });

  test.each([
    ['two lengths', 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello'],
    ['a length and chunks', 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n'],
    ['no host', 'GET /graphql HTTP/1.1\r\n\r\n'],
    ['no HTTP', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
    ['a line end inside of a header', 'GET /graphql HTTP/1.1\r\nhost: localhost\r\nx: a\rb: c\r\n\r\n'],
  ])('a request with %s: 400', async (_which, text) => {
    expect((await sendRaw(gateway.localUrl, text)).status).toBe(400);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'HEAD'])('another method (%s): 405', async (method) => {
    const { authorization } = await bearer('anna');
    expect((await sendRaw(gateway.localUrl, requestText(method, '/graphql', { authorization }))).status).toBe(405);
  });

  test('a tunnel (CONNECT): closed without a word', async () => {
    expect(await sendRaw(gateway.localUrl, 'CONNECT internal.example:443 HTTP/1.1\r\nhost: internal.example:443\r\n\r\n')).toMatchObject({ status: 0 });
  });

  test.each(['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '//graphql', '/graphql/', '/assets/../../package.json', 'http://internal.example/', '/.env'])('another path (%s): 404', async (path) => {
    expect((await sendRaw(gateway.localUrl, requestText('GET', path, {}))).status).toBe(404);
  });

  test('an offer of HTTP/2 along with a request is passed over', async () => {
    const { authorization } = await bearer('anna');
    const body = JSON.stringify({ query: '{ viewer { subject } }' });
    const head = { 'content-type': 'application/json', 'content-length': String(body.length), authorization, connection: 'Upgrade, HTTP2-Settings, close', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' };
    expect(await sendRaw(gateway.localUrl, requestText('POST', '/graphql', head, body))).toMatchObject({ status: 200, text: expect.stringContaining('"subject":"anna"') });
  });
});

describe('other pages', () => {
  const query = '?query=' + encodeURIComponent('{ viewer { subject } }');

  test('a form or an image of another site: 400, nothing runs', async () => {
    const { authorization } = await bearer('anna');
    const requests: [string, RequestInit][] = [
      [query, {}],
      ['', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{ viewer { subject } }"}' }],
      ['', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={viewer{subject}}' }],
      ['', { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\n\r\n--x--' }],
    ];
    for (const [search, init] of requests) {
      const response = await fetch(`${gateway.localUrl}/graphql${search}`, { ...init, headers: { ...(init.headers as Record<string, string> | undefined), authorization } });
      expect([400, 415]).toContain(response.status);
      expect(await response.text()).not.toContain('anna');
    }
  });

  test('a mutation by GET: 405', async () => {
    const search = '?query=' + encodeURIComponent('mutation { requestDissemination(input: { archiveId: "a" }) { alreadyInProgress } }');
    const response = await fetch(`${gateway.localUrl}/graphql${search}`, { headers: { ...(await bearer('anna')), 'graphql-require-preflight': '1' } });
    expect(response.status).toBe(405);
  });

  test.each([
    ['a name that was made to resolve to us', 'evil.example'],
    ['with our port', 'evil.example:4000'],
    ['that begins like ours', '127.0.0.1.evil.example'],
    ['that ends like ours', 'localhost.evil.example'],
    ['behind our name', 'localhost@evil.example'],
    ['with a path', 'localhost/evil.example'],
    ['with a mark', 'evil.example#localhost'],
    ['of all addresses', '0.0.0.0'],
    ['of the loopback in another family', '[::ffff:127.0.0.1]'],
    ['of a private network', '192.168.0.1'],
    ['of nothing', ''],
    ['of several', 'localhost, evil.example'],
  ])('the host %s (%s): 403 on an open gateway, for every address and for sockets', async (_which, host) => {
    for (const path of ['/graphql', '/', '/metrics', '/uploads/x', '/webhooks/dps']) {
      const answer = await sendRaw(open.localUrl, requestText('GET', path, { host }));
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const upgrade = { host, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'sec-websocket-protocol': 'graphql-transport-ws' };
    expect((await sendRaw(open.localUrl, requestText('GET', '/graphql', upgrade))).status).toBe(403);
  });

  test.each(['localhost:9', '127.0.0.1', 'LOCALHOST', '[::1]:4000', '127.9.9.9', 'app.localhost'])('the host %s is our own', async (host) => {
    expect((await sendRaw(open.localUrl, requestText('GET', '/health/live', { host }))).status).toBe(200);
  });

  test.each(['https://evil.example', 'null', 'http://localhost:1', 'http://localhost.evil.example', 'https://app.example.evil.example', 'http://app.example', 'file://', 'javascript:alert(1)', 'http://127.0.0.1:1/x'])(
    'a page of %s: 403 on an open gateway, for requests and for sockets',
    async (origin) => {
      const answer = await ask(open.localUrl, '{ viewer { subject } }', {}, { origin });
      expect([answer.status, codes(answer), answer.headers.get('access-control-allow-origin')]).toEqual([403, ['FORBIDDEN'], null]);
      await expect(openSocket(open.localUrl, { headers: { origin } })).rejects.toThrow('not taken: 403');
    },
  );

  test('a page of our own or of the list comes in', async () => {
    const { port } = new URL(open.localUrl);
    for (const origin of [open.localUrl, 'https://app.example']) {
      expect(await ask(open.localUrl, '{ viewer { subject } }', {}, { origin })).toMatchObject({ status: 200 });
      (await openSocket(open.localUrl, { headers: { origin } })).close();
    }
    (await openSocket(open.localUrl, { headers: { origin: `http://localhost:${port}`, host: `localhost:${port}` } })).close();
  });

  test('a page that is not on the list may ask where callers are known, and its browser keeps the answer from it', async () => {
    const preflight = await fetch(`${gateway.localUrl}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    const answer = await gateway.ask('{ viewer { subject } }', {}, { origin: 'https://evil.example', ...(await bearer('anna')) });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  test('every answer keeps browsers from guessing, framing and telling, and names no maker', async () => {
    for (const path of ['/', '/graphql', '/metrics', '/health/live', '/nothing', '/assets/nothing', '/webhooks/dps']) {
      const { headers } = await fetch(`${gateway.localUrl}${path}`);
      expect([path, headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual([path, 'nosniff', 'no-referrer']);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect([headers.get('x-powered-by'), headers.get('server'), headers.get('set-cookie')]).toEqual([null, null, null]);
    }
  });
});

describe('sockets', () => {
  const operation = { type: 'subscribe', id: '1', payload: { query: 'subscription { disseminationsUpdated(contractId: "2d17") { cursor } }' } };
  const attacks: readonly [string, number, (socket: TestSocket) => void | Promise<void>][] = [
    ['that never says who it is', 4408, () => {}],
    ['that asks before it has said who it is', 4401, (socket) => socket.send(operation)],
    ['that says who it is twice', 4429, async (socket) => {
      const { authorization } = await bearer('anna');
      for (let time = 0; time < 2; time++) socket.send({ type: 'connection_init', payload: { Authorization: authorization } });
    }],
    ['that sends no JSON', 4400, (socket) => socket.send('hello')],
    ['that sends bytes', 4400, (socket) => socket.send(Buffer.from([0, 1, 2, 255]))],
    ['that sends a message of no kind', 4400, (socket) => socket.send({ type: 'attack' })],
    ['that sends more than 1 MiB', 1009, (socket) => socket.send('x'.repeat(1024 * 1024 + 1))],
    ['that sends JSON a hundred thousand levels deep', 4400, (socket) => socket.send('['.repeat(100_000))],
  ];
  test.each(attacks)('one %s: %i', async (_which, code, attack) => {
    const socket = await openSocket(gateway.localUrl);
    await attack(socket);
    expect(await socket.closed).toMatchObject({ code });
  });

  test('one of another protocol gets none', async () => {
    await expect(openSocket(gateway.localUrl, { protocol: 'graphql-ws' })).rejects.toThrow('Server sent no subprotocol');
  });

  test('one at another address: 404', async () => {
    await expect(openSocket(`${gateway.localUrl}/metrics`)).rejects.toThrow('not taken: 404');
  });

  test('the same operation twice: 4409', async () => {
    const socket = await connect(gateway.localUrl, await issuer.token('anna', { roles: ['2d17_R'] }));
    socket.send(operation);
    socket.send(operation);
    expect(await socket.closed).toMatchObject({ code: 4409 });
  });

  test('more operations than a socket has room for: RATE_LIMITED, the others go on', async () => {
    const socket = await connect(gateway.localUrl, await issuer.token('anna', { roles: ['2d17_R'] }));
    for (let id = 0; id < 1_001; id++) socket.send({ ...operation, id: String(id) });
    const refused = await socket.next();
    expect(refused).toMatchObject({ type: 'error', id: '1000', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    socket.send({ type: 'ping' });
    expect(await socket.next()).toEqual({ type: 'pong' });
    socket.close();
    await socket.closed;
  });

  test('an operation without a query, or with another kind of one: the socket is closed, the gateway is not', async () => {
    for (const payload of [{}, { query: 7 }, null, { query: '{ viewer { subject } }', variables: 'x' }]) {
      const socket = await connect(gateway.localUrl, await issuer.token('anna'));
      socket.send({ type: 'subscribe', id: '1', payload });
      expect(await socket.closed).toMatchObject({ code: 4400 });
    }
  });
});

describe('after all of this', () => {
  test('both gateways live', async () => {
    expect(await gateway.ask('{ viewer { subject } }', {}, await bearer('anna'))).toMatchObject({ status: 200, data: { viewer: { subject: 'anna' } } });
    expect(await open.ask('{ fileplan(first: 1) { nodes { title } } }')).toMatchObject({ status: 200, errors: [] });
  });

  test('no socket is left, and the memory has come back', async () => {
    const sockets = async () => Number(/^fonds_sockets (\d+)$/m.exec(await (await fetch(`${gateway.localUrl}/metrics`)).text())?.[1]);
    while ((await sockets()) > 0) await new Promise(setImmediate);
    expect((heapUsed() - heapBefore) / 2 ** 20).toBeLessThan(40);
  });
});

/** Bytes of the heap that are in use. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  return process.memoryUsage().heapUsed;
}
