import DataLoader from 'dataloader';
import { covers, type Aip, type Extras } from '../domain/aip.ts';
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
  const pages = unionLoader(({ list, page }: { list: AipList; page: UpstreamPage }, extras) => source.page(list, page, extras, viewer));
  return {
    aip: (packageId, extras) => aips.load(packageId, packageId, extras),
    page: async (list, page, extras) => {
      const answer = await pages.load(`${page.page} ${page.pageSize} ${nameOf(list)}`, { list, page }, extras);
      for (const aip of answer.items) aips.prime(aip.packageId, aip, extras);
      return answer;
    },
  };
}

/**
 * A loader whose values come with extras. Requests made in the same tick for the same thing become one call with the
 * union of their extras; a later one is answered from an earlier one that covers it.
 */
function unionLoader<Thing, Value>(fetch: (thing: Thing, extras: Extras) => Promise<Value>) {
  type Request = { readonly key: string; readonly thing: Thing; readonly extras: Extras };
  const known = new Map<string, Known<Value>>();
  // A batch gives calls rather than what they come to, so that nobody waits for the slowest of them.
  const loader = new DataLoader<Request, { readonly call: Promise<Value> }>(
    (requests) => {
      const unions = new Map<string, Extras>();
      for (const { key, extras } of requests) unions.set(key, (unions.get(key) ?? 0) | extras);
      const calls = new Map<string, Promise<Value>>();
      const callOf = ({ key, thing }: Request): Promise<Value> => {
        const made = calls.get(key);
        if (made) return made;
        const extras = unions.get(key) ?? 0;
        const value = fetch(thing, extras);
        calls.set(key, value);
        known.set(key, { extras, value });
        return value;
      };
      return Promise.resolve(requests.map((request) => ({ call: callOf(request) })));
    },
    { cache: false },
  );
  return {
    async load(key: string, thing: Thing, extras: Extras): Promise<Value> {
      const earlier = known.get(key);
      if (earlier && covers(earlier.extras, extras)) return earlier.value;
      // What is read again is read with all that was wanted of it so far, so that one copy serves everybody from now on.
      const { call } = await loader.load({ key, thing, extras: extras | (earlier?.extras ?? 0) });
      return call;
    },
    prime(key: string, value: Value, extras: Extras): void {
      const earlier = known.get(key);
      if (!earlier || !covers(earlier.extras, extras)) known.set(key, { extras, value });
    },
  };
}
