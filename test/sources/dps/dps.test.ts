import type { SubmissionMetadata } from '../../../src/domain/submissionMetadata.ts';
import { Failure } from '../../../src/domain/failure.ts';
import { disseminationOf, submissionOf } from '../../../src/sources/dps/mapper.ts';
import { metadataBody } from '../../../src/sources/dps/metadata.ts';
import { conflictingDissemination } from '../../../src/sources/dps/source.ts';
import { parseWebhook } from '../../../src/sources/dps/webhook.ts';
import { parseDissemination, parseSubmission, sizeOf } from '../../../src/sources/dps/wire.ts';
import { startDpsBench } from '../../events/dpsBench.ts';

describe('what DPS says by REST', () => {
  it('is read with its sizes as digits and its contract in lower case', () => {
    const wire = parseDissemination({ disseminationId: 'd', archiveId: 'a', status: 'NEW_WORD', contractId: '2D17', sumSizeInBytes: '12345678987654321', priority: '50' });
    expect(disseminationOf(wire)).toEqual({
      disseminationId: 'd', archiveId: 'a', clientId: null, contractId: '2d17', objectId: null, sizeInBytes: '12345678987654321', priority: 50, upstreamStatus: 'NEW_WORD', requestedAt: null,
    });
  });

  it.each([null, [], {}, { disseminationId: 'd', archiveId: 'a' }, { disseminationId: '', archiveId: 'a', status: 'x' }, { disseminationId: 1, archiveId: 'a', status: 'x' }])('%j is no dissemination', (body) => {
    expect(() => parseDissemination(body)).toThrow(TypeError);
  });

  it('of a submission without files is not of one with an empty list of them', () => {
    const wire = { submissionId: 's', status: 'REGISTERED' };
    expect(submissionOf(parseSubmission(wire), '2d17')).toMatchObject({ files: null, contractId: '2d17', archiveId: null });
    expect(submissionOf(parseSubmission({ ...wire, files: [] }), '2d17').files).toEqual([]);
    const file = { fileId: 'f', filePath: 'a.tif', checksum: 'c', isPackaged: true, uploadUrl: 'https://secret', s3ObjectKey: 'k' };
    expect(submissionOf(parseSubmission({ ...wire, files: [file] }), '2d17').files).toEqual([{ fileId: 'f', filePath: 'a.tif', checksum: 'c', isPackaged: true }]);
  });

  it.each([[7, '7'], ['0012', '12'], ['0', '0'], ['9'.repeat(30), '9'.repeat(30)], [-1, null], [1.5, null], ['1e9', null], [null, null], [{}, null]])('a size of %j is %j', (value, size) => {
    expect(sizeOf(value)).toBe(size);
  });
});

describe('a webhook', () => {
  it('of a delivery without names takes them from the addresses', () => {
    const news = parseWebhook({ type: 'dissemination.delivered', data: { disseminationId: 'd', archiveId: 'a', files: [{ downloadURL: 'https://s/x/y.tar?sig=1' }] } }, '2026-11-20T10:00:00.000Z');
    expect(news).toMatchObject({ kind: 'delivered', occurredAt: '2026-11-20T10:00:00.000Z', delivery: { contractId: null, files: [{ filename: 'y.tar', expiresAt: null, checksum: null }] } });
  });

  it('keeps its own time as it came', () => {
    const at = '2026-11-20T11:00:00.123456789+01:00';
    expect(parseWebhook({ type: 'submission.preserved', timestamp: at, data: { submissionId: 's', contractId: '2D17', archiveId: 'a' } }, '')).toMatchObject({ occurredAt: at, verdict: { contractId: '2d17' } });
  });

  it.each([
    { type: 'dissemination.delivered', data: { disseminationId: 'd', archiveId: 'a', files: [{}] } },
    { type: 'submission.rejected', data: { submissionId: 's' } },
    { type: 'submission.preserved' },
    {},
  ])('that lacks what it is about cannot be read: %j', (body) => {
    expect(() => parseWebhook(body, '')).toThrow(TypeError);
  });
});

describe('the id in a conflict', () => {
  const conflict = (details: unknown, status = 409) => new Failure({ kind: 'upstreamStatus', source: 'DPS', status, details });
  it.each([
    ['8Z7x1T9rN0Xc2B5Yq4L3zP'],
    ['The existing one is 8Z7x1T9rN0Xc2B5Yq4L3zP.'],
    [{ disseminationId: '8Z7x1T9rN0Xc2B5Yq4L3zP' }],
  ])('is found in %j', (details) => {
    expect(conflictingDissemination(conflict(details))).toBe('8Z7x1T9rN0Xc2B5Yq4L3zP');
  });
  it.each([[undefined], ['68d3a83aa0be2b1d75eeef77'], [{ other: 'x' }], [7]])('is not found in %j', (details) => {
    expect(conflictingDissemination(conflict(details))).toBeUndefined();
  });
  it('is asked of conflicts only', () => {
    expect(conflictingDissemination(conflict('8Z7x1T9rN0Xc2B5Yq4L3zP', 400))).toBeUndefined();
    expect(conflictingDissemination(new Error('8Z7x1T9rN0Xc2B5Yq4L3zP'))).toBeUndefined();
  });
});

describe('metadata', () => {
  const authority = { source: 'BARE', code: '90052012', uri: 'https://id.example.org/90052012' };
  const everything: SubmissionMetadata = {
    type: 'Småtrykk',
    title: { value: 'Sult', lang: 'nob' },
    identifier: [{ type: 'URN', value: 'URN:NBN:no-nb_1' }],
    alternative: [{ type: 'Original title', value: 'Hunger', lang: 'eng' }],
    creator: [{ name: 'Hamsun, Knut', type: 'person', role: 'Forfatter', authority }],
    contributor: [{ name: 'Nordmann, Ola', type: 'Person' }],
    publisher: [{ name: 'Philipsen', type: 'korporasjon', authority }],
    spatial: [{ name: 'Kristiania', type: 'Place', authority, coordinateReferenceSystem: 'EPSG:4326', latitude: 59.9, longitude: 10.7 }],
    date: [{ type: 'published', value: '1890' }],
    language: [{ type: 'Text', value: 'Norwegian', lang: 'nob' }],
    isPartOf: [{ value: 'Samlede verker', lang: 'nob' }],
    relation: [{ title: 'Mysterier', type: 'isReferencedBy', uri: 'https://example.org/m', lang: 'nob' }, { id: 'x1', type: 'hasVersion' }],
    source: [{ description: 'First edition', identifier: [{ type: 'ISBN', value: '1' }], uri: 'https://example.org/s' }],
    provenance: [{ value: 'Gift', lang: 'nob' }],
    description: [{ value: 'A novel', lang: 'eng' }],
    subject: [{ value: 'Hunger', lang: 'eng', authority }],
  };

  it('of every element is sent by the newest names, and DPS takes it', async () => {
    const { isPartOf: _older, relation: _relation, source: _source, ...same } = everything;
    expect(metadataBody(everything)).toEqual({
      ...same,
      relation: [
        { title: 'Samlede verker', type: 'isPartOf', lang: 'nob' },
        { title: 'Mysterier', type: 'isReferencedBy', URI: 'https://example.org/m', lang: 'nob' },
        { id: 'x1', type: 'hasVersion' },
      ],
      source: [{ description: 'First edition', identifier: [{ type: 'ISBN', value: '1' }], URI: 'https://example.org/s' }],
    });
    const bench = await startDpsBench();
    const { submissionId } = await bench.source.createSubmission({ contractId: '2d17', objectId: 'everything', metadata: everything, priority: 3 });
    expect(bench.dps.state.submissions[submissionId]).toMatchObject({ priority: 3, metadata: metadataBody(everything) });
    await bench.stop();
  });

  it('that is left out is not sent', () => {
    expect(metadataBody({ type: 'Bok', title: { value: 'Sult' } })).toEqual({ type: 'Bok', title: { value: 'Sult' } });
  });
});

it('an answer about another job than was asked for is not believed', async () => {
  const bench = await startDpsBench();
  const archiveId = bench.orderable();
  const { disseminationId } = await bench.source.orderDissemination({ archiveId });
  const other = { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ disseminationId: 'another', archiveId, status: 'FAILED' }) };
  bench.dps.misbehave({ match: 'dissemination', how: { kind: 'answer', answer: other } });
  await expect(bench.source.dissemination(disseminationId)).rejects.toMatchObject({ reason: { kind: 'upstreamUnreadable' } });
  await bench.stop();
});
