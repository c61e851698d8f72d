import { reference } from '../../src/sandbox/dvidsReference.ts';
import { at, comeBack, logIn, textAt } from '../sandbox/dvidsVisitor.ts';
import { connect } from './socket.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { file, mebibyte, send, sendByTus } from './uploadBench.ts';

/** The vendor's getting-started guide, step by step, through the graph: from the login to a published story with its pictures and its film. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({}, { dvids: { earlier: false, switches: { processingMs: 1_000, staggerMs: 400 } } });
});
afterAll(() => gateway.stop());

const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<unknown> => {
  const { data, errors } = await gateway.ask(query, variables);
  expect(errors).toEqual([]);
  return data;
};
/** What DVIDS was asked meanwhile, as `METHOD path`. */
const calls = (): string[] => {
  const made = gateway.dvids.calls.filter(({ path }) => !path.startsWith('/auth/')).map(({ method, path }) => `${method} ${path}`);
  gateway.dvids.reset();
  return made;
};

const instructions = 'Jo Release\njo.release@example.mil\n+1 555 555 0100';
const unit = reference().units.find(({ abbreviation }) => abbreviation === 'NHHC');

test('login, batch, news, photo, VIRINs, video in parts, media, closing without an e-mail, and watching it to publication', async () => {
  // 2. Authentication with DVIDS OAuth
  await ask('mutation { disconnectDvids { viewer { dvids { connected } } } }');
  const login = await ask('mutation { connectDvids { authorizationUrl } }');
  const page = await comeBack(await logIn(textAt(login, 'connectDvids.authorizationUrl')));
  expect(await page.text()).toContain('Connected to DVIDS');
  expect(await ask('{ viewer { dvids { connected scopes } } }')).toEqual({ viewer: { dvids: { connected: true, scopes: ['basic', 'email', 'upload'] } } });
  // Whether it allows uploads was tried out.
  expect(calls()).toEqual(['GET /service-unit']);

  // 1. Creating a batch
  const batch = await ask('mutation { createDvidsBatch { batch { id batchId status closed assets { assetId } } } }');
  expect(batch).toMatchObject({ createDvidsBatch: { batch: { status: 'OPEN', closed: false, assets: [] } } });
  const batchId = textAt(batch, 'createDvidsBatch.batch.batchId');
  expect(calls()).toEqual(['POST /batch']);

  // 2. Creating a news story, selecting a country
  const countries = await ask('{ dvidsCountries(name: "norw") { nodes { iso2 name } } }');
  const country = textAt(countries, 'dvidsCountries.nodes.0.iso2');
  expect(country).toBe('NO');
  const story = await ask('mutation($input: CreateDvidsNewsInput!) { createDvidsNews(input: $input) { news { assetId title status } } }', {
    input: { batchId, title: 'Harbor day', body: 'The harbor opened its gates.', createdAt: '2024-10-01T14:30:00Z', country },
  });
  const newsId = textAt(story, 'createDvidsNews.news.assetId');
  expect(calls()).toEqual(['GET /country', `POST /batch/${batchId}/news`]);

  // 3. Creating a batch upload, uploading a photo file
  const newUpload = 'mutation($batchId: ID!) { createDvidsUpload(input: { batchId: $batchId, contentType: "image/jpeg" }) { upload { uploadId uploadUrl ticketUrl } } }';
  const [throughHere, straight] = [await ask(newUpload, { batchId }), await ask(newUpload, { batchId })];
  const jpeg = file(200_000);
  expect((await send(textAt(throughHere, 'createDvidsUpload.upload.ticketUrl'), 'PUT', { 'content-type': 'image/jpeg', 'content-length': String(jpeg.length) }, jpeg)).status).toBe(204);
  expect((await send(textAt(straight, 'createDvidsUpload.upload.uploadUrl'), 'PUT', { 'content-type': 'image/jpeg', 'content-length': '3' }, file(3))).status).toBe(200);
  expect(calls()).toEqual([`POST /batch/${batchId}/upload`, `POST /batch/${batchId}/upload`]);

  // 4. Creating a photo: unit, author, VIRINs
  const people = await ask('{ dvidsServiceUnits(onlyMine: true) { nodes { serviceUnitId abbreviation requiresPublishingApproval } } }');
  expect(people).toMatchObject({ dvidsServiceUnits: { nodes: expect.arrayContaining([{ serviceUnitId: unit?.id, abbreviation: 'NHHC', requiresPublishingApproval: false }]) } });
  const staff = await ask('query($id: ID!) { dvidsAuthors(serviceUnitId: $id) { nodes { authorId name visionId } } }', { id: unit?.id });
  const author = (at(staff, 'dvidsAuthors.nodes') as { authorId: string; name: string; visionId: string | null }[]).find(({ visionId }) => visionId !== null);
  const virinOf = async (who: object) => textAt(await ask('mutation($input: GenerateDvidsVirinInput!) { generateDvidsVirin(input: $input) { virin date } }', { input: { ...who, date: '2024-10-01' } }), 'generateDvidsVirin.virin');
  const virins = [await virinOf({ authorId: author?.authorId }), await virinOf({ serviceUnitId: unit?.id }), await virinOf({ serviceUnitId: unit?.id })];
  expect(virins).toEqual([`241001-N-${author?.visionId}-1001`, `241001-N-${unit?.dvian}-1001`, `241001-N-${unit?.dvian}-1002`]);
  calls();
  const release = { batchId, description: 'Boats in the harbor.', instructions, createdAt: '2024-10-01T14:30:00Z', country, serviceUnitId: unit?.id };
  const newPhoto = 'mutation($input: CreateDvidsPhotoInput!) { createDvidsPhoto(input: $input) { photo { assetId status virin authors { name } serviceUnit { name } thumbnail(size: 300) upload { state } } batch { assets { assetType } } } }';
  const first = await ask(newPhoto, { input: { ...release, title: 'Boats', virin: virins[0], authorIds: [author?.authorId], tags: ['harbor'], uploadId: textAt(throughHere, 'createDvidsUpload.upload.uploadId') } });
  expect(first).toMatchObject({
    createDvidsPhoto: {
      photo: { status: 'UPLOADED', virin: virins[0], authors: [{ name: author?.name }], serviceUnit: { name: unit?.name }, thumbnail: expect.stringContaining('/300w_q95'), upload: { state: 'COMPLETE' } },
      batch: { assets: [{ assetType: 'NEWS' }, { assetType: 'PHOTO' }] },
    },
  });
  const photoId = textAt(first, 'createDvidsPhoto.photo.assetId');
  // Author and unit are each read once by their id, at the same time.
  const [created, ...reads] = calls();
  expect([created, ...reads.toSorted()]).toEqual([`POST /batch/${batchId}/photo`, `GET /author/${author?.authorId}`, `GET /service-unit/${unit?.id}`]);
  await ask(newPhoto, { input: { ...release, title: 'Ropes', virin: virins[1], uploadId: textAt(straight, 'createDvidsUpload.upload.uploadId') } });

  // 7. Creating a multipart upload, uploading the video in parts, closing it
  const film = file(12 * mebibyte);
  const parts = await ask('mutation($input: CreateDvidsMultipartUploadInput!) { createDvidsMultipartUpload(input: $input) { upload { uploadId uploadUrl ticketUrl parts { partNumber sizeInBytes done } } } }', {
    input: { batchId, contentType: 'video/mp4', sizeInBytes: String(film.length), partSizeInBytes: String(5 * mebibyte) },
  });
  expect(at(parts, 'createDvidsMultipartUpload.upload.uploadUrl')).toBeNull();
  expect(at(parts, 'createDvidsMultipartUpload.upload.parts')).toHaveLength(3);
  const videoUpload = textAt(parts, 'createDvidsMultipartUpload.upload.uploadId');
  calls();
  await sendByTus(textAt(parts, 'createDvidsMultipartUpload.upload.ticketUrl'), film);
  const multipart = `/batch/${batchId}/multipart-upload/${Object.values(gateway.dvids.state.uploads).find(({ kind }) => kind === 'multipart')?.id}`;
  expect(calls()).toEqual([`POST ${multipart}/part`, `POST ${multipart}/part`, `POST ${multipart}/part`, `PATCH ${multipart}`]);

  // 8. Creating a video
  const video = await ask('mutation($input: CreateDvidsVideoInput!) { createDvidsVideo(input: $input) { video { assetId status upload { uploadId } } } }', { input: { ...release, title: 'The harbor', virin: virins[2], uploadId: videoUpload } });
  expect(video).toMatchObject({ createDvidsVideo: { video: { status: 'UPLOADED', upload: { uploadId: videoUpload } } } });
  const videoId = textAt(video, 'createDvidsVideo.video.assetId');

  // 9. Associating media with the story
  const attach = (assetType: string, assetId: string, isPrimary: boolean) =>
    ask('mutation($input: AttachDvidsNewsMediaInput!) { attachDvidsNewsMedia(input: $input) { news { media { assetType isPrimary asset { title ... on DvidsPhoto { virin } } } } } }', { input: { batchId, newsId, assetType, assetId, isPrimary } });
  await attach('PHOTO', photoId, true);
  expect(await attach('VIDEO', videoId, false)).toEqual({
    attachDvidsNewsMedia: { news: { media: [{ assetType: 'PHOTO', isPrimary: true, asset: { title: 'Boats', virin: virins[0] } }, { assetType: 'VIDEO', isPrimary: false, asset: { title: 'The harbor' } }] } },
  });

  // 10. Closing the batch, without the e-mail (Advanced, 2.), and 11. its status
  const socket = await connect(gateway.localUrl);
  socket.send({
    id: '1', type: 'subscribe',
    payload: { query: 'subscription($id: ID!) { dvidsBatchUpdated(batchId: $id) { origin status previousStatus asset { assetType status } batch { phase progress } } }', variables: { id: batchId } },
  });
  expect(await socket.next()).toMatchObject({ payload: { data: { dvidsBatchUpdated: { origin: 'SNAPSHOT', status: 'OPEN', previousStatus: null, asset: null } } } });
  const closing = await ask('mutation($id: ID!) { closeDvidsBatch(input: { batchId: $id, sendConfirmationEmail: false }) { batch { closed status closedAt } } }', { id: batchId });
  expect(closing).toMatchObject({ closeDvidsBatch: { batch: { closed: true, status: 'PROCESSING', closedAt: expect.any(String) } } });
  const heard: unknown[] = [];
  for (let message = await socket.next(); message.type !== 'complete'; message = await socket.next()) heard.push(at(message.payload, 'data.dvidsBatchUpdated'));
  socket.close();
  expect(heard[0]).toMatchObject({ origin: 'REQUEST', status: 'PROCESSING', previousStatus: 'OPEN', asset: null });
  expect(heard.at(-1)).toMatchObject({ origin: 'POLL', status: 'PUBLISHED', asset: { status: 'PUBLISHED' }, batch: { phase: 'SUCCEEDED', progress: 1 } });
  const published = heard.filter((event) => at(event, 'asset.status') === 'PUBLISHED').map((event) => textAt(event, 'asset.assetType'));
  expect(published.toSorted((a, b) => a.localeCompare(b))).toEqual(['NEWS', 'PHOTO', 'PHOTO', 'VIDEO']);
  expect(gateway.dvids.state.emails).toEqual([]);

  const batchQuery = 'query($id: ID!) { dvidsBatch(batchId: $id) { phase status history { status } assets { assetType status upstreamStatus } uploads { state } } dvidsBatches(phase: SUCCEEDED) { totalCount nodes { batchId } } }';
  calls();
  expect(await ask(batchQuery, { id: batchId })).toMatchObject({
    dvidsBatch: {
      phase: 'SUCCEEDED', status: 'PUBLISHED', history: [{ status: 'OPEN' }, { status: 'PROCESSING' }, { status: 'PUBLISHED' }],
      assets: ['NEWS', 'PHOTO', 'PHOTO', 'VIDEO'].map((assetType) => ({ assetType, status: 'PUBLISHED', upstreamStatus: 'published' })),
      uploads: [{ state: 'COMPLETE' }, { state: 'COMPLETE' }, { state: 'COMPLETE' }],
    },
    dvidsBatches: { totalCount: 1, nodes: [{ batchId }] },
  });
  // What has come to its end is not asked about any more.
  expect(calls()).toEqual([]);

  // Advanced, 1. Checking for existing photo duplicates
  gateway.dvids.setHashes(photoId, { ahash: 'ffd8e0c0c0e0f0ff', phash: '8f94e1c33b6a7c05', dhash: '0123456789abcdef', whash: 'fedcba9876543210' });
  const duplicates = 'query($aHash: String, $virin: String) { dvidsPhotoDuplicates(aHash: $aHash, pHash: "8f94e1c33b6a7c05", virin: $virin) { assetId batchId virin createdAt } }';
  expect(await ask(duplicates, { aHash: 'ffd8e0c0c0e0f0ff' })).toEqual({ dvidsPhotoDuplicates: [{ assetId: photoId, batchId, virin: virins[0], createdAt: '2024-10-01T14:30:00+00:00' }] });
  expect(await ask(duplicates, { aHash: '0000000000000000' })).toEqual({ dvidsPhotoDuplicates: [] });
}, 60_000);

test('the global id of a batch leads back to it', async () => {
  const made = await ask('mutation { createDvidsBatch { batch { id batchId } } }');
  expect(await ask('query($id: ID!) { node(id: $id) { __typename id ... on DvidsBatch { batchId } ... on Job { phase } } }', { id: textAt(made, 'createDvidsBatch.batch.id') })).toEqual({
    node: { __typename: 'DvidsBatch', id: textAt(made, 'createDvidsBatch.batch.id'), batchId: textAt(made, 'createDvidsBatch.batch.batchId'), phase: 'IN_PROGRESS' },
  });
});
