import { Failure } from './failure.ts';

/** Relay's connection arguments, as they arrive. */
export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** What a connection is asked for when it is asked for nothing. */
export const defaultFirst = 20;
/** The most that one connection gives at once. */
export const maxFirst = 1000;
/** Upstream pages stay at this size or below (docbyte-vault.md §5). */
export const maxPageSize = 100;

/** A stretch of a list whose end is counted from its start: items `from` to `to` (exclusive). */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** What was asked for, in offsets. `fromEnd`: the last `count` items before `to` (or before the end of the list, when `to` is infinite). */
export interface SliceRequest extends Slice {
  readonly fromEnd: number | undefined;
}

/**
 * Turns connection arguments into offsets, by the algorithm of the Relay cursor connections specification.
 * `decode` reads a cursor of this very list. Throws `badInput` with the argument's name for sizes out of range.
 */
export function sliceOf(args: ConnectionArguments, decode: (cursor: string) => number): SliceRequest {
  const first = sizeOf('first', args.first);
  const last = sizeOf('last', args.last);
  const from = args.after == null ? 0 : decode(args.after) + 1;
  const end = args.before == null ? Infinity : decode(args.before);
  const count = first ?? (last === undefined ? defaultFirst : Infinity);
  return { from, to: Math.max(from, Math.min(end, from + count)), fromEnd: last };
}

/** Settles a request once the number of items is known. */
export function settle(request: SliceRequest, total: number): Slice {
  const to = Math.max(request.from, Math.min(request.to, total));
  const from = request.fromEnd === undefined ? request.from : Math.max(request.from, to - request.fromEnd);
  return { from, to };
}

/** A page of an upstream that counts pages from 0. */
export interface UpstreamPage {
  readonly page: number;
  readonly pageSize: number;
}

/**
 * The fewest upstream pages that cover a slice, and among those the smallest: most slices fit into one page of the right
 * size, also when they do not begin at a multiple of their length.
 */
export function pagesFor({ from, to }: Slice, largest: number = maxPageSize): UpstreamPage[] {
  const length = to - from;
  if (length <= 0) return [];
  for (let pages = Math.ceil(length / largest); ; pages++) {
    for (let pageSize = Math.ceil(length / pages); pageSize <= largest; pageSize++) {
      const page = Math.floor(from / pageSize);
      if ((page + pages) * pageSize >= to) return Array.from({ length: pages }, (_, index) => ({ page: page + index, pageSize }));
    }
  }
}

function sizeOf(argument: 'first' | 'last', value: number | null | undefined): number | undefined {
  if (value == null) return undefined;
  if (value < 0) throw new Failure({ kind: 'badInput', message: `\`${argument}\` must not be negative.`, argument: [argument] });
  if (value > maxFirst) {
    throw new Failure({ kind: 'badInput', message: `\`${argument}\` must be ${maxFirst.toLocaleString('en')} or less.`, argument: [argument] });
  }
  return value;
}
