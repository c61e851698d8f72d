import { Failure, publicErrorOf } from '../../src/domain/failure.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { reference } from '../../src/sandbox/dvidsReference.ts';
import { startSqliteStore, storeKinds, type Place, type Store } from '../ledger/stores.ts';
import { logIn } from '../sandbox/dvidsVisitor.ts';
import { startDvidsReplicas, type DvidsReplica, type DvidsReplicas } from './dvidsReplicas.ts';

/** Users' tokens: renewed in time, once, whatever happens around it. */

const hour = 3600_000;
const codeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'no error', (error: unknown) => publicErrorOf(error).code);

describe.each(storeKinds)('two replicas on $name', ({ name, start }) => {
  let store: Store;
  let bench: DvidsReplicas;
  let ledgers: readonly [Ledger, Ledger];
  let one: DvidsReplica;
  let two: DvidsReplica;

  beforeAll(async () => {
    store = await start();
  }, 30_000);
  afterAll(() => store.stop());
  beforeEach(async () => {
    const place = await store.makePlace();
    ledgers = [await place.open(), await place.open()];
    bench = await startDvidsReplicas();
    [one, two] = [bench.replica(ledgers[0]), bench.replica(ledgers[1])];
  });
  afterEach(() => bench.stop());

  const as = { subject: 'ada', token: null };
  const refreshes = () => bench.dvids.count('token');

  test('ten requests at once when the token has ended make one renewal', async () => {
    await bench.connect(one, 'ada');
    bench.clock.forward(hour);
    const units = reference().units.slice(0, 10);
    const answers = await Promise.all(units.map(({ id }, index) => (index % 2 === 0 ? one : two).source.serviceUnit(id, as)));
    expect(answers.map((unit) => unit?.name)).toEqual(units.map(({ name }) => name));
    expect(refreshes()).toBe(1);
    expect(bench.dvids.calls.filter(({ route }) => route !== 'token').map(({ status }) => status)).toEqual(units.map(() => 200));
  });

  // PostgreSQL is where replicas are; one file has one process as a rule.
  const rounds = name === 'PostgreSQL' ? 10 : 2;

  test(`${rounds * 100} races for a rotating refresh token: one renewal each, and nobody is refused`, async () => {
    const subjects = Array.from({ length: 100 }, (_, index) => `user ${index}`);
    await Promise.all(subjects.map((subject) => bench.connect(one, subject)));
    for (let round = 1; round <= rounds; round += 1) {
      bench.clock.forward(hour);
      const tokens = await Promise.all(subjects.map((subject) => Promise.all([one, two, two, one].map(async (replica) => replica.sessions.token(subject)))));
      expect(tokens.map((got) => new Set(got).size)).toEqual(subjects.map(() => 1));
      expect(refreshes()).toBe(round * subjects.length);
    }
    expect(bench.dvids.calls.filter(({ route, status }) => route === 'token' && status !== 200)).toEqual([]);
  }, 120_000);

  test('what one replica has renewed the other one takes from the ledger', async () => {
    await bench.connect(one, 'ada');
    await two.sessions.token('ada');
    bench.clock.forward(hour);
    const renewed = await one.sessions.token('ada');
    expect(await two.sessions.token('ada')).toBe(renewed);
    expect(refreshes()).toBe(1);
  });

  test('a replica whose turn was over when DVIDS refused it finds what the other one got', async () => {
    await bench.connect(one, 'ada');
    bench.clock.forward(hour);
    // As if the lease of the first had run out while it waited for DVIDS: the second one uses the same refresh token.
    const slow = bench.replica({ ...ledgers[1], leases: { acquire: () => Promise.resolve(true), release: () => Promise.resolve() } });
    bench.dvids.misbehave({ match: 'token', how: { kind: 'latency', ms: 300 } });
    const first = slow.sessions.token('ada');
    await until(() => refreshes() === 1);
    const second = await one.sessions.token('ada');
    expect(await first).toBe(second);
    expect(await codeOf(two.source.countries('norway', as))).toBe('no error');
  });

  test('who disconnects at one replica is disconnected at the other within half a minute', async () => {
    await bench.connect(one, 'ada');
    await two.sessions.token('ada');
    await one.logins.disconnect({ subject: 'ada' });
    expect(await codeOf((async () => one.sessions.token('ada'))())).toBe('DVIDS_NOT_CONNECTED');
    bench.clock.forward(30_000);
    expect(await codeOf((async () => two.sessions.token('ada'))())).toBe('DVIDS_NOT_CONNECTED');
  });
});

describe('one process', () => {
  let store: Store;
  let place: Place;
  let ledger: Ledger;
  let bench: DvidsReplicas;
  let replica: DvidsReplica;
  let reads = 0;

  beforeAll(async () => {
    store = await startSqliteStore();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    place = await store.makePlace();
    ledger = await place.open();
    bench = await startDvidsReplicas();
    const { documents } = ledger;
    const counted = { ...documents, get: (kind: string, id: string) => ((reads += 1), documents.get(kind, id)) };
    replica = bench.replica({ ...ledger, documents: counted });
    await bench.connect(replica, 'ada');
    reads = 0;
  });
  afterEach(() => bench.stop());

  const as = { subject: 'ada', token: null };
  const refreshes = () => bench.dvids.count('token');
  const token = async () => replica.sessions.token('ada');

  test('a token that is at hand is given at once, without a look at the ledger', async () => {
    for (let call = 0; call < 1000; call += 1) expect(typeof replica.sessions.token('ada')).toBe('string');
    expect(reads).toBe(0);
  });

  test('a token is renewed before it ends, and nobody waits for that', async () => {
    const first = replica.sessions.token('ada');
    bench.clock.forward(hour - 200_000);
    const due = await token();
    expect(due).toBe(first);
    await until(() => replica.sessions.token('ada') !== first);
    expect(refreshes()).toBe(1);
    const { connected, expiresAt } = await replica.sessions.connection('ada');
    expect(connected).toBe(true);
    expect(Date.parse(expiresAt ?? '') - bench.clock.now()).toBeGreaterThan(hour - 5_000);
  });

  test('the next process goes on with the rotated refresh token', async () => {
    bench.clock.forward(hour);
    await token();
    const next = bench.replica(await place.open());
    bench.clock.forward(hour);
    expect(await codeOf(next.source.countries('norway', as))).toBe('no error');
    expect(bench.dvids.calls.filter(({ route }) => route === 'token').map(({ status }) => status)).toEqual([200, 200]);
  });

  test('a renewed token is stored as soon as the ledger can be reached again, and is used meanwhile', async () => {
    let down = false;
    const flaky = { ...ledger.documents, put: (document: Parameters<typeof ledger.documents.put>[0]) => (down ? Promise.reject(new Failure({ kind: 'ledgerUnavailable', message: 'down' })) : ledger.documents.put(document)) };
    const other = bench.replica({ ...ledger, documents: flaky });
    bench.clock.forward(hour);
    down = true;
    const renewed = (async () => other.sessions.token('ada'))();
    await until(() => bench.dvids.calls.some(({ route, status }) => route === 'token' && status === 200));
    await until(() => typeof other.sessions.token('ada') === 'string');
    expect((await ledger.documents.get('dvidsSession', 'ada'))?.version).toBe(1);
    down = false;
    expect(await renewed).toBe(other.sessions.token('ada'));
    expect((await ledger.documents.get('dvidsSession', 'ada'))?.sealed).toMatchObject({ accessToken: await renewed });
  });

  test('a refused renewal is DVIDS_NOT_CONNECTED with the way to connect, and DVIDS is not asked again', async () => {
    bench.dvids.revokeTokens();
    bench.clock.forward(hour);
    const refused: unknown = await replica.source.countries('norway', as).catch((error: unknown) => error);
    expect(publicErrorOf(refused)).toEqual({ code: 'DVIDS_NOT_CONNECTED', source: 'DVIDS', message: 'The DVIDS login has ended. `connectDvids` starts another one.', retryable: false });
    expect(await codeOf(replica.source.countries('norway', as))).toBe('DVIDS_NOT_CONNECTED');
    expect(refreshes()).toBe(1);
    expect(await replica.sessions.connection('ada')).toEqual({ connected: false, scopes: [], expiresAt: null });
    await bench.connect(replica, 'ada');
    expect(await codeOf(replica.source.countries('norway', as))).toBe('no error');
  });

  test('a renewal that fails is tried again by whoever comes later; a token that still lives is given out all the while', async () => {
    const first = await token();
    bench.clock.forward(hour - 200_000);
    bench.dvids.misbehave({ match: 'token', how: { kind: 'status', status: 503 } });
    expect(await token()).toBe(first);
    await until(() => refreshes() === 1);
    expect(await codeOf(replica.source.countries('norway', as))).toBe('no error');
    bench.clock.forward(5_000);
    await until(() => replica.sessions.token('ada') !== first);
    expect(refreshes()).toBe(2);
  });

  test('with the token ended, a renewal that fails is what every call comes to for a second', async () => {
    bench.clock.forward(hour);
    bench.dvids.misbehave({ match: 'token', times: Infinity, how: { kind: 'status', status: 503 } });
    expect(await codeOf(replica.source.countries('norway', as))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await codeOf(replica.source.countries('norway', as))).toBe('UPSTREAM_UNAVAILABLE');
    expect(refreshes()).toBe(1);
    bench.dvids.behave();
    bench.clock.forward(1_001);
    expect(await codeOf(replica.source.countries('norway', as))).toBe('no error');
  });

  test('a 401 means a renewal and one repeat, once for all who met it', async () => {
    for (const known of Object.keys(bench.dvids.state.accessTokens)) delete bench.dvids.state.accessTokens[known];
    const units = reference().units.slice(0, 10);
    const answers = await Promise.all(units.map(({ id }) => replica.source.serviceUnit(id, as)));
    expect(answers.map((unit) => unit?.serviceUnitId)).toEqual(units.map(({ id }) => id));
    expect(refreshes()).toBe(1);
  });

  test('a 401 that a new token does not mend is not answered with ever more renewals', async () => {
    bench.dvids.misbehave({ match: ({ path }) => path === '/country', times: Infinity, how: { kind: 'status', status: 401 } });
    for (let call = 0; call < 5; call += 1) expect(await codeOf(replica.source.countries('norway', as))).toBe('UPSTREAM_UNAVAILABLE');
    expect(refreshes()).toBe(1);
    bench.clock.forward(61_000);
    expect(await codeOf(replica.source.countries('norway', as))).toBe('UPSTREAM_UNAVAILABLE');
    expect(refreshes()).toBe(2);
  });

  test('who is not connected is told how to connect', async () => {
    const refused: unknown = await replica.source.countries('norway', { subject: 'bob', token: null }).catch((error: unknown) => error);
    expect(publicErrorOf(refused)).toMatchObject({ code: 'DVIDS_NOT_CONNECTED', message: expect.stringContaining('`connectDvids`') });
    expect(await replica.sessions.connection('bob')).toMatchObject({ connected: false });
  });

  test('each login has a name of its own', async () => {
    const first = await replica.sessions.sessionId('ada');
    bench.clock.forward(hour);
    await token();
    expect(await replica.sessions.sessionId('ada')).toBe(first);
    await bench.connect(replica, 'ada');
    expect(await replica.sessions.sessionId('ada')).not.toBe(first);
  });

  test('a login made anew while the old one is renewed is not overwritten by it', async () => {
    bench.clock.forward(hour);
    bench.dvids.misbehave({ match: 'token', how: { kind: 'latency', ms: 100 } });
    const renewed = token();
    await until(() => refreshes() === 1);
    await bench.connect(replica, 'ada');
    const anew = await ledger.documents.get('dvidsSession', 'ada');
    expect(await renewed).toBe(await token());
    expect(await ledger.documents.get('dvidsSession', 'ada')).toEqual(anew);
  });

  test('a login may take ten minutes; one that nobody came back from is swept away with the next', async () => {
    const url = await replica.logins.begin({ subject: 'ada' });
    const back = (await logIn(url)).href;
    bench.clock.forward(10 * 60_000);
    await expect(replica.logins.arrive(back)).rejects.toMatchObject({ problem: 'stateForged' });
    await replica.logins.begin({ subject: 'ada' });
    bench.clock.forward(10 * 60_000);
    await replica.logins.begin({ subject: 'ada' });
    expect(await ledger.documents.list('dvidsLogin')).toHaveLength(1);
  });

  test('what a login gave waits ten minutes for its answer, sealed; then it is swept away with the next login of anybody', async () => {
    const arrive = async () => replica.logins.arrive((await logIn(await replica.logins.begin({ subject: 'ada' }))).href);
    await arrive();
    const { confirmation } = await arrive();
    const rows = JSON.stringify(await place.raw('SELECT * FROM documents'));
    expect(rows).not.toContain(confirmation);
    const { accessTokens, refreshTokens } = bench.dvids.state;
    for (const token of [...Object.keys(accessTokens), ...Object.keys(refreshTokens)]) expect(rows).not.toContain(token);
    bench.clock.forward(10 * 60_000);
    await expect(replica.logins.confirm(confirmation)).rejects.toMatchObject({ problem: 'stateForged' });
    await replica.logins.begin({ subject: 'bob' });
    expect(await ledger.documents.list('dvidsArrival')).toEqual([]);
  });

  test('one replica asks, another one takes the answer', async () => {
    const { confirmation } = await replica.logins.arrive((await logIn(await replica.logins.begin({ subject: 'ada' }))).href);
    const other = bench.replica(ledger);
    expect(await other.logins.confirm(confirmation)).toEqual({ subject: 'ada', account: null });
    expect(await replica.logins.connection({ subject: 'ada' })).toMatchObject({ connected: true });
  });

  test('no state of a login lies readable in the database', async () => {
    const state = new URL(await replica.logins.begin({ subject: 'ada' })).searchParams.get('state') ?? '';
    expect(state).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await place.raw('SELECT * FROM documents'))).not.toContain(state);
  });

  test('no token lies readable in the database', async () => {
    const { accessToken, refreshToken } = bench.dvids.issueTokens('2001');
    await replica.sessions.connect('ada', { accessToken, refreshToken, expiresAt: bench.clock.now() + hour, scopes: ['upload'] });
    const rows = JSON.stringify(await place.raw('SELECT * FROM documents'));
    expect(rows).toContain('dvidsSession');
    expect(rows).not.toContain(accessToken);
    expect(rows).not.toContain(refreshToken);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
