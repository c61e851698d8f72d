import type { Database, SqlValue } from './database.ts';
import { pieces, placeholders } from './database.ts';
import { jobSelection, parseJob } from './jobRow.ts';
import type { Keyring } from './keyring.ts';
import type { JobFilter, JobRecord, JobRef, JobStore } from './ledger.ts';
import { createPolls } from './polls.ts';
import { createRecorder } from './recorder.ts';
import { integer } from './row.ts';

/** The jobs of the ledger. Their rules are in `recorder.ts` (changes) and `polls.ts` (who may poll when). */
export function createJobStore(database: Database, keyring: Keyring, now: () => number): JobStore {
  const record = createRecorder(database, keyring, now);

  async function getMany(refs: readonly JobRef[]): Promise<(JobRecord | undefined)[]> {
    const found = new Map<string, JobRecord>();
    for (const piece of pieces(refs)) {
      const values = piece.flatMap(({ kind, id }) => [kind, id]);
      const rows = await database.query(`SELECT ${jobSelection} FROM jobs WHERE (kind, id) IN (VALUES ${placeholders(piece.length, 2)})`, values);
      for (const job of rows.map((row) => parseJob(row, keyring))) found.set(`${job.kind} ${job.id}`, job);
    }
    return refs.map(({ kind, id }) => found.get(`${kind} ${id}`));
  }

  return {
    ...createPolls(database, keyring),
    getMany,
    get: async (ref) => (await getMany([ref]))[0],
    record: (ref, decide, options = {}) => record({ ref, decide, options }),
    async list(filter, { limit, after, before, reverse = false }) {
      const { where, values } = conditions(filter);
      if (after !== undefined) where.push(`created_position < $${values.push(after)}`);
      if (before !== undefined) where.push(`created_position > $${values.push(before)}`);
      const order = `ORDER BY created_position ${reverse ? 'ASC' : 'DESC'} LIMIT $${values.push(limit)}`;
      const rows = await database.query(`SELECT ${jobSelection} FROM jobs WHERE ${where.join(' AND ')} ${order}`, values);
      const jobs = rows.map((row) => parseJob(row, keyring));
      return reverse ? jobs.toReversed() : jobs;
    },
    async count(filter) {
      const { where, values } = conditions(filter);
      const [row] = await database.query(`SELECT COUNT(*) AS total FROM jobs WHERE ${where.join(' AND ')}`, values);
      return row ? integer(row, 'total') : 0;
    },
  };
}

function conditions({ kind, contractIds, archiveId, owner, phase, open }: JobFilter): { where: string[]; values: SqlValue[] } {
  const values: SqlValue[] = [kind];
  const where = ['kind = $1'];
  const equal = (column: string, value: SqlValue | undefined) => value !== undefined && where.push(`${column} = $${values.push(value)}`);
  equal('archive_id', archiveId);
  equal('owner', owner);
  equal('phase', phase);
  if (open !== undefined) where.push(`is_open = ${open ? 1 : 0}`);
  // An empty list means no contract at all: nothing is to be found.
  if (contractIds) where.push(contractIds.length === 0 ? '1 = 0' : `contract_id IN (${contractIds.map((id) => `$${values.push(id)}`).join(', ')})`);
  return { where, values };
}
