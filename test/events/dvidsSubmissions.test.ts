import { Readable } from 'node:stream';
import type { DvidsSubmission } from '../../src/domain/dvidsSubmission.ts';
import { Failure } from '../../src/domain/failure.ts';
import type { DvidsSubmissions, DvidsSubmissionView } from '../../src/events/dvidsSubmissions.ts';
import { createDvidsWork, rulesOfDvids } from '../../src/events/dvidsWork.ts';
import { createEvents } from '../../src/events/events.ts';
import { silentLog } from '../../src/events/log.ts';
import { createSubmissionUploads } from '../../src/events/submissionUploads.ts';
import { dvidsMultipartRoute, dvidsSingleRoute } from '../../src/events/uploadRoutes.ts';
import { createUploads } from '../../src/events/uploads.ts';
import { createWork } from '../../src/events/work.ts';
import { createOutsideClient } from '../../src/sources/http/outside.ts';
import { photoInput, unitId } from '../sources/dvids/dvids.ts';
import { until } from './dpsBench.ts';
import { ada, bob, startDvidsBench, type DvidsBench } from './dvidsBench.ts';
import { mortal, type Mortal } from './mortal.ts';
import { noDps } from './noDps.ts';

/** Whole batches in one call, at a simulated DVIDS: one batch, one VIRIN and one asset of each, whatever gets lost, and whoever dies. */

interface Process {
  readonly submissions: DvidsSubmissions;
  send(view: DvidsSubmissionView, key: string): Promise<void>;
  stop(): Promise<void>;
}

let bench: DvidsBench;
let fonds: Process;
let processes: Process[];
beforeEach(async () => {
  bench = await startDvidsBench();
  processes = [];
  fonds = start();
});
afterEach(async () => {
  for (const process of processes) await process.stop();
  await bench.stop();
});

function start(life: Mortal = mortal()): Process {
  const [ledger, clock, dvids] = [life.ledger(bench.ledger), life.clock(bench.clock), life.hand(bench.source)];
  const rules = rulesOfDvids({ ledger, dvids, clock });
  const events = createEvents({ ledger, dps: noDps, secrets: () => [], rules: [rules], clock, random: () => 0 });
  const outside = createOutsideClient({ source: 'DVIDS', rule: { sourceOrigin: bench.dvids.url, origins: [bench.dvids.storageUrl] } });
  const storage = life.hand(outside);
  const uploads = createUploads({ ledger, clock, routes: { dvidsSingle: dvidsSingleRoute(dvids, storage, clock), dvidsMultipart: dvidsMultipartRoute(dvids, storage) } });
  const dvidsWork = createDvidsWork({ ledger, dvids, clock, rules, events, uploads });
  const submissionUploads = createSubmissionUploads({ ledger, submissions: events.submissions, uploads });
  const work = createWork({ ledger, clock, log: silentLog, submissions: events.submissions, submissionUploads, uploads, dvids, dvidsWork, docbyteStorage: undefined });
  work.start();
  const process: Process = {
    submissions: work.dvidsSubmissions,
    async send({ assets }, key) {
      const { uploadId } = assets.find((asset) => asset.key === key) ?? {};
      const record = uploadId == null ? undefined : await uploads.get(ada, uploadId);
      if (!record) throw new Error(`nobody expects ${key}`);
      await uploads.receive(record, { offset: 0, length: 7, contentType: undefined, body: Readable.from([Buffer.from('picture')], { objectMode: false }) });
    },
    async stop() {
      // The dead are not waited for.
      if (!life.dead) {
        await work.stop();
        await uploads.stop();
        await events.stop();
      }
      await outside.close();
    },
  };
  processes.push(process);
  return process;
}

const { uploadId: _upload, virin: _virin, ...photo } = photoInput('', {});
const batch = (title: string, more: Partial<DvidsSubmission> = {}, virin?: string): DvidsSubmission => ({
  closes: true,
  sendConfirmationEmail: false,
  assets: [
    { key: 'photo', assetType: 'PHOTO', file: { contentType: 'image/jpeg', sizeInBytes: 7 }, input: { ...photo, authorIds: [], serviceUnitId: unitId('NHHC'), title, virin } },
    { key: 'story', assetType: 'NEWS', input: { title, body: 'What happened.', createdAt: '2024-10-01', country: 'US', serviceUnitId: unitId('NHHC') }, media: [{ key: 'photo', isPrimary: true }] },
  ],
  ...more,
});
const submit = (title: string, submission = batch(title), by = fonds): Promise<DvidsSubmissionView> => by.submissions.submit(ada, `key of ${title}`, submission);
const made = () => ({
  batches: Object.keys(bench.dvids.state.batches).length,
  virins: Object.values(bench.dvids.state.virins).reduce((sum, last) => sum + last, 0),
  assets: Object.values(bench.dvids.state.assets).length,
});
const settled = async (title: string, state: DvidsSubmissionView['state']): Promise<DvidsSubmissionView> => {
  let view: DvidsSubmissionView | undefined;
  await until(() => view?.state === state, async () => void (view = await submit(title)));
  return submit(title);
};
const failing = async (work: Promise<unknown>): Promise<unknown> => {
  const failure: unknown = await work.then(() => undefined, (error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('It should have failed.', { cause: failure });
  return failure.reason;
};

describe('a batch', () => {
  it('is made, waits for its files, and is closed with all assets when they are there', async () => {
    const view = await submit('whole');
    expect(view).toMatchObject({ state: 'WAITING', problem: null, assets: [{ key: 'photo', virin: null, ref: null }, { key: 'story', uploadId: null, ref: { assetType: 'NEWS' } }] });
    const before = made();
    await fonds.send(view, 'photo');
    const done = await settled('whole', 'DONE');
    expect(done.assets[0]).toMatchObject({ virin: expect.stringMatching(/^\d{6}-/), ref: { assetType: 'PHOTO' }, problem: null });
    expect(made()).toEqual({ batches: before.batches, virins: before.virins + 1, assets: before.assets + 1 });
    expect(Object.values(bench.dvids.state.batches)).toEqual([expect.objectContaining({ id: done.batchId, closedAt: expect.any(Number), sendsEmail: false })]);
    expect(Object.values(bench.dvids.state.newsMedia)).toEqual([expect.objectContaining({ isPrimary: true })]);
  });

  it('of one key is one; with another input it is a conflict, and another caller has another', async () => {
    await Promise.all([submit('same'), submit('same')]);
    expect(made().batches).toBe(1);
    expect(await failing(submit('same', batch('another title')))).toMatchObject({ kind: 'conflict' });
    await fonds.submissions.submit(bob, 'key of same', batch('same'));
    expect(made().batches).toBe(2);
  });

  it('is refused before DVIDS is asked, with the path of what is wrong', async () => {
    const [first, story] = batch('refused').assets;
    if (!first || !story) throw new Error('it has two assets');
    expect(await failing(submit('refused', batch('refused', { assets: [] })))).toMatchObject({ kind: 'badInput' });
    expect(await failing(submit('refused', batch('refused', { assets: [first, { ...first, input: { ...first.input, country: 'us' } } as typeof first] })))).toMatchObject({ argument: ['input', 'photos', '0', 'key'] });
    expect(await failing(submit('refused', batch('refused', { assets: [story] })))).toMatchObject({ argument: ['input', 'news', '0', 'media', '0', 'key'] });
    expect(made()).toEqual({ batches: 0, virins: 0, assets: 0 });
  });
});

describe('what goes wrong', () => {
  it('with one asset keeps the others, and is mended with other words, without another file or VIRIN', async () => {
    await fonds.send(await submit('mended'), 'photo');
    await settled('mended', 'DONE');
    bench.dvids.misbehave({ match: ({ method, path }) => method === 'POST' && path.endsWith('/news'), how: { kind: 'status', status: 400 } });
    const view = await submit('broken');
    expect(view).toMatchObject({ state: 'WAITING', problem: { code: 'BAD_USER_INPUT' }, assets: [{ problem: null }, { problem: { code: 'BAD_USER_INPUT' } }] });
    const before = made();
    await fonds.send(view, 'photo');
    await until(() => made().assets === before.assets + 1);
    const [photoAsset, story] = batch('broken').assets;
    if (!photoAsset || story?.assetType !== 'NEWS') throw new Error('it has a story');
    const mended = batch('broken', { assets: [photoAsset, { ...story, input: { ...story.input, body: 'What really happened.' } }] });
    expect(await submit('broken', mended)).toMatchObject({ state: 'DONE', problem: null });
    expect(made()).toEqual({ batches: before.batches, virins: before.virins + 1, assets: before.assets + 2 });
  });

  it('with the answer to a batch or a VIRIN is said, and neither is asked for again', async () => {
    bench.dvids.misbehave({ match: 'createBatch', how: { kind: 'lost' } });
    for (let times = 0; times < 2; times++) expect(await submit('lost batch')).toMatchObject({ state: 'STOPPED', batchId: null, problem: { code: 'IN_DOUBT' } });
    expect(made().batches).toBe(1);
    const [batchId] = Object.keys(bench.dvids.state.batches);
    const view = await submit('lost batch', batch('lost batch', { batchId }));
    expect(view).toMatchObject({ state: 'WAITING', batchId });
    bench.dvids.misbehave({ match: ({ path }) => path.endsWith('/virin'), how: { kind: 'lost' } });
    await fonds.send(view, 'photo');
    await until(() => made().virins === 1);
    for (let times = 0; times < 2; times++) expect(await submit('lost batch', batch('lost batch', { batchId }))).toMatchObject({ state: 'STOPPED', problem: { code: 'IN_DOUBT' } });
    expect(await submit('lost batch', batch('lost batch', { batchId }, '241001-N-AB123-9001'))).toMatchObject({ state: 'DONE' });
    expect(made()).toEqual({ batches: 1, virins: 1, assets: 2 });
  });
});

describe('media whose attachment has no answer', () => {
  const attachments = () => ({ calls: bench.dvids.count('attachMedia'), links: Object.values(bench.dvids.state.newsMedia).map(({ isPrimary }) => ({ isPrimary })) });
  const once = [{ isPrimary: true }];

  it.each([
    { how: { kind: 'lost' }, calls: 1 },
    { how: { kind: 'cutOff' }, calls: 1 },
    { how: { kind: 'status', status: 502, effect: true }, calls: 1 },
    { how: { kind: 'reset' }, calls: 2 },
    { how: { kind: 'status', status: 503 }, calls: 2 },
  ] as const)('are looked for, and neither lost nor attached twice: $how.kind $how.status', async ({ how, calls }) => {
    bench.dvids.misbehave({ match: 'attachMedia', how });
    await fonds.send(await submit('attached'), 'photo');
    for (let times = 0; times < 3; times++) await bench.clock.advance(40_000);
    await settled('attached', 'DONE');
    expect(attachments()).toEqual({ calls, links: once });
  });

  it.each(['lost', 'none'] as const)('are not attached again because the story cannot be read for a while (answer to the attachment lost: %s)', async (lost) => {
    Object.assign(bench.dvids.switches, { repeatedMedia: 'refused' });
    const view = await submit('unread');
    if (lost === 'lost') bench.dvids.misbehave({ match: 'attachMedia', how: { kind: 'lost' } });
    bench.dvids.misbehave({ match: ({ route }) => route === 'news.read' && bench.dvids.count('attachMedia') > 0, times: Infinity, how: { kind: 'status', status: 503 } });
    await fonds.send(view, 'photo');
    await until(() => bench.dvids.count('attachMedia') > 0);
    const seen = [];
    for (let times = 0; times < 3; times++) {
      seen.push((await submit('unread')).state);
      await bench.clock.advance(40_000);
    }
    // What was answered needs no reading to be known.
    expect(seen.at(-1)).toBe(lost === 'lost' ? 'RUNNING' : 'DONE');
    bench.dvids.behave();
    await settled('unread', 'DONE');
    expect(attachments()).toEqual({ calls: 1, links: once });
  });
});

it('killed at any await it is taken up by another process: no second batch, VIRIN or asset', async () => {
  let killed = 0;
  for (let diesAt = 1; ; diesAt++) {
    const title = `killed at ${diesAt}`;
    const before = made();
    const life = mortal(diesAt);
    const victim = start(life);
    const whole = async (): Promise<boolean> => {
      await victim.send(await submit(title, batch(title), victim), 'photo');
      let view: DvidsSubmissionView | undefined;
      await until(() => life.dead || view?.state === 'DONE', async () => void (view = await submit(title, batch(title), victim)));
      return true;
    };
    if (await Promise.race([whole(), life.death])) break;
    killed += 1;
    const heir = start();
    await bench.clock.advance(100_000);
    let submission = batch(title);
    let view = await submit(title, submission, heir);
    const known = new Set(batchesBefore);
    if (view.batchId === null) {
      expect([diesAt, view.state, view.problem?.code]).toEqual([diesAt, 'STOPPED', 'IN_DOUBT']);
      // Whoever submits finds the batch at DVIDS, or takes another one of theirs.
      const batchId = Object.keys(bench.dvids.state.batches).find((id) => !known.has(id)) ?? (await bench.source.createBatch(ada)).batchId;
      submission = batch(title, { batchId });
      view = await submit(title, submission, heir);
    }
    if (view.state === 'WAITING') await heir.send(view, 'photo');
    await bench.clock.advance(100_000);
    view = await submit(title, submission, heir);
    if (view.state === 'STOPPED') {
      expect([diesAt, view.problem?.code, view.assets[0]?.problem?.code]).toEqual([diesAt, 'IN_DOUBT', 'IN_DOUBT']);
      submission = batch(title, submission.batchId === undefined ? {} : { batchId: submission.batchId }, `241001-N-AB123-${9000 + diesAt}`);
      view = await submit(title, submission, heir);
    }
    expect([diesAt, view.state]).toEqual([diesAt, 'DONE']);
    const after = made();
    expect([diesAt, after.batches - before.batches, after.assets - before.assets]).toEqual([diesAt, 1, 2]);
    expect(after.virins - before.virins).toBeLessThanOrEqual(1);
    for (const id of Object.keys(bench.dvids.state.batches)) batchesBefore.add(id);
    await heir.stop();
  }
  expect(killed).toBeGreaterThan(100);
}, 180_000);

const batchesBefore = new Set<string>();
