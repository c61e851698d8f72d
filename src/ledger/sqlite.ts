import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { checkedValues } from './database.ts';
import type { Database, Dialect, Queryable, Row, SqlValue, Transaction } from './database.ts';
import { createListeners } from './listeners.ts';
import { unavailable } from './unavailable.ts';

/** SQLite locks the whole file for a writer, so its transactions need no words about rows. */
const dialect: Dialect = { forUpdate: '', skipLocked: '', positionKey: 'INTEGER', migrationLock: [] };

const maxStatements = 256;
/** How often to look whether another process wrote to the file: SQLite has nothing that would tell us. */
const watchIntervalMs = 250;

export interface SqliteOptions {
  /** Path of the file, or `:memory:` for a database that ends with the process. */
  readonly path: string;
  /** How long a write waits for another process's. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens a file of SQLite, and makes it (0600, its folder 0700) when there is none. Every commit is on the disk before it is
 * acknowledged. SQLite answers in the caller's thread, so one connection serves all, and a transaction has it to itself.
 */
export function openSqlite({ path, busyTimeoutMs = 5_000 }: SqliteOptions): Database {
  const database = open(path, busyTimeoutMs);
  const statements = new Map<string, StatementSync>();
  const listeners = createListeners();
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;

  /** One after another: `work` has the connection to itself until its promise settles. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (closing) return Promise.reject(unavailable());
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  function statement(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) {
      // The most recently used goes to the end; the first is the one to forget.
      statements.delete(sql);
      statements.set(sql, known);
      return known;
    }
    const prepared = database.prepare(sql.replaceAll(/\$(\d+)/g, '?$1'));
    prepared.setReadBigInts(true);
    statements.set(sql, prepared);
    const [oldest] = statements.keys();
    if (statements.size > maxStatements && oldest !== undefined) statements.delete(oldest);
    return prepared;
  }

  const connection: Queryable = {
    // Async, so that what SQLite throws is a rejection.
    query: async (sql: string, values: readonly SqlValue[] = []): Promise<Row[]> => translated(() => statement(sql).all(...checkedValues(values))),
  };

  async function transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let appended = false;
    translated(() => database.exec('BEGIN IMMEDIATE'));
    try {
      const result = await work({ query: connection.query, notify: () => void (appended = true) });
      translated(() => database.exec('COMMIT'));
      if (appended) listeners.call();
      return result;
    } catch (error) {
      // Some errors (a full disk) have rolled back already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  async function closeAfter(work: Promise<unknown>): Promise<void> {
    await work;
    watch.stop();
    database.close();
  }

  const watch = watchOthers(database, listeners.call);
  return {
    dialect,
    query: (sql, values) => inTurn(() => connection.query(sql, values)),
    transaction: (work) => inTurn(() => transaction(work)),
    listen(listener) {
      const remove = listeners.add(listener);
      watch.start();
      return () => {
        remove();
        if (listeners.size === 0) watch.stop();
      };
    },
    close() {
      closing ??= closeAfter(last);
      return closing;
    },
  };
}

function open(path: string, busyTimeoutMs: number): DatabaseSync {
  return translated(() => {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // Made before SQLite would, so that it is never readable by others; its WAL takes over the mode.
      closeSync(openSync(path, 'a', 0o600));
    }
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF');
    return database;
  });
}

/** Tells of commits by other processes on the same file: `data_version` changes with them and not with ours. */
function watchOthers(database: DatabaseSync, call: () => void): { start(): void; stop(): void } {
  const statement = database.prepare('PRAGMA data_version');
  const version = () => statement.get()?.['data_version'];
  let timer: NodeJS.Timeout | undefined;
  let seen: unknown;
  return {
    start() {
      if (timer) return;
      seen = version();
      timer = setInterval(() => {
        const now = version();
        if (now !== seen) call();
        seen = now;
      }, watchIntervalMs).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}

/** Result codes that are about the file or the disk, not about the statement: busy, locked, read-only, I/O, full, cannot open. */
const unreachable = new Set([5, 6, 8, 10, 13, 14]);

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isUnreachable(error) ? unavailable(error) : error;
  }
}

function isUnreachable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  // The low byte is the primary result code; errors of the file system carry their name instead.
  if ('errcode' in error && typeof error.errcode === 'number') return unreachable.has(error.errcode & 0xff);
  return 'syscall' in error;
}
