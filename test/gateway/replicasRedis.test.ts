import type { Gateway } from '../../src/gateway.ts';
import { startDocbyteSimulator, type DocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { watch, type Subscriber } from '../chaos/subscriber.ts';
import { startSqliteStore, type Place, type Store } from '../ledger/stores.ts';
import { startFakeRedis, type FakeRedis } from './fakeRedis.ts';
import { contractId, prepareReplicas, until, type Replicas } from './replicas.ts';
import { ask } from './testGateway.ts';

let store: Store;
let place: Place;
let docbyte: DocbyteSimulator;
let redis: FakeRedis;
let replicas: Replicas;
let subscriber: Subscriber | undefined;

beforeEach(async () => {
  [store, docbyte, redis] = await Promise.all([startSqliteStore(), startDocbyteSimulator(), startFakeRedis()]);
  place = await store.makePlace();
  replicas = await prepareReplicas(place);
});
afterEach(async () => {
  subscriber?.stop();
  await replicas.stop();
  await Promise.all([store.stop(), docbyte.stop(), redis.die()]);
});

const start = (archive = docbyte) =>
  replicas.start({
    CACHE_URL: redis.url,
    RATE_LIMIT: '100000',
    DOCBYTE_BASE_URL: archive.baseUrl,
    DOCBYTE_TOKEN_URL: archive.tokenUrl,
    DOCBYTE_CLIENT_ID: archive.clientId,
    DOCBYTE_CLIENT_SECRET: archive.clientSecret,
  });
const configNames = async (gateway: Gateway): Promise<unknown> => {
  const { data, errors } = await ask(gateway.localUrl, '{ searchConfigs { name } }');
  expect(errors).toEqual([]);
  return data?.['searchConfigs'];
};
const asked = () => docbyte.count('searchConfigs');

it('what one gateway has read the other finds in Redis', async () => {
  const [a, b] = [await start(), await start()];
  await until(async () => {
    await configNames(a);
    return redis.values.size > 0;
  });
  const before = asked();
  expect(await configNames(b)).toEqual(await configNames(a));
  expect(asked()).toBe(before);
});

it('a gateway of another archive finds nothing of it in the same Redis', async () => {
  const other = await startDocbyteSimulator();
  try {
    const [a, b] = [await start(), await start(other)];
    await until(async () => {
      await configNames(a);
      return redis.values.size > 0;
    });
    await configNames(b);
    expect(other.count('searchConfigs')).toBe(1);
  } finally {
    await other.stop();
  }
});

/** Orders, a subscription and a webhook: what Redis has no part in. */
async function watchOne(gateway: Gateway): Promise<void> {
  replicas.dps.switches.stepMs = Infinity;
  replicas.dps.webhooks.deliverTo(`${gateway.localUrl}/webhooks/dps`);
  const id = await replicas.order(gateway);
  const watcher = watch({ gateway: () => gateway.localUrl, topic: { kind: 'dissemination', contractId }, encryptionKeys: place.encryptionKeys });
  subscriber = watcher;
  await until(() => watcher.from !== undefined);
  replicas.dps.advance(id, 'DISSEMINATED');
  await until(() => watcher.seen.length > 0);
  expect(watcher.errors).toEqual([]);
}

describe.each([
  ['refuses connections', () => redis.die()],
  ['takes connections and never answers', () => Promise.resolve(redis.hang(true))],
])('a Redis that %s', (_how, spoil) => {
  it('costs no more than the reads that it would have saved', async () => {
    await spoil();
    const gateway = await start();
    const names = await configNames(gateway);
    for (let times = 0; times < 5; times += 1) expect(await configNames(gateway)).toEqual(names);
    expect(asked()).toBe(6);
    await watchOne(gateway);
  });

  it('does not keep the gateway from stopping', async () => {
    await spoil();
    const gateway = await start();
    await configNames(gateway);
    await gateway.stop();
  });
});

it('a Redis that dies under load is done without, and used again when it is back', async () => {
  const gateway = await start();
  await until(async () => {
    await configNames(gateway);
    return redis.values.size > 0;
  });
  const load = Array.from({ length: 4 }, async () => {
    for (let times = 0; times < 10; times += 1) await configNames(gateway);
  });
  await redis.die();
  await Promise.all(load);
  const without = asked();
  await configNames(gateway);
  expect(asked()).toBe(without + 1);
  await watchOne(gateway);

  await redis.rise();
  await until(async () => {
    await configNames(gateway);
    return redis.values.size > 0;
  });
  const back = asked();
  await configNames(gateway);
  expect(asked()).toBe(back);
});

it('a Redis that falls silent with a question in hand is done without', async () => {
  const gateway = await start();
  await until(async () => {
    await configNames(gateway);
    return redis.values.size > 0;
  });
  redis.hang(true);
  const before = asked();
  await configNames(gateway);
  expect(asked()).toBe(before + 1);
  await watchOne(gateway);
  redis.hang(false);
  await until(async () => {
    const before = asked();
    await configNames(gateway);
    return asked() === before;
  });
});
