import DataLoader from 'dataloader';
import { covers, extra, type Aip, type Extras } from '../domain/aip.ts';
import type { UpstreamPage } from '../domain/page.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { AipList, AipPage, DocbyteSource } from '../sources/docbyte/source.ts';

/** What one operation reads of Docbyte Vault: each package and each page once, with the union of the extras asked for. */
export interface DocbyteLoader {
  /** A package with at least these extras; undefined when there is none. */
  aip(packageId: string, extras: Extras): Promise<Aip | undefined>;
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
  const aips = unionLoader((packageId: string, extras) => source.aip(packageId, extras, viewer));
  const pages = unionLoader(({ list, page }: { list: AipList; page: UpstreamPage }, extras) =>
    source.page(list, page, extras, viewer).then((answer) => {
      // A search's columns come with a search alone: who reads a found package again must not ask for them (docbyte-vault.md §3).
      for (const aip of answer.items) aips.prime(aip.packageId, aip, extras & ~extra.searchColumns);
      return answer;
    }),
  );
  return {
    aip: (packageId, extras) => aips.load(packageId, packageId, extras),
    page: (list, page, extras) => pages.load(`${page.page} ${page.pageSize} ${nameOf(list)}`, { list, page }, extras),
  };
}

/**
 * A loader whose values come with extras. Requests made in the same tick for the same thing become one call with the
 * union of their extras; a later one is answered from an earlier one that covers it.
 */
function unionLoader<Thing, Value>(fetch: (thing: Thing, extras: Extras) => Promise<Value>) {
  type Wanted = { readonly thing: Thing; extras: Extras; readonly value: Promise<Value> };
  const known = new Map<string, Known<Value>>();
  /** What the next batch fetches. */
  const wanted = new Map<string, Wanted>();
  const fetchWanted = (key: string): Promise<Value> => {
    const request = wanted.get(key);
    if (!request) return Promise.reject(new Error('a batch holds what nobody wants'));
    wanted.delete(key);
    const value = fetch(request.thing, request.extras);
    known.set(key, { extras: request.extras, value });
    return value;
  };
  // A batch gives calls rather than what they come to, so that nobody waits for the slowest of them.
  const loader = new DataLoader<string, { readonly call: Promise<Value> }>((keys) => Promise.resolve(keys.map((key) => ({ call: fetchWanted(key) }))), { cache: false });
  const fetched = (key: string): Promise<Value> => loader.load(key).then(({ call }) => call);
  return {
    load(key: string, thing: Thing, extras: Extras): Promise<Value> {
      const earlier = known.get(key);
      if (earlier && covers(earlier.extras, extras)) return Promise.resolve(earlier.value);
      // What is read again is read with all that was wanted of it so far, so that one copy serves everybody from now on.
      const all = extras | (earlier?.extras ?? 0);
      const request = wanted.get(key) ?? { thing, extras: all, value: fetched(key) };
      request.extras |= all;
      wanted.set(key, request);
      return request.value;
    },
    prime(key: string, value: Value, extras: Extras): void {
      const earlier = known.get(key);
      if (!earlier || !covers(earlier.extras, extras)) known.set(key, { extras, value });
    },
  };
}
