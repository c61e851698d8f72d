/**
 * Measures one event that goes to thousands of subscribers: `node bench/subscriptions.ts --help`. The contenders are measured
 * one after another for each number of subscribers, in an order that turns around from round to round.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { claimPort } from '../test/ports.ts';
import { compile, needTools } from './harness/build.ts';
import { startIssuer } from './harness/issuer.ts';
import { machine } from './harness/machine.ts';
import { cpuSeconds, kernelSeconds, loadCore, pause, pinMyself, ready, root, rssMiB, serverCore, start, waitedSeconds, type Pinned } from './harness/processes.ts';
import { subscriptionContenders, type SubscriptionContender, type Trigger } from './subscriptions/contenders.ts';

/** One measurement; times in ms from sending the trigger to the arrival at a subscriber. */
export interface SubscriptionRow {
  readonly name: string;
  readonly round: number;
  readonly subscribers: number;
  readonly events: number;
  /** Deliveries that never came. */
  readonly missing: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** Until all have it: the mean of all events, and the worst. */
  readonly lastMean: number;
  readonly lastMost: number;
  /** User and system time of the server for all that it does. */
  readonly cpuUsPerDelivery: number;
  /** What of it the kernel spent. */
  readonly kernelUsPerDelivery: number;
  readonly cpuUsPerConnect: number;
  /** Resident memory that the subscribers added, each: also what the young heap grew by, which is more the fewer they are. */
  readonly kibPerSubscriber: number;
  /** What each of them keeps on the heap: its growth between full collections of garbage. In a process of its own, of the first round. */
  readonly keptKibPerSubscriber: number | undefined;
  readonly rssMiB: number;
  readonly rssAfterMiB: number;
  /** Share of the events' time that the server had to wait for its core. */
  readonly waited: number;
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    subscribers: { type: 'string', default: '1000,5000,10000' },
    events: { type: 'string' },
    stuck: { type: 'string', default: '0' },
    rounds: { type: 'string', default: '5' },
    out: { type: 'string', default: 'results/subscriptions.json' },
    node: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log('node bench/subscriptions.ts [--only raw,fonds] [--subscribers 1000,5000,10000] [--events 100] [--stuck 0] [--rounds 5] [--node="--cpu-prof"] [--out results/subscriptions.json]');
  console.log(`contenders: ${Object.keys(subscriptionContenders).join(', ')}`);
  process.exit(0);
}
needTools();
pinMyself(loadCore);
const names = options.only?.split(',') ?? Object.keys(subscriptionContenders).filter((name) => !subscriptionContenders[name]?.optional);
const stuck = Number(options.stuck);
/** At least 100,000 deliveries, so that what a server pays once, as for compiling, weighs the same whatever their number. */
const eventsFor = (subscribers: number) => Number(options.events ?? Math.max(20, Math.ceil(100_000 / subscribers)));
const rows: SubscriptionRow[] = [];
const issuer = await startIssuer();
const folder = mkdtempSync(`${tmpdir()}/fonds-subscribers-`);

/** A request in full, behind a line with its length. */
function written(port: number, { path, headers, body }: Trigger): string {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers, 'content-length': String(Buffer.byteLength(body)) }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
  return `${Buffer.byteLength(request)}\n${request}`;
}

/** A contender with one event behind it. */
async function begin(contender: SubscriptionContender, nodeOptions: readonly string[]): Promise<{ readonly server: Pinned; readonly port: number }> {
  const port = await claimPort();
  const server = start(contender.command, { core: serverCore, folder: contender.folder ?? '', env: { PORT: String(port), ...contender.env?.({ port, issuer }) }, nodeOptions });
  const { path, headers, body } = contender.trigger();
  await ready(async () => (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body })).ok, server).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  await pause(1_000);
  return { server, port };
}

/** Subscribers that have subscribed and wait for events; `said` is what they told so far. */
async function subscribe(contender: SubscriptionContender, port: number, subscribers: number, events: number): Promise<{ readonly load: Pinned; readonly said: () => string }> {
  const tokens = contender.tokens?.(issuer, subscribers);
  writeFileSync(`${folder}/tokens`, tokens?.map((token) => `${token}\n`).join('') ?? '');
  writeFileSync(`${folder}/triggers`, Array.from({ length: events + 1 }, () => written(port, contender.trigger())).join(''));
  const told = ['triggers', tokens ? 'tokens' : ''].map((file) => (file ? `${folder}/${file}` : '-'));
  const load = start([compile('harness/subscribers.c', 'subscribers'), String(port), contender.mode, String(subscribers), String(events), contender.path, contender.subscription, ...told, String(stuck)], {
    core: loadCore,
  });
  let said = '';
  load.child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  await ready(() => said.includes('READY'), load, 150_000).catch(async (error: unknown) => {
    await load.stop();
    throw error;
  });
  await pause(1_000);
  return { load, said: () => said };
}

/** What a subscriber keeps on the heap, in KiB. */
async function kept(contender: SubscriptionContender, subscribers: number): Promise<number> {
  const { server, port } = await begin(contender, ['--import', `${root}harness/collect.mjs`]);
  try {
    let told = '';
    server.child.stdout.on('data', (text: Buffer) => (told += text.toString()));
    const bytes = async () => {
      told = '';
      server.child.kill('SIGUSR2');
      await ready(() => /KEPT \d+\n/.test(told), server);
      return Number(/KEPT (\d+)\n/.exec(told)?.[1]);
    };
    const before = await bytes();
    const { load } = await subscribe(contender, port, subscribers, 1);
    try {
      return ((await bytes()) - before) / 1024 / subscribers;
    } finally {
      await load.stop();
    }
  } finally {
    await server.stop();
  }
}

async function measure(name: string, contender: SubscriptionContender, subscribers: number, round: number): Promise<SubscriptionRow> {
  const events = eventsFor(subscribers);
  const keptKibPerSubscriber = round === 0 ? await kept(contender, subscribers) : undefined;
  const { server, port } = await begin(contender, options.node.split(' ').filter(Boolean));
  try {
    const [rssBefore, cpuBefore] = [rssMiB(server.pid), cpuSeconds(server.pid)];
    const { load, said } = await subscribe(contender, port, subscribers, events);
    try {
      const [rssThen, cpuThen, kernelThen] = [rssMiB(server.pid), cpuSeconds(server.pid), kernelSeconds(server.pid)];
      const [goneAt, waitedThen] = [performance.now(), waitedSeconds(server.pid)];
      load.child.stdin.write('go\n');
      await ready(() => /\{.*\}/.test(said()), load, 300_000).catch((error: unknown) => {
        if (!/\{.*\}/.test(said())) throw error;
      });
      const seen: Pick<SubscriptionRow, 'events' | 'missing' | 'p50' | 'p99' | 'most' | 'lastMean' | 'lastMost'> = JSON.parse(/\{.*\}/.exec(said())?.[0] ?? '');
      return {
        name,
        round,
        subscribers,
        ...seen,
        cpuUsPerDelivery: ((cpuSeconds(server.pid) - cpuThen) * 1e6) / ((subscribers - stuck) * (events + 1)),
        kernelUsPerDelivery: ((kernelSeconds(server.pid) - kernelThen) * 1e6) / ((subscribers - stuck) * (events + 1)),
        cpuUsPerConnect: ((cpuThen - cpuBefore) * 1e6) / subscribers,
        kibPerSubscriber: ((rssThen - rssBefore) * 1024) / subscribers,
        keptKibPerSubscriber,
        rssMiB: rssThen,
        rssAfterMiB: rssMiB(server.pid),
        waited: ((waitedSeconds(server.pid) - waitedThen) * 1000) / (performance.now() - goneAt),
      };
    } finally {
      await load.stop();
    }
  } finally {
    await server.stop();
  }
}

for (let round = 0; round < Number(options.rounds); round++) {
  for (const subscribers of options.subscribers.split(',').map(Number)) {
    for (const name of round % 2 ? names.toReversed() : names) {
      const contender = subscriptionContenders[name];
      if (!contender) throw new Error(`there is no contender ${name}`);
      try {
        const row = await measure(name, contender, subscribers, round);
        rows.push(row);
        const figures = { p50: row.p50, p99: row.p99, last: row.lastMean, 'µs/delivery': row.cpuUsPerDelivery, kernel: row.kernelUsPerDelivery, 'µs/connect': row.cpuUsPerConnect, 'KiB/subscriber': row.kibPerSubscriber, kept: row.keptKibPerSubscriber ?? NaN, MiB: row.rssMiB, 'MiB after': row.rssAfterMiB, missing: row.missing, 'waited %': row.waited * 100 };
        console.log(`${name.padEnd(10)} ${String(subscribers).padStart(6)}`, Object.entries(figures).map(([what, value]) => `${what} ${value.toFixed(1)}`).join('  '));
      } catch (error) {
        console.log(`!! ${name} ${subscribers}: ${error instanceof Error ? error.message : String(error)}`);
      }
      mkdirSync(`${root}results`, { recursive: true });
      writeFileSync(root + options.out, JSON.stringify({ machine: machine(), rows }, undefined, 1));
    }
  }
}
rmSync(folder, { recursive: true });
await issuer.stop();
