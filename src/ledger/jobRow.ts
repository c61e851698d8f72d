import { jobKinds } from '../domain/job.ts';
import type { JobKind, Phase } from '../domain/job.ts';
import type { Row, SqlValue } from './database.ts';
import type { Keyring } from './keyring.ts';
import type { JobRecord, JobRef } from './ledger.ts';
import { big, integer, integerOrNull, json, text, textOrNull, truth } from './row.ts';

/** A job with what its row holds beside it. */
export interface StoredJob {
  readonly job: JobRecord;
  /** `state` and `sealed` as they lie in the row: written back untouched when only the times of polling change. */
  readonly stateText: string;
  readonly sealedText: string | null;
  readonly changedAt: number;
  readonly leaseHolder: string | null;
  readonly leaseUntil: number;
}

/** The columns of a job, in the order of `jobValues`. */
export const jobColumns = [
  'kind',
  'id',
  'contract_id',
  'archive_id',
  'owner',
  'phase',
  'is_open',
  'state',
  'sealed',
  'created_position',
  'position',
  'changed_at',
  'checked_at',
  'next_poll_at',
  'quiet_polls',
  'watched_until',
  'lease_holder',
  'lease_until',
] as const;

const pollColumns = ['checked_at', 'next_poll_at', 'quiet_polls', 'lease_holder', 'lease_until'] as const;
const newsColumns = ['phase', 'is_open', 'state', 'sealed', 'position', 'changed_at', ...pollColumns] as const;

/**
 * The columns to write over. What is left out leaves its indexes untouched: a poll without news, the most frequent of changes,
 * writes 2 pages of SQLite instead of 16.
 */
export function changedColumns(before: StoredJob | undefined, after: StoredJob): readonly string[] {
  const [old, now] = [before?.job, after.job];
  if (!old || old.contractId !== now.contractId || old.archiveId !== now.archiveId || old.owner !== now.owner) return jobColumns;
  return old.position === now.position ? pollColumns : newsColumns;
}

/** The columns for a SELECT or RETURNING, told apart from those of other tables in it. */
export const jobSelection = jobColumns.map((column) => `jobs.${column} AS ${column}`).join(', ');

/** Where a job's sealed part lies, for the keyring. */
export function jobPlace(ref: JobRef): string {
  return `jobs ${ref.kind} ${ref.id}`;
}

export function jobValues({ job, ...row }: StoredJob): SqlValue[] {
  return [
    job.kind,
    job.id,
    job.contractId,
    job.archiveId,
    job.owner,
    job.phase,
    job.open ? 1 : 0,
    row.stateText,
    row.sealedText,
    job.createdPosition,
    job.position,
    row.changedAt,
    job.checkedAt,
    job.nextPollAt,
    job.quietPolls,
    job.watchedUntil,
    row.leaseHolder,
    row.leaseUntil,
  ];
}

export function parseStoredJob(row: Row, keyring: Keyring): StoredJob {
  return {
    job: parseJob(row, keyring),
    stateText: text(row, 'state'),
    sealedText: textOrNull(row, 'sealed'),
    changedAt: integer(row, 'changed_at'),
    leaseHolder: textOrNull(row, 'lease_holder'),
    leaseUntil: integer(row, 'lease_until'),
  };
}

export function parseJob(row: Row, keyring: Keyring): JobRecord {
  const ref = { kind: parseKind(text(row, 'kind')), id: text(row, 'id') };
  const sealed = textOrNull(row, 'sealed');
  return {
    ...ref,
    contractId: textOrNull(row, 'contract_id'),
    archiveId: textOrNull(row, 'archive_id'),
    owner: textOrNull(row, 'owner'),
    phase: parsePhase(text(row, 'phase')),
    state: json(row, 'state'),
    sealed: sealed === null ? null : keyring.open(sealed, jobPlace(ref)),
    open: truth(row, 'is_open'),
    createdPosition: big(row, 'created_position'),
    position: big(row, 'position'),
    checkedAt: integerOrNull(row, 'checked_at'),
    nextPollAt: integerOrNull(row, 'next_poll_at'),
    quietPolls: integer(row, 'quiet_polls'),
    watchedUntil: integer(row, 'watched_until'),
  };
}

export function parseKind(value: string): JobKind {
  const kind = jobKinds.find((candidate) => candidate === value);
  if (!kind) throw new Error(`The ledger holds a job of the kind ${value}, which this Fonds does not know.`);
  return kind;
}

function parsePhase(value: string): Phase {
  if (value === 'IN_PROGRESS' || value === 'SUCCEEDED' || value === 'FAILED') return value;
  throw new Error(`The ledger holds a job in the phase ${value}, which this Fonds does not know.`);
}
