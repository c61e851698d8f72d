/** Work that an upstream does for us over time: what the graph calls `Job`, and the ledger's record of it. */

/** The kinds of job. The kind and the id together name a job. */
export const jobKinds = ['dissemination', 'submission', 'dvidsBatch'] as const;
export type JobKind = (typeof jobKinds)[number];

/** Where a job stands, whatever its upstream calls it. */
export type Phase = 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';

/** How Fonds learnt of a change: our own call, a webhook, a poll, or (for a subscription's first event) the state as it is. */
export type Origin = 'REQUEST' | 'WEBHOOK' | 'POLL' | 'SNAPSHOT';

/** Why a job failed, or what is wrong with it, in a stable code and our own words. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** One step of a job's history. Times are RFC 3339. */
export interface StatusChange {
  readonly phase: Phase;
  readonly upstreamStatus: string;
  readonly occurredAt: string;
  readonly origin: Exclude<Origin, 'SNAPSHOT'>;
}

/** What every job's state holds; each kind adds its own fields. Times are RFC 3339 text, `progress` runs from 0 to 1. */
export interface JobState {
  readonly phase: Phase;
  readonly progress: number;
  /** The upstream's own word for the status, also when it is new to us. */
  readonly upstreamStatus: string;
  readonly requestedAt: string;
  readonly updatedAt: string;
  readonly problem: Problem | null;
  readonly history: readonly StatusChange[];
}

/** A job's place in its upstream's flow: how far along, how much of the whole, and in which phase. */
export interface FlowStep {
  /** Later steps have higher ranks; an end has the highest. Whether news is late is judged by this, never by clocks. */
  readonly rank: number;
  readonly progress: number;
  readonly phase: Phase;
}

/**
 * Whether news may move a job from one step to another: an end is never left, and nothing goes back.
 * A status without a step (new to us) may always follow one that is not an end.
 */
export function mayFollow(from: FlowStep | undefined, to: FlowStep | undefined): boolean {
  if (!from) return true;
  if (from.phase !== 'IN_PROGRESS') return false;
  return !to || to.rank > from.rank;
}
