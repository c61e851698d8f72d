import type { Database, Dialect, Queryable, Transaction } from './database.ts';
import { integer } from './row.ts';

/** Room for another process's migration, and for a large table. */
const statementTimeoutMs = 600_000;

/**
 * Brings the database to the shape that this code knows, each step once, also when several processes start together.
 * Throws when the database is newer than the code.
 */
export async function migrate(database: Database): Promise<void> {
  const work = async (transaction: Transaction) => {
    for (const lock of database.dialect.migrationLock) await transaction.query(lock);
    const found = await versionOf(transaction);
    if (found > steps.length) {
      throw new Error(
        `The ledger's database is of version ${found}, and this Fonds knows versions up to ${steps.length}: start a newer Fonds, or give this one another DATABASE_URL.`,
      );
    }
    for (const [index, step] of steps.entries()) {
      if (index < found) continue;
      for (const statement of step(database.dialect)) await transaction.query(statement);
      await transaction.query('INSERT INTO ledger_versions (version) VALUES ($1)', [index + 1]);
    }
  };
  await database.transaction(work, { statementTimeoutMs });
}

async function versionOf(transaction: Queryable): Promise<number> {
  await transaction.query('CREATE TABLE IF NOT EXISTS ledger_versions (version BIGINT PRIMARY KEY)');
  const [row] = await transaction.query('SELECT COALESCE(MAX(version), 0) AS version FROM ledger_versions');
  return row ? integer(row, 'version') : 0;
}

/** Step n leads from version n to n + 1. A step that was released is never changed. Both databases read this SQL, but for the words of their dialects. */
const steps: readonly ((dialect: Dialect) => readonly string[])[] = [
  ({ positionKey }) => [
    // One row: the newest position, and the highest one that retention took. Who holds its lock appends.
    `CREATE TABLE head (
       only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
       position BIGINT NOT NULL,
       floor BIGINT NOT NULL
     )`,
    'INSERT INTO head (only_row, position, floor) VALUES (1, 0, 0)',
    // due_at: when somebody may poll it: not before it is time, and not while a lease runs.
    `CREATE TABLE jobs (
       kind TEXT NOT NULL,
       id TEXT NOT NULL,
       contract_id TEXT,
       archive_id TEXT,
       owner TEXT,
       phase TEXT NOT NULL,
       is_open BIGINT NOT NULL,
       state TEXT NOT NULL,
       sealed TEXT,
       created_position BIGINT NOT NULL,
       position BIGINT NOT NULL,
       changed_at BIGINT NOT NULL,
       checked_at BIGINT,
       next_poll_at BIGINT,
       quiet_polls BIGINT NOT NULL,
       watched_until BIGINT NOT NULL,
       lease_holder TEXT,
       lease_until BIGINT NOT NULL,
       due_at BIGINT GENERATED ALWAYS AS (CASE WHEN next_poll_at IS NULL OR next_poll_at > lease_until THEN next_poll_at ELSE lease_until END) STORED,
       PRIMARY KEY (kind, id)
     )`,
    'CREATE INDEX jobs_due ON jobs (due_at) WHERE due_at IS NOT NULL',
    'CREATE INDEX jobs_by_kind ON jobs (kind, created_position)',
    'CREATE INDEX jobs_by_contract ON jobs (kind, contract_id, created_position)',
    'CREATE INDEX jobs_by_archive ON jobs (kind, archive_id, created_position)',
    'CREATE INDEX jobs_by_owner ON jobs (kind, owner, created_position)',
    'CREATE INDEX jobs_open ON jobs (kind, contract_id) WHERE is_open = 1',
    'CREATE INDEX jobs_ended ON jobs (changed_at) WHERE is_open = 0',
    `CREATE TABLE events (
       position ${positionKey} PRIMARY KEY,
       kind TEXT NOT NULL,
       id TEXT NOT NULL,
       contract_id TEXT,
       archive_id TEXT,
       owner TEXT,
       origin TEXT NOT NULL,
       name TEXT NOT NULL,
       occurred_at TEXT NOT NULL,
       received_at BIGINT NOT NULL,
       status TEXT NOT NULL,
       previous_status TEXT,
       is_effective BIGINT NOT NULL,
       state TEXT NOT NULL,
       sealed TEXT
     )`,
    'CREATE INDEX events_by_job ON events (kind, id, position)',
    'CREATE INDEX events_by_contract ON events (kind, contract_id, position)',
    'CREATE INDEX events_by_age ON events (received_at)',
    'CREATE TABLE webhooks (id TEXT PRIMARY KEY, received_at BIGINT NOT NULL)',
    'CREATE INDEX webhooks_by_age ON webhooks (received_at)',
    `CREATE TABLE documents (
       kind TEXT NOT NULL,
       id TEXT NOT NULL,
       owner TEXT,
       version BIGINT NOT NULL,
       body TEXT NOT NULL,
       sealed TEXT,
       updated_at BIGINT NOT NULL,
       PRIMARY KEY (kind, id)
     )`,
    'CREATE INDEX documents_by_age ON documents (kind, updated_at)',
    'CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, lease_until BIGINT NOT NULL)',
  ],
];
