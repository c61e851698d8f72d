import type { DvidsSimulatorOptions } from '../../src/sandbox/dvids.ts';
import { reference } from '../../src/sandbox/dvidsReference.ts';
import { at, comeBack, logIn, textAt } from '../sandbox/dvidsVisitor.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/** What DVIDS lists for others to refer to, through the network: connections, references by id, and how few calls they take. */

const { units, authors, countries, publications, categories } = reference();
let gateway: TestGateway;

const start = async (dvids: DvidsSimulatorOptions = {}): Promise<void> => {
  gateway = await startTestGateway({}, { dvids });
};
afterEach(() => gateway.stop());

const data = async (query: string, variables: Record<string, unknown> = {}): Promise<unknown> => {
  const answer = await gateway.ask(query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
};
/** The calls so far, as `path?query`. */
const calls = (): string[] => gateway.dvids.calls.filter(({ route }) => route !== 'token').map(({ path, search }) => `${path}${search && `?${decodeURIComponent(search)}`}`);

const everyUnit = async (query = 'dvidsServiceUnits(first: 25, after: $after)'): Promise<string[]> => {
  const ids: string[] = [];
  for (let after: unknown = null; ; ) {
    const page = await data(`query($after: String) { list: ${query} { nodes { serviceUnitId } pageInfo { hasNextPage endCursor } } }`, { after });
    ids.push(...(at(page, 'list.nodes') as { serviceUnitId: string }[]).map(({ serviceUnitId }) => serviceUnitId));
    if (at(page, 'list.pageInfo.hasNextPage') !== true) return ids;
    after = textAt(page, 'list.pageInfo.endCursor');
  }
};

describe('lists', () => {
  test.each([
    ['meta.pagination', {}],
    ['links', { pagination: 'links' }],
    ['both', { pagination: 'both' }],
    ['nothing', { pagination: 'none' }],
    ['pages counted from 0', { firstUnitPage: 0 }],
    ['pages counted from 1', { firstUnitPage: 1 }],
    ['ids as numbers', { ids: 'numbers' }],
  ] as const)('are connections whatever the upstream does: %s', async (_name, switches) => {
    await start({ switches });
    expect(await everyUnit()).toEqual(units.map(({ id }) => id));
  });

  test('a page is one call, and what is kept answers the next ones', async () => {
    await start();
    const page = await data('{ dvidsAuthors(first: 3) { totalCount nodes { authorId name visionId jobGrade { natoCode branch } } pageInfo { hasNextPage hasPreviousPage } } }');
    expect(page).toMatchObject({ dvidsAuthors: { totalCount: authors.length, pageInfo: { hasNextPage: true, hasPreviousPage: false } } });
    expect(at(page, 'dvidsAuthors.nodes')).toHaveLength(3);
    expect(calls()).toEqual(['/author?page=1&limit=100']);
    await data('{ dvidsAuthors(first: 50) { nodes { name } } }');
    expect(calls()).toHaveLength(1);
    await data('{ dvidsAuthors(first: 150) { nodes { name } } }');
    expect(calls()).toEqual(['/author?page=1&limit=100', '/author?page=2&limit=100']);
  });

  test('from the end, and before a cursor', async () => {
    await start();
    const last = await data('{ dvidsPublications(last: 2) { nodes { publicationId } pageInfo { hasPreviousPage hasNextPage startCursor } } }');
    expect(last).toMatchObject({ dvidsPublications: { nodes: publications.slice(-2).map(({ id }) => ({ publicationId: id })), pageInfo: { hasPreviousPage: true, hasNextPage: false } } });
    const before = await data('query($before: String) { dvidsPublications(last: 2, before: $before) { nodes { publicationId } } }', { before: textAt(last, 'dvidsPublications.pageInfo.startCursor') });
    expect(before).toEqual({ dvidsPublications: { nodes: publications.slice(-4, -2).map(({ id }) => ({ publicationId: id })) } });
  });

  test('an empty page still tells the total; a cursor of another list is refused', async () => {
    await start();
    expect(await data('{ dvidsGraphicCategories(first: 0) { totalCount nodes { name } } }')).toEqual({ dvidsGraphicCategories: { totalCount: categories.length, nodes: [] } });
    const cursor = textAt(await data('{ dvidsCountries(first: 1) { pageInfo { endCursor } } }'), 'dvidsCountries.pageInfo.endCursor');
    const { errors } = await gateway.ask('query($after: String) { dvidsCountries(name: "nor", after: $after) { totalCount } }', { after: cursor });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['CURSOR_INVALID']);
  });

  test('filters reach DVIDS in its own words', async () => {
    await start();
    const found = await data(`{
      countries: dvidsCountries(name: "norw") { nodes { iso2 name } }
      mine: dvidsServiceUnits(onlyMine: true) { nodes { abbreviation requiresPublishingApproval branch } }
      air: dvidsServiceUnits(branch: AIR_FORCE, name: "Wing") { totalCount }
      titled: dvidsPublications(title: "Harbor") { nodes { title serviceUnit { name } } }
    }`);
    expect(found).toMatchObject({
      countries: { nodes: [{ iso2: 'NO', name: 'Norway' }] },
      mine: { nodes: [{ abbreviation: 'C6F', requiresPublishingApproval: true, branch: 'NAVY' }, { abbreviation: 'NHHC', requiresPublishingApproval: false, branch: 'NAVY' }] },
      air: { totalCount: units.filter(({ branch, name }) => branch === 'air-force' && name.includes('Wing')).length },
      titled: { nodes: [{ title: 'Harbor Lines' }] },
    });
    expect(calls()).toEqual(expect.arrayContaining(['/country?name=norw', '/service-unit?only_mine=1&page=1&limit=100', '/service-unit?name=Wing&branch=air-force&page=1&limit=100']));
    const { errors } = await gateway.ask('{ dvidsServiceUnits(branch: UNRECOGNIZED) { totalCount } }');
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: ['branch'] });
    expect(countries.length).toBeGreaterThan(200);
  });
});

describe('references', () => {
  test('each thing is read once, whether it came alone or in a list', async () => {
    await start();
    const { id, name } = units[0] ?? { id: '', name: '' };
    const found = await data(`query($id: ID!) {
      a: dvidsServiceUnit(serviceUnitId: $id) { name authors(first: 5) { nodes { name serviceUnits { name authors(first: 1) { totalCount } } } } }
      b: dvidsServiceUnit(serviceUnitId: $id) { abbreviation }
    }`, { id });
    expect(found).toMatchObject({ a: { name }, b: { abbreviation: '1ID' } });
    const made = calls();
    expect(new Set(made).size).toBe(made.length);
    expect(made.filter((call) => call === `/service-unit/${id}`)).toHaveLength(1);
    gateway.dvids.reset();
    await data('query($id: ID!) { dvidsServiceUnit(serviceUnitId: $id) { name } }', { id });
    expect(calls()).toEqual([]);
  });

  test('what is not there is null without an error', async () => {
    await start();
    expect(await data('{ a: dvidsServiceUnit(serviceUnitId: "none") { name } b: dvidsAuthor(authorId: "..") { name } c: dvidsAuthor(authorId: "") { name } }')).toEqual({ a: null, b: null, c: null });
  });

  test('words of DVIDS that are new to us, ranks in another place, and numbers for ids are read', async () => {
    await start({ switches: { branchSpelling: 'air_force', jobGradeIn: 'relationships', ids: 'numbers' } });
    const airman = authors.find(({ branch, unitIds }) => branch === 'air-force' && unitIds.length === 1);
    const found = await data('query($id: ID!) { dvidsAuthor(authorId: $id) { authorId jobGrade { name } serviceUnits { branch upstreamBranch } } }', { id: airman?.id });
    expect(found).toMatchObject({ dvidsAuthor: { authorId: airman?.id, serviceUnits: [{ branch: 'AIR_FORCE', upstreamBranch: 'air_force' }] } });
    gateway.dvids.misbehave({ match: ({ path }) => path === '/service-unit/7', how: { kind: 'answer', answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"data":{"id":7,"type":"service-unit","attributes":{"branch":"moon-guard"}}}' } } });
    expect(await data('{ dvidsServiceUnit(serviceUnitId: "7") { serviceUnitId branch upstreamBranch } }')).toEqual({ dvidsServiceUnit: { serviceUnitId: '7', branch: 'UNRECOGNIZED', upstreamBranch: 'moon-guard' } });
  });
});

test('what is kept is kept for one login: another one, and one who has none, get nothing of it', async () => {
  await start();
  const mine = '{ dvidsServiceUnits(onlyMine: true) { nodes { abbreviation } } }';
  expect(await data(mine)).toEqual({ dvidsServiceUnits: { nodes: [{ abbreviation: 'C6F' }, { abbreviation: 'NHHC' }] } });
  await data('mutation { disconnectDvids { viewer { subject } } }');
  expect((await gateway.ask(mine)).errors.map(({ extensions }) => extensions['code'])).toEqual(['DVIDS_NOT_CONNECTED']);
  const url = textAt(await data('mutation { connectDvids { authorizationUrl } }'), 'connectDvids.authorizationUrl');
  await comeBack(await logIn(url, { user: '2002' }));
  expect(await data(mine)).toEqual({ dvidsServiceUnits: { nodes: [{ abbreviation: '86AW' }] } });
});

test('failures are not kept, and leave the other half of the page', async () => {
  await start();
  gateway.dvids.misbehave({ match: ({ path }) => path === '/country', times: Infinity, how: { kind: 'status', status: 503 } });
  const half = '{ dvidsCountries { totalCount } dvidsGraphicCategories { totalCount } }';
  const { data: found, errors } = await gateway.ask(half);
  expect(found).toEqual({ dvidsCountries: null, dvidsGraphicCategories: { totalCount: categories.length } });
  expect(errors.map(({ extensions }) => [extensions['code'], extensions['source']])).toEqual([['UPSTREAM_UNAVAILABLE', 'DVIDS']]);
  gateway.dvids.behave();
  expect(await data(half)).toMatchObject({ dvidsCountries: { totalCount: countries.length } });
});
