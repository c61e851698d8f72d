import { makeCollection, type Package } from '../../src/sandbox/collection.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/** The fewest calls each upstream allows: product contract, guarantee 1. */

const collection = makeCollection();
// A file plan with twenty roots, so that the documented figures can be met: every first child of a root becomes one too.
const roots: Package[] = [...collection.roots, ...collection.roots.flatMap((root) => root.children)].slice(0, 20);
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({}, { docbyte: { collection: { ...collection, roots } } });
});
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.docbyte.reset();
  gateway.dps.reset();
});

/** The calls of the last operation, as `METHOD path?query [enrichers]`, without logging in. */
function calls(): string[] {
  return gateway.docbyte.calls
    .filter(({ route }) => route !== 'token')
    .map(({ path, search, headers }) => `${decodeURIComponent(path.slice(new URL(gateway.docbyte.baseUrl).pathname.length))}${search && `?${search}`}${headers['enrichers'] ? ` [${String(headers['enrichers'])}]` : ''}`);
}

async function data(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const answer = await gateway.ask(query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data ?? {};
}

const leaf = [...collection.packages.values()].find((each) => each.children.length === 0 && each.parent?.parent) as Package;
const big = collection.roots.reduce((most, each) => (each.children.length > most.children.length ? each : most));

test('what is not selected is not asked for: no enrichers, no header', async () => {
  await data('query($id: ID!) { aip(packageId: $id) { packageId title representations { data { url } } } }', { id: leaf.packageId });
  expect(calls()).toEqual([`/aip/${leaf.packageId}`]);
});

test('a page of 50 with metadata and breadcrumb is one call', async () => {
  const query = 'query($id: ID!) { node(id: $id) { ... on Aip { children(first: 50) { nodes { title metadata { schema } breadcrumb { title } } } } } }';
  await data(query, { id: Buffer.from(`Aip:${big.packageId}`).toString('base64url') });
  expect(calls()).toEqual([`/aip/${big.packageId}`, expect.stringMatching(/^\/fileplan\/.*page=0&pageSize=50 \[metadata,breadcrumb\]$/)]);
});

test('three aliases of one package with different extras are one call with their union', async () => {
  const answer = await data(
    `query($id: ID!) { a: aip(packageId: $id) { metadata { schema } } b: aip(packageId: $id) { ...crumbs } c: aip(packageId: $id) { permissions title } }
     fragment crumbs on Aip { breadcrumb { title } }`,
    { id: leaf.packageId },
  );
  expect(calls()).toEqual([`/aip/${leaf.packageId} [permissions,metadata,breadcrumb]`]);
  expect(answer).toMatchObject({ a: { metadata: { schema: expect.any(String) } }, b: { breadcrumb: expect.any(Array) }, c: { title: expect.anything() } });
});

test('20 roots with 3 children each are 21 calls', async () => {
  await data('{ fileplan(first: 20) { nodes { title children(first: 3) { nodes { title } } } } }');
  expect(calls()).toHaveLength(21);
});

test('parents and breadcrumbs that are shared are read once', async () => {
  await data('query($id: ID!) { aip(packageId: $id) { children(first: 30) { nodes { parent { title } breadcrumb { aip { title } } } } } }', { id: big.packageId });
  // The package itself was read with the operation, so nothing but the list is left.
  expect(calls()).toHaveLength(2 + new Set(big.children[0] === undefined ? [] : ancestors(big.children[0]).filter((id) => id !== big.packageId)).size);
});

test('the same page under two aliases with different extras is one call', async () => {
  await data('{ a: fileplan(first: 5) { nodes { title } } b: fileplan(first: 5) { nodes { permissions } } }');
  expect(calls()).toEqual(['/fileplan?page=0&pageSize=5 [permissions]']);
});

test('@skip and @include decide, with the variables of each request', async () => {
  const query = 'query($id: ID!, $with: Boolean!) { aip(packageId: $id) { title metadata @include(if: $with) { schema } ... @skip(if: $with) { permissions } } }';
  await data(query, { id: leaf.packageId, with: true });
  await data(query, { id: leaf.packageId, with: false });
  await data(query, { id: leaf.packageId, with: true });
  expect(calls().map((call) => call.split(' ')[1])).toEqual(['[metadata]', '[permissions]', '[metadata]']);
});

test("a representation's metadata asks for metadata, the representation alone does not", async () => {
  await data('query($id: ID!) { aip(packageId: $id) { representations { representationId } } }', { id: leaf.packageId });
  await data('query($id: ID!) { aip(packageId: $id) { representations { metadata { schema } } } }', { id: leaf.packageId });
  expect(calls()).toEqual([`/aip/${leaf.packageId}`, `/aip/${leaf.packageId} [metadata]`]);
});

test('a slice that begins anywhere is read in the fewest pages', async () => {
  const first = await data('query($id: ID!) { aip(packageId: $id) { children(first: 7) { pageInfo { endCursor } } } }', { id: big.packageId });
  const cursor = (first as { aip: { children: { pageInfo: { endCursor: string } } } }).aip.children.pageInfo.endCursor;
  gateway.docbyte.reset();
  const second = await data('query($id: ID!, $after: String) { aip(packageId: $id) { children(first: 11, after: $after) { nodes { packageId } } } }', { id: big.packageId, after: cursor });
  expect(gateway.docbyte.count('children')).toBe(1);
  const wanted = big.children.slice(7, 18).map(({ packageId }) => ({ packageId }));
  expect(second).toEqual({ aip: { children: { nodes: wanted } } });
});

test('a search asks its configuration once and answers later searches from the cache', async () => {
  const query = '{ search(config: "titles", filters: [{ filter: "title", value: "%minutes%" }], first: 3) { totalCount nodes { aip { title } columns { label value dataType } } } }';
  const config = await data('{ searchConfig(name: "titles") { filters { filterName operator } } }');
  const filter = (config as { searchConfig: { filters: { filterName: string }[] } }).searchConfig.filters[0]?.filterName ?? '';
  gateway.docbyte.reset();
  await data(query.replace('"title"', JSON.stringify(filter)));
  expect(calls()).toEqual([expect.stringMatching(/^\/search\/titles\?.*\[searchcolumns\]$/)]);
});

test("a search's columns are asked for with the search alone, and only where their values are selected", async () => {
  const search = (selection: string) => `{ search(config: "titles", first: 1) { nodes { ${selection} } } }`;
  await data(search('columns { xpath label dataType } aip { title }'));
  await data(search('columns { value } aip { packageId breadcrumb { aip { permissions } } }'));
  const [plain, ...others] = calls();
  expect(plain).toBe('/search/titles?page=0&pageSize=1');
  expect(others[0]).toBe('/search/titles?page=0&pageSize=1 [breadcrumb,searchcolumns]');
  // The found package itself among them, whose permissions the search did not bring.
  expect(others.slice(1)).toEqual(expect.arrayContaining([expect.stringMatching(/^\/aip\/.+ \[permissions,breadcrumb\]$/)]));
  expect(others.slice(1).filter((call) => call.includes('searchcolumns'))).toEqual([]);
});

test('identical operations at the same time share their calls', async () => {
  const query = 'query($id: ID!) { aip(packageId: $id) { title } }';
  gateway.docbyte.misbehave({ match: 'aip', how: { kind: 'latency', ms: 100 } });
  await Promise.all(Array.from({ length: 10 }, () => data(query, { id: leaf.packageId })));
  expect(gateway.docbyte.count('aip')).toBe(1);
});

function ancestors(package_: Package): string[] {
  return package_.parent ? [...ancestors(package_.parent), package_.parent.packageId] : [];
}
