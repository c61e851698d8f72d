import DataLoader from 'dataloader';
import { covers, extra, type Aip, type Extras } from '../domain/aip.ts';
import type { UpstreamPage } from '../domain/page.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { AipList, AipPage, DocbyteSource } from '../sources/docbyte/source.ts';

/** What one operation reads of Docbyte Vault: each package and each page once, with the union of the extras asked for. */
export interface DocbyteLoader {
  /** A package with at least these extras; null when there is none. Who asks for the same gets the same promise. */
  aip(packageId: string, extras: Extras): Promise<Aip | null>;
  /** A page of a list whose packages have at least these extras. */
  page(list: AipList, page: UpstreamPage, extras: Extras): Promise<AipPage>;
}

interface Known<Value> {
  readonly extras: Extras;
  readonly value: Value | Promise<Value>;
}

/** What tells a list of packages from others. */
export function nameOf(list: AipList): string {
  switch (list.kind) {
    case 'roots':
      return 'fileplan';
    case 'children':
      return `children:${list.packageId}`;
    case 'search':
      return `search:${JSON.stringify([list.config, list.parameters])}`;
  }
}

/** Loads for one caller and one operation; nothing outlives it. */
export function createDocbyteLoader(source: DocbyteSource, viewer: Viewer): DocbyteLoader {
  const aips = new UnionLoader((packageId: string, extras) => source.aip(packageId, extras, viewer));
  let pages: UnionLoader<{ readonly list: AipList; readonly page: UpstreamPage }, AipPage> | undefined;
  // Many operations read no page.
  const createPages = () =>
    new UnionLoader(({ list, page }: { readonly list: AipList; readonly page: UpstreamPage }, extras) =>
      source.page(list, page, extras, viewer).then((answer) => {
        // A search's columns come with a search alone: who reads a found package again must not ask for them (docbyte-vault.md §3).
        for (const aip of answer.items) aips.prime(aip.packageId, aip, extras & ~extra.searchColumns);
        return answer;
      }),
    );
  return {
    aip: (packageId, extras) => aips.load(packageId, packageId, extras),
    page: (list, page, extras) => (pages ??= createPages()).load(`${page.page} ${page.pageSize} ${nameOf(list)}`, { list, page }, extras),
  };
}

/** What the next batch fetches. */
interface Wanted<Thing, Value> {
  readonly thing: Thing;
  extras: Extras;
  readonly value: Promise<Value>;
}

/**
 * A loader whose values come with extras. Requests made in the same tick for the same thing become one call with the
 * union of their extras; a later one is answered from an earlier one that covers it.
 */
class UnionLoader<Thing, Value> {
  readonly #fetch: (thing: Thing, extras: Extras) => Promise<Value>;
  readonly #known = new Map<string, Known<Value>>();
  readonly #wanted = new Map<string, Wanted<Thing, Value>>();
  // A batch gives calls rather than what they come to, so that nobody waits for the slowest of them.
  readonly #batches = new DataLoader<string, { readonly call: Promise<Value> }>((keys) => Promise.resolve(keys.map((key) => ({ call: this.#fetchWanted(key) }))), { cache: false });

  constructor(fetch: (thing: Thing, extras: Extras) => Promise<Value>) {
    this.#fetch = fetch;
  }

  load(key: string, thing: Thing, extras: Extras): Promise<Value> {
    const earlier = this.#known.get(key);
    if (earlier && covers(earlier.extras, extras)) return Promise.resolve(earlier.value);
    // What is read again is read with all that was wanted of it so far, so that one copy serves everybody from now on.
    const all = extras | (earlier?.extras ?? 0);
    const wanted = this.#wanted.get(key);
    if (wanted) {
      wanted.extras |= all;
      return wanted.value;
    }
    const value = this.#batches.load(key).then(callOf<Value>);
    this.#wanted.set(key, { thing, extras: all, value });
    return value;
  }

  prime(key: string, value: Value, extras: Extras): void {
    const earlier = this.#known.get(key);
    if (!earlier || !covers(earlier.extras, extras)) this.#known.set(key, { extras, value });
  }

  #fetchWanted(key: string): Promise<Value> {
    const request = this.#wanted.get(key);
    if (!request) return Promise.reject(new Error('a batch holds what nobody wants'));
    this.#wanted.delete(key);
    const value = this.#fetch(request.thing, request.extras);
    this.#known.set(key, { extras: request.extras, value });
    return value;
  }
}

function callOf<Value>({ call }: { readonly call: Promise<Value> }): Promise<Value> {
  return call;
}
