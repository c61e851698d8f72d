import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError, Pool } from 'pg';
import type { ClientConfig, PoolClient } from 'pg';
import { checkedValues } from './database.ts';
import type { Database, Dialect, Queryable, Transaction, TransactionOptions } from './database.ts';
import { createListeners } from './listeners.ts';
import { createWakeUp, wakeUpChannel } from './postgresWakeUp.ts';
import { isUnavailable, unavailable } from './unavailable.ts';

const dialect: Dialect = {
  forUpdate: ' FOR UPDATE',
  skipLocked: ' FOR UPDATE SKIP LOCKED',
  positionKey: 'BIGINT',
  // Any number will do, as long as it is the same in every Fonds: these are the letters of the name, 0x666f6e6473.
  migrationLock: ['SELECT pg_advisory_xact_lock(439956169843)'],
};

/** How often one piece of work is tried when the database gives it up in favour of another. */
const maxAttempts = 5;
/** The client waits a little longer than the server, whose own limit ends a statement more gently. */
const clientMarginMs = 2_000;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with whatever parameters `pg` reads from it. */
  readonly url: string;
  /** Connections for statements; one more listens. Default 8. */
  readonly maxConnections?: number;
  /** How long a connection may take. Default 5 s. */
  readonly connectTimeoutMs?: number;
  /**
   * How long a statement may take, its waiting for locks included, and how long a transaction may lie idle before the server
   * ends it: no replica that is frozen or cut off holds up the others for longer. Default 10 s.
   */
  readonly statementTimeoutMs?: number;
}

/**
 * PostgreSQL by a pool of connections, and one more that listens for the appends of every replica. Nothing connects before it is
 * asked for; what is broken is replaced at the next use, so a restart of the server costs only the calls that fall into it.
 */
export function openPostgres({ url, maxConnections = 8, connectTimeoutMs = 5_000, statementTimeoutMs = 10_000 }: PostgresOptions): Database {
  const config: ClientConfig = {
    connectionString: url,
    application_name: 'fonds',
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + clientMarginMs,
  };
  const pool = new Pool({ ...config, max: maxConnections });
  // A connection that breaks tells so by an event, beside whatever fails by it; unheard, that would end the process.
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  const listeners = createListeners();
  const wakeUp = createWakeUp(config, listeners.call);
  const inHand = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** Keeps count of what is in hand: a pool that is ended leaves those who wait for a connection waiting. */
  async function accounted<T>(work: () => Promise<T>): Promise<T> {
    if (closing) throw unavailable();
    const running = retried(work);
    inHand.add(running);
    try {
      return await running;
    } finally {
      inHand.delete(running);
    }
  }

  async function transaction<T>(work: (transaction: Transaction) => Promise<T>, limitMs: number | undefined): Promise<T> {
    const client = await translated(() => pool.connect());
    const query = queryOf(client, limitMs);
    try {
      // The order of events rests on seeing what was committed while waiting for the head, whatever the server's default is.
      await query('BEGIN ISOLATION LEVEL READ COMMITTED');
      if (limitMs !== undefined) await query(`SET LOCAL statement_timeout = ${limitMs}`);
      let appended = false;
      const result = await work({ query, notify: () => void (appended = true) });
      await translated(() => client.query(appended ? `NOTIFY ${wakeUpChannel}; COMMIT` : 'COMMIT'));
      client.release();
      return result;
    } catch (error) {
      // A connection that cannot even roll back is thrown away, and its transaction with it.
      const rolledBack = !isUnavailable(error) && (await client.query('ROLLBACK').then(() => true, () => false));
      client.release(!rolledBack);
      throw error;
    }
  }

  return {
    dialect,
    query: (sql, values) => accounted(() => queryOf(pool)(sql, values)),
    transaction: (work, { statementTimeoutMs: limitMs }: TransactionOptions = {}) => accounted(() => transaction(work, limitMs)),
    listen(listener) {
      const remove = listeners.add(listener);
      wakeUp.start();
      return remove;
    },
    close() {
      closing ??= end();
      return closing;
    },
  };

  async function end(): Promise<void> {
    await Promise.allSettled([wakeUp.stop(), ...inHand]);
    await pool.end();
  }
}

function queryOf(connection: Pool | PoolClient, limitMs?: number): Queryable['query'] {
  const limit = limitMs === undefined ? {} : { query_timeout: limitMs + clientMarginMs };
  return async (text, values) => {
    const parameters = values && checkedValues(values);
    const { rows } = await translated(() => connection.query<Record<string, unknown>>({ text, ...(parameters ? { values: parameters } : {}), ...limit }));
    return rows;
  };
}

/** Runs it again when the server broke it off for the sake of another: a deadlock, or a serialization failure. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const again = error instanceof DatabaseError && (error.code === '40001' || error.code === '40P01') && attempt < maxAttempts;
      if (!again) throw error;
      await pause(Math.random() * 20 * attempt);
    }
  }
}

/**
 * What the server says of a statement stays as it is: that is a fault of ours. Everything else means that the server cannot be had:
 * broken or refused connections, timeouts (which `pg` throws as plain errors), and these classes of SQLSTATE: 08 connection,
 * 28 login, 53 resources, 57 shutdown or timeout, 58 system, with 25006 read-only (a standby), 25P03/25P04 idle or long transaction, 55P03 lock.
 */
const unreachable = /^(?:08|28|53|57|58|25006|25P03|25P04|55P03)/;

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseError && !unreachable.test(error.code ?? '')) throw error;
    throw unavailable(error);
  }
}

function ignore(): void {}
