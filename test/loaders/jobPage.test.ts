import * as fc from 'fast-check';
import { defaultFirst, type ConnectionArguments } from '../../src/domain/page.ts';
import { pageCursor } from '../../src/domain/pageCursor.ts';
import { jobPage, type JobList } from '../../src/loaders/jobPage.ts';

interface Job {
  readonly createdPosition: bigint;
}

/** Jobs created at these positions, listed as the ledger lists them, with what was asked of it. */
function listOf(positions: readonly number[]): JobList<Job> & { readonly looks: string[] } {
  const newestFirst = positions.toSorted((a, b) => b - a);
  const looks: string[] = [];
  return {
    looks,
    list: ({ limit, after, before, reverse = false }) => {
      looks.push('list');
      const between = newestFirst.filter((position) => (after === undefined || position < after) && (before === undefined || position > before));
      const taken = reverse ? between.slice(Math.max(0, between.length - limit)) : between.slice(0, limit);
      return Promise.resolve(taken.map((position) => ({ createdPosition: BigInt(position) })));
    },
    count: () => {
      looks.push('count');
      return Promise.resolve(newestFirst.length);
    },
  };
}

const cursor = pageCursor('jobs');
const page = (list: JobList<Job>, args: ConnectionArguments) => jobPage('jobs', list, args);
const positionsOf = (nodes: readonly Job[]) => nodes.map(({ createdPosition }) => Number(createdPosition));

/** Relay's algorithm over the whole list. */
function relayPage(positions: readonly number[], { first, after, last, before }: ConnectionArguments) {
  const all = positions.toSorted((a, b) => b - a);
  let nodes = all.filter((position) => (after == null || position < cursor.decode(after)) && (before == null || position > cursor.decode(before)));
  const count = first ?? (last == null ? defaultFirst : undefined);
  if (count !== undefined) nodes = nodes.slice(0, count);
  if (last != null) nodes = nodes.slice(Math.max(0, nodes.length - last));
  return { nodes, hasNextPage: all.indexOf(nodes.at(-1) ?? -1) < all.length - 1, hasPreviousPage: all.indexOf(nodes[0] ?? -1) > 0 };
}

const asked = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 60 }).chain((positions) => {
  const place = positions.length === 0 ? fc.constant(undefined) : fc.option(fc.constantFrom(...positions).map((position) => cursor.encode(position)), { nil: undefined });
  const size = fc.option(fc.nat(70), { nil: undefined });
  return fc.record({ positions: fc.constant(positions), args: fc.record({ first: size, after: place, last: size, before: place }) });
});

it("is the page that Relay's algorithm gives, newest first, in one look at the ledger", async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ positions, args }) => {
      const list = listOf(positions);
      const { nodes, hasNextPage, hasPreviousPage } = await page(list, args);
      const wanted = relayPage(positions, args);
      expect(positionsOf(nodes)).toEqual(wanted.nodes);
      if (nodes.length > 0) expect({ hasNextPage, hasPreviousPage }).toEqual({ hasNextPage: wanted.hasNextPage, hasPreviousPage: wanted.hasPreviousPage });
      expect(list.looks).toEqual(['list']);
    }),
    { numRuns: 1_000 },
  );
});

it('has cursors that lead to the next page, and back', async () => {
  const list = listOf([1, 2, 3, 4, 5]);
  const newest = await page(list, { first: 2 });
  const next = await page(list, { first: 2, after: newest.cursorAt(1) });
  const back = await page(list, { last: 2, before: next.cursorAt(0) });
  expect([newest, next, back].map(({ nodes }) => positionsOf(nodes))).toEqual([[5, 4], [3, 2], [5, 4]]);
});

it('keeps its place while newer jobs come in', async () => {
  const newest = await page(listOf([1, 2, 3]), { first: 1 });
  expect(positionsOf((await page(listOf([1, 2, 3, 4, 5]), { first: 5, after: newest.cursorAt(0) })).nodes)).toEqual([2, 1]);
});

it('counts only when it is asked to', async () => {
  const list = listOf([1, 2, 3]);
  const { totalCount } = await page(list, { first: 1 });
  expect(list.looks).toEqual(['list']);
  expect(typeof totalCount === 'function' ? await totalCount() : totalCount).toBe(3);
});

it('refuses sizes out of range and cursors of other lists before it looks at anything', async () => {
  const list = listOf([1]);
  await expect(page(list, { first: -1 })).rejects.toMatchObject({ reason: { kind: 'badInput', argument: ['first'] } });
  await expect(page(list, { last: 1_001 })).rejects.toMatchObject({ reason: { kind: 'badInput', argument: ['last'] } });
  await expect(page(list, { after: pageCursor('others').encode(1) })).rejects.toMatchObject({ reason: { kind: 'cursorInvalid' } });
  expect(list.looks).toEqual([]);
});
