import type { Clock } from '../domain/clock.ts';
import type { JobRecord, Ledger, Topic } from '../ledger/ledger.ts';
import { described, type EventLog } from './log.ts';
import { pollIntervalMs, watchedPollMs } from './pollTimes.ts';
import { topicKey } from './topicKey.ts';

/** Tells the ledger which jobs somebody watches, so that they are polled more often, by whichever process. */
export interface Watching {
  /** Somebody watches the jobs of this topic. Gives the function for when they no longer do. */
  watch(topic: Topic): () => void;
  stop(): void;
}

/** A mark holds for this long; it is renewed before that as long as somebody watches. */
const markMs = 60_000;
const renewMs = 20_000;
/** Open jobs of a contract read at once. */
const pageSize = 500;

export interface WatchingOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Called when a job may be due now. */
  readonly onPulled: () => void;
}

/** One per process. */
export function createWatching({ ledger, clock, log, onPulled }: WatchingOptions): Watching {
  const watched = new Map<string, { readonly topic: Topic; watchers: number }>();
  let cancelRenewal: (() => void) | undefined;
  let stopped = false;

  async function renew(): Promise<void> {
    cancelRenewal = undefined;
    for (const { topic } of [...watched.values()]) await mark(topic);
    if (watched.size > 0 && !stopped) cancelRenewal ??= clock.schedule(renew, renewMs);
  }

  /** A mark that fails is made with the next renewal: until then the jobs are polled as if nobody watched. */
  async function mark(topic: Topic): Promise<void> {
    try {
      for await (const jobs of jobsInFlight(topic)) await markJobs(jobs);
    } catch (error) {
      log.warn({ error: described(error), kind: topic.kind }, 'Jobs could not be marked as watched.');
    }
  }

  async function markJobs(jobs: readonly JobRecord[]): Promise<void> {
    const now = clock.now();
    const pace = (job: JobRecord): number => {
      // Who was watched before has its pace already, or was asked to wait longer: only the others are pulled forward.
      if (job.watchedUntil > now) return Number.MAX_SAFE_INTEGER;
      const dueAt = (job.checkedAt ?? 0) + pollIntervalMs(job.quietPolls, true, () => 0);
      return dueAt <= now ? now : now + watchedPollMs;
    };
    const byPace = Map.groupBy(jobs, pace);
    // One that another process asks about at this very moment is not due any more when the mark arrives.
    for (const [pollBefore, group] of byPace) await ledger.jobs.watch(group, { until: now + markMs, pollBefore, repollBefore: Math.max(pollBefore, now + watchedPollMs) });
    if (byPace.has(now)) onPulled();
  }

  async function* jobsInFlight({ kind, id, contractId }: Topic): AsyncGenerator<readonly JobRecord[]> {
    if (id !== undefined) {
      const job = await ledger.jobs.get({ kind, id });
      if (job?.phase === 'IN_PROGRESS') yield [job];
      return;
    }
    let after: bigint | undefined;
    for (;;) {
      const filter = { kind, phase: 'IN_PROGRESS' as const, ...(contractId === undefined ? {} : { contractIds: [contractId] }) };
      const jobs = await ledger.jobs.list(filter, { limit: pageSize, ...(after === undefined ? {} : { after }) });
      if (jobs.length > 0) yield jobs;
      if (jobs.length < pageSize) return;
      after = jobs.at(-1)?.createdPosition;
    }
  }

  return {
    watch(topic) {
      const key = topicKey(topic);
      const entry = watched.get(key) ?? { topic, watchers: 0 };
      entry.watchers += 1;
      if (entry.watchers === 1 && !stopped) {
        watched.set(key, entry);
        void mark(topic);
        cancelRenewal ??= clock.schedule(renew, renewMs);
      }
      let over = false;
      return () => {
        if (over) return;
        over = true;
        entry.watchers -= 1;
        if (entry.watchers === 0 && watched.get(key) === entry) watched.delete(key);
      };
    },
    stop() {
      stopped = true;
      watched.clear();
      cancelRenewal?.();
      cancelRenewal = undefined;
    },
  };
}
