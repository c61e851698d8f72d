import { storeKinds, type Store } from '../ledger/stores.ts';
import { runChaos } from './chaos.ts';
import { reportOf } from './report.ts';

/** The chaos run in small; `chaos.script.ts` is the large one. */
describe.each(storeKinds)('on $name', ({ name, start }) => {
  let store: Store;
  beforeAll(async () => {
    store = await start();
  }, 60_000);
  afterAll(() => store.stop());

  it('killed gateways, lost connections, and webhooks that are doubled, late, forged or stale cost nobody an event', async () => {
    const verdict = await runChaos({
      place: await store.makePlace(),
      gateways: name === 'SQLite' ? 1 : 2,
      jobs: 60,
      subscribers: 10,
      kills: 3,
      stepMs: 800,
      ordersAtOnce: 8,
      seed: '7',
      entry: 'test/chaos/gateway.script.ts',
      // What a killed gateway asked is asked again when its lease ends, which began before the question arrived: longer than the shortest interval, as the shipped 15 s are.
      env: { LEASE_MS: '3000' },
    });
    // The report is what a failure shows.
    expect(`${verdict.faults.length} faults\n${reportOf(verdict)}`).toMatch(/^0 faults/);
    expect(verdict.jobs.delivered).toBeGreaterThanOrEqual(60);
    expect(Object.values(verdict.kills).reduce((sum, count) => sum + count)).toBe(3);
    expect(verdict.forged.sent).toBeGreaterThan(0);
    expect(verdict.webhooks.duplicates).toBeGreaterThan(0);
    expect(verdict.subscribers.events).toBeGreaterThan(0);
    expect(verdict.subscribers.reconnects).toBeGreaterThan(0);
  }, 180_000);
});
