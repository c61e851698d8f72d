import { parseArgs } from 'node:util';
import { storeKinds } from '../ledger/stores.ts';
import { runChaos } from './chaos.ts';
import { reportOf } from './report.ts';

/*
 * The chaos run in full, on both stores; takes a few minutes for each. `--help` tells its options.
 */
const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'SQLite,PostgreSQL' },
    jobs: { type: 'string', default: '1000' },
    subscribers: { type: 'string', default: '100' },
    kills: { type: 'string', default: '20' },
    step: { type: 'string', default: '2500' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('node test/chaos/chaos.script.ts [--store SQLite,PostgreSQL] [--jobs 1000] [--subscribers 100] [--kills 20] [--step 2500 (ms in each status)] [--seed 1]');
  process.exit(0);
}
let good = true;
for (const { name, start } of storeKinds) {
  if (!values.store.split(',').includes(name)) continue;
  const store = await start();
  try {
    const gateways = name === 'SQLite' ? 1 : 2;
    console.log(`chaos on ${name}: ${gateways} gateway${gateways > 1 ? 's' : ''}, seed ${values.seed}`);
    const [jobs, subscribers, kills, stepMs] = [values.jobs, values.subscribers, values.kills, values.step].map(Number) as [number, number, number, number];
    const verdict = await runChaos({ place: await store.makePlace(), gateways, jobs, subscribers, kills, stepMs, ordersAtOnce: 16, seed: values.seed, say: (line) => console.log(`  … ${line}`) });
    console.log(reportOf(verdict));
    good &&= verdict.faults.length === 0;
  } finally {
    await store.stop();
  }
}
process.exitCode = good ? 0 : 1;
