import { createHash } from 'node:crypto';
import type { SearchConfig } from '../domain/search.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Cache } from '../sources/cache.ts';
import type { DocbyteSource } from '../sources/docbyte/source.ts';

/** How long search configurations are kept: they change when an archivist sets up a search. */
export const searchConfigLifetimeMs = 5 * 60_000;

/**
 * Reads search configurations through the cache. `identityOf` says as whom the archive sees a caller: callers share what is
 * cached only when the archive cannot tell them apart.
 */
export function cachedSearchConfigs(
  source: DocbyteSource,
  cache: Cache,
  identityOf: (viewer: Viewer) => string,
): (viewer: Viewer) => Promise<readonly SearchConfig[]> {
  return async (viewer) => {
    const key = `docbyte:searchConfigs:${createHash('sha256').update(identityOf(viewer)).digest('base64url')}`;
    return cache.read(key, searchConfigLifetimeMs, () => source.searchConfigs(viewer));
  };
}
