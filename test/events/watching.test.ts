import { localViewer } from '../../src/domain/viewer.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { listenTo, startDpsBench, until, type DpsBench } from './dpsBench.ts';

const minute = 60_000;

let bench: DpsBench;
beforeEach(async () => {
  bench = await startDpsBench();
  bench.dps.switches.stepMs = Infinity;
});
afterEach(() => bench.stop());

const polls = (id: string): number[] => bench.dps.calls.filter(({ route, path }) => route === 'dissemination' && path.endsWith(id)).map(({ at }) => at);

/** A ledger in which marks of watched jobs wait until they are let go, as on a busy machine. */
function slowToMark(ledger: Ledger): { ledger: Ledger; waiting: () => boolean; letGo: () => void } {
  const gate = Promise.withResolvers<void>();
  let waiting = false;
  const watch: Ledger['jobs']['watch'] = async (...mark) => {
    waiting = true;
    await gate.promise;
    await ledger.jobs.watch(...mark);
  };
  return { ledger: { ...ledger, jobs: { ...ledger.jobs, watch } }, waiting: () => waiting, letGo: () => gate.resolve() };
}

it('a job that another process asks about while its watcher is being noted down is not asked about twice', async () => {
  const slow = slowToMark(bench.ledger);
  const watcher = await bench.replica({ ledger: slow.ledger });
  const { job } = await watcher.events.disseminations.request(localViewer, { archiveId: bench.orderable() });
  // Asked about after 2, 6 and 14 s, and next after 30; somebody who watches would be told after 29.
  await bench.clock.advance(29_500);
  const heard = listenTo(await watcher.events.disseminations.updates(localViewer, job.id));
  await until(() => heard.events.length > 0 && slow.waiting());
  await bench.clock.advance(600);
  expect(polls(job.id)).toHaveLength(4);
  slow.letGo();
  await until(async () => ((await bench.ledger.jobs.get(job))?.watchedUntil ?? 0) > 0);
  await bench.clock.advance(2_000);
  expect(polls(job.id)).toHaveLength(4);
  // From there on it has the pace of one that is watched.
  await bench.clock.advance(2 * minute);
  const waits = polls(job.id).slice(4).map((at, index) => at - (polls(job.id)[index + 3] ?? 0));
  expect(waits.every((wait) => wait > 2_000 && wait <= 16_000)).toBe(true);
});

it('a watcher who comes just when the job is read gets the pace of a watcher', async () => {
  const fonds = await bench.replica();
  const { job } = await fonds.events.disseminations.request(localViewer, { archiveId: bench.orderable() });
  for (let minutes = 0; minutes < 20; minutes++) await bench.clock.advance(minute);
  const last = polls(job.id).at(-1) ?? 0;
  // A few seconds after a poll, with the next one minutes away.
  while ((polls(job.id).at(-1) ?? 0) === last) await bench.clock.advance(1_000);
  // Another process reads it: it takes the lease, sees that the job is fresh, and gives the lease back.
  const gate = Promise.withResolvers<void>();
  let releasing = false;
  const release: Ledger['jobs']['release'] = async (...given) => {
    releasing = true;
    await gate.promise;
    await bench.ledger.jobs.release(...given);
  };
  const reader = await bench.replica({ polls: false, ledger: { ...bench.ledger, jobs: { ...bench.ledger.jobs, release } } });
  const read = reader.events.poller.pollNow(job);
  await until(() => releasing);
  const heard = listenTo(await fonds.events.disseminations.updates(localViewer, job.id));
  await until(async () => heard.events.length > 0 && ((await bench.ledger.jobs.get(job))?.watchedUntil ?? 0) > bench.clock.now());
  gate.resolve();
  await read;
  const before = polls(job.id).length;
  await bench.clock.advance(20_000);
  expect(polls(job.id).length).toBeGreaterThan(before);
});
