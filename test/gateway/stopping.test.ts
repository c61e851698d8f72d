import { jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { signWebhook } from '../../src/sandbox/dpsWebhookFaults.ts';
import { prepareGateway, settingsFor, type GatewayProcess } from '../chaos/gatewayProcess.ts';
import { startSqliteStore, type Place, type Store } from '../ledger/stores.ts';
import { contractId, orderFrom, prepareReplicas, statusOf, until, type Replicas } from './replicas.ts';
import { connect, openSocket } from './socket.ts';
import { ask } from './testGateway.ts';

// Processes that start and stop have a right to be slow on a busy machine.
jest.setTimeout(60_000);

/** SIGTERM to a gateway as it runs in earnest, in a process of its own. */
let store: Store;
let place: Place;
let replicas: Replicas;
let folder: string;
let gateway: GatewayProcess;

beforeEach(async () => {
  store = await startSqliteStore();
  place = await store.makePlace();
  replicas = await prepareReplicas(place);
  replicas.dps.switches.stepMs = Infinity;
  folder = mkdtempSync(join(tmpdir(), 'fonds-stopping-'));
});
afterEach(async () => {
  await gateway.kill();
  await Promise.all([replicas.stop(), store.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
  gateway = await prepareGateway({ folder, env: { ...settingsFor(replicas.dps, place), DRAIN_WINDOW: '0s', ...env } });
  await gateway.start();
  return gateway;
}

interface SlowWebhook {
  readonly call: ClientRequest;
  /** Sends what is left of it, and gives the answer's status. */
  finish(): Promise<number | undefined>;
}

/** Begins to send a genuine delivery, and stops half-way. */
async function beginWebhook(id: string, disseminationId: string): Promise<SlowWebhook> {
  const files = [{ downloadURL: 'https://storage.example.org/metadata.tar', filename: 'metadata.tar', filesize: 1, expirationDate: '2099-01-01T00:00:00Z', checksum: '0', checksumAlgorithm: 'MD5' }];
  const body = JSON.stringify({ type: 'dissemination.delivered', timestamp: new Date().toISOString(), data: { disseminationId, archiveId: 'a', contractId, files } });
  const timestamp = Math.floor(Date.now() / 1_000);
  const headers = { 'content-length': body.length, 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signWebhook(sandboxWebhookSecret, id, timestamp, body) };
  const call = requestHttp(`${gateway.url}/webhooks/dps`, { method: 'POST', agent: false, headers });
  call.on('error', () => {});
  const half = Math.floor(body.length / 2);
  await new Promise<void>((resolve) => void call.write(body.slice(0, half), () => resolve()));
  return {
    call,
    async finish() {
      const answered = once(call, 'response') as Promise<[IncomingMessage]>;
      call.end(body.slice(half));
      const [{ statusCode }] = await answered;
      return statusCode;
    },
  };
}

it('an idle gateway is out at once, with code 0', async () => {
  await start();
  expect(await gateway.terminate()).toBe(0);
});

it('a gateway that is told to stop while it starts stops, with code 0', async () => {
  gateway = await prepareGateway({ folder, env: settingsFor(replicas.dps, place) });
  const starting = gateway.start().catch(() => {});
  await until(() => gateway.running);
  gateway.signal('SIGTERM');
  // Before it has learnt of signals it ends by the signal, which leaves no code.
  expect([0, null]).toContain(await gateway.ended);
  await starting;
});

it('sockets are closed with 1001, spread over the window, while new ones are turned away, readiness is red, and requests are answered', async () => {
  await start({ DRAIN_WINDOW: '2s' });
  const sockets = await Promise.all(Array.from({ length: 5 }, () => connect(gateway.url)));
  const closings = sockets.map(async ({ closed }) => ({ ...(await closed), at: performance.now() }));
  expect(await statusOf(`${gateway.url}/health/ready`)).toBe(200);
  gateway.signal('SIGTERM');
  await Promise.race(closings);
  expect(await statusOf(`${gateway.url}/health/ready`)).toBe(503);
  expect(await statusOf(`${gateway.url}/health/live`)).toBe(200);
  await expect(openSocket(gateway.url)).rejects.toThrow('503');
  expect((await ask(gateway.url, '{ sources { source } }')).data?.['sources']).toHaveLength(3);
  expect(await (await beginWebhook('msg_late', 'd1')).finish()).toBe(204);
  const closed = await Promise.all(closings);
  expect(closed.map(({ code, reason }) => `${code} ${reason}`)).toEqual(Array.from({ length: 5 }, () => '1001 The gateway is stopping; come back.'));
  const times = closed.map(({ at }) => at).toSorted((one, other) => one - other);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_000);
  expect(await gateway.ended).toBe(0);
});

it('a webhook whose body is still on its way gets its answer, and is in the ledger', async () => {
  await start();
  const webhook = await beginWebhook('msg_slow', 'd1');
  gateway.signal('SIGTERM');
  await until(async () => (await statusOf(`${gateway.url}/health/ready`)) !== 200);
  expect(await webhook.finish()).toBe(204);
  expect(await gateway.ended).toBe(0);
  const ledger = await place.open();
  expect(await ledger.jobs.get({ kind: 'dissemination', id: 'd1' })).toMatchObject({ phase: 'SUCCEEDED', sealed: { downloadUrls: ['https://storage.example.org/metadata.tar'] } });
});

it('an order in hand is made, answered and remembered', async () => {
  await start();
  replicas.dps.misbehave({ match: 'createDissemination', how: { kind: 'latency', ms: 700 } });
  const ordering = orderFrom(gateway.url, replicas.orderable());
  await until(() => replicas.dps.count('createDissemination') === 1);
  gateway.signal('SIGTERM');
  const id = await ordering;
  expect(await gateway.ended).toBe(0);
  const ledger = await place.open();
  expect(await ledger.jobs.get({ kind: 'dissemination', id })).toMatchObject({ phase: 'IN_PROGRESS' });
});

it('a second signal changes nothing', async () => {
  await start({ DRAIN_WINDOW: '500ms' });
  const sockets = await Promise.all(Array.from({ length: 3 }, () => connect(gateway.url)));
  const webhook = await beginWebhook('msg_slow', 'd1');
  gateway.signal('SIGTERM');
  await Promise.race(sockets.map(({ closed }) => closed));
  gateway.signal('SIGTERM');
  gateway.signal('SIGINT');
  expect((await Promise.all(sockets.map(({ closed }) => closed))).map(({ code }) => code)).toEqual([1001, 1001, 1001]);
  expect(await webhook.finish()).toBe(204);
  expect(await gateway.ended).toBe(0);
});

it('a client that keeps its connection does not keep the gateway', async () => {
  await start();
  const agent = new Agent({ keepAlive: true });
  replicas.dps.misbehave({ match: 'createDissemination', how: { kind: 'latency', ms: 300 } });
  const order = requestHttp(`${gateway.url}/graphql`, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
  const answered = once(order, 'response') as Promise<[IncomingMessage]>;
  order.end(JSON.stringify({ query: `mutation { requestDissemination(input: { archiveId: "${replicas.orderable()}" }) { alreadyInProgress } }` }));
  await until(() => replicas.dps.count('createDissemination') === 1);
  gateway.signal('SIGTERM');
  const [answer] = await answered;
  const finishedAt = performance.now();
  answer.resume();
  expect(answer.statusCode).toBe(200);
  expect(await gateway.ended).toBe(0);
  // Sooner than the time that is left to requests which do not end.
  expect(performance.now() - finishedAt).toBeLessThan(4_000);
  agent.destroy();
});

it('a client that never sends the end of its request, and one that never answers a closing, are not waited for long', async () => {
  await start();
  const webhook = await beginWebhook('msg_never', 'd1');
  const socket = await connect(gateway.url);
  const raw = connectTcp(Number(new URL(gateway.url).port), '127.0.0.1');
  raw.on('error', () => {});
  raw.write('GET /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n');
  await once(raw, 'data');
  // It reads nothing from here on, so it never answers.
  raw.pause();
  expect(await gateway.terminate()).toBe(0);
  webhook.call.destroy();
  raw.destroy();
  expect((await socket.closed).code).toBe(1001);
});

it('what it was told before it stopped is there when it starts again', async () => {
  await start();
  const id = await orderFrom(gateway.url, replicas.orderable());
  expect(await gateway.terminate()).toBe(0);
  await gateway.start();
  const { data } = await ask(gateway.url, 'query ($id: ID!) { dissemination(disseminationId: $id) { status } }', { id });
  expect(data).toEqual({ dissemination: { status: 'RECEIVED' } });
});
