import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watch, type Event } from '../../docs/examples/watch.ts';
import { localViewer } from '../../src/domain/viewer.ts';
import { createCursors } from '../../src/events/cursor.ts';
import { createKeyring } from '../../src/ledger/keyring.ts';
import type { Topic } from '../../src/ledger/ledger.ts';
import { prepareGateway, settingsFor, type GatewayProcess } from '../chaos/gatewayProcess.ts';
import { orderStubbornly } from '../chaos/orders.ts';
import { startPostgresStore, type Place, type Store } from '../ledger/stores.ts';
import { startBalancer, type Balancer } from './balancer.ts';
import { contractId, orderFrom, prepareReplicas, statusOf, until, type Replicas } from './replicas.ts';

/** A new release goes out: two gateways behind a load balancer are replaced one after the other, under the client of the README. */

let store: Store;
let place: Place;
let replicas: Replicas;
let folder: string;
let gateways: GatewayProcess[];
let balancer: Balancer;
/** Those that the balancer's probe finds ready. */
const ready = new Set<string>();
let probing: NodeJS.Timeout;

beforeAll(async () => {
  store = await startPostgresStore();
  place = await store.makePlace();
  replicas = await prepareReplicas(place, { switches: { stepMs: 600 } });
  folder = mkdtempSync(join(tmpdir(), 'fonds-rolling-'));
  const env = { ...settingsFor(replicas.dps, place), DRAIN_WINDOW: '500ms' };
  gateways = await Promise.all(['A', 'B'].map((name) => prepareGateway({ name, folder, env })));
  await Promise.all(gateways.map((gateway) => gateway.start()));
  for (const { url } of gateways) ready.add(url);
  const probe = async (url: string) => ((await statusOf(`${url}/health/ready`)) === 200 ? ready.add(url) : ready.delete(url));
  probing = setInterval(() => void Promise.all(gateways.map(({ url }) => probe(url))), 50);
  balancer = await startBalancer(gateways, ({ url }) => ready.has(url));
  replicas.dps.webhooks.deliverTo(`${balancer.url}/webhooks/dps`);
}, 60_000);
afterAll(async () => {
  clearInterval(probing);
  await Promise.all(gateways.map((gateway) => gateway.kill()));
  await Promise.all([balancer.stop(), replicas.stop()]);
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Replaces one: the balancer has seen that it is not ready before it is gone. */
async function replace(gateway: GatewayProcess): Promise<number | null> {
  const code = await gateway.terminate();
  await until(() => !ready.has(gateway.url));
  await gateway.start();
  await until(() => ready.has(gateway.url));
  return code;
}

it('a rolling restart is invisible to a client that comes back with its last cursor, and no order loses its answer', async () => {
  const told: Event[] = [];
  const ends: unknown[] = [];
  const first = await orderFrom(balancer.url, replicas.orderable());
  const stop = watch(`${balancer.url.replace('http', 'ws')}/graphql`, contractId, (event) => told.push(event), (why) => ends.push(why));
  await until(() => told.length > 0);

  const ordered: string[] = [];
  const rolled = new AbortController();
  const ordering = (async () => {
    while (!rolled.signal.aborted) {
      const order = await orderStubbornly(replicas.orderable(), () => balancer.url);
      if ('lost' in order) throw new Error('an order lost its answer');
      ordered.push(order.disseminationId);
    }
  })();
  const codes: (number | null)[] = [];
  for (const gateway of gateways) {
    const [orderedBefore, toldBefore] = [ordered.length, told.length];
    codes.push(await replace(gateway));
    await until(() => ordered.length > orderedBefore + 2 && told.length > toldBefore + 2);
  }
  rolled.abort();
  await ordering;
  const delivered = () => new Set(told.filter(({ dissemination }) => dissemination.progress === 1).map(({ dissemination }) => dissemination.disseminationId));
  await until(() => [first, ...ordered].every((id) => delivered().has(id)));
  stop();

  expect(codes).toEqual([0, 0]);
  expect(ends.filter((why) => why !== undefined)).toEqual([]);
  const topic: Topic = { kind: 'dissemination', contractId };
  const cursors = createCursors(createKeyring(place.encryptionKeys));
  const positions = told.map(({ cursor }) => cursors.decode(cursor, topic, localViewer.subject).position);
  const ledger = await place.open();
  const since = await ledger.events.after(topic, positions[0] ?? 0n, 10_000);
  // The first is the snapshot; then every event, once and in order.
  const last = positions.at(-1) ?? 0n;
  expect(positions.slice(1)).toEqual(since.map(({ position }) => position).filter((position) => position <= last));
}, 120_000);
