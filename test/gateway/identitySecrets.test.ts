import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { readConfig } from '../../src/config.ts';
import { startGateway, type Gateway } from '../../src/gateway.ts';
import { makeKey } from '../../src/ledger/keyring.ts';
import { makeCollection } from '../../src/sandbox/collection.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import { askSocket, connect, type TestSocket } from './socket.ts';
import { ask } from './testGateway.ts';

/** Secrets that change while the gateway runs: it goes on with the new ones, and no socket is closed for it. */

const [contractId, secretOne, secretTwo] = ['2d17', 'whsec_b25lb25lb25lb25lb25lb25l', 'whsec_dHdvdHdvdHdvdHdvdHdvdHdv'];
const who = 'query Who { viewer { subject } }';
const order = 'mutation Order($a: ID!) { requestDissemination(input: { archiveId: $a }) { dissemination { disseminationId } } }';
const watch = 'subscription Watch($after: String) { disseminationsUpdated(contractId: "2d17", after: $after) { cursor } }';
const clients = [{ clientId: 'fonds', clientSecret: 'one', roles: [`${contractId}_R`] }];
let directory: string;
let dps: DpsSimulator;
let gateway: Gateway;
let socket: TestSocket;
const keys = [makeKey()];

/** Writes a file as tools do that swap whole files. */
function write(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fonds-rotation-'));
  dps = await startDpsSimulator({ clients, switches: { stepMs: Infinity }, webhooks: { secrets: [secretOne] } });
  gateway = await startGateway(readConfig({
    PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s',
    DPS_BASE_URL: dps.baseUrl, DPS_TOKEN_URL: dps.tokenUrl, DPS_CLIENT_ID: 'fonds',
    DPS_CLIENT_SECRET_FILE: write('client', 'one\n'), DPS_WEBHOOK_SECRETS_FILE: write('ring', secretOne), ENCRYPTION_KEYS_FILE: write('keys', keys.join(',')),
    TRUSTED_DOCUMENTS: write('documents', JSON.stringify({ order, watch })),
  }));
  socket = await connect(gateway.localUrl);
});
afterAll(async () => {
  socket.close();
  await gateway.stop();
  await dps.stop();
  rmSync(directory, { recursive: true });
});

const archives = [...makeCollection().archives.values()].filter((each) => each.contractId === contractId && each.preserved && !each.course);

async function orderNext(): Promise<string | undefined> {
  const { data } = await ask(gateway.localUrl, order, { a: archives.shift()?.archiveId ?? '' });
  const ordered = data?.['requestDissemination'] as { dissemination: { disseminationId: string } } | null | undefined;
  return ordered?.dissemination.disseminationId;
}

/** Delivers a webhook that says nothing, signed with a secret; gives the status of the answer. */
async function deliver(secret: string): Promise<number> {
  const body = JSON.stringify({ type: 'test.rotation', timestamp: new Date().toISOString(), data: {} });
  const [id, at] = [crypto.randomUUID(), new Date()];
  const signature = new Webhook(secret).sign(id, at, body);
  const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)), 'webhook-signature': signature };
  return (await fetch(`${gateway.localUrl}/webhooks/dps`, { method: 'POST', headers, body })).status;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}

test('client secret, webhook ring, keys and trusted documents change; what was given out before still holds', async () => {
  const disseminationId = await orderNext();
  const { data } = await askSocket(socket, watch);
  const { cursor } = (data as { disseminationsUpdated: { cursor: string } }).disseminationsUpdated;
  expect([await deliver(secretOne), await deliver(secretTwo)]).toEqual([204, 401]);

  // All at once, as when a mounted volume is renewed.
  const [client] = clients;
  if (client) client.clientSecret = 'two';
  dps.revokeTokens();
  write('client', 'two');
  write('ring', `${secretTwo},${secretOne}`);
  write('keys', [makeKey(), ...keys].join('\n'));
  write('documents', JSON.stringify({ who, watch, order }));

  await until(async () => (await ask(gateway.localUrl, who)).status === 200);
  await until(async () => (await deliver(secretTwo)) === 204);
  expect(await deliver(secretOne)).toBe(204);
  await until(async () => (await orderNext()) !== undefined);

  const other = await connect(gateway.localUrl);
  const replay = await askSocket(other, watch, { after: cursor });
  expect(replay.errors).toEqual([]);
  const { cursor: newer } = (replay.data as { disseminationsUpdated: { cursor: string } }).disseminationsUpdated;
  expect(newer).not.toBe(cursor);
  other.close();

  // The socket of before is still open, and is told what happens now.
  const before = socket.received.length;
  dps.advance(disseminationId ?? '', 'DISSEMINATED');
  await until(async () => {
    await orderNext();
    return socket.received.length > before;
  });
}, 30_000);
