import * as fc from 'fast-check';
import { Failure } from '../../src/domain/failure.ts';
import { defaultFirst, maxFirst, maxPageSize, pagesFor, settle, sliceOf, type ConnectionArguments, type Slice } from '../../src/domain/page.ts';

/** Cursors are plain offsets here. */
const decode = (cursor: string): number => Number(cursor);

/** Relay's algorithm, word for word, over a list that is all there. */
function relaySlice(length: number, { first, after, last, before }: ConnectionArguments): number[] {
  let places = Array.from({ length }, (_, place) => place);
  if (after != null) places = places.filter((place) => place > decode(after));
  if (before != null) places = places.filter((place) => place < decode(before));
  const count = first ?? (last == null ? defaultFirst : undefined);
  if (count !== undefined) places = places.slice(0, count);
  if (last != null) places = places.slice(Math.max(0, places.length - last));
  return places;
}

/** The fewest pages of one size that cover a slice, and the smallest such size, by trying them all. */
function fewestPages({ from, to }: Slice, largest: number): { count: number; pageSize: number } {
  const sizes = Array.from({ length: largest }, (_, index) => index + 1);
  const tried = sizes.map((pageSize) => ({ pageSize, count: Math.ceil(to / pageSize) - Math.floor(from / pageSize) }));
  return tried.reduce((best, each) => (each.count < best.count ? each : best));
}

const cursor = fc.option(fc.nat(1_200).map(String), { nil: undefined });
const size = fc.option(fc.nat(maxFirst), { nil: undefined });
const anyArguments: fc.Arbitrary<ConnectionArguments> = fc.record({ first: size, after: cursor, last: size, before: cursor });
const anySlice: fc.Arbitrary<Slice> = fc.tuple(fc.nat(3_000), fc.integer({ min: 1, max: 400 })).map(([from, length]) => ({ from, to: from + length }));

describe('connection arguments', () => {
  it("come to the slice that Relay's algorithm gives, for every list and every combination", () => {
    fc.assert(
      fc.property(fc.nat(1_100), anyArguments, (length, args) => {
        const { from, to } = settle(sliceOf(args, decode), length);
        const wanted = relaySlice(length, args);
        expect(to - from).toBe(wanted.length);
        if (wanted.length > 0) expect(from).toBe(wanted[0]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['nothing', {}, { from: 0, to: 20, fromEnd: undefined }],
    ['null for everything, as clients send it', { first: null, after: null, last: null, before: null }, { from: 0, to: 20, fromEnd: undefined }],
    ['`first`', { first: 3 }, { from: 0, to: 3, fromEnd: undefined }],
    ['`first: 0`', { first: 0 }, { from: 0, to: 0, fromEnd: undefined }],
    ['`first` and `after`', { first: 3, after: '9' }, { from: 10, to: 13, fromEnd: undefined }],
    ['`last`', { last: 3 }, { from: 0, to: Infinity, fromEnd: 3 }],
    ['`last` and `before`', { last: 3, before: '9' }, { from: 0, to: 9, fromEnd: 3 }],
    ['`before` alone, which is still the first twenty', { before: '50' }, { from: 0, to: 20, fromEnd: undefined }],
    ['`after` and `before`', { after: '4', before: '9' }, { from: 5, to: 9, fromEnd: undefined }],
    ['`before` in front of `after`', { after: '9', before: '4' }, { from: 10, to: 10, fromEnd: undefined }],
    ['`first` and `last`', { first: 10, last: 3 }, { from: 0, to: 10, fromEnd: 3 }],
  ])('of %s', (_name, args, slice) => {
    expect(sliceOf(args, decode)).toEqual(slice);
  });

  it.each([
    [{ first: -1 }, 'first', '`first` must not be negative.'],
    [{ last: -1 }, 'last', '`last` must not be negative.'],
    [{ first: 1_001 }, 'first', '`first` must be 1,000 or less.'],
    [{ last: 1_001 }, 'last', '`last` must be 1,000 or less.'],
    [{ first: 5, last: -3 }, 'last', '`last` must not be negative.'],
  ])('%j is refused, naming the argument', (args, argument, message) => {
    expect(() => sliceOf(args, decode)).toThrow(new Failure({ kind: 'badInput', message, argument: [argument] }));
    try {
      sliceOf(args, decode);
    } catch (error) {
      expect((error as Failure).reason).toEqual({ kind: 'badInput', message, argument: [argument] });
    }
  });

  it('lets the reader of cursors refuse one', () => {
    const refuse = () => {
      throw new Failure({ kind: 'cursorInvalid', message: 'no' });
    };
    expect(() => sliceOf({ after: 'x' }, refuse)).toThrow('no');
    expect(() => sliceOf({ before: 'x' }, refuse)).toThrow('no');
  });
});

describe('pages of an upstream', () => {
  it('cover a slice wholly, side by side, in the fewest that any one size allows, and the smallest of those', () => {
    fc.assert(
      fc.property(anySlice, fc.integer({ min: 1, max: maxPageSize }), (slice, largest) => {
        const pages = pagesFor(slice, largest);
        const [head, tail] = [pages[0], pages.at(-1)];
        const pageSize = head?.pageSize ?? 0;
        expect({ count: pages.length, pageSize }).toEqual(fewestPages(slice, largest));
        expect(pages).toEqual(pages.map((_, index) => ({ page: (head?.page ?? 0) + index, pageSize })));
        expect((head?.page ?? 0) * pageSize).toBeLessThanOrEqual(slice.from);
        expect(((tail?.page ?? 0) + 1) * pageSize).toBeGreaterThanOrEqual(slice.to);
      }),
      { numRuns: 500 },
    );
  });

  it('are one for the slices that clients page through', () => {
    expect(pagesFor({ from: 0, to: 20 })).toEqual([{ page: 0, pageSize: 20 }]);
    expect(pagesFor({ from: 40, to: 60 })).toEqual([{ page: 2, pageSize: 20 }]);
    // Seven were read before, now eleven are wanted: one page of eighteen beats two of eleven.
    expect(pagesFor({ from: 7, to: 18 })).toEqual([{ page: 0, pageSize: 18 }]);
    expect(pagesFor({ from: 0, to: 1_000 })).toHaveLength(10);
  });

  it('are none for an empty slice', () => {
    expect(pagesFor({ from: 5, to: 5 })).toEqual([]);
    expect(pagesFor({ from: 5, to: 4 })).toEqual([]);
  });

  it('exist for a slice as far out as a cursor can say, without a search that takes long', () => {
    const from = 999_999_999_999_999;
    const pages = pagesFor({ from, to: from + maxFirst });
    expect(pages.length).toBeLessThanOrEqual(11);
    expect((pages[0]?.page ?? 0) * (pages[0]?.pageSize ?? 0)).toBeLessThanOrEqual(from);
  });
});
