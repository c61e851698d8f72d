import { randomBytes } from 'node:crypto';
import type { Gateway } from '../../src/gateway.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { signWebhook } from '../../src/sandbox/dpsWebhookFaults.ts';
import { hear } from '../chaos/heard.ts';
import { watch, type Subscriber } from '../chaos/subscriber.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { startPostgres, type PostgresServer } from '../ledger/postgresServer.ts';
import { contractId, prepareReplicas, statusOf, until, type Replicas } from './replicas.ts';
import { ask } from './testGateway.ts';

const encryptionKeys = [randomBytes(32).toString('base64')];

let server: PostgresServer;
let replicas: Replicas;
let a: Gateway;
let b: Gateway;
let subscribers: Subscriber[];

beforeAll(async () => {
  server = await startPostgres({ fsync: false });
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  const databaseUrl = await server.makeDatabase();
  replicas = await prepareReplicas({ databaseUrl, encryptionKeys });
  replicas.dps.switches.stepMs = Infinity;
  [a, b] = [await replicas.start(), await replicas.start()];
  replicas.dps.webhooks.deliverTo(`${a.localUrl}/webhooks/dps`);
  subscribers = [];
});
afterEach(async () => {
  for (const subscriber of subscribers) subscriber.stop();
  await replicas.stop();
});

const watchContract = (gateway: Gateway): Subscriber => {
  const subscriber = watch({ gateway: () => gateway.localUrl, topic: { kind: 'dissemination', contractId }, encryptionKeys });
  subscribers.push(subscriber);
  return subscriber;
};

/** A genuine webhook of no great importance. */
const post = async (gateway: Gateway, id: string): Promise<Response> => {
  const body = JSON.stringify({ type: 'archive.celebrated', data: {} });
  const timestamp = Math.floor(Date.now() / 1_000);
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signWebhook(sandboxWebhookSecret, id, timestamp, body) };
  return fetch(`${gateway.localUrl}/webhooks/dps`, { method: 'POST', headers, body });
};

it('PostgreSQL restarted under load: readiness goes red, webhooks are answered 503 and come again, subscriptions wait and go on, nothing is lost', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 40; index += 1) ids.push(await replicas.order(index % 2 ? a : b));
  const watchers = [watchContract(a), watchContract(b), watchContract(b)];
  await until(() => watchers.every(({ from }) => from !== undefined));

  // A delivery every few milliseconds, before, while, and after the server is gone.
  const left = [...ids];
  const deliver = (count: number) => {
    for (const id of left.splice(0, count)) replicas.dps.advance(id, 'DISSEMINATED');
  };
  deliver(10);
  await until(() => watchers.every(({ seen }) => seen.length >= 3));
  deliver(5);
  await server.kill();

  expect(await Promise.all([a, b].map(({ localUrl }) => statusOf(`${localUrl}/health/ready`)))).toEqual([503, 503]);
  expect(await Promise.all([a, b].map(({ localUrl }) => statusOf(`${localUrl}/health/live`)))).toEqual([200, 200]);
  const refused = await post(a, 'msg_during');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
  const { data, errors } = await ask(b.localUrl, '{ disseminations { totalCount } sources { source } }');
  expect(errors).toMatchObject([{ path: ['disseminations'], extensions: { retryable: true } }]);
  expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|postgres|ECONN/i);
  expect(data?.['sources']).toHaveLength(3);
  deliver(10);
  await until(() => replicas.dps.webhooks.attempts.filter(({ status }) => status === 503).length >= 10);

  await server.restart();
  await until(async () => (await Promise.all([a, b].map(({ localUrl }) => statusOf(`${localUrl}/health/ready`)))).every((status) => status === 200));
  deliver(15);
  await until(() => replicas.dps.webhooks.waiting().length === 0);
  expect((await post(b, 'msg_during')).status).toBe(204);
  await until(() => watchers.every(({ seen }) => seen.filter(({ phase }) => phase === 'SUCCEEDED').length >= ids.length));

  const ledger = await openLedger({ databaseUrl: replicas.place.databaseUrl, encryptionKeys });
  const events = await ledger.events.allAfter(0n, 10_000);
  await ledger.close();
  for (const watcher of watchers) {
    expect(hear(watcher, events)).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, wrong: 0 });
    // The same socket all the time, and not a word of the trouble.
    expect([watcher.reconnects, watcher.errors]).toEqual([0, []]);
  }
}, 120_000);

it('a subscription that opens while PostgreSQL is away begins when it is back', async () => {
  const id = await replicas.order(a);
  await server.kill();
  const contract = watchContract(b);
  await until(() => replicas.dps.count() > 0 && contract.reconnects === 0);
  await server.restart();
  await until(() => contract.from !== undefined);
  replicas.dps.advance(id, 'DISSEMINATED');
  await until(() => contract.seen.length === 1);
  expect(contract.errors).toEqual([]);
}, 120_000);

it('what is polled while PostgreSQL is away is polled again when it is back', async () => {
  const id = await replicas.order(a);
  const contract = watchContract(b);
  await until(() => contract.from !== undefined);
  await server.kill();
  replicas.dps.advance(id, 'QUEUED');
  // A second or two in which polls fall due.
  await until(() => Date.now() - (replicas.dps.calls.at(-1)?.at ?? 0) > 2_500);
  await server.restart();
  await until(() => contract.seen.some(({ status }) => status === 'QUEUED'));
  expect(contract.errors).toEqual([]);
}, 120_000);

it('a gateway stops though PostgreSQL is away', async () => {
  await replicas.order(a);
  const contract = watchContract(b);
  await until(() => contract.from !== undefined);
  await server.kill();
  try {
    await replicas.stopGateways();
    expect(await statusOf(`${b.localUrl}/health/live`)).toBe(0);
  } finally {
    await server.restart();
  }
}, 120_000);
