import * as fc from 'fast-check';
import { maxPageSize, pagesFor, settle, sliceOf, type UpstreamPage } from '../../src/domain/page.ts';
import { readSlice, type PageAnswer, type SliceAnswer } from '../../src/loaders/slice.ts';

/** How an upstream pages a list whose items are their own places. */
interface Manners {
  readonly length: number;
  /** The largest page it gives, whatever is asked for. */
  readonly cap: number;
  readonly tellsTotal: boolean;
  /** Whether an answer says which page size was used. */
  readonly tellsPageSize: boolean;
  /** So many items are missing at the end of every page, as where some may not be seen. */
  readonly holes: number;
}

const usual: Manners = { length: 250, cap: maxPageSize, tellsTotal: true, tellsPageSize: true, holes: 0 };

interface Reading extends SliceAnswer<number> {
  readonly calls: readonly UpstreamPage[];
}

async function read(manners: Partial<Manners>, args: Parameters<typeof sliceOf>[0], wantsTotal = false): Promise<Reading> {
  const { length, cap, tellsTotal, tellsPageSize, holes } = { ...usual, ...manners };
  const calls: UpstreamPage[] = [];
  const fetchPage = ({ page, pageSize }: UpstreamPage): Promise<PageAnswer<number>> => {
    calls.push({ page, pageSize });
    const used = Math.min(pageSize, cap);
    const places = Array.from({ length: Math.max(0, Math.min(used, length - page * used)) }, (_, index) => page * used + index);
    const items = holes > 0 ? places.slice(0, Math.max(0, used - holes)) : places;
    return Promise.resolve({ items, total: tellsTotal ? length : null, pageSize: tellsPageSize ? used : null });
  };
  return { ...(await readSlice(sliceOf(args, Number), fetchPage, wantsTotal)), calls };
}

const size = fc.option(fc.nat(300), { nil: undefined });

/** Connection arguments whose cursors are of items that the list has. */
const argumentsFor = (length: number) => {
  const cursor = length === 0 ? fc.constant(undefined) : fc.option(fc.nat(length - 1).map(String), { nil: undefined });
  return fc.record({ first: size, after: cursor, last: size, before: cursor });
};

const asked = fc.nat(450).chain((length) => fc.record({ length: fc.constant(length), args: argumentsFor(length) }));
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

describe('an upstream that tells how long its list is', () => {
  it('is read for exactly the slice, however small its pages turn out to be', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 1, max: maxPageSize }), fc.boolean(), async ({ length, args }, cap, wantsTotal) => {
        const { from, to } = settle(sliceOf(args, Number), length);
        const reading = await read({ length, cap }, args, wantsTotal);
        expect(reading.items).toEqual(range(from, to));
        expect(reading.places).toEqual(range(from, to));
        if (reading.calls.length > 0) expect(reading).toMatchObject({ from, total: length, hasNextPage: to < length });
      }),
      { numRuns: 500 },
    );
  });

  it('is read from the start in no more calls than the slice needs', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ length, args: { first, after, before } }) => {
        const args = { first, after, before };
        const wanted = pagesFor(sliceOf(args, Number)).length;
        const { calls } = await read({ length }, args);
        expect(calls.length).toBeLessThanOrEqual(wanted);
        if (wanted > 0) expect(calls.length).toBeGreaterThanOrEqual(Math.min(1, wanted));
      }),
      { numRuns: 300 },
    );
  });

  it('is read from the end in one call more than the slice needs at most: the one that tells where the end is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(450), fc.integer({ min: 1, max: 300 }), async (length, last) => {
        const { calls } = await read({ length }, { last });
        expect(calls.length).toBeLessThanOrEqual(1 + pagesFor(settle(sliceOf({ last }, Number), length)).length);
        if (length <= maxPageSize) expect(calls).toHaveLength(1);
      }),
    );
  });

  it('is asked for each page once', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 1, max: maxPageSize }), async ({ length, args }, cap) => {
        const { calls } = await read({ length, cap }, args);
        expect(new Set(calls.map(({ page, pageSize }) => `${page} ${pageSize}`)).size).toBe(calls.length);
      }),
    );
  });

  it.each([
    [{ first: 20 }, [{ page: 0, pageSize: 20 }]],
    [{ first: 11, after: '6' }, [{ page: 0, pageSize: 18 }]],
    [{ first: 250 }, [{ page: 0, pageSize: 84 }, { page: 1, pageSize: 84 }, { page: 2, pageSize: 84 }]],
    [{ last: 10 }, [{ page: 0, pageSize: 100 }, { page: 24, pageSize: 10 }]],
    [{ last: 10, before: '60' }, [{ page: 5, pageSize: 10 }]],
  ])('is asked for %j by these pages', async (args, pages) => {
    expect((await read({}, args)).calls).toEqual(pages);
  });

  it('is asked once for what lies wholly behind its end', async () => {
    const reading = await read({ length: 5 }, { first: 10, after: '80' });
    expect(reading).toMatchObject({ items: [], total: 5, hasNextPage: false });
    expect(reading.calls).toHaveLength(1);
  });
});

describe('an empty slice', () => {
  it('makes no call where nothing but its items is wanted', async () => {
    expect(await read({}, { first: 0 })).toMatchObject({ items: [], total: null, hasNextPage: false, calls: [] });
  });

  it('makes the smallest call where the count is wanted', async () => {
    expect(await read({}, { first: 0 }, true)).toMatchObject({ items: [], total: 250, hasNextPage: true, calls: [{ page: 0, pageSize: 1 }] });
  });
});

describe('an upstream that does not tell how long its list is', () => {
  it('is read for exactly the slice all the same, and its count is never a guess', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 10, max: maxPageSize }), async ({ length, args }, cap) => {
        const { from, to } = settle(sliceOf(args, Number), length);
        const reading = await read({ length, cap, tellsTotal: false }, args);
        expect(reading.items).toEqual(range(from, to));
        expect([null, length]).toContain(reading.total);
        // Where the slice ends with a full page nobody can say, and the client finds the next page empty.
        if (to < length && to > from) expect(reading.hasNextPage).toBe(true);
        if (reading.total !== null) expect(reading.hasNextPage).toBe(to < length);
      }),
      { numRuns: 500 },
    );
  });

  it('has no count after a page behind its end', async () => {
    expect(await read({ length: 5, tellsTotal: false }, { first: 10, after: '80' })).toMatchObject({ items: [], total: null, hasNextPage: false });
  });

  it('has a count once its end was seen', async () => {
    expect(await read({ length: 5, tellsTotal: false }, { first: 10 })).toMatchObject({ items: [0, 1, 2, 3, 4], total: 5, hasNextPage: false });
    expect(await read({ length: 200, tellsTotal: false }, { last: 3 })).toMatchObject({ items: [197, 198, 199], total: 200, hasNextPage: false });
  });
});

describe('an upstream that leaves out what may not be seen', () => {
  it('is read to an end, each item in its own place, and no page is asked for again because of a gap', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 1, max: maxPageSize }), fc.integer({ min: 1, max: 5 }), fc.boolean(), async ({ length, args }, cap, holes, tellsTotal) => {
        const { items, places, calls, from } = await read({ length, cap, holes, tellsTotal }, args);
        expect(items).toEqual(places);
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        expect(places.every((place) => place >= from)).toBe(true);
        expect(new Set(calls.map(({ page, pageSize }) => `${page} ${pageSize}`)).size).toBe(calls.length);
      }),
      { numRuns: 300 },
    );
  });

  it('is read on behind the gaps', async () => {
    const { places, calls } = await read({ holes: 2 }, { first: 200 });
    expect(places).toEqual([...range(0, 98), ...range(100, 198)]);
    expect(calls).toHaveLength(2);
  });
});

describe('an upstream that does not tell its page size', () => {
  it('is read for exactly the slice as long as it keeps to the size asked for', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.boolean(), async ({ length, args }, tellsTotal) => {
        const { from, to } = settle(sliceOf(args, Number), length);
        expect((await read({ length, tellsPageSize: false, tellsTotal }, args)).items).toEqual(range(from, to));
      }),
      { numRuns: 300 },
    );
  });
});

it('the end of a list that never ends is not looked for without end', async () => {
  const endless = ({ pageSize }: UpstreamPage): Promise<PageAnswer<number>> => Promise.resolve({ items: range(0, pageSize), total: null, pageSize });
  await expect(readSlice(sliceOf({ last: 5 }, Number), endless, false)).rejects.toMatchObject({ reason: { kind: 'badInput', argument: ['last'] } });
});

it('a failed page fails the slice', async () => {
  let calls = 0;
  const failing = (): Promise<PageAnswer<number>> => {
    calls += 1;
    return calls === 1 ? Promise.resolve({ items: range(0, 100), total: 300, pageSize: 100 }) : Promise.reject(new Error('gone'));
  };
  await expect(readSlice({ from: 0, to: 300, fromEnd: undefined }, failing, false)).rejects.toThrow('gone');
});
