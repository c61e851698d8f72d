import type { Problem } from './job.ts';
import type { SourceName } from './source.ts';

/** Files on their way to an upstream's storage. Sizes are numbers of bytes: the largest is 5 TB, far below 2^53. */

const mebibyte = 1024 * 1024;

/** Storage takes parts of this size and above, but for the last one (dvids-submission.md §5.3). */
export const minPartBytes = 5 * mebibyte;
/** Storage takes at most this in one PUT (§5.2; nb-dps.md §5.3). */
export const maxSingleBytes = 5 * 1024 * mebibyte;
/** What all parts come to at most (dvids-submission.md §7). */
export const maxMultipartBytes = 5 * 1024 * 1024 * mebibyte;
/** The usual size of a part: what DVIDS recommends (§5.3). */
export const usualPartBytes = 100_000_000;
/** Parts are numbered from 1 to this (§5.3). */
export const maxParts = 10_000;

/** Where an upload stands. */
export const uploadStates = ['WAITING', 'RECEIVING', 'COMPLETE', 'FAILED'] as const;
export type UploadState = (typeof uploadStates)[number];

/** Where the bytes go: which upstream resource they belong to. */
export type UploadTarget =
  | { readonly kind: 'dpsFile'; readonly contractId: string; readonly submissionId: string; readonly fileId: string; readonly filePath: string; readonly isPackaged: boolean }
  | { readonly kind: 'dvidsSingle'; readonly batchId: string; readonly dvidsUploadId: string }
  | { readonly kind: 'dvidsMultipart'; readonly batchId: string; readonly dvidsUploadId: string };

export type UploadTargetKind = UploadTarget['kind'];

/** A part that storage has. */
export interface FinishedPart {
  readonly partNumber: number;
  readonly sizeInBytes: number;
}

/** An upload as the ledger keeps it; addresses and ETags lie apart, sealed. */
export interface Upload {
  readonly uploadId: string;
  readonly target: UploadTarget;
  /** How long the file is; null while nobody has said. */
  readonly sizeInBytes: number | null;
  /** The same as it was said when the upload was made, which holds for every sender; null where a sender may say. */
  readonly announcedBytes: number | null;
  /** Content type that the bytes must come with; null for any. */
  readonly contentType: string | null;
  /** MD5 that the bytes must have, 32 hexadecimal digits; null for any. */
  readonly md5: string | null;
  /** Size of the parts that the stream is cut into. */
  readonly partBytes: number;
  readonly state: UploadState;
  /** Bytes that storage has for good: what a sender goes on from. */
  readonly bytesStored: number;
  readonly parts: readonly FinishedPart[];
  readonly problem: Problem | null;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The source that an upload's bytes go to. */
export function sourceOfUpload({ target }: Pick<Upload, 'target'>): SourceName {
  return target.kind === 'dpsFile' ? 'DPS' : 'DVIDS';
}

/** Whether bytes that have arrived stay when the rest is cut off: so it is with parts, and a single PUT starts over. */
export function isResumable({ target }: Pick<Upload, 'target'>): boolean {
  return target.kind === 'dvidsMultipart';
}

/**
 * Sizes of the parts that a stretch of a file is sent in. Each part but the file's last has at least `minPartBytes`, so a
 * short rest joins the part before it. Undefined when the stretch is too short to be a part and not the end of the file.
 */
export function partSizes(length: number, partBytes: number, endsFile: boolean): number[] | undefined {
  if (!endsFile && length < minPartBytes) return undefined;
  const whole = Math.floor(length / partBytes);
  const rest = length - whole * partBytes;
  const sizes: number[] = Array.from({ length: whole }, () => partBytes);
  if (rest === 0) return sizes;
  if (endsFile || rest >= minPartBytes) return [...sizes, rest];
  return [...sizes.slice(0, -1), (sizes.at(-1) ?? 0) + rest];
}

/** The part size for a file: the usual one, larger where the file would else have too many parts. */
export function partBytesFor(sizeInBytes: number | null, wanted: number = usualPartBytes): number {
  return Math.max(wanted, minPartBytes, Math.ceil((sizeInBytes ?? 0) / maxParts));
}

/** All parts of an upload: those that storage has, and those still to come where the file's length is known. */
export function plannedParts({ target, parts, sizeInBytes, bytesStored, partBytes }: Pick<Upload, 'target' | 'parts' | 'sizeInBytes' | 'bytesStored' | 'partBytes'>): (FinishedPart & { readonly done: boolean })[] {
  const done = parts.map((part) => ({ ...part, done: true }));
  if (!isResumable({ target }) || sizeInBytes === null) return done;
  const rest = partSizes(sizeInBytes - bytesStored, partBytes, true) ?? [];
  return [...done, ...rest.map((size, index) => ({ partNumber: done.length + index + 1, sizeInBytes: size, done: false }))];
}
