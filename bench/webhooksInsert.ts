import { DatabaseSync } from 'node:sqlite';
import { Pool } from 'pg';

/** A bare durable insert: one row, one commit, nothing else. */
export interface Inserts {
  /** Resolves when the row is on the disk. */
  insert(id: string, body: string): Promise<void>;
  close(): Promise<void>;
}

/** Makes the table where there is none. `databaseUrl` as in the setting of that name. */
export async function openInserts(databaseUrl: string): Promise<Inserts> {
  const table = 'CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, body TEXT NOT NULL)';
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new DatabaseSync(databaseUrl.slice('sqlite:'.length));
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${table}`);
    const statement = database.prepare('INSERT INTO bare (id, body) VALUES (?, ?)');
    return {
      insert: async (id, body) => void statement.run(id, body),
      close: async () => database.close(),
    };
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 8 });
  await pool.query(table);
  return {
    insert: async (id, body) => void (await pool.query('INSERT INTO bare (id, body) VALUES ($1, $2)', [id, body])),
    close: () => pool.end(),
  };
}
