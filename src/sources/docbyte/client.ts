import type { Extras } from '../../domain/aip.ts';
import type { UpstreamPage } from '../../domain/page.ts';
import type { SearchParameter } from '../../domain/search.ts';
import type { Caller } from '../http/authorize.ts';
import type { UpstreamClient } from '../http/client.ts';
import type { JsonObject } from '../reading.ts';
import { enrichersHeader, parseAip, parseAipList, parseSearchConfigs, searchQuery, type WireAip, type WireAipList } from './wire.ts';

/** The endpoints of Docbyte Vault, a line each (docbyte-vault.md §3). All are reads. */
export interface DocbyteClient {
  aip(packageId: string, extras: Extras, as: Caller): Promise<WireAip>;
  roots(page: UpstreamPage, extras: Extras, as: Caller): Promise<WireAipList>;
  children(packageId: string, page: UpstreamPage, extras: Extras, as: Caller): Promise<WireAipList>;
  searchConfigs(as: Caller): Promise<readonly JsonObject[]>;
  search(config: string, parameters: readonly SearchParameter[], page: UpstreamPage, extras: Extras, as: Caller): Promise<WireAipList>;
}

/** Half a surrogate pair, which no id holds and which cannot be encoded, becomes the replacement character: not found. */
const id = (text: string): string => encodeURIComponent(text.toWellFormed());

/** The endpoint table over the shared HTTP client, which adds tokens, retries, the breaker and logging. */
export function createDocbyteClient(http: UpstreamClient): DocbyteClient {
  const get = <T>(route: string, path: string, as: Caller, parse: (body: unknown) => T, extras: Extras = 0, query: Readonly<Record<string, string | number>> = {}) =>
    http.request({ method: 'GET', route, path, query, headers: enrichersHeader(extras), as, parse });
  return {
    aip: (packageId, extras, as) => get('/aip/{packageId}', `/aip/${id(packageId)}`, as, parseAip, extras),
    roots: (page, extras, as) => get('/fileplan', '/fileplan', as, parseAipList, extras, { ...page }),
    children: (packageId, page, extras, as) => get('/fileplan/{packageId}', `/fileplan/${id(packageId)}`, as, parseAipList, extras, { ...page }),
    searchConfigs: (as) => get('/search', '/search', as, parseSearchConfigs),
    search: (config, parameters, page, extras, as) =>
      get('/search/{searchConfig}', `/search/${id(config)}`, as, parseAipList, extras, { ...page, ...searchQuery(parameters) }),
  };
}
