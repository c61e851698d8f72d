import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open.ts';
import type { LedgerOptions } from '../../src/ledger/open.ts';
import { startPostgres } from './postgresServer.ts';

/** Where ledgers can live: what the contract suite runs against. */
export interface Store {
  /** Makes an empty database. */
  makePlace(): Promise<Place>;
  /** Closes every ledger that was opened here, then ends the store and all that it made. */
  stop(): Promise<void>;
}

/** One database, that ledgers may be opened on again and again. */
export interface Place {
  readonly databaseUrl: string;
  readonly encryptionKeys: readonly string[];
  open(options?: Partial<LedgerOptions>): Promise<Ledger>;
  /** Looks past the ledger at the rows themselves. */
  raw(sql: string): Promise<Record<string, unknown>[]>;
}

export const storeKinds: readonly { readonly name: string; readonly start: () => Promise<Store> }[] = [
  { name: 'SQLite', start: startSqliteStore },
  { name: 'PostgreSQL', start: startPostgresStore },
];

export async function startSqliteStore(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'fonds-ledger-'));
  let places = 0;
  return storeOf({
    async makeDatabase() {
      places += 1;
      return `sqlite:${join(folder, `${places}`, 'ledger.db')}`;
    },
    async raw(url, sql) {
      const database = new DatabaseSync(url.slice('sqlite:'.length));
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  });
}

export async function startPostgresStore(): Promise<Store> {
  const server = await startPostgres({ fsync: false });
  return storeOf({
    makeDatabase: () => server.makeSchema(),
    async raw(url, sql) {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    stop: () => server.stop(),
  });
}

interface Engine {
  makeDatabase(): Promise<string>;
  raw(url: string, sql: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

function storeOf(engine: Engine): Store {
  const opened: Ledger[] = [];
  return {
    async makePlace() {
      const databaseUrl = await engine.makeDatabase();
      const encryptionKeys = [randomBytes(32).toString('base64')];
      return {
        databaseUrl,
        encryptionKeys,
        async open(options = {}) {
          const ledger = await openLedger({ databaseUrl, encryptionKeys, ...options });
          opened.push(ledger);
          return ledger;
        },
        raw: (sql) => engine.raw(databaseUrl, sql),
      };
    },
    async stop() {
      for (const ledger of opened) await ledger.close();
      await engine.stop();
    },
  };
}
