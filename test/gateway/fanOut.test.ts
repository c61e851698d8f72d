import { CloseCode, createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { archiveIdField, type Package } from '../../src/sandbox/collection.ts';
import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { deliver } from './deliveries.ts';
import { askSocket, connect, openSocket, type TestSocket } from './socket.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/** One event for many sockets: everyone gets all of it, in order, and nobody what is somebody else's. */

let issuer: TestIssuer;
let gateway: TestGateway;
const sockets: TestSocket[] = [];
const clients: Client[] = [];
let deliveries = 0;

beforeAll(async () => {
  issuer = await startTestIssuer();
  gateway = await startTestGateway({ ...issuer.env, DOCBYTE_READ_ROLES: 'archivist' }, { dps: { switches: { stepMs: Infinity } } });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
});
afterAll(async () => {
  await gateway.stop();
  await issuer.stop();
});

const bearing = (subject: string, ...roles: string[]) => issuer.token(subject, { roles });

async function socketOf(token: string): Promise<TestSocket> {
  const socket = await connect(gateway.localUrl, token);
  sockets.push(socket);
  return socket;
}

/** A client as applications have it. */
function clientOf(token: string): Client {
  const client = createClient({ url: `${gateway.localUrl.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { Authorization: `Bearer ${token}` }, retryAttempts: 0 });
  clients.push(client);
  return client;
}

const newId = () => `fan-out-${String((deliveries += 1)).padStart(6, '0')}`;
const watchAll = (fields: string) => `subscription ($c: ID!, $after: String) { event: disseminationsUpdated(contractId: $c, after: $after) { ${fields} } }`;

/** Whether a promise has resolved yet. */
function marked(promise: Promise<unknown>): { readonly yet: boolean } {
  const mark = { yet: false };
  void promise.then(() => (mark.yet = true));
  return mark;
}

interface Event {
  readonly cursor: string;
  readonly dissemination: { readonly disseminationId: string; readonly aip: { readonly title: string } | null };
}
interface Payload {
  readonly data: { readonly event: Event } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly requestId: string } }[];
}

async function nextOf(socket: TestSocket, id: string): Promise<Payload> {
  for (;;) {
    const message = await socket.next();
    if (message.id === id && message.type === 'next') return message.payload as Payload;
  }
}

function subscribe(socket: TestSocket, id: string, query: string, variables: object = { c: '2d17' }): void {
  socket.send({ type: 'subscribe', id, payload: { query, variables } });
}

/** Delivers until every socket has got an event: then all of them watch. */
async function untilAllWatch(watchers: readonly { readonly socket: TestSocket; readonly id: string }[]): Promise<void> {
  let seen = 0;
  const all = Promise.all(watchers.map(async ({ socket, id }) => {
    await nextOf(socket, id);
    seen += 1;
  }));
  while (seen < watchers.length) await deliver(gateway.localUrl, { disseminationId: newId() });
  await all;
}

test('five hundred sockets get every event once and in order', async () => {
  const token = await bearing('anna', '2d17_R');
  const watchers = await Promise.all(Array.from({ length: 500 }, async (_, index) => ({ socket: await socketOf(token), id: `watch ${index} "é"` })));
  for (const { socket, id } of watchers) subscribe(socket, id, watchAll('cursor dissemination { disseminationId }'));
  await untilAllWatch(watchers);
  const sent = Array.from({ length: 20 }, newId);
  for (const disseminationId of sent) await deliver(gateway.localUrl, { disseminationId });
  const idsOf = ({ received }: TestSocket) => received.filter(({ type }) => type === 'next').map(({ payload }) => (payload as Payload).data?.event.dissemination.disseminationId);
  for (const { socket, id } of watchers) {
    while (idsOf(socket).at(-1) !== sent.at(-1)) await nextOf(socket, id);
    expect(idsOf(socket).slice(-sent.length)).toEqual(sent);
    expect(new Set(idsOf(socket)).size).toBe(idsOf(socket).length);
    expect(socket.received.every((message) => message.type !== 'next' || message.id === id)).toBe(true);
  }
}, 60_000);

describe('rights', () => {
  /** A package that says under which id it is preserved. */
  function packaged(): Package & { readonly archiveId: string } {
    for (const each of gateway.docbyte.collection.packages.values()) {
      const archiveId = each.metadata.fields[archiveIdField];
      if (typeof archiveId === 'string' && typeof each.title === 'string') return Object.assign(each, { archiveId });
    }
    throw new Error('no package is preserved');
  }

  async function eventOf(socket: TestSocket, disseminationId: string, id = '1'): Promise<Payload> {
    for (;;) {
      const payload = await nextOf(socket, id);
      if (payload.data?.event.dissemination.disseminationId === disseminationId) return payload;
    }
  }

  test('two callers with the same document and different roles get their own answers, those with the same roles the same one', async () => {
    const tokens = [await bearing('anna', '2d17_R', 'archivist'), await bearing('bert', '2d17_R'), await bearing('cleo', '2d17_R')];
    const watchers = await Promise.all(tokens.map(async (token) => ({ socket: await socketOf(token), id: '1' })));
    for (const { socket, id } of watchers) subscribe(socket, id, watchAll('cursor dissemination { disseminationId aip { title } }'));
    await untilAllWatch(watchers);
    const { archiveId, title } = packaged();
    const disseminationId = newId();
    await deliver(gateway.localUrl, { disseminationId, archiveId });
    const [allowed, refused, alike] = await Promise.all(watchers.map(({ socket }) => eventOf(socket, disseminationId)));
    expect(allowed?.errors).toBeUndefined();
    expect(allowed?.data?.event.dissemination.aip).toEqual({ title });
    expect(refused?.data?.event.dissemination.aip).toBeNull();
    expect(refused?.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN', requestId: expect.any(String) }) })]);
    // One execution, by the id that its errors carry; what it found is for both, and the cursor for each.
    expect(alike?.errors).toEqual(refused?.errors);
    expect(alike?.data?.event.cursor).not.toBe(refused?.data?.event.cursor);
  });

  test('each subject gets a cursor of its own, with which it goes on and nobody else does', async () => {
    const tokens = await Promise.all(['anna', 'bert', 'cleo'].map((subject) => bearing(subject, '2d17_R')));
    const watchers = await Promise.all(tokens.map(async (token) => ({ socket: await socketOf(token), id: '1' })));
    const query = watchAll('cursor dissemination { disseminationId }');
    for (const { socket, id } of watchers) subscribe(socket, id, query);
    await untilAllWatch(watchers);
    const [first, second] = [newId(), newId()];
    await deliver(gateway.localUrl, { disseminationId: first });
    await deliver(gateway.localUrl, { disseminationId: second });
    const cursors = await Promise.all(
      watchers.map(async ({ socket, id }) => {
        for (;;) {
          const { data } = await nextOf(socket, id);
          if (data?.event.dissemination.disseminationId === first) return data.event.cursor;
        }
      }),
    );
    expect(new Set(cursors).size).toBe(3);
    for (const [mine, token] of tokens.entries()) {
      for (const [whose, after] of cursors.entries()) {
        const socket = await socketOf(token);
        const answer = await askSocket(socket, query, { c: '2d17', after });
        if (mine === whose) expect(answer.data).toMatchObject({ event: { dissemination: { disseminationId: second } } });
        else expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(['CURSOR_INVALID']);
      }
    }
  });

  test('what an event leads to is read once for everyone with the same roles, and anew for the next event', async () => {
    const watchers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => ({ socket: await socketOf(await bearing(`caller ${index}`, '2d17_R', 'archivist')), id: String(index) })),
    );
    for (const { socket, id } of watchers) subscribe(socket, id, watchAll('cursor dissemination { disseminationId aip { title } }'));
    await untilAllWatch(watchers);
    const found = packaged();
    for (const title of ['as it is', 'as it was changed', 'as it was changed again']) {
      found.title = title;
      const disseminationId = newId();
      gateway.docbyte.reset();
      await deliver(gateway.localUrl, { disseminationId, archiveId: found.archiveId });
      const payloads = await Promise.all(watchers.map(({ socket, id }) => eventOf(socket, disseminationId, id)));
      expect(new Set(payloads.map(({ data }) => data?.event.dissemination.aip?.title))).toEqual(new Set([title]));
      expect(gateway.docbyte.count('aip')).toBe(1);
    }
  });
});

describe('the protocol', () => {
  const query = watchAll('cursor dissemination { disseminationId }');

  async function watching(id = '1'): Promise<TestSocket> {
    const socket = await socketOf(await bearing('anna', '2d17_R'));
    subscribe(socket, id, query);
    await untilAllWatch([{ socket, id }]);
    return socket;
  }

  test('a client of graphql-ws watches, leaves, and comes back on the same socket', async () => {
    const client = clientOf(await bearing('anna', '2d17_R'));
    for (let round = 0; round < 2; round += 1) {
      const events = client.iterate<{ event: Event }>({ query, variables: { c: '2d17' } });
      const first = events.next();
      const arrived = marked(first);
      while (!arrived.yet) await deliver(gateway.localUrl, { disseminationId: newId() });
      expect((await first).value).toMatchObject({ data: { event: { cursor: expect.any(String) } } });
      await events.return?.(undefined);
    }
  });

  test('a job that ends completes, after its last event', async () => {
    const token = await bearing('anna', '2d17_R');
    const disseminationId = newId();
    await deliver(gateway.localUrl, { disseminationId });
    const events: unknown[] = [];
    for await (const { data } of clientOf(token).iterate({ query: 'subscription ($d: ID!) { disseminationUpdated(disseminationId: $d) { origin status } }', variables: { d: disseminationId } })) events.push(data);
    expect(events).toEqual([{ disseminationUpdated: { origin: 'SNAPSHOT', status: 'DISSEMINATED' } }]);
  });

  test('an id that watches is taken: 4409, for a subscription as for a query', async () => {
    for (const again of [query, '{ viewer { subject } }']) {
      const socket = await watching();
      subscribe(socket, '1', again);
      expect(await socket.closed).toEqual({ code: CloseCode.SubscriberAlreadyExists, reason: 'Subscriber for 1 already exists' });
    }
  });

  test('an id that was completed is free again, and nothing more comes for what it was', async () => {
    const socket = await watching();
    socket.send({ type: 'complete', id: '1' });
    const { data } = await askSocket(socket, '{ viewer { subject } }');
    expect(data).toEqual({ viewer: { subject: 'anna' } });
    const before = socket.received.filter(({ id }) => id === '1').length;
    await deliver(gateway.localUrl, { disseminationId: newId() });
    await askSocket(socket, '{ viewer { subject } }');
    expect(socket.received.filter(({ id }) => id === '1')).toHaveLength(before);
    subscribe(socket, '1', query);
    await untilAllWatch([{ socket, id: '1' }]);
  });

  test('who completes before it has begun gets nothing', async () => {
    const socket = await socketOf(await bearing('anna', '2d17_R'));
    subscribe(socket, '1', query);
    socket.send({ type: 'complete', id: '1' });
    await deliver(gateway.localUrl, { disseminationId: newId() });
    await askSocket(socket, '{ viewer { subject } }');
    expect(socket.received.filter(({ id }) => id === '1')).toEqual([]);
  });

  test('pings are answered beside what is watched', async () => {
    const socket = await watching();
    socket.send({ type: 'ping', payload: { n: 1 } });
    for (;;) {
      const message = await socket.next();
      if (message.type !== 'pong') continue;
      expect(message).toEqual({ type: 'pong', payload: { n: 1 } });
      break;
    }
  });

  test.each([
    ['a message that is none', CloseCode.BadRequest, 'no JSON'],
    ['a second beginning', CloseCode.TooManyInitialisationRequests, JSON.stringify({ type: 'connection_init' })],
  ])('%s closes a socket that watches with %i', async (_what, code, text) => {
    const socket = await watching();
    socket.send(text);
    expect(await socket.closed).toMatchObject({ code });
  });

  test('who asks before saying who it is is closed with 4401', async () => {
    const early = await openSocket(gateway.localUrl);
    subscribe(early, '1', query);
    expect(await early.closed).toMatchObject({ code: CloseCode.Unauthorized });
  });
});

test('a client that stops reading loses nothing: it goes on from the ledger', async () => {
  const token = await bearing('anna', '2d17_R');
  const socket = new WebSocket(`${gateway.localUrl.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  const seen: string[] = [];
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } })));
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; payload: Payload };
    if (message.type === 'connection_ack') socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: watchAll('dissemination { disseminationId files { filename downloadUrl } }'), variables: { c: '2d17' } } }));
    if (message.type === 'next') seen.push(message.payload.data?.event.dissemination.disseminationId ?? '');
    if (message.type === 'next') resolve();
  });
  const watches = marked(ready);
  while (!watches.yet) await deliver(gateway.localUrl, { disseminationId: newId() });
  socket.pause();
  // Ten megabytes and more: past every buffer on the way.
  const sent = Array.from({ length: 40 }, newId);
  for (const disseminationId of sent) await deliver(gateway.localUrl, { disseminationId, files: 1_000 });
  socket.resume();
  while (seen.at(-1) !== sent.at(-1)) await new Promise<void>((next) => void setImmediate(next));
  expect(seen.slice(-sent.length)).toEqual(sent);
  socket.terminate();
}, 60_000);

test('those who subscribe in one moment get how things stand from one execution for the same roles', async () => {
  const archive = [...gateway.docbyte.collection.archives.values()].find(({ contractId }) => contractId === '2d17');
  const writer = { authorization: `Bearer ${await bearing('dora', '2d17_R', '2d17_W')}` };
  const ordered = await gateway.ask('mutation ($id: ID!) { requestDissemination(input: { archiveId: $id }) { dissemination { disseminationId } } }', { id: archive?.archiveId }, writer);
  expect(ordered.errors).toEqual([]);
  const watchers = await Promise.all(Array.from({ length: 40 }, async (_, index) => ({ socket: await socketOf(await bearing(`caller ${index}`, '2d17_R')), id: '1' })));
  for (const { socket, id } of watchers) subscribe(socket, id, watchAll('cursor dissemination { disseminationId aip { title } }'));
  const openings = await Promise.all(watchers.map(({ socket, id }) => nextOf(socket, id)));
  expect(new Set(openings.map(({ data }) => data?.event.cursor)).size).toBe(watchers.length);
  // Their executions, by the ids that their errors carry. They come in a few turns of the event loop.
  const executions = new Set(openings.map(({ errors }) => errors?.[0]?.extensions.requestId));
  expect(executions.has(undefined)).toBe(false);
  expect(executions.size).toBeLessThan(10);
});
