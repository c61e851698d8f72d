import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { LeaseStore } from '../ledger/ledger.ts';

/** A lease that this process has, as far as it knows. */
export interface Lease {
  /** Whether it is still ours: false once its time has passed without a renewal, also when this process merely slept. */
  held(): boolean;
}

export interface LeaseOptions {
  readonly leases: LeaseStore;
  readonly clock: Clock;
  /** A dead holder blocks a name for this long; a living one renews its lease before that. Default 15,000. */
  readonly leaseMs?: number;
}

/** Does work under the lease of a name, renewed for as long as it takes. Gives undefined, at once, when another process has it. Rejects as the work does. */
export async function underLease<T>({ leases, clock, leaseMs = 15_000 }: LeaseOptions, name: string, work: (lease: Lease) => Promise<T>): Promise<T | undefined> {
  const holder = randomUUID();
  let until = 0;
  let over = false;
  const acquire = async (): Promise<boolean> => {
    const now = clock.now();
    const acquired = await leases.acquire(name, holder, now, leaseMs);
    until = acquired ? now + leaseMs : 0;
    return acquired;
  };
  if (!(await acquire())) return undefined;
  let renewal = Promise.resolve();
  let cancel = clock.schedule(renew, leaseMs / 3);
  function renew(): Promise<void> {
    renewal = renewed();
    return renewal;
  }
  async function renewed(): Promise<void> {
    // One that fails leaves two more before the lease ends.
    const ours = await acquire().catch(() => true);
    if (ours && !over) cancel = clock.schedule(renew, leaseMs / 3);
  }
  try {
    return await work({ held: () => clock.now() < until });
  } finally {
    over = true;
    cancel();
    // A renewal under way must not outlive the release.
    await renewal;
    // A lease that cannot be given back ends by itself.
    await leases.release(name, holder).catch(() => {});
  }
}
