/** Where the time of a contender goes: `node bench/profile.ts fonds q1 [seconds]`. Self time of a CPU profile, by what the code is for and by function. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { needTools } from './harness/build.ts';
import { startIssuer } from './harness/issuer.ts';
import { load } from './harness/load.ts';
import { pinMyself, loadCore, root } from './harness/processes.ts';
import { startUpstream } from './harness/upstream.ts';
import { startContender } from './harness/started.ts';
import { queryNames } from './queries/queries.ts';

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number } }[];
  readonly samples: readonly number[];
  /** In µs. */
  readonly timeDeltas: readonly number[];
}

const groups: readonly (readonly [string, RegExp])[] = [
  ['undici', /deps\/undici|node_modules\/undici/],
  ['graphql-jit and what it compiled', /graphql-jit|fast-json|\[worker|evalmachine/],
  ['graphql: execute', /graphql\/(execution|utilities|type|jsutils)/],
  ['graphql: parse, validate', /graphql\/(language|validation)/],
  ['DataLoader', /dataloader/],
  ['Apollo Server', /@apollo\//],
  ['cockatiel', /cockatiel/],
  ['prom-client, pino', /prom-client|pino|sonic-boom/],
  ['other packages', /node_modules/],
  ['node: http, net, streams', /node:(_http|net|http|internal\/(stream|streams|http|timers|net|dtrace)|events|buffer|stream|internal\/buffer)/],
  ['node: promises, timers, hooks', /node:(async_hooks|internal\/(async|process|promise)|timers|diagnostics_channel)/],
  ['node: other', /^node:/],
];

function groupOf(name: string, url: string): string {
  if (name === '(garbage collector)') return 'garbage collector';
  if (name === '(program)') return '(program): native code, system calls';
  if (url === '') return /^\(/.test(name) ? name : /write|read|parse|utf8|latin1|consume|execute/i.test(name) ? 'node: native bindings' : 'built-in and compiled';
  const ours = /\/(src\/\w+(?:\/\w+)?)\/[^/]+$/.exec(url)?.[1] ?? /\/(peers)\//.exec(url)?.[1];
  return ours && !url.includes('node_modules') ? `ours: ${ours}` : (groups.find(([, pattern]) => pattern.test(url))?.[0] ?? 'other');
}

const [, , name = 'fonds', wanted = 'q1', seconds = '8'] = process.argv;
const query = queryNames.find((each) => each === wanted) ?? 'q1';
needTools();
pinMyself(loadCore);
const folder = mkdtempSync(`${root}bin/profile-`);
const [upstream, issuer] = [await startUpstream(), await startIssuer()];
const quit = "data:text/javascript,process.on('SIGTERM',()=>setTimeout(()=>process.exit(0),200))";
const contender = await startContender(name, [query], upstream.url, issuer, ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500', '--import', quit]);
if (!contender) process.exit(1);
const seen = await load(contender.url, contender.requests.get(query) ?? [], 32, Number(seconds));
const stopping = performance.now();
await contender.server.stop();
const stopSeconds = (performance.now() - stopping) / 1000;
await upstream.stop();
await issuer.stop();

const [file] = readdirSync(folder);
const profile: Profile = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
rmSync(folder, { recursive: true });
const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
const [byGroup, byFunction] = [new Map<string, number>(), new Map<string, number>()];
const add = (sums: Map<string, number>, key: string, time: number) => sums.set(key, (sums.get(key) ?? 0) + time);
// Starting is not what is looked for: only what ran under load counts.
const begin = profile.timeDeltas.reduce((sum, delta) => sum + delta, 0) - (seen.seconds + stopSeconds) * 1e6;
let [total, passed] = [0, 0];
profile.samples.forEach((id, index) => {
  const { functionName, url, lineNumber } = frames.get(id) ?? { functionName: '?', url: '', lineNumber: 0 };
  const time = profile.timeDeltas[index] ?? 0;
  passed += time;
  if (passed < begin || functionName === '(idle)') return;
  total += time;
  add(byGroup, groupOf(functionName, url), time);
  const place = url.split('node_modules/').at(-1)?.split('/').slice(-3).join('/') ?? '';
  add(byFunction, `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`, time);
});
const print = (sums: Map<string, number>, most: number) => {
  const sorted = [...sums].toSorted(([, a], [, b]) => b - a).slice(0, most);
  for (const [what, time] of sorted) console.log(`${((time / total) * 100).toFixed(1).padStart(5)} %  ${what}`);
};
console.log(`${name} ${query}: ${seen.requests} requests in ${seen.seconds.toFixed(1)} s, ${(total / 1000 / seen.requests).toFixed(3)} ms busy per request\n`);
print(byGroup, 40);
console.log('\nheaviest functions (self):');
print(byFunction, 45);
