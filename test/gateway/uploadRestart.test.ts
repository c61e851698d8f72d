import { setTimeout as pause } from 'node:timers/promises';
import { startDvidsProcess, type DvidsProcess } from './dvidsProcess.ts';
import { file, finishedMd5, md5Of, mebibyte, partsTaken, sendByTus, uploader } from './uploadBench.ts';

/** A gateway that is killed while bytes stream through it. */

const partBytes = 5 * mebibyte;
let there: DvidsProcess;
beforeEach(async () => {
  there = await startDvidsProcess({}, { LEASE_MS: '1000' });
}, 30_000);
afterEach(() => there.stop());

test.each([3, 6])('killed while part %s was on its way: the sender goes on with the next process, and what storage has is not sent again', async (part) => {
  const { gateway, dvids } = there;
  const to = uploader(gateway.url);
  const bytes = file(6 * partBytes);
  const { uploadId, ticketUrl } = await to.multipart({ batchId: await to.batch(), contentType: 'video/mp4', sizeInBytes: String(bytes.length), partSizeInBytes: String(partBytes) });
  dvids.storage.misbehave({ match: ({ path }) => path.endsWith(`/${part}`), how: { kind: 'hang' } });
  const sent = sendByTus(ticketUrl, bytes, { retryDelays: Array.from({ length: 100 }, () => 100) });
  while (dvids.storage.count(({ path }) => path.endsWith(`/${part}`)) === 0) await pause(5);
  await gateway.kill();
  expect(partsTaken(dvids)).toEqual(Object.fromEntries(Array.from({ length: part - 1 }, (_, index) => [index + 1, 1])));
  await gateway.start();
  await sent;
  expect(partsTaken(dvids)).toEqual({ 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1 });
  expect(finishedMd5(dvids)).toEqual([md5Of(bytes, partBytes)]);
  expect(await to.state(uploadId)).toMatchObject({ state: 'COMPLETE', bytesSent: String(bytes.length) });
}, 60_000);

test('killed before the parts were put together: who comes again has that done', async () => {
  const { gateway, dvids } = there;
  const to = uploader(gateway.url);
  const bytes = file(2 * partBytes);
  const { ticketUrl } = await to.multipart({ batchId: await to.batch(), contentType: 'video/mp4', sizeInBytes: String(bytes.length), partSizeInBytes: String(partBytes) });
  dvids.misbehave({ match: 'closeMultipartUpload', how: { kind: 'hang' } });
  const sent = sendByTus(ticketUrl, bytes, { retryDelays: Array.from({ length: 100 }, () => 100) });
  while (dvids.count('closeMultipartUpload') === 0) await pause(5);
  await gateway.kill();
  await gateway.start();
  await sent;
  expect(partsTaken(dvids)).toEqual({ 1: 1, 2: 1 });
  expect(finishedMd5(dvids)).toEqual([md5Of(bytes, partBytes)]);
}, 60_000);
