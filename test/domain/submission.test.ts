import * as fc from 'fast-check';
import { dateTime } from '../../src/domain/clock.ts';
import type { SubmissionState } from '../../src/domain/submission.ts';
import { observeSubmission, type SubmissionFacts, type SubmissionObservation } from '../../src/domain/submissionFold.ts';
import { metadataFault, type SubmissionMetadata } from '../../src/domain/submissionMetadata.ts';

const startedAt = Date.UTC(2026, 10, 20, 10);
const graceMs = 600_000;
const facts: SubmissionFacts = {
  submissionId: '8Z7x1T9rN0Xc2B5Yq4L3zP',
  contractId: '2d17',
  objectId: 'object-1',
  clientId: 'fonds',
  archiveId: null,
  priority: 50,
  sizeInBytes: null,
  upstreamStatus: 'REGISTERED',
  files: null,
};
const reasons = [{ code: 'FILE_CHECKSUM_MISMATCH', message: 'MD5 differs', filePath: 'a.tif' }];

const answered = (upstreamStatus: string, more: Partial<SubmissionFacts> = {}, origin: 'REQUEST' | 'POLL' = 'POLL'): SubmissionObservation => ({
  kind: 'answered',
  origin,
  facts: { ...facts, upstreamStatus, ...more },
  seenAt: startedAt,
  graceMs,
});
const created = answered('REGISTERED', {}, 'REQUEST');
const judged = (upstreamStatus: 'PRESERVED' | 'REJECTED'): SubmissionObservation => ({
  kind: 'judged',
  verdict: { submissionId: facts.submissionId, contractId: '2d17', archiveId: 'a1', upstreamStatus, reasons: upstreamStatus === 'REJECTED' ? reasons : [] },
  occurredAt: dateTime(startedAt),
});
const preserved = judged('PRESERVED');
const rejected = judged('REJECTED');
const gone: SubmissionObservation = { kind: 'gone', seenAt: startedAt };
const waitEnded: SubmissionObservation = { kind: 'waitEnded', seenAt: startedAt };

function fold(...seen: readonly SubmissionObservation[]) {
  let state: SubmissionState | undefined;
  const events = seen.flatMap((each) => {
    const outcome = observeSubmission(state, each);
    state = outcome?.state ?? state;
    return outcome?.event ?? [];
  });
  return { state, events };
}

describe('a submission', () => {
  it.each([
    ['the list of 2025', ['REGISTERED', 'UPLOAD_COMPLETED', 'VALIDATED', 'TRANSFERRED_TO_ARCHIVE', 'PRESERVED']],
    ['the list of 2026', ['REGISTERED', 'UPLOAD_COMPLETED', 'TRANSFERRING', 'VALIDATING', 'ARCHIVING', 'PRESERVED']],
    ['what production shows', ['REGISTERED', 'UPLOAD_COMPLETED', 'PROCESSING', 'PRESERVED']],
  ])('passes through %s, each status once, ever further', (_which, statuses) => {
    const { state, events } = fold(...statuses.flatMap((status) => [answered(status), answered(status)]));
    expect(events.map(({ status }) => status)).toEqual(statuses);
    expect(state).toMatchObject({ phase: 'SUCCEEDED', progress: 1 });
    expect(state?.history.map(({ status }) => status)).toEqual(statuses);
  });

  it('that reads PRESERVED without its archive id waits for the webhook that has it', () => {
    const seen = fold(created, answered('PRESERVED'));
    expect(seen.state).toMatchObject({ phase: 'SUCCEEDED', open: true, awaitedUntil: startedAt + graceMs, archiveId: null });
    const told = fold(created, answered('PRESERVED'), preserved);
    expect(told.state).toMatchObject({ open: false, archiveId: 'a1', awaitedUntil: null });
    expect(told.events.at(-1)).toMatchObject({ name: 'preserved', effective: true });
  });

  it('that reads PRESERVED with its archive id waits for nothing, and its webhook has no news', () => {
    const { state, events } = fold(created, answered('PRESERVED', { archiveId: 'a1' }), preserved);
    expect(state).toMatchObject({ open: false, archiveId: 'a1' });
    expect(events.map(({ name, effective }) => [name, effective])).toEqual([['created', true], ['status', true], ['preserved', false]]);
  });

  it('that is rejected has the reasons, whether the status or the webhook came first', () => {
    for (const { state } of [fold(created, answered('REJECTED'), rejected), fold(created, rejected, answered('REJECTED'))]) {
      expect(state).toMatchObject({ phase: 'FAILED', status: 'REJECTED', reasons, open: false, problem: { code: 'REJECTED' } });
    }
    expect(fold(created, answered('REJECTED')).state).toMatchObject({ open: true, reasons: [] });
  });

  it('whose webhook never comes is closed without it, and takes it when it comes after all', () => {
    const closed = fold(created, answered('REJECTED'), waitEnded);
    expect(closed.state).toMatchObject({ open: false, reasons: [], awaitedUntil: null });
    expect(closed.events.at(-1)).toMatchObject({ name: 'waitEnded', effective: true });
    const late = fold(created, answered('REJECTED'), waitEnded, rejected);
    expect(late.state).toMatchObject({ reasons, open: false });
    expect(late.events.at(-1)?.effective).toBe(true);
  });

  it('that DPS forgot after a rejection is understood, and explained by the webhook when that comes', () => {
    expect(fold(created, rejected, gone).state).toMatchObject({ status: 'REJECTED', problem: { code: 'REJECTED' } });
    expect(fold(created, gone).state).toMatchObject({ phase: 'FAILED', status: 'REGISTERED', problem: { code: 'GONE' }, open: false });
    expect(fold(created, gone, rejected).state).toMatchObject({ phase: 'FAILED', status: 'REJECTED', problem: { code: 'REJECTED' }, reasons });
  });

  it('that was given up for gone and is preserved all the same keeps its end, and has its archive id', () => {
    expect(fold(created, gone, preserved).state).toMatchObject({ phase: 'FAILED', archiveId: 'a1', problem: { code: 'GONE' } });
  });

  it('that was deleted has ended', () => {
    expect(fold(created, { kind: 'deleted', seenAt: startedAt }).state).toMatchObject({ phase: 'FAILED', open: false, problem: { code: 'DELETED' } });
  });

  it('tells of its files when they change', () => {
    const file = { fileId: 'f1', filePath: 'a.tif', checksum: null, isPackaged: false };
    const { state, events } = fold(created, answered('REGISTERED', { files: [file] }), answered('REGISTERED', { files: [{ ...file }] }));
    expect(state?.files).toEqual([file]);
    expect(events.map(({ name }) => name)).toEqual(['created', 'updated']);
    expect(fold(created, answered('REGISTERED', { files: [file] }), answered('UPLOAD_COMPLETED')).state?.files).toEqual([file]);
  });

  it('that only a webhook told of is known by what that said', () => {
    expect(fold(preserved).state).toMatchObject({ objectId: null, archiveId: 'a1', phase: 'SUCCEEDED', open: false, checkedAt: null });
    expect(fold(preserved, answered('PRESERVED', { sizeInBytes: '12345678987654321' })).state).toMatchObject({ objectId: 'object-1', sizeInBytes: '12345678987654321' });
  });
});

describe('whatever is seen, in whatever order', () => {
  const statuses = ['REGISTERED', 'UPLOAD_COMPLETED', 'TRANSFERRING', 'VALIDATING', 'VALIDATED', 'PROCESSING', 'ARCHIVING', 'TRANSFERRED_TO_ARCHIVE', 'PRESERVED', 'REJECTED', 'QUEUED', 'toString'];
  const anything = fc.oneof(
    fc.constantFrom(...statuses).map((status) => answered(status)),
    fc.constantFrom<SubmissionObservation>(created, preserved, rejected, gone, waitEnded, { kind: 'deleted', seenAt: startedAt }, { kind: 'missing', seenAt: startedAt }),
  );

  it('progress never falls, is 1 exactly when it has succeeded, and an end is never left', () =>
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 20 }), (seen) => {
        let before: SubmissionState | undefined;
        for (const each of seen) {
          const after = observeSubmission(before, each)?.state ?? before;
          if (!after) continue;
          expect(after.progress).toBeGreaterThanOrEqual(before?.progress ?? 0);
          expect(after.progress === 1).toBe(after.phase === 'SUCCEEDED');
          if (before && before.phase !== 'IN_PROGRESS') expect(after.phase).toBe(before.phase);
          if (before && !before.open) expect(after.open).toBe(false);
          expect(after.awaitedUntil !== null).toBe(after.open && after.phase !== 'IN_PROGRESS');
          before = after;
        }
      }),
    ));

  it.each([
    ['preserved', statuses.slice(0, 9), preserved],
    ['rejected', [...statuses.slice(0, 4), 'REJECTED'], rejected],
  ] as const)('the same news of one that is %s leads to the same end', (_which, flow, verdict) =>
    fc.assert(
      fc.property(fc.shuffledSubarray([...flow], { minLength: 1 }), fc.nat({ max: 9 }), (order, place) => {
        const { state } = fold(...order.map((status) => answered(status)).toSpliced(place, 0, verdict));
        const { state: expected } = fold(answered('REGISTERED'), verdict);
        // One that failed shows how far it was known to have come.
        const progress = expected?.phase === 'SUCCEEDED' ? 1 : expect.any(Number);
        expect(state).toMatchObject({ ...expected, progress, history: expect.anything(), checkedAt: expect.anything() });
      }),
    ));
});

describe('metadata', () => {
  const metadata: SubmissionMetadata = { type: 'Småtrykk', title: { value: 'Program' } };
  it('needs a type and a title, and takes open vocabularies', () => {
    expect(metadataFault(metadata)).toBeUndefined();
    expect(metadataFault({ ...metadata, type: ' ' })?.path).toEqual(['type']);
    expect(metadataFault({ ...metadata, title: { value: '' } })?.path).toEqual(['title', 'value']);
  });
  it('has languages of three letters, wherever they stand, and places on the earth', () => {
    expect(metadataFault({ ...metadata, subject: [{ value: 'a', lang: 'nob' }, { value: 'b', lang: 'NO' }] })?.path).toEqual(['subject', '1', 'lang']);
    expect(metadataFault({ ...metadata, spatial: [{ name: 'Mo', latitude: 91 }] })?.path).toEqual(['spatial', '0', 'latitude']);
    expect(metadataFault({ ...metadata, spatial: [{ name: 'Mo', latitude: 66.3, longitude: -181 }] })?.path).toEqual(['spatial', '0', 'longitude']);
    expect(metadataFault({ ...metadata, spatial: [{ name: 'Mo', latitude: NaN }] })?.path).toEqual(['spatial', '0', 'latitude']);
  });
});
