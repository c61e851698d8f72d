import type { FlowStep, Phase, Problem } from './job.ts';
import type { FoldedState } from './jobFold.ts';

/** Disseminations: orders to DPS to deliver a preserved package (nb-dps.md §4). What one is; how news changes it is in disseminationFold.ts. */

/** The published statuses in the order of their flow, and `UNRECOGNIZED` for any other: DPS calls its list preliminary (§4.2). */
export const disseminationStatuses = [
  'RECEIVED',
  'QUEUED',
  'DOWNLOADING_FROM_REPOSITORY',
  'FIXITY_CHECK',
  'UPLOADING_TO_S3',
  'DISSEMINATED',
  'FAILED',
  'REJECTED',
  'UNRECOGNIZED',
] as const;
export type DisseminationStatus = (typeof disseminationStatuses)[number];

const step = (rank: number, progress: number, phase: Phase = 'IN_PROGRESS'): FlowStep => ({ rank, progress, phase });

/** The flow of §4.2. That DISSEMINATED, FAILED and REJECTED are the ends is [inferred]. */
const flow: Readonly<Record<string, FlowStep>> = {
  RECEIVED: step(0, 0),
  QUEUED: step(1, 0.1),
  DOWNLOADING_FROM_REPOSITORY: step(2, 0.25),
  FIXITY_CHECK: step(3, 0.5),
  UPLOADING_TO_S3: step(4, 0.75),
  DISSEMINATED: step(9, 1, 'SUCCEEDED'),
  FAILED: step(9, 0, 'FAILED'),
  REJECTED: step(9, 0, 'FAILED'),
};

/** The place of a status in the flow; undefined for one that is new to us. */
export function disseminationStep(upstreamStatus: string): FlowStep | undefined {
  return Object.hasOwn(flow, upstreamStatus) ? flow[upstreamStatus] : undefined;
}

/** The typed status of DPS's word. */
export function disseminationStatus(upstreamStatus: string): DisseminationStatus {
  return disseminationStatuses.find((known) => known === upstreamStatus) ?? 'UNRECOGNIZED';
}

/** A dissemination as it stands. Its presigned addresses are apart, in `DisseminationSealed`. */
export interface DisseminationState extends FoldedState<DisseminationStatus> {
  readonly disseminationId: string;
  readonly archiveId: string;
  readonly clientId: string | null;
  readonly contractId: string | null;
  readonly objectId: string | null;
  /** Decimal digits: sizes pass 2^53 (§3). */
  readonly sizeInBytes: string | null;
  /** 1 (most urgent) to 100; null while nobody told. */
  readonly priority: number | null;
  /** When its files were delivered (RFC 3339, as DPS said); null before. */
  readonly deliveredAt: string | null;
  readonly filesLost: boolean;
  readonly files: readonly DeliveredFile[];
}

/** A delivered file, without its address. */
export interface DeliveredFile {
  readonly filename: string;
  readonly sizeInBytes: string | null;
  /** RFC 3339 as it came, with up to nanoseconds; null when none was given. */
  readonly expiresAt: string | null;
  readonly checksum: string | null;
  readonly checksumAlgorithm: string | null;
}

/** The secrets of a dissemination: the presigned address of each file, in the order of `files`. */
export interface DisseminationSealed {
  readonly downloadUrls: readonly string[];
}

/** A delivered file as a reader sees it now: no address once it has expired. */
export interface DownloadableFile extends DeliveredFile {
  readonly expired: boolean;
  readonly downloadUrl: string | null;
}

/** The files of a dissemination at `now` (epoch ms): `[]` before the delivery. */
export function downloadableFiles(state: DisseminationState, sealed: DisseminationSealed | null, now: number): DownloadableFile[] {
  return state.files.map((file, index) => {
    const expired = file.expiresAt !== null && Date.parse(file.expiresAt) <= now;
    return { ...file, expired, downloadUrl: expired ? null : (sealed?.downloadUrls[index] ?? null) };
  });
}

/** What is wrong with a dissemination that ended badly. DPS gives no reasons (§4.2). */
export const disseminationProblems = {
  FAILED: { code: 'FAILED', message: 'DPS could not make this dissemination, and gives no reason. A new order may succeed.' },
  REJECTED: { code: 'REJECTED', message: 'DPS refused this dissemination, and gives no reason.' },
  GONE: { code: 'GONE', message: 'DPS no longer knows this dissemination. A new order is the remedy.' },
  FILES_LOST: {
    code: 'FILES_LOST',
    message: 'DPS has delivered, but its message with the download links never came, and it gives them only once. A new order is the remedy.',
  },
} as const satisfies Record<string, Problem>;
