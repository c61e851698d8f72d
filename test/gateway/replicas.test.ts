import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gateway } from '../../src/gateway.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { prepareGateway, settingsFor } from '../chaos/gatewayProcess.ts';
import { hear } from '../chaos/heard.ts';
import { watch, type Subscriber } from '../chaos/subscriber.ts';
import { storeKinds, type Place, type Store } from '../ledger/stores.ts';
import { contractId, orderFrom, prepareReplicas, until, type Replicas } from './replicas.ts';

const whole = { lost: 0, doubled: 0, outOfOrder: 0, wrong: 0 };

describe.each(storeKinds)('on $name', ({ name, start }) => {
  let store: Store;
  let place: Place;
  let ledger: Ledger;
  let replicas: Replicas;
  let subscribers: Subscriber[];

  beforeAll(async () => {
    store = await start();
  }, 60_000);
  afterAll(() => store.stop());
  beforeEach(async () => {
    place = await store.makePlace();
    ledger = await place.open();
    replicas = await prepareReplicas(place);
    subscribers = [];
  });
  afterEach(async () => {
    for (const subscriber of subscribers) subscriber.stop();
    await replicas.stop();
  });

  /** Two on PostgreSQL; on SQLite the one that there is plays both parts. */
  const startTwo = async (env: Readonly<Record<string, string>> = {}): Promise<[Gateway, Gateway]> => {
    const first = await replicas.start(env);
    return [first, name === 'SQLite' ? first : await replicas.start(env)];
  };
  const watchJob = (gateway: Gateway, id: string): Subscriber => watchTopic(gateway, { id });
  const watchTopic = (gateway: Gateway, topic: { readonly id: string } | { readonly contractId: string }): Subscriber => {
    const subscriber = watch({ gateway: () => gateway.localUrl, topic: { kind: 'dissemination', ...topic }, encryptionKeys: place.encryptionKeys });
    subscribers.push(subscriber);
    return subscriber;
  };
  const events = () => ledger.events.allAfter(0n, 100_000);

  it('a webhook that comes to one gateway is told by the other, and ends the subscription there', async () => {
    replicas.dps.switches.stepMs = Infinity;
    const [a, b] = await startTwo();
    replicas.dps.webhooks.deliverTo(`${a.localUrl}/webhooks/dps`);
    const id = await replicas.order(a);
    const [one, other, contract] = [watchJob(a, id), watchJob(b, id), watchTopic(b, { contractId })];
    await until(() => subscribers.every(({ from }) => from !== undefined));
    replicas.dps.advance(id, 'DISSEMINATED');
    await until(() => one.completed && other.completed && contract.seen.length > 0);
    for (const { seen } of subscribers) {
      expect(seen.map(({ origin, status, phase }) => [origin, status, phase])).toEqual([['WEBHOOK', 'DISSEMINATED', 'SUCCEEDED']]);
      expect(seen[0]?.downloadUrls[0]).toMatch(/^http.*X-Amz-Signature=/);
    }
    expect(contract.completed).toBe(false);
  }, 60_000);

  it('with every webhook lost each job reaches its end, and DPS is asked at most once for each job and interval', async () => {
    replicas.dps.switches.stepMs = 700;
    const [a, b] = await startTwo({ DELIVERY_GRACE: '1s' });
    replicas.dps.webhooks.misbehave({ times: Infinity, how: { kind: 'drop' } });
    replicas.dps.webhooks.deliverTo(`${a.localUrl}/webhooks/dps`);
    const ids = await Promise.all(Array.from({ length: 10 }, (_, index) => replicas.order(index % 2 ? a : b)));
    // Each is watched on both, by several.
    for (const id of ids) for (const gateway of [a, b, b]) watchJob(gateway, id);
    await until(() => subscribers.every(({ completed }) => completed));
    const all = await events();
    for (const subscriber of subscribers) {
      expect(hear(subscriber, all)).toMatchObject(whole);
      expect(subscriber.seen.at(-1)).toMatchObject({ status: 'DISSEMINATED', phase: 'SUCCEEDED' });
      expect(subscriber.errors).toEqual([]);
    }
    for (const id of ids) {
      expect((await ledger.jobs.get({ kind: 'dissemination', id }))?.state).toMatchObject({ filesLost: true, problem: { code: 'FILES_LOST' } });
      const polls = replicas.dps.calls.filter(({ route, path }) => route === 'dissemination' && path.endsWith(id)).map(({ at }) => at);
      const waits = polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
      expect(Math.min(2_000, ...waits)).toBe(2_000);
      // Six statuses of 0.7 s each, asked about every 2 s and a little more, and not any more after the last.
      expect(polls.length).toBeLessThanOrEqual(5);
    }
    const asked = replicas.dps.count('dissemination');
    await Promise.all([a, b].map((gateway) => fetch(`${gateway.localUrl}/health/ready`)));
    expect(replicas.dps.count('dissemination')).toBe(asked);
  }, 120_000);

  it('what a killed gateway was polling is polled by the next one as soon as its lease has run out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fonds-replicas-'));
    const options = { folder, entry: 'test/chaos/gateway.script.ts', env: { ...settingsFor(replicas.dps, place), LEASE_MS: '3000' } };
    const [holder, heir] = [await prepareGateway({ name: 'holder', ...options }), await prepareGateway({ name: 'heir', ...options })];
    try {
      replicas.dps.switches.stepMs = Infinity;
      await holder.start();
      replicas.dps.misbehave({ match: 'dissemination', how: { kind: 'hang' } });
      const id = await orderFrom(holder.url, replicas.orderable());
      const polls = () => replicas.dps.calls.filter(({ route, path }) => route === 'dissemination' && path.endsWith(id));
      await until(() => polls().length === 1);
      // The lease was taken before the poll arrived, by as much as the holder was busy.
      const leaseEnds = (await ledger.jobs.nextDue()) ?? 0;
      expect(leaseEnds - Date.now()).toBeGreaterThan(1_500);
      // On SQLite the next one starts when the first is gone, as it does after a crash.
      if (name === 'PostgreSQL') await heir.start();
      await holder.kill();
      const killedAt = Date.now();
      if (name === 'SQLite') await heir.start();
      replicas.dps.advance(id, 'FIXITY_CHECK');
      await until(async () => (await ledger.jobs.get({ kind: 'dissemination', id }))?.position !== 1n);
      expect(polls()).toHaveLength(2);
      const [, second] = polls();
      expect(second?.at ?? 0).toBeGreaterThanOrEqual(leaseEnds);
      expect((second?.at ?? Infinity) - killedAt).toBeLessThan(15_000);
      expect((await ledger.jobs.get({ kind: 'dissemination', id }))?.state).toMatchObject({ status: 'FIXITY_CHECK' });
    } finally {
      await Promise.all([holder.kill(), heir.kill()]);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
