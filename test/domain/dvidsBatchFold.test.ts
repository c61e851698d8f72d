import type { DvidsAssetRef, DvidsBatch } from '../../src/domain/dvids.ts';
import { observeDvidsBatch, observeDvidsBatchAll, type DvidsBatchObservation, type DvidsBatchState } from '../../src/domain/dvidsBatchFold.ts';

/** How news changes a batch of DVIDS, whatever order it comes in. */

const at = Date.parse('2026-01-02T03:04:05Z');
const batch = (changed: Partial<DvidsBatch> = {}): DvidsBatch => ({ batchId: 'b1', closed: false, createdAt: '2026-01-02T03:04:00Z', closedAt: null, sendConfirmationEmail: null, assets: [], included: [], ...changed });
const created: DvidsBatchObservation = { kind: 'created', batch: batch(), owner: 'ada', seenAt: at };
const photo: DvidsAssetRef = { assetType: 'PHOTO', assetId: '1' };
const video: DvidsAssetRef = { assetType: 'VIDEO', assetId: '1' };
const told = (changed: Partial<DvidsBatch>): DvidsBatchObservation => ({ kind: 'told', origin: 'POLL', batch: batch(changed), owner: 'ada', seenAt: at + 1000 });
const closed = told({ closed: true, closedAt: '2026-01-02T03:04:06Z' });
const seen = (ref: DvidsAssetRef, upstreamStatus: string | null, isNew = true): DvidsBatchObservation => ({ kind: 'asset', origin: 'POLL', asset: { ...ref, upstreamStatus }, isNew, seenAt: at + 2000 });
const gone = (asset: DvidsAssetRef): DvidsBatchObservation => ({ kind: 'assetGone', origin: 'POLL', asset, seenAt: at + 3000 });

const after = (...news: DvidsBatchObservation[]): DvidsBatchState => {
  const last = observeDvidsBatchAll(undefined, news).at(-1);
  if (!last) throw new Error('nothing came of it');
  return last.state;
};
const names = (...news: DvidsBatchObservation[]): (string | undefined)[] => observeDvidsBatchAll(undefined, news).map(({ event }) => event?.name);

test('a new batch is open, empty and its owner\'s', () => {
  expect(after(created)).toMatchObject({
    batchId: 'b1', owner: 'ada', status: 'OPEN', upstreamStatus: 'open', phase: 'IN_PROGRESS', progress: 0, closed: false, closedAt: null, assets: [], open: true, listed: true,
    createdAt: '2026-01-02T03:04:00Z', requestedAt: '2026-01-02T03:04:00Z', updatedAt: '2026-01-02T03:04:05.000Z', history: [{ status: 'OPEN', origin: 'REQUEST' }],
  });
});

test('the flow: closed, processed, approved, public', () => {
  const states = observeDvidsBatchAll(undefined, [created, seen(photo, 'uploaded'), closed, seen(photo, 'pending-processing'), seen(photo, 'needs-approval'), seen(photo, 'published')]);
  expect(states.map(({ event, state: { status, progress } }) => [event?.name, status, progress])).toEqual([
    ['created', 'OPEN', 0],
    ['assetAdded', 'OPEN', 0],
    ['closed', 'PROCESSING', 0.2],
    ['assetStatus', 'PROCESSING', 0.2 + 0.8 * 0.4],
    ['assetStatus', 'NEEDS_APPROVAL', 0.2 + 0.8 * 0.8],
    ['assetStatus', 'PUBLISHED', 1],
  ]);
  expect(states.at(-1)?.state).toMatchObject({ phase: 'SUCCEEDED', open: false, history: [{ status: 'OPEN' }, { status: 'PROCESSING' }, { status: 'NEEDS_APPROVAL' }, { status: 'PUBLISHED' }] });
  expect(states.map(({ event }) => event?.effective)).toEqual(states.map(() => true));
  expect(states.map(({ event }) => event?.previousStatus)).toEqual([null, 'OPEN', 'OPEN', 'PROCESSING', 'PROCESSING', 'NEEDS_APPROVAL']);
});

test('each event says which asset it is about; events of the batch are about none', () => {
  const states = observeDvidsBatchAll(undefined, [created, seen(photo, 'uploaded'), closed, seen(photo, 'published')]);
  expect(states.map(({ state }) => state.changed)).toEqual([null, photo, null, photo]);
});

test('ids of different kinds may be alike', () => {
  const state = after(created, seen(photo, 'uploaded'), seen(video, 'uploaded'), closed, seen(video, 'published'));
  expect(state.assets.map(({ assetType, upstreamStatus }) => [assetType, upstreamStatus])).toEqual([['PHOTO', 'uploaded'], ['VIDEO', 'published']]);
  expect(state.phase).toBe('IN_PROGRESS');
});

test('the same news twice, and news that comes late, change nothing', () => {
  expect(names(created, created, seen(photo, 'published'), seen(photo, 'published'), seen(photo, 'needs-approval'), closed, closed, told({}))).toEqual(['created', 'assetAdded', 'closed']);
});

test('a status that is new to us is kept as it came, and does not hold up or set back the batch', () => {
  const state = after(created, seen(photo, 'uploaded'), closed, seen(photo, 'needs-approval'), seen(photo, 'in-quarantine'));
  expect(state).toMatchObject({ status: 'NEEDS_APPROVAL', phase: 'IN_PROGRESS', assets: [{ upstreamStatus: 'in-quarantine' }] });
  expect(state.progress).toBeCloseTo(0.84);
  expect(after(created, seen(photo, 'uploaded'), closed, seen(photo, 'in-quarantine'), seen(photo, 'published'))).toMatchObject({ phase: 'SUCCEEDED', progress: 1 });
});

test('progress never falls, also when an asset is added late', () => {
  let highest = 0;
  for (const { state } of observeDvidsBatchAll(undefined, [created, seen(photo, 'uploaded'), closed, seen(photo, 'needs-approval'), seen(video, 'uploaded'), seen(video, 'needs-approval'), seen(photo, 'published')])) {
    expect(state.progress).toBeGreaterThanOrEqual(highest);
    highest = state.progress;
    expect(state.progress === 1).toBe(state.phase === 'SUCCEEDED');
  }
});

test('a closed batch without assets has nothing left to do; one whose assets nobody listed is not said to be done', () => {
  expect(after(created, closed)).toMatchObject({ status: 'PUBLISHED', phase: 'SUCCEEDED', progress: 1 });
  const adopted = after(told({ closed: true, assets: null }));
  expect(adopted).toMatchObject({ status: 'PROCESSING', phase: 'IN_PROGRESS', listed: false });
  expect(after(told({ closed: true, assets: null }), told({ closed: true, assets: [] }))).toMatchObject({ phase: 'SUCCEEDED', listed: true });
});

test('an asset that is gone no longer counts; known ones that were deleted meanwhile do not come back by an old answer', () => {
  expect(after(created, seen(photo, 'uploaded'), seen(video, 'published'), closed, gone(photo))).toMatchObject({ phase: 'SUCCEEDED', assets: [{ assetType: 'VIDEO' }], changed: photo });
  expect(names(created, seen(photo, 'uploaded'), gone(photo), gone(photo), seen(photo, 'uploaded', false))).toEqual(['created', 'assetAdded', 'assetRemoved']);
});

test('a 404 is counted, and forgotten with the next answer; one for good ends the batch', () => {
  const missing: DvidsBatchObservation = { kind: 'missing', seenAt: at + 1000 };
  const missed = observeDvidsBatchAll(undefined, [created, missing, { ...missing, seenAt: at + 2000 }]);
  expect(missed.map(({ event }) => event?.effective)).toEqual([true, false, false]);
  expect(missed.at(-1)?.state.missing).toEqual({ times: 2, since: at + 1000 });
  expect(observeDvidsBatch(missed.at(-1)?.state, told({}))?.state.missing).toBeNull();
  const end = observeDvidsBatch(missed.at(-1)?.state, { kind: 'gone', seenAt: at + 9000 });
  expect(end?.state).toMatchObject({ phase: 'FAILED', open: false, status: 'OPEN', problem: { code: 'GONE' } });
  expect(observeDvidsBatch(end?.state, { kind: 'gone', seenAt: at + 10_000 })).toBeUndefined();
});

test('news of a batch that nobody knows says nothing', () => {
  for (const news of [seen(photo, 'uploaded'), gone(photo), { kind: 'missing', seenAt: at }, { kind: 'gone', seenAt: at }] as const) expect(observeDvidsBatch(undefined, news)).toBeUndefined();
});
