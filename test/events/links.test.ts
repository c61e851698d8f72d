import { createLinks } from '../../src/events/links.ts';
import { openLedger } from '../../src/ledger/open.ts';

it('a link is found from either end, and a newer one takes its place', async () => {
  const ledger = await openLedger({ databaseUrl: 'sqlite::memory:' });
  const links = createLinks(ledger);
  await links.remember('p1', 'a1');
  await links.remember('p1', 'a1');
  expect([await links.packageOf('a1'), await links.archiveOf('p1')]).toEqual(['p1', 'a1']);
  expect((await ledger.documents.get('packageOfArchive', 'a1'))?.version).toBe(1);
  await links.remember('p1', 'a2');
  expect([await links.packageOf('a2'), await links.archiveOf('p1')]).toEqual(['p1', 'a2']);
  expect(await links.packageOf('unknown')).toBeUndefined();
  await ledger.close();
});
