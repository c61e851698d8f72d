import { createHash } from 'node:crypto';
import type { Cache } from '../sources/cache.ts';
import type { DocbyteSource } from '../sources/docbyte/source.ts';
import type { Caller } from '../sources/http/authorize.ts';

/** How long search configurations are kept: they change when an archivist sets up a search. */
export const searchConfigLifetimeMs = 5 * 60_000;

/**
 * Docbyte Vault with its search configurations read through the cache. `identityOf` says as whom the archive sees a caller: callers
 * share what is cached only when the archive cannot tell them apart.
 */
export function withCachedConfigs(source: DocbyteSource, cache: Cache, identityOf: (as: Caller) => string): DocbyteSource {
  return {
    ...source,
    searchConfigs: async (as) => {
      const key = `docbyte:searchConfigs:${createHash('sha256').update(identityOf(as)).digest('base64url')}`;
      return cache.read(key, searchConfigLifetimeMs, () => source.searchConfigs(as));
    },
  };
}
