import type { Clock } from '../domain/clock.ts';
import type { FoldedState, Observed } from '../domain/jobFold.ts';
import type { Failure } from '../domain/failure.ts';
import type { SourceName } from '../domain/source.ts';
import type { Decision, JobRecord, JobRef, Ledger, RecordOptions, RecordOutcome } from '../ledger/ledger.ts';
import type { JobKind } from '../domain/job.ts';
import { foldedState } from './folded.ts';
import { pollIntervalMs } from './pollTimes.ts';

/** What an observation came to. */
type Outcome = Observed<FoldedState, unknown>;

/**
 * Folds an observation into a job as the ledger holds it; undefined (or nothing in the list) when the observation says nothing about it.
 * What was seen together may be several changes, each with the state after it: all are recorded at once, each as an event.
 */
export type Fold = (job: JobRecord | undefined) => Outcome | readonly Outcome[] | undefined;

/** What of a state the ledger may find a job by; each kind has what it has. */
export type Indexable = FoldedState & { readonly contractId?: string | null; readonly archiveId?: string | null; readonly owner?: string | null };

/** What one kind of job adds to the machinery that all kinds share. */
export interface JobRules {
  readonly kind: JobKind;
  readonly source: SourceName;
  /** Asks the upstream how a job stands; undefined when it does not know the job (404). Rejects with a `Failure`. */
  readonly ask: (job: JobRecord) => Promise<Fold | undefined>;
  /** The upstream answered 404 (at epoch ms). */
  readonly missing: (seenAt: number) => Fold;
  /** It did so for good. */
  readonly gone: (seenAt: number) => Fold;
  /** The upstream could not be asked (at epoch ms). Left out: that says nothing about the job. */
  readonly unasked?: (failure: Failure, seenAt: number) => Fold;
  /** The wait until `awaitedUntil` is over. */
  readonly waitEnded: (seenAt: number) => Fold;
  /** What the ledger finds a job by. */
  readonly indexed: (state: Indexable) => Pick<JobRecord, 'contractId' | 'archiveId' | 'owner'>;
}

/** When the upstream was asked, and what it asked of us in return. */
export interface Polled {
  readonly at: number;
  /** Whether it answered at all. */
  readonly answered: boolean;
  /** It does not want to be asked before this is over. */
  readonly retryAfterMs?: number | undefined;
}

/** Writes what was learnt of jobs, and says when they are to be asked about next. */
export interface Recording {
  /** `polled` when the news came by asking; else nothing is known of how the upstream would answer. */
  record(rules: JobRules, ref: JobRef, fold: Fold, options?: RecordOptions & { readonly polled?: Polled }): Promise<RecordOutcome>;
  /** Calls the listener whenever a job got a time for its next poll (epoch ms). Gives a function that ends it. */
  onScheduled(listener: (nextPollAt: number) => void): () => void;
}

/** `random` is between 0 and 1. */
export function createRecording({ ledger, clock, random = Math.random }: { ledger: Ledger; clock: Clock; random?: () => number }): Recording {
  const listeners = new Set<(nextPollAt: number) => void>();
  return {
    async record(rules, ref, fold, { polled, ...options } = {}) {
      const now = clock.now();
      const outcome = await ledger.jobs.record(ref, (job) => decide({ rules, job, fold, now, polled, random }), options);
      const nextPollAt = outcome.job?.nextPollAt;
      if (nextPollAt != null) for (const listener of listeners) listener(nextPollAt);
      return outcome;
    },
    onScheduled(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

interface Deciding {
  readonly rules: JobRules;
  readonly job: JobRecord | undefined;
  readonly fold: Fold;
  readonly now: number;
  readonly polled: Polled | undefined;
  readonly random: () => number;
}

function decide({ rules, job, fold, now, polled, random }: Deciding): Decision | undefined {
  const outcomes = listOf(fold(job));
  const last = outcomes.at(-1);
  if (!last) return job && polled ? { job: { ...job, ...timesOf(foldedState(job.state), job, { now, polled, news: false, random }) }, events: [] } : undefined;
  const { state, sealed } = last;
  const news = outcomes.some(({ event }) => event?.effective ?? false);
  const times = timesOf(state, job, { now, polled, news, random });
  return {
    job: { ...rules.indexed(state), phase: state.phase, open: state.open, state, sealed, ...times },
    events: outcomes.flatMap(({ event, state, sealed }) => (event ? [{ ...event, state, sealed }] : [])),
  };
}

function listOf(folded: ReturnType<Fold>): readonly Outcome[] {
  if (folded === undefined) return [];
  return 'state' in folded ? [folded] : folded;
}

interface Timing {
  readonly now: number;
  readonly polled: Polled | undefined;
  /** Whether something changed: polling starts over from the shortest interval. */
  readonly news: boolean;
  readonly random: () => number;
}

function timesOf(state: FoldedState, job: JobRecord | undefined, { now, polled, news, random }: Timing): Partial<JobRecord> {
  const checked = polled?.answered ? { checkedAt: polled.at } : {};
  if (state.phase !== 'IN_PROGRESS') return { ...checked, quietPolls: 0, nextPollAt: state.open ? state.awaitedUntil : null };
  // What was learnt without asking, and was no news, leaves the times as they are.
  if (!polled && !news && job) return {};
  const quietPolls = news ? 0 : (job?.quietPolls ?? 0) + 1;
  const watched = (job?.watchedUntil ?? 0) > now;
  const interval = pollIntervalMs(quietPolls, watched, random);
  return { ...checked, quietPolls, nextPollAt: now + Math.max(interval, polled?.retryAfterMs ?? 0) };
}
