import { PassThrough, Readable } from 'node:stream';
import { publicErrorOf } from '../../src/domain/failure.ts';
import { createUploads, type UploadRecord, type Uploads } from '../../src/events/uploads.ts';
import { dvidsSingleRoute } from '../../src/events/uploadRoutes.ts';
import { createOutsideClient, type OutsideClient } from '../../src/sources/http/outside.ts';
import { ada, bob, startDvidsBench, type DvidsBench } from './dvidsBench.ts';

/** Uploads over time: senders that are slow, silent or dead, and storage that stalls. */

let bench: DvidsBench;
let batchId: string;
const start = async (): Promise<DvidsBench> => {
  bench = await startDvidsBench();
  ({ id: batchId } = await bench.batches.create(ada));
  return bench;
};
afterEach(() => bench.stop());

const errorOf = async (call: Promise<unknown>) => publicErrorOf(await call.then(() => new Error('no error'), (error: unknown) => error));
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};
/** Waits until no more bytes pass, since nobody takes them. */
const stalled = async ({ upload: { uploadId } }: UploadRecord, uploads: Uploads): Promise<void> => {
  let [seen, times] = [-1, 0];
  await until(() => {
    const { bytesSent = 0 } = uploads.transfer(uploadId) ?? {};
    times = bytesSent === seen ? times + 1 : 0;
    seen = bytesSent;
    return times > 20;
  });
};
/** Passes time for somebody who waits again and again: each step when the last one has been noticed. */
const passTime = async (ms: number, outcome: Promise<unknown>, resting: number): Promise<void> => {
  const seen = { over: false };
  const end = () => void (seen.over = true);
  outcome.then(end, end);
  for (let passed = 0; passed < ms && !seen.over; passed += 1_000) {
    await until(() => seen.over || bench.clock.waiting() > resting);
    await bench.clock.advance(1_000);
  }
};
const begun = ({ upload: { uploadId } }: UploadRecord, uploads: Uploads, bytes: number) => until(() => (uploads.transfer(uploadId)?.bytesSent ?? -1) >= bytes);

test('a sender may be as slow as it likes, as long as something comes', async () => {
  const { uploads, transfers, clock } = await start();
  const record = await uploads.create(ada, batchId, {});
  const body = new PassThrough();
  const received = transfers.receive(record, { offset: 0, length: 30, contentType: undefined, body });
  for (let sent = 10; sent <= 30; sent += 10) {
    body.write(Buffer.alloc(10));
    await begun(record, transfers, sent);
    if (sent < 30) await clock.advance(115_000);
  }
  body.end();
  expect((await received).upload).toMatchObject({ state: 'COMPLETE', bytesStored: 30 });
});

test('a sender that falls silent is not waited for; what it left can be sent again', async () => {
  const { uploads, transfers, clock } = await start();
  const record = await uploads.create(ada, batchId, {});
  const body = new PassThrough();
  const received = errorOf(transfers.receive(record, { offset: 0, length: 30, contentType: undefined, body }));
  body.write(Buffer.alloc(10));
  await begun(record, transfers, 10);
  await clock.advance(125_000);
  await clock.advance(125_000);
  expect(await received).toMatchObject({ code: 'CONFLICT' });
  expect((await transfers.get(ada, record.upload.uploadId))?.upload).toMatchObject({ state: 'WAITING', bytesStored: 0, problem: null });
  const again = await transfers.receive(record, { offset: 0, length: 3, contentType: undefined, body: Readable.from([Buffer.from('abc')]) });
  expect(again.upload.state).toBe('COMPLETE');
});

test.each([
  ['takes no more bytes', 256 * 1024 * 1024],
  ['does not answer', 1000],
])('storage that %s is given up, and is to blame', async (_how, length) => {
  const { uploads, transfers, clock, dvids } = await start();
  const record = await uploads.create(ada, batchId, {});
  dvids.storage.misbehave({ how: { kind: 'hang' } });
  const chunk = Buffer.alloc(Math.min(length, 65_536));
  const body = Readable.from(Array.from({ length: length / chunk.length }, () => chunk), { objectMode: false });
  const received = errorOf(transfers.receive(record, { offset: 0, length, contentType: undefined, body }));
  await begun(record, transfers, chunk.length);
  await stalled(record, transfers);
  await clock.advance(125_000);
  await clock.advance(125_000);
  expect(await received).toMatchObject({ code: 'UPSTREAM_TIMEOUT', source: 'DVIDS' });
  expect((await transfers.get(ada, record.upload.uploadId))?.upload).toMatchObject({ state: 'WAITING', problem: { code: 'UPSTREAM_TIMEOUT' } });
});

test('who comes back to what a dead process was at waits for its turn, and gets it', async () => {
  const { uploads, transfers, clock, ledger } = await start();
  const record = await uploads.create(ada, batchId, {});
  await ledger.leases.acquire(`upload:${record.upload.uploadId}`, 'dead', clock.now(), 15_000);
  const resting = clock.waiting();
  const received = transfers.receive(record, { offset: 0, length: 3, contentType: undefined, body: Readable.from([Buffer.from('abc')]) });
  await passTime(17_000, received, resting);
  expect((await received).upload.state).toBe('COMPLETE');
}, 30_000);

describe('two processes', () => {
  let storage: OutsideClient;
  let elsewhere: Uploads;
  const startTwo = async () => {
    const { source, ledger, clock, dvids } = await start();
    storage = createOutsideClient({ source: 'DVIDS', rule: { sourceOrigin: dvids.url, origins: [dvids.storageUrl] } });
    elsewhere = createUploads({ ledger, clock, routes: { dvidsSingle: dvidsSingleRoute(source, storage, clock) } });
  };
  afterEach(() => storage.close());

  test('one of them sends; the other one waits, and is told to come again', async () => {
    await startTwo();
    const { uploads, transfers, clock } = bench;
    const record = await uploads.create(ada, batchId, {});
    const body = new PassThrough();
    const first = transfers.receive(record, { offset: 0, length: 10, contentType: undefined, body });
    body.write(Buffer.alloc(5));
    await begun(record, transfers, 5);
    const resting = clock.waiting();
    const second = errorOf(elsewhere.receive(record, { offset: 0, length: 3, contentType: undefined, body: Readable.from([Buffer.from('abc')]) }));
    await passTime(22_000, second, resting);
    expect(await second).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Another sender') });
    body.end(Buffer.alloc(5));
    expect((await first).upload.state).toBe('COMPLETE');
    await elsewhere.stop();
  }, 30_000);

  test('a process that stops ends its transfers, and another one takes over at once', async () => {
    await startTwo();
    const { uploads, transfers } = bench;
    const record = await uploads.create(ada, batchId, {});
    const body = new PassThrough();
    const first = errorOf(elsewhere.receive(record, { offset: 0, length: 10, contentType: undefined, body }));
    body.write(Buffer.alloc(5));
    await begun(record, elsewhere, 5);
    await elsewhere.stop();
    expect(await first).toMatchObject({ code: 'CONFLICT' });
    const second = await transfers.receive(record, { offset: 0, length: 3, contentType: undefined, body: Readable.from([Buffer.from('abc')]) });
    expect(second.upload.state).toBe('COMPLETE');
  });
});

test('an upload belongs to who made it, and its ticket is signed', async () => {
  const { uploads, transfers } = await start();
  const { upload } = await uploads.create(ada, batchId, {});
  expect(await transfers.get(bob, upload.uploadId)).toBeUndefined();
  const ticket = transfers.ticketOf(upload.uploadId);
  expect((await transfers.ofTicket(ticket))?.upload.uploadId).toBe(upload.uploadId);
  for (const wrong of ['', '.', ticket.replace('.', '..'), ticket.slice(1), `${upload.uploadId}.`, upload.uploadId]) expect(await transfers.ofTicket(wrong)).toBeUndefined();
});

test('an upload that is taken back while its bytes come stays so', async () => {
  const { uploads, transfers } = await start();
  const record = await uploads.create(ada, batchId, {});
  const body = new PassThrough();
  const received = errorOf(transfers.receive(record, { offset: 0, length: 10, contentType: undefined, body }));
  body.write(Buffer.alloc(5));
  await begun(record, transfers, 5);
  await transfers.forget(record.upload.uploadId);
  await received;
  expect(await transfers.get(ada, record.upload.uploadId)).toBeUndefined();
  expect(await errorOf(transfers.receive(record, { offset: 0, length: 3, contentType: undefined, body: Readable.from([Buffer.from('abc')]) }))).toMatchObject({ code: 'NOT_FOUND' });
});
