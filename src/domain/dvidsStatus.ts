import type { FlowStep, Phase } from './job.ts';

/** Where assets and batches of DVIDS stand (dvids-submission.md §6). The words are open: what is new to us is `UNRECOGNIZED`. */

/** The statuses of an asset in the order of their flow, and `UNRECOGNIZED` for any other. */
export const dvidsAssetStatuses = ['UPLOADED', 'PENDING_PROCESSING', 'NEEDS_APPROVAL', 'PUBLISHED', 'ARCHIVED', 'UNRECOGNIZED'] as const;
export type DvidsAssetStatus = (typeof dvidsAssetStatuses)[number];

const step = (rank: number, progress: number, phase: Phase = 'IN_PROGRESS'): FlowStep => ({ rank, progress, phase });

/** The flow of §6. Its order is [inferred]; that nothing fails is not: no such status is known, a file that cannot be processed just stays. */
const flow: Readonly<Record<string, FlowStep>> = {
  UPLOADED: step(0, 0),
  PENDING_PROCESSING: step(1, 0.4),
  NEEDS_APPROVAL: step(2, 0.8),
  PUBLISHED: step(9, 1, 'SUCCEEDED'),
  ARCHIVED: step(9, 1, 'SUCCEEDED'),
};

/** DVIDS's word as a name of the graph: letter case aside, `-` and `_` alike (§5.9: both are written). */
export function wordOf<Word extends string>(words: readonly Word[], upstreamText: string): Word | 'UNRECOGNIZED' {
  const name = upstreamText.trim().toUpperCase().replaceAll(/[-\s]/g, '_');
  return words.find((word) => word === name) ?? 'UNRECOGNIZED';
}

/** The typed status of DVIDS's word. */
export function dvidsAssetStatus(upstreamStatus: string): DvidsAssetStatus {
  return wordOf(dvidsAssetStatuses, upstreamStatus);
}

/** The place of a status in the flow; undefined for one that is new to us. */
export function dvidsAssetStep(upstreamStatus: string): FlowStep | undefined {
  return flow[dvidsAssetStatus(upstreamStatus)];
}

/**
 * The statuses of a batch. DVIDS has none: `OPEN` until it is closed, then `PROCESSING` and `NEEDS_APPROVAL` (nothing else is
 * left to happen) until every asset is public, which is `PUBLISHED`.
 */
export const dvidsBatchStatuses = ['OPEN', 'PROCESSING', 'NEEDS_APPROVAL', 'PUBLISHED'] as const;
export type DvidsBatchStatus = (typeof dvidsBatchStatuses)[number];

/** Where a batch stands: its step, and its status for want of one upstream. */
export interface DvidsBatchStanding extends FlowStep {
  readonly status: DvidsBatchStatus;
}

/**
 * Where a batch stands, from its own state and the statuses of its assets (DVIDS's words; undefined while they are not
 * known). It succeeds when it is closed and every asset is published or archived; a closed batch without assets has nothing left to do.
 * Being closed is a fifth of the way, the mean of the assets the rest; less than 1 before the end.
 */
export function dvidsBatchStanding(closed: boolean, assetStatuses: readonly string[] | undefined): DvidsBatchStanding {
  if (!closed) return { status: 'OPEN', ...step(0, 0) };
  if (!assetStatuses) return { status: 'PROCESSING', ...step(1, 0.2) };
  const steps = assetStatuses.map((status) => dvidsAssetStep(status));
  if (steps.every((each) => each?.phase === 'SUCCEEDED')) return { status: 'PUBLISHED', ...step(9, 1, 'SUCCEEDED') };
  const mean = steps.reduce((sum, each) => sum + (each?.progress ?? 0), 0) / steps.length;
  const approvalOnly = steps.every((each) => each !== undefined && each.rank >= 2);
  return approvalOnly ? { status: 'NEEDS_APPROVAL', ...step(2, 0.2 + 0.8 * mean) } : { status: 'PROCESSING', ...step(1, 0.2 + 0.8 * mean) };
}
