import { resolve } from 'node:path';
import type { Database } from './database.ts';
import { createDocumentStore } from './documents.ts';
import { createEventStore } from './events.ts';
import { createJobStore } from './jobs.ts';
import { keysFromFile } from './keyFile.ts';
import { checkKeyring } from './keyCheck.ts';
import { createKeyring, makeKey } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { createLeaseStore } from './leases.ts';
import type { Ledger } from './ledger.ts';
import { migrate } from './migrations.ts';
import { openPostgres } from './postgres.ts';
import { retain } from './retention.ts';
import { openSqlite } from './sqlite.ts';
import { unavailable } from './unavailable.ts';

export interface LedgerOptions {
  /** `sqlite:<path>`, relative or absolute (`sqlite::memory:` ends with the process), or `postgres://…` for several replicas. */
  readonly databaseUrl: string;
  /** Ring of 32-byte keys in base64; the first writes. Needed with PostgreSQL; with SQLite a file `<path>.keys` is made and kept when it is left out. */
  readonly encryptionKeys?: readonly string[];
  /** The clock for `receivedAt` and `updatedAt` (epoch ms); default `Date.now`. */
  readonly now?: () => number;
}

/** How long the database may take to say that it is there. */
const pingTimeoutMs = 2_000;

/**
 * Opens the ledger and brings its database up to date. Rejects with `ledgerUnavailable` when the database cannot be reached, and
 * with a plain error that says what to do when the address, the keys or the database's version do not fit.
 */
export async function openLedger({ databaseUrl, encryptionKeys, now = Date.now }: LedgerOptions): Promise<Ledger> {
  const { database, keys } = connect(databaseUrl, encryptionKeys);
  try {
    const keyring = createKeyring(await keys);
    await migrate(database);
    await checkKeyring(createDocumentStore(database, keyring, now));
    return assemble(database, keyring, now);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function assemble(database: Database, keyring: Keyring, now: () => number): Ledger {
  return {
    keyring,
    jobs: createJobStore(database, keyring, now),
    events: createEventStore(database, keyring, now),
    documents: createDocumentStore(database, keyring, now),
    leases: createLeaseStore(database),
    ping: () => within(pingTimeoutMs, database.query('SELECT position FROM head')),
    retain: (before) => retain(database, before),
    close: () => database.close(),
  };
}

interface Connection {
  readonly database: Database;
  readonly keys: readonly string[] | Promise<readonly string[]>;
}

function connect(databaseUrl: string, encryptionKeys: readonly string[] | undefined): Connection {
  if (/^postgres(?:ql)?:/.test(databaseUrl)) {
    if (!encryptionKeys) throw new Error('ENCRYPTION_KEYS is needed with PostgreSQL: every replica must have the same keys.');
    return { database: openPostgres({ url: databaseUrl }), keys: encryptionKeys };
  }
  if (!databaseUrl.startsWith('sqlite:')) throw new Error('DATABASE_URL is neither sqlite:<path> nor postgres://….');
  const name = databaseUrl.slice('sqlite:'.length);
  if (name === '') throw new Error('DATABASE_URL names no file: sqlite:<path>.');
  const path = name === ':memory:' ? name : resolve(name);
  // The database first: it makes the folder.
  const database = openSqlite({ path });
  const ownKeys = () => (name === ':memory:' ? [makeKey()] : keysFromFile(`${path}.keys`));
  return { database, keys: encryptionKeys ?? ownKeys() };
}

async function within(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(new Error(`No answer within ${timeoutMs} ms.`))), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
