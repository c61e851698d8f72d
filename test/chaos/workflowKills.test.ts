import { setTimeout as pause } from 'node:timers/promises';
import { makeCollection } from '../../src/sandbox/collection.ts';
import { startDocbyteSimulator, type DocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import { startDvidsProcess, type DvidsProcess } from '../gateway/dvidsProcess.ts';
import { metadata } from '../gateway/producer.ts';
import { ask } from '../gateway/testGateway.ts';
import { unitId } from '../sources/dvids/dvids.ts';

/**
 * A gateway in a process of its own is killed with -9 while calls of its workflows are on their way, and started again on its ledger.
 * What DVIDS and DPS hold afterwards is counted where it lies, in this process. `test/events` kills at every await, without a process.
 */

const collection = makeCollection();
let docbyte: DocbyteSimulator;
let dps: DpsSimulator;
let there: DvidsProcess;
beforeAll(async () => {
  [docbyte, dps] = await Promise.all([startDocbyteSimulator({ collection }), startDpsSimulator({ collection, switches: { stepMs: Infinity } })]);
  const [client] = dps.clients;
  there = await startDvidsProcess({ switches: { processingMs: 600_000 } }, {
    LEASE_MS: '300', DRAIN_WINDOW: '0s',
    DOCBYTE_BASE_URL: docbyte.baseUrl, DOCBYTE_TOKEN_URL: docbyte.tokenUrl, DOCBYTE_CLIENT_ID: docbyte.clientId, DOCBYTE_CLIENT_SECRET: docbyte.clientSecret, DOCBYTE_STORAGE_ORIGINS: docbyte.storage.url,
    DPS_BASE_URL: dps.baseUrl, DPS_TOKEN_URL: dps.tokenUrl, DPS_CLIENT_ID: client?.clientId ?? '', DPS_CLIENT_SECRET: client?.clientSecret ?? '', DPS_STORAGE_ORIGINS: dps.storage.url,
  });
}, 60_000);
afterAll(async () => {
  await there.stop();
  await Promise.all([docbyte.stop(), dps.stop()]);
});

const photographed = [...collection.packages.values()].find((each) => each.representations().some(({ data }) => data.some(({ format }) => format === 'jpg')))?.packageId ?? '';
const atDvids = () => there.dvids.state;
const atDps = () => Object.values(dps.state.submissions);
const filesAtDps = () => atDps().flatMap(({ files }) => files);

/** The calls of a publication that change something, and how many of them DVIDS has carried out. */
const publishing = [
  { route: 'createBatch', done: () => Object.keys(atDvids().batches).length },
  { route: 'createUpload', done: () => Object.keys(atDvids().uploads).length },
  { route: 'upload', done: () => Object.values(atDvids().uploads).filter(({ finished }) => finished !== null).length },
  { route: 'service-unit-virin', done: () => Object.values(atDvids().virins).reduce((sum, last) => sum + last, 0) },
  { route: 'photo.create', done: () => Object.keys(atDvids().assets).length },
  { route: 'closeBatch', done: () => atDvids().emails.length },
] as const;
/** The same of a package that is handed in; the storage's is the third. */
const handingIn = [
  { route: 'createSubmission', done: () => atDps().length },
  { route: 'registerFile', done: () => filesAtDps().length },
  { route: 'upload', done: () => filesAtDps().filter(({ received }) => received !== null).length },
  { route: 'recordEvent', done: () => atDps().reduce((sum, { events }) => sum + events.length, 0) },
  { route: 'finalizeSubmission', done: () => atDps().filter(({ status }) => status !== 'REGISTERED').length },
] as const;

interface Work {
  readonly state: string;
  readonly problem: { readonly code: string } | null;
}
interface Publication extends Work {
  readonly batch: { readonly batchId: string } | null;
}
const publish = (input: object) => mutate<Publication>('publishToDvids', 'PublishToDvidsInput', 'state problem { code } batch { batchId }', input);
const handIn = (input: object) => mutate<Work>('submitSip', 'SubmitSipInput', 'state problem { code }', input);

async function mutate<Payload>(name: string, type: string, fields: string, input: object): Promise<Payload> {
  const { data, errors } = await ask(there.gateway.url, `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input });
  expect(errors).toEqual([]);
  return data?.[name] as Payload;
}

const photo = (title: string) => ({
  idempotencyKey: title, packageId: photographed, title, description: 'From the archive.', createdAt: '1921-05-03', country: 'NO', serviceUnitId: unitId('NHHC'), close: true,
  instructions: 'Jo Release\njo.release@example.mil\n+1 555 555 0100',
});
const sip = (objectId: string) => ({
  idempotencyKey: objectId, contractId: '2d17', objectId, metadata, files: [{ filePath: 'about.txt', text: 'About it.' }],
  events: [{ agent: { agentName: 'x', agentType: 'SOFTWARE' }, eventType: 'VIRUS_CHECK', eventDateTime: '2026-02-03T07:14:01Z', outcome: 'SUCCESS' }],
});

/** Asks until nothing more comes of it by itself. */
async function settled<Payload extends Work>(submit: () => Promise<Payload>): Promise<Payload> {
  let work = await submit();
  await until(() => work.state === 'DONE' || work.state === 'STOPPED', async () => void (work = await submit()), () => JSON.stringify(work));
  return work;
}

/** Waits for something, and not for ever. */
async function until(isSo: () => boolean, meanwhile: () => Promise<void> = () => Promise.resolve(), said = () => ''): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > giveUpAt) throw new Error(`It did not come about. ${said()}`);
    await pause(10);
    await meanwhile();
  }
}

/** Submits two of each at once; one's call is carried out and has no answer, the other's is neither. Then the process is killed, and another one started. */
async function killAt(index: number, titles: readonly string[]): Promise<void> {
  const points = [
    { point: publishing[index], simulator: index === 2 ? there.dvids.storage : there.dvids, submit: (title: string) => publish(photo(title)) },
    { point: handingIn[index], simulator: index === 2 ? dps.storage : dps, submit: (title: string) => handIn(sip(title)) },
  ];
  const reached = points.map(async ({ point, simulator, submit }) => {
    if (!point) return;
    const [calls, done] = [simulator.count(point.route), point.done()];
    simulator.misbehave({ match: point.route, how: { kind: 'hang' } });
    simulator.misbehave({ match: point.route, how: { kind: 'hang', effect: true } });
    // Whoever asked is cut off by the kill.
    for (const title of titles) submit(title).catch(() => {});
    const said = () => `${point.route}: ${simulator.count(point.route) - calls} calls, ${point.done() - done} done`;
    await until(() => simulator.count(point.route) === calls + titles.length && point.done() === done + 1, undefined, said);
  });
  await Promise.all(reached);
  await there.gateway.kill();
  await there.gateway.start();
}

test.each(publishing.map(({ route }, index) => ({ route, index })))('killed at $route of a publication, and at its like of a package: each happens once', async ({ route, index }) => {
  const titles = ['one', 'other'].map((name) => `${name}-${index}`);
  const before = publishing.map(({ done }) => done());
  await killAt(index, titles);

  for (const title of titles) {
    let input: object = photo(title);
    let work = await settled(() => publish(input));
    if (work.state === 'STOPPED') {
      // DVIDS can be asked neither for batches nor for VIRINs: whoever submits says which one is meant.
      expect([route, work.problem?.code]).toEqual([expect.stringMatching(/^createBatch$|virin$/), 'IN_DOUBT']);
      input = { ...input, ...(route === 'createBatch' ? { batchId: await emptyBatch() } : { virin: `210503-N-AB123-${titles.indexOf(title) + 1001}` }) };
      work = await settled(() => publish(input));
    }
    expect(work).toMatchObject({ state: 'DONE', problem: null });
    const made = Object.values(atDvids().assets).filter(({ attributes }) => attributes['title'] === title);
    expect(made).toMatchObject([{ batchId: work.batch?.batchId }]);
    expect(Object.values(atDvids().uploads).filter(({ batchId, finished }) => batchId === work.batch?.batchId && finished)).toHaveLength(1);
    expect(atDvids().emails.filter(({ batchId }) => batchId === work.batch?.batchId)).toHaveLength(1);
  }
  const made = Object.fromEntries(publishing.map((point, each) => [point.route, point.done() - (before[each] ?? 0)]));
  // An upload that nobody knows of is harmless; of two numbers one was never given out.
  expect(made).toEqual({
    createBatch: 2, createUpload: route === 'createUpload' ? 3 : 2, upload: 2, 'service-unit-virin': route === 'service-unit-virin' ? 1 : 2, 'photo.create': 2, closeBatch: 2,
  });

  const ends: string[] = [];
  for (const title of handingIn[index] ? titles : []) {
    const { state, problem } = await settled(() => handIn(sip(title)));
    ends.push(state === 'DONE' ? state : (problem?.code ?? ''));
    const [submission, ...more] = atDps().filter(({ objectId }) => objectId === title);
    expect(more).toEqual([]);
    expect([submission?.files.length, submission?.events.length]).toEqual(state === 'DONE' ? [1, 1] : [expect.any(Number), expect.any(Number)]);
    expect(submission?.files.length).toBeLessThanOrEqual(1);
    expect(submission?.events.length).toBeLessThanOrEqual(1);
  }
  // Where DPS can be asked neither, what may have been done is said, and not done again.
  const expected: Record<number, string[]> = { 0: ['CONFLICT', 'DONE'], 3: ['IN_DOUBT', 'IN_DOUBT'], 5: [] };
  expect(ends.toSorted()).toEqual(expected[index] ?? ['DONE', 'DONE']);
}, 60_000);

/** A batch without assets: the one whose answer was lost, or another one. */
async function emptyBatch(): Promise<string> {
  const used = new Set(Object.values(atDvids().assets).map(({ batchId }) => batchId));
  const found = Object.keys(atDvids().batches).find((batchId) => !used.has(batchId));
  return found ?? (await mutate<{ batch: { batchId: string } }>('createDvidsBatch', 'CreateDvidsBatchInput', 'batch { batchId }', {})).batch.batchId;
}
