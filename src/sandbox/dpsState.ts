import { randomBytes } from 'node:crypto';
import type { Moving } from './dpsCourse.ts';
import { isFinal } from './dpsOptions.ts';

/** An order to retrieve an archive. Sizes are kept as digits, since they pass 2^53. */
export type Dissemination = Moving & {
  disseminationId: string;
  archiveId: string;
  clientId: string;
  contractId: string;
  objectId: string;
  sumSizeInBytes: string;
  priority: number;
  dateCreated: string;
};

/** A file of a submission. */
export type SubmissionFile = {
  fileId: string;
  filePath: string;
  checksum: string;
  isPackaged: boolean;
  uploadUrl: string;
  s3ObjectKey: string;
  /** What came over the upload URL, `null` before. */
  received: { sizeInBytes: number; md5: string } | null;
};

/** Why a submission was rejected. */
export type RejectionReason = { code: string; message: string; filePath?: string };

/** A package on its way into the archive; its course begins with finalize. */
export type Submission = Moving & {
  contractId: string;
  submissionId: string;
  objectId: string;
  clientId: string;
  priority: number;
  metadata: unknown;
  files: SubmissionFile[];
  events: unknown[];
  /** Given at finalize, told once preserved. */
  archiveId: string | null;
  /** The size once finalized. */
  sumSizeInBytes: string | null;
  reasons: RejectionReason[];
};

/** An archive that came from a submission. */
export type PreservedArchive = { archiveId: string; contractId: string; objectId: string; sumSizeInBytes: string; metadata: unknown; files: { path: string; sizeInBytes: number; md5: string }[] };

/** A webhook on its way to the receiver. */
export type Message = {
  id: string;
  type: string;
  /** The body, the same at every attempt. */
  body: string;
  attempts: number;
  createdAt: number;
  nextAt: number;
};

/** All that a restart must find again. */
export type DpsState = {
  version: 1;
  port: number;
  storagePort: number;
  tokenSecret: string;
  storageSecret: string;
  disseminations: Record<string, Dissemination>;
  submissions: Record<string, Submission>;
  preserved: Record<string, PreservedArchive>;
  outbox: Record<string, Message>;
  /** How often an object was submitted, by contract and object id; counted where ids are foreseeable. */
  timesSubmitted: Record<string, number>;
};

const isState = (kept: unknown): kept is DpsState => typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 && 'outbox' in kept;

const secret = (): string => randomBytes(32).toString('hex');

/** The state that a file held, else a new one. */
export const restoreDpsState = (kept: unknown): DpsState =>
  isState(kept)
    ? { ...kept, timesSubmitted: kept.timesSubmitted ?? {} }
    : { version: 1, port: 0, storagePort: 0, tokenSecret: secret(), storageSecret: secret(), disseminations: {}, submissions: {}, preserved: {}, outbox: {}, timesSubmitted: {} };

/** The most finished jobs that are remembered. */
const keptJobs = 2_000;

/** Forgets the oldest finished jobs when there are too many, so that a long-lived sandbox stays small. */
export const forgetOldJobs = (jobs: Record<string, { status: string }>): void => {
  const finished = Object.keys(jobs).filter((id) => isFinal(jobs[id]?.status ?? ''));
  for (const id of finished.slice(0, Math.max(0, finished.length - keptJobs))) delete jobs[id];
};

/** The entry of an id that came over the wire. */
export const lookUp = <T>(entries: Record<string, T>, id: string | undefined): T | undefined => (id !== undefined && Object.hasOwn(entries, id) ? entries[id] : undefined);

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A Base62 id of 22 characters (nb-dps.md §3), by chance or from these bytes. */
export const base62Id = (length = 22, bytes: Uint8Array = randomBytes(length)): string => Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');

const osloOffsetMs = 3_600_000;

/** A time as DPS writes it: with Norway's offset (winter time) and as many digits of the second as given. */
export const offsetTime = (at: number, moreDigits: string): string => `${new Date(at + osloOffsetMs).toISOString().slice(0, -1)}${moreDigits}+01:00`;
