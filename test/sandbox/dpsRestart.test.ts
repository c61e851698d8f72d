import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveIdOf, makeCollection } from '../../src/sandbox/collection.ts';
import { startDocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { startDpsSimulator } from '../../src/sandbox/dps.ts';
import { restoreDpsState } from '../../src/sandbox/dpsState.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { at, call, reader, textAt } from './docbyteVisitor.ts';
import { order, startReceiver, visit } from './dpsVisitor.ts';
import { portsIn, writeStateFile } from './stateFile.ts';

const photograph = makeCollection().examples.photographs.map(archiveIdOf)[0] ?? '';
const clock = manualClock();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulators-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a DPS comes back to its port, with its jobs on their way', async () => {
  const stateFile = join(folder, 'dps.json');
  await writeStateFile(stateFile, restoreDpsState(undefined));
  const receiver = await startReceiver();
  const before = await startDpsSimulator({ clock, stateFile, webhooks: { receiverUrl: receiver.url } });
  const id = await order(await visit(before), photograph);
  await clock.advance(4_000);
  await before.stop();
  await clock.advance(60_000);
  const after = await startDpsSimulator({ clock, stateFile, webhooks: { receiverUrl: receiver.url } });
  expect([after.url, after.storage.url]).toEqual([before.url, before.storage.url]);
  const as = await visit(after);
  expect(at((await as('GET', `/v1/disseminations/${id}`)).body, 'status')).toBe('QUEUED');
  await clock.advance(0);
  expect(at((await as('GET', `/v1/disseminations/${id}`)).body, 'status')).toBe('DISSEMINATED');
  expect(receiver.arrived).toHaveLength(1);
  await after.stop();
  await receiver.stop();
});

test.each([
  ['a DPS', startDpsSimulator],
  ['a vault', startDocbyteSimulator],
])('%s that starts wherever there is room writes down where that was', async (_what, start) => {
  const stateFile = join(folder, 'state.json');
  const simulator = await start({ clock, stateFile });
  await simulator.stop();
  expect(portsIn(stateFile)).toEqual([simulator.port, Number(new URL(simulator.storage.url).port)]);
});

test('an order that was answered outlives a DPS that is killed at once', async () => {
  const stateFile = join(folder, 'dps.json');
  const killed = await startDpsSimulator({ clock, stateFile });
  const id = await order(await visit(killed), photograph);
  const after = await startDpsSimulator({ clock, stateFile });
  const { status } = await (await visit(after))('GET', `/v1/disseminations/${id}`);
  await Promise.all([after.stop(), killed.stop()]);
  expect(status).toBe(200);
});

test('URLs that were handed out, and webhooks that were not taken, outlive the restart', async () => {
  const stateFile = join(folder, 'dps.json');
  await writeStateFile(stateFile, restoreDpsState(undefined));
  const receiver = await startReceiver();
  receiver.answers.push(500);
  const before = await startDpsSimulator({ clock, stateFile, webhooks: { receiverUrl: receiver.url } });
  await order(await visit(before), photograph);
  await clock.advance(15_000);
  const url = textAt(receiver.arrived[0]?.body, 'data.files.0.downloadURL');
  await before.stop();
  const after = await startDpsSimulator({ clock, stateFile, webhooks: { receiverUrl: receiver.url } });
  expect((await call(url)).status).toBe(200);
  await clock.advance(30_000);
  expect(receiver.arrived.map(({ headers }) => headers['webhook-id'])).toEqual([receiver.arrived[0]?.headers['webhook-id'], receiver.arrived[0]?.headers['webhook-id']]);
  await after.stop();
  await receiver.stop();
});

test('a change is on disk a moment later without a stop, for its owner only', async () => {
  const stateFile = join(folder, 'deep', 'dps.json');
  const dps = await startDpsSimulator({ clock, stateFile });
  const id = await order(await visit(dps), photograph);
  for (let tries = 0; tries < 100 && !readFileSync(stateFile, 'utf8').includes(id); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(at(JSON.parse(readFileSync(stateFile, 'utf8')), `disseminations.${id}.status`)).toBe('RECEIVED');
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  await dps.stop();
});

test('a state file that makes no sense is a new start', async () => {
  const stateFile = join(folder, 'dps.json');
  writeFileSync(stateFile, '{"version": 1, "outb');
  const dps = await startDpsSimulator({ clock, stateFile });
  expect((await (await visit(dps))('POST', '/v1/disseminations', { archiveId: photograph })).status).toBe(201);
  await dps.stop();
});

test('a vault comes back to its port, and its data URLs still lead somewhere', async () => {
  const stateFile = join(folder, 'docbyte.json');
  await writeStateFile(stateFile);
  const before = await startDocbyteSimulator({ clock, stateFile });
  const path = `/aip/${before.collection.examples.photographs[0]?.packageId}`;
  const url = textAt((await (await reader(before))(path)).body, 'representations.0.data.0.url');
  await before.stop();
  const after = await startDocbyteSimulator({ clock, stateFile });
  expect(after.url).toBe(before.url);
  expect((await call(url)).status).toBe(200);
  await after.stop();
});
