import { localViewer } from '../../src/domain/viewer.ts';
import { watchedPollMs } from '../../src/events/pollTimes.ts';
import type { DpsSource } from '../../src/sources/dps/source.ts';
import type { RecordedCall } from '../../src/sandbox/simulatorCalls.ts';
import { listenFromNow, startDpsBench, until, type DpsBench, type Replica } from './dpsBench.ts';

const graceMs = 600_000;
const minute = 60_000;

let bench: DpsBench;
let fonds: Replica;

beforeEach(async () => {
  bench = await startDpsBench();
  fonds = await bench.replica({ graceMs });
});
afterEach(() => bench.stop());

const order = async (archiveId = bench.orderable()): Promise<string> => (await fonds.events.disseminations.request(localViewer, { archiveId })).job.id;
const stored = (id: string) => bench.ledger.jobs.get({ kind: 'dissemination', id });
const stateOf = async (id: string) => (await stored(id))?.state;
const polls = (id: string): RecordedCall[] => bench.dps.calls.filter(({ route, path }) => route === 'dissemination' && path.endsWith(id));
/** The waits between an order and its polls. */
const waits = (id: string, from: number): number[] => {
  const times = [from, ...polls(id).map(({ at }) => at)];
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
};

describe('with every webhook lost', () => {
  it('every job reaches its end, and DPS is asked at most once per job and interval, by two processes as by one', async () => {
    const other = await bench.replica({ graceMs });
    const begun = bench.clock.now();
    const ids = await Promise.all(Array.from({ length: 12 }, () => order()));
    const heard = await Promise.all(
      ids.map(async (id, index) => listenFromNow(await (index % 2 ? fonds : other).events.disseminations.updates(localViewer, id))),
    );
    for (let minutes = 0; minutes < 12; minutes++) await bench.clock.advance(minute);
    await Promise.all(heard.map(({ ended }) => ended));
    for (const [index, id] of ids.entries()) {
      expect(await stateOf(id)).toMatchObject({ phase: 'SUCCEEDED', progress: 1, filesLost: true, open: false, problem: { code: 'FILES_LOST' } });
      expect(heard[index]?.events.at(-1)).toMatchObject({ name: 'filesLost', status: 'DISSEMINATED' });
      expect(Math.min(...waits(id, begun))).toBeGreaterThanOrEqual(2_000);
      // Six statuses of three seconds each, and none after the last.
      expect(polls(id).length).toBeLessThanOrEqual(10);
    }
  });

  it.each(['FAILED', 'REJECTED'])('a job that ends with %s is told so', async (end) => {
    const archiveId = bench.orderable();
    bench.dps.courses.set(archiveId, ['RECEIVED', 'QUEUED', end]);
    const id = await order(archiveId);
    await bench.clock.advance(minute);
    expect(await stateOf(id)).toMatchObject({ phase: 'FAILED', status: end, problem: { code: end }, open: false });
    expect((await stored(id))?.nextPollAt).toBeNull();
  });
});

describe('the pace', () => {
  beforeEach(() => {
    bench.dps.switches.stepMs = Infinity;
  });

  it('doubles from two seconds to five minutes while nobody watches', async () => {
    const begun = bench.clock.now();
    const id = await order();
    for (let minutes = 0; minutes < 30; minutes++) await bench.clock.advance(minute);
    expect(waits(id, begun)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, 300_000, 300_000]);
  });

  it('stays at fifteen seconds while somebody watches, however many they are, and begins anew with a change', async () => {
    const begun = bench.clock.now();
    const id = await order();
    const feeds = await Promise.all(Array.from({ length: 5 }, () => fonds.events.disseminations.updates(localViewer, id)));
    const heard = await Promise.all(feeds.map(listenFromNow));
    await bench.clock.advance(2 * minute);
    expect(waits(id, begun).slice(0, 6)).toEqual([2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    bench.dps.advance(id);
    await bench.clock.advance(watchedPollMs);
    const afterChange = waits(id, begun).length;
    await bench.clock.advance(minute);
    expect(waits(id, begun).slice(afterChange, afterChange + 2).every((wait) => wait <= 8_000)).toBe(true);
    for (const feed of feeds) await feed.return?.();
    await Promise.all(heard.map(({ ended }) => ended));
    for (let minutes = 0; minutes < 20; minutes++) await bench.clock.advance(minute);
    expect(waits(id, begun).at(-1)).toBeGreaterThan(watchedPollMs);
  });

  it('of a job that nobody watched becomes quick when somebody does, also by its contract', async () => {
    const watch = [
      (id: string) => fonds.events.disseminations.updates(localViewer, id),
      () => Promise.resolve(fonds.events.disseminations.contractUpdates(localViewer, '2D17')),
    ];
    for (const begin of watch) {
      const id = await order();
      for (let minutes = 0; minutes < 20; minutes++) await bench.clock.advance(minute);
      const before = polls(id).length;
      const feed = await begin(id);
      await listenFromNow(feed);
      for (let seconds = 0; seconds < 120; seconds++) await bench.clock.advance(1_000);
      expect(polls(id).length - before).toBeGreaterThanOrEqual(7);
      expect(polls(id).length - before).toBeLessThanOrEqual(9);
      await feed.return?.();
    }
  });

  it('waits as long as Retry-After asks, for every job of that source, also when somebody reads or watches', async () => {
    const [first, second] = [await order(), await order()];
    bench.dps.misbehave({ match: 'dissemination', how: { kind: 'throttle', retryAfter: 90 } });
    await bench.clock.advance(30_000);
    const throttledAt = polls(first)[0]?.at ?? 0;
    const heard = await listenFromNow(await fonds.events.disseminations.updates(localViewer, first));
    expect((await fonds.events.disseminations.get(localViewer, second))?.id).toBe(second);
    await bench.clock.advance(50_000);
    const calls = bench.dps.calls.filter(({ route, at }) => route === 'dissemination' && at > throttledAt + 100);
    expect(calls).toEqual([]);
    await bench.clock.advance(30_000);
    expect(polls(first).length).toBeGreaterThan(1);
    expect(heard.done).toBe(false);
  });
});

describe('an upstream that fails', () => {
  it('is asked less and less often, and the job goes on when it is back', async () => {
    const id = await order();
    const heal = bench.dps.misbehave({ match: 'dissemination', times: Infinity, how: { kind: 'status', status: 500 } });
    await bench.clock.advance(minute);
    expect(await stateOf(id)).toMatchObject({ status: 'RECEIVED', phase: 'IN_PROGRESS' });
    heal();
    for (let minutes = 0; minutes < 5; minutes++) await bench.clock.advance(minute);
    expect(await stateOf(id)).toMatchObject({ status: 'DISSEMINATED' });
  });

  it('that answers 404 now and then is believed the other times', async () => {
    const id = await order();
    bench.dps.misbehave({ match: 'dissemination', times: 2, how: { kind: 'status', status: 404 } });
    await bench.clock.advance(minute);
    expect(await stateOf(id)).toMatchObject({ status: 'DISSEMINATED', missing: null });
  });

  it('that answers 404 for good has lost the job, which ends and says so', async () => {
    const id = await order();
    bench.dps.misbehave({ match: 'dissemination', times: Infinity, how: { kind: 'status', status: 404 } });
    const heard = await listenFromNow(await fonds.events.disseminations.updates(localViewer, id));
    await bench.clock.advance(minute);
    expect(await stateOf(id)).toMatchObject({ phase: 'IN_PROGRESS' });
    await bench.clock.advance(3 * minute);
    await heard.ended;
    expect(await stateOf(id)).toMatchObject({ phase: 'FAILED', problem: { code: 'GONE' }, open: false });
    expect(heard.events.map(({ name }) => name)).toEqual(['snapshot', 'gone']);
    const after = polls(id).length;
    await bench.clock.advance(20 * minute);
    expect(polls(id)).toHaveLength(after);
  });
});

describe('several processes', () => {
  it('a restart goes on with the jobs of the run before', async () => {
    const id = await order();
    await fonds.stop();
    await bench.clock.advance(5 * minute);
    expect(polls(id)).toHaveLength(0);
    await bench.replica({ graceMs });
    await bench.clock.advance(30_000);
    expect(await stateOf(id)).toMatchObject({ status: 'DISSEMINATED' });
  });

  it('a dead process holds a job for fifteen seconds at most', async () => {
    const id = await order();
    await bench.ledger.jobs.claim({ kind: 'dissemination', id }, { now: bench.clock.now(), holder: 'a dead one', leaseMs: 15_000 });
    await bench.clock.advance(14_000);
    expect(polls(id)).toHaveLength(0);
    await bench.clock.advance(2_000);
    expect(polls(id).length).toBeGreaterThan(0);
  });

  it('a poll that takes longer than its lease is not begun by another one', async () => {
    const id = await order();
    await fonds.events.poller.stop();
    await bench.clock.advance(6_000);
    let answer = (): void => {};
    const asked: string[] = [];
    const slow: DpsSource = {
      ...bench.source,
      dissemination: async (wanted) => {
        asked.push(wanted);
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return bench.source.dissemination(wanted);
      },
    };
    const one = await bench.replica({ dps: slow, polls: false });
    const other = await bench.replica({ dps: slow });
    const poll = one.events.poller.pollNow({ kind: 'dissemination', id });
    await until(() => asked.length > 0);
    await bench.clock.advance(2 * minute);
    expect(asked).toHaveLength(1);
    answer();
    expect((await poll)?.state).toMatchObject({ status: 'DISSEMINATED' });
    await other.stop();
  });

  it('what another process is asking about is answered from the ledger', async () => {
    const id = await order();
    await bench.clock.advance(1_000);
    await bench.ledger.jobs.claim({ kind: 'dissemination', id }, { now: bench.clock.now(), holder: 'another', leaseMs: 15_000 });
    await bench.clock.advance(6_000);
    expect((await fonds.events.disseminations.get(localViewer, id))?.state.status).toBe('RECEIVED');
    expect(polls(id)).toHaveLength(0);
  });
});

describe('reading one job', () => {
  let reader: Replica;
  beforeEach(async () => {
    bench.dps.switches.stepMs = Infinity;
    await fonds.events.poller.stop();
    reader = await bench.replica({ polls: false });
  });
  const read = async (id: string) => (await reader.events.disseminations.get(localViewer, id))?.state.status;

  it('asks DPS when the ledger was told more than five seconds ago, once for all who read at once', async () => {
    const id = await order();
    bench.dps.advance(id);
    await bench.clock.advance(4_999);
    expect(await read(id)).toBe('RECEIVED');
    expect(polls(id)).toHaveLength(0);
    await bench.clock.advance(1);
    expect(await Promise.all(Array.from({ length: 20 }, () => read(id)))).toEqual(Array(20).fill('QUEUED'));
    expect(polls(id)).toHaveLength(1);
    expect(await read(id)).toBe('QUEUED');
    expect(polls(id)).toHaveLength(1);
  });

  it('asks nobody once the job has ended', async () => {
    const id = await order();
    bench.dps.advance(id, 'FAILED');
    await bench.clock.advance(5_000);
    expect(await read(id)).toBe('FAILED');
    await bench.clock.advance(60 * minute);
    expect(await read(id)).toBe('FAILED');
    expect(polls(id)).toHaveLength(1);
  });

  it('gives what the ledger knows when DPS cannot be asked', async () => {
    const id = await order();
    await bench.clock.advance(10_000);
    bench.dps.misbehave({ match: 'dissemination', times: Infinity, how: { kind: 'status', status: 503, shape: 'html' } });
    expect(await read(id)).toBe('RECEIVED');
  });
});
