import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDvidsSimulator, type DvidsSimulator, type DvidsSimulatorOptions } from '../../src/sandbox/dvids.ts';
import { reference } from '../../src/sandbox/dvidsReference.ts';
import { newDvidsState } from '../../src/sandbox/dvidsState.ts';
import { manualClock, type ManualClock } from '../../src/sandbox/simulatorClock.ts';
import { at, photoAttributes, textAt, uploadBytes, visitor } from './dvidsVisitor.ts';
import { portsIn, writeStateFile } from './stateFile.ts';

let clock: ManualClock;
let running: DvidsSimulator[] = [];
let folder: string | undefined;
beforeEach(() => {
  clock = manualClock(Date.UTC(2026, 10, 20, 10));
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
  // After the stop, which writes what is not written yet.
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

const start = async (options: DvidsSimulatorOptions = {}): Promise<DvidsSimulator> => {
  const dvids = await startDvidsSimulator({ clock, ...options });
  running.push(dvids);
  return dvids;
};

const unitId = (abbreviation: string): string => reference().units.find((unit) => unit.abbreviation === abbreviation)?.id ?? '';

const batchWithPhoto = async (speaker: ReturnType<typeof visitor>, abbreviation: string, virin = '241001-N-AB123-1001') => {
  const batchId = await speaker.create('/batch', 'batch');
  const uploadId = await uploadBytes(speaker, batchId, Uint8Array.from(Buffer.from('picture')));
  const photoId = await speaker.create(`/batch/${batchId}/photo`, 'photo', photoAttributes({ virin }), {
    batch_upload: { data: { type: 'batch-upload', id: uploadId } }, service_unit: { data: { type: 'service-unit', id: unitId(abbreviation) } },
  });
  return { batchId, photoId };
};

const close = (speaker: ReturnType<typeof visitor>, batchId: string, attributes: Record<string, unknown> = {}) =>
  speaker.call('PATCH', `/batch/${batchId}`, { data: { id: batchId, type: 'batch', attributes: { closed: true, ...attributes } } });

test('a closed batch is processed and published where nobody must approve', async () => {
  const dvids = await start();
  const speaker = visitor(dvids);
  const { batchId, photoId } = await batchWithPhoto(speaker, 'NHHC');
  const statuses = [dvids.statusOf(photoId)];
  const closed = await close(speaker, batchId);
  expect(at(closed.body, 'data.attributes')).toMatchObject({ closed: true, closed_at: '2026-11-20T10:00:00Z' });
  statuses.push(dvids.statusOf(photoId));
  await clock.advance(3000);
  statuses.push(dvids.statusOf(photoId));
  expect(statuses).toEqual(['uploaded', 'pending-processing', 'published']);
});

test('where the unit must approve, an asset waits for it', async () => {
  const dvids = await start();
  const speaker = visitor(dvids);
  const { batchId, photoId } = await batchWithPhoto(speaker, 'C6F');
  await close(speaker, batchId);
  await clock.advance(24 * 3600_000);
  expect(dvids.statusOf(photoId)).toBe('needs-approval');
  dvids.approve(photoId);
  expect(dvids.statusOf(photoId)).toBe('published');
});

test('by switch approval comes by itself, processing takes its time and goes one by one', async () => {
  const dvids = await start({ switches: { pendingAfterMs: 100, processingMs: 1000, staggerMs: 500, approvalMs: 2000 } });
  const speaker = visitor(dvids);
  const { batchId, photoId } = await batchWithPhoto(speaker, 'C6F');
  await close(speaker, batchId);
  const statuses = [];
  for (const ms of [99, 1, 1000, 1999, 1]) {
    await clock.advance(ms);
    statuses.push(dvids.statusOf(photoId));
  }
  expect(statuses).toEqual(['uploaded', 'pending-processing', 'needs-approval', 'needs-approval', 'published']);
});

test('an asset can be nailed to a status that nobody knows', async () => {
  const dvids = await start();
  const speaker = visitor(dvids);
  const { batchId, photoId } = await batchWithPhoto(speaker, 'NHHC');
  dvids.setStatus(photoId, 'quality-control');
  expect(at((await speaker.call('GET', `/batch/${batchId}/photo/${photoId}`)).body, 'data.attributes.status')).toBe('quality-control');
  dvids.setStatus(photoId, null);
  expect(dvids.statusOf(photoId)).toBe('uploaded');
});

test('a closed batch takes nothing more and is not closed again', async () => {
  const dvids = await start();
  const speaker = visitor(dvids);
  const { batchId, photoId } = await batchWithPhoto(speaker, 'NHHC');
  await close(speaker, batchId);
  const path = `/batch/${batchId}`;
  const answers = [
    await close(speaker, batchId), await speaker.call('POST', `${path}/upload`, { data: { type: 'batch-upload' } }), await speaker.call('POST', `${path}/photo`, { data: { type: 'photo' } }),
    await speaker.call('PATCH', `${path}/photo/${photoId}`, { data: { id: photoId, type: 'photo' } }), await speaker.call('DELETE', `${path}/photo/${photoId}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
  dvids.switches.closedBatchChanges = true;
  expect((await speaker.call('PATCH', `${path}/photo/${photoId}`, { data: { id: photoId, type: 'photo' } })).status).toBe(200);
});

test('the mail at the close is sent unless it is declined', async () => {
  const dvids = await start();
  const speaker = visitor(dvids);
  const [loud, quiet] = [await speaker.create('/batch', 'batch', []), await speaker.create('/batch', 'batch')];
  await close(speaker, loud);
  await close(speaker, quiet, { send_confirmation_email: false });
  expect(dvids.state.emails).toEqual([{ batchId: loud, userId: '2001', at: clock.now() }]);
});

test.each([
  ['relationships', true, false], ['included', false, true], ['both', true, true], ['none', false, false],
] as const)('by switch %s a batch lists its assets', async (batchAssets, inRelationships, inIncluded) => {
  const dvids = await start({ switches: { batchAssets } });
  const speaker = visitor(dvids);
  const { batchId, photoId } = await batchWithPhoto(speaker, 'NHHC');
  const { body } = await speaker.call('GET', `/batch/${batchId}`);
  expect(at(body, 'data.relationships.assets.data')).toEqual(inRelationships ? [{ type: 'photo', id: photoId }] : undefined);
  expect(at(body, 'included.0.id')).toEqual(inIncluded ? photoId : undefined);
});

test('an answer may be lost after the work was done', async () => {
  const dvids = await start();
  const speaker = visitor(dvids);
  dvids.misbehave({ match: 'createBatch', how: { kind: 'lost' } });
  const before = Object.keys(dvids.state.batches).length;
  await expect(speaker.create('/batch', 'batch')).rejects.toThrow();
  expect(Object.keys(dvids.state.batches)).toHaveLength(before + 1);
  expect(dvids.count('createBatch')).toBe(1);
});

test('a start wherever there is room writes down where that was', async () => {
  folder = mkdtempSync(join(tmpdir(), 'dvids-'));
  const stateFile = join(folder, 'dvids.json');
  const { url, storageUrl, stop } = await start({ stateFile });
  await stop();
  expect(portsIn(stateFile)).toEqual([url, storageUrl].map((each) => Number(new URL(each).port)));
});

test('after a restart with a state file everything is where it was, on the same ports', async () => {
  folder = mkdtempSync(join(tmpdir(), 'dvids-'));
  const stateFile = join(folder, 'dvids.json');
  await writeStateFile(stateFile, newDvidsState());
  const first = await start({ stateFile });
  const speaker = visitor(first);
  const { batchId, photoId } = await batchWithPhoto(speaker, 'NHHC');
  const made = await speaker.call('POST', `/batch/${batchId}/upload`, { data: { type: 'batch-upload' } });
  await first.stop();
  const second = await start({ stateFile });
  expect([second.url, second.storageUrl]).toEqual([first.url, first.storageUrl]);
  const sent = await fetch(textAt(made.body, 'data.attributes.upload_url'), { method: 'PUT', body: 'late' });
  expect(sent.status).toBe(200);
  await close(speaker, batchId);
  await clock.advance(3000);
  expect(second.statusOf(photoId)).toBe('published');
  expect((await speaker.call('GET', `/batch/${batchId}/photo/${photoId}`)).status).toBe(200);
});
