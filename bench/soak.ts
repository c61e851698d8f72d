/**
 * Memory under mixed load: `node bench/soak.ts [minutes]`, ten unless told otherwise. The three queries, documents that nobody
 * sends twice, webhooks, subscribers that come and go, callers whose tokens end. Writes `results/soak.json` and
 * `docs/images/memory.svg`.
 */
import { writeFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';
import { claimPort } from '../test/ports.ts';
import { contenders } from './contenders.ts';
import { needTools } from './harness/build.ts';
import { chartOf, type Line } from './harness/chart.ts';
import { startIssuer } from './harness/issuer.ts';
import { ask } from './harness/load.ts';
import { machine, type Machine } from './harness/machine.ts';
import { loadCore, pause, pinMyself, ready, root, rssMiB, serverCore, start } from './harness/processes.ts';
import { slopeOf } from './harness/statistics.ts';
import { startUpstream } from './harness/upstream.ts';
import { fonds, queryNames, queryOf } from './queries/queries.ts';
import { subscriptionContenders, type Trigger } from './subscriptions/contenders.ts';

/** What is measured every `everyMs`. */
interface Sample {
  /** Since the server was ready. */
  readonly minutes: number;
  readonly rssMiB: number;
  readonly heapMiB: number;
}

/** What is written down. */
export interface SoakRun {
  readonly machine: Machine;
  readonly done: typeof done;
  /** In MiB a minute, by what is measured. */
  readonly slopes: Readonly<Record<string, number>>;
  readonly samples: readonly Sample[];
}

const everyMs = 5_000;
/** How long a token is good for, and how long it is used. */
const [tokenSeconds, usedSeconds] = [60, 30];
const subscribers = 100;

needTools();
pinMyself(loadCore);
const minutes = Number(process.argv[2] ?? 10);
const [upstream, issuer, port] = [await startUpstream(), await startIssuer(), await claimPort()];
const [queries, watching] = [contenders['fonds'], subscriptionContenders['fonds']];
if (!queries || !watching) throw new Error('nothing to measure');
const env = { PORT: String(port), ...queries.env?.({ upstream: upstream.url, port, issuer }), ...watching.env?.({ port, issuer }) };
const server = start(queries.command, { core: serverCore, folder: queries.folder ?? '', env });
const [base, socketUrl] = [`http://127.0.0.1:${port}`, `ws://127.0.0.1:${port}/graphql`];
await ready(async () => (await fetch(`${base}/health/ready`)).ok, server);
const began = performance.now();
const isOver = () => performance.now() - began > minutes * 60_000;

/** Counts of what was done, and of what went wrong. */
const done = { queries: 0, distinct: 0, webhooks: 0, subscribers: 0, events: 0, callers: 0, failed: 0 };
const tokens: string[] = [];
const token = (): string => tokens[Math.floor(Math.random() * tokens.length)] ?? '';
const send = <Data>(query: string, variables?: unknown) => ask<Data>(`${base}/graphql`, { body: JSON.stringify({ query, variables }), authorization: `Bearer ${token()}` });
const failed = (error: unknown): void => {
  done.failed += 1;
  if (done.failed <= 5) console.log('!!', error);
};

/** Every second another caller, with the role that watching takes. */
async function callersComeAndGo(): Promise<void> {
  for (; !isOver(); await pause(1_000)) {
    tokens.push(issuer.token(`caller-${(done.callers += 1)}`, ['2d17_R'], tokenSeconds));
    if (tokens.length > usedSeconds) tokens.shift();
  }
}

/** One request after another, the small ones most often. */
async function askInTurn(requests: readonly (() => Promise<unknown>)[], first: number): Promise<void> {
  for (let n = first; !isOver(); n++) {
    await requests[n % requests.length]?.().catch(failed);
    done.queries += 1;
  }
}

async function sendDistinct(): Promise<void> {
  for (; !isOver(); await pause(50)) {
    const number = (done.distinct += 1);
    await send(`query Distinct${number} { aip(packageId: "AIP-${number}") { title a${number}: packageId } }`).catch(failed);
  }
}

async function deliverWebhooks(trigger: () => Trigger): Promise<void> {
  for (; !isOver(); await pause(200)) {
    const { path, headers, body } = trigger();
    const answer = await fetch(base + path, { method: 'POST', headers, body }).catch(failed);
    if (answer && !answer.ok) failed(answer.status);
    done.webhooks += 1;
  }
}

/** A socket that watches for a while, and then another in its place. */
async function watchAgainAndAgain(payload: { readonly query: string }): Promise<void> {
  while (!isOver()) {
    const client = createClient({ url: socketUrl, connectionParams: { Authorization: `Bearer ${token()}` }, retryAttempts: 0 });
    client.subscribe(payload, { next: () => (done.events += 1), error: failed, complete: () => {} });
    await pause(2_000 + Math.random() * 10_000);
    await client.dispose();
    done.subscribers += 1;
  }
}

async function sampled(): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (; !isOver(); await pause(everyMs)) {
    const metrics = await (await fetch(`${base}/metrics`)).text();
    const heapBytes = Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1]);
    samples.push({ minutes: (performance.now() - began) / 60_000, rssMiB: rssMiB(server.pid), heapMiB: heapBytes / 2 ** 20 });
  }
  return samples;
}

void callersComeAndGo();
const requests: (() => Promise<unknown>)[] = [];
for (const name of queryNames) {
  const { text, variables } = await queryOf(name, fonds, send);
  // As much of Q2 as makes up for its size.
  for (let times = name === 'q2' ? 8 : 1; times > 0; times--) requests.push(...variables.map((each) => () => send(text, each)));
}
const load = [0, 111, 222, 333, 444, 555].map((first) => askInTurn(requests.toSorted(() => Math.random() - 0.5), first));
const sockets = Array.from({ length: subscribers }, () => watchAgainAndAgain(JSON.parse(watching.subscription)));
const [samples] = await Promise.all([sampled(), sendDistinct(), deliverWebhooks(watching.trigger), ...load, ...sockets]);
const lines: Line[] = [
  { label: 'resident', color: '#1f6feb', points: samples.map(({ minutes: x, rssMiB: y }) => ({ x, y })) },
  { label: 'heap used', color: '#d1570d', points: samples.map(({ minutes: x, heapMiB: y }) => ({ x, y })) },
];
/** In MiB a minute, once a fifth of the time has passed: until then code is compiled and the heap takes its size. */
const slopes = Object.fromEntries(lines.map(({ label, points }) => [label, slopeOf(points.filter(({ x }) => x > minutes / 5))]));
console.log(done, 'MiB a minute:', slopes);
const run: SoakRun = { machine: machine(), done, slopes, samples };
writeFileSync(`${root}results/soak.json`, `${JSON.stringify(run, null, 1)}\n`);
writeFileSync(`${root}../docs/images/memory.svg`, chartOf(lines, { x: 'minutes', y: 'MiB' }));
await server.stop();
await upstream.stop();
await issuer.stop();
