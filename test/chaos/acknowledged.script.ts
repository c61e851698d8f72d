import { parseArgs } from 'node:util';
import { storeKinds } from '../ledger/stores.ts';
import { killAfterAcknowledging } from './acknowledged.ts';

/*
 * Kills a gateway at the moment of its first acknowledgement, so many times on each store: `node test/chaos/acknowledged.script.ts [--rounds 50]`.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '50' }, atOnce: { type: 'string', default: '12' } } });
for (const { name, start } of storeKinds) {
  const store = await start();
  try {
    const { acknowledged, cut, cutAndStored, lost, notOnce, heard } = await killAfterAcknowledging({ place: await store.makePlace(), rounds: Number(values.rounds), atOnce: Number(values.atOnce) });
    console.log(
      `${name}: ${values.rounds} kills; ${acknowledged} acknowledged, ${lost.length} of them lost; ${cut} cut off, ${cutAndStored} of them stored all the same; ` +
        `sent again, ${notOnce.length} are there other than once; the subscriber heard ${heard.events}: ${heard.lost} lost, ${heard.doubled} doubled, ${heard.outOfOrder} out of order`,
    );
    if (lost.length + notOnce.length + heard.lost + heard.doubled + heard.outOfOrder + heard.wrong > 0) process.exitCode = 1;
  } finally {
    await store.stop();
  }
}
