/**
 * A flood of documents that nobody sends twice beside a known one: `node bench/flood.ts [seconds]`. Memory must not grow with
 * them, and the known one must not be slowed by more than a third. Writes `results/flood.json`.
 */
import { writeFileSync } from 'node:fs';
import { needTools } from './harness/build.ts';
import { startIssuer } from './harness/issuer.ts';
import { ask, load } from './harness/load.ts';
import { machine, type Machine } from './harness/machine.ts';
import { loadCore, pause, pinMyself, root, rssMiB, waitedSeconds } from './harness/processes.ts';
import { startContender } from './harness/started.ts';
import { spreadOf, type Spread } from './harness/statistics.ts';
import { startUpstream } from './harness/upstream.ts';

needTools();
pinMyself(loadCore);
const seconds = Number(process.argv[2] ?? 4);
const [upstream, issuer] = [await startUpstream(), await startIssuer()];
const fonds = await startContender('fonds', ['q2'], upstream.url, issuer);
if (!fonds) process.exit(1);
const { url, server, requests } = fonds;
const known = requests.get('q2') ?? [];
const authorization = known[0]?.authorization ?? '';

/** So many distinct documents a second: as many as a tool that writes values into its texts might send. */
const perSecond = 50;

let distinct = 0;

async function pour(until: () => boolean): Promise<number> {
  let sent = 0;
  for (const began = performance.now(); !until(); ) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    for (; sent < due; sent++) {
      const number = (distinct += 1);
      const query = `query Distinct${number} { aip(packageId: "AIP-${number}") { title metadata { schema } breadcrumb { title } a${number}: packageId } }`;
      void ask(url, { body: JSON.stringify({ query }), authorization }).catch(() => {});
    }
    await pause(10);
  }
  return sent;
}

/** What is written down. */
export interface FloodRun {
  readonly machine: Machine;
  /** Of the known one's pace alone. */
  readonly kept: Spread | undefined;
  readonly rounds: readonly Round[];
}

interface Round {
  readonly rpsAlone: number;
  readonly rpsBeside: number;
  readonly distinct: number;
  readonly rssMiB: number;
  /** Share of the time that the server had to wait for its core. */
  readonly waited: number;
}

/** The known one alone, then beside the flood. */
async function measure(): Promise<Round> {
  const [began, waitedBefore] = [performance.now(), waitedSeconds(server.pid)];
  const alone = await load(url, known, 16, seconds);
  let over = false;
  const pouring = pour(() => over);
  const beside = await load(url, known, 16, seconds);
  over = true;
  const waited = ((waitedSeconds(server.pid) - waitedBefore) * 1000) / (performance.now() - began);
  return { rpsAlone: alone.requests / alone.seconds, rpsBeside: beside.requests / beside.seconds, distinct: await pouring, rssMiB: rssMiB(server.pid), waited };
}

await load(url, known, 16, 3);
const rounds: Round[] = [];
for (let round = 0; round < 6; round++) {
  const row = await measure();
  rounds.push(row);
  console.log(Object.entries(row).map(([what, value]) => `${what} ${value.toFixed(2)}`).join('  '));
}
const kept = spreadOf(rounds.map(({ rpsAlone, rpsBeside }) => rpsBeside / rpsAlone));
console.log('of its pace the known one keeps', kept);
const run: FloodRun = { machine: machine(), kept, rounds };
writeFileSync(`${root}results/flood.json`, `${JSON.stringify(run, null, 1)}\n`);
await server.stop();
await upstream.stop();
await issuer.stop();
