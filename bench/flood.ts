/**
 * A flood of documents that nobody sends twice beside a known one: `node bench/flood.ts [seconds]`. Memory must not grow with
 * them, and the known one must not be slowed by more than a third. Writes `results/flood.json`.
 */
import { writeFileSync } from 'node:fs';
import { needTools } from './harness/build.ts';
import { startIssuer } from './harness/issuer.ts';
import { ask, load } from './harness/load.ts';
import { machine } from './harness/machine.ts';
import { loadCore, pause, pinMyself, root, rssMiB } from './harness/processes.ts';
import { startContender } from './harness/started.ts';
import { startUpstream } from './harness/upstream.ts';

needTools();
pinMyself(loadCore);
const seconds = Number(process.argv[2] ?? 10);
const [upstream, issuer] = [await startUpstream(), await startIssuer()];
const fonds = await startContender('fonds', ['q2'], upstream.url, issuer);
if (!fonds) process.exit(1);
const { url, server, requests } = fonds;
const known = requests.get('q2') ?? [];
const authorization = known[0]?.authorization ?? '';

/** So many distinct documents a second: as many as a tool that writes values into its texts might send. */
const perSecond = 50;

async function pour(until: () => boolean): Promise<number> {
  let sent = 0;
  for (const began = performance.now(); !until(); ) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    for (; sent < due; sent++) {
      const query = `query Distinct${sent} { aip(packageId: "AIP-${sent}") { title metadata { schema } breadcrumb { title } a${sent}: packageId } }`;
      void ask(url, { body: JSON.stringify({ query }), authorization }).catch(() => {});
    }
    await pause(10);
  }
  return sent;
}

await load(url, known, 16, 3);
const alone = await load(url, known, 16, seconds);
const rssBefore = rssMiB(server.pid);
let over = false;
const pouring = pour(() => over);
const beside = await load(url, known, 16, seconds);
over = true;
const distinct = await pouring;
const result = { distinct, rpsAlone: alone.requests / alone.seconds, rpsBeside: beside.requests / beside.seconds, p99Alone: alone.p99, p99Beside: beside.p99, rssBefore, rssAfter: rssMiB(server.pid) };
console.log(result);
writeFileSync(`${root}results/flood.json`, `${JSON.stringify({ machine: machine(), result }, null, 1)}\n`);
await server.stop();
await upstream.stop();
await issuer.stop();
