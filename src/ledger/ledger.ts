import type { JobKind, Origin, Phase } from '../domain/job.ts';
import type { Keyring } from './keyring.ts';

/**
 * The durable store of Fonds: jobs, the events that made them what they are, and the small records around them.
 * One implementation of the rules, two databases below it (SQLite, PostgreSQL); `openLedger` picks one.
 * Every method rejects with a `Failure` of kind `ledgerUnavailable` while the database cannot be reached.
 */
export interface Ledger {
  readonly jobs: JobStore;
  readonly events: EventStore;
  readonly documents: DocumentStore;
  readonly leases: LeaseStore;
  /** The keys that this ledger seals with; they also sign cursors. `keyring.replace` takes a new ring while the process runs. */
  readonly keyring: Keyring;
  /** Resolves when the database answers; for the readiness probe. */
  ping(): Promise<void>;
  /**
   * Deletes events, webhook ids and ended jobs that were received before `before` (epoch ms). What a cursor pointed to is then gone.
   * Open jobs and their newest event stay, however old. Works in small steps, so that nobody waits long for it. Gives how many events went.
   */
  retain(before: number): Promise<number>;
  /** Waits for the transaction in hand, then lets go; everything later rejects with `ledgerUnavailable`. Twice is the same as once. */
  close(): Promise<void>;
}

/** Names one job. */
export interface JobRef {
  readonly kind: JobKind;
  readonly id: string;
}

/** Any JSON value that a record may hold. `undefined` properties are dropped on the way in. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * A job as the ledger keeps it: the fold of its events. `state` is readable at rest; `sealed` (presigned addresses and
 * other secrets) is encrypted at rest and clear here.
 */
export interface JobRecord<State = unknown, Sealed = unknown> extends JobRef {
  /** DPS contract that decides who may see it; null where the kind has none. */
  readonly contractId: string | null;
  readonly archiveId: string | null;
  /** The subject of the caller it belongs to, where the kind is personal (DVIDS); else null. */
  readonly owner: string | null;
  readonly phase: Phase;
  readonly state: State;
  readonly sealed: Sealed | null;
  /** Whether something may still happen to it that a watcher waits for (in progress, or a delivery still to come). */
  readonly open: boolean;
  /** Position of the event that created it: the order of lists, newest first. */
  readonly createdPosition: bigint;
  /** Position of its newest event. */
  readonly position: bigint;
  /** When the upstream was last asked about it (epoch ms), or null. */
  readonly checkedAt: number | null;
  /** When it is to be polled next (epoch ms); null when never again. */
  readonly nextPollAt: number | null;
  /** How many polls since the last change: the exponent of the back-off. */
  readonly quietPolls: number;
  /** Somebody watches until then (epoch ms). */
  readonly watchedUntil: number;
}

/** An event as it was recorded: one place in the one gapless order of the installation. */
export interface LedgerEvent<State = unknown, Sealed = unknown> extends JobRef {
  readonly position: bigint;
  readonly contractId: string | null;
  readonly archiveId: string | null;
  readonly owner: string | null;
  readonly origin: Origin;
  /** What happened, in the kind's own words, such as `status`, `delivered`, `filesLost`. */
  readonly name: string;
  /** RFC 3339, as the upstream said it or as we saw it. */
  readonly occurredAt: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly status: string;
  readonly previousStatus: string | null;
  /** False for news that came too late to change the job: recorded, but no subscriber's business. */
  readonly effective: boolean;
  /** The job after this event. */
  readonly state: State;
  readonly sealed: Sealed | null;
}

/** What a decision adds to the ledger. Position and `receivedAt` are given by the ledger. */
export type EventDraft = Pick<LedgerEvent, 'origin' | 'name' | 'occurredAt' | 'status' | 'previousStatus' | 'effective'> & {
  readonly state: unknown;
  readonly sealed: unknown;
};

/**
 * The job after a decision, and the events that led there (none when nothing changed but the times of polling). A job is the fold of
 * its events, so without one everything but `checkedAt`, `nextPollAt` and `quietPolls` stays as it was, whatever `job` says.
 */
export interface Decision {
  readonly job: Pick<JobRecord, 'contractId' | 'archiveId' | 'owner' | 'phase' | 'open' | 'state' | 'sealed'> &
    Partial<Pick<JobRecord, 'checkedAt' | 'nextPollAt' | 'quietPolls'>>;
  readonly events: readonly EventDraft[];
}

export interface RecordOptions {
  /** Webhook id: the record is made once for each; a repeat is told by `duplicate` and changes nothing. */
  readonly webhookId?: string;
  /** Releases this holder's lease on the job's polling in the same transaction. */
  readonly releaseLeaseOf?: string;
}

/** `duplicate` when the webhook id was known; `job` is as it now stands (undefined if there is none). */
export interface RecordOutcome {
  readonly duplicate: boolean;
  readonly job: JobRecord | undefined;
  readonly events: readonly LedgerEvent[];
}

export interface JobFilter {
  readonly kind: JobKind;
  /** Only jobs of these contracts; omit for all. */
  readonly contractIds?: readonly string[];
  readonly archiveId?: string;
  readonly owner?: string;
  readonly phase?: Phase;
  readonly open?: boolean;
}

export interface JobStore {
  get(ref: JobRef): Promise<JobRecord | undefined>;
  /** Many at once, in the order of the refs. */
  getMany(refs: readonly JobRef[]): Promise<(JobRecord | undefined)[]>;
  /**
   * The one way to change a job: `decide` gets the job as it stands (undefined when new) and says what it becomes.
   * It runs inside the transaction, with the job locked, so it must be pure and quick, and it may be run again; undefined means
   * nothing to record. Decision fields that are left out keep their value (null/0 on a new job). Rejects with what `decide` throws, and
   * when a new job has no event. When it resolves, the record is on the disk. When it rejects with `ledgerUnavailable` the record may
   * have been made all the same (the answer to a commit was lost): a repeat decides on the job as it then stands.
   */
  record(ref: JobRef, decide: (job: JobRecord | undefined) => Decision | undefined, options?: RecordOptions): Promise<RecordOutcome>;
  /** Newest first by `createdPosition`. `before`/`after` are exclusive positions: `after` gives older ones than it, `before` newer ones; `reverse` takes from the old end. */
  list(filter: JobFilter, page: { limit: number; after?: bigint; before?: bigint; reverse?: boolean }): Promise<JobRecord[]>;
  count(filter: JobFilter): Promise<number>;
  /** Takes the poll lease of jobs that are due at `now`, oldest due first; nobody else gets them before `now + leaseMs`. */
  claimDue(claim: { now: number; holder: string; leaseMs: number; limit: number }): Promise<JobRecord[]>;
  /**
   * Takes the lease of one job whether due or not; undefined when another holds it or the job is unknown. The holder itself gets it
   * again, for another `leaseMs`: who shares a holder's name must see to one poll at a time itself.
   */
  claim(ref: JobRef, claim: { now: number; holder: string; leaseMs: number }): Promise<JobRecord | undefined>;
  /**
   * Gives a lease back without a result, and says when to try again (left out: as it was planned); a job that is never to be polled
   * again stays so. Nothing happens when the lease is another's.
   */
  release(ref: JobRef, holder: string, nextPollAt?: number): Promise<void>;
  /** Says that somebody watches these jobs until `until`, and pulls a far next poll near. */
  watch(jobs: readonly Watched[], mark: WatchMark): Promise<void>;
  /** When the next poll may be claimed (epoch ms), leases considered, or undefined when no job is to be polled. */
  nextDue(): Promise<number | undefined>;
}

/** A job that is watched, as it was read: so it can be told whether it was asked about since. */
export type Watched = JobRef & Pick<JobRecord, 'checkedAt'>;

export interface WatchMark {
  /** How long somebody watches (epoch ms). */
  readonly until: number;
  /** The next poll is then at the latest. */
  readonly pollBefore: number;
  /** The same for a job that was asked about since it was read: what was due then is done. Default `pollBefore`. */
  readonly repollBefore?: number;
}

/** What a feed is about: one job, or all jobs of a kind under a contract. */
export interface Topic {
  readonly kind: JobKind;
  readonly id?: string;
  readonly contractId?: string;
}

export interface EventStore {
  /**
   * Effective events of a topic after a position, in order. Rejects with `cursorExpired` when retention has passed that position, and
   * when the ledger has not come so far (it was set back from a backup): waiting there would miss what happens in between.
   */
  after(topic: Topic, position: bigint, limit: number): Promise<LedgerEvent[]>;
  /** Effective events of every topic after a position, in order: what the process's one tail reads. It does not look at retention, which no tail lags behind. */
  allAfter(position: bigint, limit: number): Promise<LedgerEvent[]>;
  /** The newest position; 0 when nothing was ever recorded. */
  head(): Promise<bigint>;
  /** A consistent look: the head, and the jobs of the topic as they stand at it (only open ones for a contract's topic). */
  snapshot(topic: Topic): Promise<{ position: bigint; jobs: JobRecord[] }>;
  /** Remembers a webhook that changed no job (an unknown type); false when its id was known. */
  rememberWebhook(webhookId: string): Promise<boolean>;
  /**
   * Called after every commit that appended, also by other replicas (PostgreSQL: within ms; another process on the same SQLite file:
   * 250 ms). May be called too often, never too rarely: also after a broken connection was made again. Returns the end of it.
   */
  onAppend(listener: () => void): () => void;
}

/** A small record: links, tokens, uploads, logins, workflows. `version` starts at 1. */
export interface Document<Body = unknown, Sealed = unknown> {
  readonly kind: string;
  readonly id: string;
  readonly owner: string | null;
  readonly version: number;
  readonly body: Body;
  /** Encrypted at rest. */
  readonly sealed: Sealed | null;
  readonly updatedAt: number;
}

export interface DocumentStore {
  get(kind: string, id: string): Promise<Document | undefined>;
  getMany(kind: string, ids: readonly string[]): Promise<(Document | undefined)[]>;
  /**
   * Writes a whole document. With `version` it writes only over that version (0: only when absent) and gives undefined
   * when another was faster; without, it writes over whatever is there.
   */
  put(document: { kind: string; id: string; owner?: string | null; body: unknown; sealed?: unknown; version?: number }): Promise<Document | undefined>;
  delete(kind: string, id: string): Promise<void>;
  /** Documents of a kind, newest change first. */
  list(kind: string, filter?: { owner?: string; idPrefix?: string; limit?: number }): Promise<Document[]>;
}

/** Named leases for whatever one process at a time may do; a dead holder's lease ends by itself. */
export interface LeaseStore {
  /** True when the lease is now (or still) the holder's until `now + leaseMs`. */
  acquire(name: string, holder: string, now: number, leaseMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}
