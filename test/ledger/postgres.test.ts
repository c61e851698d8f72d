import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Transaction } from '../../src/ledger/database.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import { countStep, dissemination, recordEvent } from './decisions.ts';
import { startPostgres } from './postgresServer.ts';
import type { PostgresServer } from './postgresServer.ts';

const encryptionKeys = [Buffer.alloc(32, 1).toString('base64')];
const unreachable = { reason: { kind: 'ledgerUnavailable' } };

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ fsync: false });
}, 60_000);
afterAll(() => server.stop());

/** Waits until `there` says so, looking whenever the ledger is said to have grown, and gives up with the test. */
async function until(ledger: Ledger, there: () => Promise<boolean>): Promise<void> {
  let woken = Promise.withResolvers<void>();
  const stop = ledger.events.onAppend(() => woken.resolve());
  while (!(await there())) {
    await woken.promise;
    woken = Promise.withResolvers();
  }
  stop();
}

describe('several replicas on one PostgreSQL', () => {
  let databaseUrl: string;
  let replicas: Ledger[] = [];
  const openReplica = async () => {
    const replica = await openLedger({ databaseUrl, encryptionKeys });
    replicas.push(replica);
    return replica;
  };
  beforeEach(async () => {
    databaseUrl = await server.makeDatabase();
    replicas = [];
  });
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
  });

  test('five that start at once on an empty database bring it up to date once', async () => {
    const ledgers = await Promise.all(Array.from({ length: 5 }, openReplica));
    await Promise.all(ledgers.map((ledger, index) => recordEvent(ledger, dissemination(`${index}`))));
    expect(await ledgers[0]?.events.head()).toBe(5n);
  });

  test('500 appends at once have one gapless order, and whoever reads meanwhile never sees a later one first', async () => {
    const [a, b, c] = [await openReplica(), await openReplica(), await openReplica()];
    let done = false;
    const read: bigint[] = [];
    const tail = (async () => {
      for (let last = false; !last; ) {
        last = done;
        const events = await c.events.allAfter(read.at(-1) ?? 0n, 7);
        read.push(...events.map(({ position }) => position));
        if (events.length > 0) last = false;
      }
    })();
    const outcomes = await Promise.all(Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? a : b).jobs.record(dissemination(`${index % 10}`), countStep)));
    done = true;
    await tail;
    const inOrder = Array.from({ length: 500 }, (_, index) => BigInt(index + 1));
    expect(read).toEqual(inOrder);
    expect(outcomes.flatMap(({ events }) => events.map(({ position }) => position)).toSorted((x, y) => Number(x - y))).toEqual(inOrder);
    expect((await c.jobs.get(dissemination('3')))?.state).toEqual({ step: 50 });
  });

  test('an append on one wakes the listeners of the other', async () => {
    const [a, b] = [await openReplica(), await openReplica()];
    const arrived = until(b, async () => (await b.events.head()) === 1n);
    await recordEvent(a, dissemination('d1'));
    await arrived;
  });

  test('the same webhook at two doors counts once', async () => {
    const [a, b] = [await openReplica(), await openReplica()];
    const outcomes = await Promise.all([a, b, a, b].map((replica) => replica.jobs.record(dissemination('d1'), countStep, { webhookId: 'w1' })));
    expect(outcomes.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    const remembered = await Promise.all([a, b, a, b].map((replica) => replica.events.rememberWebhook('w2')));
    expect(remembered.filter(Boolean)).toHaveLength(1);
  });

  test('each due job is polled by one of them, and a dead one’s jobs pass on', async () => {
    const [a, b] = [await openReplica(), await openReplica()];
    await Promise.all(Array.from({ length: 60 }, (_, index) => recordEvent(a, dissemination(`${index}`), { nextPollAt: 10 })));
    const claim = (ledger: Ledger, holder: string, now: number) => ledger.jobs.claimDue({ now, holder, leaseMs: 15_000, limit: 10 });
    const shares = await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? claim(a, 'A', 20) : claim(b, 'B', 20))));
    const ids = shares.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    await a.close();
    const left = 60 - ids.length;
    expect(await b.jobs.claimDue({ now: 15_019, holder: 'B', leaseMs: 15_000, limit: 100 })).toHaveLength(left);
    expect(await b.jobs.claimDue({ now: 15_020, holder: 'B', leaseMs: 15_000, limit: 100 })).toHaveLength(60 - left);
  });

  test('a named lease has one holder', async () => {
    const [a, b] = [await openReplica(), await openReplica()];
    const got = await Promise.all([a.leases.acquire('sweep', 'A', 0, 10), b.leases.acquire('sweep', 'B', 0, 10)]);
    expect(got.filter(Boolean)).toHaveLength(1);
  });

  test('other keys than the first replica’s are refused', async () => {
    await openReplica();
    await expect(openLedger({ databaseUrl, encryptionKeys: [Buffer.alloc(32, 2).toString('base64')] })).rejects.toThrow('lacks the key');
    await expect(openLedger({ databaseUrl })).rejects.toThrow('ENCRYPTION_KEYS is needed with PostgreSQL');
  });
});

describe('PostgreSQL going away', () => {
  let own: PostgresServer;
  let a: Ledger;
  let b: Ledger;
  /** Ended after each test, also one that timed out: its writers would go on for ever. */
  const load = { stop: false };
  afterEach(() => {
    load.stop = true;
  });
  beforeAll(async () => {
    own = await startPostgres({ fsync: false });
    a = await openLedger({ databaseUrl: own.url, encryptionKeys });
    b = await openLedger({ databaseUrl: own.url, encryptionKeys });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([a.close(), b.close()]);
    await own.stop();
  });

  test('while it is gone every call says so; once it is back everything goes on and nothing acknowledged is lost', async () => {
    load.stop = false;
    const woken = { count: 0 };
    a.events.onAppend(() => (woken.count += 1));
    const acknowledged: bigint[] = [];
    let refused = 0;
    const append = async (index: number) => {
      while (!load.stop) {
        try {
          const { events } = await b.jobs.record(dissemination(`${index}`), countStep);
          acknowledged.push(...events.map(({ position }) => position));
        } catch (error) {
          expect(error).toMatchObject(unreachable);
          refused += 1;
          await nextTurn();
        }
      }
    };
    const writers = [1, 2, 3].map(append);
    await until(a, async () => acknowledged.length > 50);
    await own.kill();
    await expect(a.ping()).rejects.toMatchObject(unreachable);
    await expect(a.events.head()).rejects.toMatchObject(unreachable);
    await expect(a.documents.put({ kind: 'x', id: 'x', body: 1 })).rejects.toMatchObject(unreachable);
    const [before, wokenBefore] = [acknowledged.length, woken.count];
    await own.restart();
    await until(a, async () => acknowledged.length > before + 50);
    load.stop = true;
    await Promise.all(writers);
    expect(refused).toBeGreaterThan(0);
    expect(woken.count).toBeGreaterThan(wokenBefore);
    const kept = (await a.events.allAfter(0n, 1_000_000)).map(({ position }) => position);
    // A commit whose answer was lost may be there unacknowledged; the other way round never.
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => BigInt(index + 1)));
    expect(acknowledged.filter((position) => position > kept.length)).toEqual([]);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    await a.ping();
  }, 60_000);

  test('whoever missed a wake-up while it was gone is woken when it is back', async () => {
    const head = await b.events.head();
    const arrived = until(a, async () => (await a.events.head().catch(() => head)) > head);
    await own.kill();
    await own.restart();
    await recordEvent(b, dissemination('after')).catch(() => recordEvent(b, dissemination('after')));
    await arrived;
  }, 60_000);
});

describe('the adapter of PostgreSQL', () => {
  let url: string;
  let databases: Database[] = [];
  const open = (statementTimeoutMs?: number) => {
    const database = openPostgres({ url, ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }) });
    databases.push(database);
    return database;
  };
  beforeEach(async () => {
    url = await server.makeDatabase();
    databases = [];
    const database = open();
    await database.query('CREATE TABLE numbers (name TEXT PRIMARY KEY, value BIGINT)');
    await database.query("INSERT INTO numbers VALUES ('a', 0), ('b', 0)");
  });
  afterEach(async () => {
    await Promise.all(databases.map((database) => database.close()));
  });
  const add = (transaction: Transaction, name: string) => transaction.query('UPDATE numbers SET value = value + 1 WHERE name = $1', [name]);

  test('two that wait for each other are told apart, and both come to their end', async () => {
    const database = open();
    const met = { count: 0, both: Promise.withResolvers<void>() };
    const crosswise = (first: string, second: string) =>
      database.transaction(async (transaction) => {
        await add(transaction, first);
        met.count += 1;
        if (met.count === 2) met.both.resolve();
        await met.both.promise;
        await add(transaction, second);
      });
    await Promise.all([crosswise('a', 'b'), crosswise('b', 'a')]);
    expect(await database.query('SELECT value FROM numbers')).toEqual([{ value: '2' }, { value: '2' }]);
    expect(met.count).toBeGreaterThan(2);
  });

  test('one that freezes with the head in its hands holds up the others for no longer than its limit', async () => {
    const frozen = open(200);
    const thawed = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const stuck = frozen.transaction(async (transaction) => {
      await add(transaction, 'a');
      locked.resolve();
      await thawed.promise;
      await add(transaction, 'b');
    });
    await locked.promise;
    await open().transaction((transaction) => add(transaction, 'a'));
    thawed.resolve();
    await expect(stuck).rejects.toMatchObject(unreachable);
    expect(await open().query('SELECT value FROM numbers ORDER BY name')).toEqual([{ value: '1' }, { value: '0' }]);
  });

  test('a statement that takes too long is given up', async () => {
    await expect(open(100).query('SELECT pg_sleep(60)')).rejects.toMatchObject(unreachable);
  });

  test('what fails in a transaction leaves nothing behind, and the connection is good for the next', async () => {
    const database = open();
    await expect(
      database.transaction(async (transaction) => {
        await add(transaction, 'a');
        throw new Error('on second thoughts');
      }),
    ).rejects.toThrow('on second thoughts');
    await expect(database.transaction((transaction) => transaction.query('SELECT nonsense'))).rejects.toThrow('nonsense');
    expect(await database.query("SELECT value FROM numbers WHERE name = 'a'")).toEqual([{ value: '0' }]);
  });

  test('an address where nobody answers is said to be so', async () => {
    const gone = await startPostgres({ fsync: false });
    await gone.stop();
    await expect(openLedger({ databaseUrl: gone.url, encryptionKeys })).rejects.toMatchObject(unreachable);
  });
});
