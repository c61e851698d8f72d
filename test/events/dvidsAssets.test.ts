import { Failure, publicErrorOf } from '../../src/domain/failure.ts';
import type { UploadRecord } from '../../src/events/uploads.ts';
import { authorWith, photoInput, put, unitId } from '../sources/dvids/dvids.ts';
import { ada, startDvidsBench, type DvidsBench } from './dvidsBench.ts';

/** Assets and uploads of batches: what is checked here first, and what becomes of lost answers. */

let bench: DvidsBench;
let batchId: string;
const start = async (options: Parameters<typeof startDvidsBench>[0] = {}): Promise<DvidsBench> => {
  bench = await startDvidsBench(options);
  ({ id: batchId } = await bench.batches.create(ada));
  bench.dvids.reset();
  return bench;
};
afterEach(() => bench.stop());

const errorOf = async (call: Promise<unknown>) => {
  const outcome: unknown = await call.then(() => 'no error', (error: unknown) => error);
  return outcome instanceof Failure ? publicErrorOf(outcome) : outcome;
};
const sent = async (contentType?: string): Promise<UploadRecord> => {
  const record = await bench.uploads.create(ada, batchId, { contentType });
  await put(record.sealed.uploadUrl ?? '', 'picture');
  return record;
};
const news = { title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US' };

describe('input is refused here first, naming the field', () => {
  test.each([
    ['instructions', { instructions: 'Jo Release, jo@example.mil' }],
    ['createdAt', { createdAt: '2024-02-30' }],
    ['virin', { virin: 'none' }],
    ['country', { country: 'USA' }],
    ['title', { title: ' ' }],
    ['serviceUnitId', { serviceUnitId: '' }],
    ['authorIds', { authorIds: [''] }],
  ])('%s', async (field, wrong) => {
    const { assets, calls } = await start();
    expect(await errorOf(assets.create(ada, batchId, 'PHOTO', photoInput('u', wrong)))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', field] });
    expect(calls()).toEqual([]);
  });

  test('an upload that is none, another\'s, of another batch, or in the wrong form', async () => {
    const { assets, uploads, batches, calls } = await start();
    const single = await uploads.create(ada, batchId, { contentType: 'image/png' });
    const parts = await uploads.createMultipart(ada, batchId, { contentType: 'video/mp4' });
    const elsewhere = await uploads.create(ada, (await batches.create(ada)).id, {});
    calls();
    const photoOf = (uploadId: string) => errorOf(assets.create(ada, batchId, 'PHOTO', photoInput(uploadId)));
    for (const uploadId of ['none', parts.upload.uploadId, elsewhere.upload.uploadId, single.upload.uploadId]) expect(await photoOf(uploadId)).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'uploadId'] });
    const video = { ...photoInput(single.upload.uploadId) };
    expect(await errorOf(assets.create(ada, batchId, 'VIDEO', video))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'uploadId'] });
    expect(await errorOf(assets.create(ada, batchId, 'VIDEO', { ...video, uploadId: parts.upload.uploadId }))).toMatchObject({ code: 'NOT_READY' });
    expect(calls()).toEqual([]);
  });

  test('sizes, types and part sizes of uploads', async () => {
    const { uploads, calls } = await start();
    const gib = 1024 ** 3;
    const refused = [
      [uploads.create(ada, batchId, { sizeInBytes: 5 * gib + 1 }), 'sizeInBytes'],
      [uploads.create(ada, batchId, { contentType: 'jpeg' }), 'contentType'],
      [uploads.createMultipart(ada, batchId, { contentType: 'video/mp4', sizeInBytes: 5 * 1024 * gib + 1 }), 'sizeInBytes'],
      [uploads.createMultipart(ada, batchId, { contentType: 'video/mp4', partSizeInBytes: 5 * 1024 ** 2 - 1 }), 'partSizeInBytes'],
      [uploads.createMultipart(ada, batchId, { contentType: 'video/mp4', partSizeInBytes: 5 * gib + 1 }), 'partSizeInBytes'],
      [uploads.createPart(ada, 'x', 0), 'partNumber'],
      [uploads.createPart(ada, 'x', 10_001), 'partNumber'],
      [uploads.createPart(ada, 'x', 1), 'uploadId'],
      [uploads.complete(ada, 'x', []), 'parts'],
    ] as const;
    for (const [call, field] of refused) expect(await errorOf(call)).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', field] });
    expect(calls()).toEqual([]);
  });

  test('whatever is to go into a closed batch', async () => {
    const { assets, batches, uploads, calls } = await start();
    await batches.close(ada, batchId, true);
    calls();
    for (const call of [assets.create(ada, batchId, 'NEWS', news), uploads.create(ada, batchId, {}), assets.delete(ada, { batchId, assetType: 'PHOTO', assetId: '1' })]) {
      expect(await errorOf(call)).toMatchObject({ code: 'CONFLICT', source: 'DVIDS', message: 'The batch is closed.' });
    }
    expect(calls()).toEqual([]);
  });

  test('a VIRIN for nobody, for two, or for no day; a question for duplicates that asks nothing', async () => {
    const { assets, calls } = await start();
    expect(await errorOf(assets.generateVirin(ada, { date: '2024-10-01' }))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input'] });
    expect(await errorOf(assets.generateVirin(ada, { authorId: '1', serviceUnitId: '2', date: '2024-10-01' }))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input'] });
    expect(await errorOf(assets.generateVirin(ada, { authorId: '1', date: 'today' }))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'date'] });
    expect(await errorOf(assets.photoDuplicates(ada, {}, undefined))).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await errorOf(assets.photoDuplicates(ada, { aHash: 'xyz' }, undefined))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['aHash'] });
    expect(calls()).toEqual([]);
  });
});

test('what DVIDS refuses names the field that DVIDS points at', async () => {
  const { assets } = await start();
  const { upload } = await sent();
  expect(await errorOf(assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId, { serviceUnitId: '7' })))).toMatchObject({ code: 'BAD_USER_INPUT', source: 'DVIDS', argument: ['input', 'serviceUnitId'], upstream: { status: 400 } });
  await assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId));
  expect(await errorOf(assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId)))).toMatchObject({ code: 'CONFLICT', argument: ['input', 'virin'] });
});

describe('a photo', () => {
  test('is made of bytes that this gateway never saw, and its upload is then complete', async () => {
    const { assets, uploads, transfers } = await start();
    const { upload } = await sent();
    const { asset, batch } = await assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId));
    expect(asset).toMatchObject({ assetType: 'PHOTO', title: 'Sea trial', status: 'UPLOADED', batchId });
    expect(batch.state.assets).toMatchObject([{ assetType: 'PHOTO', assetId: asset.assetId, upstreamStatus: 'uploaded' }]);
    expect((await transfers.get(ada, upload.uploadId))?.upload.state).toBe('COMPLETE');
    expect((await uploads.of(ada, batchId)).map((record) => record.upload.uploadId)).toEqual([upload.uploadId]);
  });

  test('whose bytes never came is refused by DVIDS', async () => {
    const { assets, uploads } = await start();
    const { upload } = await uploads.create(ada, batchId, {});
    expect(await errorOf(assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId)))).toMatchObject({ code: 'CONFLICT', argument: ['input', 'uploadId'] });
  });

  test.each(['PATCH', 'PUT', 'both'] as const)('is changed and deleted (verbs that DVIDS takes: %s)', async (updateVerbs) => {
    const { assets, batches } = await start({ switches: { updateVerbs } });
    const { upload } = await sent();
    const { asset } = await assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId, { city: 'Norfolk' }));
    const place = { batchId, assetType: 'PHOTO', assetId: asset.assetId } as const;
    const changed = await assets.update(ada, place, { title: 'Harbor', city: null });
    expect(changed.asset).toMatchObject({ title: 'Harbor', city: null, description: 'A ship leaves port.', virin: asset.virin });
    expect(await batches.assets(changed.batch.state)).toMatchObject([{ title: 'Harbor' }]);
    expect(await errorOf(assets.update(ada, place, { title: null }))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'title'] });
    expect((await assets.delete(ada, place)).state.assets).toEqual([]);
    expect((await assets.delete(ada, place)).state.assets).toEqual([]);
    expect(await batches.assets((await batches.own(ada, batchId)).state)).toEqual([]);
  });
});

describe('an asset whose answer was lost', () => {
  test('is found in its batch: nothing is made twice', async () => {
    const { assets, dvids, calls } = await start();
    const { upload } = await sent();
    calls();
    dvids.misbehave({ match: 'photo.create', how: { kind: 'lost' } });
    const { asset } = await assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId));
    expect(asset).toMatchObject({ title: 'Sea trial', virin: '241001-N-AB123-1001' });
    expect(calls()).toEqual([`POST /batch/${batchId}/photo`, `GET /batch/${batchId}`, `GET /batch/${batchId}/photo/${asset.assetId}`]);
    expect(Object.keys(dvids.state.assets)).toHaveLength(1);
  });

  test('is found among others that are not known either, by what was asked for', async () => {
    const { assets, dvids, source } = await start();
    await source.createAsset(batchId, 'NEWS', { ...news, title: 'Another' }, ada);
    dvids.misbehave({ match: 'news.create', how: { kind: 'status', status: 500, effect: true } });
    expect((await assets.create(ada, batchId, 'NEWS', news)).asset.title).toBe('T');
    expect(Object.keys(dvids.state.assets)).toHaveLength(2);
  });

  test('and was not made is said to have failed: that may be tried again', async () => {
    const { assets, dvids } = await start();
    dvids.misbehave({ match: 'news.create', how: { kind: 'reset' } });
    expect(await errorOf(assets.create(ada, batchId, 'NEWS', news))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect((await assets.create(ada, batchId, 'NEWS', news)).asset.title).toBe('T');
  });

  test('and that DVIDS does not show is left in doubt, not to be tried again blindly', async () => {
    const { assets, dvids } = await start({ switches: { batchAssets: 'none' } });
    dvids.misbehave({ match: 'news.create', how: { kind: 'lost' } });
    expect(await errorOf(assets.create(ada, batchId, 'NEWS', news))).toMatchObject({ code: 'CONFLICT', source: 'DVIDS', retryable: false });
  });
});

describe('a VIRIN', () => {
  test('is generated for an author and for a unit, a number each time', async () => {
    const { assets } = await start();
    const virin = async (who: object) => (await assets.generateVirin(ada, { ...who, date: '2024-10-01' })).virin;
    const author = authorWith(true);
    expect([await virin({ authorId: author.id }), await virin({ authorId: author.id })]).toEqual([expect.stringMatching(/^241001-\w-\w+-1001$/), expect.stringMatching(/^241001-\w-\w+-1002$/)]);
    expect(await virin({ serviceUnitId: unitId('NHHC') })).toBe('241001-N-PO190-1001');
    expect(await errorOf(virin({ authorId: authorWith(false).id }))).toMatchObject({ code: 'BAD_USER_INPUT', source: 'DVIDS' });
  });

  test.each([{ kind: 'lost' }, { kind: 'status', status: 502, effect: true }, { kind: 'cutOff' }] as const)('is never asked for again when the answer was lost: $kind', async (how) => {
    const { assets, dvids } = await start();
    dvids.misbehave({ match: 'service-unit-virin', how });
    expect(await errorOf(assets.generateVirin(ada, { serviceUnitId: unitId('NHHC'), date: '2024-10-01' }))).toMatchObject({ code: 'CONFLICT', retryable: false, message: expect.stringContaining('takes another number') });
    expect(dvids.count('service-unit-virin')).toBe(1);
  });
});

describe('media of a story', () => {
  test('are attached, one of them as the main one', async () => {
    const { assets } = await start();
    const story = (await assets.create(ada, batchId, 'NEWS', news)).asset.assetId;
    const photos = [];
    for (const virin of ['241001-N-AB123-1001', '241001-N-AB123-1002']) photos.push((await assets.create(ada, batchId, 'PHOTO', photoInput((await sent()).upload.uploadId, { virin }))).asset.assetId);
    const attach = async (assetId = '', isPrimary = false) => (await assets.attachNewsMedia(ada, batchId, story, { assetType: 'PHOTO', assetId, isPrimary })).asset.media;
    expect(await attach(photos[0], true)).toEqual([{ assetType: 'PHOTO', assetId: photos[0], isPrimary: true }]);
    expect(await attach(photos[1], true)).toEqual([{ assetType: 'PHOTO', assetId: photos[0], isPrimary: false }, { assetType: 'PHOTO', assetId: photos[1], isPrimary: true }]);
    expect(await errorOf(attach('none'))).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'assetId'] });
    expect(await errorOf(assets.attachNewsMedia(ada, batchId, 'none', { assetType: 'PHOTO', assetId: photos[0] ?? '', isPrimary: false }))).toMatchObject({ argument: ['input', 'newsId'] });
  });

  test('are looked for where the answer was lost', async () => {
    const { assets, dvids } = await start();
    const story = (await assets.create(ada, batchId, 'NEWS', news)).asset.assetId;
    const photo = (await assets.create(ada, batchId, 'PHOTO', photoInput((await sent()).upload.uploadId))).asset.assetId;
    const attach = () => assets.attachNewsMedia(ada, batchId, story, { assetType: 'PHOTO', assetId: photo, isPrimary: true });
    dvids.misbehave({ match: ({ path }) => path.endsWith('/media'), how: { kind: 'lost' } });
    expect((await attach()).asset.media).toHaveLength(1);
    expect(Object.keys(dvids.state.newsMedia)).toHaveLength(1);
  });
});

test('a 422 that points at a field is about that field; one that does not says that something is not ready', async () => {
  const { assets, dvids } = await start({ switches: { invalidStatus: 422 } });
  const { upload } = await sent();
  const wrong = () => errorOf(assets.create(ada, batchId, 'PHOTO', photoInput(upload.uploadId, { serviceUnitId: '7' })));
  expect(await wrong()).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'serviceUnitId'], upstream: { status: 422 } });
  dvids.switches.errors = 'text';
  const unsaid = await wrong();
  expect(unsaid).toMatchObject({ code: 'NOT_READY', upstream: { status: 422 } });
  expect(unsaid).not.toHaveProperty('argument');
});

test('what DVIDS says of an attached asset names it as we do', async () => {
  const { assets } = await start({ switches: { repeatedMedia: 'refused' } });
  const story = (await assets.create(ada, batchId, 'NEWS', news)).asset.assetId;
  const photo = (await assets.create(ada, batchId, 'PHOTO', photoInput((await sent()).upload.uploadId))).asset.assetId;
  const attach = () => assets.attachNewsMedia(ada, batchId, story, { assetType: 'PHOTO', assetId: photo, isPrimary: true });
  await attach();
  expect(await errorOf(attach())).toMatchObject({ code: 'CONFLICT', argument: ['input', 'assetId'] });
});

test('media whose story cannot be read afterwards are attached all the same, and nobody is told to try again', async () => {
  const { assets, dvids } = await start();
  const story = (await assets.create(ada, batchId, 'NEWS', news)).asset.assetId;
  const photo = (await assets.create(ada, batchId, 'PHOTO', photoInput((await sent()).upload.uploadId))).asset.assetId;
  const attach = () => assets.attachNewsMedia(ada, batchId, story, { assetType: 'PHOTO', assetId: photo, isPrimary: true });
  const unread = () => dvids.misbehave({ match: 'news.read', times: Infinity, how: { kind: 'status', status: 503 } });
  unread();
  expect((await attach()).asset.media).toEqual([{ assetType: 'PHOTO', assetId: photo, isPrimary: true }]);
  dvids.misbehave({ match: 'attachMedia', how: { kind: 'lost' } });
  expect(await errorOf(attach())).toMatchObject({ code: 'CONFLICT', retryable: false });
});

test('parts may be sent to storage without this gateway, and put together at the end', async () => {
  const { uploads, assets, transfers } = await start({ switches: { minPartBytes: 3 } });
  const { upload } = await uploads.createMultipart(ada, batchId, { contentType: 'video/mp4' });
  const parts = [];
  for (const [index, bytes] of ['abc', 'defg', 'h'].entries()) {
    const part = await uploads.createPart(ada, upload.uploadId, index + 1);
    expect(part).toEqual({ partNumber: index + 1, uploadUrl: expect.stringContaining('X-Amz-Signature') });
    parts.push({ partNumber: part.partNumber, etag: await put(part.uploadUrl, bytes) });
  }
  expect(await errorOf(uploads.complete(ada, upload.uploadId))).toMatchObject({ code: 'NOT_READY' });
  expect(await errorOf(uploads.complete(ada, upload.uploadId, parts.slice(1)))).toMatchObject({ code: 'BAD_USER_INPUT', source: 'DVIDS' });
  expect((await uploads.complete(ada, upload.uploadId, parts.toReversed())).upload.state).toBe('COMPLETE');
  expect((await uploads.complete(ada, upload.uploadId)).upload.state).toBe('COMPLETE');
  expect((await transfers.get(ada, upload.uploadId))?.upload.problem).toBeNull();
  const { asset } = await assets.create(ada, batchId, 'VIDEO', photoInput(upload.uploadId));
  expect(asset).toMatchObject({ assetType: 'VIDEO', status: 'UPLOADED' });
});
