import { Failure } from '../domain/failure.ts';
import { maxPageSize, pagesFor, settle, type Slice, type SliceRequest, type UpstreamPage } from '../domain/page.ts';

/** One page as an upstream gave it. */
export interface PageAnswer<Item> {
  readonly items: readonly Item[];
  /** Length of the whole list; null where the upstream does not say. */
  readonly total: number | null;
  /** The page size it really used, which may be smaller than asked for; null where it does not say: then the size asked for. */
  readonly pageSize: number | null;
}

/** The items of a slice, and what is known of the whole list. */
export interface SliceAnswer<Item> {
  /** Where the slice begins. */
  readonly from: number;
  readonly items: readonly Item[];
  /** Each item's place in the list. */
  readonly places: readonly number[];
  readonly total: number | null;
  readonly hasNextPage: boolean;
}

type FetchPage<Item> = (page: UpstreamPage) => Promise<PageAnswer<Item>>;

/** So many pages are read to find the end of a list that nobody tells the length of. */
const mostPagesToTheEnd = 100;

/**
 * Reads exactly the slice that was asked for, in the fewest upstream pages. The first page tells how long the list is;
 * what else is needed is then read at once. `wantsTotal` says whether an empty slice is worth a call for the count.
 * Throws `badInput` where the end of a very long list is wanted and the upstream does not say how long it is.
 */
export async function readSlice<Item>(request: SliceRequest, fetchPage: FetchPage<Item>, wantsTotal: boolean): Promise<SliceAnswer<Item>> {
  const guess = guessOf(request);
  const [head] = pagesFor(guess.to > guess.from || !wantsTotal ? guess : { from: guess.from, to: guess.from + 1 });
  if (!head) return { from: guess.from, items: [], places: [], total: null, hasNextPage: false };
  const answer = await fetchPage(head);
  const inOnePage = sliceWithin(request, head, answer);
  if (inOnePage) return inOnePage;
  const list = new Gathered(fetchPage);
  list.take(head, answer);
  if (list.total === null) await list.fill(guess);
  // Counted from its end, a slice is where it was thought to be only if all of it is there.
  const certain = !request.fromEnd || (request.to !== Infinity && list.holds(guess));
  const slice = settle(request, list.total ?? (certain ? guess.to : await list.findEnd(request)));
  await list.fill(slice);
  return { from: slice.from, ...list.itemsOf(slice), total: list.total, hasNextPage: list.goesOnAfter(slice) };
}

/** Where the slice will be unless the list is shorter than hoped; from the end of a list of unknown length, a first look. */
function guessOf({ from, to, fromEnd }: SliceRequest): Slice {
  if (fromEnd === undefined) return { from, to };
  if (to !== Infinity) return { from: Math.max(from, to - fromEnd), to };
  return { from, to: fromEnd === 0 ? from : from + maxPageSize };
}

/** The slice where one page holds all of it, as nearly always; undefined where it does not, or nobody can say. */
function sliceWithin<Item>(request: SliceRequest, { page, pageSize }: UpstreamPage, { items, total, pageSize: used }: PageAnswer<Item>): SliceAnswer<Item> | undefined {
  if (total === null || request.fromEnd !== undefined || (used ?? pageSize) !== pageSize || items.length > pageSize) return undefined;
  const { from, to } = settle(request, total);
  const start = page * pageSize;
  if (from < start || to > start + items.length) return undefined;
  const within = items.slice(from - start, to - start);
  return { from, items: within, places: within.map((_item, index) => from + index), total, hasNextPage: to < total };
}

/** Items by their place in the list, as far as they have been read. */
class Gathered<Item> {
  readonly #fetchPage: FetchPage<Item>;
  readonly #items = new Map<number, Item>();
  /** The places that answers were about, whether or not they held anything there. */
  readonly #read = new Set<number>();
  #largestPage = maxPageSize;
  #told: number | null = null;
  /** The end of the list is here or before: a page came short. Of use where nobody tells how long the list is. */
  #end = Infinity;

  constructor(fetchPage: FetchPage<Item>) {
    this.#fetchPage = fetchPage;
  }

  /** Length of the list: as told, or as seen, its end with the item in front of it. */
  get total(): number | null {
    if (this.#told !== null) return this.#told;
    return this.#end === 0 || this.#items.has(this.#end - 1) ? this.#end : null;
  }

  async read(page: UpstreamPage): Promise<void> {
    this.take(page, await this.#fetchPage(page));
  }

  /** Takes in the answer about a page. */
  take({ page, pageSize }: UpstreamPage, answer: PageAnswer<Item>): void {
    const used = answer.pageSize !== null && answer.pageSize > 0 ? Math.min(answer.pageSize, pageSize) : pageSize;
    if (used < pageSize) this.#largestPage = Math.min(this.#largestPage, used);
    const from = page * used;
    const items = answer.items.slice(0, used);
    items.forEach((item, index) => this.#items.set(from + index, item));
    for (let place = from; place < from + used; place++) this.#read.add(place);
    if (items.length < used) this.#end = Math.min(this.#end, from + items.length);
    this.#told = answer.total ?? this.#told;
  }

  /** Reads what a slice still lacks: all pages at once, or one by one where nobody says how many there are. */
  async fill(slice: Slice): Promise<void> {
    for (let missing = this.#missing(slice); missing; ) {
      const largest = this.#largestPage;
      const pages = pagesFor(missing, largest);
      await Promise.all((this.total === null ? pages.slice(0, 1) : pages).map((page) => this.read(page)));
      const left = this.#missing(slice);
      // An upstream that answers about other pages than it was asked for: what there is, is the answer.
      if (left?.from === missing.from && left.to === missing.to && this.#largestPage === largest) return;
      missing = left;
    }
  }

  /** Reads on until the end of the list or of the slice, and gives the one that comes first. */
  async findEnd({ from, to }: Slice): Promise<number> {
    let next = from;
    for (let pages = 0; this.total === null && next < Math.min(to, this.#end); pages++) {
      if (pages === mostPagesToTheEnd) {
        throw new Failure({ kind: 'badInput', message: 'This list can be read from its start only: nobody says how long it is.', argument: ['last'] });
      }
      const page = Math.floor(next / this.#largestPage);
      const end = (page + 1) * this.#largestPage;
      await this.fill({ from: next, to: Math.min(to, end) });
      next = end;
    }
    return Math.min(to, this.#end);
  }

  #missing({ from, to }: Slice): Slice | undefined {
    const end = Math.min(to, this.#told ?? this.#end);
    let [first, last] = [from, end - 1];
    while (first < end && this.#read.has(first)) first += 1;
    while (last > first && this.#read.has(last)) last -= 1;
    return first < end ? { from: first, to: last + 1 } : undefined;
  }

  /** Whether there is an item at every place of a slice. */
  holds({ from, to }: Slice): boolean {
    for (let place = from; place < to; place++) if (!this.#items.has(place)) return false;
    return true;
  }

  /** Whether the list goes on behind a slice; where nobody tells, it may after a full one. */
  goesOnAfter(slice: Slice): boolean {
    return this.total === null ? this.holds(slice) && slice.to < this.#end : slice.to < this.total;
  }

  /** The items of a slice in order, each with its place. */
  itemsOf({ from, to }: Slice): { items: Item[]; places: number[] } {
    const [items, places]: [Item[], number[]] = [[], []];
    for (let place = from; place < to; place++) {
      const item = this.#items.get(place);
      if (item === undefined) continue;
      items.push(item);
      places.push(place);
    }
    return { items, places };
  }
}
