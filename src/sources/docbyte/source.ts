import type { Aip, Extras } from '../../domain/aip.ts';
import { Failure } from '../../domain/failure.ts';
import type { UpstreamPage } from '../../domain/page.ts';
import type { SearchConfig, SearchParameter } from '../../domain/search.ts';
import type { Caller } from '../http/authorize.ts';
import type { UpstreamClient } from '../http/client.ts';
import { createDocbyteClient } from './client.ts';
import { aipOf, searchConfigOf } from './mapper.ts';
import type { WireAipList } from './wire.ts';

/** A page of packages. `total` and `pageSize` are null where Docbyte does not say. */
export interface AipPage {
  readonly items: readonly Aip[];
  readonly total: number | null;
  readonly pageSize: number | null;
}

/** A list of packages that Docbyte pages. */
export type AipList =
  | { readonly kind: 'roots' }
  | { readonly kind: 'children'; readonly packageId: string }
  | { readonly kind: 'search'; readonly config: string; readonly parameters: readonly SearchParameter[] };

/** Docbyte Vault as the rest of Fonds sees it. Every method rejects with a `Failure`. */
export interface DocbyteSource {
  /** One package with the extras asked for; null when there is none. */
  aip(packageId: string, extras: Extras, as: Caller): Promise<Aip | null>;
  /** One page of a list. The children of a package that does not exist are an empty page. */
  page(list: AipList, page: UpstreamPage, extras: Extras, as: Caller): Promise<AipPage>;
  searchConfigs(as: Caller): Promise<readonly SearchConfig[]>;
}

/** Docbyte Vault over the shared HTTP client. */
export function createDocbyteSource(http: UpstreamClient): DocbyteSource {
  const client = createDocbyteClient(http);
  return {
    aip: (packageId, extras, as) => client.aip(packageId, extras, as).then(aipOf, absent),
    page: (list, page, extras, as) => {
      switch (list.kind) {
        case 'roots':
          return client.roots(page, extras, as).then(pageOf);
        case 'children':
          // An unknown parent is 404 or an empty list [inferred] (docbyte-vault.md §3.3): both mean no children.
          return client.children(list.packageId, page, extras, as).then(pageOf, (error: unknown) => absent(error) ?? { items: [], total: 0, pageSize: null });
        case 'search':
          return client.search(list.config, list.parameters, page, extras, as).then(pageOf);
      }
    },
    searchConfigs: (as) => client.searchConfigs(as).then((configs) => configs.map(searchConfigOf).filter((config) => config !== undefined)),
  };
}

/** Stands in where Docbyte Vault has no settings: every method rejects with `sourceNotConfigured`. */
export const docbyteNotConfigured: DocbyteSource = { aip: notConfigured, page: notConfigured, searchConfigs: notConfigured };

function notConfigured(): Promise<never> {
  return Promise.reject(new Failure({ kind: 'sourceNotConfigured', source: 'DOCBYTE' }));
}

function pageOf(list: WireAipList): AipPage {
  return { items: list.items.map(aipOf), total: list.totalResults, pageSize: list.pageSize };
}

/** Reads what is not there as null; every other failure goes on. */
function absent(error: unknown): null {
  if (error instanceof Failure) {
    const { reason } = error;
    if (reason.kind === 'notFound' || (reason.kind === 'upstreamStatus' && reason.status === 404)) return null;
  }
  throw error;
}
