import { openLedger } from '../../src/ledger/open.ts';
import { countStep, dissemination } from './decisions.ts';

/*
 * A process that appends to the ledger named by its first argument, as often as the second says (or until it is killed), and
 * prints each position on a line once it is acknowledged.
 */
const [, , databaseUrl = '', times = 'Infinity'] = process.argv;
const ledger = await openLedger({ databaseUrl });
for (let count = 0; count < Number(times); count += 3) {
  // Three at once, so that some of them share a commit.
  const outcomes = await Promise.all(['a', 'b', 'c'].map((id) => ledger.jobs.record(dissemination(id), countStep)));
  const positions = outcomes.flatMap(({ events }) => events.map(({ position }) => `${position}\n`));
  process.stdout.write(positions.join(''));
}
await ledger.close();
