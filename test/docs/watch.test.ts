import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watch, type Event } from '../../docs/examples/watch.ts';
import { archiveIdOf } from '../../src/sandbox/collection.ts';
import { startTestGateway, type TestGateway } from '../gateway/testGateway.ts';
import { claimPort } from '../ports.ts';

/** The client of the README, as it stands there, over a gateway that is restarted underneath it. */

const contractId = '2d17';
let folder: string;
let port: number;
let gateway: TestGateway;

/** Starts over what is in the folder, at the same address as before. */
const start = async (): Promise<void> => {
  gateway = await startTestGateway({ PORT: String(port), DATABASE_URL: `sqlite:${join(folder, 'ledger.db')}` }, { dps: { switches: { stepMs: 100 } } });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fonds-watch-'));
  port = await claimPort();
  await start();
});
afterEach(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const restart = async (): Promise<void> => {
  await gateway.stop();
  await start();
};

async function order(place: number): Promise<string> {
  const { archives, examples } = gateway.docbyte.collection;
  const usual = examples.documents.filter((each) => archives.get(archiveIdOf(each))?.contractId === contractId);
  const archiveId = usual[place] && archiveIdOf(usual[place]);
  const { data, errors } = await gateway.ask('mutation ($id: ID!) { requestDissemination(input: { archiveId: $id }) { dissemination { disseminationId } } }', { id: archiveId });
  expect(errors).toEqual([]);
  return (data as { requestDissemination: { dissemination: { disseminationId: string } } }).requestDissemination.dissemination.disseminationId;
}

/** Runs the client until `enough`, and gives what it told. */
function watched(enough: (events: readonly Event[]) => boolean, after?: string): { events: Event[]; begun: Promise<void>; done: Promise<void> } {
  const events: Event[] = [];
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: done, resolve: end, reject } = Promise.withResolvers<void>();
  const onEvent = (event: Event): void => {
    events.push(event);
    begin();
    if (!enough(events)) return;
    stop();
    end();
  };
  const stop = watch(`${gateway.localUrl.replace('http', 'ws')}/graphql`, contractId, onEvent, reject, after);
  return { events, begun, done };
}

const ended = (events: readonly Event[], count: number): boolean => events.filter(({ dissemination }) => dissemination.progress === 1).length === count;

/** What the ledger knows of each: its statuses in order. */
async function histories(): Promise<Record<string, string[]>> {
  const { data } = await gateway.ask('{ disseminations { nodes { disseminationId history { status } } } }');
  const { nodes } = (data as { disseminations: { nodes: { disseminationId: string; history: { status: string }[] }[] } }).disseminations;
  return Object.fromEntries(nodes.map(({ disseminationId, history }) => [disseminationId, history.map(({ status }) => status)]));
}

const byJob = (events: readonly Event[]): Record<string, string[]> => {
  const told: Record<string, string[]> = {};
  for (const { status, dissemination } of events) (told[dissemination.disseminationId] ??= []).push(status);
  return told;
};

test('it tells every change once and in order, though the gateway is restarted twice', async () => {
  const { events, begun, done } = watched((all) => ended(all, 3));
  const first = await order(0);
  await begun;
  await restart();
  const second = await order(1);
  await restart();
  const third = await order(2);
  await done;
  const [told, held] = [byJob(events), await histories()];
  // The first one may have come further by the time that the client was there: a snapshot stands for that.
  expect(told).toEqual({ [first]: held[first]?.slice(-(told[first]?.length ?? 0)), [second]: held[second], [third]: held[third] });
  expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(events.length);
}, 60_000);

test('it goes on from a cursor that was kept, as after a restart of its own', async () => {
  const one = watched((all) => ended(all, 1));
  await order(0);
  await one.done;
  const missed = await order(1);
  const two = watched((all) => ended(all, 1), one.events.at(-1)?.cursor);
  await two.done;
  expect(byJob(two.events)).toEqual({ [missed]: (await histories())[missed] });
}, 60_000);
