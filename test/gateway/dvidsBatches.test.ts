import { reference } from '../../src/sandbox/dvidsReference.ts';
import { at, textAt } from '../sandbox/dvidsVisitor.ts';
import { askSocket, connect } from './socket.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { file, send } from './uploadBench.ts';

/** Batches and their assets through the network, beside the guide: every kind, changes, refusals with the path of their argument. */

let gateway: TestGateway;
let batchId: string;
beforeAll(async () => {
  gateway = await startTestGateway({}, { dvids: { earlier: false, switches: { minPartBytes: 3, closedBatchChanges: false } } });
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  batchId = textAt(await data('mutation { createDvidsBatch { batch { batchId } } }'), 'createDvidsBatch.batch.batchId');
});

const data = async (query: string, variables: Record<string, unknown> = {}): Promise<unknown> => {
  const answer = await gateway.ask(query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
};
const refused = async (query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
  const { errors } = await gateway.ask(query, variables);
  return { message: errors[0]?.message, ...errors[0]?.extensions };
};
const mutation = (name: string, selection: string): string => `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
const uploaded = async (contentType: string): Promise<string> => {
  const made = await data(mutation('createDvidsUpload', 'upload { uploadId ticketUrl }'), { input: { batchId, contentType } });
  await send(textAt(made, 'createDvidsUpload.upload.ticketUrl'), 'PUT', { 'content-length': '10' }, file(10));
  return textAt(made, 'createDvidsUpload.upload.uploadId');
};

const { units, categories, publications } = reference();
const unit = units.find(({ abbreviation }) => abbreviation === 'NHHC');
const release = () => ({
  batchId, title: 'Harbor', description: 'Boats.', instructions: 'Jo Release\njo.release@example.mil\n+1 555 555 0100', createdAt: '2024-10-01', virin: `241001-N-AB123-${batchId.slice(-4)}`,
  country: 'US', serviceUnitId: unit?.id,
});

test('a graphic has a category, an issue has its publication\'s unit, a story takes attributes that nobody here knows', async () => {
  const graphic = await data(mutation('createDvidsGraphic', 'graphic { title status category { name } upload { state } attributes }'), {
    input: { ...release(), uploadId: await uploaded('image/png'), graphicCategoryId: categories[1]?.id },
  });
  expect(graphic).toMatchObject({ createDvidsGraphic: { graphic: { title: 'Harbor', status: 'UPLOADED', category: { name: categories[1]?.name }, upload: { state: 'COMPLETE' }, attributes: { status: 'uploaded' } } } });
  const publication = publications[0];
  const issue = await data(mutation('createDvidsPublicationIssue', 'publicationIssue { title description publication { title } serviceUnit { name } authors { name } thumbnail }'), {
    input: { batchId, description: 'No. 7', createdAt: '2024-10-01', publicationId: publication?.id, uploadId: await uploaded('application/pdf') },
  });
  expect(issue).toEqual({
    createDvidsPublicationIssue: { publicationIssue: { title: null, description: 'No. 7', publication: { title: publication?.title }, serviceUnit: { name: units.find(({ id }) => id === publication?.unitId)?.name }, authors: [], thumbnail: null } },
  });
  const story = await data(mutation('createDvidsNews', 'news { attributes media { assetId } }'), { input: { batchId, title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US', otherAttributes: { headline: 'H', embargo: null } } });
  expect(story).toMatchObject({ createDvidsNews: { news: { attributes: { headline: 'H', embargo: null }, media: [] } } });
  const batch = await data('query($id: ID!) { dvidsBatch(batchId: $id) { assets { __typename assetType title ... on DvidsNews { body } } } }', { id: batchId });
  expect(at(batch, 'dvidsBatch.assets')).toEqual([
    { __typename: 'DvidsGraphic', assetType: 'GRAPHIC', title: 'Harbor' },
    { __typename: 'DvidsPublicationIssue', assetType: 'PUBLICATION_ISSUE', title: null },
    { __typename: 'DvidsNews', assetType: 'NEWS', title: 'T', body: 'B' },
  ]);
});

test('a photo is changed field by field, and deleted', async () => {
  const made = await data(mutation('createDvidsPhoto', 'photo { assetId tags city }'), { input: { ...release(), city: 'Norfolk', tags: ['a', 'b'], uploadId: await uploaded('image/jpeg') } });
  expect(made).toMatchObject({ createDvidsPhoto: { photo: { tags: ['a', 'b'], city: 'Norfolk' } } });
  const place = { batchId, assetId: textAt(made, 'createDvidsPhoto.photo.assetId') };
  const update = mutation('updateDvidsPhoto', 'photo { title city description } batch { assets { title } }');
  expect(await data(update, { input: { ...place, title: 'Ropes', city: null } })).toEqual({ updateDvidsPhoto: { photo: { title: 'Ropes', city: null, description: 'Boats.' }, batch: { assets: [{ title: 'Ropes' }] } } });
  expect(await refused(update, { input: { ...place, description: null } })).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', 'description'] });
  expect(await data(mutation('deleteDvidsPhoto', 'batch { assets { title } }'), { input: place })).toEqual({ deleteDvidsPhoto: { batch: { assets: [] } } });
});

test('parts that are sent to storage directly, by the graph\'s addresses', async () => {
  const made = await data(mutation('createDvidsMultipartUpload', 'upload { uploadId state }'), { input: { batchId, contentType: 'video/mp4' } });
  const uploadId = textAt(made, 'createDvidsMultipartUpload.upload.uploadId');
  const parts = [];
  for (const [index, bytes] of ['abcd', 'efg'].entries()) {
    const part = await data(mutation('createDvidsUploadPart', 'part { partNumber uploadUrl }'), { input: { uploadId, partNumber: index + 1 } });
    const stored = await send(textAt(part, 'createDvidsUploadPart.part.uploadUrl'), 'PUT', { 'content-length': String(bytes.length) }, Buffer.from(bytes));
    parts.push({ partNumber: index + 1, etag: stored.headers.etag });
  }
  const complete = mutation('completeDvidsMultipartUpload', 'upload { state }');
  expect(await refused(complete, { input: { uploadId } })).toMatchObject({ code: 'NOT_READY' });
  expect(await data(complete, { input: { uploadId, parts } })).toEqual({ completeDvidsMultipartUpload: { upload: { state: 'COMPLETE' } } });
  const video = await data(mutation('createDvidsVideo', 'video { status upload { uploadId } serviceUnit { abbreviation } }'), { input: { ...release(), uploadId } });
  expect(video).toEqual({ createDvidsVideo: { video: { status: 'UPLOADED', upload: { uploadId }, serviceUnit: { abbreviation: 'NHHC' } } } });
});

describe('a refusal says which argument it is about', () => {
  test.each([
    ['instructions', { instructions: 'Jo Release' }],
    ['country', { country: 'USA' }],
    ['createdAt', { createdAt: 'yesterday' }],
    ['uploadId', { uploadId: 'none' }],
  ])('%s', async (field, wrong) => {
    const input = { ...release(), uploadId: 'u', ...wrong };
    expect(await refused(mutation('createDvidsPhoto', 'photo { assetId }'), { input })).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['input', field] });
  });

  test('also where it is DVIDS that refuses', async () => {
    const input = { ...release(), authorIds: ['7'], uploadId: await uploaded('image/jpeg') };
    expect(await refused(mutation('createDvidsPhoto', 'photo { assetId }'), { input })).toMatchObject({ code: 'BAD_USER_INPUT', source: 'DVIDS', argument: ['input', 'authorIds'], upstream: { status: 400 } });
  });
});

test('a batch that is none is null, NOT_FOUND to fill, and NOT_FOUND to watch', async () => {
  expect(await data('{ dvidsBatch(batchId: "1") { status } node(id: "RHZpZHNCYXRjaDox") { id } }')).toEqual({ dvidsBatch: null, node: null });
  expect(await refused(mutation('closeDvidsBatch', 'batch { closed }'), { input: { batchId: '1' } })).toMatchObject({ code: 'NOT_FOUND' });
  const socket = await connect(gateway.url);
  const { errors } = await askSocket(socket, 'subscription { dvidsBatchUpdated(batchId: "1") { status } }');
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
  socket.close();
});

test('without a login everything that needs DVIDS says so, and what the ledger knows is still there', async () => {
  await data('mutation { disconnectDvids { viewer { subject } } }');
  const { data: half, errors } = await gateway.ask('query($id: ID!) { dvidsBatch(batchId: $id) { status } dvidsBatches(first: 1) { nodes { batchId } } dvidsCountries { totalCount } }', { id: batchId });
  expect(half).toEqual({ dvidsBatch: { status: 'OPEN' }, dvidsBatches: { nodes: [{ batchId }] }, dvidsCountries: null });
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['DVIDS_NOT_CONNECTED']);
  expect(await refused('mutation { createDvidsBatch { batch { batchId } } }')).toMatchObject({ code: 'DVIDS_NOT_CONNECTED', message: expect.stringContaining('connectDvids') });
  expect(await refused(mutation('createDvidsUpload', 'upload { uploadId }'), { input: { batchId } })).toMatchObject({ code: 'DVIDS_NOT_CONNECTED' });
  // It is the last test: nobody is logged in any more.
});
