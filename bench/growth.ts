/**
 * What larger operations cost, beside the upstream calls they make, and how small ones fare meanwhile: `node bench/growth.ts`.
 * Fonds alone; writes `results/growth.json`.
 */
import { writeFileSync } from 'node:fs';
import { needTools } from './harness/build.ts';
import { startIssuer } from './harness/issuer.ts';
import { ask, load, type Request } from './harness/load.ts';
import { machine } from './harness/machine.ts';
import { cpuSeconds, loadCore, pinMyself, root, waitedSeconds } from './harness/processes.ts';
import { startContender } from './harness/started.ts';
import { spreadOf } from './harness/statistics.ts';
import { startUpstream } from './harness/upstream.ts';

/** One operation, measured alone. */
export interface GrowthRow {
  readonly what: string;
  readonly packages: number;
  readonly calls: number;
  /** Middle of several, in ms. */
  readonly ms: number;
  readonly cpuMs: number;
}

/** Small queries while a page of 1,000 packages is served over and over. */
export interface BesideRow {
  readonly p50: number;
  readonly p99: number;
  readonly pagesPerSecond: number;
  /** The longest between two turns of a timer of 10 ms, 99 of 100 times, in ms, as `/metrics` tells it. */
  readonly loopDelayP99: number;
  /** Share of the time that the server had to wait for its core. */
  readonly waited: number;
}

const page = (first: number) => `{ fileplan(first: ${first}) { nodes { packageId title metadata { schema fields } breadcrumb { title packageId } } } }`;
/** Two children of each package, level by level: 1, 2, 4… lists. */
const tree = (depth: number): string => (depth === 0 ? '{ nodes { packageId title } }' : `{ nodes { title children(first: 2) ${tree(depth - 1)} } }`);

needTools();
pinMyself(loadCore);
const [upstream, issuer] = [await startUpstream(), await startIssuer()];
const fonds = await startContender('fonds', ['q2'], upstream.url, issuer);
if (!fonds) process.exit(1);
const { url, server, requests } = fonds;
const [small] = requests.get('q2') ?? [];
const request = (query: string): Request => ({ body: JSON.stringify({ query }), authorization: small?.authorization ?? '' });

async function measure(what: string, packages: number, query: string): Promise<GrowthRow> {
  for (let warm = 0; warm < 20; warm++) await ask(url, request(query));
  await upstream.reset();
  await ask(url, request(query));
  const { calls } = await upstream.counted();
  const times: number[] = [];
  const cpuBefore = cpuSeconds(server.pid);
  for (let nth = 0; nth < 40; nth++) {
    const before = performance.now();
    await ask(url, request(query));
    times.push(performance.now() - before);
  }
  const row = { what, packages, calls, ms: spreadOf(times)?.median ?? 0, cpuMs: ((cpuSeconds(server.pid) - cpuBefore) / times.length) * 1000 };
  console.log(`${what.padEnd(24)} ${packages} packages  ${calls} calls  ${row.ms.toFixed(2)} ms  CPU ${row.cpuMs.toFixed(2)} ms`);
  return row;
}

async function besideLargePages(seconds: number): Promise<BesideRow> {
  const waitedBefore = waitedSeconds(server.pid);
  // Whoever reads the metrics begins a new reckoning of delays; those of the start are not meant here.
  await readMetrics();
  const until = performance.now() + seconds * 1000;
  const pouring = pour(until);
  const { p50, p99 } = await load(url, requests.get('q2') ?? [], 4, seconds);
  const pages = await pouring;
  const loopDelayP99 = Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(await readMetrics())?.[1]) * 1000;
  const waited = (waitedSeconds(server.pid) - waitedBefore) / seconds;
  console.log(`beside pages of 1,000: p50 ${p50} ms, p99 ${p99} ms, ${pages} pages, event loop p99 ${loopDelayP99.toFixed(1)} ms, waited for the core ${(waited * 100).toFixed(0)} %`);
  return { p50, p99, pagesPerSecond: pages / seconds, loopDelayP99, waited };
}

async function readMetrics(): Promise<string> {
  return (await fetch(new URL('/metrics', url))).text();
}

async function pour(until: number): Promise<number> {
  let pages = 0;
  for (; performance.now() < until; pages++) await ask(url, request(page(1_000)));
  return pages;
}

const rows: GrowthRow[] = [];
for (const first of [10, 100, 1_000]) rows.push(await measure(`a page of ${first}`, first, page(first)));
for (const depth of [1, 2, 3, 4, 5]) rows.push(await measure(`a tree of depth ${depth}`, 2 ** depth, `{ fileplan(first: 2) ${tree(depth - 1)} }`));
const beside = await besideLargePages(Number(process.argv[2] ?? 5));
writeFileSync(`${root}results/growth.json`, `${JSON.stringify({ machine: machine(), rows, beside }, null, 1)}\n`);
await server.stop();
await upstream.stop();
await issuer.stop();
