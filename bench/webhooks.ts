/**
 * What it takes to acknowledge a webhook after a durable write, at a steady pace, beside a bare durable insert of the same bytes and
 * beside a server that does nothing else; all in one run, in turns: `node bench/webhooks.ts [--rate 200] [--seconds 10] [--rounds 3]`.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { observeDissemination } from '../src/domain/disseminationFold.ts';
import { makeKey } from '../src/ledger/keyring.ts';
import { openLedger } from '../src/ledger/open.ts';
import { sandboxWebhookSecret } from '../src/sandbox/dpsOptions.ts';
import { signWebhook } from '../src/sandbox/dpsWebhookFaults.ts';
import { prepareGateway } from '../test/chaos/gatewayProcess.ts';
import { startPostgres } from '../test/ledger/postgresServer.ts';
import { openInserts } from './webhooksInsert.ts';

const { values } = parseArgs({ options: { rate: { type: 'string', default: '200' }, seconds: { type: 'string', default: '10' }, rounds: { type: 'string', default: '3' } } });
const [rate, seconds, rounds] = [Number(values.rate), Number(values.seconds), Number(values.rounds)];
const contractId = '2d17';
const encryptionKeys = [makeKey()];

/** A webhook that is ready to go, but for its time. */
interface Delivery {
  readonly disseminationId: string;
  readonly body: string;
}

/** A delivery of three files, with addresses as long as presigned ones are. */
function makeDelivery(): Delivery {
  const disseminationId = randomUUID();
  const file = (name: string) => ({
    downloadURL: `https://storage.example.org/${disseminationId}/${name}?X-Amz-Signature=${'0123456789abcdef'.repeat(50)}`,
    filename: name,
    filesize: 10_240,
    expirationDate: '2099-01-01T00:00:00.123456789+01:00',
    checksum: 'd41d8cd98f00b204e9800998ecf8427e',
    checksumAlgorithm: 'MD5',
  });
  const files = ['metadata.tar', 'representation-1.tar', 'representation-2.tar'].map(file);
  const data = { disseminationId, archiveId: disseminationId, objectId: 'object', clientId: 'fonds', contractId, sumSizeInBytes: '30720', files };
  return { disseminationId, body: JSON.stringify({ type: 'dissemination.delivered', timestamp: new Date().toISOString(), data }) };
}

/** The jobs that are delivered: ordered before, and never polled, since no DPS is there. */
async function seed(databaseUrl: string, deliveries: readonly Delivery[]): Promise<void> {
  const ledger = await openLedger({ databaseUrl, encryptionKeys });
  const order = async ({ disseminationId: id }: Delivery): Promise<void> => {
    const facts = { disseminationId: id, archiveId: id, clientId: 'fonds', contractId, objectId: 'object', sizeInBytes: '1', priority: 50, upstreamStatus: 'RECEIVED', requestedAt: null };
    const seen = observeDissemination(undefined, { kind: 'answered', origin: 'REQUEST', facts, seenAt: Date.now(), graceMs: 0 });
    if (!seen?.event) throw new Error('an order is an event');
    const { state, sealed, event } = seen;
    await ledger.jobs.record({ kind: 'dissemination', id }, () => ({
      job: { contractId, archiveId: id, owner: null, phase: state.phase, open: state.open, state, sealed, nextPollAt: null },
      events: [{ ...event, state, sealed }],
    }));
  };
  await Promise.all(deliveries.map(order));
  await ledger.close();
}

/** Does one after the other at the pace, whether the ones before are done or not. Gives how long each took, in ms. */
async function atPace(items: readonly Delivery[], deed: (item: Delivery) => Promise<void>): Promise<number[]> {
  const begun = performance.now();
  const running: Promise<number>[] = [];
  const timed = async (item: Delivery): Promise<number> => {
    const from = performance.now();
    await deed(item);
    return performance.now() - from;
  };
  while (running.length < items.length) {
    const due = Math.min(items.length, Math.floor(((performance.now() - begun) / 1_000) * rate) + 1);
    while (running.length < due) running.push(timed(items[running.length] ?? makeDelivery()));
    await pause(1);
  }
  return Promise.all(running);
}

/** Posts webhooks to an address; throws at any answer but 204. */
function poster(url: string): (delivery: Delivery) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return ({ body }) =>
    new Promise((resolve, reject) => {
      const [id, timestamp] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1_000)];
      const signature = signWebhook(sandboxWebhookSecret, id, timestamp, body);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
      const call = request(`${url}/webhooks/dps`, { method: 'POST', agent, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => (answer.statusCode === 204 ? resolve() : reject(new Error(`answered ${answer.statusCode}`))));
      });
      call.on('error', reject);
      call.end(body);
    });
}

interface Contender {
  readonly name: string;
  readonly deed: (delivery: Delivery) => Promise<void>;
  readonly deliveries: readonly Delivery[];
}

async function measure(store: string, urlOf: (name: string) => Promise<string>, folder: string): Promise<void> {
  const many = () => Array.from({ length: rate * seconds * rounds + rate }, makeDelivery);
  const [bareUrl, floorUrl, fondsUrl] = [await urlOf('bare'), await urlOf('floor'), await urlOf('fonds')];
  const ordered = many();
  await seed(fondsUrl, ordered);
  const nowhere = 'http://127.0.0.1:9';
  const dps = { DPS_BASE_URL: nowhere, DPS_TOKEN_URL: nowhere, DPS_CLIENT_ID: 'fonds', DPS_CLIENT_SECRET: 'secret', DPS_WEBHOOK_SECRETS: sandboxWebhookSecret };
  const floor = await prepareGateway({ name: `${store}-floor`, folder, entry: 'bench/webhooksFloor.ts', env: { DATABASE_URL: floorUrl } });
  const fonds = await prepareGateway({ name: `${store}-fonds`, folder, env: { DATABASE_URL: fondsUrl, ENCRYPTION_KEYS: encryptionKeys.join(), LOG_LEVEL: 'info', ...dps } });
  const bare = await openInserts(bareUrl);
  try {
    await Promise.all([floor.start(), fonds.start()]);
    const contenders: Contender[] = [
      { name: 'bare insert', deed: ({ body }) => bare.insert(randomUUID(), body), deliveries: many() },
      { name: 'HTTP and bare insert', deed: poster(floor.url), deliveries: many() },
      { name: 'Fonds', deed: poster(fonds.url), deliveries: ordered },
    ];
    const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
    // A second each, until the code is compiled.
    for (const { deed, deliveries } of contenders) await atPace(deliveries.slice(0, rate), deed);
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, deed, deliveries } of round % 2 === 0 ? contenders : contenders.toReversed()) {
        const from = rate + round * rate * seconds;
        times.get(name)?.push(...(await atPace(deliveries.slice(from, from + rate * seconds), deed)));
      }
    }
    for (const [name, taken] of times) console.log(rowOf(store, name, taken));
    await check(fondsUrl, ordered);
  } finally {
    await Promise.all([floor.kill(), fonds.terminate(), bare.close()]);
  }
}

function rowOf(store: string, name: string, times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(2).padStart(9);
  return `${store.padEnd(11)} ${name.padEnd(21)} ${String(sorted.length).padStart(6)} ${at(0.5)} ${at(0.99)} ${at(1)}`;
}

/** What was acknowledged must be there, or the figures mean nothing. */
async function check(databaseUrl: string, deliveries: readonly Delivery[]): Promise<void> {
  const ledger = await openLedger({ databaseUrl, encryptionKeys });
  const jobs = await ledger.jobs.getMany(deliveries.map(({ disseminationId: id }) => ({ kind: 'dissemination' as const, id })));
  await ledger.close();
  const missing = jobs.filter((job) => job?.phase !== 'SUCCEEDED' || job.sealed === null).length;
  if (missing > 0) throw new Error(`${missing} acknowledged deliveries are not in the ledger`);
}

const folder = mkdtempSync(join(tmpdir(), 'fonds-bench-webhooks-'));
const postgres = await startPostgres({ fsync: true });
try {
  console.log(`${rate} webhooks of ${makeDelivery().body.length} bytes per second, ${rounds} rounds of ${seconds} s each; ms from sending to 204, or to the commit`);
  console.log(`${'store'.padEnd(11)} ${'what'.padEnd(21)} ${'count'.padStart(6)} ${'p50'.padStart(9)} ${'p99'.padStart(9)} ${'most'.padStart(9)}`);
  await measure('SQLite', (name) => Promise.resolve(`sqlite:${join(folder, `${name}.db`)}`), folder);
  await measure('PostgreSQL', () => postgres.makeDatabase(), folder);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
