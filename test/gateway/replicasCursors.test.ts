import type { Gateway } from '../../src/gateway.ts';
import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { storeKinds, type Place, type Store } from '../ledger/stores.ts';
import { contractId, prepareReplicas, until, type Replicas } from './replicas.ts';
import { connect, type TestSocket } from './socket.ts';
import { ask } from './testGateway.ts';

/** Cursors from outside: where they lead, who may use them, and when they are gone. */

interface Told {
  readonly cursor: string;
  readonly origin: string;
  readonly status: string;
}

/** One subscription over a socket of its own. */
interface Subscription {
  readonly events: readonly Told[];
  /** Codes of the errors that it was told. */
  readonly codes: readonly unknown[];
  readonly completed: boolean;
  stop(): void;
}

const ofOne = (id: string) => ({ query: 'subscription ($id: ID!, $after: String) { event: disseminationUpdated(disseminationId: $id, after: $after) { cursor origin status } }', id });
const ofContract = { query: 'subscription ($id: ID!, $after: String) { event: disseminationsUpdated(contractId: $id, after: $after) { cursor origin status } }', id: contractId };

describe.each(storeKinds)('on $name', ({ name, start }) => {
  let store: Store;
  let issuer: TestIssuer;
  let place: Place;
  let replicas: Replicas;
  let a: Gateway;
  let b: Gateway;
  let sockets: TestSocket[];
  let ola: string;
  let kari: string;

  beforeAll(async () => {
    [store, issuer] = [await start(), await startTestIssuer()];
    const roles = [`${contractId}_R`, 'a41f_R'];
    [ola, kari] = [await issuer.token('ola', { roles }), await issuer.token('kari', { roles })];
  }, 60_000);
  afterAll(() => Promise.all([store.stop(), issuer.stop()]));
  beforeEach(async () => {
    place = await store.makePlace();
    replicas = await prepareReplicas(place);
    replicas.dps.switches.stepMs = Infinity;
    sockets = [];
    await startTwo();
  });
  afterEach(async () => {
    for (const socket of sockets) socket.close();
    await replicas.stop();
  });

  /** Two on PostgreSQL; on SQLite the one that there is plays both parts. */
  async function startTwo(env: Readonly<Record<string, string>> = {}): Promise<void> {
    a = await replicas.start({ ...issuer.env, ...env });
    b = name === 'SQLite' ? a : await replicas.start({ ...issuer.env, ...env });
    replicas.dps.webhooks.deliverTo(`${a.localUrl}/webhooks/dps`);
  }

  async function order(): Promise<string> {
    const query = 'mutation ($archiveId: ID!) { requestDissemination(input: { archiveId: $archiveId }) { dissemination { disseminationId } } }';
    const { data } = await ask(a.localUrl, query, { archiveId: replicas.orderable() }, { authorization: `Bearer ${ola}` });
    return (data as { requestDissemination: { dissemination: { disseminationId: string } } }).requestDissemination.dissemination.disseminationId;
  }

  async function subscribe(gateway: Gateway, { query, id }: { query: string; id: string }, after?: string, token = ola): Promise<Subscription> {
    const socket = await connect(gateway.localUrl, token);
    sockets.push(socket);
    socket.send({ type: 'subscribe', id: 's', payload: { query, variables: { id, after } } });
    const told = () => socket.received.filter((message) => message.id === 's');
    const payloads = () => told().filter(({ type }) => type === 'next').map(({ payload }) => payload as { data?: { event: Told } | null; errors?: { extensions: { code: unknown } }[] });
    return {
      get events() {
        return payloads().flatMap(({ data }) => data?.event ?? []);
      },
      get codes() {
        const errors = told().filter(({ type }) => type === 'error').flatMap(({ payload }) => payload as { extensions: { code: unknown } }[]);
        return [...errors, ...payloads().flatMap(({ errors = [] }) => errors)].map(({ extensions }) => extensions.code);
      },
      get completed() {
        return told().some(({ type }) => type === 'complete');
      },
      stop: () => socket.close(),
    };
  }

  /** Watches one job from its order to its delivery, and gives all that it was told. */
  async function watchToTheEnd(id: string): Promise<readonly Told[]> {
    const subscription = await subscribe(a, ofOne(id));
    await until(() => subscription.events.length === 1);
    replicas.dps.advance(id, 'DISSEMINATED');
    await until(() => subscription.completed);
    return subscription.events;
  }

  /** What comes of a subscription that is to be refused, or to end, at once. */
  async function outcome(subscription: Subscription): Promise<{ codes: readonly unknown[]; events: number; completed: boolean }> {
    await until(() => subscription.completed || subscription.codes.length > 0);
    const { codes, events, completed } = subscription;
    return { codes, events: events.length, completed };
  }

  it('after the last event of a job that has ended a subscription completes at once; after an earlier one it tells the rest first', async () => {
    const events = await watchToTheEnd(await order());
    expect(events.map(({ origin, status }) => `${origin} ${status}`)).toEqual(['SNAPSHOT RECEIVED', 'WEBHOOK DISSEMINATED']);
    const [snapshot, last] = events;
    const [id] = Object.keys(replicas.dps.state.disseminations);
    for (const gateway of [a, b]) {
      expect(await outcome(await subscribe(gateway, ofOne(id ?? ''), last?.cursor))).toEqual({ codes: [], events: 0, completed: true });
      const rest = await subscribe(gateway, ofOne(id ?? ''), snapshot?.cursor);
      await until(() => rest.completed);
      expect(rest.events).toEqual([last]);
    }
  });

  it('the feed of a contract goes on behind its cursor, on another gateway, with what happened meanwhile', async () => {
    const ids = [await order(), await order(), await order()];
    const first = await subscribe(a, ofContract);
    await until(() => first.events.length === 3);
    replicas.dps.advance(ids[0] ?? '', 'DISSEMINATED');
    await until(() => first.events.length === 4);
    const cursor = first.events.at(-1)?.cursor;
    first.stop();
    replicas.dps.advance(ids[1] ?? '', 'DISSEMINATED');
    await until(() => replicas.dps.webhooks.waiting().length === 0);
    const second = await subscribe(b, ofContract, cursor);
    await until(() => second.events.length === 1);
    replicas.dps.advance(ids[2] ?? '', 'DISSEMINATED');
    await until(() => second.events.length === 2);
    expect(second.events.map(({ origin, status }) => `${origin} ${status}`)).toEqual(['WEBHOOK DISSEMINATED', 'WEBHOOK DISSEMINATED']);
    expect([second.completed, second.codes]).toEqual([false, []]);
    // A client that was cut off within its first snapshots gets new ones, of all that is in flight.
    const [one, other] = [await order(), await order()];
    const third = await subscribe(a, ofContract);
    await until(() => third.events.length === 2);
    const partial = third.events[0]?.cursor;
    replicas.dps.advance(one, 'QUEUED');
    const fourth = await subscribe(b, ofContract, partial);
    await until(() => fourth.events.length >= 2);
    expect(fourth.events.slice(0, 2).map(({ origin }) => origin)).toEqual(['SNAPSHOT', 'SNAPSHOT']);
    expect(other).not.toBe(one);
  });

  it('a cursor that was tampered with, of another topic, or of another caller is refused with CURSOR_INVALID', async () => {
    const [id, otherId] = [await order(), await order()];
    const [cursor] = (await watchToTheEnd(id)).map((event) => event.cursor);
    const contract = await subscribe(a, ofContract);
    await until(() => contract.events.length > 0);
    const ofTheContract = contract.events[0]?.cursor ?? '';
    const flipped = Buffer.from(cursor ?? '', 'base64url');
    flipped[8] = (flipped[8] ?? 0) ^ 1;
    const refused = { codes: ['CURSOR_INVALID'], events: 0, completed: false };
    const invalid: [Parameters<typeof subscribe>[1], string | undefined, string?][] = [
      [ofOne(id), flipped.toString('base64url')],
      [ofOne(id), `${cursor}A`],
      [ofOne(id), ''],
      [ofOne(id), 'not a cursor at all'],
      [ofOne(otherId), cursor],
      [ofOne(id), ofTheContract],
      [ofContract, cursor],
      [{ ...ofContract, id: 'a41f' }, ofTheContract],
      [ofOne(id), cursor, kari],
      [ofContract, ofTheContract, kari],
    ];
    for (const [what, after, token] of invalid) {
      for (const gateway of [a, b]) expect(await outcome(await subscribe(gateway, what, after, token)).then(({ codes, events }) => ({ codes, events, completed: false }))).toEqual(refused);
    }
    // Kari may read the contract all the same; it is the cursor that is Ola's.
    const hers = await subscribe(b, ofContract, undefined, kari);
    await until(() => hers.events.length > 0);
  });

  it('RETENTION_DAYS is applied by a gateway that runs: what a cursor pointed to is gone, and said to be with CURSOR_EXPIRED', async () => {
    const id = await order();
    const [first, last] = await watchToTheEnd(id);
    const open = await order();
    const contract = await subscribe(a, ofContract);
    await until(() => contract.events.length > 0);
    const ofTheContract = contract.events.at(-1)?.cursor;
    await replicas.stopGateways();
    // Two days pass, also since the ledger was last looked through.
    const twoDaysAgo = Date.now() - 2 * 86_400_000;
    await place.raw('DELETE FROM leases');
    for (const [table, column] of [['events', 'received_at'], ['webhooks', 'received_at'], ['jobs', 'changed_at']] as const) await place.raw(`UPDATE ${table} SET ${column} = ${twoDaysAgo}`);
    await startTwo({ RETENTION_DAYS: '1' });

    await until(async () => Number((await place.raw('SELECT COUNT(*) AS total FROM webhooks'))[0]?.['total']) === 0);
    // The open job and its newest event have stayed.
    const { data } = await ask(b.localUrl, '{ disseminations { nodes { disseminationId phase } } }', {}, { authorization: `Bearer ${ola}` });
    expect(data).toEqual({ disseminations: { nodes: [{ disseminationId: open, phase: 'IN_PROGRESS' }] } });
    const expired = { codes: ['CURSOR_EXPIRED'], events: 0 };
    for (const [what, after] of [[ofOne(id), first?.cursor], [ofOne(open), undefined], [ofContract, undefined]] as const) {
      for (const gateway of [a, b]) {
        const subscription = await subscribe(gateway, what, after);
        if (after === undefined) await until(() => subscription.events[0]?.origin === 'SNAPSHOT');
        else expect(await outcome(subscription)).toMatchObject(expired);
      }
    }
    // Its place in the feed of the contract has stayed too.
    const goesOn = await subscribe(b, ofContract, ofTheContract);
    replicas.dps.advance(open, 'DISSEMINATED');
    await until(() => goesOn.events.some(({ origin, status }) => origin === 'WEBHOOK' && status === 'DISSEMINATED'));
    expect(goesOn.codes).toEqual([]);
    expect(last?.status).toBe('DISSEMINATED');
  }, 60_000);
});
