import { createHash } from 'node:crypto';
import { startDvidsSimulator, type DvidsSimulator } from '../../src/sandbox/dvids.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { at, textAt, visitor } from './dvidsVisitor.ts';

const clock = manualClock();
let dvids: DvidsSimulator;
let speaker: ReturnType<typeof visitor>;
let batchId: string;
beforeEach(async () => {
  dvids = await startDvidsSimulator({ clock, switches: { minPartBytes: 10 } });
  speaker = visitor(dvids);
  batchId = await speaker.create('/batch', 'batch');
});
afterEach(() => dvids.stop());

const upload = async (attributes: unknown = {}) => (await speaker.call('POST', `/batch/${batchId}/upload`, { data: { type: 'batch-upload', attributes } })).body;

const put = (url: string, body: string | ReadableStream, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'PUT', body, headers, ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}) });

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

test('an upload needs its type only and gives an address on another origin', async () => {
  const made = await upload();
  expect(at(made, 'data.attributes')).toEqual({ upload_url: expect.any(String), http_method: 'PUT', use_cdn: true, multipart_form_upload_params: null });
  expect(new URL(textAt(made, 'data.attributes.upload_url')).origin).toBe(dvids.storageUrl);
  expect(dvids.storageUrl).not.toBe(dvids.url);
});

test('the bytes go there with a length; the answer has a quoted ETag, and size and sum are known', async () => {
  const made = await upload();
  const sent = await put(textAt(made, 'data.attributes.upload_url'), 'hello');
  expect([sent.status, sent.headers.get('etag')]).toEqual([200, `"${md5('hello')}"`]);
  expect(dvids.state.uploads[textAt(made, 'data.id')]?.finished).toEqual({ sizeInBytes: 5, md5: md5('hello') });
});

test('a chunked body is refused with 501 in XML', async () => {
  const made = await upload();
  const sent = await put(textAt(made, 'data.attributes.upload_url'), new Blob(['hello']).stream());
  expect([sent.status, sent.headers.get('content-type')]).toEqual([501, 'application/xml']);
  expect(await sent.text()).toMatch(/<Code>NotImplemented<\/Code>.*Transfer-Encoding/);
});

test('a body that comes with our token is refused', async () => {
  const made = await upload();
  const sent = await put(textAt(made, 'data.attributes.upload_url'), 'hello', { authorization: `Bearer ${speaker.accessToken}` });
  expect(sent.status).toBe(400);
  expect(dvids.state.uploads[textAt(made, 'data.id')]?.finished).toBeNull();
});

test('an upload address ends after its time', async () => {
  dvids.switches.uploadUrlSeconds = 60;
  const made = await upload();
  await clock.advance(61_000);
  expect((await put(textAt(made, 'data.attributes.upload_url'), 'hello')).status).toBe(403);
});

test('by switch an upload wants a form', async () => {
  dvids.switches.uploadMethod = 'POST';
  const made = await upload({ use_cdn: false });
  expect(at(made, 'data.attributes')).toMatchObject({ http_method: 'POST', use_cdn: false, multipart_form_upload_params: { key: expect.any(String) } });
});

const multipartId = async () => speaker.create(`/batch/${batchId}/multipart-upload`, 'batch-multipart-upload', { content_type: 'video/mp4' });

const partUrl = async (id: string, partNumber: unknown) =>
  speaker.call('POST', `/batch/${batchId}/multipart-upload/${id}/part`, { data: { type: 'batch-multipart-upload-part', attributes: { part_number: partNumber } } });

const sendPart = async (id: string, partNumber: number, bytes: string): Promise<string> => {
  const made = await partUrl(id, partNumber);
  return (await put(textAt(made.body, 'data.attributes.upload_url'), bytes)).headers.get('etag') ?? '';
};

const close = (id: string, parts: unknown) =>
  speaker.call('PATCH', `/batch/${batchId}/multipart-upload/${id}`, { data: { id, type: 'batch-multipart-upload', attributes: { parts } } });

test('a multipart upload is created, filled part by part and closed, also twice', async () => {
  const id = await multipartId();
  const etags = [await sendPart(id, 1, 'a'.repeat(10)), await sendPart(id, 2, 'bc')];
  const parts = etags.map((etag, index) => ({ part_number: index + 1, etag }));
  expect((await close(id, parts)).status).toBe(200);
  expect(dvids.state.uploads[id]?.finished).toEqual({ sizeInBytes: 12, md5: expect.stringMatching(/^[0-9a-f]{32}-2$/) });
  expect((await close(id, parts)).status).toBe(200);
  expect((await partUrl(id, 3)).status).toBe(409);
});

test('parts are taken in every spelling that a client may guess', async () => {
  const id = await multipartId();
  const etag = await sendPart(id, 1, 'abc');
  const spellings = [{ part_number: 1, etag }, { PartNumber: 1, ETag: etag }, { part_number: 1, ETag: etag.replaceAll('"', '') }];
  const statuses = await Promise.all(spellings.map(async (part) => (await close(id, [part])).status));
  expect(statuses).toEqual([200, 200, 200]);
});

test('a part sent again counts as it came last', async () => {
  const id = await multipartId();
  const first = await sendPart(id, 1, 'one');
  const second = await sendPart(id, 1, 'two');
  expect((await close(id, [{ part_number: 1, etag: first }])).status).toBe(400);
  expect((await close(id, [{ part_number: 1, etag: second }])).status).toBe(200);
});

test.each([
  ['no parts', []],
  ['no list', undefined],
  ['a wrong sum', [{ part_number: 1, etag: '"00"' }]],
  ['the wrong order', [{ part_number: 2, etag: md5('bc') }, { part_number: 1, etag: md5('a'.repeat(10)) }]],
  ['a part left out', [{ part_number: 2, etag: md5('bc') }]],
  ['a part that never came', [{ part_number: 1, etag: md5('a'.repeat(10)) }, { part_number: 2, etag: md5('bc') }, { part_number: 3, etag: md5('') }]],
])('closing with %s is refused', async (_what, parts) => {
  const id = await multipartId();
  await sendPart(id, 1, 'a'.repeat(10));
  await sendPart(id, 2, 'bc');
  expect((await close(id, parts)).status).toBe(400);
  expect(dvids.state.uploads[id]?.finished).toBeNull();
});

test('a part that is too small and not the last shows at the close', async () => {
  const id = await multipartId();
  const parts = [{ part_number: 1, etag: await sendPart(id, 1, 'small') }, { part_number: 2, etag: await sendPart(id, 2, 'last') }];
  const refused = await close(id, parts);
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('EntityTooSmall')]);
});

test('part numbers run from 1 to 10,000', async () => {
  const id = await multipartId();
  const statuses = [];
  for (const number of [0, 1, 10_000, 10_001, '1', 1.5]) statuses.push((await partUrl(id, number)).status);
  expect(statuses).toEqual([400, 201, 201, 400, 400, 400]);
});

test('the smallest part is 5 MiB unless said otherwise', async () => {
  const plain = await startDvidsSimulator();
  expect(plain.switches.minPartBytes).toBe(5 * 1024 ** 2);
  await plain.stop();
});
