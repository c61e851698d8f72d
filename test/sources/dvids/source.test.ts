import { caller, connectDvids, finishedUpload, photoInput, put, reasonOf, sourceOf, stopAll, unitId, authorWith } from './dvids.ts';

afterEach(stopAll);

test('the guide step by step: batch, story, photo, VIRINs, video in parts, media, close without mail, published', async () => {
  const { dvids, source } = await connectDvids({ switches: { processingMs: 0, minPartBytes: 4 } });
  const author = authorWith(true);
  const { batchId } = await source.createBatch(caller);
  const [country] = await source.countries('united states of', caller);
  const credit = { serviceUnitId: unitId('NHHC'), authorIds: [author.id] };
  const story = await source.createAsset(batchId, 'NEWS', { title: 'Trial', body: 'It sails.', createdAt: '2024-10-01', country: country?.iso2 ?? 'US', ...credit }, caller);
  const { virin } = await source.authorVirin(author.id, '2024-10-01T14:30:00Z', caller);
  const uploadId = await finishedUpload(source, batchId);
  const photo = await source.createAsset(batchId, 'PHOTO', photoInput(uploadId, { virin, ...credit }), caller);
  expect(photo).toMatchObject({ assetType: 'PHOTO', batchId, virin, uploadId, ...credit, country: 'US', tags: ['sea'], status: 'UPLOADED', upstreamStatus: 'uploaded' });

  const multipart = await source.createMultipartUpload(batchId, 'video/mp4', caller);
  const parts = [];
  for (const [index, bytes] of ['first', 'second', 'end'].entries()) {
    const part = await source.createUploadPart(batchId, multipart.uploadId, index + 1, caller);
    parts.push({ partNumber: part.partNumber, etag: await put(part.uploadUrl, bytes) });
  }
  await source.closeMultipartUpload(batchId, multipart.uploadId, parts.toReversed(), caller);
  const unitVirin = await source.serviceUnitVirin(unitId('NHHC'), '2024-10-01', caller);
  const video = await source.createAsset(batchId, 'VIDEO', { ...photoInput(multipart.uploadId, credit), virin: unitVirin.virin }, caller);
  expect(video).toMatchObject({ assetType: 'VIDEO', uploadId: multipart.uploadId, virin: unitVirin.virin });

  await source.attachNewsMedia(batchId, story.assetId, { assetType: 'PHOTO', assetId: photo.assetId, isPrimary: false }, caller);
  const main = await source.attachNewsMedia(batchId, story.assetId, { assetType: 'VIDEO', assetId: video.assetId, isPrimary: true }, caller);
  expect(main).toEqual({ assetType: 'VIDEO', assetId: video.assetId, isPrimary: true });
  const withMedia = await source.asset({ batchId, assetType: 'NEWS', assetId: story.assetId }, caller);
  expect(withMedia?.media).toEqual([{ assetType: 'PHOTO', assetId: photo.assetId, isPrimary: false }, main]);

  const closed = await source.closeBatch(batchId, false, caller);
  expect(closed).toMatchObject({ batchId, closed: true, sendConfirmationEmail: false });
  expect(dvids.state.emails).toEqual([]);
  const batch = await source.batch(batchId, caller);
  expect(batch?.assets?.map(({ assetType }) => assetType).toSorted()).toEqual(['NEWS', 'PHOTO', 'VIDEO']);
  const seen = await source.asset({ batchId, assetType: 'VIDEO', assetId: video.assetId }, caller);
  expect(seen?.status).toBe('PUBLISHED');
});

test('documents are as the dossier decides: no id where something is made, a string where it is changed, moments with an offset', async () => {
  const { dvids, source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  const uploadId = await finishedUpload(source, batchId);
  const { assetId } = await source.createAsset(batchId, 'PHOTO', photoInput(uploadId), caller);
  await source.updateAsset({ batchId, assetType: 'PHOTO', assetId }, { city: null, title: 'Two' }, caller);
  const sent = dvids.calls.filter(({ body }) => body !== null && body !== '');
  expect(sent.map(({ route, headers }) => [route, headers['content-type']])).toEqual(
    ['createBatch', 'createUpload', 'photo.create', 'photo.update'].map((route) => [route, 'application/vnd.api+json']),
  );
  expect(sent.map(({ body }) => JSON.parse(body ?? '') as unknown)).toEqual([
    { data: { type: 'batch', attributes: {} } },
    { data: { type: 'batch-upload', attributes: { use_cdn: true } } },
    {
      data: {
        type: 'photo',
        attributes: {
          title: 'Sea trial', description: 'A ship leaves port.', instructions: 'Jo Release\njo.release@example.mil\n+1 555 555 0100',
          created_at: '2024-10-01T14:30:00+00:00', country: 'US', tags: ['sea'], virin: '241001-N-AB123-1001',
        },
        relationships: { batch_upload: { data: { type: 'batch-upload', id: uploadId } }, service_unit: { data: { type: 'service-unit', id: unitId('NHHC') } } },
      },
    },
    { data: { id: assetId, type: 'photo', attributes: { title: 'Two', city: null } } },
  ]);
});

test('the media type can be plain JSON', async () => {
  const { source } = await connectDvids({ switches: { mediaTypes: 'application/json' } }, { mediaType: 'application/json' });
  expect((await source.createBatch(caller)).closed).toBe(false);
});

test('parts are written as the settings say', async () => {
  const { dvids, source: plain } = await connectDvids();
  const source = sourceOf(dvids, { partNames: 'pascal', partQuotes: false });
  const { batchId } = await source.createBatch(caller);
  for (const each of [plain, source]) {
    const { uploadId } = await each.createMultipartUpload(batchId, 'video/mp4', caller);
    const part = await each.createUploadPart(batchId, uploadId, 1, caller);
    const etag = await put(part.uploadUrl, 'all');
    await each.closeMultipartUpload(batchId, uploadId, [{ partNumber: 1, etag }], caller);
  }
  const closes = dvids.calls.filter(({ route }) => route === 'closeMultipartUpload').map(({ body }) => body ?? '');
  expect(closes[0]).toMatch(/"parts":\[\{"part_number":1,"etag":"\\"[0-9a-f]{32}\\""\}\]/);
  expect(closes[1]).toMatch(/"parts":\[\{"PartNumber":1,"ETag":"[0-9a-f]{32}"\}\]/);
});

test('a video may name its upload by the other type', async () => {
  const { dvids, source } = await connectDvids({}, { videoUploadType: 'batch-upload' });
  const { batchId } = await source.createBatch(caller);
  await source.createAsset(batchId, 'VIDEO', photoInput(await finishedUpload(source, batchId)), caller);
  expect(dvids.calls.at(-1)?.body).toContain('"batch_upload":{"data":{"type":"batch-upload"');
});

test('an upload that is to be a form is refused in plain words', async () => {
  const { source } = await connectDvids({ switches: { uploadMethod: 'POST' } });
  const { batchId } = await source.createBatch(caller);
  expect(await reasonOf(source.createUpload(batchId, caller))).toMatchObject({ kind: 'conflict', source: 'DVIDS', message: expect.stringContaining('form') });
});

test('closing a closed batch gives it as it is', async () => {
  const { dvids, source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  await source.closeBatch(batchId, true, caller);
  expect(await source.closeBatch(batchId, true, caller)).toMatchObject({ batchId, closed: true });
  expect(dvids.state.emails).toHaveLength(1);
});

test('a close whose answer was lost is repeated and comes out closed', async () => {
  const { dvids, source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  dvids.misbehave({ match: 'closeBatch', how: { kind: 'lost' } });
  expect(await source.closeBatch(batchId, false, caller)).toMatchObject({ batchId, closed: true });
  expect(dvids.count('closeBatch')).toBe(2);
});

test('an empty answer to a change or a close is followed by a read', async () => {
  const { source } = await connectDvids({ switches: { emptyUpdateAnswers: true } });
  const { batchId } = await source.createBatch(caller);
  const { assetId } = await source.createAsset(batchId, 'PHOTO', photoInput(await finishedUpload(source, batchId)), caller);
  expect(await source.updateAsset({ batchId, assetType: 'PHOTO', assetId }, { title: 'Two' }, caller)).toMatchObject({ title: 'Two', description: 'A ship leaves port.' });
  expect((await source.closeBatch(batchId, false, caller)).closed).toBe(true);
});

test.each(['relationships', 'included', 'both', 'none'] as const)('a batch that lists its assets by %s is read', async (batchAssets) => {
  const { source } = await connectDvids({ switches: { batchAssets } });
  const { batchId } = await source.createBatch(caller);
  const { assetId } = await source.createAsset(batchId, 'PHOTO', photoInput(await finishedUpload(source, batchId)), caller);
  const batch = await source.batch(batchId, caller);
  expect(batch?.assets).toEqual(batchAssets === 'none' ? null : [{ assetType: 'PHOTO', assetId }]);
  expect(batch?.included.map((asset) => asset.upstreamStatus)).toEqual(batchAssets === 'included' || batchAssets === 'both' ? ['uploaded'] : []);
});

test('a batch without assets has none, which is not the same as not being told', async () => {
  const { dvids, source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  expect((await source.batch(batchId, caller))?.assets).toEqual([]);
  dvids.switches.batchAssets = 'none';
  expect((await source.batch(batchId, caller))?.assets).toBeNull();
});

test('ids that come as numbers are read as text', async () => {
  const { source } = await connectDvids({ switches: { ids: 'numbers' } });
  const { batchId } = await source.createBatch(caller);
  const photo = await source.createAsset(batchId, 'PHOTO', photoInput(await finishedUpload(source, batchId)), caller);
  expect([typeof batchId, typeof photo.assetId, photo.serviceUnitId]).toEqual(['string', 'string', unitId('NHHC')]);
  expect((await source.asset({ batchId, assetType: 'PHOTO', assetId: photo.assetId }, caller))?.title).toBe('Sea trial');
});

test('what is not there is undefined; what is not ours is forbidden', async () => {
  const { dvids, source } = await connectDvids();
  expect([await source.batch('1', caller), await source.batch('..', caller), await source.author('1', caller), await source.serviceUnit('1', caller)]).toEqual([undefined, undefined, undefined, undefined]);
  const { batchId } = await source.createBatch(caller);
  expect(await source.asset({ batchId, assetType: 'PHOTO', assetId: '1' }, caller)).toBeUndefined();
  const batch = dvids.state.batches[batchId];
  if (batch) batch.ownerId = '2002';
  expect(await reasonOf(source.batch(batchId, caller))).toMatchObject({ kind: 'upstreamStatus', status: 403 });
});

test('errors in HTML, in text or without a body keep their status', async () => {
  const { dvids, source } = await connectDvids();
  for (const errors of ['jsonapi', 'html', 'text', 'empty'] as const) {
    dvids.switches.errors = errors;
    expect(await reasonOf(source.authorVirin(authorWith(false).id, '2024-10-01', caller))).toMatchObject({ kind: 'upstreamStatus', source: 'DVIDS', status: 400 });
  }
});
