import { extra, type Aip, type Extras } from '../domain/aip.ts';
import type { Connection } from '../domain/connection.ts';
import { sliceOf, type ConnectionArguments } from '../domain/page.ts';
import { pageCursor } from '../domain/pageCursor.ts';
import type { AipList } from '../sources/docbyte/source.ts';
import { nameOf, type DocbyteLoader } from './docbyte.ts';
import { readSlice } from './slice.ts';

/** Packages and pages of packages for one operation. */
export interface AipLoader {
  /** What the archive id of a package needs: metadata where a metadata field holds it, else nothing. */
  readonly linkExtras: Extras;
  /** A package with at least these extras; null when there is none. */
  byId(packageId: string, extras: Extras): Promise<Aip | null>;
  /** The slice of a list that connection arguments ask for. `wantsTotal`: an empty slice is worth a call for the count. */
  list(list: AipList, args: ConnectionArguments, extras: Extras, wantsTotal: boolean): Promise<Connection<Aip>>;
}

/** `linkField`: the metadata field that holds the archive id, or undefined when the package id is the archive id. */
export function createAipLoader(docbyte: DocbyteLoader, linkField: string | undefined): AipLoader {
  return {
    linkExtras: linkField === undefined ? 0 : extra.metadata,
    byId: (packageId, extras) => docbyte.aip(packageId, extras),
    list: async (list, args, extras, wantsTotal) => {
      const cursor = pageCursor(nameOf(list));
      const { from, items, places, total, hasNextPage } = await readSlice(
        sliceOf(args, cursor.decode),
        (page) => docbyte.page(list, page, extras),
        wantsTotal,
      );
      const kept = firstsOf(items);
      return {
        nodes: kept ? kept.flatMap((index) => items[index] ?? []) : items,
        hasNextPage,
        hasPreviousPage: from > 0,
        totalCount: total,
        cursorAt: (index) => cursor.encode(places[kept?.[index] ?? index] ?? from),
      };
    },
  };
}

/** A package that slid into the next page because of an ingest in between comes once (docbyte-vault.md §5): where each is first; undefined where none comes twice. */
function firstsOf(items: readonly Aip[]): readonly number[] | undefined {
  const firsts = new Map<string, number>();
  items.forEach(({ packageId }, index) => firsts.has(packageId) || firsts.set(packageId, index));
  return firsts.size === items.length ? undefined : [...firsts.values()];
}
