import { maxPageSize, pagesFor, settle, type Slice, type SliceRequest, type UpstreamPage } from '../domain/page.ts';

/** One page as an upstream gave it. */
export interface PageAnswer<Item> {
  readonly items: readonly Item[];
  /** Length of the whole list; null where the upstream does not say. */
  readonly total: number | null;
  /** The page size it really used, which may be smaller than asked for; null where it does not say. */
  readonly pageSize: number | null;
}

/** The items of a slice, and what is known of the whole list. */
export interface SliceAnswer<Item> {
  /** Place of the first item in the list. */
  readonly from: number;
  readonly items: readonly Item[];
  readonly total: number | null;
  readonly hasNextPage: boolean;
}

type FetchPage<Item> = (page: UpstreamPage) => Promise<PageAnswer<Item>>;

/**
 * Reads exactly the slice that was asked for, in the fewest upstream pages. The first page tells how long the list is;
 * what else is needed is then read at once. `wantsTotal` says whether an empty slice is worth a call for the count.
 */
export async function readSlice<Item>(request: SliceRequest, fetchPage: FetchPage<Item>, wantsTotal: boolean): Promise<SliceAnswer<Item>> {
  const list = new Gathered(fetchPage);
  const guess = guessOf(request);
  const [head] = pagesFor(guess.to > guess.from || !wantsTotal ? guess : { from: guess.from, to: guess.from + 1 });
  if (head) await list.read(head);
  const slice = list.total === null ? guess : settle(request, list.total);
  if (head) await list.fill(slice);
  const { items, total } = { items: list.items(slice), total: list.total };
  const full = items.length === slice.to - slice.from;
  return { from: slice.from, items, total, hasNextPage: total === null ? head !== undefined && full : slice.to < total };
}

/** Where the slice will be unless the list is shorter than hoped; from the end of a list of unknown length, a first look. */
function guessOf({ from, to, fromEnd }: SliceRequest): Slice {
  if (fromEnd === undefined) return { from, to };
  return to === Infinity ? { from, to: from + maxPageSize } : { from: Math.max(from, to - fromEnd), to };
}

/** Items by their place in the list, as far as they have been read. */
class Gathered<Item> {
  readonly #fetchPage: FetchPage<Item>;
  readonly #byOffset = new Map<number, Item>();
  #largestPage = maxPageSize;
  total: number | null = null;

  constructor(fetchPage: FetchPage<Item>) {
    this.#fetchPage = fetchPage;
  }

  async read({ page, pageSize }: UpstreamPage): Promise<void> {
    const answer = await this.#fetchPage({ page, pageSize });
    const used = Math.min(answer.pageSize ?? pageSize, pageSize);
    if (used < pageSize && used > 0) this.#largestPage = Math.min(this.#largestPage, used);
    answer.items.slice(0, used).forEach((item, index) => this.#byOffset.set(page * used + index, item));
    // Where no total is told, a page that comes short is the last one.
    const told = answer.total ?? (answer.items.length < used ? page * used + answer.items.length : null);
    this.total = told ?? this.total;
  }

  /** Reads what a slice still lacks: all pages at once, or one by one where nobody says how many there are. */
  async fill(slice: Slice): Promise<void> {
    for (let missing = this.#missing(slice); missing; ) {
      const pages = pagesFor(missing, this.#largestPage);
      await Promise.all((this.total === null ? pages.slice(0, 1) : pages).map((page) => this.read(page)));
      const left = this.#missing(slice);
      // An upstream that gives less than it told of: what there is, is the answer.
      if (left && left.from === missing.from) return;
      missing = left;
    }
  }

  #missing({ from, to }: Slice): Slice | undefined {
    const end = Math.min(to, this.total ?? Infinity);
    let [first, last] = [from, end - 1];
    while (first < end && this.#byOffset.has(first)) first += 1;
    while (last > first && this.#byOffset.has(last)) last -= 1;
    return first < end ? { from: first, to: last + 1 } : undefined;
  }

  /** The items of a slice in order. */
  items({ from, to }: Slice): Item[] {
    const items: Item[] = [];
    for (let offset = from; offset < to; offset++) {
      const item = this.#byOffset.get(offset);
      if (item !== undefined) items.push(item);
    }
    return items;
  }
}
