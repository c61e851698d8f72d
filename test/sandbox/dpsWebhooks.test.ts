import { createHash } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { archiveIdOf, makeCollection } from '../../src/sandbox/collection.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { at, call, listAt, textAt } from './docbyteVisitor.ts';
import { order, startReceiver, visit, type Arrived, type DpsVisitor, type Receiver } from './dpsVisitor.ts';

const archiveIds = makeCollection().examples.photographs.slice(0, 2).map(archiveIdOf);
const [photograph = '', another = ''] = archiveIds;
const tillDelivery = 15_000;

const clock = manualClock();
let receiver: Receiver;
let dps: DpsSimulator;
let as: DpsVisitor;

beforeEach(async () => {
  receiver = await startReceiver();
  dps = await startDpsSimulator({ clock, webhooks: { receiverUrl: `${receiver.url}/webhooks/dps` } });
  as = await visit(dps);
});

afterEach(async () => {
  await dps.stop();
  await receiver.stop();
});

const first = (): Arrived => {
  const [found] = receiver.arrived;
  if (found === undefined) throw new Error('nothing has arrived');
  return found;
};

/** Whether the standard's own library signs it the same, and it is not out of date. */
const isGenuine = ({ headers, text }: Arrived, secret = sandboxWebhookSecret): boolean => {
  const timestamp = Number(headers['webhook-timestamp']);
  const wanted = new Webhook(secret).sign(String(headers['webhook-id']), new Date(timestamp * 1000), text);
  return Math.abs(clock.now() / 1000 - timestamp) <= 300 && headers['webhook-signature']?.split(' ').includes(wanted) === true;
};

test('a delivery is told by a signed webhook, with sizes as text and times to the nanosecond', async () => {
  const disseminationId = await order(as, photograph);
  await clock.advance(tillDelivery);
  expect(receiver.arrived).toHaveLength(1);
  expect(isGenuine(first())).toBe(true);
  expect(first().body).toEqual({
    type: 'dissemination.delivered', timestamp: expect.stringMatching(/\+01:00$/),
    data: { archiveId: photograph, disseminationId, objectId: 'slp_SLP-1', clientId: 'fonds', contractId: '2d17', sumSizeInBytes: expect.stringMatching(/^\d+$/), files: expect.any(Array) },
  });
  for (const file of listAt(first().body, 'data.files')) expect(file).toMatchObject({ expirationDate: expect.stringMatching(/\.\d{9}\+01:00$/), checksumAlgorithm: 'MD5' });
});

test('the files download as they were announced, for a day', async () => {
  await order(as, photograph);
  await clock.advance(tillDelivery);
  const files = listAt(first().body, 'data.files');
  expect(files.map((each) => textAt(each, 'filename'))).toEqual(['metadata.tar', 'representation-rep-1.tar']);
  let sum = 0;
  for (const file of files) {
    const bytes = Buffer.from(await (await fetch(textAt(file, 'downloadURL'), { headers: { connection: 'close' } })).arrayBuffer());
    expect(bytes.length).toBe(at(file, 'filesize'));
    expect(createHash('md5').update(bytes).digest('hex')).toBe(at(file, 'checksum'));
    expect(bytes.subarray(257, 262).toString()).toBe('ustar');
    sum += bytes.length;
  }
  expect(at(first().body, 'data.sumSizeInBytes')).toBe(String(sum));
  await clock.advance(86_400_000);
  const late = await call(textAt(files[0], 'downloadURL'));
  expect([late.status, late.headers.get('content-type')]).toEqual([403, 'application/xml']);
});

test('a webhook that was not taken comes again, with the same id and a fresh timestamp', async () => {
  receiver.answers.push(503, 400);
  await order(as, photograph);
  await clock.advance(tillDelivery);
  await clock.advance(29_000);
  expect(receiver.arrived).toHaveLength(1);
  await clock.advance(1_000);
  await clock.advance(60_000);
  const { arrived } = receiver;
  expect(arrived).toHaveLength(3);
  expect(new Set(arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(arrived.map(({ text }) => text)).size).toBe(1);
  expect(Number(arrived[2]?.headers['webhook-timestamp']) - Number(arrived[0]?.headers['webhook-timestamp'])).toBe(90);
  expect(arrived.every((each) => isGenuine(each))).toBe(true);
  expect(dps.webhooks.waiting()).toEqual([]);
  expect(dps.webhooks.attempts.map(({ status }) => status)).toEqual([503, 400, 204]);
});

test('after five days it is given up', async () => {
  receiver.answers.push(...Array.from({ length: 50 }, () => 500));
  await order(as, photograph);
  await clock.advance(8 * 86_400_000);
  expect(dps.webhooks.waiting()).toEqual([]);
  expect(receiver.arrived.length).toBeGreaterThan(13);
  expect(receiver.arrived.length).toBeLessThan(20);
});

test('messages wait for a receiver', async () => {
  const patient = await startDpsSimulator({ clock });
  await order(await visit(patient), photograph);
  await clock.advance(tillDelivery);
  expect(receiver.arrived).toEqual([]);
  patient.webhooks.deliverTo(receiver.url);
  await clock.advance(0);
  expect(receiver.arrived).toHaveLength(1);
  await patient.stop();
});

test('a receiver that is not there, or no address at all, is tried again', async () => {
  dps.webhooks.deliverTo('nowhere');
  await order(as, photograph);
  await clock.advance(tillDelivery);
  dps.webhooks.deliverTo('http://127.0.0.1:9/');
  await clock.advance(30_000);
  expect(dps.webhooks.attempts.map(({ status }) => status)).toEqual([null, null]);
  dps.webhooks.deliverTo(receiver.url);
  await clock.advance(60_000);
  expect(receiver.arrived).toHaveLength(1);
});

test('during a rotation every secret signs, and either secret will do', async () => {
  const newer = `whsec_${Buffer.alloc(24, 'n').toString('base64')}`;
  dps.webhooks.signWith('plain text', sandboxWebhookSecret, newer);
  dps.webhooks.send('dissemination.delivered', {});
  await clock.advance(0);
  expect(first().headers['webhook-signature']?.split(' ')).toHaveLength(3);
  expect([isGenuine(first()), isGenuine(first(), newer), isGenuine(first(), `whsec_${Buffer.alloc(24, 'x').toString('base64')}`)]).toEqual([true, true, false]);
});

test.each([['tamper'], ['forge'], ['unsigned'], ['milliseconds']] as const)('one that is spoilt (%s) does not verify; its repetition does', async (kind) => {
  receiver.answers.push(401);
  dps.webhooks.misbehave({ match: 'dissemination.delivered', how: { kind } });
  await order(as, photograph);
  await clock.advance(tillDelivery);
  expect(receiver.arrived.map((each) => isGenuine(each))).toEqual([false]);
  await clock.advance(30_000);
  expect(receiver.arrived.slice(1).map((each) => isGenuine(each))).toEqual([true]);
});

test('one can be out of date, or have foreign signatures in front', async () => {
  dps.webhooks.misbehave({ how: { kind: 'stale', seconds: 3_600 } });
  dps.webhooks.misbehave({ how: { kind: 'foreignSignatures' } });
  dps.webhooks.send('a', {});
  dps.webhooks.send('b', {});
  await clock.advance(0);
  expect(receiver.arrived.map((each) => isGenuine(each))).toEqual([false, true]);
  expect(receiver.arrived[1]?.headers['webhook-signature']).toMatch(/^v1a,/);
});

test('webhooks can be dropped, doubled, late and out of order', async () => {
  const types = (): unknown[] => receiver.arrived.map(({ body }) => at(body, 'type'));
  dps.webhooks.misbehave({ match: 'lost', how: { kind: 'drop' } });
  dps.webhooks.misbehave({ match: 'twice', how: { kind: 'duplicate' } });
  dps.webhooks.misbehave({ match: 'late', how: { kind: 'delay', ms: 5_000 } });
  dps.webhooks.misbehave({ match: 'second', how: { kind: 'reorder' } });
  for (const type of ['lost', 'late', 'second', 'twice']) dps.webhooks.send(type, { any: 1 });
  await clock.advance(0);
  expect(types()).toEqual(['twice', 'twice', 'second']);
  expect(receiver.arrived[0]?.headers['webhook-id']).toBe(receiver.arrived[1]?.headers['webhook-id']);
  await clock.advance(5_000);
  expect(types()).toEqual(['twice', 'twice', 'second', 'late']);
});

test('what is doubled comes again once it is taken: a copy of what nobody has would be none', async () => {
  receiver.answers.push(503);
  dps.webhooks.misbehave({ how: { kind: 'duplicate' } });
  dps.webhooks.send('twice', {});
  await clock.advance(0);
  expect(receiver.arrived).toHaveLength(1);
  await clock.advance(60_000);
  expect(receiver.arrived).toHaveLength(3);
  expect(new Set(receiver.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(dps.webhooks.waiting()).toEqual([]);
});

test.each([[2_000, 0, 1], [-2_000, 1, 1]])('with a delay of %i ms the webhook and the status come in that order', async (webhookDelayMs, early, late) => {
  dps.switches.webhookDelayMs = webhookDelayMs;
  const id = await order(as, photograph);
  await clock.advance(tillDelivery);
  expect(receiver.arrived).toHaveLength(early);
  expect(at((await as('GET', `/v1/disseminations/${id}`)).body, 'status')).toBe(webhookDelayMs > 0 ? 'DISSEMINATED' : 'UPLOADING_TO_S3');
  await clock.advance(2_000);
  expect(receiver.arrived).toHaveLength(late);
  expect(at((await as('GET', `/v1/disseminations/${id}`)).body, 'status')).toBe('DISSEMINATED');
});

test('an older edition sends sizes as numbers', async () => {
  dps.switches.webhookSize = 'number';
  await order(as, another);
  await clock.advance(tillDelivery);
  expect(first().text).toMatch(/"sumSizeInBytes":\d+,/);
});
