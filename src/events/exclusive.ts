import { randomUUID } from 'node:crypto';
import { pause, type Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { LeaseStore } from '../ledger/ledger.ts';

/** Runs work under a name, one at a time in the whole installation. */
export interface Exclusive {
  /** Waits for its turn, at most 30 s: then it throws a `conflict`. Rejects with whatever the work rejects with. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
}

const longestWaitMs = 30_000;

export interface ExclusiveOptions {
  readonly leases: LeaseStore;
  readonly clock: Clock;
  /** A dead holder blocks a name for this long; a living one renews its lease before that. Default 15,000. */
  readonly leaseMs?: number;
}

/** Within a process the waiting ones queue in order; only the first of them asks the ledger. */
export function createExclusive({ leases, clock, leaseMs = 15_000 }: ExclusiveOptions): Exclusive {
  const queues = new Map<string, Promise<unknown>>();

  async function underLease<T>(name: string, work: () => Promise<T>): Promise<T> {
    const holder = randomUUID();
    await acquire(name, holder);
    let cancel = clock.schedule(renew, leaseMs / 3);
    async function renew(): Promise<void> {
      cancel = clock.schedule(renew, leaseMs / 3);
      // One that fails leaves two more before the lease ends.
      await leases.acquire(name, holder, clock.now(), leaseMs).catch(() => false);
    }
    try {
      return await work();
    } finally {
      cancel();
      // A lease that cannot be given back ends by itself.
      await leases.release(name, holder).catch(() => {});
    }
  }

  async function acquire(name: string, holder: string): Promise<void> {
    const until = clock.now() + longestWaitMs;
    for (let waitMs = 25; !(await leases.acquire(name, holder, clock.now(), leaseMs)); waitMs = Math.min(waitMs * 2, 500)) {
      if (clock.now() >= until) throw new Failure({ kind: 'conflict', message: 'The same thing is being done already, and takes long. Try again later.' });
      await pause(clock, waitMs);
    }
  }

  return {
    async run(name, work) {
      const before = queues.get(name) ?? Promise.resolve();
      const turn = before.then(() => underLease(name, work));
      // The next one's turn comes whatever became of this one.
      const settled = turn.then(ignore, ignore);
      queues.set(name, settled);
      try {
        return await turn;
      } finally {
        if (queues.get(name) === settled) queues.delete(name);
      }
    },
  };
}

function ignore(): null {
  return null;
}
