import { dvidsBranch, upstreamBranch } from '../../src/domain/dvidsReference.ts';
import { assetProblems, changeProblems, duplicateProblems, refuseProblems, virinDateProblems } from '../../src/domain/dvidsInputCheck.ts';
import type { DvidsPhotoInput } from '../../src/domain/dvidsInput.ts';
import { dvidsAssetStatus, dvidsAssetStep, dvidsBatchStanding } from '../../src/domain/dvidsStatus.ts';
import { thumbnailUrl } from '../../src/domain/dvids.ts';

const photo: DvidsPhotoInput = {
  title: 'Sea trial', description: 'A ship leaves port.', instructions: 'Jo Release\njo.release@example.mil\n+1 555 555 0100',
  createdAt: '2024-10-01T14:30:00Z', virin: '241001-N-AB123-1001', country: 'US', tags: [], uploadId: '7', serviceUnitId: '8',
};

const fieldsOf = (input: Partial<Record<keyof DvidsPhotoInput, unknown>>): string[] =>
  assetProblems('PHOTO', Object.assign({ ...photo }, input), ['input', 'photos', '0']).map(({ argument }) => argument.join('.'));

test('a right photo has no problems', () => {
  expect(fieldsOf({})).toEqual([]);
  expect(fieldsOf({ virin: '241001-P-8-001', createdAt: '2024-10-01', authorIds: ['1'] })).toEqual([]);
});

test.each([
  ['title', ' '], ['description', ''], ['virin', '2024-10-01'], ['virin', '241001-N-AB123'], ['country', 'us'], ['country', 'USA'], ['createdAt', 'yesterday'], ['createdAt', '2024-02-30'],
  ['createdAt', '2024-10-01T25:00:00Z'], ['createdAt', '2024-10-01T14:30:00'], ['tags', ['']], ['uploadId', ''], ['serviceUnitId', undefined], ['authorIds', ['']], ['title', null],
] as const)('%s %j is a problem of that field', (field, value) => {
  expect(fieldsOf({ [field]: value })).toEqual([`input.photos.0.${field}`]);
});

test.each([
  ['Jo Release, jo@example.mil, +1 555 555 0100', 'the name and the phone number'],
  ['Jo Release\njo@example.mil', 'the phone number'],
  ['Jo Release\n+1 555 555 0100', 'the e-mail address'],
  ['jo@example.mil\n+1 555 555 0100', 'the name'],
])('instructions %j lack %s', (instructions, missing) => {
  const [problem] = assetProblems('PHOTO', { ...photo, instructions });
  expect(problem).toEqual({ argument: ['input', 'instructions'], message: `Of who releases it, ${missing} must be on a line of its own.` });
});

test('instructions may have more lines, ends of every kind and titles before names', () => {
  expect(fieldsOf({ instructions: 'Released by:\r\nStaff Sgt. 1st Class Jo Release\r\n\r\nE-mail: jo@example.mil\r\nDSN 314-555-0100\r\n' })).toEqual([]);
});

test('a very long line is checked in no time', () => {
  const startedAt = performance.now();
  expect(fieldsOf({ instructions: `${'a'.repeat(500_000)}\n${'a@'.repeat(250_000)}` })).toEqual(['input.photos.0.instructions']);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('a change may leave fields out, but not empty what is required', () => {
  expect(changeProblems('PHOTO', {})).toEqual([]);
  expect(changeProblems('PHOTO', { city: null, virin: 'x' }).map(({ argument }) => argument)).toEqual([['input', 'virin']]);
  expect(changeProblems('PUBLICATION_ISSUE', { description: '' }).map(({ argument }) => argument)).toEqual([['input', 'description']]);
});

test('stories need less, graphics a category, issues a publication', () => {
  expect(assetProblems('NEWS', { title: 'T', body: 'B', createdAt: '2024-10-01', country: 'NO' })).toEqual([]);
  expect(assetProblems('GRAPHIC', { ...photo, graphicCategoryId: '' }).map(({ argument }) => argument.at(-1))).toEqual(['graphicCategoryId']);
  expect(assetProblems('PUBLICATION_ISSUE', { description: 'May', createdAt: '2024', publicationId: '', uploadId: '1' }).map(({ argument }) => argument.at(-1))).toEqual(['createdAt', 'publicationId']);
});

test('VIRIN dates and questions for duplicates are checked', () => {
  expect(virinDateProblems('2024-10-01')).toEqual([]);
  expect(virinDateProblems('soon')).toMatchObject([{ argument: ['input', 'date'] }]);
  expect(duplicateProblems({ aHash: 'fff7c3810000183c' }, undefined)).toEqual([]);
  expect(duplicateProblems({}, undefined)).toHaveLength(1);
  expect(duplicateProblems({ aHash: 'not hex', pHash: '00ff' }, 'x').map(({ argument }) => argument)).toEqual([['aHash'], ['virin']]);
});

test('problems become one refusal that names the first field and tells of the others', () => {
  expect(() => refuseProblems([])).not.toThrow();
  const problems = [{ argument: ['input', 'a'], message: 'No a.' }, { argument: ['input', 'b'], message: 'No b.' }];
  expect(() => refuseProblems(problems)).toThrow(expect.objectContaining({ reason: { kind: 'badInput', message: 'No a. Also input.b: No b.', argument: ['input', 'a'] } }));
});

test('words are known in either spelling, and others are UNRECOGNIZED', () => {
  expect(['air-force', 'air_force', 'AIR-FORCE', 'merchant-marine'].map((word) => dvidsBranch(word))).toEqual(['AIR_FORCE', 'AIR_FORCE', 'AIR_FORCE', 'UNRECOGNIZED']);
  expect([upstreamBranch('SPACE_FORCE'), upstreamBranch('UNRECOGNIZED')]).toEqual(['space-force', undefined]);
  expect(['needs-approval', 'pending_processing', 'quality-control'].map((word) => dvidsAssetStatus(word))).toEqual(['NEEDS_APPROVAL', 'PENDING_PROCESSING', 'UNRECOGNIZED']);
  expect(dvidsAssetStep('unrecognized')).toBeUndefined();
});

test('a batch goes on with its assets and succeeds when all are public', () => {
  const stands = (closed: boolean, statuses?: string[]) => {
    const { status, phase, progress } = dvidsBatchStanding(closed, statuses);
    return [status, phase, Number(progress.toFixed(2))];
  };
  expect(stands(false, ['uploaded'])).toEqual(['OPEN', 'IN_PROGRESS', 0]);
  expect(stands(true)).toEqual(['PROCESSING', 'IN_PROGRESS', 0.2]);
  expect(stands(true, ['uploaded', 'uploaded'])).toEqual(['PROCESSING', 'IN_PROGRESS', 0.2]);
  expect(stands(true, ['published', 'pending-processing'])).toEqual(['PROCESSING', 'IN_PROGRESS', 0.76]);
  expect(stands(true, ['published', 'needs-approval'])).toEqual(['NEEDS_APPROVAL', 'IN_PROGRESS', 0.92]);
  expect(stands(true, ['published', 'quality-control'])).toEqual(['PROCESSING', 'IN_PROGRESS', 0.6]);
  expect(stands(true, ['published', 'archived'])).toEqual(['PUBLISHED', 'SUCCEEDED', 1]);
  expect(stands(true, [])).toEqual(['PUBLISHED', 'SUCCEEDED', 1]);
});

test('a thumbnail address has its specification filled in', () => {
  expect(thumbnailUrl('https://cdn.example/8/{thumbnailSpec}.jpg', 400)).toBe('https://cdn.example/8/400w_q95.jpg');
});
