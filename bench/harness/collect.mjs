/** Loaded into a contender: at SIGUSR2 it collects all garbage and tells what is left, in bytes, as `KEPT 123`. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  // What had to be finalized by the first collection is freed by the second.
  setImmediate(() => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    console.log(`KEPT ${heapUsed + external}`);
  });
});
