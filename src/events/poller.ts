import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { JobKind } from '../domain/job.ts';
import type { FoldedState } from '../domain/jobFold.ts';
import type { SourceName } from '../domain/source.ts';
import type { JobRecord, JobRef, Ledger } from '../ledger/ledger.ts';
import { foldedState } from './folded.ts';
import { described, type EventLog } from './log.ts';
import type { Fold, JobRules, Polled, Recording } from './recording.ts';

/**
 * Looks after jobs in flight: no webhook tells of in-between states or failures (nb-dps.md §8.3), and any webhook may be lost.
 * A job is asked about under its lease in the ledger: by one process of the installation at a time.
 */
export interface Poller {
  /** Begins to poll whatever is due. */
  start(): void;
  /** Something may be due at that time (epoch ms; default now), in case nobody else says so. */
  expect(dueAt?: number): void;
  /**
   * Makes a job's poll now, joined with one in hand. Gives the job as it stands then; as the ledger has it when another process
   * is at it, when it was asked about less than 5 s ago, or when the upstream cannot or may not be asked. Undefined when unknown.
   */
  pollNow(ref: JobRef): Promise<JobRecord | undefined>;
  /** Ends polling and waits for the polls in hand. */
  stop(): Promise<void>;
}

/** A job that was asked about this recently is fresh (product contract §4.3). */
export const freshMs = 5_000;
/** A 404 counts as final after this many in a row, the first of them this long ago: a new job may not be visible at once. */
const goneAfter = { times: 3, ms: 120_000 };
/** At least this often it looks whether another process has left something due. */
const longestIdleMs = 5_000;
/** No matter what is due: so much time between two looks at the ledger that found nothing. */
const shortestIdleMs = 100;

export interface PollerOptions {
  readonly ledger: Ledger;
  readonly recording: Recording;
  readonly rules: readonly JobRules[];
  readonly clock: Clock;
  readonly log: EventLog;
  /** Between 0 and 1. Default Math.random. */
  readonly random?: () => number;
  /** Names this process among all. Default a random one. */
  readonly holder?: string;
  /** How long a dead process's polls wait for another one. Default 15,000. */
  readonly leaseMs?: number;
  /** Polls in hand at most, those asked for by `pollNow` aside. Default 16. */
  readonly concurrency?: number;
}

/** Makes a poller; it does nothing until it is started, but for `pollNow`. */
export function createPoller(options: PollerOptions): Poller {
  const { ledger, recording, clock, log, random = Math.random, leaseMs = 15_000, concurrency = 16 } = options;
  const holder = options.holder ?? randomUUID();
  const rulesOf = new Map<JobKind, JobRules>(options.rules.map((rules) => [rules.kind, rules]));
  const inHand = new Map<string, Promise<JobRecord | undefined>>();
  /** Until when a source does not want to be asked (epoch ms). */
  const pausedUntil = new Map<SourceName, number>();
  let state: 'new' | 'running' | 'stopped' = 'new';
  let look: { readonly at: number; readonly cancel: () => void } | undefined;
  let looking: Promise<void> | undefined;
  let busy = 0;
  let unlisten = (): void => {};

  function lookAt(at: number): void {
    if (state !== 'running' || (look && look.at <= at)) return;
    look?.cancel();
    look = { at, cancel: clock.schedule(lookNow, at - clock.now()) };
  }

  /** Takes what is due, and resolves when those polls are made. */
  async function lookNow(): Promise<void> {
    look = undefined;
    // One look at a time; who comes meanwhile looks right after.
    if (looking) {
      await looking;
      return lookAt(clock.now());
    }
    let polls: Promise<unknown>[] = [];
    looking = (async () => {
      polls = await takeDue();
      looking = undefined;
    })();
    await looking;
    await Promise.all(polls);
  }

  async function takeDue(): Promise<Promise<unknown>[]> {
    const now = clock.now();
    const limit = concurrency - busy;
    try {
      const due = limit > 0 ? await ledger.jobs.claimDue({ now, holder, leaseMs, limit }) : [];
      // One that `pollNow` has just taken, under the same lease, is its.
      const polls = due.filter((job) => !inHand.has(keyOf(job))).map(takeTurn);
      const next = (await ledger.jobs.nextDue()) ?? Infinity;
      // With all hands full the next look comes when one is free.
      if (busy < concurrency) lookAt(Math.min(Math.max(next, now + shortestIdleMs), now + longestIdleMs));
      return polls;
    } catch (error) {
      log.warn({ error: described(error) }, 'The ledger did not say which jobs are due; trying again.');
      lookAt(now + 1_000);
      return [];
    }
  }

  async function takeTurn(job: JobRecord): Promise<void> {
    busy += 1;
    await hold(job, () => attend(job));
    if (busy === concurrency) lookAt(clock.now());
    busy -= 1;
  }

  /** Keeps what is under way where the next one who wants the same job finds it. */
  function hold(ref: JobRef, run: () => Promise<JobRecord | undefined>): Promise<JobRecord | undefined> {
    const key = keyOf(ref);
    const running = run().finally(() => inHand.delete(key));
    inHand.set(key, running);
    return running;
  }

  /** A claimed job's turn. Never rejects: what fails is tried again at its next time. */
  async function attend(job: JobRecord): Promise<JobRecord | undefined> {
    try {
      const rules = rulesOf.get(job.kind);
      const paused = rules ? (pausedUntil.get(rules.source) ?? 0) : Infinity;
      const now = clock.now();
      if (!rules || paused > now) return await postpone(job, rules ? paused + random() * 1_000 : now + 300_000);
      return await poll(rules, job);
    } catch (error) {
      // Nothing was recorded: the lease runs out, and the job is due again.
      log.error({ error: described(error), kind: job.kind, id: job.id }, 'A poll could not be recorded.');
      return job;
    }
  }

  /** Left out, the next poll stays where it is: somebody who watches may just have pulled it near. */
  async function postpone(job: JobRecord, until?: number): Promise<JobRecord> {
    await ledger.jobs.release(job, holder, until);
    return job;
  }

  async function poll(rules: JobRules, job: JobRecord): Promise<JobRecord | undefined> {
    const current = foldedState(job.state);
    if (current.phase !== 'IN_PROGRESS' && current.awaitedUntil !== null) return settleWait(rules, job, current.awaitedUntil);
    const { fold, polled } = await whileRenewing(job, () => ask(rules, job));
    return record(rules, job, fold, polled);
  }

  async function ask(rules: JobRules, job: JobRecord): Promise<{ fold: Fold; polled: Polled }> {
    try {
      const fold = await rules.ask(job);
      const at = clock.now();
      return { fold: fold ?? missingOrGone(rules, foldedState(job.state), at), polled: { at, answered: true } };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { fold: rules.unasked?.(error, clock.now()) ?? (() => undefined), polled: refusal(rules, job, error) };
    }
  }

  /** DPS is done, and what it only tells by webhook is waited for: it is not asked any more. */
  function settleWait(rules: JobRules, job: JobRecord, awaitedUntil: number): Promise<JobRecord | undefined> {
    const now = clock.now();
    return awaitedUntil > now ? postpone(job, awaitedUntil) : record(rules, job, rules.waitEnded(now));
  }

  function missingOrGone(rules: JobRules, { phase, missing }: FoldedState, at: number): Fold {
    if (phase !== 'IN_PROGRESS') return () => undefined;
    const final = missing !== null && missing.times + 1 >= goneAfter.times && at - missing.since >= goneAfter.ms;
    return final ? rules.gone(at) : rules.missing(at);
  }

  function refusal(rules: JobRules, job: JobRecord, { reason }: Failure): Polled {
    const at = clock.now();
    const retryAfterMs = 'retryAfterMs' in reason ? reason.retryAfterMs : undefined;
    if (retryAfterMs !== undefined) pausedUntil.set(rules.source, at + retryAfterMs);
    log.warn({ reason: reason.kind, source: rules.source, kind: job.kind, id: job.id, retryAfterMs }, 'A job could not be asked about.');
    return { at, answered: false, retryAfterMs };
  }

  async function record(rules: JobRules, job: JobRecord, fold: Fold, polled?: Polled): Promise<JobRecord | undefined> {
    const outcome = await recording.record(rules, job, fold, { releaseLeaseOf: holder, ...(polled ? { polled } : {}) });
    return outcome.job;
  }

  /** A poll may take longer than its lease: it is renewed, so that nobody else begins the same. */
  async function whileRenewing<T>(job: JobRef, work: () => Promise<T>): Promise<T> {
    let over = false;
    let renewal = Promise.resolve();
    let cancel = clock.schedule(renew, leaseMs / 3);
    function renew(): Promise<void> {
      renewal = renewed();
      return renewal;
    }
    async function renewed(): Promise<void> {
      try {
        await ledger.jobs.claim(job, { now: clock.now(), holder, leaseMs });
      } catch (error) {
        log.warn({ error: described(error), kind: job.kind, id: job.id }, 'A lease could not be renewed.');
      }
      if (!over) cancel = clock.schedule(renew, leaseMs / 3);
    }
    try {
      return await work();
    } finally {
      over = true;
      cancel();
      // A renewal under way must not outlive the release.
      await renewal;
    }
  }

  async function claimAndPoll(ref: JobRef): Promise<JobRecord | undefined> {
    const now = clock.now();
    const job = await ledger.jobs.claim(ref, { now, holder, leaseMs });
    if (!job) return ledger.jobs.get(ref);
    const rules = rulesOf.get(job.kind);
    const isFresh = job.checkedAt !== null && now - job.checkedAt < freshMs;
    const mayAsk = rules !== undefined && (pausedUntil.get(rules.source) ?? 0) <= now;
    if (isFresh || !mayAsk) return postpone(job);
    return attend(job);
  }

  return {
    start() {
      if (state !== 'new') return;
      state = 'running';
      unlisten = recording.onScheduled(lookAt);
      lookAt(clock.now());
    },
    expect: (dueAt = clock.now()) => lookAt(dueAt),
    pollNow: (ref) => inHand.get(keyOf(ref)) ?? (state === 'stopped' ? ledger.jobs.get(ref) : hold(ref, () => claimAndPoll(ref))),
    async stop() {
      state = 'stopped';
      unlisten();
      look?.cancel();
      look = undefined;
      await looking;
      await Promise.allSettled(inHand.values());
    },
  };
}

function keyOf({ kind, id }: JobRef): string {
  return `${kind} ${id}`;
}
