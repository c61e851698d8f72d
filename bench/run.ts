/**
 * Measures the contenders side by side: `node bench/run.ts --help`. Every round starts all of them, and measures them one
 * after another for each query, delay and number of connections, in an order that turns around from round to round.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { contenders, type Contender } from './contenders.ts';
import { needTools } from './harness/build.ts';
import { startIssuer, type Issuer } from './harness/issuer.ts';
import { ask, load, type Request } from './harness/load.ts';
import { machine } from './harness/machine.ts';
import { cpuSeconds, freePort, loadCore, pinMyself, ready, root, rssMiB, serverCore, start, type Pinned } from './harness/processes.ts';
import { startUpstream, type Upstream } from './harness/upstream.ts';
import type { QueryRow } from './harness/rows.ts';
import { queryNames, queryOf, type Ask, type QueryName } from './queries/queries.ts';

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

/** A contender that runs, with the requests of each query. */
interface Started {
  readonly name: string;
  readonly contender: Contender;
  readonly server: Pinned;
  readonly url: string;
  readonly requests: Map<QueryName, readonly Request[]>;
  /** Requests per second while it warmed up. */
  readonly pace: Map<QueryName, number>;
  /** What one request costs upstream. */
  readonly alone: Map<QueryName, { readonly calls: number; readonly bytes: number; readonly verified: boolean }>;
}

async function startContender(name: string, upstream: Upstream, issuer: Issuer): Promise<Started | undefined> {
  const contender = contenders[name];
  if (!contender) throw new Error(`there is no contender ${name}`);
  if (contender.needs && !existsSync(root + contender.needs)) {
    console.log(`${name} is left out: bench/${contender.needs} is not there (see bench/README.md)`);
    return undefined;
  }
  const port = await freePort();
  const env = { PORT: String(port), UPSTREAM: upstream.url, ...contender.env?.({ upstream: upstream.url, port, issuer }) };
  const server = start(contender.command, { core: serverCore, env, folder: contender.folder ?? '' });
  const url = `http://127.0.0.1:${port}${contender.path ?? '/graphql'}`;
  const authorizations = contender.callers?.(issuer).map((token) => `Bearer ${token}`) ?? [''];
  const request = (query: string, variables: unknown, n: number): Request => ({
    body: JSON.stringify({ query, variables }),
    authorization: authorizations[n % authorizations.length] ?? '',
  });
  const started: Started = { name, contender, server, url, requests: new Map(), pace: new Map(), alone: new Map() };
  const send: Ask = (query, variables) => ask(url, request(query, variables, 0));
  const { text: first, variables: [some] } = await queryOf('q2', contender.dialect, send);
  await ready(() => send(first, some), server, 60_000);
  for (const query of queries) {
    const { text, variables } = await queryOf(query, contender.dialect, send);
    started.requests.set(query, variables.map((each, n) => request(text, each, n)));
  }
  return started;
}

/** The answers of the first contender are the reference; all others must give the same data. */
const reference = new Map<QueryName, unknown>();

/** Checks the answer, counts what one request costs upstream, and runs until the code is compiled. */
async function warmUp({ name, url, requests, alone, pace }: Started, query: QueryName, upstream: Upstream): Promise<void> {
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
  alone.set(query, { ...(await upstream.counted()), verified });
  const seen = await load(url, all, 32, seconds);
  pace.set(query, seen.requests / seen.seconds);
}

async function measure(started: Started, query: QueryName, delayMs: number, connections: number, round: number, upstream: Upstream): Promise<void> {
  const { name, server, url } = started;
  const alone = started.alone.get(query);
  if (!alone || connections > (started.contender.most?.[query] ?? Infinity)) return;
  // At least three waves of requests, so that slow contenders are measured too.
  const pace = Math.max(started.pace.get(query) ?? 1, 1);
  const time = Math.min(Math.max(seconds, (3 * connections) / pace), 24);
  await upstream.quiet();
  await upstream.reset();
  const [cpuBefore, upstreamBefore] = [cpuSeconds(server.pid), upstream.cpuSeconds()];
  const seen = await load(url, started.requests.get(query) ?? [], connections, time);
  const cpu = cpuSeconds(server.pid) - cpuBefore;
  const row: QueryRow = {
    ...{ name, round, query, delayMs, connections, ...alone },
    ...{ rps: seen.requests / seen.seconds, p50: seen.p50, p99: seen.p99, errors: seen.errors },
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

async function runRound(round: number, upstream: Upstream, issuer: Issuer): Promise<void> {
  const started: Started[] = [];
  const turned = <T>(list: readonly T[]) => (round % 2 === 0 ? list : list.toReversed());
  try {
    for (const name of names) {
      const contender = await startContender(name, upstream, issuer);
      if (contender) started.push(contender);
    }
    for (const query of queries) {
      for (const each of started) await warmUp(each, query, upstream);
      for (const delayMs of numbers(options.delays)) {
        await upstream.delay(delayMs);
        for (const connections of numbers(options.connections)) {
          for (const each of turned(started)) await measure(each, query, delayMs, connections, round, upstream);
        }
      }
      await upstream.delay(0);
    }
  } finally {
    for (const { server } of started) await server.stop();
  }
}

const numbers = (text: string) => text.split(',').map(Number);

const [upstream, issuer] = [await startUpstream(), await startIssuer()];
mkdirSync(`${root}results`, { recursive: true });
try {
  for (let round = 0; round < Number(options.rounds); round++) {
    await runRound(round, upstream, issuer);
    writeFileSync(root + options.out, `${JSON.stringify({ machine: machine(), rows }, null, 1)}\n`);
  }
} finally {
  await upstream.stop();
  await issuer.stop();
}
