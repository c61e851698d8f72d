import { Readable } from 'node:stream';
import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { DvidsSimulatorOptions } from '../../src/sandbox/dvids.ts';
import { connect } from './socket.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { breakAfter, by, file, finishedMd5, md5Of, mebibyte, partsTaken, send, sendByTus, uploader } from './uploadBench.ts';

/** Bytes through the gateway to storage: whole, in parts, cut, continued, refused; over real connections. */

let gateway: TestGateway;
let to: ReturnType<typeof uploader>;
let batchId: string;

const start = async (dvids: DvidsSimulatorOptions = {}, env: Record<string, string> = {}): Promise<void> => {
  gateway = await startTestGateway(env, { dvids: { earlier: false, ...dvids } });
  to = uploader(gateway.localUrl);
  batchId = await to.batch();
};
afterEach(() => gateway.stop());

// Tens of megabytes, on machines that have other things to do as well.
jest.setTimeout(60_000);

const put = (url: string, body: Buffer, headers: Record<string, string> = {}) => send(url, 'PUT', { 'content-length': String(body.length), ...headers }, body);
const storageCalls = () => gateway.dvids.storage.calls;
const partBytes = 5 * mebibyte;
const inParts = (bytes: number, more: object = {}) => to.multipart({ batchId, contentType: 'video/mp4', sizeInBytes: String(bytes), partSizeInBytes: String(partBytes), ...more });
const errorOf = (text: string): unknown => (JSON.parse(text) as { errors: [{ extensions: { code: string } }] }).errors[0].extensions.code;

describe('PUT', () => {
  test('streams a file to storage as it is, with its type, and without any token', async () => {
    await start();
    const { uploadId, ticketUrl } = await to.single({ batchId, contentType: 'image/jpeg' });
    const bytes = file(3 * mebibyte);
    const { status, headers } = await put(ticketUrl, bytes, { 'content-type': 'image/jpeg', authorization: 'Bearer of-the-sender' });
    expect([status, headers['upload-offset'], headers['tus-resumable']]).toEqual([204, String(bytes.length), '1.0.0']);
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes)]);
    expect(storageCalls().map(({ status: stored, headers: sent }) => [stored, sent['content-length'], sent['transfer-encoding'], sent['content-type'], sent.authorization])).toEqual([[200, String(bytes.length), undefined, 'image/jpeg', undefined]]);
    expect(await to.state(uploadId)).toMatchObject({ state: 'COMPLETE', bytesSent: String(bytes.length), sizeInBytes: String(bytes.length), uploadUrl: null });
    expect((await put(ticketUrl, bytes)).status).toBe(409);
  });

  test('takes the type from the sender where none was announced', async () => {
    await start();
    const { ticketUrl } = await to.single({ batchId });
    await put(ticketUrl, file(10), { 'content-type': 'image/jpeg; charset=binary' });
    expect(storageCalls()[0]?.headers['content-type']).toBe('image/jpeg');
  });

  test('cuts a large file into parts and puts them together', async () => {
    await start();
    const bytes = file(2 * partBytes + 1234);
    const { uploadId, ticketUrl } = await inParts(bytes.length);
    expect((await put(ticketUrl, bytes)).status).toBe(204);
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes, partBytes)]);
    expect(storageCalls().map(({ headers }) => [headers['content-length'], headers.authorization])).toEqual([[String(partBytes), undefined], [String(partBytes), undefined], ['1234', undefined]]);
    expect(await to.state(uploadId)).toMatchObject({ state: 'COMPLETE', parts: [1, 2, 3].map((partNumber) => ({ partNumber, done: true })) });
  });

  test.each(['single', 'multipart'] as const)('takes a file without any bytes (%s)', async (kind) => {
    await start();
    const { uploadId, ticketUrl } = kind === 'single' ? await to.single({ batchId }) : await to.multipart({ batchId, contentType: 'video/mp4' });
    expect((await put(ticketUrl, Buffer.alloc(0))).status).toBe(204);
    expect(storageCalls().map(({ status, headers }) => [status, headers['content-length']])).toEqual([[200, '0']]);
    expect(await to.state(uploadId)).toMatchObject({ state: 'COMPLETE', bytesSent: '0' });
  });

  test('starts over from the beginning: nothing of an earlier attempt gets in between', async () => {
    await start();
    const bytes = file(2 * partBytes);
    const { ticketUrl } = await to.multipart({ batchId, contentType: 'video/mp4', partSizeInBytes: String(partBytes) });
    const way = await breakAfter(gateway.localUrl, 3 * partBytes);
    await expect(put(by(way.url, ticketUrl), file(4 * partBytes))).rejects.toThrow();
    await way.stop();
    expect((await put(ticketUrl, bytes)).status).toBe(204);
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes, partBytes)]);
  });
});

describe('what is refused before a byte goes out', () => {
  test('a body without its length, as a piping curl sends it', async () => {
    await start();
    const { ticketUrl } = await to.single({ batchId });
    const { status, text } = await send(ticketUrl, 'PUT', {}, file(1000));
    expect([status, errorOf(text)]).toEqual([411, 'BAD_USER_INPUT']);
    const endless = new Readable({ read() { this.push(Buffer.alloc(65_536)); } });
    expect((await send(ticketUrl, 'PUT', {}, endless)).status).toBe(411);
    endless.destroy();
    expect(storageCalls()).toEqual([]);
  });

  test.each([
    ['another type', { 'content-type': 'image/png' }, 100],
    ['fewer bytes than announced', {}, 99],
    ['more bytes than announced', {}, 101],
    ['a coding of its own', { 'content-encoding': 'gzip' }, 100],
  ])('%s', async (_name, headers, length) => {
    await start();
    const { uploadId, ticketUrl } = await to.single({ batchId, contentType: 'image/jpeg', sizeInBytes: '100' });
    expect((await put(ticketUrl, file(length), headers)).status).toBeGreaterThanOrEqual(400);
    expect(storageCalls()).toEqual([]);
    expect(await to.state(uploadId)).toMatchObject({ state: 'WAITING', problem: null });
    expect((await put(ticketUrl, file(100), { 'content-type': 'image/jpeg' })).status).toBe(204);
  });

  test('more than storage takes, by its length alone', async () => {
    await start();
    const gib = 1024 ** 3;
    const single = await to.single({ batchId });
    const parts = await to.multipart({ batchId, contentType: 'video/mp4' });
    for (const [url, length] of [[single.ticketUrl, 5 * gib + 1], [parts.ticketUrl, 5 * 1024 * gib + 1]] as const) {
      const { status, text, continued } = await send(url, 'PUT', { 'content-length': String(length), expect: '100-continue' }, Buffer.alloc(0));
      expect([status, errorOf(text), continued]).toEqual([400, 'BAD_USER_INPUT', false]);
    }
    expect(storageCalls()).toEqual([]);
  });

  test('and a sender that asks first is told so before it sends; one that is right is told to begin', async () => {
    await start();
    const { ticketUrl } = await to.single({ batchId, contentType: 'image/jpeg' });
    const expecting = { expect: '100-continue' };
    expect(await put(ticketUrl, file(10), { ...expecting, 'content-type': 'image/png' })).toMatchObject({ status: 400, continued: false });
    expect(await put(`${ticketUrl}x`, file(10), expecting)).toMatchObject({ status: 404, continued: false });
    expect(await put(ticketUrl, file(10), { ...expecting, 'content-type': 'image/jpeg' })).toMatchObject({ status: 204, continued: true });
    expect((await send(`${gateway.localUrl}/graphql`, 'POST', { ...expecting, 'content-type': 'application/json', 'content-length': '25' }, Buffer.from('{"query":"{__typename  }"}'.slice(0, 25)))).continued).toBe(true);
  });

  test('a ticket that is none', async () => {
    await start();
    const { ticketUrl } = await to.single({ batchId });
    const other = (await to.single({ batchId })).ticketUrl.split('.').at(-1);
    for (const wrong of [`${ticketUrl}A`, ticketUrl.slice(0, -1), ticketUrl.replace(/[^.]+$/, other ?? ''), `${gateway.localUrl}/uploads/`]) expect((await put(wrong, file(1))).status).toBe(404);
    expect(storageCalls()).toEqual([]);
  });

  test('a sender that goes on sending can read why all the same', async () => {
    await start();
    const { ticketUrl } = await to.single({ batchId, contentType: 'image/jpeg' });
    const { status, text } = await put(ticketUrl, file(64 * mebibyte), { 'content-type': 'image/png' });
    expect([status, errorOf(text)]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe('addresses of storage', () => {
  test('that have expired are renewed before the bytes go out', async () => {
    await start({ switches: { uploadUrlSeconds: 30 } });
    const { ticketUrl } = await to.single({ batchId });
    gateway.dvids.reset();
    expect((await put(ticketUrl, file(100))).status).toBe(204);
    expect(gateway.dvids.count('createUpload')).toBe(1);
  });

  test('that storage does not take are renewed for the next attempt', async () => {
    await start();
    const { uploadId, ticketUrl } = await to.single({ batchId });
    gateway.dvids.storage.misbehave({ how: { kind: 'status', status: 403, shape: 'xml' } });
    const { status, text } = await put(ticketUrl, file(100));
    expect([status, errorOf(text)]).toEqual([403, 'FORBIDDEN']);
    expect(text).not.toContain('X-Amz');
    expect(await to.state(uploadId)).toMatchObject({ state: 'WAITING', problem: { code: 'FORBIDDEN' } });
    expect((await put(ticketUrl, file(100))).status).toBe(204);
    expect(await to.state(uploadId)).toMatchObject({ state: 'COMPLETE', problem: null });
  });
});

describe('tus, with the client that browsers use', () => {
  test('sends a file in one go', async () => {
    await start();
    const bytes = file(2 * partBytes + 77);
    const { uploadId, ticketUrl } = await inParts(bytes.length);
    expect(await sendByTus(ticketUrl, bytes)).toEqual([bytes.length]);
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes, partBytes)]);
    expect(await to.state(uploadId)).toMatchObject({ state: 'COMPLETE' });
    // Who comes again is told that all is there.
    await sendByTus(ticketUrl, bytes);
    expect(partsTaken(gateway.dvids)).toEqual({ 1: 1, 2: 1, 3: 1 });
  });

  test('goes on where it was cut at 70 %: only the part that was cut is sent again', async () => {
    await start();
    const bytes = file(6 * partBytes);
    const { ticketUrl } = await inParts(bytes.length);
    const way = await breakAfter(gateway.localUrl, 0.7 * bytes.length);
    await sendByTus(by(way.url, ticketUrl), bytes);
    await way.stop();
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes, partBytes)]);
    expect(partsTaken(gateway.dvids)).toEqual(Object.fromEntries(Array.from({ length: 6 }, (_, index) => [index + 1, 1])));
    expect(storageCalls().length).toBeLessThanOrEqual(7);
  });

  test('goes on after storage has failed one part, and sends that part alone again', async () => {
    await start();
    const bytes = file(4 * partBytes);
    const { uploadId, ticketUrl } = await inParts(bytes.length);
    gateway.dvids.storage.misbehave({ match: ({ path }) => path.endsWith('/3'), times: 2, how: { kind: 'status', status: 503, shape: 'xml' } });
    await sendByTus(ticketUrl, bytes);
    expect(partsTaken(gateway.dvids)).toEqual({ 1: 1, 2: 1, 3: 1, 4: 1 });
    expect(storageCalls().map(({ path, status }) => `${path.split('/').at(-1)} ${status}`)).toEqual(['1 200', '2 200', '3 503', '3 503', '3 200', '4 200']);
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes, partBytes)]);
    expect(await to.state(uploadId)).toMatchObject({ state: 'COMPLETE', problem: null });
  });

  test('sends a file in chunks of its own, and one whose length it learns last', async () => {
    await start();
    const bytes = file(3 * partBytes + 5);
    const known = await inParts(bytes.length);
    expect(await sendByTus(known.ticketUrl, bytes, { chunkSize: partBytes + 1000 })).toHaveLength(3);
    const unknown = await to.multipart({ batchId, contentType: 'video/mp4', partSizeInBytes: String(partBytes) });
    await sendByTus(unknown.ticketUrl, Readable.from([bytes]), { chunkSize: 2 * partBytes, uploadLengthDeferred: true });
    expect(finishedMd5(gateway.dvids)).toHaveLength(2);
    expect(finishedMd5(gateway.dvids)[1]).toBe(md5Of(bytes, partBytes));
    expect(await to.state(unknown.uploadId)).toMatchObject({ state: 'COMPLETE', sizeInBytes: String(bytes.length) });
  });

  test('is told of chunks that are too small for storage', async () => {
    await start();
    const { ticketUrl } = await inParts(3 * partBytes);
    await expect(sendByTus(ticketUrl, file(3 * partBytes), { chunkSize: mebibyte })).rejects.toThrow('5242880 bytes');
    expect(storageCalls()).toEqual([]);
  });

  test('completes a file without any bytes, and one that only lacked being put together', async () => {
    await start();
    const empty = await inParts(0);
    await sendByTus(empty.ticketUrl, Buffer.alloc(0));
    expect(await to.state(empty.uploadId)).toMatchObject({ state: 'COMPLETE' });
    const bytes = file(partBytes);
    const late = await inParts(bytes.length);
    gateway.dvids.misbehave({ match: 'closeMultipartUpload', times: 5, how: { kind: 'status', status: 400 } });
    await expect(sendByTus(late.ticketUrl, bytes)).rejects.toThrow();
    expect(await to.state(late.uploadId)).toMatchObject({ state: 'WAITING', bytesSent: String(bytes.length), problem: { code: 'BAD_USER_INPUT' } });
    gateway.dvids.behave();
    await sendByTus(late.ticketUrl, bytes);
    expect(await to.state(late.uploadId)).toMatchObject({ state: 'COMPLETE', problem: null });
    expect(partsTaken(gateway.dvids)).toEqual({ 1: 2 });
  });

  test('starts a file in one piece over when it was cut', async () => {
    await start();
    const bytes = file(8 * mebibyte);
    const { ticketUrl } = await to.single({ batchId, sizeInBytes: String(bytes.length) });
    const way = await breakAfter(gateway.localUrl, 5 * mebibyte);
    await sendByTus(by(way.url, ticketUrl), bytes);
    await way.stop();
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes)]);
  });

  test('says what tus wants said', async () => {
    await start({}, { CORS_ORIGINS: 'https://pages.example' });
    const { ticketUrl } = await inParts(3 * partBytes);
    const nothing = Buffer.alloc(0);
    const head = await send(ticketUrl, 'HEAD', { 'tus-resumable': '1.0.0' }, nothing);
    expect(head).toMatchObject({ status: 200, headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'upload-length': String(3 * partBytes), 'cache-control': 'no-store' } });
    expect((await send(ticketUrl, 'HEAD', { 'tus-resumable': '0.2.2' }, nothing)).status).toBe(412);
    const patch = { 'content-type': 'application/offset+octet-stream', 'content-length': '0', 'upload-offset': '0' };
    expect((await send(ticketUrl, 'PATCH', { ...patch, 'upload-offset': '7' }, nothing)).status).toBe(409);
    expect((await send(ticketUrl, 'PATCH', { ...patch, 'content-type': 'video/mp4' }, nothing)).status).toBe(415);
    expect((await send(ticketUrl, 'PATCH', { ...patch, 'upload-offset': '-1' }, nothing)).status).toBe(400);
    expect((await send(ticketUrl, 'GET', {}, nothing)).headers.allow).toContain('PATCH');
    const bytes = file(partBytes);
    const overridden = await send(ticketUrl, 'POST', { ...patch, 'x-http-method-override': 'PATCH', 'content-length': String(bytes.length) }, bytes);
    expect(overridden).toMatchObject({ status: 204, headers: { 'upload-offset': String(bytes.length) } });
    const preflight = await send(ticketUrl, 'OPTIONS', { origin: 'https://pages.example', 'access-control-request-method': 'PATCH' }, nothing);
    expect(preflight).toMatchObject({ status: 204, headers: { 'tus-version': '1.0.0', 'access-control-allow-origin': 'https://pages.example', 'access-control-allow-methods': expect.stringContaining('PATCH'), 'access-control-allow-headers': expect.stringContaining('upload-offset') } });
    expect((await send(ticketUrl, 'HEAD', { origin: 'https://pages.example' }, nothing)).headers['access-control-expose-headers']).toContain('upload-offset');
    expect((await send(ticketUrl, 'OPTIONS', { origin: 'https://evil.example' }, nothing)).headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('two senders at once', () => {
  test('do not mix: what is complete in the end is one file', async () => {
    await start();
    const bytes = file(6 * partBytes);
    const { ticketUrl } = await inParts(bytes.length);
    await Promise.all([sendByTus(ticketUrl, bytes, { retryDelays: Array.from({ length: 40 }, () => 50) }), sendByTus(ticketUrl, bytes, { retryDelays: Array.from({ length: 40 }, () => 70) })]);
    expect(finishedMd5(gateway.dvids)).toEqual([md5Of(bytes, partBytes)]);
  });

  test('the one that comes back ends the one that hangs', async () => {
    await start();
    const { ticketUrl } = await to.single({ batchId, sizeInBytes: '1000' });
    const hanging = new Readable({ read() {} });
    hanging.push(Buffer.alloc(10));
    const first = send(ticketUrl, 'PUT', { 'content-length': '1000' }, hanging);
    while (storageCalls().length === 0) await pause(5);
    expect((await put(ticketUrl, file(1000))).status).toBe(204);
    expect((await first).status).toBe(409);
  });
});

test('a watcher sees the bytes go by, part by part, to the end', async () => {
  await start();
  const bytes = file(3 * partBytes);
  const { uploadId, ticketUrl } = await inParts(bytes.length);
  const socket = await connect(gateway.localUrl);
  socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription($id: ID!) { uploadProgressed(uploadId: $id) { bytesSent sizeInBytes bytesPerSecond upload { state parts { done } } } }', variables: { id: uploadId } } });
  const slow = Readable.from(slices(bytes, 30));
  await send(ticketUrl, 'PUT', { 'content-length': String(bytes.length) }, slow);
  const seen: { bytesSent: string; sizeInBytes: string; bytesPerSecond: number | null; upload: { state: string; parts: { done: boolean }[] } }[] = [];
  for (;;) {
    const message = await socket.next();
    if (message.type === 'complete') break;
    seen.push((message.payload as { data: { uploadProgressed: (typeof seen)[number] } }).data.uploadProgressed);
  }
  socket.close();
  const sent = seen.map(({ bytesSent }) => Number(bytesSent));
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  expect(seen[0]).toMatchObject({ bytesSent: '0', sizeInBytes: String(bytes.length), upload: { state: 'WAITING', parts: [{ done: false }, { done: false }, { done: false }] } });
  expect(seen.at(-1)).toMatchObject({ bytesSent: String(bytes.length), upload: { state: 'COMPLETE', parts: [{ done: true }, { done: true }, { done: true }] } });
  expect(seen.some(({ bytesPerSecond, upload }) => upload.state === 'RECEIVING' && (bytesPerSecond ?? 0) > 0)).toBe(true);
});

async function* slices(bytes: Buffer, count: number): AsyncGenerator<Buffer> {
  const length = Math.ceil(bytes.length / count);
  for (let at = 0; at < bytes.length; at += length) {
    await pause(40);
    yield bytes.subarray(at, at + length);
  }
}
