import { localViewer } from '../../src/domain/viewer.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { startPostgresStore, type Place, type Store } from '../ledger/stores.ts';
import { listenTo, startDpsBench, until, type DpsBench, type Replica } from './dpsBench.ts';

/** Two processes on one PostgreSQL, each with its own connections, behave as one. */

let store: Store;
let place: Place;
let bench: DpsBench;
let ledgers: Ledger[];
let one: Replica;
let other: Replica;

beforeAll(async () => {
  store = await startPostgresStore();
});
afterAll(() => store.stop());

beforeEach(async () => {
  place = await store.makePlace();
  bench = await startDpsBench({ openLedger: (now) => place.open({ now }) });
  ledgers = [await place.open({ now: bench.clock.now }), await place.open({ now: bench.clock.now })];
  const [first, second] = ledgers;
  if (!first || !second) throw new Error('two were opened');
  [one, other] = [await bench.replica({ ledger: first }), await bench.replica({ ledger: second })];
});
afterEach(async () => {
  await bench.stop();
  for (const ledger of ledgers) await ledger.close();
});

const second = () => bench.clock.advance(1_000);

it('a webhook to one is heard by the subscribers of the other, once and in order', async () => {
  bench.dps.webhooks.deliverTo(one.webhookUrl);
  const orders = await Promise.all(
    Array.from({ length: 8 }, (_, index) => (index % 2 ? one : other).events.disseminations.request(localViewer, { archiveId: bench.orderable() })),
  );
  const contract = listenTo(other.events.disseminations.contractUpdates(localViewer, '2d17'));
  const heard = await Promise.all(orders.map(async ({ job }) => listenTo(await other.events.disseminations.updates(localViewer, job.id))));
  let ended = 0;
  for (const each of heard) void each.ended.then(() => (ended += 1));
  await until(() => ended === heard.length, second);
  for (const { events } of heard) {
    expect(events[0]?.origin).toBe('SNAPSHOT');
    expect(events.at(-1)).toMatchObject({ status: 'DISSEMINATED', job: { open: false, state: { files: expect.arrayContaining([expect.anything()]) } } });
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => Number(a - b)));
  }
  const effective = await bench.ledger.events.allAfter(0n, 1_000);
  await until(() => contract.events.at(-1)?.position === effective.at(-1)?.position);
  const told = contract.events.filter(({ origin }) => origin !== 'SNAPSHOT').map(({ position }) => position);
  expect(told).toEqual(effective.map(({ position }) => position).filter((position) => position >= (told[0] ?? 0n)));
  expect(told.length).toBeGreaterThan(8);
});

it('each job is asked about by one of them at a time', async () => {
  const orders = await Promise.all(Array.from({ length: 20 }, () => one.events.disseminations.request(localViewer, { archiveId: bench.orderable() })));
  const ids = orders.map(({ job }) => job.id);
  const states = () => bench.ledger.jobs.getMany(ids.map((id) => ({ kind: 'dissemination' as const, id })));
  let inFlight = ids.length;
  await until(() => inFlight === 0, async () => {
    await second();
    inFlight = (await states()).filter((job) => job?.phase === 'IN_PROGRESS').length;
  });
  for (const id of ids) {
    const times = bench.dps.calls.filter(({ route, path }) => route === 'dissemination' && path.endsWith(id)).map(({ at }) => at);
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_000);
  }
});

it('an order by both at once is made once', async () => {
  const archiveId = bench.orderable();
  bench.dps.switches.stepMs = Infinity;
  const results = Promise.all([one, other, one, other].map((replica) => replica.events.disseminations.request(localViewer, { archiveId })));
  let done = false;
  void results.finally(() => {
    done = true;
  });
  // A clock that runs ahead of the database would end the wait for it: an order waits five seconds to be written down.
  await until(() => done, async () => {
    await bench.ledger.ping();
    await bench.clock.advance(25);
  });
  const made = await results;
  expect(new Set(made.map(({ job }) => job.id)).size).toBe(1);
  expect(made.filter(({ alreadyInProgress }) => !alreadyInProgress)).toHaveLength(1);
});

it('a subscriber moves from one to the other with its cursor, and misses nothing', async () => {
  bench.dps.webhooks.deliverTo(one.webhookUrl);
  const { job } = await one.events.disseminations.request(localViewer, { archiveId: bench.orderable() });
  const told: string[] = [];
  let after: string | undefined;
  let done = false;
  const move = async (): Promise<void> => {
    for (let turn = 0; !done; turn++) {
      const feed = await (turn % 2 ? one : other).events.disseminations.updates(localViewer, job.id, after);
      const next = await feed.next();
      done = next.done === true;
      if (next.value) {
        told.push(next.value.status);
        after = next.value.cursor;
      }
      await feed.return?.();
    }
  };
  const moving = move();
  await until(() => done, second);
  await moving;
  const recorded = (await bench.ledger.events.allAfter(0n, 100)).map(({ status }) => status);
  expect(told).toEqual(recorded.slice(recorded.length - told.length));
  expect(told.at(-1)).toBe('DISSEMINATED');
});
