import { runInterleavings } from './isolation.ts';

/** The long form of the isolation test: `node test/gateway/isolation.script.ts [interleavings] [seed]`. */
const [interleavings = 100_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
console.log(`${interleavings} interleavings from seed ${seed}`);
const startedAt = performance.now();
const report = await runInterleavings({
  interleavings,
  seed,
  onProgress: (done) => console.log(`${done} after ${Math.round((performance.now() - startedAt) / 1_000)} s, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`),
});
console.log(report);
