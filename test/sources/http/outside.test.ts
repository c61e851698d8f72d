import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { Failure } from '../../../src/domain/failure.ts';
import { createOutsideClient, type OutsideClientOptions } from '../../../src/sources/http/outside.ts';
import { closeAll, closing, reasonOf } from './clients.ts';
import { json, silence, startRawUpstream, startUpstream, text, type Respond } from './upstream.ts';

afterEach(closeAll);

const expired = text('<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>', 403, { 'content-type': 'application/xml' });

/** A storage server and a client that may reach it. */
async function storage(respond: Respond = json({}), options: Partial<OutsideClientOptions> = {}) {
  const server = closing(await startUpstream(respond));
  const client = closing(createOutsideClient({ source: 'DVIDS', rule: { origins: [server.origin], sourceOrigin: 'https://submitapi.dvidshub.net' }, ...options }));
  return { server, client, url: `${server.origin}/bucket/key?X-Amz-Signature=deadbeef` };
}

const stored: Respond = (_request, response) => response.writeHead(200, { etag: '"abc"' }).end();

test('a stream is put with its length, unchunked, without a token, and its ETag comes back as it is', async () => {
  const { server, client, url } = await storage(stored);
  const body = Readable.from([Buffer.from('hello '), Buffer.from('world')]);
  expect(await client.put({ url, body, contentLength: 11, contentType: 'image/jpeg' })).toEqual({ status: 200, etag: '"abc"' });
  expect(server.seen).toMatchObject([
    { method: 'PUT', url: '/bucket/key?X-Amz-Signature=deadbeef', body: 'hello world', headers: { 'content-length': '11', 'content-type': 'image/jpeg' } },
  ]);
  expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  expect(server.seen[0]?.headers).not.toHaveProperty('transfer-encoding');
});

test('bytes are put as well, and an empty file with a length of zero', async () => {
  const { server, client, url } = await storage((_request, response) => response.writeHead(204).end());
  expect(await client.put({ url, body: Buffer.from('abc'), contentLength: 3 })).toEqual({ status: 204, etag: null });
  await client.put({ url, body: new Uint8Array(), contentLength: 0 });
  await client.put({ url, body: Readable.from([]), contentLength: 0 });
  expect(server.seen.map(({ body, headers }) => [body, headers['content-length'], headers['content-type']])).toEqual([
    ['abc', '3', 'application/octet-stream'],
    ['', '0', 'application/octet-stream'],
    ['', '0', 'application/octet-stream'],
  ]);
});

test.each([
  ['shorter', 5],
  ['longer', 2],
])('a body %s than announced is badInput', async (_name, contentLength) => {
  const wrong = { kind: 'badInput', message: 'The content is not as long as announced.' };
  const { client, url } = await storage(stored);
  const stream = () => Readable.from([Buffer.from('abc')]);
  expect(await reasonOf(client.put({ url, body: stream(), contentLength }))).toEqual(wrong);
  expect(await reasonOf(client.put({ url, body: Buffer.from('abc'), contentLength }))).toEqual(wrong);
});

test('a body that breaks off rejects with its own error, one that just ends early is badInput, and nothing counts as stored', async () => {
  const { server, client, url } = await storage(stored);
  const broken = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('abc');
        throw new Error('the sender left');
      })(),
    );
  await expect(client.put({ url, body: broken(), contentLength: 10 })).rejects.toThrow('the sender left');
  const early = new Readable({ read() {} });
  early.push('abc');
  setImmediate(() => early.destroy());
  expect(await reasonOf(client.put({ url, body: early, contentLength: 10 }))).toMatchObject({ kind: 'badInput' });
  expect(await reasonOf(client.put({ url, body: early, contentLength: 10 }))).toMatchObject({ kind: 'badInput' });
  expect(server.seen).toEqual([]);
});

test('a refusal is read from its XML; the body is let go', async () => {
  const { client, url } = await storage(expired);
  const body = Readable.from([Buffer.from('abc')]);
  expect(await reasonOf(client.put({ url, body, contentLength: 3 }))).toEqual({
    kind: 'upstreamStatus',
    source: 'DVIDS',
    status: 403,
    code: 'AccessDenied',
    message: 'Request has expired',
  });
  expect(body.destroyed).toBe(true);
});

test('a refusal that comes before the body is through ends the sending', async () => {
  const server = createServer((request, response) => {
    request.once('data', () => response.writeHead(403, { 'content-length': '0' }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const client = closing(createOutsideClient({ source: 'DPS', rule: { origins: [origin], sourceOrigin: origin } }));
  const body = new Readable({ read: () => {} });
  body.push('first');
  expect(await reasonOf(client.put({ url: `${origin}/x`, body, contentLength: 1_000_000 }))).toMatchObject({ kind: 'upstreamStatus', status: 403 });
  expect(body.destroyed).toBe(true);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('redirects are not followed', async () => {
  const elsewhere = await storage();
  const { client, url } = await storage(text('', 307, { location: elsewhere.url }));
  expect(await reasonOf(client.put({ url, body: Buffer.from('abc'), contentLength: 3 }))).toMatchObject({ kind: 'upstreamStatus', status: 307 });
  expect(await reasonOf(client.get({ url }))).toMatchObject({ kind: 'upstreamStatus', status: 307 });
  expect(elsewhere.server.seen).toEqual([]);
});

test('a caller who leaves ends the sending and the fetching', async () => {
  const { server, client, url } = await storage(silence);
  const leaving = new AbortController();
  const body = new Readable({ read: () => {} });
  const put = client.put({ url, body, contentLength: 3, signal: leaving.signal });
  body.push('abc');
  body.push(null);
  const get = client.get({ url, signal: leaving.signal });
  await server.reached(2);
  leaving.abort(new Error('gone'));
  await expect(put).rejects.toThrow('gone');
  await expect(get).rejects.toThrow('gone');
  expect(body.destroyed).toBe(true);
  await expect(client.put({ url, body: Buffer.from(''), contentLength: 0, signal: leaving.signal })).rejects.toThrow('gone');
});

test('a connection that breaks is upstreamNetwork, and fails the body as well', async () => {
  const raw = closing(await startRawUpstream((socket) => socket.once('data', () => socket.destroy())));
  const client = closing(createOutsideClient({ source: 'DPS', rule: { origins: [raw.url], sourceOrigin: raw.url } }));
  const body = new Readable({ read: () => {} });
  body.push('abc');
  expect(await reasonOf(client.put({ url: `${raw.url}/x?sig=deadbeef`, body, contentLength: 6 }))).toMatchObject({ kind: 'upstreamNetwork', source: 'DPS' });
  expect(body.destroyed).toBe(true);
  expect(await reasonOf(client.get({ url: `${raw.url}/x?sig=deadbeef` }))).toMatchObject({ kind: 'upstreamNetwork', source: 'DPS' });
});

test('storage that falls silent is upstreamTimeout', async () => {
  const { client, url } = await storage(silence, { idleTimeoutMs: 20 });
  const timeout = { kind: 'upstreamTimeout', source: 'DVIDS', timeoutMs: 20 };
  expect(await reasonOf(client.put({ url, body: Buffer.from('abc'), contentLength: 3 }))).toEqual(timeout);
  expect(await reasonOf(client.get({ url }))).toEqual(timeout);
});

test('content is fetched as a stream, from where a range begins', async () => {
  const content = randomBytes(300_000);
  const { server, client, url } = await storage((request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const part = content.subarray(from);
    response.writeHead(from ? 206 : 200, { 'content-length': String(part.length) }).end(part);
  });
  const whole = await client.get({ url });
  expect([whole.status, whole.contentLength]).toEqual([200, 300_000]);
  const hash = createHash('md5');
  for await (const chunk of whole.body) hash.update(chunk);
  expect(hash.digest('hex')).toBe(createHash('md5').update(content).digest('hex'));
  const rest = await client.get({ url, range: 'bytes=299000-' });
  expect([rest.status, rest.contentLength]).toEqual([206, 1_000]);
  rest.body.destroy();
  expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
});

test('content of unknown length has none, and fails when it is cut off', async () => {
  const { client, url } = await storage((_request, response) => response.write('abc', () => response.destroy()));
  const { contentLength, body } = await client.get({ url });
  expect(contentLength).toBeNull();
  await expect(body.toArray()).rejects.toThrow();
});

test('a refused fetch is read from its XML', async () => {
  const { client, url } = await storage(expired);
  expect(await reasonOf(client.get({ url }))).toMatchObject({ kind: 'upstreamStatus', status: 403, code: 'AccessDenied' });
});

describe('an address that is not allowed', () => {
  const refused = { kind: 'upstreamUnreadable', source: 'DVIDS', status: 200 };

  test('is not called, and the message names its host only', async () => {
    const other = await storage();
    const { client } = await storage();
    for (const url of [other.url, 'file:///etc/passwd?X-Amz-Signature=deadbeef', 'deadbeef']) {
      for (const call of [client.put({ url, body: Buffer.from('abc'), contentLength: 3 }), client.get({ url })]) {
        const failure: unknown = await call.catch((error: unknown) => error);
        expect(failure).toMatchObject({ reason: refused, message: expect.stringContaining('DVIDS_STORAGE_ORIGINS') });
        expect(failure instanceof Failure && String(failure.stack)).not.toContain('deadbeef');
      }
    }
    expect(other.server.seen).toEqual([]);
  });

  test('is found out when its public name leads to this machine', async () => {
    const raw = closing(await startRawUpstream(() => {}));
    const lookup: LookupFunction = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const client = closing(createOutsideClient({ source: 'DVIDS', rule: { sourceOrigin: 'https://submitapi.dvidshub.net' }, lookup }));
    const url = `https://storage.example.org:${new URL(raw.url).port}/x?X-Amz-Signature=deadbeef`;
    expect(await reasonOf(client.get({ url }))).toMatchObject(refused);
    const body = new Readable({ read: () => {} });
    expect(await reasonOf(client.put({ url, body, contentLength: 3 }))).toMatchObject(refused);
    expect(body.destroyed).toBe(true);
    expect(raw.connections()).toBe(0);
  });

  test('is reached when the operator names it, wherever its name leads', async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const server = closing(await startUpstream(stored));
    const origin = `http://storage.internal:${new URL(server.origin).port}`;
    const client = closing(createOutsideClient({ source: 'DVIDS', rule: { origins: [origin], sourceOrigin: 'https://submitapi.dvidshub.net' }, lookup }));
    expect(await client.put({ url: `${origin}/x`, body: Buffer.from('abc'), contentLength: 3 })).toMatchObject({ status: 200 });
  });
});
