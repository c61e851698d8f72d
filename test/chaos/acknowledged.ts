import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { base62Id } from '../../src/sandbox/dpsState.ts';
import { signWebhook } from '../../src/sandbox/dpsWebhookFaults.ts';
import { startDpsSimulator } from '../../src/sandbox/dps.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { until } from '../gateway/replicas.ts';
import type { Place } from '../ledger/stores.ts';
import { prepareGateway, settingsFor } from './gatewayProcess.ts';
import { hear, type Heard } from './heard.ts';
import { orderStubbornly } from './orders.ts';
import { watch } from './subscriber.ts';
import { startWebhookRelay, type Attempt } from './webhookRelay.ts';

/** What came of killing a gateway at the moment of its first acknowledgement, over and over. */
export interface Acknowledged {
  /** Webhooks that were answered 204 before the kill, and those cut off by it. */
  readonly acknowledged: number;
  readonly cut: number;
  /** Of those cut off, how many the ledger had all the same. */
  readonly cutAndStored: number;
  /** Acknowledged ones that the ledger did not have. */
  readonly lost: readonly string[];
  /** Jobs with other than exactly one delivery, once everything was sent again. */
  readonly notOnce: readonly string[];
  /** What a subscriber heard who was there all the time. */
  readonly heard: Heard;
}

export interface AcknowledgedOptions {
  readonly place: Place;
  readonly rounds: number;
  /** Webhooks sent at once in each round. */
  readonly atOnce: number;
}

const contractId = '2d17';
const archiveId = '68d3a83aa0be2b1d00000001';

/** Each round: so many webhooks at once, `kill -9` in the very turn in which the first 204 arrives, a look into the ledger, a restart, and all sent again. */
export async function killAfterAcknowledging({ place, rounds, atOnce }: AcknowledgedOptions): Promise<Acknowledged> {
  const folder = await mkdtemp(join(tmpdir(), 'fonds-acknowledged-'));
  const files = () => [{ path: 'metadata/descriptive.json', bytes: Buffer.from('{}') }];
  const archive = { archiveId, contractId, objectId: 'object', preserved: true, files };
  const dps = await startDpsSimulator({ collection: { archives: new Map([[archiveId, archive]]) }, switches: { stepMs: Infinity } });
  const gateway = await prepareGateway({ folder, env: settingsFor(dps, place) });
  const relay = await startWebhookRelay({ secret: sandboxWebhookSecret, route: () => [gateway] });
  const total = { acknowledged: 0, cut: 0, cutAndStored: 0 };
  const [lost, notOnce]: [string[], string[]] = [[], []];
  const ledger = await place.open();
  await gateway.start();
  // One that is in progress from the beginning on: without it the subscriber would have no cursor to come back with.
  await orderStubbornly(archiveId, () => gateway.url);
  const subscriber = watch({ gateway: () => gateway.url, topic: { kind: 'dissemination', contractId }, encryptionKeys: place.encryptionKeys });
  try {
    await until(() => subscriber.from !== undefined);
    for (let round = 0; round < rounds; round += 1) {
      const webhooks = Array.from({ length: atOnce }, makeDelivery);
      let killed: Promise<void> | undefined;
      const send = async ({ body, headers, disseminationId }: ReturnType<typeof makeDelivery>) => {
        const { outcome } = await relay.send(gateway, body, headers());
        if (outcome === 204) killed ??= gateway.kill();
        return { disseminationId, outcome };
      };
      const sent = await Promise.all(webhooks.map(send));
      await killed;
      const count = await countKept(ledger, sent);
      total.acknowledged += count.acknowledged;
      total.cut += count.cut;
      total.cutAndStored += count.cutAndStored;
      lost.push(...count.lost);
      await gateway.start();
      for (const { body, headers } of webhooks) await relay.send(gateway, body, headers());
      for (const { disseminationId } of webhooks) if ((await deliveriesOf(ledger, disseminationId)) !== 1) notOnce.push(disseminationId);
    }
    const events = await ledger.events.allAfter(0n, 1_000_000);
    await until(() => (subscriber.seen.at(-1)?.position ?? 0n) >= (events.at(-1)?.position ?? 0n));
    return { ...total, lost, notOnce, heard: hear(subscriber, events) };
  } finally {
    subscriber.stop();
    await gateway.kill();
    await Promise.all([relay.stop(), dps.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

type Sent = { readonly disseminationId: string; readonly outcome: Attempt['outcome'] };

async function countKept(ledger: Ledger, sent: readonly Sent[]): Promise<{ acknowledged: number; cut: number; cutAndStored: number; lost: string[] }> {
  const count = { acknowledged: 0, cut: 0, cutAndStored: 0, lost: new Array<string>() };
  for (const { disseminationId, outcome } of sent) {
    const job = await ledger.jobs.get({ kind: 'dissemination', id: disseminationId });
    const isKept = JSON.stringify(job?.sealed ?? null).includes(addressOf(disseminationId));
    if (outcome === 204) {
      count.acknowledged += 1;
      if (!isKept) count.lost.push(disseminationId);
    } else {
      count.cut += 1;
      if (isKept) count.cutAndStored += 1;
    }
  }
  return count;
}

async function deliveriesOf(ledger: Ledger, id: string): Promise<number> {
  const events = await ledger.events.after({ kind: 'dissemination', id }, 0n, 100);
  return events.filter(({ name }) => name === 'delivered').length;
}

function addressOf(disseminationId: string): string {
  return `https://storage.example.org/${disseminationId}?X-Amz-Signature=s`;
}

function makeDelivery() {
  const [disseminationId, id] = [base62Id(), `msg_${randomUUID()}`];
  const files = [{ downloadURL: addressOf(disseminationId), filename: 'metadata.tar', filesize: 1, expirationDate: '2099-01-01T00:00:00Z', checksum: '0', checksumAlgorithm: 'MD5' }];
  const body = JSON.stringify({ type: 'dissemination.delivered', timestamp: new Date().toISOString(), data: { disseminationId, archiveId: base62Id(), contractId, files } });
  const headers = () => {
    const timestamp = Math.floor(Date.now() / 1_000);
    return { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signWebhook(sandboxWebhookSecret, id, timestamp, body) };
  };
  return { disseminationId, body, headers };
}
