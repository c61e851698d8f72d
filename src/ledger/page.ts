import type { Dialect, SqlValue, Transaction } from './database.ts';
import { pieces, placeholders } from './database.ts';
import { eventColumns, eventPlace, eventValues } from './eventRow.ts';
import type { StoredEvent } from './eventRow.ts';
import { changedColumns, jobColumns, jobPlace, jobSelection, jobValues, parseStoredJob } from './jobRow.ts';
import type { StoredJob } from './jobRow.ts';
import type { Keyring } from './keyring.ts';
import type { Decision, EventDraft, JobRecord, JobRef, LedgerEvent, RecordOptions, RecordOutcome } from './ledger.ts';
import { big, text, toJson } from './row.ts';

/** One wish to record. */
export interface Wish {
  readonly ref: JobRef;
  readonly decide: (job: JobRecord | undefined) => Decision | undefined;
  readonly options: RecordOptions;
}

/** The part of the ledger that a few records touch, held in memory for one transaction. */
export interface Page {
  /** Lets a wish decide, on top of those before it. Throws what the decision throws, and then has changed nothing. */
  apply(wish: Wish): RecordOutcome;
  /** Writes what the wishes came to. */
  write(): Promise<void>;
}

export interface PageOptions {
  readonly dialect: Dialect;
  readonly keyring: Keyring;
  /** Epoch ms: when the events of this page are received. */
  readonly now: number;
  readonly wishes: readonly Wish[];
}

/**
 * Reads what the wishes are about. The head's row is locked first, by everybody who appends: so positions are given in the order
 * of commits, a job that is new is new for one writer only, and writers cannot wait for each other in a circle.
 */
export async function openPage(transaction: Transaction, { dialect, keyring, now, wishes }: PageOptions): Promise<Page> {
  const head = await lockHead(transaction, dialect);
  const knownWebhooks = await findWebhooks(transaction, wishes);
  const found = await findJobs(transaction, dialect, keyring, wishes);
  const jobs = new Map(found);
  const changed = new Map<string, StoredJob>();
  const events: StoredEvent[] = [];
  const newWebhooks: string[] = [];

  /** What a decision makes of a job, with nothing kept yet. */
  function follow(ref: JobRef, before: StoredJob | undefined, decision: Decision) {
    const first = head + BigInt(events.length) + 1n;
    const drafted = decision.events.map((draft, index) => toEvent(ref, decision, draft, first + BigInt(index)));
    const newest = drafted.at(-1)?.event.position;
    if (newest !== undefined) return { drafted, after: changedJob(ref, before, decision, { first, newest }) };
    if (!before) throw new Error(`A new job (${ref.kind} ${ref.id}) needs an event that says how it came about.`);
    return { drafted, after: { ...before, job: { ...before.job, ...pollTimes(decision.job) } } };
  }

  function toEvent(ref: JobRef, { job }: Decision, draft: EventDraft, position: bigint): StoredEvent {
    const stateText = toJson(draft.state);
    const sealed = normal(draft.sealed);
    const { contractId, archiveId, owner } = job;
    const event: LedgerEvent = { ...draft, kind: ref.kind, id: ref.id, position, contractId, archiveId, owner, receivedAt: now, state: JSON.parse(stateText), sealed };
    return { event, stateText, sealedText: sealed === null ? null : keyring.seal(sealed, eventPlace(ref)) };
  }

  function changedJob(ref: JobRef, before: StoredJob | undefined, { job }: Decision, { first, newest }: { first: bigint; newest: bigint }): StoredJob {
    const stateText = toJson(job.state);
    const sealed = normal(job.sealed);
    const { contractId, archiveId, owner, phase, open } = job;
    const kept = before?.job ?? { createdPosition: first, checkedAt: null, nextPollAt: null, quietPolls: 0, watchedUntil: 0 };
    return {
      leaseHolder: before?.leaseHolder ?? null,
      leaseUntil: before?.leaseUntil ?? 0,
      changedAt: now,
      stateText,
      sealedText: sealed === null ? null : keyring.seal(sealed, jobPlace(ref)),
      job: { ...kept, ...pollTimes(job), kind: ref.kind, id: ref.id, contractId, archiveId, owner, phase, open, position: newest, state: JSON.parse(stateText), sealed },
    };
  }

  return {
    apply({ ref, decide, options: { webhookId, releaseLeaseOf } }) {
      const key = keyOf(ref);
      const before = jobs.get(key);
      if (webhookId !== undefined && knownWebhooks.has(webhookId)) return { duplicate: true, job: before?.job, events: [] };
      const decision = decide(before?.job);
      const { drafted, after } = decision ? follow(ref, before, decision) : { drafted: [], after: before };
      // From here on nothing throws.
      const released = after && releaseLeaseOf !== undefined && after.leaseHolder === releaseLeaseOf ? { ...after, leaseHolder: null, leaseUntil: 0 } : after;
      if (released && released !== before) {
        jobs.set(key, released);
        changed.set(key, released);
      }
      events.push(...drafted);
      if (webhookId !== undefined) {
        knownWebhooks.add(webhookId);
        newWebhooks.push(webhookId);
      }
      return { duplicate: false, job: released?.job, events: drafted.map(({ event }) => event) };
    },
    async write() {
      await insert(transaction, 'webhooks', ['id', 'received_at'], newWebhooks.map((id) => [id, now]));
      for (const [columns, rows] of Map.groupBy(changed.values(), (stored) => changedColumns(found.get(keyOf(stored.job)), stored))) {
        await insert(transaction, 'jobs', jobColumns, rows.map(jobValues), overwrite(columns));
      }
      if (events.length === 0) return;
      await insert(transaction, 'events', eventColumns, events.map(eventValues));
      await transaction.query('UPDATE head SET position = $1', [head + BigInt(events.length)]);
      transaction.notify();
    },
  };
}

/** Waits until nobody else appends, and gives the newest position; the head stays locked until the transaction ends. */
export async function lockHead(transaction: Transaction, dialect: Dialect): Promise<bigint> {
  const [row] = await transaction.query(`SELECT position FROM head WHERE only_row = 1${dialect.forUpdate}`);
  if (!row) throw new Error('The ledger has lost its head row.');
  return big(row, 'position');
}

async function findWebhooks(transaction: Transaction, wishes: readonly Wish[]): Promise<Set<string>> {
  const ids = wishes.flatMap(({ options: { webhookId } }) => webhookId ?? []);
  if (ids.length === 0) return new Set();
  const rows = await transaction.query(`SELECT id FROM webhooks WHERE id IN ${placeholders(1, ids.length)}`, ids);
  return new Set(rows.map((row) => text(row, 'id')));
}

/** In one order for everybody, so that two who lock several jobs cannot wait for each other. */
async function findJobs(transaction: Transaction, dialect: Dialect, keyring: Keyring, wishes: readonly Wish[]): Promise<Map<string, StoredJob>> {
  const refs = new Map(wishes.map(({ ref }) => [keyOf(ref), ref]));
  const where = `WHERE (kind, id) IN (VALUES ${placeholders(refs.size, 2)}) ORDER BY kind, id`;
  const rows = await transaction.query(`SELECT ${jobSelection} FROM jobs ${where}${dialect.forUpdate}`, [...refs.values()].flatMap(({ kind, id }) => [kind, id]));
  return new Map(rows.map((row) => parseStoredJob(row, keyring)).map((stored) => [keyOf(stored.job), stored]));
}

function overwrite(columns: readonly string[]): string {
  return ` ON CONFLICT (kind, id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

async function insert(transaction: Transaction, table: string, columns: readonly string[], rows: readonly SqlValue[][], onConflict = ''): Promise<void> {
  for (const piece of pieces(rows)) {
    await transaction.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${placeholders(piece.length, columns.length)}${onConflict}`, piece.flat());
  }
}

/** The fields that a decision may leave out. */
function pollTimes({ checkedAt, nextPollAt, quietPolls }: Decision['job']) {
  return {
    ...(checkedAt === undefined ? {} : { checkedAt }),
    ...(nextPollAt === undefined ? {} : { nextPollAt }),
    ...(quietPolls === undefined ? {} : { quietPolls }),
  };
}

/** A value as it will be read again. */
function normal(value: unknown): unknown {
  return JSON.parse(toJson(value));
}

function keyOf({ kind, id }: JobRef): string {
  return `${kind} ${id}`;
}
