import { mayFollow, type FlowStep, type JobState, type Origin, type Phase, type StatusChange } from './job.ts';

/** What the folds of all kinds of job share: how far news moves a job. Pure; times come in as arguments. */

/** How Fonds learns of news; a snapshot is none. */
export type NewsOrigin = Exclude<Origin, 'SNAPSHOT'>;

/** One step of a job's history, with the kind's own status. */
export interface TypedStatusChange<Status extends string> extends StatusChange {
  readonly status: Status;
}

/** A job's state as a fold keeps it. */
export interface FoldedState<Status extends string = string> extends JobState {
  readonly status: Status;
  readonly history: readonly TypedStatusChange<Status>[];
  /** Whether something may still happen that a watcher waits for. */
  readonly open: boolean;
  /** Rank of the furthest known step; -1 before any. An unknown status does not change it. */
  readonly reached: number;
  /** When the upstream had last been asked as of the newest event (epoch ms); null when never. */
  readonly checkedAt: number | null;
  /** Until when a webhook with the rest of the news is waited for (epoch ms), once the job has been seen to have ended without it; else null. */
  readonly awaitedUntil: number | null;
  /** Answers 404 in a row since (epoch ms); null when the last answer was another. */
  readonly missing: { readonly times: number; readonly since: number } | null;
}

/** What a fold makes of an observation. `event` is undefined when there is nothing to tell anybody. */
export interface Observed<State, Sealed> {
  readonly state: State;
  readonly sealed: Sealed | null;
  readonly event: ObservedEvent | undefined;
}

/** An event before it has its place in the ledger. Names are the kinds' own words, such as `status`. */
export interface ObservedEvent {
  readonly origin: NewsOrigin;
  readonly name: string;
  /** RFC 3339. */
  readonly occurredAt: string;
  readonly status: string;
  readonly previousStatus: string | null;
  /** False for news that changed nothing. */
  readonly effective: boolean;
}

/** A status that was seen. `step` is undefined for one that is new to us. */
export interface StatusNews<Status extends string> {
  readonly status: Status;
  readonly upstreamStatus: string;
  readonly step: FlowStep | undefined;
  readonly occurredAt: string;
  readonly origin: NewsOrigin;
}

/** The part of a state that says where the job stands. */
export type Standing<Status extends string> = Pick<
  FoldedState<Status>,
  'phase' | 'progress' | 'status' | 'upstreamStatus' | 'updatedAt' | 'history' | 'reached'
>;

/** What every job begins with when nothing is known but that it was there at that time (RFC 3339). */
export function untoldJob(at: string): FoldedState<'UNRECOGNIZED'> {
  return {
    status: 'UNRECOGNIZED',
    upstreamStatus: '',
    phase: 'IN_PROGRESS',
    progress: 0,
    reached: -1,
    requestedAt: at,
    updatedAt: at,
    problem: null,
    history: [],
    open: true,
    checkedAt: null,
    awaitedUntil: null,
    missing: null,
  };
}

/**
 * Where a job stands after a status was seen; undefined when that is no news, or news that came too late.
 * Late is what does not lie further along the flow than the furthest step that was ever reached: also an unknown status in
 * between does not open the way back. From an unknown status the job may return to the very step it came from.
 */
export function moved<Status extends string>(job: Standing<Status> | undefined, news: StatusNews<Status>): Standing<Status> | undefined {
  if (job && !isNews(job, news)) return undefined;
  const phase = news.step?.phase ?? 'IN_PROGRESS';
  return {
    phase,
    progress: Math.max(job?.progress ?? 0, news.step?.progress ?? 0),
    status: news.status,
    upstreamStatus: news.upstreamStatus,
    updatedAt: news.occurredAt,
    reached: Math.max(job?.reached ?? -1, news.step?.rank ?? -1),
    history: lengthened(job?.history ?? [], {
      phase,
      status: news.status,
      upstreamStatus: news.upstreamStatus,
      occurredAt: news.occurredAt,
      origin: news.origin,
    }),
  };
}

/** The event of news that led from one state to another (undefined before: the job was not known). `effective` is false for news that changed nothing. */
export function eventOf(name: string, origin: NewsOrigin, occurredAt: string, before: { readonly status: string } | undefined, after: { readonly status: string }, effective = true): ObservedEvent {
  return { name, origin, occurredAt, status: after.status, previousStatus: before?.status ?? null, effective };
}

/** Whether a status has nothing new to say because it is behind where the job is (and not the status it has). */
export function isLate<Status extends string>(job: Standing<Status>, news: StatusNews<Status>): boolean {
  return news.upstreamStatus !== job.upstreamStatus && !isNews(job, news);
}

/** The answer was 404, once more: kept until the next answer, for a job may be gone for good, or only just not there yet. */
export function missedAgain(missing: FoldedState['missing'], seenAt: number): NonNullable<FoldedState['missing']> {
  return { times: (missing?.times ?? 0) + 1, since: missing?.since ?? seenAt };
}

/** A job that ends without its upstream having said so: the status stays, the phase is FAILED. */
export function brokenOff<Status extends string>(job: Standing<Status>, at: string, origin: NewsOrigin): Standing<Status> {
  const phase: Phase = 'FAILED';
  const { status, upstreamStatus } = job;
  return { ...job, phase, updatedAt: at, history: lengthened(job.history, { phase, status, upstreamStatus, occurredAt: at, origin }) };
}

/** A history keeps its first change and its newest ones: an upstream that wavers between two unknown statuses must not fill the ledger. */
const longestHistory = 100;

function lengthened<Change>(history: readonly Change[], change: Change): Change[] {
  const kept = history.length < longestHistory ? history : [...history.slice(0, 1), ...history.slice(2 - longestHistory)];
  return [...kept, change];
}

function isNews<Status extends string>(job: Standing<Status>, news: StatusNews<Status>): boolean {
  if (news.upstreamStatus === job.upstreamStatus) return false;
  const furthest: FlowStep = { rank: job.reached, progress: job.progress, phase: job.phase };
  if (mayFollow(furthest, news.step)) return true;
  return job.phase === 'IN_PROGRESS' && job.status === 'UNRECOGNIZED' && news.step?.rank === job.reached;
}
