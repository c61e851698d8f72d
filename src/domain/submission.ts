import type { FlowStep, Phase, Problem } from './job.ts';
import type { FoldedState } from './jobFold.ts';

/** Submissions: packages handed in to DPS for preservation (nb-dps.md §5). What one is; how news changes it is in submissionFold.ts. */

/** Both published lists of statuses and what was seen in production (§5.9), in the order of their flow; `UNRECOGNIZED` for any other. */
export const submissionStatuses = [
  'REGISTERED',
  'UPLOAD_COMPLETED',
  'TRANSFERRING',
  'VALIDATING',
  'VALIDATED',
  'PROCESSING',
  'ARCHIVING',
  'TRANSFERRED_TO_ARCHIVE',
  'PRESERVED',
  'REJECTED',
  'UNRECOGNIZED',
] as const;
export type SubmissionStatus = (typeof submissionStatuses)[number];

const step = (rank: number, progress: number, phase: Phase = 'IN_PROGRESS'): FlowStep => ({ rank, progress, phase });

/** The lists merged into one flow; that PROCESSING lies between VALIDATED and ARCHIVING follows the old webhook names, and that the last two are the ends is [inferred] (§5.9). */
const flow: Readonly<Record<string, FlowStep>> = {
  REGISTERED: step(0, 0),
  UPLOAD_COMPLETED: step(1, 0.25),
  TRANSFERRING: step(2, 0.35),
  VALIDATING: step(3, 0.45),
  VALIDATED: step(4, 0.6),
  PROCESSING: step(5, 0.7),
  ARCHIVING: step(6, 0.8),
  TRANSFERRED_TO_ARCHIVE: step(7, 0.9),
  PRESERVED: step(9, 1, 'SUCCEEDED'),
  REJECTED: step(9, 0, 'FAILED'),
};

/** The place of a status in the flow; undefined for one that is new to us. */
export function submissionStep(upstreamStatus: string): FlowStep | undefined {
  return Object.hasOwn(flow, upstreamStatus) ? flow[upstreamStatus] : undefined;
}

/** The typed status of DPS's word. */
export function submissionStatus(upstreamStatus: string): SubmissionStatus {
  return submissionStatuses.find((known) => known === upstreamStatus) ?? 'UNRECOGNIZED';
}

/** A submission as it stands. Upload addresses are secrets and are no part of it (§5.4). */
export interface SubmissionState extends FoldedState<SubmissionStatus> {
  readonly submissionId: string;
  readonly contractId: string;
  /** The producer's id; null for one that only a webhook told of, since webhooks do not name it (§8.3). */
  readonly objectId: string | null;
  readonly clientId: string | null;
  /** Null before it is preserved. */
  readonly archiveId: string | null;
  readonly priority: number | null;
  /** Decimal digits; known once it is finalized. */
  readonly sizeInBytes: string | null;
  readonly files: readonly SubmissionFile[];
  /** Why it was rejected; empty when it was not, or when nobody told. */
  readonly reasons: readonly RejectionReason[];
}

/** A registered file (§5.8). */
export interface SubmissionFile {
  readonly fileId: string;
  readonly filePath: string;
  /** MD5, 32 hexadecimal digits. */
  readonly checksum: string | null;
  readonly isPackaged: boolean | null;
}

/** Why a submission was rejected (§8.3). */
export interface RejectionReason {
  /** A stable code of DPS, such as `FILE_CHECKSUM_MISMATCH`. */
  readonly code: string;
  readonly message: string | null;
  /** Null for the whole package. */
  readonly filePath: string | null;
}

/** What is wrong with a submission that ended badly. */
export const submissionProblems = {
  REJECTED: { code: 'REJECTED', message: 'DPS rejected this submission. What is to be mended is under `reasons`, as far as DPS told.' },
  GONE: {
    code: 'GONE',
    message: 'DPS no longer knows this submission. It forgets submissions that it has rejected; its reasons never came.',
  },
  DELETED: { code: 'DELETED', message: 'This submission was deleted before it was finalized.' },
} as const satisfies Record<string, Problem>;
