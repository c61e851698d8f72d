import { publicErrorOf } from '../../src/domain/failure.ts';
import { unitId } from '../sources/dvids/dvids.ts';
import { listenFromNow, listenTo } from './dpsBench.ts';
import { ada, bob, startDvidsBench, type DvidsBench } from './dvidsBench.ts';

/** Batches over time: what is polled and when, what a watcher is told, and that nobody sees another's. */

let bench: DvidsBench;
const start = async (switches: Parameters<typeof startDvidsBench>[0] = {}): Promise<DvidsBench> => (bench = await startDvidsBench(switches));
afterEach(() => bench.stop());

const codeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'no error', (error: unknown) => publicErrorOf(error).code);
const heard = (events: readonly { readonly name: string; readonly status: string; readonly origin: string }[]) => events.map(({ name, status, origin }) => `${origin} ${name} ${status}`);

describe('after closing', () => {
  test('a watcher is told of each asset\'s way to publication, once, and the feed completes', async () => {
    const { clock, batches, batchOf } = await start({ switches: { pendingAfterMs: 1_000, processingMs: 6_000, staggerMs: 20_000 } });
    const { batchId, assetIds } = await batchOf(2);
    const feed = await listenFromNow(await batches.updates(ada, batchId));
    await batches.close(ada, batchId, false);
    await clock.advance(120_000);
    await feed.ended;
    expect(heard(feed.events)).toEqual([
      'SNAPSHOT snapshot OPEN',
      'REQUEST closed PROCESSING',
      'POLL assetStatus PROCESSING',
      'POLL assetStatus PROCESSING',
      'POLL assetStatus PROCESSING',
      'POLL assetStatus PUBLISHED',
    ]);
    expect(feed.events.slice(1).map(({ job: { state } }) => state.changed?.assetId)).toEqual([undefined, assetIds[0], assetIds[1], assetIds[0], assetIds[1]]);
    expect(feed.events.at(-1)?.job.state).toMatchObject({ phase: 'SUCCEEDED', progress: 1, open: false });
    expect(bench.dvids.state.emails).toEqual([]);
  });

  test('approval is waited for, however long; then the batch succeeds', async () => {
    const { clock, batches, batchOf, dvids } = await start();
    const { batchId, assetIds } = await batchOf(1, { serviceUnitId: unitId('C6F') });
    await batches.close(ada, batchId, true);
    await clock.advance(60_000);
    expect((await batches.get(ada, batchId))?.state).toMatchObject({ status: 'NEEDS_APPROVAL', phase: 'IN_PROGRESS', assets: [{ upstreamStatus: 'needs-approval' }] });
    await clock.advance(3 * 3600_000);
    dvids.approve(assetIds[0] ?? '');
    await clock.advance(5 * 60_000);
    expect((await bench.ledger.jobs.get({ kind: 'dvidsBatch', id: batchId }))?.phase).toBe('SUCCEEDED');
    expect(dvids.state.emails).toHaveLength(1);
    dvids.reset();
    await clock.advance(3600_000);
    expect(bench.calls()).toEqual([]);
  });

  test('a poll reads the batch and the assets that are not at their end, and no others', async () => {
    const { clock, batches, batchOf, calls } = await start({ switches: { processingMs: 500, staggerMs: 60_000 } });
    const { batchId, assetIds } = await batchOf(2);
    await batches.close(ada, batchId, true);
    calls();
    await clock.advance(2_000);
    const [first, second] = assetIds.map((id) => `GET /batch/${batchId}/photo/${id}`);
    expect(calls().toSorted()).toEqual([`GET /batch/${batchId}`, first, second]);
    await clock.advance(2_000);
    expect(calls().toSorted()).toEqual([`GET /batch/${batchId}`, second]);
  });

  test('what comes whole with the batch is not read again', async () => {
    const { clock, batches, batchOf, calls } = await start({ switches: { batchAssets: 'included', processingMs: 500 } });
    const { batchId } = await batchOf(3);
    await batches.close(ada, batchId, true);
    calls();
    await clock.advance(2_000);
    expect(calls()).toEqual([`GET /batch/${batchId}`]);
    expect((await batches.get(ada, batchId))?.phase).toBe('SUCCEEDED');
  });

  test('an asset that cannot be read just now does not keep the others from being told', async () => {
    const { clock, batches, batchOf, dvids } = await start({ switches: { processingMs: 500 } });
    const { batchId, assetIds } = await batchOf(2);
    await batches.close(ada, batchId, true);
    dvids.misbehave({ match: ({ path }) => path.endsWith(assetIds[0] ?? '-'), times: Infinity, how: { kind: 'status', status: 500 } });
    await clock.advance(2_000);
    const { state } = await batches.own(ada, batchId);
    expect(state.assets.map(({ upstreamStatus }) => upstreamStatus)).toEqual(['uploaded', 'published']);
    dvids.behave();
    await clock.advance(10_000);
    expect((await batches.own(ada, batchId)).phase).toBe('SUCCEEDED');
  });

  test('a status that is new to us is told as it came', async () => {
    const { clock, batches, batchOf, dvids } = await start();
    const { batchId, assetIds } = await batchOf(1);
    await batches.close(ada, batchId, true);
    dvids.setStatus(assetIds[0] ?? '', 'in-quarantine');
    await clock.advance(2_000);
    const { state } = await batches.own(ada, batchId);
    expect(await batches.assets(state)).toMatchObject([{ status: 'UNRECOGNIZED', upstreamStatus: 'in-quarantine' }]);
  });

  test('an asset that is gone for good no longer holds up its batch', async () => {
    const { clock, batches, batchOf, dvids } = await start({ switches: { processingMs: 500 } });
    const { batchId, assetIds } = await batchOf(2);
    await batches.close(ada, batchId, true);
    Reflect.deleteProperty(dvids.state.assets, assetIds[0] ?? '');
    await clock.advance(100_000);
    expect((await batches.own(ada, batchId)).state).toMatchObject({ phase: 'IN_PROGRESS', assets: [{}, {}] });
    await clock.advance(300_000);
    expect((await batches.own(ada, batchId)).state).toMatchObject({ phase: 'SUCCEEDED', assets: [{ assetId: assetIds[1] }] });
  });

  test('closing what is closed already is no error, and no second e-mail', async () => {
    const { batches, batchOf, dvids } = await start();
    const { batchId } = await batchOf(1);
    await batches.close(ada, batchId, true);
    expect((await batches.close(ada, batchId, true)).state.closed).toBe(true);
    expect(dvids.state.emails).toHaveLength(1);
  });
});

describe('while it is open', () => {
  test('a batch that nobody watches is looked at every five minutes, and no asset of it: what is done elsewhere is noticed', async () => {
    const { clock, batches, batchOf, calls, source } = await start();
    const { batchId } = await batchOf(2);
    await clock.advance(3600_000);
    calls();
    await clock.advance(3600_000);
    expect(calls()).toEqual(Array.from({ length: 12 }, () => `GET /batch/${batchId}`));
    await source.closeBatch(batchId, false, ada);
    await clock.advance(310_000);
    expect((await batches.list(ada, {}, { limit: 10 }))[0]?.state).toMatchObject({ closed: true });
  });

  test('a watcher hears of what is made and closed elsewhere', async () => {
    const { clock, batches, batchOf, source } = await start();
    const { batchId } = await batchOf(1);
    const feed = await listenFromNow(await batches.updates(ada, batchId));
    await clock.advance(60_000);
    await source.createAsset(batchId, 'NEWS', { title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US' }, ada);
    await clock.advance(20_000);
    await source.closeBatch(batchId, false, ada);
    await clock.advance(60_000);
    await feed.ended;
    expect(heard(feed.events).slice(0, 3)).toEqual(['SNAPSHOT snapshot OPEN', 'POLL assetAdded OPEN', 'POLL closed PROCESSING']);
    expect((await batches.own(ada, batchId)).state).toMatchObject({ phase: 'SUCCEEDED', assets: [{ assetType: 'PHOTO' }, { assetType: 'NEWS' }] });
  });

  test('what was deleted elsewhere goes, once it is not just new', async () => {
    const { clock, batches, batchOf, source } = await start();
    const { batchId, assetIds } = await batchOf(1);
    await source.deleteAsset({ batchId, assetType: 'PHOTO', assetId: assetIds[0] ?? '' }, ada);
    await clock.advance(6_000);
    expect((await batches.get(ada, batchId))?.state.assets).toHaveLength(1);
    await clock.advance(120_000);
    expect((await batches.get(ada, batchId))?.state.assets).toEqual([]);
  });

  test('reading one makes one call, or none within five seconds', async () => {
    const { clock, batches, batchOf, calls } = await start();
    const { batchId } = await batchOf(3);
    await clock.advance(5_000);
    await batches.get(ada, batchId);
    await batches.get(ada, batchId);
    expect(calls()).toEqual([`GET /batch/${batchId}`]);
    const { state } = await batches.own(ada, batchId);
    expect(await batches.assets(state)).toMatchObject([{ title: 'Sea trial' }, { title: 'Sea trial' }, { title: 'Sea trial' }]);
    expect(calls()).toEqual([]);
  });
});

describe('a batch that was made elsewhere', () => {
  test('is adopted with its assets when its account asks for it', async () => {
    const { batches, source, dvids, clock } = await start();
    const { batchId } = await source.createBatch(ada);
    const news = await source.createAsset(batchId, 'NEWS', { title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US' }, ada);
    await clock.advance(10_000);
    const found = await batches.get(ada, batchId);
    expect(found?.state).toMatchObject({ batchId, owner: 'ada', status: 'OPEN', assets: [{ assetType: 'NEWS', assetId: news.assetId }] });
    expect(found && (await batches.assets(found.state))).toMatchObject([{ title: 'T', body: 'B' }]);
    expect(await batches.list(ada, {}, { limit: 10 })).toHaveLength(1);
    expect(dvids.count('createBatch')).toBe(1);
  });

  test.each(['both', 'none'] as const)('is followed whatever it lists (assets: %s)', async (batchAssets) => {
    const { batches, source, clock } = await start({ switches: { batchAssets, processingMs: 500 } });
    const { batchId } = await source.createBatch(ada);
    await source.createAsset(batchId, 'NEWS', { title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US' }, ada);
    await batches.get(ada, batchId);
    await batches.close(ada, batchId, false);
    await clock.advance(10_000);
    expect((await batches.own(ada, batchId)).state).toMatchObject(batchAssets === 'none' ? { phase: 'IN_PROGRESS', listed: false, problem: { code: 'ASSETS_UNKNOWN' } } : { phase: 'SUCCEEDED', problem: null });
  });

  test('that DVIDS does not know, or keeps from the caller, is none', async () => {
    const { batches, source } = await start();
    expect(await batches.get(ada, '1')).toBeUndefined();
    expect(await batches.get(ada, '')).toBeUndefined();
    expect(await codeOf(batches.updates(ada, '1'))).toBe('NOT_FOUND');
    const { batchId } = await source.createBatch(ada);
    expect(await batches.get(bob, batchId)).toBeUndefined();
    expect(await codeOf(batches.updates(bob, batchId))).toBe('NOT_FOUND');
  });
});

test.each([
  { how: 'whose owner is not connected', code: 'DVIDS_NOT_CONNECTED', refuse: () => bench.logOut('ada') },
  { how: 'that DVIDS keeps from its owner', code: 'FORBIDDEN', refuse: () => bench.dvids.misbehave({ match: 'batch', times: Infinity, how: { kind: 'status', status: 403 } }) },
])('a batch $how says so, once, and is followed to its end when it can be asked about again', async ({ code, refuse }) => {
  const { clock, batches, batchOf } = await start({ switches: { processingMs: 60_000 } });
  const { batchId } = await batchOf(1);
  await batches.close(ada, batchId, false);
  const feed = await listenFromNow(await batches.updates(ada, batchId));
  refuse();
  await clock.advance(600_000);
  expect((await batches.own(ada, batchId)).state).toMatchObject({ phase: 'IN_PROGRESS', status: 'PROCESSING', problem: { code } });
  bench.dvids.behave();
  bench.logIn('ada');
  await clock.advance(310_000);
  await feed.ended;
  expect((await batches.own(ada, batchId)).state).toMatchObject({ phase: 'SUCCEEDED', problem: null });
  expect(heard(feed.events)).toEqual(['SNAPSHOT snapshot PROCESSING', 'POLL problem PROCESSING', 'POLL problem PROCESSING', 'POLL assetStatus PUBLISHED']);
});

test('nobody sees, watches, fills or closes another\'s batch', async () => {
  const { batches, uploads, assets, batchOf, calls } = await start();
  const { batchId, assetIds } = await batchOf(1);
  expect(await batches.get(bob, batchId)).toBeUndefined();
  expect(await batches.list(bob, {}, { limit: 10 })).toEqual([]);
  expect(await batches.count(bob, {})).toBe(0);
  const place = { batchId, assetType: 'PHOTO', assetId: assetIds[0] ?? '' } as const;
  const tries = [
    batches.updates(bob, batchId), batches.close(bob, batchId, true), uploads.create(bob, batchId, {}), uploads.createMultipart(bob, batchId, { contentType: 'video/mp4' }),
    assets.create(bob, batchId, 'NEWS', { title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US' }), assets.update(bob, place, { title: 'mine' }), assets.delete(bob, place),
    assets.attachNewsMedia(bob, batchId, '1', { ...place, isPrimary: true }),
  ];
  expect(await Promise.all(tries.map(codeOf))).toEqual(tries.map(() => 'NOT_FOUND'));
  // DVIDS is asked as it is for one that is not there, and for nothing else.
  expect([...new Set(calls())]).toEqual([`GET /batch/${batchId}`]);
  await batches.get(bob, batchId);
  const forHidden = calls().length;
  await batches.get(bob, 'no-such-batch');
  expect([forHidden, calls().length]).toEqual([1, 1]);
});

test('a batch that DVIDS no longer knows ends, after a while', async () => {
  const { clock, batches, batchOf, dvids } = await start();
  const { batchId } = await batchOf(1);
  await batches.close(ada, batchId, true);
  Reflect.deleteProperty(dvids.state.batches, batchId);
  await clock.advance(60_000);
  expect((await batches.own(ada, batchId)).phase).toBe('IN_PROGRESS');
  await clock.advance(600_000);
  expect((await batches.own(ada, batchId)).state).toMatchObject({ phase: 'FAILED', problem: { code: 'GONE' }, open: false });
});

test('a cursor goes on where it was, also for the next process', async () => {
  const { clock, batches, batchOf } = await start({ switches: { processingMs: 500 } });
  const { batchId } = await batchOf(1);
  const first = await batches.updates(ada, batchId);
  const opening = await first.next();
  await first.return?.();
  await batches.close(ada, batchId, true);
  await clock.advance(10_000);
  const rest = listenTo(await batches.updates(ada, batchId, opening.value?.cursor));
  await rest.ended;
  expect(heard(rest.events)).toEqual(['REQUEST closed PROCESSING', 'POLL assetStatus PUBLISHED']);
  const last = listenTo(await batches.updates(ada, batchId, rest.events.at(-1)?.cursor));
  await last.ended;
  expect(last.events).toEqual([]);
  expect(await codeOf(batches.updates(bob, batchId, opening.value?.cursor))).toBe('NOT_FOUND');
});
