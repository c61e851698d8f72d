import { createRetryDelay, readRetryAfter } from '../../../src/sources/http/retry.ts';
import type { CallReport } from '../../../src/sources/http/client.ts';
import { clientOf, closeAll, closing, connect, read, reasonOf } from './clients.ts';
import { createHandClock } from './handClock.ts';
import { inTurn, json, startRawUpstream, text } from './upstream.ts';

afterEach(closeAll);

/** Waits between attempts take no time; the deadline needs `advance`. */
const patient = () => createHandClock(10_000);

test.each([429, 500, 502, 503, 504])('a read answered with %i is made again', async (status) => {
  const clock = patient();
  const { upstream, client } = await connect(inTurn(text('', status), json({ ok: 1 })), { clock });
  expect(await client.request(read())).toEqual({ ok: 1 });
  expect(upstream.seen).toHaveLength(2);
});

test.each([400, 403, 404, 409, 422, 501, 302])('a read answered with %i is not made again', async (status) => {
  const { upstream, client } = await connect(text('', status));
  expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'upstreamStatus', status });
  expect(upstream.seen).toHaveLength(1);
});

test('three attempts are the most by default, and the last failure is what the call comes to', async () => {
  const { upstream, client } = await connect(inTurn(text('', 500), text('', 502), json({ message: 'third' }, 503), json({})), { clock: patient() });
  expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'upstreamStatus', status: 503, message: 'third' });
  expect(upstream.seen).toHaveLength(3);
});

test.each(['POST', 'PATCH'] as const)('%s is never made again: it may have worked', async (method) => {
  const { upstream, client } = await connect(text('', 503), { clock: patient() });
  expect(await reasonOf(client.request(read({ method, body: '{}' })))).toMatchObject({ status: 503 });
  expect(upstream.seen).toHaveLength(1);
});

test('POST is not made again after a connection that broke either', async () => {
  const raw = closing(await startRawUpstream((socket) => socket.once('data', () => socket.destroy())));
  expect(await reasonOf(clientOf(raw.url, { clock: patient() }).request(read({ method: 'POST', body: '{}' })))).toMatchObject({ kind: 'upstreamNetwork' });
  expect(raw.connections()).toBe(1);
});

test('PUT and DELETE are, with their body, and so is a POST that its endpoint calls idempotent', async () => {
  for (const request of [read({ method: 'PUT', body: '{"a":1}' }), read({ method: 'DELETE' }), read({ method: 'POST', body: '{"a":1}', idempotent: true })]) {
    const { upstream, client } = await connect(inTurn(text('', 503), json({})), { clock: patient() });
    await client.request(request);
    expect(upstream.seen.map(({ method, body }) => [method, body])).toEqual([
      [request.method, request.body ?? ''],
      [request.method, request.body ?? ''],
    ]);
  }
});

test('a read whose connection breaks is made again on another', async () => {
  const raw = closing(
    await startRawUpstream((socket, nth) => {
      socket.on('data', () => (nth < 3 ? socket.resetAndDestroy() : socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')));
    }),
  );
  expect(await clientOf(raw.url, { clock: patient() }).request(read())).toEqual({});
  expect(raw.connections()).toBe(3);
});

test('waits are a random part of a doubling base, capped', () => {
  const down = { kind: 'upstreamNetwork', source: 'DPS', message: '' } as const;
  const delays = (random: number) => {
    const delay = createRetryDelay({ attempts: 9, baseMs: 100, maxWaitMs: 1_000 }, () => random);
    return [1, 2, 3, 4, 5, 6].map((failed) => delay(down, failed));
  };
  expect(delays(1)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(delays(0.5)).toEqual([50, 100, 200, 400, 500, 500]);
  expect(delays(0)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('Retry-After in seconds is waited for', async () => {
  const clock = patient();
  const { client } = await connect(inTurn(text('', 429, { 'retry-after': '2' }), json({})), { clock });
  await client.request(read());
  expect(clock.waits).toEqual([2_000]);
});

test('Retry-After as a date is waited for', async () => {
  const clock = patient();
  const date = new Date(clock.now() + 1_000).toUTCString();
  const { client } = await connect(inTurn(text('', 503, { 'retry-after': date }), json({})), { clock });
  await client.request(read());
  expect(clock.waits).toEqual([1_000]);
});

test('a Retry-After longer than we wait ends the call at once and is told to the caller', async () => {
  const clock = patient();
  const { upstream, client } = await connect(text('', 429, { 'retry-after': '30' }), { clock });
  expect(await reasonOf(client.request(read()))).toMatchObject({ status: 429, retryAfterMs: 30_000 });
  expect(upstream.seen).toHaveLength(1);
  expect(clock.waits).toEqual([]);
});

test('Retry-After is read leniently and bounded', () => {
  const at = Date.UTC(2026, 0, 1);
  const cases: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ['0', 0],
    ['120', 120_000],
    ['99999999999999999999', 3_600_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ];
  for (const [value, ms] of cases) expect([value, readRetryAfter({ 'retry-after': value }, at)]).toEqual([value, ms]);
});

test('no wait is begun that would not end before the deadline', async () => {
  const clock = createHandClock(1_500);
  const { upstream, client } = await connect(text('', 429, { 'retry-after': '2' }), { clock, timeoutMs: 1_500 });
  expect(await reasonOf(client.request(read()))).toMatchObject({ status: 429 });
  expect(upstream.seen).toHaveLength(1);
});

test('a caller who leaves while a retry is waited for ends the waiting', async () => {
  const clock = createHandClock();
  const { upstream, client } = await connect(text('', 503, { 'retry-after': '1' }), { clock });
  const leaving = new AbortController();
  const call = client.request(read({ signal: leaving.signal, share: false }));
  await upstream.reached(1);
  while (clock.pending() < 2) await new Promise(setImmediate);
  leaving.abort(new Error('gone'));
  await expect(call).rejects.toThrow('gone');
  expect(clock.pending()).toBe(0);
});

test('a report counts attempts and names the route, never the address', async () => {
  const reports: CallReport[] = [];
  const { client } = await connect(inTurn(text('', 503), json({ a: 1 })), { clock: patient(), onCall: (report) => reports.push(report) });
  await client.request(read({ path: '/things/secret-id', query: { token: 'x' } }));
  expect(reports).toEqual([
    { source: 'DPS', method: 'GET', route: '/things/{id}', status: 200, durationMs: expect.any(Number), attempts: 2, bytes: 7, outcome: 'ok' },
  ]);
});
