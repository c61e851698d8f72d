import { assetOf, batchOf, newsMediaOf } from '../../../src/sources/dvids/mapper.ts';
import { authorOf } from '../../../src/sources/dvids/referenceMapper.ts';
import { parseDocument, parseOptionalDocument, parsePage, refOf, refsOf } from '../../../src/sources/dvids/wire.ts';
import { caller, connectDvids, reasonOf, stopAll } from './dvids.ts';

afterEach(stopAll);

const documentOf = (data: unknown, more: object = {}) => parseDocument({ data, ...more });

test('an id may be a number, attributes PHP\'s empty array, relationships absent', () => {
  expect(documentOf({ id: 7, type: 'batch', attributes: [] })).toEqual({ data: { id: '7', type: 'batch', attributes: {}, relationships: {} }, included: [] });
});

test('a relationship may be null, one, many, without data, or absent', () => {
  const { data } = documentOf({ id: '1', relationships: { none: { data: null }, one: { data: { id: 2, type: 'author' } }, many: { data: [{ id: '3', type: 'author' }, null] }, linked: { links: {} } } });
  expect(['none', 'one', 'many', 'linked', 'absent'].map((name) => refsOf(data, name)?.map(({ id }) => id) ?? null)).toEqual([[], ['2'], ['3'], null, null]);
  expect([refOf(data, 'none'), refOf(data, 'many')?.id]).toEqual([null, '3']);
});

test.each([[undefined], [null], ['text'], [{}], [{ data: null }], [{ data: [] }], [{ data: { type: 'batch' } }], [{ data: { id: '' } }]])('%j is no document', (body) => {
  expect(() => parseDocument(body)).toThrow(TypeError);
});

test('where an answer may be empty, nothing and no data are undefined', () => {
  expect([undefined, {}, { data: null }, { meta: {} }].map((body) => parseOptionalDocument(body))).toEqual([undefined, undefined, undefined, undefined]);
  expect(() => parseOptionalDocument('text')).toThrow(TypeError);
});

test('a page tells what it tells of the others', () => {
  const told = (more: object) => {
    const { totalPages, totalCount, next } = parsePage({ data: [], ...more });
    return [totalPages, totalCount, next];
  };
  expect(told({})).toEqual([null, null, undefined]);
  expect(told({ links: { self: '/author' } })).toEqual([null, null, undefined]);
  expect(told({ links: { next: null } })).toEqual([null, null, null]);
  expect(told({ links: { next: { href: '/author?page=2' } }, meta: { pagination: { total_pages: '3', total_count: 41 } } })).toEqual([3, 41, '/author?page=2']);
  expect(() => parsePage({ data: {} })).toThrow(TypeError);
});

test('a batch finds its assets under any relationship, in either spelling, each once', () => {
  const batch = batchOf(documentOf(
    { id: '1', attributes: { closed: 'true' }, relationships: { whatever: { data: [{ id: '2', type: 'photo' }, { id: '3', type: 'publication_issue' }, { id: '4', type: 'batch-upload' }] }, owner: { data: null } } },
    { included: [{ id: '2', type: 'photo', attributes: { title: 'T' } }, { id: '9', type: 'author' }] },
  ));
  expect(batch).toMatchObject({ closed: true, assets: [{ assetType: 'PHOTO', assetId: '2' }, { assetType: 'PUBLICATION_ISSUE', assetId: '3' }], included: [{ assetId: '2', title: 'T', batchId: '1' }] });
});

test('relationships that are not assets do not say that there are no assets', () => {
  expect(batchOf(documentOf({ id: '1', relationships: { uploads: { data: [] }, owner: { data: null } } })).assets).toBeNull();
  expect(batchOf(documentOf({ id: '1', relationships: { photos: { data: [] } } })).assets).toEqual([]);
});

test('a rank is read from attributes, or from a relationship with data and attributes', () => {
  const grade = { name: 'Sergeant', branch: 'space_force' };
  const [inside, beside, none] = [{ attributes: { job_grade: grade } }, { relationships: { job_grade: { data: { id: '1', type: 'job-grade', attributes: grade } } } }, { relationships: { job_grade: null } }]
    .map((author) => authorOf(documentOf({ id: '1', ...author }).data).jobGrade);
  expect(inside).toMatchObject({ name: 'Sergeant', branch: 'SPACE_FORCE', upstreamBranch: 'space_force' });
  expect(beside).toEqual(inside);
  expect(none).toBeNull();
});

test('an asset of which little is told has nulls', () => {
  expect(assetOf('PHOTO', documentOf({ id: '1' }).data, '2')).toMatchObject({ assetId: '1', batchId: '2', status: null, upstreamStatus: null, virin: null, uploadId: null, authorIds: [], tags: [] });
});

test('whether a medium is the main one is what the answer says, else what was asked for', () => {
  const asked = { assetType: 'PHOTO', assetId: '1', isPrimary: true } as const;
  expect(newsMediaOf(documentOf({ id: '5', attributes: { is_primary: false } }), asked)).toEqual({ ...asked, isPrimary: false });
  expect([newsMediaOf(documentOf({ id: '5' }), asked), newsMediaOf(undefined, asked)]).toEqual([asked, asked]);
});

test.each(['createUpload', 'createPart', 'author-virin'])('an answer of %s without what it is for is unreadable', async (route) => {
  const { dvids, source } = await connectDvids();
  const { batchId } = await source.createBatch(caller);
  const { uploadId } = await source.createMultipartUpload(batchId, 'video/mp4', caller);
  dvids.misbehave({ match: route, how: { kind: 'answer', answer: { status: 201, body: '{"data":{"id":"1"}}' } } });
  const author = await source.authors({ name: 'Abernathy' }, caller)[Symbol.asyncIterator]().next();
  const authorId = author.done === true ? '' : (author.value.items[0]?.authorId ?? '');
  const calls = {
    createUpload: () => source.createUpload(batchId, caller),
    createPart: () => source.createUploadPart(batchId, uploadId, 1, caller),
    'author-virin': () => source.authorVirin(authorId, '2024-10-01', caller),
  };
  expect(await reasonOf(calls[route === 'createUpload' || route === 'createPart' ? route : 'author-virin']())).toMatchObject({ kind: 'upstreamUnreadable', source: 'DVIDS' });
});
