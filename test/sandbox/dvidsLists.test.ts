import { startDvidsSimulator, type DvidsSimulator } from '../../src/sandbox/dvids.ts';
import { reference } from '../../src/sandbox/dvidsReference.ts';
import { at, visitor, type Answered } from './dvidsVisitor.ts';

let dvids: DvidsSimulator;
let get: (path: string) => Promise<Answered>;
beforeEach(async () => {
  dvids = await startDvidsSimulator();
  const { call } = visitor(dvids);
  get = (path) => call('GET', path);
});
afterEach(() => dvids.stop());

const entries = ({ body }: Answered): unknown[] => (Array.isArray(body.data) ? body.data : []);
const values = (answered: Answered, name: string): string[] => entries(answered).map((entry) => String(at(entry, `attributes.${name}`)));
const ids = (answered: Answered): unknown[] => entries(answered).map((entry) => at(entry, 'id'));

test('the collection is believable: all countries, sixty units of every branch, two hundred authors', () => {
  const { countries, units, authors, publications, categories } = reference();
  expect([countries.length, units.length, authors.length, publications.length, categories.length]).toEqual([249, 62, 200, 20, 10]);
  const branches = ['air-force', 'army', 'civilian', 'coast-guard', 'joint', 'marines', 'navy', 'space-force'];
  expect([...new Set(units.map(({ branch }) => branch))].toSorted()).toEqual(branches);
  expect(authors.filter(({ visionId }) => visionId === null)).toHaveLength(40);
  expect(new Set(authors.map(({ firstName, lastName }) => `${firstName} ${lastName}`)).size).toBe(200);
});

test('countries are found by a part of their name, and all come without one', async () => {
  expect(values(await get('/country?name=norw'), 'iso2')).toEqual(['NO']);
  expect(entries(await get('/country'))).toHaveLength(249);
});

test('units are filtered by name, abbreviation, branch in both spellings, and one\'s own', async () => {
  expect(values(await get('/service-unit?name=history'), 'abbreviation')).toEqual(['NHHC']);
  expect(values(await get('/service-unit?abbreviation=86AW'), 'name')).toEqual(['86th Airlift Wing']);
  expect(new Set(values(await get('/service-unit?branch=air_force&limit=100'), 'branch'))).toEqual(new Set(['air-force']));
  expect(values(await get('/service-unit?only_mine=1'), 'abbreviation')).toEqual(['C6F', 'NHHC']);
  expect(values(await get('/service-unit?only_mine=true&sort=name'), 'abbreviation')).toEqual(['NHHC', 'C6F']);
});

test('a unit is read by id and tells whether it must approve; an unknown one is a JSON:API 404', async () => {
  const found = await get('/service-unit?abbreviation=C6F');
  const unit = await get(`/service-unit/${String(ids(found)[0])}`);
  expect(at(unit.body, 'data.attributes.requires_publishing_approval')).toBe(true);
  const unknown = await get('/service-unit/999999');
  expect([unknown.status, unknown.body.errors]).toEqual([404, [{ status: '404', title: 'Not Found', detail: expect.any(String) }]]);
  expect(unknown.headers.get('content-type')).toBe('application/vnd.api+json');
});

test('authors are filtered by names and VISION id, and listed by unit', async () => {
  const [first] = reference().authors;
  expect(values(await get(`/author?vision_id=${first?.visionId ?? ''}`), 'name')).toEqual([`${first?.firstName ?? ''} ${first?.lastName ?? ''}`]);
  expect(entries(await get(`/author?first_name=${first?.firstName ?? ''}&last_name=${first?.lastName ?? ''}`))).toHaveLength(1);
  const unitId = first?.unitIds[0] ?? '';
  const ofUnit = await get(`/service-unit/${unitId}/author`);
  expect(entries(ofUnit).length).toBeGreaterThan(1);
  for (const author of entries(ofUnit)) expect(at(author, 'relationships.service_units.data')).toContainEqual({ type: 'service-unit', id: unitId });
});

test('pages hold what was asked for and tell their end in meta', async () => {
  const second = await get('/author?page=2&limit=80');
  expect(entries(second)).toHaveLength(80);
  expect(second.body.meta).toEqual({ pagination: { current_page: 2, total_pages: 3, total_count: 200 } });
  expect(entries(await get('/author?page=4&limit=80'))).toEqual([]);
  expect(entries(await get('/author'))).toHaveLength(50);
  expect(entries(await get('/service-unit'))).toHaveLength(20);
});

test('by switch pages tell their end in links, or not at all', async () => {
  dvids.switches.pagination = 'links';
  const pages = [await get('/author?page=1&limit=150'), await get('/author?page=2&limit=100')];
  expect(pages.map(({ body }) => [body.meta, at(body, 'links.next')])).toEqual([[undefined, '/author?page=2&limit=150'], [undefined, null]]);
  dvids.switches.pagination = 'none';
  expect(Object.keys((await get('/author')).body)).toEqual(['data']);
});

test('the first page of units is 0 and 1 at once, or either by switch', async () => {
  const both = [await get('/service-unit?page=0'), await get('/service-unit?page=1')].map(ids);
  expect(both[0]).toEqual(both[1]);
  dvids.switches.firstUnitPage = 0;
  const fromZero = [await get('/service-unit?page=0'), await get('/service-unit?page=1')].map(ids);
  expect(fromZero[0]).toEqual(both[0]);
  expect(fromZero[1]).not.toEqual(both[0]);
  dvids.switches.firstUnitPage = 1;
  expect((await get('/service-unit?page=0')).status).toBe(400);
});

test('by switch every page is the first one', async () => {
  dvids.switches.pagesMove = false;
  expect(ids(await get('/author?page=3'))).toEqual(ids(await get('/author?page=1')));
});

test('by switch branches have underscores, ids are numbers, and the rank is a relationship', async () => {
  Object.assign(dvids.switches, { branchSpelling: 'air_force', ids: 'numbers', jobGradeIn: 'relationships' });
  expect(values(await get('/service-unit?abbreviation=86AW'), 'branch')).toEqual(['air_force']);
  const [author] = entries(await get('/author?limit=1'));
  expect(typeof at(author, 'id')).toBe('number');
  expect([at(author, 'attributes.job_grade'), at(author, 'relationships.job_grade')]).toEqual([undefined, { data: null }]);
});

test('by switch errors are HTML, text or nothing', async () => {
  const seen: unknown[] = [];
  for (const shape of ['html', 'text', 'empty'] as const) {
    dvids.switches.errors = shape;
    const { status, headers } = await get('/author/0');
    seen.push([status, headers.get('content-type')]);
  }
  expect(seen).toEqual([[404, 'text/html'], [404, 'text/plain'], [404, null]]);
});

test('publications and graphic categories are listed', async () => {
  expect(values(await get('/publication?title=guidon'), 'title')).toEqual(['The Guidon']);
  expect(values(await get('/graphic-category'), 'name')).toContain('Infographic');
});

test('each VIRIN of an author or unit takes the next number of its day', async () => {
  const { call } = visitor(dvids);
  const author = reference().authors.find(({ visionId }) => visionId !== null);
  const virin = async (path: string, type: string, date: string) => at((await call('POST', path, { data: { type, attributes: { date } } })).body, 'data.attributes.virin');
  const path = `/author/${author?.id ?? ''}/virin`;
  expect(await virin(path, 'author-virin', '2024-10-01T14:30:00+00:00')).toBe(`241001-A-${author?.visionId ?? ''}-1001`);
  expect(await virin(path, 'author-virin', '2024-10-01')).toBe(`241001-A-${author?.visionId ?? ''}-1002`);
  expect(await virin(path, 'author-virin', '2024-10-02')).toBe(`241002-A-${author?.visionId ?? ''}-1001`);
  dvids.switches.virinDigits = 3;
  const unit = reference().units.find(({ abbreviation }) => abbreviation === 'DMA');
  expect(await virin(`/service-unit/${unit?.id ?? ''}/virin`, 'service-unit-virin', '2024-10-01')).toBe('241001-P-DM001-001');
});

test('a VIRIN needs a date, and an author with a VISION id', async () => {
  const { call } = visitor(dvids);
  const [withId, without] = [false, true].map((isNull) => reference().authors.find(({ visionId }) => (visionId === null) === isNull)?.id ?? '');
  const ask = (id: string | undefined, attributes: unknown) => call('POST', `/author/${id ?? ''}/virin`, { data: { type: 'author-virin', attributes } });
  const answers = [await ask(withId, {}), await ask(withId, { date: 'soon' }), await ask(without, { date: '2024-10-01' })];
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
});
