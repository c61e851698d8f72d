import { archiveIdOf } from '../../src/sandbox/collection.ts';
import { startDocbyteSimulator, type DocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { usualDocbyteSwitches } from '../../src/sandbox/docbyteOptions.ts';
import { at, listAt, reader, textAt } from './docbyteVisitor.ts';

let vault: DocbyteSimulator;
let read: Awaited<ReturnType<typeof reader>>;

beforeAll(async () => {
  vault = await startDocbyteSimulator();
  read = await reader(vault);
});

afterEach(() => void Object.assign(vault.switches, usualDocbyteSwitches));

afterAll(() => vault.stop());

const total = async (query: string): Promise<unknown> => at((await read(`/search/${query}`)).body, 'totalResults');

/** How many packages have fields that fulfil a condition, counted without the search. */
const counted = (holds: (fields: Record<string, unknown>) => boolean): number => [...vault.collection.packages.values()].filter(({ metadata }) => holds(metadata.fields)).length;

test('configurations come as a bare array, their limits as texts', async () => {
  const configs = (await read('/search')).body;
  expect(Array.isArray(configs)).toBe(true);
  expect(listAt({ configs }, 'configs').length).toBeGreaterThanOrEqual(4);
  expect(at(configs, '0.limit')).toBe('100');
  const operators = new Set(listAt({ configs }, 'configs').flatMap((each) => listAt(each, 'filters').map((filter) => textAt(filter, 'operator'))));
  expect([...operators].toSorted()).toEqual(['AGGREGATE', 'BETWEEN', 'EQ', 'FULLTEXT', 'GT', 'GTEQ', 'ILIKE', 'LIKE', 'LT', 'LTEQ']);
  vault.switches.searchList = 'items';
  expect(listAt((await read('/search')).body, 'items').length).toBeGreaterThanOrEqual(4);
});

test('search columns come when asked for: dates as full times, absent ones as null', async () => {
  const item = at((await read('/search/titles?filter.dc:title=%25lighthouse%25&pageSize=1', 'searchcolumns')).body, 'items.0');
  expect(textAt(item, 'searchcolumns.dcterms:created')).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
  expect(at(item, 'searchcolumns')).toHaveProperty(['ecm.barcode'], null);
  expect(at((await read('/search/titles?pageSize=1')).body, 'items.0.searchcolumns')).toBeUndefined();
});

test('full text finds every word in any case', async () => {
  expect(await total('fulltext?filter.ecm_fulltext=LIGHTHOUSE%20nordnes')).toBe(counted((fields) => /lighthouse/i.test(String(fields['dc:title'])) && /nordnes/i.test(String(fields['dc:title']))));
});

test('a colon in a filter name may be encoded or not, and filters add up', async () => {
  const wanted = counted((fields) => fields['dc:creator'] === 'Vestkysten');
  expect(wanted).toBeGreaterThan(0);
  expect(await total('fulltext?filter.dc:creator=Vestkysten')).toBe(wanted);
  expect(await total('fulltext?filter.dc%3Acreator=Vestkysten')).toBe(wanted);
  expect(await total('fulltext?filter.dc:creator=Vestkysten&filter.ecm_fulltext=ferry')).toBeLessThan(wanted);
});

test('BETWEEN takes two names and refuses one of them', async () => {
  const wanted = counted((fields) => String(fields['dcterms:created']) >= '1890-01-01' && String(fields['dcterms:created']) <= '1891-12-31');
  expect(await total('by-period?filter.created_from=1890-01-01&filter.created_to=1891-12-31')).toBe(wanted);
  const oneSided = await read('/search/by-period?filter.created_from=1890-01-01');
  expect([oneSided.status, at(oneSided.body, 'code')]).toEqual([400, 'INVALID_FILTER']);
  vault.switches.oneSidedBetween = 'ignore';
  expect(await total('by-period?filter.created_from=1890-01-01')).toBe(vault.collection.packages.size);
});

test.each([
  ['items_min=100', (fields: Record<string, unknown>) => Number(fields['archive:itemCount']) >= 100],
  ['items_below=5', (fields: Record<string, unknown>) => Number(fields['archive:itemCount']) < 5],
  ['metres_above=8.5', (fields: Record<string, unknown>) => Number(fields['archive:shelfMetres']) > 8.5],
  ['metres_max=0.002', (fields: Record<string, unknown>) => Number(fields['archive:shelfMetres']) <= 0.002],
  ['metres_from=1&filter.metres_to=2', (fields: Record<string, unknown>) => Number(fields['archive:shelfMetres']) >= 1 && Number(fields['archive:shelfMetres']) <= 2],
])('numbers compare as numbers: %s', async (filter, holds) => {
  const wanted = counted(holds);
  expect(wanted).toBeGreaterThan(0);
  expect(await total(`size%20and%20extent?filter.${filter}`)).toBe(wanted);
});

test('booleans, wildcards and archive ids find what they should', async () => {
  expect(await total('by-type?filter.archive:confidential=true')).toBe(counted((fields) => fields['archive:confidential'] === true));
  expect(await total('titles?filter.ecm.barcode=TBC1%25')).toBe(counted((fields) => String(fields['ecm.barcode']).startsWith('TBC1')));
  expect(await total('titles?filter.ecm.barcode=tbc1%25')).toBe(0);
  const [photograph] = vault.collection.examples.photographs;
  if (photograph === undefined) throw new Error('there are photographs');
  const found = (await read(`/search/archive-link?filter.dps:archiveId=${archiveIdOf(photograph)}`)).body;
  expect([at(found, 'totalResults'), at(found, 'items.0.packageId')]).toEqual([1, photograph.packageId]);
});

test('unknown configurations are 404, unknown filters and unfit values 400', async () => {
  expect((await read('/search/none')).status).toBe(404);
  expect((await read('/search/fulltext?filter.none=1')).status).toBe(400);
  expect((await read('/search/size%20and%20extent?filter.items_min=many')).status).toBe(400);
  vault.switches.unknownFilter = 'ignore';
  expect(await total('fulltext?filter.none=1')).toBe(vault.collection.packages.size);
});
