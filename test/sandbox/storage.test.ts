import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { startStorage, type Storage, type Upload } from '../../src/sandbox/storage.ts';
import { checkSignature, presign } from '../../src/sandbox/storageSignature.ts';
import { call } from './docbyteVisitor.ts';

const clock = manualClock();
const uploads = new Map<string, Upload>();
const content = Buffer.from('0123456789');
let storage: Storage;

beforeEach(async () => {
  uploads.clear();
  storage = await startStorage({
    clock, secretAccessKey: 'secret', find: (key) => (key === 'some/thing.txt' ? { bytes: content, contentType: 'text/plain' } : undefined), stored: (key, upload) => void uploads.set(key, upload),
  });
});

afterEach(() => storage.stop());

test('signs as the published example of Signature Version 4 does', () => {
  const key = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', region: 'us-east-1' };
  const url = presign(key, { method: 'GET', origin: 'https://examplebucket.s3.amazonaws.com', path: '/test.txt', at: Date.UTC(2013, 4, 24), expiresInSeconds: 86_400 });
  const { searchParams } = new URL(url);
  expect(searchParams.get('X-Amz-Signature')).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404');
  expect(checkSignature(key, 'GET', 'examplebucket.s3.amazonaws.com', '/test.txt', searchParams, Date.UTC(2013, 4, 24, 23))).toBe('valid');
  expect(checkSignature(key, 'GET', 'examplebucket.s3.amazonaws.com', '/test.txt', searchParams, Date.UTC(2013, 4, 25, 1))).toBe('expired');
  expect(checkSignature(key, 'PUT', 'examplebucket.s3.amazonaws.com', '/test.txt', searchParams, Date.UTC(2013, 4, 24))).toBe('mismatch');
});

test('an object downloads whole and in ranges', async () => {
  const url = storage.presign('GET', 'some/thing.txt', 60);
  const whole = await call(url);
  expect([whole.status, whole.text, whole.headers.get('content-type'), whole.headers.get('content-length')]).toEqual([200, '0123456789', 'text/plain', '10']);
  const part = await call(url, { headers: { range: 'bytes=2-4' } });
  expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
  expect((await call(url, { headers: { range: 'bytes=-3' } })).text).toBe('789');
  expect((await call(url, { headers: { range: 'bytes=50-' } })).status).toBe(416);
});

test('an address ends with its time, and allows nothing but what it was made for', async () => {
  const url = storage.presign('GET', 'some/thing.txt', 60);
  expect((await call(url, { method: 'PUT', body: 'x' })).status).toBe(403);
  expect((await call(url.replace('thing.txt', 'other.txt'))).text).toContain('<Code>SignatureDoesNotMatch</Code>');
  expect((await call(url.replace('Expires=60', 'Expires=6000'))).status).toBe(403);
  expect((await call(url.split('?')[0] ?? '')).status).toBe(403);
  await clock.advance(61_000);
  const late = await call(url);
  expect([late.status, late.headers.get('content-type')]).toEqual([403, 'application/xml']);
  expect(late.text).toContain('<Message>Request has expired</Message>');
});

test('an upload is summed up and acknowledged by its ETag', async () => {
  const answer = await call(storage.presign('PUT', 'in/a b.bin', 60), { method: 'PUT', body: 'hello' });
  const md5 = createHash('md5').update('hello').digest('hex');
  expect([answer.status, answer.headers.get('etag')]).toEqual([200, `"${md5}"`]);
  expect(uploads.get('in/a b.bin')).toEqual({ sizeInBytes: 5, md5 });
});

test('an upload without its length is refused as S3 does', async () => {
  const response = await fetch(storage.presign('PUT', 'in/b', 60), { method: 'PUT', body: Readable.toWeb(Readable.from(['hel', 'lo'])), duplex: 'half' });
  expect(response.status).toBe(501);
  expect(await response.text()).toContain('Transfer-Encoding');
  expect(uploads.size).toBe(0);
});

test('a bearer token that strays here is refused', async () => {
  const answer = await call(storage.presign('PUT', 'in/c', 60), { method: 'PUT', body: 'x', headers: { authorization: 'Bearer secret' } });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('Only one auth mechanism allowed');
  expect(uploads.size).toBe(0);
});
