import { request } from 'node:http';
import type { Fault } from '../../src/sandbox/simulatorFaults.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/**
 * Known operations are answered by a plan, all others by Apollo Server: whatever is asked, both ways answer the same bytes,
 * headers and status. A text that was never sent before (a comment at its end sees to that) goes through Apollo Server; one
 * that was carried out before is known.
 */

const page = 'https://pages.example';
let gateway: TestGateway;
let ids: Record<string, string>;
let unheardOf = 0;

beforeAll(async () => {
  gateway = await startTestGateway({ CORS_ORIGINS: page });
  const { documents, photographs } = gateway.docbyte.collection.examples;
  const [leaf, other] = [documents[0], photographs[0]];
  ids = { leaf: leaf?.packageId ?? '', other: other?.packageId ?? '', parent: leaf?.parent?.packageId ?? '', missing: 'no-such-package' };
  ids['node'] = Buffer.from(`Aip:${ids['leaf']}`).toString('base64url');
  ids['archive'] = Buffer.from('Archive:a-1').toString('base64url');
  // One order, so that there is a job to show, and one call each, so that no login falls into a comparison.
  const ordered = await gateway.ask('mutation($id: ID!) { requestDissemination(input: { packageId: $id }) { dissemination { id disseminationId } } }', { id: ids['leaf'] });
  expect(ordered.errors).toEqual([]);
});
afterAll(() => gateway.stop());
afterEach(() => {
  gateway.docbyte.behave();
  gateway.dps.behave();
});

interface Sent {
  readonly method?: 'GET' | 'POST';
  readonly search?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** All that comes back, but for what is another each time: the date, and the id of the request wherever it stands. */
function send({ method = 'POST', search = '', headers = {}, body }: Sent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const sent = request(`${gateway.localUrl}/graphql${search}`, { method, agent: false, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const head = response.rawHeaders.map((each, index, all) => (all[index - 1] === 'Date' ? '-' : each));
      const requestId = String(response.headers['x-request-id']);
      resolve([response.statusCode, ...head, '', inOrder(Buffer.concat(chunks).toString())].join('\n').replaceAll(requestId, 'REQUEST'));
    });
  });
  sent.on('error', reject).end(body);
  return promise;
}

/** Which of several calls an upstream refuses first is its own affair: errors in the order of their places. */
function inOrder(body: string): string {
  if (!body.includes('"errors":[')) return body;
  const { errors, ...rest }: { readonly errors: readonly { readonly path?: readonly unknown[] }[] } = JSON.parse(body);
  const placeOf = ({ path }: { readonly path?: readonly unknown[] }) => JSON.stringify(path ?? []);
  return `${JSON.stringify({ errors: errors.toSorted((a, b) => placeOf(a).localeCompare(placeOf(b))), ...rest })}${body.endsWith('\n') ? '\n' : ''}`;
}

async function answeredByPlan(): Promise<number> {
  const text = await (await fetch(`${gateway.localUrl}/metrics`)).text();
  return Number(/^fonds_known_operations_total (\d+)$/m.exec(text)?.[1]);
}

interface Operation {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
}

/** Sends an operation both ways. `known` says whether a plan answered the text that had been sent before. */
async function bothWays({ query, variables, operationName, headers = {}, fault }: Operation): Promise<{ apollo: string; again: string; known: boolean }> {
  const asked = (text: string) => {
    if (fault) gateway.docbyte.misbehave({ match: 'aip', times: Infinity, how: fault });
    return send({ headers, body: JSON.stringify({ query: text, variables, operationName }) }).finally(() => gateway.docbyte.behave());
  };
  await asked(query);
  const apollo = await asked(`${query}\n# ${++unheardOf}`);
  const before = await answeredByPlan();
  const again = await asked(query);
  return { apollo, again, known: (await answeredByPlan()) > before };
}

const everything = `query($leaf: ID!) { aip(packageId: $leaf) { id packageId packageType title permissions
  metadata { schema fields entries { name value } title: value(name: "dc:title") none: value(name: "no:such") }
  pluginReports { executionDate pluginName message status upstreamStatus } breadcrumb { title packageId aip { packageId title } }
  representations { representationId metadata { schema } data { format } } parent { title } children { totalCount nodes { title } }
  archiveId archive { id archiveId aip { title } } disseminations { totalCount nodes { status phase progress archiveId } } } }`;

type Variables = Readonly<Record<string, unknown>>;

const carriedOut: readonly { readonly name: string; readonly query: string; readonly variables?: Variables }[] = [
  { name: 'a page of the file plan', query: '{ fileplan(first: 3) { totalCount nodes { packageId title } } }' },
  { name: 'everything of a package', query: everything },
  { name: 'packages of a breadcrumb, read once', query: '{ fileplan(first: 5) { nodes { children(first: 2) { nodes { breadcrumb { title aip { title packageId } } parent { packageId } } } } } }' },
  { name: 'aliases with different extras', query: 'query($leaf: ID!, $other: ID!) { a: aip(packageId: $leaf) { metadata { schema } } b: aip(packageId: $other) { permissions } c: aip(packageId: $leaf) { title } }' },
  { name: 'fields asked for twice, merged', query: 'query($leaf: ID!) { aip(packageId: $leaf) { title metadata { schema } title metadata { fields } } aip(packageId: $leaf) { packageId } }' },
  { name: 'named, nested and inline fragments', query: 'query($leaf: ID!) { aip(packageId: $leaf) { ...a ... { packageId } ... on Node { id } } } fragment a on Aip { title ...b } fragment b on Aip { packageType ...c } fragment c on Node { id }' },
  { name: 'what is included and what is skipped', query: 'query($leaf: ID!, $yes: Boolean!, $no: Boolean!) { aip(packageId: $leaf) { title @include(if: $yes) packageId @skip(if: $yes) ...a @include(if: $no) } } fragment a on Aip { permissions }', variables: { yes: true, no: false } },
  { name: 'the same conditions the other way round', query: 'query($leaf: ID!, $yes: Boolean!, $no: Boolean!) { aip(packageId: $leaf) { title @include(if: $yes) packageId @skip(if: $yes) ...a @include(if: $no) } } fragment a on Aip { permissions }', variables: { yes: false, no: true } },
  { name: 'conditions with a default', query: 'query($leaf: ID!, $all: Boolean = false) { aip(packageId: $leaf) { title permissions @include(if: $all) } }' },
  { name: 'a literal condition', query: 'query($leaf: ID!) { aip(packageId: $leaf) { title @skip(if: true) packageId @include(if: true) } }' },
  { name: 'a selection that is skipped altogether', query: 'query($leaf: ID!) { aip(packageId: $leaf) @skip(if: true) { title } __typename }' },
  { name: 'variables within literals', query: 'query($word: String!) { search(config: "fulltext", filters: [{ filter: "ecm_fulltext", value: $word }], first: 3) { totalCount nodes { aip { title } columns { label value } } } }', variables: { word: 'lighthouse' } },
  { name: 'variables that are lists of objects', query: 'query($filters: [SearchFilterInput!]) { search(config: "fulltext", filters: $filters, first: 2) { nodes { aip { packageId } } } }', variables: { filters: [{ filter: 'ecm_fulltext', value: 'harbour' }] } },
  { name: 'defaults of variables', query: 'query($first: Int = 2) { fileplan(first: $first) { nodes { title } } }' },
  { name: 'null over a default', query: 'query($first: Int = 2) { fileplan(first: $first) { nodes { packageId } } }', variables: { first: null } },
  { name: 'several packages, one of them missing', query: 'query($leaf: ID!, $missing: ID!) { aips(packageIds: [$leaf, $missing, $leaf]) { title } none: aip(packageId: $missing) { title } }' },
  { name: 'nodes of several types, some unknown', query: 'query($node: ID!, $archive: ID!) { nodes(ids: [$node, "nonsense", $archive]) { __typename id ... on Aip { title } ... on Archive { archiveId } } node(id: $archive) { __typename ...a } } fragment a on Archive { archiveId }' },
  { name: 'edges, cursors and pages from the end', query: '{ fileplan(last: 2) { edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } none: fileplan(first: 0) { totalCount nodes { title } pageInfo { endCursor } } }' },
  { name: 'configurations of searches', query: '{ searchConfigs { name limit columns { xpath dataType sortable } filters { filterName operator fields } } searchConfig(name: "no-such") { name } }' },
  { name: 'jobs and who asks', query: '{ viewer { subject roles contracts { contractId } } disseminations(first: 2) { totalCount nodes { __typename id archiveId phase } } sources { source configured } }' },
  { name: 'the schema itself', query: '{ __schema { queryType { name } types { kind name fields(includeDeprecated: true) { name args { name defaultValue } type { name ofType { name } } } enumValues { name } possibleTypes { name } } directives { name locations } } __type(name: "Aip") { interfaces { name } } no: __type(name: "No") { name } }' },
  { name: 'names that objects inherit', query: 'query($leaf: ID!) { constructor: aip(packageId: $leaf) { toString: title hasOwnProperty: packageId } }' },
];

test.each(carriedOut)('$name: answered the same by a plan', async ({ query, variables }) => {
  const { apollo, again, known } = await bothWays({ query, variables: { ...ids, ...variables } });
  expect(known).toBe(true);
  expect(again).toBe(apollo);
  expect(again).toMatch(/^200\n/);
});

const partial: readonly (readonly [string, Operation & { readonly variables?: Variables }])[] = [
  ['an argument out of range beside a good one', { query: '{ fileplan(first: -1) { nodes { title } } good: fileplan(first: 1) { nodes { title } } }' }],
  ['arguments out of range in a list', { query: '{ fileplan(first: 3) { nodes { title children(first: 1001) { totalCount } } } }' }],
  ['a cursor of another list', { query: '{ fileplan(after: "bm8") { nodes { title } } __typename }' }],
  ['a search that nobody knows', { query: '{ search(config: "no-such") { totalCount } viewer { subject } }' }],
  ['a list of ids that is too long', { query: 'query($many: [ID!]!) { nodes(ids: $many) { id } }', variables: { many: Array.from({ length: 101 }, () => 'x') } }],
  ['a source that is not allowed', { query: 'query($leaf: ID!) { aip(packageId: $leaf) { title } fileplan(first: 1) { nodes { title } } }', fault: { kind: 'status', status: 403 } }],
  ['packages that cannot be read, in a list', { query: 'query($leaf: ID!, $other: ID!) { aips(packageIds: [$leaf, $other]) { title } }', fault: { kind: 'status', status: 409, shape: 'html' } }],
  ['a parent that cannot be read, deep down', { query: '{ fileplan(first: 2) { nodes { children(first: 1) { nodes { title parent { permissions } breadcrumb { aip { metadata { schema } } } } } } } }', fault: { kind: 'status', status: 422 } }],
  ['an answer that cannot be read', { query: 'query($leaf: ID!) { aip(packageId: $leaf) { title } }', fault: { kind: 'invalidJson' } }],
  ['a source that asks for patience', { query: 'query($leaf: ID!) { aip(packageId: $leaf) { packageId } }', fault: { kind: 'throttle', retryAfter: 60 } }],
];

test.each(partial)('%s: the same errors by a plan', async (_name, operation) => {
  const { apollo, again, known } = await bothWays({ ...operation, variables: { ...ids, ...operation.variables } });
  expect(known).toBe(true);
  expect(again).toBe(apollo);
  expect(again).toContain('"errors":[');
});

const refused: readonly (readonly [string, Operation])[] = [
  ['a document that cannot be parsed', { query: '{ fileplan(first: ) { totalCount } }' }],
  ['a field that does not exist', { query: '{ fileplan { nothing } }' }],
  ['a variable that is missing', { query: 'query($id: ID!) { aip(packageId: $id) { title } }' }],
  ['a variable of another type', { query: 'query($first: Int!) { fileplan(first: $first) { totalCount } }', variables: { first: 'three' } }],
  ['variables that are a list', { query: '{ fileplan(first: 1) { totalCount } }', variables: [1] }],
  ['variables that are a text', { query: '{ fileplan(first: 1) { totalCount } }', variables: '{}' }],
  ['an operation that is not in the document', { query: 'query A { fileplan(first: 1) { totalCount } }', operationName: 'B' }],
  ['a name that is no text', { query: 'query A { fileplan(first: 1) { totalCount } }', operationName: 1 }],
  ['an operation left unsaid', { query: 'query A { fileplan(first: 1) { totalCount } } query B { __typename }' }],
  ['an operation that costs too much', { query: '{ fileplan(first: 1000) { nodes { children(first: 1000) { nodes { children(first: 1000) { nodes { title } } } } } } }' }],
  ['a condition that is null', { query: 'query($leaf: ID, $if: Boolean = true) { aip(packageId: "x") { title @include(if: $if) } }', variables: { if: null } }],
  ['a mutation', { query: 'mutation { requestDissemination(input: { archiveId: "x", priority: 1000 }) { alreadyInProgress } }' }],
  ['a subscription', { query: 'subscription { disseminationUpdated(disseminationId: "x") { cursor } }' }],
  ['a name that no object can hold', { query: '{ __proto__: __typename }' }],
];

test.each(refused)('%s: never answered by a plan, and the same each time', async (_name, operation) => {
  const { apollo, again, known } = await bothWays(operation);
  expect(known).toBe(false);
  expect(again).toBe(apollo);
});

test('a document that is known by one name is not known by another', async () => {
  const query = 'query A { a: __typename } query B { b: __typename }';
  expect((await bothWays({ query, operationName: 'A' })).known).toBe(true);
  const { apollo, again, known } = await bothWays({ query, operationName: 'B' });
  expect(known).toBe(true);
  expect(again).toBe(apollo);
  expect(again).toContain('{"b":"Query"}');
});

test('known with one set of variables, refused with another', async () => {
  const query = 'query($first: Int!) { fileplan(first: $first) { nodes { children(first: $first) { nodes { children(first: 1000) { nodes { title } } } } } } }';
  expect((await bothWays({ query, variables: { first: 1 } })).known).toBe(true);
  for (const first of [1000, 'three', null]) {
    const { apollo, again, known } = await bothWays({ query, variables: { first } });
    expect(known).toBe(false);
    expect(again).toBe(apollo);
  }
});

const accepts = ['*/*', 'application/json', 'application/graphql-response+json', 'application/graphql-response+json, application/json;q=0.9', 'application/json;q=0.5, application/graphql-response+json;q=0.4', 'text/html, */*;q=0.1'];

test.each(accepts)('with Accept: %s', async (accept) => {
  for (const query of ['query Accept { fileplan(first: 1) { nodes { title } } }', 'query Accept { fileplan(first: -1) { nodes { title } } }']) {
    const { apollo, again, known } = await bothWays({ query, headers: { accept } });
    expect(known).toBe(true);
    expect(again).toBe(apollo);
  }
});

test.each([
  ['from a page of ours', { origin: page }, true],
  ['with an Accept that nothing fits', { accept: 'image/png' }, false],
  ['as GraphQL JSON', { 'content-type': 'application/graphql+json' }, true],
  ['with a charset', { 'content-type': 'application/json; charset=utf-8' }, true],
  ['as plain text', { 'content-type': 'text/plain' }, false],
] as const)('sent %s', async (_name, headers, planned) => {
  const { apollo, again, known } = await bothWays({ query: 'query Headers { fileplan(first: 1) { nodes { title } } }', headers });
  expect(known).toBe(planned);
  expect(again).toBe(apollo);
});

test.each([
  ['GET', { method: 'GET', search: '?query=%7B__typename%7D', headers: { 'graphql-require-preflight': '1' } }],
  ['a batch', { body: '[{"query":"{ __typename }"}]' }],
  ['no query', { body: '{"variables":{}}' }],
  ['a hash that nobody knows', { body: '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}' }],
  ['a query with a hash that is not its own', { body: '{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}' }],
  ['extensions that are a text', { body: '{"query":"{ __typename }","extensions":"x"}' }],
] as const)('%s goes through Apollo Server, also when its text is known', async (_name, sent) => {
  await bothWays({ query: '{ __typename }' });
  await bothWays({ query: '{__typename}' });
  const before = await answeredByPlan();
  const answers = [await send(sent), await send(sent)];
  expect(await answeredByPlan()).toBe(before);
  expect(answers[0]).toBe(answers[1]);
});
