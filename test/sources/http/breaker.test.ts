import type { CallReport, UpstreamClientOptions } from '../../../src/sources/http/client.ts';
import { closeAll, connect, read, reasonOf } from './clients.ts';
import { createHandClock } from './handClock.ts';
import { json, silence, text, type Respond } from './upstream.ts';

afterEach(closeAll);

const once = { retry: { attempts: 1 } };
const down = text('', 500);
const up = json({ ok: 1 });

/** A server, its client, and calls in a row that are each `ok` or the kind of their failure. */
async function source(respond: Respond, options: Partial<UpstreamClientOptions> = {}) {
  const clock = createHandClock();
  const { upstream, client } = await connect(respond, { clock, ...once, ...options });
  const call = () => client.request(read()).then(() => 'ok', (error: { reason: { kind: string } }) => error.reason.kind);
  const calls = async (count: number, answer: Respond) => {
    upstream.respond = answer;
    const kinds = new Set<string>();
    for (let made = 0; made < count; made += 1) kinds.add(await call());
    return [...kinds];
  };
  return { clock, upstream, client, call, calls };
}

test('it opens at the twentieth call when half have failed, and then no call is made', async () => {
  const { upstream, client, calls } = await source(up);
  expect(await calls(10, up)).toEqual(['ok']);
  expect(await calls(10, down)).toEqual(['upstreamStatus']);
  expect(await calls(5, up)).toEqual(['upstreamBreakerOpen']);
  expect(upstream.seen).toHaveLength(20);
  expect(await reasonOf(client.request(read()))).toEqual({ kind: 'upstreamBreakerOpen', source: 'DPS', retryAfterMs: 5_000 });
  expect(client.state()).toMatchObject({ available: false });
});

test('nineteen failures do not open it', async () => {
  const { calls } = await source(down);
  expect(await calls(19, down)).toEqual(['upstreamStatus']);
  expect(await calls(1, up)).toEqual(['ok']);
});

test('less than half failed does not open it', async () => {
  const { calls } = await source(up);
  await calls(11, up);
  await calls(10, down);
  expect(await calls(1, up)).toEqual(['ok']);
});

test('what is older than ten seconds is forgotten, also when nothing was called since', async () => {
  const { clock, calls } = await source(down);
  await calls(19, down);
  clock.advance(10_500);
  await calls(19, down);
  expect(await calls(1, up)).toEqual(['ok']);
});

test('failures nine seconds apart count together', async () => {
  const { clock, calls } = await source(down);
  await calls(10, down);
  clock.advance(9_000);
  await calls(10, down);
  expect(await calls(1, up)).toEqual(['upstreamBreakerOpen']);
});

test('after five seconds one call is let through: its success closes it for all', async () => {
  const { clock, upstream, client, calls } = await source(down);
  await calls(20, down);
  clock.advance(4_999);
  expect(await calls(1, up)).toEqual(['upstreamBreakerOpen']);
  clock.advance(1);
  expect(await calls(30, up)).toEqual(['ok']);
  expect(upstream.seen).toHaveLength(50);
  expect(client.state()).toMatchObject({ available: true });
});

test('the failures before an opening do not count after the closing', async () => {
  const { clock, calls } = await source(down);
  await calls(20, down);
  clock.advance(5_000);
  await calls(1, up);
  await calls(18, down);
  expect(await calls(1, up)).toEqual(['ok']);
});

test('a probe that fails opens it again for as long', async () => {
  const { clock, upstream, calls } = await source(down);
  await calls(20, down);
  clock.advance(5_000);
  expect(await calls(3, down)).toEqual(['upstreamStatus', 'upstreamBreakerOpen']);
  clock.advance(4_999);
  expect(await calls(1, up)).toEqual(['upstreamBreakerOpen']);
  clock.advance(1);
  expect(await calls(1, up)).toEqual(['ok']);
  expect(upstream.seen).toHaveLength(22);
});

test('while the probe is on its way others are refused at once', async () => {
  const { clock, upstream, client, calls, call } = await source(down);
  await calls(20, down);
  clock.advance(5_000);
  let answer = () => {};
  upstream.respond = (_request, response) => {
    answer = () => response.end('{}');
  };
  const probe = call();
  await upstream.reached(21);
  expect(await reasonOf(client.request(read({ path: '/other' })))).toMatchObject({ kind: 'upstreamBreakerOpen', retryAfterMs: 1_000 });
  answer();
  expect(await probe).toBe('ok');
});

test('a probe whose caller left proves nothing: it opens again', async () => {
  const { clock, upstream, client, calls } = await source(down);
  await calls(20, down);
  clock.advance(5_000);
  upstream.respond = silence;
  const leaving = new AbortController();
  const probe = client.request(read({ share: false, signal: leaving.signal }));
  await upstream.reached(21);
  leaving.abort(new Error('gone'));
  await expect(probe).rejects.toThrow('gone');
  expect(await calls(1, up)).toEqual(['upstreamBreakerOpen']);
});

test('a probe answered with 404 has found the upstream at work', async () => {
  const { clock, calls } = await source(down);
  await calls(20, down);
  clock.advance(5_000);
  expect(await calls(1, text('', 404))).toEqual(['upstreamStatus']);
  expect(await calls(1, up)).toEqual(['ok']);
});

test.each([400, 401, 403, 404, 409, 422, 429, 302])('a %i is an answer, not a failure', async (status) => {
  const { calls } = await source(up);
  await calls(30, text('', status));
  expect(await calls(1, up)).toEqual(['ok']);
});

test('a body that is no JSON is a failure, one that a parser does not like is none', async () => {
  const { client, calls } = await source(up);
  const parse = () => {
    throw new Error('odd');
  };
  for (let made = 0; made < 30; made += 1) await reasonOf(client.request(read({ parse })));
  expect(await calls(1, up)).toEqual(['ok']);
  await calls(40, text('<html>'));
  expect(await calls(1, up)).toEqual(['upstreamBreakerOpen']);
});

test('no connection is a failure', async () => {
  const { upstream, calls } = await source(up);
  await upstream.close();
  expect(await calls(20, up)).toEqual(['upstreamNetwork']);
  expect(await calls(1, up)).toEqual(['upstreamBreakerOpen']);
});

test('timeouts are failures', async () => {
  const { clock, upstream, client } = await source(silence);
  const calls = Array.from({ length: 20 }, (_, nth) => reasonOf(client.request(read({ path: `/things/${nth}` }))));
  await upstream.reached(20);
  clock.advance(10_000);
  await Promise.all(calls);
  expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'upstreamBreakerOpen' });
});

test('callers who leave are none', async () => {
  const { upstream, client, calls } = await source(silence);
  for (let made = 1; made <= 25; made += 1) {
    const leaving = new AbortController();
    const call = client.request(read({ signal: leaving.signal }));
    await upstream.reached(made);
    leaving.abort(new Error('gone'));
    await expect(call).rejects.toThrow('gone');
  }
  expect(await calls(1, up)).toEqual(['ok']);
});

test('a call counts once however often it was tried', async () => {
  const clock = createHandClock(10_000);
  const { upstream, calls } = await source(down, { clock, retry: { attempts: 3 } });
  expect(await calls(19, down)).toEqual(['upstreamStatus']);
  expect(upstream.seen).toHaveLength(57);
  expect(await calls(1, up)).toEqual(['ok']);
});

test('a refused call is reported without an attempt', async () => {
  const reports: CallReport[] = [];
  const { calls } = await source(down, { onCall: (report) => reports.push(report) });
  await calls(21, down);
  expect(reports.at(-1)).toMatchObject({ outcome: 'upstreamBreakerOpen', attempts: 0, status: null });
});
