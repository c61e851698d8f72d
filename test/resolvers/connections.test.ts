import { archiveIdOf, type Package } from '../../src/sandbox/collection.ts';
import { startTestGateway, type Answered, type TestGateway } from '../gateway/testGateway.ts';

/** Every list of the graph pages as Relay's specification says, through the network. */

interface Arguments {
  readonly first?: number | undefined;
  readonly after?: string | undefined;
  readonly last?: number | undefined;
  readonly before?: string | undefined;
}

interface Connection {
  readonly totalCount: number;
  readonly nodes: readonly unknown[];
  readonly edges: readonly { readonly cursor: string; readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
}

/** Where a list is in the graph, and all that it holds. */
interface List {
  readonly name: string;
  readonly field: string;
  /** The field's own arguments, with a comma. */
  readonly own?: string;
  readonly item: string;
  readonly parent?: () => string;
  readonly all: () => readonly unknown[];
}

let gateway: TestGateway;
const collection = () => gateway.docbyte.collection;
const big = (): Package => collection().roots.reduce((most, each) => (each.children.length > most.children.length ? each : most));
/** What is ordered before the tests, in this order. */
const ordered = (): Package[] => collection().examples.documents.filter((each) => collection().archives.get(archiveIdOf(each))?.contractId === '2d17').slice(0, 9);
const newestFirst = () => ordered().map((each) => ({ archiveId: archiveIdOf(each) })).toReversed();
const packaged = ({ packageId }: Package) => ({ packageId });

const lists: readonly List[] = [
  { name: 'fileplan', field: 'fileplan', item: 'packageId', all: () => collection().roots.map(packaged) },
  { name: 'children', field: 'children', parent: () => `aip(packageId: "${big().packageId}")`, item: 'packageId', all: () => big().children.map(packaged) },
  {
    name: 'search',
    field: 'search',
    own: 'config: "by-type", filters: [{ filter: "packageType", value: "AIC" }], ',
    item: 'aip { packageId }',
    all: () => [...collection().packages.values()].filter(({ packageType }) => packageType === 'AIC').map((each) => ({ aip: packaged(each) })),
  },
  { name: 'disseminations', field: 'disseminations', item: 'archiveId', all: newestFirst },
  { name: 'disseminations of a contract', field: 'disseminations', own: 'contractId: "2D17", phase: IN_PROGRESS, ', item: 'archiveId', all: newestFirst },
];

beforeAll(async () => {
  gateway = await startTestGateway({}, { dps: { switches: { stepMs: Infinity } } });
  for (const each of ordered()) {
    const { errors } = await gateway.ask('mutation($id: ID!) { requestDissemination(input: { archiveId: $id }) { alreadyInProgress } }', { id: archiveIdOf(each) });
    expect(errors).toEqual([]);
  }
});
afterAll(() => gateway.stop());

/** Asks for several pages of a list in one operation, as `page0`, `page1` … */
function askFor({ field, own = '', item, parent }: List, pages: readonly Arguments[]): Promise<Answered> {
  const fields = pages.map((page, index) => {
    const args = own + Object.entries(page).map(([name, value]) => `${name}: ${JSON.stringify(value ?? null)}`).join(', ');
    return `page${index}: ${field}${args && `(${args})`} { totalCount nodes { ${item} } edges { cursor node { ${item} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
  });
  return gateway.ask(parent ? `{ ${parent()} { ${fields.join('\n')} } }` : `{ ${fields.join('\n')} }`);
}

async function read(list: List, ...pages: readonly Arguments[]): Promise<Connection[]> {
  const { data, errors } = await askFor(list, pages);
  expect(errors).toEqual([]);
  const found = (list.parent ? Object.values(data ?? {})[0] : data) as Record<string, Connection>;
  return pages.map((_, index) => found[`page${index}`] as Connection);
}

/** The errors of one page. */
async function refusals(list: List, page: Arguments) {
  const { errors } = await askFor(list, [page]);
  return errors.map(({ message, extensions: { code, argument, retryable } }) => ({ message, code, argument, retryable }));
}

/** Every combination of a few sizes and places, each left out too. */
function combinations(cursors: readonly string[]): Arguments[] {
  const places = [undefined, cursors[1], cursors.at(-2)];
  const sizes = [undefined, 0, 2, 1_000];
  return sizes.flatMap((first) => places.flatMap((after) => sizes.flatMap((last) => places.map((before) => ({ first, after, last, before })))));
}

/** The slice of Relay's algorithm. */
function sliceOf(cursors: readonly string[], { first, after, last, before }: Arguments): { from: number; to: number } {
  let from = after === undefined ? 0 : cursors.indexOf(after) + 1;
  let to = Math.max(from, before === undefined ? cursors.length : cursors.indexOf(before));
  to = Math.min(to, from + (first ?? (last === undefined ? 20 : Infinity)));
  if (last !== undefined) from = Math.max(from, to - last);
  return { from, to };
}

describe.each(lists)('$name', (list) => {
  let all: readonly unknown[];
  let cursors: readonly string[];
  beforeAll(async () => {
    all = list.all();
    const [whole] = await read(list, { first: 1_000 });
    expect(whole?.nodes).toEqual(all);
    cursors = whole?.edges.map(({ cursor }) => cursor) ?? [];
    expect(new Set(cursors).size).toBe(all.length);
  });

  it('holds enough for the tests to mean something', () => {
    expect(all.length).toBeGreaterThan(8);
  });

  it('gives the first twenty when it is asked for nothing', async () => {
    const [page] = await read(list, {});
    expect(page?.nodes).toEqual(all.slice(0, 20));
  });

  it('gives the slice of every combination of first, after, last and before, in nodes and edges alike', async () => {
    const pages = combinations(cursors);
    for (let start = 0; start < pages.length; start += 64) {
      const asked = pages.slice(start, start + 64);
      for (const [index, page] of (await read(list, ...asked)).entries()) {
        const args = asked[index] ?? {};
        const { from, to } = sliceOf(cursors, args);
        const slice = { nodes: all.slice(from, to), cursors: cursors.slice(from, to) };
        expect({ args, nodes: page.nodes, cursors: page.edges.map(({ cursor }) => cursor) }).toEqual({ args, ...slice });
        expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
        expect(page.totalCount).toBe(all.length);
        expect(page.pageInfo).toMatchObject({ startCursor: slice.cursors[0] ?? null, endCursor: slice.cursors.at(-1) ?? null });
        // Of an empty page each list may say what it knows.
        if (to > from) expect({ args, ...page.pageInfo }).toMatchObject({ args, hasNextPage: to < all.length, hasPreviousPage: from > 0 });
      }
    }
  });

  it('is read to its end page by page, each item once, also when the size changes on the way', async () => {
    const seen: unknown[] = [];
    const sizes = [3, 7, 1, 400];
    let after: string | undefined;
    for (let turn = 0; turn === 0 || after !== undefined; turn++) {
      const [page] = await read(list, { first: sizes[turn % sizes.length], after });
      seen.push(...(page?.nodes ?? []));
      after = page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
    }
    expect(seen).toEqual(all);
  });

  it('is read back to its start in the same way', async () => {
    const seen: unknown[] = [];
    let before: string | undefined;
    do {
      const [page] = await read(list, { last: 400, before });
      seen.unshift(...(page?.nodes ?? []));
      before = page?.pageInfo.hasPreviousPage ? (page.pageInfo.startCursor ?? undefined) : undefined;
    } while (before !== undefined);
    expect(seen).toEqual(all);
  });

  it.each([
    [{ first: -1 }, ['first'], '`first` must not be negative.'],
    [{ first: 1_001 }, ['first'], '`first` must be 1,000 or less.'],
    [{ last: -1 }, ['last'], '`last` must not be negative.'],
    [{ last: 1_001 }, ['last'], '`last` must be 1,000 or less.'],
  ])('refuses %j, naming the argument', async (args, argument, message) => {
    expect(await refusals(list, args)).toEqual([{ code: 'BAD_USER_INPUT', argument, message, retryable: false }]);
  });

  it.each([['after'], ['before']] as const)('refuses what is no cursor of this list as `%s`', async (argument) => {
    const others = lists.filter((each) => each !== list);
    const [foreign] = await read(others[0] as List, { first: 1 });
    for (const cursor of ['', 'nonsense', foreign?.pageInfo.endCursor ?? '']) {
      expect(await refusals(list, { [argument]: cursor })).toEqual([expect.objectContaining({ code: 'CURSOR_INVALID', retryable: false })]);
    }
  });
});

it('a cursor is good for its own list only: another parent, other conditions, another filter refuse it', async () => {
  const [, children, search, disseminations] = lists as [List, List, List, List];
  const [first, second] = collection().roots as [Package, Package];
  const under = ({ packageId }: Package): List => ({ ...children, parent: () => `aip(packageId: "${packageId}")` });
  const pairs: [List, List][] = [
    [under(first), under(second)],
    [search, { ...search, own: 'config: "by-type", filters: [{ filter: "packageType", value: "AIP" }], ' }],
    [disseminations, { ...disseminations, own: 'archiveId: "a", ' }],
  ];
  for (const [list, other] of pairs) {
    const [page] = await read(list, { first: 1 });
    expect(await refusals(other, { after: page?.pageInfo.endCursor ?? '' })).toEqual([expect.objectContaining({ code: 'CURSOR_INVALID' })]);
  }
});

it('a page of what does not exist is empty, or its parent is null', async () => {
  const { data, errors } = await gateway.ask(`{
    aip(packageId: "nobody") { children { nodes { id } } }
    disseminations(archiveId: "nobody") { totalCount nodes { id } pageInfo { hasNextPage startCursor } }
    search(config: "titles", filters: [{ filter: "dc:title", value: "no such title" }]) { totalCount nodes { aip { id } } pageInfo { hasNextPage endCursor } }
  }`);
  expect({ data, errors }).toEqual({
    errors: [],
    data: {
      aip: null,
      disseminations: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, startCursor: null } },
      search: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
    },
  });
});
