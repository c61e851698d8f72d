import { startDvidsSimulator, type DvidsSimulator } from '../../src/sandbox/dvids.ts';
import { earlierBatch } from '../../src/sandbox/dvidsEarlier.ts';
import { coastPicture } from '../../src/sandbox/collectionJpeg.ts';
import { randomFrom } from '../../src/sandbox/collectionRandom.ts';
import { reference } from '../../src/sandbox/dvidsReference.ts';
import { at, photoAttributes, textAt, uploadBytes, visitor } from './dvidsVisitor.ts';

let dvids: DvidsSimulator;
let speaker: ReturnType<typeof visitor>;
let batchId: string;
beforeEach(async () => {
  dvids = await startDvidsSimulator();
  speaker = visitor(dvids);
  batchId = await speaker.create('/batch', 'batch');
});
afterEach(() => dvids.stop());

const unitId = reference().units.find(({ abbreviation }) => abbreviation === 'NHHC')?.id ?? '';
const bytes = Uint8Array.from(Buffer.from('picture'));

const relationships = (uploadId: string, more: Record<string, unknown> = {}) => ({
  batch_upload: { data: { type: 'batch-upload', id: uploadId } }, service_unit: { data: { type: 'service-unit', id: unitId } }, ...more,
});

const postPhoto = async (attributes: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  speaker.call('POST', `/batch/${batchId}/photo`, {
    data: { id: '', type: 'photo', attributes: photoAttributes(attributes), relationships: relationships(await uploadBytes(speaker, batchId, bytes), more) },
  });

test('a photo with all it needs is made, an empty id ignored, and read again', async () => {
  const made = await postPhoto();
  expect(made.status).toBe(201);
  expect(at(made.body, 'data.attributes')).toMatchObject({ title: 'Sea trial', status: 'uploaded', thumbnail_url_template: expect.stringContaining('{thumbnailSpec}') });
  expect(at(made.body, 'data.relationships.batch.data')).toEqual({ type: 'batch', id: batchId });
  const read = await speaker.call('GET', `/batch/${batchId}/photo/${textAt(made.body, 'data.id')}`);
  expect(read.body.data).toEqual(made.body.data);
});

test.each(['title', 'description', 'instructions', 'created_at', 'virin', 'country', 'tags'])('a photo without %s is refused, and the error points there', async (name) => {
  const refused = await postPhoto({ [name]: undefined });
  expect([refused.status, at(refused.body, 'errors.0.source.pointer')]).toEqual([400, `/data/attributes/${name}`]);
});

test.each([
  ['instructions', 'Jo Release, jo.release@example.mil, +1 555 555 0100'], ['created_at', 'yesterday'], ['virin', '2024-10-01'], ['country', 'USA'], ['country', 'XX'], ['tags', 'sea'],
])('a photo whose %s is %j is refused, with 422 by switch', async (name, value) => {
  expect((await postPhoto({ [name]: value })).status).toBe(400);
  dvids.switches.invalidStatus = 422;
  expect((await postPhoto({ [name]: value })).status).toBe(422);
});

test('an upload that is missing, unfinished or of another batch is refused', async () => {
  const post = (uploadId: string) =>
    speaker.call('POST', `/batch/${batchId}/photo`, { data: { type: 'photo', attributes: photoAttributes(), relationships: relationships(uploadId) } });
  const unfinished = await speaker.create(`/batch/${batchId}/upload`, 'batch-upload');
  const other = await uploadBytes(speaker, await speaker.create('/batch', 'batch'), bytes);
  expect([(await post('1')).status, (await post(unfinished)).status, (await post(other)).status]).toEqual([400, 409, 400]);
});

test('a unit, an author or a type that does not fit is refused', async () => {
  const answers = [
    await postPhoto({}, { service_unit: { data: { type: 'service-unit', id: '1' } } }),
    await postPhoto({}, { service_unit: { data: null } }),
    await postPhoto({}, { authors: { data: [{ type: 'author', id: '1' }] } }),
    await postPhoto({}, { service_unit: { data: { type: 'author', id: unitId } } }),
    await postPhoto({}, { service_unit: { data: { type: 'service-unit', id: 7 } } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
});

test('by switch assets go to one\'s own units only', async () => {
  dvids.switches.foreignUnits = false;
  const foreign = reference().units.find(({ abbreviation }) => abbreviation === '86AW')?.id ?? '';
  expect((await postPhoto({}, { service_unit: { data: { type: 'service-unit', id: foreign } } })).status).toBe(403);
  expect((await postPhoto()).status).toBe(201);
});

test('a VIRIN serves once, unless the switch allows more', async () => {
  expect([(await postPhoto()).status, (await postPhoto()).status]).toEqual([201, 409]);
  dvids.switches.uniqueVirins = false;
  expect((await postPhoto()).status).toBe(201);
});

test('nobody named: the VISION id inside the VIRIN gives the credit', async () => {
  const author = reference().authors.find(({ visionId }) => visionId !== null);
  const credited = await postPhoto({ virin: `241001-N-${author?.visionId ?? ''}-1001` });
  expect(at(credited.body, 'data.relationships.authors.data')).toEqual([{ type: 'author', id: author?.id }]);
  const courtesy = await postPhoto({ virin: '241001-N-ZZ999-1001' });
  expect(at(courtesy.body, 'data.relationships.authors.data')).toEqual([]);
});

test('a photo is changed by PATCH and by PUT, or by one of them by switch', async () => {
  const id = textAt((await postPhoto()).body, 'data.id');
  const change = (method: string, title: string) => speaker.call(method, `/batch/${batchId}/photo/${id}`, { data: { id, type: 'photo', attributes: { title } } });
  expect(at((await change('PATCH', 'One')).body, 'data.attributes.title')).toBe('One');
  expect(at((await change('PUT', 'Two')).body, 'data.attributes')).toMatchObject({ title: 'Two', country: 'US', description: 'A ship leaves port.' });
  dvids.switches.updateVerbs = 'PUT';
  expect([(await change('PATCH', 'Three')).status, (await change('PUT', 'Three')).status]).toEqual([405, 200]);
});

test('a change without a string id is refused; its answer is empty by switch', async () => {
  const id = textAt((await postPhoto()).body, 'data.id');
  const change = (data: unknown) => speaker.call('PATCH', `/batch/${batchId}/photo/${id}`, { data });
  expect((await change({ type: 'photo', attributes: {} })).status).toBe(400);
  expect((await change({ id: Number(id), type: 'photo' })).status).toBe(400);
  expect((await change({ id: '1', type: 'photo' })).status).toBe(400);
  dvids.switches.emptyUpdateAnswers = true;
  expect((await change({ id, type: 'photo', attributes: [] })).status).toBe(204);
});

test('a deleted photo is gone', async () => {
  const id = textAt((await postPhoto()).body, 'data.id');
  const path = `/batch/${batchId}/photo/${id}`;
  expect([(await speaker.call('DELETE', path)).status, (await speaker.call('GET', path)).status, (await speaker.call('DELETE', path)).status]).toEqual([204, 404, 404]);
});

test('graphics and publication issues are made too', async () => {
  const graphic = await speaker.create(`/batch/${batchId}/graphic`, 'graphic', photoAttributes(), {
    ...relationships(await uploadBytes(speaker, batchId, bytes)), category: { data: { type: 'graphic-category', id: '1' } },
  });
  const issue = await speaker.create(`/batch/${batchId}/publication-issue`, 'publication-issue', { description: 'May', created_at: '2024-05-01' }, {
    batch_upload: { data: { type: 'batch-upload', id: await uploadBytes(speaker, batchId, bytes) } },
    publication: { data: { type: 'publication', id: reference().publications[0]?.id } },
  });
  expect((await speaker.call('GET', `/batch/${batchId}/graphic/${graphic}`)).status).toBe(200);
  expect((await speaker.call('DELETE', `/batch/${batchId}/publication-issue/${issue}`)).status).toBe(204);
});

test('videos and news are not to be changed: 405', async () => {
  const story = await speaker.create(`/batch/${batchId}/news`, 'news', { title: 'T', body: 'B', created_at: '2024-10-01', country: 'US' });
  const answers = [await speaker.call('PATCH', `/batch/${batchId}/news/${story}`, {}), await speaker.call('DELETE', `/batch/${batchId}/video/1`)];
  expect(answers.map(({ status }) => status)).toEqual([405, 405]);
});

test('media hang on a story, one of them first', async () => {
  const story = await speaker.create(`/batch/${batchId}/news`, 'news', { title: 'T', body: 'B', created_at: '2024-10-01', country: 'US' });
  const photos = [textAt((await postPhoto()).body, 'data.id'), textAt((await postPhoto({ virin: '241001-N-AB123-1002' })).body, 'data.id')];
  const attach = (id: string | undefined, isPrimary: boolean) =>
    speaker.call('POST', `/batch/${batchId}/news/${story}/media`, {
      data: { type: 'news-media', attributes: { is_primary: isPrimary }, relationships: { media: { data: { type: 'photo', id } } } },
    });
  expect([(await attach(photos[0], true)).status, (await attach(photos[1], true)).status]).toEqual([201, 201]);
  const read = await speaker.call('GET', `/batch/${batchId}/news/${story}`);
  expect(at(read.body, 'data.relationships.media.data')).toEqual([
    { type: 'photo', id: photos[0], meta: { is_primary: false } }, { type: 'photo', id: photos[1], meta: { is_primary: true } },
  ]);
  expect((await attach(photos[0], false)).status).toBe(200);
  dvids.switches.repeatedMedia = 'refused';
  expect((await attach(photos[0], false)).status).toBe(409);
  expect((await attach('1', false)).status).toBe(400);
});

test('photos are found by hash and VIRIN across batches', async () => {
  const [known] = earlierBatch.photos;
  const find = async (query: string) => {
    const { data } = (await speaker.call('GET', `/photo?${query}`)).body;
    return Array.isArray(data) ? data.map((photo) => at(photo, 'id')) : data;
  };
  expect(await find(`ahash=${known?.ahash ?? ''}&phash=${known?.phash.toUpperCase() ?? ''}`)).toEqual([known?.photoId]);
  expect(await find(`ahash=${known?.ahash ?? ''}&phash=0000000000000000`)).toEqual([]);
  const id = textAt((await postPhoto()).body, 'data.id');
  const hashes = { ahash: '1'.repeat(16), phash: '2'.repeat(16), dhash: '3'.repeat(16), whash: '4'.repeat(16) };
  dvids.setHashes(id, hashes);
  expect(await find(`${new URLSearchParams(hashes).toString()}&virin=241001-N-AB123-1001`)).toEqual([id]);
  expect((await speaker.call('GET', '/photo')).status).toBe(400);
});

test('a thumbnail is the picture itself while it is at hand, else a coast', async () => {
  const picture = coastPicture(randomFrom('a test'));
  const made = await speaker.create(`/batch/${batchId}/photo`, 'photo', photoAttributes(), relationships(await uploadBytes(speaker, batchId, Uint8Array.from(picture))));
  const template = async (home: string, id: string) => textAt((await speaker.call('GET', `/batch/${home}/photo/${id}`)).body, 'data.attributes.thumbnail_url_template');
  const shown = await fetch((await template(batchId, made)).replace('{thumbnailSpec}', '400w_q95'));
  expect([shown.headers.get('content-type'), Buffer.from(await shown.arrayBuffer()).equals(picture)]).toEqual(['image/jpeg', true]);
  const earlier = await fetch((await template(earlierBatch.batchId, earlierBatch.photos[0]?.photoId ?? '')).replace('{thumbnailSpec}', '200w_q80'));
  expect([earlier.status, [...new Uint8Array(await earlier.arrayBuffer()).slice(0, 2)]]).toEqual([200, [0xff, 0xd8]]);
});

test('other people\'s batches are closed to one', async () => {
  const other = visitor(dvids, '2002');
  expect([(await other.call('GET', `/batch/${batchId}`)).status, (await other.call('GET', '/batch/1')).status, (await other.call('GET', '/batch/constructor')).status]).toEqual([403, 404, 404]);
});

test('documents need data, a type, and a media type that is taken', async () => {
  const post = (document: unknown, contentType = 'application/json') => speaker.call('POST', '/batch', document, { 'content-type': contentType });
  const right = { data: { type: 'batch', attributes: [] } };
  expect([(await post(right)).status, (await post(right, 'application/vnd.api+json')).status, (await post(right, 'text/plain')).status]).toEqual([201, 201, 415]);
  expect([(await post({})).status, (await post('{')).status, (await post({ data: {} })).status, (await post({ data: { type: 'photo' } })).status]).toEqual([400, 400, 400, 400]);
  expect((await post({ data: { type: 'batch', attributes: ['x'] } })).status).toBe(400);
  dvids.switches.mediaTypes = 'application/json';
  expect((await post(right, 'application/vnd.api+json')).status).toBe(415);
});
