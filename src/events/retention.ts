import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { described, type EventLog } from './log.ts';

/** Lets go of what the ledger has kept long enough: once an hour, by whichever process of the installation comes first. */
export interface Retention {
  /** Begins, with a first look at once. */
  start(): void;
  /** Ends it, and waits for the work in hand. */
  stop(): Promise<void>;
}

/** Once in so long for the whole installation. */
const restMs = 3_600_000;
/** So often a process looks whether it is its turn; also after one that failed. */
const lookMs = 600_000;
const leaseName = 'retention';

export interface RetentionOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: EventLog;
  /** How long events and ended jobs are kept (setting `RETENTION_DAYS`). */
  readonly keepMs: number;
}

/** The lease is not given back: it stands for the hour in which nobody needs to do it again. */
export function createRetention({ ledger, clock, log, keepMs }: RetentionOptions): Retention {
  const holder = randomUUID();
  let stopped = false;
  let cancel: (() => void) | undefined;
  let working: Promise<void> | undefined;

  async function look(): Promise<void> {
    working = letGo();
    await working;
    if (!stopped) cancel = clock.schedule(look, lookMs);
  }

  async function letGo(): Promise<void> {
    const now = clock.now();
    try {
      // A name of its own for each turn: the holder of the last one has no more right to the next than others.
      if (!(await ledger.leases.acquire(leaseName, `${holder} ${now}`, now, restMs))) return;
      const gone = await ledger.retain(now - keepMs);
      if (gone > 0) log.info({ events: gone }, 'Events that were kept long enough have gone.');
    } catch (error) {
      log.warn({ error: described(error) }, 'What was kept long enough could not be let go; trying again.');
      await ledger.leases.release(leaseName, `${holder} ${now}`).catch(() => {});
    }
  }

  return {
    start() {
      if (!stopped) cancel ??= clock.schedule(look, 0);
    },
    async stop() {
      stopped = true;
      cancel?.();
      await working;
    },
  };
}
