import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { openSqlite } from '../../src/ledger/sqlite.ts';
import { countStep, dissemination, recordEvent, stepOf } from './decisions.ts';

let folder: string;
let path: string;
let opened: Ledger[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fonds-sqlite-'));
  path = join(folder, 'made', 'ledger.db');
});
afterEach(async () => {
  for (const ledger of opened) await ledger.close();
  opened = [];
  await rm(folder, { recursive: true });
});

async function open(): Promise<Ledger> {
  const ledger = await openLedger({ databaseUrl: `sqlite:${path}` });
  opened.push(ledger);
  return ledger;
}

/** Another process that appends; `acknowledged` grows with what it prints. */
function startAppender(times?: number) {
  const script = join(import.meta.dirname, 'appender.script.ts');
  const child = spawn(process.execPath, [script, `sqlite:${path}`, ...(times === undefined ? [] : [`${times}`])], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: bigint[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => acknowledged.push(BigInt(line)));
  return { child, lines, acknowledged, ended: Promise.all([once(child, 'exit'), once(lines, 'close')]) };
}

describe('a process killed while it appends', () => {
  test('loses nothing that it acknowledged, and leaves a ledger without gaps', async () => {
    const acknowledged: bigint[] = [];
    for (const enough of [3, 40, 151]) {
      const appender = startAppender();
      while (appender.acknowledged.length < enough) await once(appender.lines, 'line');
      appender.child.kill('SIGKILL');
      await appender.ended;
      acknowledged.push(...appender.acknowledged);
      const ledger = await open();
      const kept = await ledger.events.allAfter(0n, 1_000_000);
      expect(kept.map(({ position }) => position)).toEqual(kept.map((_, index) => BigInt(index + 1)));
      expect(acknowledged.filter((position) => position > kept.length)).toEqual([]);
      const jobs = await ledger.jobs.getMany(['a', 'b', 'c'].map(dissemination));
      expect(jobs.reduce((sum, job) => sum + stepOf(job), 0)).toBe(kept.length);
      await ledger.close();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(194);
  });
});

describe('two processes on one file', () => {
  test('append in one order, and wake each other', async () => {
    const ledger = await open();
    const done = Promise.withResolvers<void>();
    ledger.events.onAppend(() => {
      void ledger.events.head().then((head) => (head === 60n ? done.resolve() : undefined), done.reject);
    });
    const appender = startAppender(30);
    for (let count = 0; count < 30; count += 1) await ledger.jobs.record(dissemination('a'), countStep);
    await appender.ended;
    await done.promise;
    expect(stepOf(await ledger.jobs.get(dissemination('a')))).toBe(40);
  });

  test('one that holds the file for too long makes the other say that it cannot be reached', async () => {
    await (await open()).close();
    const holder = new DatabaseSync(path);
    const database = openSqlite({ path, busyTimeoutMs: 20 });
    try {
      holder.exec('BEGIN IMMEDIATE');
      await expect(database.query('UPDATE head SET position = 0')).rejects.toMatchObject({ reason: { kind: 'ledgerUnavailable' } });
      holder.exec('ROLLBACK');
      await expect(database.query('UPDATE head SET position = 0')).resolves.toEqual([]);
    } finally {
      holder.close();
      await database.close();
    }
  });
});

describe('the files', () => {
  test('are for their owner only', async () => {
    const ledger = await open();
    await recordEvent(ledger, dissemination('d1'));
    const modes = await Promise.all((await readdir(dirname(path))).map(async (name) => [name, (await stat(join(dirname(path), name))).mode & 0o777]));
    expect(Object.fromEntries(modes)).toEqual({ 'ledger.db': 0o600, 'ledger.db-wal': 0o600, 'ledger.db-shm': 0o600, 'ledger.db.keys': 0o600 });
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  });

  test('a file where the folder should be is told at once', async () => {
    await writeFile(dirname(path), '');
    await expect(open()).rejects.toMatchObject({ reason: { kind: 'ledgerUnavailable' } });
  });

  test('an address that is neither of the two databases is refused', async () => {
    await expect(openLedger({ databaseUrl: 'mysql://localhost/fonds' })).rejects.toThrow('DATABASE_URL');
    await expect(openLedger({ databaseUrl: 'sqlite:' })).rejects.toThrow('DATABASE_URL');
  });

  test('a ledger in memory needs none', async () => {
    const ledger = await openLedger({ databaseUrl: 'sqlite::memory:' });
    await recordEvent(ledger, dissemination('d1'), { sealed: 'secret' });
    expect((await ledger.jobs.get(dissemination('d1')))?.sealed).toBe('secret');
    await ledger.close();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the key file', () => {
  const keyFile = () => `${path}.keys`;

  test('is made once and kept, also when two make it at the same time', async () => {
    const [a, b] = await Promise.all([open(), open()]);
    await recordEvent(a, dissemination('d1'), { sealed: 'secret' });
    expect((await b.jobs.get(dissemination('d1')))?.sealed).toBe('secret');
    const content = await readFile(keyFile(), 'utf8');
    expect(Buffer.from(content.trim(), 'base64')).toHaveLength(32);
    await a.close();
    await (await open()).close();
    expect(await readFile(keyFile(), 'utf8')).toBe(content);
    expect((await readdir(dirname(path))).filter((name) => name.startsWith('ledger.db.keys'))).toEqual(['ledger.db.keys']);
  });

  test('may get another key on top', async () => {
    const before = await open();
    await recordEvent(before, dissemination('d1'), { sealed: 'secret' });
    await before.close();
    await writeFile(keyFile(), `${Buffer.alloc(32, 5).toString('base64')}\n${await readFile(keyFile(), 'utf8')}`);
    expect((await (await open()).jobs.get(dissemination('d1')))?.sealed).toBe('secret');
  });

  test('that is lost is not quietly replaced by another', async () => {
    await (await open()).close();
    await unlink(keyFile());
    await expect(open()).rejects.toThrow('lacks the key');
  });

  test('that holds nonsense is told so', async () => {
    await (await open()).close();
    await writeFile(keyFile(), 'nonsense\n');
    await expect(open()).rejects.toThrow('not 32 bytes of base64');
  });
});
