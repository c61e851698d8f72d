import { earlierBatch } from '../../../src/sandbox/dvidsEarlier.ts';
import { reference } from '../../../src/sandbox/dvidsReference.ts';
import { thumbnailUrl } from '../../../src/domain/dvids.ts';
import { refusedFields } from '../../../src/sources/dvids/failures.ts';
import { at } from '../../sandbox/dvidsVisitor.ts';
import { caller, connectDvids, finishedUpload, photoInput, reasonOf, sourceOf, stopAll } from './dvids.ts';

afterEach(stopAll);

async function withPhoto(connected: Awaited<ReturnType<typeof connectDvids>>) {
  const { source } = connected;
  const { batchId } = await source.createBatch(caller);
  const photo = await source.createAsset(batchId, 'PHOTO', photoInput(await finishedUpload(source, batchId)), caller);
  return { ...connected, batchId, photo, place: { batchId, assetType: 'PHOTO', assetId: photo.assetId } as const };
}

test('graphics and issues are made, changed and deleted; deleting twice is deleting', async () => {
  const { source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  const graphic = await source.createAsset(batchId, 'GRAPHIC', { ...photoInput(await finishedUpload(source, batchId)), graphicCategoryId: '2' }, caller);
  expect(graphic).toMatchObject({ assetType: 'GRAPHIC', graphicCategoryId: '2', virin: '241001-N-AB123-1001' });
  const publicationId = reference().publications[0]?.id ?? '';
  const issue = await source.createAsset(batchId, 'PUBLICATION_ISSUE', { description: 'May', createdAt: '2024-05-01', publicationId, uploadId: await finishedUpload(source, batchId) }, caller);
  expect(issue).toMatchObject({ assetType: 'PUBLICATION_ISSUE', publicationId, createdAt: '2024-05-01T00:00:00+00:00' });
  const place = { batchId, assetType: 'PUBLICATION_ISSUE', assetId: issue.assetId } as const;
  expect(await source.updateAsset(place, { description: 'June' }, caller)).toMatchObject({ description: 'June', publicationId });
  await source.deleteAsset(place, caller);
  await source.deleteAsset(place, caller);
  expect(await source.asset(place, caller)).toBeUndefined();
});

test('a change goes by PATCH, and by PUT with the whole asset once PATCH was answered with 405', async () => {
  const { dvids, source, place } = await withPhoto(await connectDvids({ switches: { updateVerbs: 'PUT' } }));
  const verbs = () => dvids.calls.filter(({ route }) => route === 'photo.update').map(({ method }) => method);
  expect(await source.updateAsset(place, { title: 'Two', authorIds: [] }, caller)).toMatchObject({ title: 'Two', city: null });
  await source.updateAsset(place, { city: 'Oslo' }, caller);
  expect(verbs()).toEqual(['PATCH', 'PUT', 'PUT']);
  const sent: unknown = JSON.parse(dvids.calls.filter(({ method }) => method === 'PUT').at(-1)?.body ?? '');
  expect(at(sent, 'data.attributes')).toMatchObject({ title: 'Two', city: 'Oslo', description: 'A ship leaves port.', virin: '241001-N-AB123-1001' });
  expect(at(sent, 'data.attributes')).not.toHaveProperty('status');
  expect(Object.keys(Object(at(sent, 'data.relationships'))).toSorted()).toEqual(['authors', 'batch_upload', 'service_unit', 'themes']);
});

test('the verb can be fixed either way', async () => {
  const connected = await withPhoto(await connectDvids({ switches: { updateVerbs: 'PUT' } }, { updateVerb: 'PATCH' }));
  expect(await reasonOf(connected.source.updateAsset(connected.place, { title: 'Two' }, caller))).toMatchObject({ status: 405 });
  const putting = sourceOf(connected.dvids, { updateVerb: 'PUT' });
  expect(await putting.updateAsset(connected.place, { title: 'Two' }, caller)).toMatchObject({ title: 'Two' });
});

test.each(['PHOTO', 'VIDEO', 'NEWS'] as const)('a %s is never made twice: a lost answer is not followed by a second call', async (assetType) => {
  const { dvids, source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  const input = photoInput(await finishedUpload(source, batchId));
  dvids.misbehave({ match: `${assetType.toLowerCase()}.create`, how: { kind: 'lost' } });
  const made = assetType === 'NEWS' ? source.createAsset(batchId, 'NEWS', { ...input, body: 'B' }, caller) : source.createAsset(batchId, assetType, input, caller);
  expect(await reasonOf(made)).toMatchObject({ kind: 'upstreamNetwork' });
  expect(Object.values(dvids.state.assets).filter((asset) => asset.batchId === batchId)).toHaveLength(1);
  expect(dvids.count(`${assetType.toLowerCase()}.create`)).toBe(1);
});

test('a VIRIN is asked for once: neither a lost answer nor a 503 is followed by a second call', async () => {
  const { dvids, source } = await connectDvids();
  const author = reference().authors[0];
  dvids.misbehave({ match: 'author-virin', how: { kind: 'lost' } });
  expect(await reasonOf(source.authorVirin(author?.id ?? '', '2024-10-01', caller))).toMatchObject({ kind: 'upstreamNetwork' });
  dvids.misbehave({ match: 'author-virin', how: { kind: 'status', status: 503 } });
  expect(await reasonOf(source.authorVirin(author?.id ?? '', '2024-10-01', caller))).toMatchObject({ status: 503 });
  expect([dvids.count('author-virin'), dvids.state.virins[`author/${author?.id ?? ''}/241001`]]).toEqual([2, 1]);
});

test('reads are repeated', async () => {
  const { dvids, source, place } = await withPhoto(await connectDvids());
  dvids.misbehave({ match: 'photo.read', how: { kind: 'reset' } });
  expect((await source.asset(place, caller))?.title).toBe('Sea trial');
  expect(dvids.count('photo.read')).toBe(2);
});

test('a taken VIRIN is a conflict; a refusal names the field in our words', async () => {
  const { source, batchId } = await withPhoto(await connectDvids());
  const again = source.createAsset(batchId, 'PHOTO', photoInput(await finishedUpload(source, batchId)), caller);
  expect(await reasonOf(again)).toMatchObject({ kind: 'upstreamStatus', status: 409 });
  const refused = await source.createAsset(batchId, 'PHOTO', photoInput(await finishedUpload(source, batchId), { country: 'XX' }), caller).catch((error: unknown) => error);
  expect(refusedFields(refused)).toEqual(['country']);
  const unfinished = await source.createUpload(batchId, caller);
  const tooSoon = await source.createAsset(batchId, 'PHOTO', photoInput(unfinished.uploadId), caller).catch((error: unknown) => error);
  expect(refusedFields(tooSoon)).toEqual(['uploadId']);
});

test('a status that is new to us is UNRECOGNIZED, with its own text', async () => {
  const { dvids, source, place } = await withPhoto(await connectDvids());
  dvids.setStatus(place.assetId, 'quality-control');
  expect(await source.asset(place, caller)).toMatchObject({ status: 'UNRECOGNIZED', upstreamStatus: 'quality-control' });
});

test('what is new to us in an asset is kept', async () => {
  const { source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  const story = await source.createAsset(batchId, 'NEWS', { title: 'T', body: 'B', createdAt: '2024-10-01', country: 'NO', otherAttributes: { dateline: 'OSLO' } }, caller);
  expect(story.attributes['dateline']).toBe('OSLO');
  expect(story).toMatchObject({ serviceUnitId: null, authorIds: [], media: [] });
});

test('duplicates are found across batches by hash and VIRIN', async () => {
  const { dvids, source } = await connectDvids();
  const [known] = earlierBatch.photos;
  const found = await source.photoDuplicates({ aHash: known?.ahash, wHash: known?.whash }, undefined, caller);
  expect(found.map(({ assetId, batchId, status }) => [assetId, batchId, status])).toEqual([[known?.photoId, earlierBatch.batchId, 'PUBLISHED']]);
  expect(await source.photoDuplicates({ aHash: '0'.repeat(16) }, undefined, caller)).toEqual([]);
  expect(Object.keys(dvids.calls[0]?.query ?? {})).toEqual(['ahash', 'whash']);
});

test('a thumbnail address answers a picture', async () => {
  const { photo } = await withPhoto(await connectDvids());
  const shown = await fetch(thumbnailUrl(photo.thumbnailUrlTemplate ?? '', 400));
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
});
