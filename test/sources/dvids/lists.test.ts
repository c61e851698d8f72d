import { reference } from '../../../src/sandbox/dvidsReference.ts';
import { everyItem } from '../../../src/sources/dvids/referenceSource.ts';
import { readPages } from '../../../src/sources/dvids/paging.ts';
import { parsePage } from '../../../src/sources/dvids/wire.ts';
import { authorWith, caller, connectDvids, stopAll, unitId } from './dvids.ts';

afterEach(stopAll);

const allAuthors = reference().authors.map(({ id }) => id);

test.each([['meta', 4], ['links', 4], ['both', 4], ['none', 5]] as const)('a list that tells its end by %s is read whole, in as few calls as that allows', async (pagination, calls) => {
  const { dvids, source } = await connectDvids({ switches: { pagination } }, { pageLimit: 50 });
  const authors = await everyItem(source.authors({}, caller));
  expect(authors.map(({ authorId }) => authorId)).toEqual(allAuthors);
  // Two hundred in pages of fifty: where nothing is told, only an empty fifth page shows the end.
  expect(dvids.count('author')).toBe(calls);
});

test('a short page ends a list that tells nothing', async () => {
  const { dvids, source } = await connectDvids({ switches: { pagination: 'none' } });
  expect(await everyItem(source.publications(undefined, caller))).toHaveLength(20);
  expect(dvids.count('publication')).toBe(1);
});

test('what is not consumed is not fetched', async () => {
  const { dvids, source } = await connectDvids({}, { pageLimit: 10 });
  for await (const { items, totalCount } of source.authors({}, caller)) {
    expect([items.length, totalCount]).toEqual([10, 200]);
    break;
  }
  expect(dvids.count('author')).toBe(1);
});

test.each(['meta', 'links', 'none'] as const)('a list that answers the same page for ever ends, told by %s', async (pagination) => {
  const { dvids, source } = await connectDvids({ switches: { pagination, pagesMove: false } });
  const authors = await everyItem(source.authors({}, caller));
  expect(new Set(authors.map(({ authorId }) => authorId)).size).toBe(authors.length);
  expect(dvids.count('author')).toBeLessThanOrEqual(3);
});

test('units are read whole whether their pages begin at 0 or at 1', async () => {
  for (const firstUnitPage of ['either', 0, 1] as const) {
    const { source } = await connectDvids({ switches: { firstUnitPage } }, { pageLimit: 25 });
    const units = await everyItem(source.serviceUnits({}, caller));
    expect(units.map(({ serviceUnitId }) => serviceUnitId).toSorted()).toEqual(reference().units.map(({ id }) => id).toSorted());
  }
});

test('the first page of units can be set, for a DVIDS that tells no totals', async () => {
  const { dvids, source } = await connectDvids({ switches: { firstUnitPage: 0, pagination: 'none' } }, { firstServiceUnitPage: 0 });
  expect(await everyItem(source.serviceUnits({}, caller))).toHaveLength(62);
  expect(dvids.calls.map(({ query }) => query['page'])).toEqual(['0']);
});

test('our token follows no link: only the parameters of the next page are taken from it', async () => {
  const asked: unknown[] = [];
  const pages = readPages(async (query) => {
    asked.push(query);
    const next = asked.length === 1 ? { href: 'https://elsewhere.example/steal?cursor=b&limit=2' } : null;
    return parsePage({ data: [{ type: 'author', id: asked.length }], links: { self: '/author', next } });
  }, { firstPage: 1, limit: 2 });
  const ids: string[] = [];
  for await (const { entries } of pages) ids.push(...entries.map(({ id }) => id));
  expect(ids).toEqual(['1', '2']);
  expect(asked).toEqual([{ page: 1, limit: 2 }, { page: 2, cursor: 'b', limit: '2' }]);
});

test('filters go out under their names', async () => {
  const { dvids, source } = await connectDvids();
  const mine = await everyItem(source.serviceUnits({ onlyMine: true, branch: 'NAVY', name: 'history', abbreviation: 'NHHC', sort: 'name' }, caller));
  expect(mine.map(({ abbreviation }) => abbreviation)).toEqual(['NHHC']);
  expect(dvids.calls.at(-1)?.query).toEqual({ name: 'history', abbreviation: 'NHHC', branch: 'navy', only_mine: '1', sort: 'name', page: '1', limit: '100' });
  const known = authorWith(true);
  const [author] = await everyItem(source.authors({ visionId: known.visionId ?? '', firstName: known.firstName, lastName: known.lastName, branch: 'ARMY' }, caller));
  expect(author?.authorId).toBe(known.id);
  expect(await everyItem(source.publications('guidon', caller))).toMatchObject([{ title: 'The Guidon' }]);
});

test('the authors of a unit are asked of the unit', async () => {
  const { dvids, source } = await connectDvids();
  const authors = await everyItem(source.authors({ serviceUnitId: unitId('NHHC') }, caller));
  expect(authors.every(({ serviceUnitIds }) => serviceUnitIds.includes(unitId('NHHC')))).toBe(true);
  expect([authors.length > 0, dvids.count('service-unit-author'), dvids.count('author')]).toEqual([true, 1, 0]);
});

test('units and authors are read with all that is known of them, ranks in either place', async () => {
  const { dvids, source } = await connectDvids({ switches: { branchSpelling: 'air_force' } });
  expect(await source.serviceUnit(unitId('379AEW'), caller)).toEqual({
    serviceUnitId: unitId('379AEW'), name: '379th Air Expeditionary Wing', abbreviation: '379AEW', branch: 'AIR_FORCE', upstreamBranch: 'air_force', dvian: null, requiresPublishingApproval: true,
  });
  const known = authorWith(true);
  expect(await source.author(known.id, caller)).toMatchObject({
    authorId: known.id, visionId: known.visionId, serviceUnitIds: known.unitIds, jobGrade: { name: known.grade?.name, natoCode: known.grade?.nato_code, branch: 'ARMY', countryCode: 'US' },
  });
  dvids.switches.jobGradeIn = 'relationships';
  expect((await source.author(known.id, caller))?.jobGrade).toBeNull();
});

test('countries and categories are listed', async () => {
  const { dvids, source } = await connectDvids();
  expect(await source.countries('norway', caller)).toEqual([{ countryId: expect.any(String), iso2: 'NO', name: 'Norway' }]);
  expect(await source.countries(undefined, caller)).toHaveLength(249);
  expect((await everyItem(source.graphicCategories(caller))).map(({ name }) => name)).toContain('Map');
  expect(dvids.count()).toBe(3);
});
