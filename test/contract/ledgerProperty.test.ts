import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { JobRecord, Ledger } from '../../src/ledger/ledger.ts';
import { action, decide, topics } from '../ledger/ledgerActions.ts';
import type { Action } from '../ledger/ledgerActions.ts';
import { createModel } from '../ledger/ledgerModel.ts';
import { createLiveReader } from '../ledger/liveReader.ts';
import { startPostgresStore, startSqliteStore } from '../ledger/stores.ts';
import type { Place, Store } from '../ledger/stores.ts';

/** Does the actions with one or two replicas, and compares all that can be seen with the model. */
async function follow(place: Place, replicas: number, actions: readonly Action[]): Promise<void> {
  let time = 1_000;
  const model = createModel();
  const readers = topics.map(createLiveReader);
  const openReplica = () => place.open({ now: () => time });
  const ledgers: Ledger[] = [];
  for (let count = 0; count < replicas; count += 1) ledgers.push(await openReplica());
  const pick = (replica: number): Ledger => {
    const ledger = ledgers[replica % replicas];
    if (!ledger) throw new Error(`There is no replica ${replica}.`);
    return ledger;
  };

  async function act(step: Action): Promise<void> {
    switch (step.do) {
      case 'write': {
        const writes = step.writes.map(async (one) => {
          const { ref } = one;
          const webhook = one.webhook === null ? {} : { webhookId: `w${one.webhook}` };
          return { ref, ...webhook, outcome: await pick(one.replica).jobs.record(ref, decide(one), webhook) };
        });
        const reads = step.readers.map(async (index) => readers[index]?.readOn(pick(index), step.limit));
        const [outcomes] = await Promise.all([Promise.all(writes), Promise.all(reads)]);
        model.learn(outcomes, time);
        return;
      }
      case 'replay': {
        const { topic } = step;
        const position = model.head > BigInt(step.back) ? model.head - BigInt(step.back) : 0n;
        const reading = pick(step.replica).events.after(topic, position, step.limit);
        if (position < model.floor) await expect(reading).rejects.toMatchObject({ reason: { kind: 'cursorExpired' } });
        else expect(await reading).toEqual(model.after(topic, position).slice(0, step.limit));
        return;
      }
      case 'read':
        return readers[step.reader]?.readOn(pick(step.replica), step.limit);
      case 'snapshot': {
        const { topic, replica } = step;
        const { position, jobs } = await pick(replica).events.snapshot(topic);
        const sorted = (all: readonly JobRecord[]) => all.toSorted((a, b) => Number(a.createdPosition - b.createdPosition));
        expect(position).toBe(model.head);
        expect(sorted(jobs)).toEqual(sorted(model.open(topic)));
        return;
      }
      case 'retain':
        expect(await pick(step.replica).retain(time - step.age)).toBe(model.retain(time - step.age));
        return;
      case 'wait':
        time += step.ms;
        return;
      case 'restart': {
        const index = step.replica % replicas;
        await ledgers[index]?.close();
        ledgers[index] = await openReplica();
      }
    }
  }

  try {
    for (const step of actions) await act(step);
    for (const [index, reader] of readers.entries()) {
      await reader.readOn(pick(index), 3);
      expect(reader.seen).toEqual(model.between(reader.topic, reader.from, model.head));
    }
    expect(await pick(0).events.head()).toBe(model.head);
  } finally {
    for (const ledger of ledgers) await ledger.close();
  }
}

const stores = [
  // SQLite waits for its file with the whole thread, so two ledgers on one file cannot share a process.
  { name: 'SQLite', start: startSqliteStore, replicas: 1, runs: 100 },
  { name: 'PostgreSQL', start: startPostgresStore, replicas: 2, runs: 20 },
];

describe.each(stores)('whatever is written, replayed, followed and let go of on $name', ({ start, replicas, runs }) => {
  let store: Store;
  beforeAll(async () => {
    store = await start();
  }, 60_000);
  afterAll(() => store.stop());

  test('every reader has every event once, in order, and nobody reads on past what is gone', async () => {
    const property = fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => follow(await store.makePlace(), replicas, actions));
    // A failure is made smaller for a while, not for ever.
    await fc.assert(property, { numRuns: runs, interruptAfterTimeLimit: 60_000 });
  }, 120_000);
});
