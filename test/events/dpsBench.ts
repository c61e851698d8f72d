import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createEvents, type Events, type EventsOptions } from '../../src/events/events.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open.ts';
import type { Archive } from '../../src/sandbox/collection.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import { sandboxWebhookSecret, type DpsOptions } from '../../src/sandbox/dpsOptions.ts';
import { manualClock, type ManualClock } from '../../src/sandbox/simulatorClock.ts';
import { createDpsSource, type DpsOptions as SourceOptions, type DpsSource } from '../../src/sources/dps/source.ts';
import { connectSource } from '../../src/sources/http/connect.ts';
import type { Feed, FeedEvent } from '../../src/events/feed.ts';

/** One process of Fonds, as far as its events go, with a receiver of webhooks. */
export interface Replica {
  readonly events: Events;
  readonly webhookUrl: string;
  stop(): Promise<void>;
}

/** A simulated DPS over real HTTP, a ledger and replicas on it, all on one clock that the test moves. */
export interface DpsBench {
  readonly clock: ManualClock;
  readonly dps: DpsSimulator;
  readonly source: DpsSource;
  readonly ledger: Ledger;
  /** Starts a process; its poller runs, unless `polls` is false. */
  replica(options?: Partial<EventsOptions> & { polls?: boolean }): Promise<Replica>;
  /** The id of a new archive that can be ordered; ids are of both generations in turn. */
  orderable(archive?: Partial<Archive>): string;
  stop(): Promise<void>;
}

export interface BenchOptions {
  readonly dps?: DpsOptions;
  readonly source?: SourceOptions;
  /** Opens the ledger; default one in memory. It is called again for each replica that is to have its own. */
  readonly openLedger?: (now: () => number) => Promise<Ledger>;
}

export async function startDpsBench(options: BenchOptions = {}): Promise<DpsBench> {
  const clock = manualClock();
  const archives = new Map<string, Archive>();
  // Tokens go by the computer's clock on our side, and must outlive the hours that a test passes.
  const dps = await startDpsSimulator({ clock, collection: { archives }, ...options.dps, switches: { tokenLifetimeSeconds: 1e9, ...options.dps?.switches } });
  const open = options.openLedger ?? ((now) => openLedger({ databaseUrl: 'sqlite::memory:', now }));
  const ledger = await open(clock.now);
  const credentials = { tokenUrl: dps.tokenUrl, clientId: 'fonds', clientSecret: () => 'dps-secret', scope: undefined };
  const connected = connectSource('DPS', { baseUrl: dps.baseUrl, credentials }, () => {});
  const source = createDpsSource(connected.http, options.source);
  const replicas: Replica[] = [];
  return {
    clock,
    dps,
    source,
    ledger,
    async replica({ polls = true, ...more } = {}) {
      const events = createEvents({ ledger, dps: source, secrets: () => [sandboxWebhookSecret], clock, random: () => 0, ...more });
      if (polls) events.start();
      const receiver = await startReceiver(events);
      const stop = async (): Promise<void> => {
        await Promise.all([events.stop(), receiver.stop()]);
      };
      const replica = { events, webhookUrl: receiver.url, stop };
      replicas.push(replica);
      return replica;
    },
    orderable(more = {}) {
      const number = (archives.size + 1).toString(16);
      const archiveId = archives.size % 2 === 0 ? `68d3a83aa0be2b1d${number.padStart(8, '0')}` : `019e404e-60ab-7457-b7c9-${number.padStart(12, '0')}`;
      const files = () => [{ path: 'metadata/descriptive.json', bytes: Buffer.from('{}') }];
      archives.set(archiveId, { archiveId, contractId: '2d17', objectId: `object-${number}`, preserved: true, files, ...more });
      return archiveId;
    },
    async stop() {
      for (const replica of replicas) await replica.stop();
      await dps.stop();
      await connected.close();
      await ledger.close();
    },
  };
}

async function startReceiver({ webhooks }: Events): Promise<{ url: string; stop: () => Promise<void> }> {
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status } = await webhooks.receive(await bytesOf(request), request.headersDistinct);
    response.writeHead(status).end();
  };
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    url: `http://127.0.0.1:${address.port}/webhooks/dps`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Reads a feed in the background: what has come so far, and whether it has completed. */
export function listenTo<State, Sealed>(feed: Feed<State, Sealed>): { events: FeedEvent<State, Sealed>[]; ended: Promise<void>; done: boolean } {
  const heard = { events: new Array<FeedEvent<State, Sealed>>(), ended: Promise.resolve(), done: false };
  heard.ended = (async () => {
    for await (const event of feed) heard.events.push(event);
    heard.done = true;
  })();
  return heard;
}

/** The same, once it was told how things stand: what a test does then comes after that. */
export async function listenFromNow<State, Sealed>(feed: Feed<State, Sealed>): Promise<ReturnType<typeof listenTo<State, Sealed>>> {
  const heard = listenTo(feed);
  await until(() => heard.events.length > 0);
  return heard;
}

/** Waits, without moving time, until something has come about: whatever is on the wire or in the ledger gets its turn. */
export async function until(cameAbout: () => boolean | Promise<boolean>, meanwhile: () => Promise<void> | void = () => {}): Promise<void> {
  while (!(await cameAbout())) {
    await meanwhile();
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
