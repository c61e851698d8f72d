import { localViewer } from '../../src/domain/viewer.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { Failure } from '../../src/domain/failure.ts';
import { listenFromNow, startDpsBench, until, type DpsBench } from './dpsBench.ts';

const hour = 3_600_000;
const day = 24 * hour;

let bench: DpsBench;
/** When each of the retentions was asked for, and what it was to take. */
let asked: { at: number; before: number }[];
let counting: Ledger;

beforeEach(async () => {
  bench = await startDpsBench();
  asked = [];
  counting = {
    ...bench.ledger,
    retain: (before) => {
      asked.push({ at: bench.clock.now(), before });
      return bench.ledger.retain(before);
    },
  };
});
afterEach(() => bench.stop());

it('takes what is older than it is to be kept, and leaves what is younger or still open', async () => {
  const fonds = await bench.replica({ keepMs: 2 * hour });
  bench.dps.webhooks.deliverTo(fonds.webhookUrl);
  const order = async () => (await fonds.events.disseminations.request(localViewer, { archiveId: bench.orderable() })).job.id;
  const get = (id: string) => bench.ledger.jobs.get({ kind: 'dissemination', id });
  const old = await order();
  const heard = await listenFromNow(await fonds.events.disseminations.updates(localViewer, old));
  await bench.clock.advance(60_000);
  await heard.ended;
  bench.dps.switches.stepMs = Infinity;
  const stuck = await order();
  await bench.clock.advance(hour);
  const young = await order();
  bench.dps.advance(young, 'FAILED');
  await bench.clock.advance(2 * hour);

  expect(await get(old)).toBeUndefined();
  expect(await get(stuck)).toMatchObject({ phase: 'IN_PROGRESS' });
  expect(await get(young)).toMatchObject({ phase: 'FAILED' });
  const kept = await bench.ledger.events.allAfter(0n, 100);
  expect(kept.map(({ id }) => id)).not.toContain(old);
  expect(kept.map(({ id }) => id)).toContain(stuck);
  const cursor = heard.events[0]?.cursor;
  const contract = fonds.events.disseminations.contractUpdates(localViewer, '2d17');
  expect((await contract.next()).value?.job.id).toBe(stuck);
  await contract.return?.();
  // DPS still knows the old one, so it can be adopted again; what followed the cursor is gone all the same.
  const again = await fonds.events.disseminations.updates(localViewer, old, cursor);
  const failure: unknown = await again.next().then(() => undefined, (error: unknown) => error);
  expect(failure instanceof Failure && failure.reason.kind).toBe('cursorExpired');
});

it('is done once an hour, by several processes as by one', async () => {
  await Promise.all(Array.from({ length: 2 }, () => bench.replica({ ledger: counting, keepMs: day })));
  const begun = bench.clock.now();
  await bench.clock.advance(3 * hour - 1);
  expect(asked.map(({ at }) => at - begun)).toEqual([0, hour, 2 * hour]);
  expect(asked.every(({ at, before }) => before === at - day)).toBe(true);
});

it('passes on from a process that stopped', async () => {
  const first = await bench.replica({ ledger: counting, keepMs: day });
  await bench.clock.advance(1);
  await first.stop();
  await bench.replica({ ledger: counting, keepMs: day });
  await bench.clock.advance(hour + 600_000);
  expect(asked).toHaveLength(2);
});

it('that fails is tried again, by whoever comes first', async () => {
  const failing: Ledger = { ...bench.ledger, retain: () => Promise.reject(new Error('the disk is full')) };
  const said: string[] = [];
  const log = { info: () => {}, error: () => {}, warn: (_fields: object, message: string) => void said.push(message) };
  await bench.replica({ ledger: failing, keepMs: day, log });
  await bench.clock.advance(1);
  expect(said).toEqual(['What was kept long enough could not be let go; trying again.']);
  await bench.replica({ ledger: counting, keepMs: day });
  await bench.clock.advance(1);
  expect(asked).toHaveLength(1);
});

it('in hand is waited for when the process stops', async () => {
  const release = Promise.withResolvers<number>();
  let begun = false;
  const slow: Ledger = {
    ...bench.ledger,
    retain: () => {
      begun = true;
      return release.promise;
    },
  };
  const fonds = await bench.replica({ ledger: slow, keepMs: day });
  const moved = bench.clock.advance(1);
  await until(() => begun);
  let stopped = false;
  const stopping = fonds.stop().then(() => (stopped = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(stopped).toBe(false);
  release.resolve(0);
  await Promise.all([stopping, moved]);
});
