import type { CallReport } from '../../../src/sources/http/client.ts';
import { clientOf, closeAll, closing, connect, fixedToken, read, reasonOf } from './clients.ts';
import { createHandClock } from './handClock.ts';
import { inTurn, json, silence, startRawUpstream, text } from './upstream.ts';

afterEach(closeAll);

const once = { retry: { attempts: 1 } };
const timeout = { kind: 'upstreamTimeout', source: 'DPS', timeoutMs: 10_000 };

/** Lets what is due on sockets happen until `holds`. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

test('no answer within the deadline is upstreamTimeout', async () => {
  const clock = createHandClock();
  const { upstream, client } = await connect(silence, { clock });
  const call = reasonOf(client.request(read()));
  await upstream.reached(1);
  clock.advance(9_999);
  clock.advance(1);
  expect(await call).toEqual(timeout);
  expect(clock.pending()).toBe(0);
});

test('headers alone do not stop the clock, nor does a body that drips', async () => {
  const clock = createHandClock();
  const { upstream, client } = await connect((_request, response) => response.writeHead(200).write('{"a":'), { clock });
  const call = reasonOf(client.request(read()));
  await upstream.reached(1);
  clock.advance(10_000);
  expect(await call).toEqual(timeout);
});

test('the deadline counts connecting: a TLS handshake that nobody answers', async () => {
  const clock = createHandClock();
  const raw = closing(await startRawUpstream(() => {}));
  const call = reasonOf(clientOf(raw.url.replace('http:', 'https:'), { clock }).request(read()));
  await until(() => raw.connections() === 1);
  clock.advance(10_000);
  expect(await call).toEqual(timeout);
});

test('the deadline counts the wait for a token', async () => {
  const clock = createHandClock();
  const { upstream, client } = await connect(json({}), { clock, authorize: { ...fixedToken, token: () => new Promise<string>(() => {}) } });
  const call = reasonOf(client.request(read()));
  await until(() => clock.pending() > 0);
  clock.advance(10_000);
  expect(await call).toEqual(timeout);
  expect(upstream.seen).toEqual([]);
});

test('the deadline counts the wait for a connection; what was given up there is never sent and costs no connection', async () => {
  const clock = createHandClock();
  const { upstream, client } = await connect(silence, { clock, connections: 1, ...once });
  const first = reasonOf(client.request(read({ path: '/first' })));
  await upstream.reached(1);
  clock.advance(5_000);
  const leaving = new AbortController();
  const second = client.request(read({ path: '/second', share: false, signal: leaving.signal }));
  await new Promise(setImmediate);
  leaving.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  upstream.respond = json({ ok: 1 });
  clock.advance(5_000);
  expect(await first).toEqual(timeout);
  expect(await client.request(read({ path: '/third' }))).toEqual({ ok: 1 });
  expect(upstream.seen.map(({ url }) => url)).toEqual(['/base/v1/first', '/base/v1/third']);
  // One lost to the timeout, one for the third call: the second, once its turn came, did not spoil it.
  expect(upstream.connections).toHaveLength(2);
});

test('an attempt may have a deadline of its own, after which a read is made again', async () => {
  const clock = createHandClock();
  const { upstream, client } = await connect(inTurn(silence, json({ ok: 1 })), { clock, retry: { attemptTimeoutMs: 3_000, baseMs: 0 } });
  const call = client.request(read());
  await upstream.reached(1);
  clock.advance(3_000);
  await until(() => clock.pending() > 1);
  clock.advance(0);
  expect(await call).toEqual({ ok: 1 });
});

test('a timeout without one of its own is not made again: the time is up', async () => {
  const clock = createHandClock();
  const reports: CallReport[] = [];
  const { upstream, client } = await connect(silence, { clock, onCall: (report) => reports.push(report) });
  const call = reasonOf(client.request(read()));
  await upstream.reached(1);
  clock.advance(10_000);
  await call;
  expect(reports).toMatchObject([{ status: null, attempts: 1, outcome: 'upstreamTimeout', durationMs: 10_000 }]);
});

test('a body cut off before its length is upstreamNetwork', async () => {
  const { client } = await connect((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"token":"hunter2"', () => response.destroy());
  }, once);
  const reason = await reasonOf(client.request(read()));
  expect(reason).toMatchObject({ kind: 'upstreamNetwork', source: 'DPS' });
  expect(JSON.stringify(reason)).not.toContain('hunter2');
});

test('a chunked body cut off before its end is upstreamNetwork', async () => {
  const { client } = await connect((_request, response) => {
    response.writeHead(200, { 'transfer-encoding': 'chunked' });
    response.write('{"a":1}', () => response.destroy());
  }, once);
  expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'upstreamNetwork' });
});

test('a chunked body split anywhere, in the middle of a character too, is read whole', async () => {
  const bytes = Buffer.from(JSON.stringify({ title: 'Årsmelding – 年次報告', sizes: [1, 2, 3] }));
  const { client } = await connect((_request, response) => {
    response.writeHead(200, { 'transfer-encoding': 'chunked' });
    const write = (at: number): void => {
      if (at < bytes.length) response.write(bytes.subarray(at, at + 1), () => write(at + 1));
      else response.end();
    };
    write(0);
  });
  expect(await client.request(read())).toEqual({ title: 'Årsmelding – 年次報告', sizes: [1, 2, 3] });
});

test('a body that ends with its connection is read whole', async () => {
  const raw = closing(await startRawUpstream((socket) => socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{"a":1}'))));
  expect(await clientOf(raw.url).request(read())).toEqual({ a: 1 });
});

test('interim responses are passed over', async () => {
  const interim = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\ncontent-length: 99999999999\r\n\r\n';
  const raw = closing(await startRawUpstream((socket) => socket.once('data', () => socket.end(`${interim}HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n{"a":1}`))));
  expect(await clientOf(raw.url).request(read({ parse: (body, { status }) => [body, status] }))).toEqual([{ a: 1 }, 200]);
});

test.each([
  ['closes at once', ''],
  ['speaks no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['breaks off within the headers', 'HTTP/1.1 200 OK\r\ncontent-ty'],
  ['gives two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x'],
  ['gives a bad chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nhunter2\r\n'],
  ['sends headers without end', `HTTP/1.1 200 OK\r\nx: ${'h'.repeat(100_000)}`],
])('a server that %s is upstreamNetwork', async (_name, bytes) => {
  const raw = closing(await startRawUpstream((socket) => socket.once('data', () => socket.end(bytes))));
  const reason = await reasonOf(clientOf(raw.url, once).request(read()));
  expect(reason).toMatchObject({ kind: 'upstreamNetwork', source: 'DPS' });
  expect(JSON.stringify(reason)).not.toContain('hunter2');
});

test('a connection that the server closed between two calls is not used for the next', async () => {
  const { upstream, client } = await connect(json({}));
  await client.request(read());
  const [socket] = upstream.connections;
  await new Promise((resolve) => socket?.once('close', resolve).end());
  await client.request(read({ method: 'POST', body: '{}' }));
  expect(upstream.connections).toHaveLength(2);
});

test('a body longer than allowed is upstreamUnreadable, by its length or by its bytes', async () => {
  const small = { maxBodyBytes: 1_000 };
  const declared = await connect(text('x'.repeat(1_001)), small);
  expect(await reasonOf(declared.client.request(read()))).toEqual({
    kind: 'upstreamUnreadable',
    source: 'DPS',
    status: 200,
    message: 'the body is larger than 1000 bytes',
  });
  const endless = await connect((_request, response) => {
    response.on('error', () => {});
    const pour = () => response.write('x'.repeat(400), (error) => (error ? undefined : setImmediate(pour)));
    pour();
  }, small);
  expect(await reasonOf(endless.client.request(read()))).toMatchObject({ kind: 'upstreamUnreadable', status: 200 });
  const exact = await connect(json(`"${'x'.repeat(998)}"`), small);
  expect(await exact.client.request(read())).toHaveLength(998);
  const error = await connect(text('x'.repeat(1_001), 404), small);
  expect(await reasonOf(error.client.request(read()))).toMatchObject({ kind: 'upstreamStatus', status: 404 });
});

test('a header that cannot be sent is our own fault and no trouble of the upstream', async () => {
  const { upstream, client } = await connect(json({}));
  await expect(client.request(read({ headers: { enrichers: 'a\nb' } }))).rejects.toMatchObject({ code: 'ERR_INVALID_CHAR' });
  expect(upstream.seen).toEqual([]);
  expect(client.state()).toEqual({ available: null, lastCheckedAt: null, latencyMs: null });
});

test.each(['/aip/..', '/aip/.', '/aip/', '/aip//x', '/../aip', '/aip/../x'])('the path %s, which no id can give, is notFound without a call', async (path) => {
  const { upstream, client } = await connect(json({}));
  expect(await reasonOf(client.request(read({ path })))).toMatchObject({ kind: 'notFound' });
  expect(upstream.seen).toEqual([]);
});

test('half a surrogate pair in a query does no harm', async () => {
  const { upstream, client } = await connect(json({}));
  await client.request(read({ query: { q: 'a\ud800' } }));
  expect(upstream.seen[0]?.url).toBe('/base/v1/things/1?q=a%EF%BF%BD');
});

test('closing ends what is under way, lets nothing begin, and may be done twice', async () => {
  const { upstream, client } = await connect(silence);
  const call = reasonOf(client.request(read()));
  await upstream.reached(1);
  await Promise.all([client.close(), client.close()]);
  const closed = { kind: 'upstreamNetwork', source: 'DPS', message: 'the client is closed' };
  expect(await call).toEqual(closed);
  expect(await reasonOf(client.request(read()))).toEqual(closed);
});

test('the state tells the latest call', async () => {
  const clock = createHandClock(10_000);
  const { client } = await connect(inTurn(json({}), text('', 404), text('', 500)), { clock, ...once });
  expect(client.state()).toEqual({ available: null, lastCheckedAt: null, latencyMs: null });
  await client.request(read());
  expect(client.state()).toEqual({ available: true, lastCheckedAt: new Date(clock.now()), latencyMs: 0 });
  await reasonOf(client.request(read()));
  expect(client.state()).toMatchObject({ available: true });
  await reasonOf(client.request(read()));
  expect(client.state()).toMatchObject({ available: false });
  expect(clock.pending()).toBe(0);
});
