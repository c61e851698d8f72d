import type { Authorizer } from '../../../src/sources/http/authorize.ts';
import { HeaderSet, sharingKey } from '../../../src/sources/http/request.ts';
import { closeAll, connect, fixedToken, read, reasonOf } from './clients.ts';
import { json, silence, text, type Respond } from './upstream.ts';

afterEach(closeAll);

/** Each caller their own upstream identity. */
const perCaller: Authorizer = { ...fixedToken, identity: (as) => as?.subject ?? '' };

const ada = { subject: 'ada', token: null };
const bob = { subject: 'bob', token: null };

/** Answers with the number of the request, once `release` was called. */
function held(): { respond: Respond; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    respond: (_request, response, seen) => {
      const body = JSON.stringify({ request: seen.length });
      void promise.then(() => response.end(body));
    },
    release: () => resolve(),
  };
}

/** How many requests these calls made in one go. */
async function requestsOf(requests: readonly Parameters<typeof read>[0][], options: Parameters<typeof connect>[1] = {}): Promise<number> {
  const { upstream, client } = await connect(json({}), { authorize: perCaller, ...options });
  await Promise.all(requests.map((request) => client.request(read(request))));
  return upstream.seen.length;
}

test('like reads at one time are one call, whose answer each reads for itself', async () => {
  const { upstream, client } = await connect(json({ n: 2 }));
  const times = (factor: number) => client.request(read({ parse: (body) => JSON.stringify([body, factor]) }));
  expect(await Promise.all([times(1), times(2), times(3)])).toEqual(['[{"n":2},1]', '[{"n":2},2]', '[{"n":2},3]']);
  expect(upstream.seen).toHaveLength(1);
});

test('one after the other are two calls: nothing is kept', async () => {
  const { upstream, client } = await connect(json({}));
  await client.request(read());
  await client.request(read());
  expect(upstream.seen).toHaveLength(2);
});

test('the same caller shares; another identity never does', async () => {
  expect(await requestsOf([{ as: ada }, { as: ada }])).toBe(1);
  expect(await requestsOf([{ as: ada }, { as: bob }, {}])).toBe(3);
});

test('an identity made to look like the rest of a key is still another', () => {
  const key = (identity: string, path: string) => sharingKey(identity, read(), { path, headers: new HeaderSet('', []) });
  expect(key('ada', '/x GET /y')).not.toBe(key('ada GET /x', '/y'));
});

test('another path, query, header or method is another call', async () => {
  expect(await requestsOf([{}, { path: '/things/2' }, { query: { page: 1 } }, { headers: { enrichers: 'metadata' } }, { method: 'HEAD' }])).toBe(5);
});

test('writes are never shared, nor what asks not to be, nor anything where sharing is off', async () => {
  expect(await requestsOf([{ method: 'POST' }, { method: 'POST' }])).toBe(2);
  expect(await requestsOf([{ method: 'DELETE' }, { method: 'DELETE' }])).toBe(2);
  expect(await requestsOf([{ share: false }, { share: false }, {}])).toBe(3);
  expect(await requestsOf([{}, {}], { coalesce: false })).toBe(2);
});

test('a failure is shared as well, and not kept', async () => {
  const { upstream, client } = await connect(text('', 404));
  const reasons = await Promise.all([reasonOf(client.request(read())), reasonOf(client.request(read()))]);
  expect(reasons).toMatchObject([{ status: 404 }, { status: 404 }]);
  expect(upstream.seen).toHaveLength(1);
  upstream.respond = json({ ok: 1 });
  expect(await client.request(read())).toEqual({ ok: 1 });
});

test('a parser that throws spoils nobody else\u2019s answer who joined', async () => {
  const { respond, release } = held();
  const { upstream, client } = await connect(respond);
  const good = client.request(read());
  const bad = reasonOf(
    client.request(
      read({
        parse: () => {
          throw new Error('odd');
        },
      }),
    ),
  );
  await upstream.reached(1);
  release();
  expect(await good).toEqual({ request: 1 });
  expect(await bad).toMatchObject({ kind: 'upstreamUnreadable' });
});

test('a caller who leaves cancels nobody else, whether the first or a later one', async () => {
  for (const leaver of [0, 1]) {
    const { respond, release } = held();
    const { upstream, client } = await connect(respond);
    const leaving = new AbortController();
    const calls = [0, 1, 2].map((nth) => client.request(read(nth === leaver ? { signal: leaving.signal } : {})));
    await upstream.reached(1);
    leaving.abort(new Error('gone'));
    const [left, ...stayed] = calls.toSorted((a, b) => (a === calls[leaver] ? -1 : b === calls[leaver] ? 1 : 0));
    await expect(left).rejects.toThrow('gone');
    release();
    expect(await Promise.all(stayed)).toEqual([{ request: 1 }, { request: 1 }]);
  }
});

test('when the last one has left, the call is given up and nobody joins it any more', async () => {
  const { upstream, client } = await connect(silence);
  const leaving = [new AbortController(), new AbortController()];
  const calls = leaving.map(({ signal }) => client.request(read({ signal })));
  await upstream.reached(1);
  const gone = new Promise((resolve) => upstream.connections[0]?.once('close', resolve));
  for (const controller of leaving) controller.abort(new Error('gone'));
  for (const call of calls) await expect(call).rejects.toThrow('gone');
  await gone;
  upstream.respond = json({ ok: 1 });
  expect(await client.request(read())).toEqual({ ok: 1 });
  expect(upstream.seen).toHaveLength(2);
});

test('a signal that was aborted before makes no call', async () => {
  const { upstream, client } = await connect(json({}));
  await expect(client.request(read({ signal: AbortSignal.abort(new Error('gone')) }))).rejects.toThrow('gone');
  expect(upstream.seen).toEqual([]);
});

test('a read after a write never joins a read from before it', async () => {
  const { respond, release } = held();
  const { upstream, client } = await connect((request, response, seen) => (request.method === 'POST' ? response.end('{}') : respond(request, response, seen)));
  const before = client.request(read());
  await upstream.reached(1);
  await client.request(read({ method: 'POST', path: '/other', body: '{}' }));
  const after = client.request(read());
  await upstream.reached(3);
  release();
  expect(await before).toEqual({ request: 1 });
  expect(await after).toEqual({ request: 3 });
});
