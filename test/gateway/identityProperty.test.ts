import { runInterleavings } from './isolation.ts';

/** The short form; `node test/gateway/isolation.script.ts 100000` is the long one. */
test('no byte of an answer reaches a caller who may not see it, however callers, calls, feeds and ends of tokens interleave', async () => {
  const report = await runInterleavings({ interleavings: 400, seed: 20_261 });
  // What it is worth: all of it has happened.
  expect(report).toMatchObject({ interleavings: 400, hidden: expect.any(Number) });
  for (const count of [report.shown, report.hidden, report.events, report.replays, report.foreignCursors, report.expired, report.socketsEnded]) expect(count).toBeGreaterThan(0);
}, 120_000);
