import type { Connection } from '../domain/connection.ts';
import { settle, sliceOf, type ConnectionArguments } from '../domain/page.ts';
import { pageCursor } from '../domain/pageCursor.ts';

/** A list that can only be read from its start, stretch by stretch. */
export type ForwardList<Item> = AsyncIterable<{ readonly items: readonly Item[]; readonly totalCount: number | null }>;

/** A forward list as far as one operation has read it: what several fields want of it is read once, and no further than wanted. */
export class GatheredList<Item> {
  readonly #name: string;
  readonly #stretches: AsyncIterator<{ readonly items: readonly Item[]; readonly totalCount: number | null }>;
  readonly #onRead: (item: Item) => void;
  readonly #items: Item[] = [];
  #totalCount: number | null = null;
  #ended = false;
  /** One reader at a time; after a failure everybody fails alike. */
  #reading: Promise<void> = Promise.resolve();

  /** `name` tells lists apart: a cursor is good for its own list only. `onRead` is told of every item that comes. */
  constructor(name: string, list: ForwardList<Item>, onRead: (item: Item) => void = () => {}) {
    this.#name = name;
    this.#stretches = list[Symbol.asyncIterator]();
    this.#onRead = onRead;
  }

  /** The page that connection arguments ask for. */
  async page(args: ConnectionArguments): Promise<Connection<Item>> {
    const cursor = pageCursor(this.#name);
    const request = sliceOf(args, cursor.decode);
    // An empty page still says how long the list is.
    await this.#read(Math.max(request.to, 1));
    const { from, to } = settle(request, this.#items.length);
    return {
      nodes: this.#items.slice(from, to),
      // Where nobody says how long the list is, a stretch that came full may have another behind it.
      hasNextPage: this.#ended ? to < this.#items.length : to < (this.#totalCount ?? Infinity),
      hasPreviousPage: from > 0,
      totalCount: this.#ended ? this.#items.length : this.#totalCount,
      cursorAt: (index) => cursor.encode(from + index),
    };
  }

  /** The first item that is so; reads on until there is one. */
  async find(isSo: (item: Item) => boolean): Promise<Item | undefined> {
    for (let count = 1; ; count = this.#items.length + 1) {
      await this.#read(count);
      const found = this.#items.find(isSo);
      if (found !== undefined || this.#ended) return found;
    }
  }

  /** Reads until there are so many items, or no more. */
  #read(count: number): Promise<void> {
    this.#reading = this.#readAfter(this.#reading, count);
    return this.#reading;
  }

  async #readAfter(before: Promise<void>, count: number): Promise<void> {
    await before;
    while (this.#items.length < count && !this.#ended) {
      const stretch = await this.#stretches.next();
      if (stretch.done === true) this.#ended = true;
      else this.#take(stretch.value);
    }
  }

  #take({ items, totalCount }: { readonly items: readonly Item[]; readonly totalCount: number | null }): void {
    this.#items.push(...items);
    items.forEach(this.#onRead);
    this.#totalCount = totalCount ?? this.#totalCount;
  }
}
