import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { createEvents, type Events } from '../../src/events/events.ts';
import { unreadWebhook } from '../../src/events/webhooks.ts';
import type { WebhookHeaders } from '../../src/events/webhookSignature.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { makeKey } from '../../src/ledger/keyring.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { noDps } from './noDps.ts';

const whsec = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
const plain = 'a plain secret';
const now = Date.UTC(2026, 10, 20, 10);
const disseminationId = '8Z7x1T9rN0Xc2B5Yq4L3zP';

const file = {
  downloadURL: 'https://storage.example.org/metadata.tar?X-Amz-Signature=verysecret',
  filename: 'metadata.tar',
  filesize: 10240,
  expirationDate: '2026-11-21T11:00:00.123456789+01:00',
  checksum: 'd41d8cd98f00b204e9800998ecf8427e',
  checksumAlgorithm: 'MD5',
};
const delivered = {
  type: 'dissemination.delivered',
  timestamp: '2026-11-20T11:00:00.123456+01:00',
  data: { archiveId: 'a1', disseminationId, objectId: 'o1', clientId: 'fonds', contractId: '2D17', sumSizeInBytes: '12345678987654321', files: [file] },
};

const encryptionKeys = [makeKey()];

let folder: string;
let ledger: Ledger;
let events: Events;
let secrets: string[];
let logged: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fonds-webhooks-'));
  ledger = await openLedger({ databaseUrl: `sqlite:${join(folder, 'ledger.db')}`, encryptionKeys });
  secrets = [whsec, plain];
  logged = [];
  const log = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const clock = { now: () => now, schedule: () => () => {} };
  events = createEvents({ ledger, dps: noDps, secrets: () => secrets, clock, log: { info: log, warn: log, error: log } });
});
afterEach(async () => {
  await events.stop();
  await ledger.close();
  rmSync(folder, { recursive: true });
  // Whatever happened, no line told a secret.
  for (const line of logged) expect(line).not.toMatch(/verysecret|thirty-two/);
});

interface Signing {
  secret?: string;
  id?: string;
  at?: number;
}

/** Headers by an implementation of the standard that is not ours. */
function sign(body: string | Buffer, { secret = whsec, id = 'msg_1', at = now }: Signing = {}): Record<string, string> {
  const webhook = secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
  const timestamp = new Date(at);
  return {
    'content-type': 'application/json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': webhook.sign(id, timestamp, body.toString()),
  };
}

const text = (value: unknown): string => JSON.stringify(value);
const send = (body: string, headers: WebhookHeaders) => events.webhooks.receive(Buffer.from(body), headers);
const job = () => ledger.jobs.get({ kind: 'dissemination', id: disseminationId });

describe('a genuine webhook', () => {
  it.each([['whsec_', whsec], ['plain', plain]])('signed with a %s secret of the ring is stored', async (_form, secret) => {
    const body = text(delivered);
    expect(await send(body, sign(body, { secret }))).toEqual({ status: 204, outcome: 'stored' });
    expect((await job())?.state).toMatchObject({ status: 'DISSEMINATED', contractId: '2d17', sizeInBytes: '12345678987654321', files: [{ sizeInBytes: '10240', expiresAt: file.expirationDate }] });
    expect((await job())?.sealed).toEqual({ downloadUrls: [file.downloadURL] });
  });

  it('is on disk when it is answered', async () => {
    const body = text(delivered);
    await send(body, sign(body));
    const other = await openLedger({ databaseUrl: `sqlite:${join(folder, 'ledger.db')}`, encryptionKeys });
    expect((await other.jobs.get({ kind: 'dissemination', id: disseminationId }))?.sealed).toEqual({ downloadUrls: [file.downloadURL] });
    await other.close();
  });

  it('is taken in once, and its repeats answered alike, with another timestamp too', async () => {
    const body = text(delivered);
    await send(body, sign(body));
    expect(await send(body, sign(body, { at: now + 60_000 }))).toEqual({ status: 204, outcome: 'duplicate' });
    expect(await ledger.events.head()).toBe(1n);
  });

  it('of an unknown or a retired type is remembered and ignored', async () => {
    for (const [index, type] of ['archive.celebrated', 'submission.validating'].entries()) {
      const body = text({ type, timestamp: 'whenever', data: null });
      const headers = sign(body, { id: `msg_${index}` });
      expect(await send(body, headers)).toEqual({ status: 204, outcome: 'ignored' });
      expect(await send(body, headers)).toEqual({ status: 204, outcome: 'duplicate' });
    }
    expect(await ledger.events.head()).toBe(0n);
  });

  it('may carry signatures of other versions and of other secrets beside the right one', async () => {
    const body = text(delivered);
    const headers = sign(body);
    const others = `v1a,${Buffer.alloc(64).toString('base64')} v1,${Buffer.alloc(32).toString('base64')} v1,AA==`;
    expect(await send(body, { ...headers, 'webhook-signature': `${others} ${headers['webhook-signature']}` })).toMatchObject({ outcome: 'stored' });
  });

  it('is verified with the ring as it is at that moment', async () => {
    const body = text(delivered);
    const headers = sign(body, { secret: 'the next secret' });
    expect(await send(body, headers)).toEqual({ status: 401, outcome: 'refused' });
    secrets = [whsec, 'the next secret'];
    expect(await send(body, headers)).toEqual({ status: 204, outcome: 'stored' });
  });

  it('with a size as a number beyond 2^53 loses no digit', async () => {
    const body = text(delivered).replace('"12345678987654321"', '12345678987654321');
    await send(body, sign(body));
    expect((await job())?.state).toMatchObject({ sizeInBytes: '12345678987654321' });
  });

  it('that could not be read is kept whole, and answered so that it is not sent for five days', async () => {
    const unreadable = [text({ ...delivered, data: { ...delivered.data, files: 'many' } }), text({ ...delivered, data: null }), 'not JSON', '[]', '{"type":7}'];
    for (const [index, body] of unreadable.entries()) {
      const headers = sign(body, { id: `msg_${index}` });
      expect(await send(body, headers)).toEqual({ status: 204, outcome: 'ignored' });
      expect(await send(body, headers)).toEqual({ status: 204, outcome: 'duplicate' });
      const kept = await ledger.documents.get(unreadWebhook, `msg_${index}`);
      expect(kept?.sealed).toEqual({ base64: Buffer.from(body).toString('base64') });
      expect(text(kept?.body)).not.toContain('verysecret');
    }
    expect(logged.filter((line) => line.includes('could not be read'))).toHaveLength(unreadable.length);
  });

  it('that could not be read is read again, once something can', async () => {
    const body = text(delivered);
    // As an older version left it behind that did not know its type.
    await ledger.documents.put({ kind: unreadWebhook, id: 'msg_old', body: {}, sealed: { base64: Buffer.from(body).toString('base64') } });
    await ledger.documents.put({ kind: unreadWebhook, id: 'msg_bad', body: {}, sealed: { base64: Buffer.from('not JSON').toString('base64') } });
    expect(await events.webhooks.rereadUnread()).toBe(1);
    expect((await job())?.sealed).toEqual({ downloadUrls: [file.downloadURL] });
    expect((await ledger.documents.list(unreadWebhook)).map(({ id }) => id)).toEqual(['msg_bad']);
    expect(await events.webhooks.rereadUnread()).toBe(0);
  });

  it('with bytes that are no UTF-8 is verified on those bytes', async () => {
    const body = Buffer.from([0x22, 0xff, 0x22]);
    // The standard's own library signs text, and would sign other bytes here.
    const { createHmac } = await import('node:crypto');
    const signature = createHmac('sha256', plain).update(`msg_1.${now / 1000}.`).update(body).digest('base64');
    const headers = { ...sign('""'), 'webhook-signature': `v1,${signature}` };
    expect(await events.webhooks.receive(body, headers)).toEqual({ status: 204, outcome: 'ignored' });
    expect(await events.webhooks.receive(Buffer.from([0x22, 0xfe, 0x22]), headers)).toEqual({ status: 401, outcome: 'refused' });
  });

  it('of a submission is stored with its archive id, or with the reasons against it', async () => {
    const preserved = text({ type: 'submission.preserved', timestamp: delivered.timestamp, data: { contractId: '2d17', submissionId: 's1', archiveId: 'a9' } });
    await send(preserved, sign(preserved, { id: 'msg_p' }));
    expect(await ledger.jobs.get({ kind: 'submission', id: 's1' })).toMatchObject({ archiveId: 'a9', phase: 'SUCCEEDED', state: { status: 'PRESERVED' } });
    const reasons = [{ code: 'FILE_CHECKSUM_MISMATCH', message: 'MD5 differs', filePath: 'a.tif' }, { code: 'METADATA_SCHEMA_INVALID' }];
    const rejected = text({ type: 'submission.rejected', timestamp: delivered.timestamp, data: { contractId: '2d17', submissionId: 's2', archiveId: null, reasons } });
    await send(rejected, sign(rejected, { id: 'msg_r' }));
    expect((await ledger.jobs.get({ kind: 'submission', id: 's2' }))?.state).toMatchObject({
      phase: 'FAILED',
      reasons: [reasons[0], { code: 'METADATA_SCHEMA_INVALID', message: null, filePath: null }],
    });
  });
});

describe('what is not genuine is turned away and leaves no trace', () => {
  const body = text(delivered);
  afterEach(async () => {
    expect(await ledger.events.head()).toBe(0n);
    expect(await ledger.documents.list(unreadWebhook)).toEqual([]);
  });

  it.each<[string, (headers: Record<string, string>) => WebhookHeaders]>([
    ['no headers', () => ({})],
    ['no id', ({ 'webhook-id': _id, ...rest }) => rest],
    ['no signature', ({ 'webhook-signature': _signature, ...rest }) => rest],
    ['a repeated id', (headers) => ({ ...headers, 'webhook-id': ['msg_1', 'msg_1'] })],
    ['a repeated id, joined', (headers) => ({ ...headers, 'webhook-id': 'msg_1, msg_1' })],
    ['a repeated timestamp', (headers) => ({ ...headers, 'webhook-timestamp': ['1', '2'] })],
    ['an empty list of signatures', (headers) => ({ ...headers, 'webhook-signature': [] })],
    ['a timestamp that only begins with digits', (headers) => ({ ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']}x` })],
    ['a negative timestamp', (headers) => ({ ...headers, 'webhook-timestamp': `-${headers['webhook-timestamp']}` })],
    ['signatures joined with commas', (headers) => ({ ...headers, 'webhook-signature': `${headers['webhook-signature']}, v1,AAAA` })],
    ['an id of 300 characters', (headers) => ({ ...headers, 'webhook-id': 'x'.repeat(300) })],
  ])('%s: 400', async (_what, change) => {
    expect(await send(body, change(sign(body)))).toEqual({ status: 400, outcome: 'refused' });
  });

  it.each<[string, (headers: Record<string, string>) => WebhookHeaders]>([
    ['another secret', () => sign(body, { secret: 'a guess' })],
    ['another body', () => sign(`${body} `)],
    ['another id', (headers) => ({ ...headers, 'webhook-id': 'msg_2' })],
    ['another timestamp', (headers) => ({ ...headers, 'webhook-timestamp': String(now / 1000 + 1) })],
    ['an empty signature', (headers) => ({ ...headers, 'webhook-signature': 'v1,=' })],
    ['a signature of an unknown version only', (headers) => ({ ...headers, 'webhook-signature': (headers['webhook-signature'] ?? '').replace('v1,', 'v2,') })],
    ['a signature cut short', (headers) => ({ ...headers, 'webhook-signature': (headers['webhook-signature'] ?? '').slice(0, -8) })],
  ])('%s: 401', async (_what, change) => {
    expect(await send(body, change(sign(body)))).toEqual({ status: 401, outcome: 'refused' });
  });

  it.each([-301_000, 301_000])('a time %i ms from ours, though signed: 503, for our clock may be the wrong one', async (offset) => {
    expect(await send(body, sign(body, { at: now + offset }))).toEqual({ status: 503, outcome: 'refused' });
  });

  it('too long a body: 413, unread', async () => {
    expect(await events.webhooks.receive(Buffer.alloc(8 * 1024 * 1024 + 1), {})).toEqual({ status: 413, outcome: 'refused' });
  });

  it('no secret to verify with: 503, and a line that says what to set', async () => {
    secrets = [];
    expect(await send(body, sign(body))).toEqual({ status: 503, outcome: 'refused' });
    expect(logged.join()).toContain('DPS_WEBHOOK_SECRETS');
    secrets = ['whsec_'];
    expect(await send(body, sign(body, { secret: 'x' }))).toMatchObject({ outcome: 'refused' });
  });
});

describe('times at the edge', () => {
  it.each([-300_000, 300_000])('%i ms from ours are good', async (offset) => {
    const body = text(delivered);
    expect(await send(body, sign(body, { at: now + offset }))).toMatchObject({ status: 204 });
  });
});

it('a ledger that cannot be reached: 503, so that DPS sends it again', async () => {
  const body = text(delivered);
  await ledger.close();
  expect(await send(body, sign(body))).toEqual({ status: 503, outcome: 'refused' });
  const unknown = text({ type: 'news', data: {} });
  expect(await send(unknown, sign(unknown))).toEqual({ status: 503, outcome: 'refused' });
});

it('the ledger balances: received is stored, duplicates, ignored and refused', async () => {
  const bodies = [text(delivered), text(delivered), text({ type: 'news' }), 'garbage'];
  for (const [index, body] of bodies.entries()) await send(body, sign(body, { id: `msg_${Math.max(1, index)}` }));
  await send(bodies[0] ?? '', {});
  expect(events.webhooks.counts()).toEqual({ received: 5, stored: 1, duplicate: 1, ignored: 2, refused: 1 });
});

it('many at once are each taken in once', async () => {
  const results = await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const body = text({ ...delivered, data: { ...delivered.data, disseminationId: `d${index % 20}` } });
      return send(body, sign(body, { id: `msg_${index % 20}` }));
    }),
  );
  expect(results.every(({ status }) => status === 204)).toBe(true);
  expect(events.webhooks.counts()).toMatchObject({ received: 60, stored: 20, duplicate: 40 });
  expect(await ledger.events.head()).toBe(20n);
});
