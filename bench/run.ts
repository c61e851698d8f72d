/**
 * Measures the contenders side by side: `node bench/run.ts --help`. Every round starts all of them, and measures them one
 * after another for each query, delay and number of connections, in an order that turns around from round to round.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { contenders } from './contenders.ts';
import { needTools } from './harness/build.ts';
import { startIssuer } from './harness/issuer.ts';
import { ask, load } from './harness/load.ts';
import { machine } from './harness/machine.ts';
import { cpuSeconds, loadCore, pinMyself, root, rssMiB } from './harness/processes.ts';
import type { QueryRow } from './harness/rows.ts';
import { startContender, type Started } from './harness/started.ts';
import { startUpstream } from './harness/upstream.ts';
import { queryNames, type QueryName } from './queries/queries.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    queries: { type: 'string', default: 'q1,q2,q3' },
    connections: { type: 'string', default: '32,128' },
    delays: { type: 'string', default: '0,20' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    out: { type: 'string', default: 'results/queries.json' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(
    'node bench/run.ts [--only fonds,floor] [--queries q1,q2,q3] [--connections 32,128] [--delays 0,20] [--rounds 5] [--seconds 3] [--out results/queries.json]',
  );
  console.log(`contenders: ${Object.keys(contenders).join(', ')}`);
  process.exit(0);
}
needTools();
pinMyself(loadCore);
const names = options.only?.split(',') ?? Object.keys(contenders).filter((name) => !contenders[name]?.optional);
const queries = queryNames.filter((name) => options.queries.split(',').includes(name));
const seconds = Number(options.seconds);
const rows: QueryRow[] = [];
const numbers = (text: string) => text.split(',').map(Number);
const [upstream, issuer] = [await startUpstream(), await startIssuer()];

/** The answers of the first contender are the reference; all others must give the same data. */
const reference = new Map<QueryName, unknown>();

/** What is known of a contender and a query before it is measured. */
interface Warm {
  /** Requests per second. */
  readonly pace: number;
  /** What one request costs upstream. */
  readonly alone: { readonly calls: number; readonly bytes: number; readonly verified: boolean };
}

/** Checks the answer, counts what one request costs upstream, and runs until the code is compiled. */
async function warmUp({ name, url, requests }: Started, query: QueryName): Promise<Warm> {
  const all = requests.get(query) ?? [];
  const [, second, third] = all;
  if (!second || !third) throw new Error('too few requests');
  const answer = await ask(url, second);
  if (!reference.has(query)) reference.set(query, answer);
  const verified = isDeepStrictEqual(answer, reference.get(query));
  if (!verified) console.log(`!! ${name} ${query}: the answer differs from that of the floor`);
  await upstream.quiet();
  await upstream.reset();
  await ask(url, third);
  const counted = await upstream.counted();
  const seen = await load(url, all, 32, seconds);
  return { pace: Math.max(seen.requests / seen.seconds, 1), alone: { ...counted, verified } };
}

interface Setting {
  readonly round: number;
  readonly query: QueryName;
  readonly delayMs: number;
  readonly connections: number;
}

async function measure({ name, server, url, contender, requests }: Started, { pace, alone }: Warm, setting: Setting): Promise<void> {
  const { round, query, delayMs, connections } = setting;
  if (connections > (contender.most?.[query] ?? Infinity)) return;
  // At least three waves of requests, so that slow contenders are measured too.
  const time = Math.min(Math.max(seconds, (3 * connections) / pace), 24);
  await upstream.quiet();
  await upstream.reset();
  const [cpuBefore, upstreamBefore] = [cpuSeconds(server.pid), upstream.cpuSeconds()];
  const seen = await load(url, requests.get(query) ?? [], connections, time);
  const cpu = cpuSeconds(server.pid) - cpuBefore;
  const row: QueryRow = {
    name,
    ...setting,
    ...alone,
    rps: seen.requests / seen.seconds,
    p50: seen.p50,
    p99: seen.p99,
    errors: seen.errors,
    cpuMsPerRequest: (cpu / seen.requests) * 1000,
    cpuShare: cpu / seen.seconds,
    upstreamShare: (upstream.cpuSeconds() - upstreamBefore) / seen.seconds,
    callsUnderLoad: (await upstream.counted()).calls / seen.requests,
    rssMiB: rssMiB(server.pid),
  };
  rows.push(row);
  console.log(
    `${round} ${query} ${delayMs} ms c${connections} ${name.padEnd(12)} ${row.rps.toFixed(1).padStart(8)}/s  p50 ${row.p50.toFixed(1)}  p99 ${row.p99.toFixed(1)}  ` +
      `calls ${row.calls} (${row.callsUnderLoad.toFixed(1)})  CPU ${row.cpuMsPerRequest.toFixed(3)} ms (${row.cpuShare.toFixed(2)})  RSS ${row.rssMiB.toFixed(0)}  errors ${row.errors}`,
  );
}

async function runRound(round: number): Promise<void> {
  const started: Started[] = [];
  try {
    for (const name of names) {
      const contender = await startContender(name, queries, upstream.url, issuer);
      if (contender) started.push(contender);
    }
    for (const query of queries) {
      const warm: [Started, Warm][] = [];
      for (const each of started) warm.push([each, await warmUp(each, query)]);
      const turned = round % 2 === 0 ? warm : warm.toReversed();
      for (const delayMs of numbers(options.delays)) {
        await upstream.delay(delayMs);
        for (const connections of numbers(options.connections)) {
          for (const [each, known] of turned) await measure(each, known, { round, query, delayMs, connections });
        }
      }
      await upstream.delay(0);
    }
  } finally {
    for (const { server } of started) await server.stop();
  }
}

mkdirSync(`${root}results`, { recursive: true });
try {
  for (let round = 0; round < Number(options.rounds); round++) {
    await runRound(round);
    writeFileSync(root + options.out, `${JSON.stringify({ machine: machine(), rows }, null, 1)}\n`);
  }
} finally {
  await upstream.stop();
  await issuer.stop();
}
