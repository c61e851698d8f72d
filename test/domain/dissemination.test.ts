import * as fc from 'fast-check';
import { dateTime } from '../../src/domain/clock.ts';
import { disseminationStep, downloadableFiles } from '../../src/domain/dissemination.ts';
import {
  observeDissemination,
  type Delivery,
  type DisseminationFacts,
  type DisseminationJob,
  type DisseminationObservation,
} from '../../src/domain/disseminationFold.ts';

const startedAt = Date.UTC(2026, 10, 20, 10);
const graceMs = 600_000;
const identity = { disseminationId: '8Z7x1T9rN0Xc2B5Yq4L3zP', archiveId: '68d3a83aa0be2b1d75eeef77', clientId: 'fonds', contractId: '2d17', objectId: 'object-1' };
const facts: DisseminationFacts = { ...identity, sizeInBytes: '12345678987654321', priority: 50, upstreamStatus: 'RECEIVED', requestedAt: '2026-11-20T11:00:00.123456+01:00' };
const delivery: Delivery = {
  ...identity,
  sizeInBytes: '99',
  files: [
    {
      filename: 'metadata.tar',
      sizeInBytes: '99',
      expiresAt: '2026-11-21T10:00:00.123456789Z',
      checksum: 'd41d8cd98f00b204e9800998ecf8427e',
      checksumAlgorithm: 'MD5',
      downloadUrl: 'https://storage.example.org/metadata.tar?X-Amz-Signature=secret',
    },
  ],
};

const polled = (upstreamStatus: string, more: Partial<DisseminationFacts> = {}): DisseminationObservation => ({
  kind: 'answered',
  origin: 'POLL',
  facts: { ...facts, upstreamStatus, ...more },
  seenAt: startedAt,
  graceMs,
});
const requested: DisseminationObservation = { kind: 'answered', origin: 'REQUEST', facts, seenAt: startedAt, graceMs };
const delivered: DisseminationObservation = { kind: 'delivered', delivery, occurredAt: dateTime(startedAt) };

/** What observations make of a job, and the events on the way. */
function fold(...seen: readonly DisseminationObservation[]) {
  let job: DisseminationJob | undefined;
  const events = seen.flatMap((each) => {
    const outcome = observeDissemination(job, each);
    if (outcome) job = outcome;
    return outcome?.event ?? [];
  });
  return { job, state: job?.state, events };
}

describe('a dissemination', () => {
  it('begins with its order, at the time and in the words of DPS', () => {
    const { state, events } = fold(requested);
    expect(events).toEqual([{ name: 'requested', origin: 'REQUEST', occurredAt: facts.requestedAt, status: 'RECEIVED', previousStatus: null, effective: true }]);
    expect(state).toMatchObject({ phase: 'IN_PROGRESS', progress: 0, sizeInBytes: '12345678987654321', requestedAt: facts.requestedAt, open: true, files: [] });
  });

  it('keeps its progress at a status that nobody knows, and shows the word', () => {
    const { state, events } = fold(polled('FIXITY_CHECK'), polled('TAPE_CLEANING'), polled('TAPE_CLEANING'));
    expect(state).toMatchObject({ status: 'UNRECOGNIZED', upstreamStatus: 'TAPE_CLEANING', phase: 'IN_PROGRESS', progress: 0.5 });
    expect(events).toHaveLength(2);
  });

  it('does not go back behind where it was, also not by way of an unknown status', () => {
    const { state, events } = fold(polled('FIXITY_CHECK'), polled('TAPE_CLEANING'), polled('QUEUED'));
    expect(state?.upstreamStatus).toBe('TAPE_CLEANING');
    expect(events).toHaveLength(2);
  });

  it('returns from an unknown status to the step it came from', () => {
    expect(fold(polled('FIXITY_CHECK'), polled('TAPE_CLEANING'), polled('FIXITY_CHECK')).state?.status).toBe('FIXITY_CHECK');
  });

  it('has succeeded when DPS says so, and stays open for its delivery', () => {
    const { state } = fold(requested, polled('DISSEMINATED'));
    expect(state).toMatchObject({ phase: 'SUCCEEDED', progress: 1, open: true, awaitedUntil: startedAt + graceMs, files: [], filesLost: false, problem: null });
  });

  it('is told of its delivery by an event of its own when it had succeeded before', () => {
    const { state, events } = fold(requested, polled('DISSEMINATED'), delivered);
    expect(events.at(-1)).toMatchObject({ name: 'delivered', status: 'DISSEMINATED', previousStatus: 'DISSEMINATED', effective: true });
    expect(state).toMatchObject({ open: false, awaitedUntil: null, deliveredAt: dateTime(startedAt) });
    expect(state?.history.map(({ status }) => status)).toEqual(['RECEIVED', 'DISSEMINATED']);
  });

  it('loses its files when the delivery never comes, and has them when it comes after all', () => {
    const lost = fold(requested, polled('DISSEMINATED'), { kind: 'filesLost', seenAt: startedAt + graceMs });
    expect(lost.state).toMatchObject({ phase: 'SUCCEEDED', progress: 1, filesLost: true, open: false, problem: { code: 'FILES_LOST' } });
    const found = fold(requested, polled('DISSEMINATED'), { kind: 'filesLost', seenAt: startedAt + graceMs }, delivered);
    expect(found.state).toMatchObject({ filesLost: false, problem: null, open: false, files: [{ filename: 'metadata.tar' }] });
    expect(found.events.at(-1)?.effective).toBe(true);
  });

  it('has no files to lose while it is in progress, or when they are there', () => {
    expect(fold(requested, { kind: 'filesLost', seenAt: startedAt }).events).toHaveLength(1);
    expect(fold(requested, delivered, { kind: 'filesLost', seenAt: startedAt }).state?.filesLost).toBe(false);
  });

  it('keeps the size that the delivery says, whatever REST says after it', () => {
    expect(fold(requested, delivered, polled('DISSEMINATED', { sizeInBytes: '5' })).state?.sizeInBytes).toBe('99');
  });

  it('learns from REST what a delivery did not say when it was known by that first', () => {
    const { state, events } = fold(delivered, requested);
    expect(state).toMatchObject({ priority: 50, requestedAt: facts.requestedAt, phase: 'SUCCEEDED', open: false });
    expect(state?.history).toHaveLength(1);
    expect(events.map(({ name }) => name)).toEqual(['delivered', 'updated']);
  });

  it('tells of a second delivery only when its links live longer', () => {
    const longer: Delivery = { ...delivery, files: delivery.files.map((file) => ({ ...file, expiresAt: '2026-11-22T10:00:00Z', downloadUrl: 'https://storage.example.org/2' })) };
    const again = fold(delivered, { kind: 'delivered', delivery: longer, occurredAt: dateTime(startedAt) });
    expect(again.job?.sealed).toEqual({ downloadUrls: ['https://storage.example.org/2'] });
    const older = fold({ kind: 'delivered', delivery: longer, occurredAt: dateTime(startedAt) }, delivered);
    expect(older.job?.sealed).toEqual({ downloadUrls: ['https://storage.example.org/2'] });
    expect(older.events.at(-1)).toMatchObject({ name: 'delivered', effective: false });
  });

  it('that has failed keeps the files of a delivery, and stays failed', () => {
    const { state } = fold(requested, polled('FAILED'), delivered);
    expect(state).toMatchObject({ phase: 'FAILED', status: 'FAILED', problem: { code: 'FAILED' }, files: [{ filename: 'metadata.tar' }] });
  });

  it('that DPS no longer knows ends with a problem, and says when it was missed', () => {
    const missing = fold(requested, { kind: 'missing', seenAt: 1 }, { kind: 'missing', seenAt: 2 });
    expect(missing.state?.missing).toEqual({ times: 2, since: 1 });
    expect(missing.events.slice(1).every(({ effective }) => !effective)).toBe(true);
    expect(fold(requested, { kind: 'missing', seenAt: 1 }, polled('RECEIVED')).state?.missing).toBeNull();
    const gone = fold(requested, { kind: 'gone', seenAt: startedAt }).state;
    expect(gone).toMatchObject({ phase: 'FAILED', status: 'RECEIVED', open: false, problem: { code: 'GONE' } });
    expect(gone?.history.at(-1)).toMatchObject({ phase: 'FAILED', upstreamStatus: 'RECEIVED' });
  });

  it('shows an address until it expires, and its state never holds one', () => {
    const { job } = fold(requested, delivered);
    if (!job) throw new Error('not folded');
    expect(JSON.stringify(job.state)).not.toContain('https:');
    const at = Date.parse('2026-11-21T10:00:00.123Z');
    expect(downloadableFiles(job.state, job.sealed, at - 1)).toMatchObject([{ expired: false, downloadUrl: delivery.files[0]?.downloadUrl }]);
    expect(downloadableFiles(job.state, job.sealed, at)).toMatchObject([{ expired: true, downloadUrl: null, filename: 'metadata.tar' }]);
  });

  it('keeps a bounded history, its first change included', () => {
    const wavering = Array.from({ length: 500 }, (_, index) => polled(index % 2 ? 'ODD' : 'EVEN'));
    const { state } = fold(requested, ...wavering);
    expect(state?.history).toHaveLength(100);
    expect(state?.history[0]?.status).toBe('RECEIVED');
    expect(state?.history.at(-1)?.upstreamStatus).toBe('ODD');
  });
});

const flowStatuses = ['RECEIVED', 'QUEUED', 'DOWNLOADING_FROM_REPOSITORY', 'FIXITY_CHECK', 'UPLOADING_TO_S3', 'DISSEMINATED'];
const anyStatus = fc.constantFrom(...flowStatuses, 'FAILED', 'REJECTED', 'TAPE_CLEANING', 'constructor', '');
const anything: fc.Arbitrary<DisseminationObservation> = fc.oneof(
  anyStatus.map((status) => polled(status)),
  fc.constantFrom<DisseminationObservation>(requested, delivered, { kind: 'filesLost', seenAt: startedAt }, { kind: 'missing', seenAt: startedAt }, { kind: 'gone', seenAt: startedAt }),
);

describe('whatever is seen, in whatever order', () => {
  const eachStep = (check: (before: DisseminationJob | undefined, after: DisseminationJob, effective: boolean | undefined) => void) =>
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 20 }), (seen) => {
        let job: DisseminationJob | undefined;
        for (const each of seen) {
          const outcome = observeDissemination(job, each);
          if (outcome) check(job, outcome, outcome.event?.effective);
          job = outcome ?? job;
        }
      }),
    );

  it('progress never falls, and is 1 exactly when it has succeeded', () =>
    eachStep((before, { state }) => {
      expect(state.progress).toBeGreaterThanOrEqual(before?.state.progress ?? 0);
      expect(state.progress === 1).toBe(state.phase === 'SUCCEEDED');
    }));

  it('an end is never left', () =>
    eachStep((before, { state }) => {
      if (!before || before.state.phase === 'IN_PROGRESS') return;
      expect([state.phase, state.status]).toEqual([before.state.phase, before.state.status]);
      if (!before.state.open) expect(state.open).toBe(false);
    }));

  it('known statuses follow each other along the flow, and the last change is where it stands', () =>
    eachStep((_before, { state }) => {
      const ranks = state.history.filter(({ phase }) => phase !== 'FAILED').flatMap(({ upstreamStatus }) => disseminationStep(upstreamStatus)?.rank ?? []);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      expect(state.history.at(-1)).toMatchObject({ status: state.status, phase: state.phase });
    }));

  it('nothing changes for a reader without an effective event', () =>
    eachStep((before, after, effective) => {
      if (effective || !before) return;
      const seen = ({ missing: _missing, checkedAt: _checkedAt, ...state }: DisseminationJob['state']) => state;
      expect(seen(after.state)).toEqual(seen(before.state));
      expect(after.sealed).toEqual(before.sealed);
    }));

  it('what is open is in progress or waits for its delivery', () =>
    eachStep((_before, { state }) => {
      const waits = state.phase === 'SUCCEEDED' && state.deliveredAt === null && !state.filesLost;
      expect(state.open).toBe(state.phase === 'IN_PROGRESS' || waits);
      expect(state.awaitedUntil !== null).toBe(waits);
    }));

  it('the same news leads to the same end', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(flowStatuses, { minLength: 1 }), fc.nat({ max: 6 }), (statuses, place) => {
        const seen = statuses.map((status) => polled(status, { sizeInBytes: String(status.length) }));
        const state = fold(...seen.toSpliced(place, 0, delivered)).state;
        expect(state).toMatchObject({ ...fold(polled('RECEIVED'), delivered).state, history: expect.anything(), missing: null, checkedAt: expect.anything() });
      }),
    ));
});
