import { createHash } from 'node:crypto';
import type { Cache } from '../cache.ts';
import type { Caller } from '../http/authorize.ts';
import type { DvidsClient, Query } from './client.ts';

/** Answers a read from what was kept of it for this caller, or makes it and keeps the answer for a time. */
export type Remember = <Value>(what: string, lifetimeMs: number, as: Caller, read: () => Promise<Value>) => Promise<Value>;

/** Keeps nothing. */
export const forgetful: Remember = (_what, _lifetimeMs, _as, read) => read();

/**
 * Keeps answers in a cache, for one login each: nothing that DVIDS answers is known to be the same for everybody, and units can be
 * narrowed to the user's own. `loginOf` names a caller's login; who has none gets no answer, kept or not.
 */
export function rememberIn(cache: Cache, loginOf: (subject: string) => Promise<string>): Remember {
  return async (what, lifetimeMs, { subject }, read) => {
    const key = createHash('sha256').update(JSON.stringify([await loginOf(subject), what])).digest('base64url');
    return cache.read(`dvids:${key}`, lifetimeMs, read);
  };
}

/** The part of the endpoint table that reads reference data. */
export type ReferenceClient = Pick<DvidsClient, 'countries' | 'serviceUnits' | 'serviceUnit' | 'serviceUnitAuthors' | 'authors' | 'author' | 'publications' | 'graphicCategories'>;

const minute = 60_000;

/** How long answers are kept: what a country is called changes least, who is in a unit and whether it must approve changes now and then. */
export const referenceLifetimesMs = { countries: 24 * 60 * minute, graphicCategories: 60 * minute, publications: 10 * minute, serviceUnits: 10 * minute, authors: 10 * minute } as const;

/** The same endpoints with a memory, page by page. */
export function rememberingClient(client: ReferenceClient, remember: Remember): ReferenceClient {
  const { countries, graphicCategories, publications, serviceUnits, authors } = referenceLifetimesMs;
  const kept = (lifetimeMs: number) => <Value>(what: string, query: Query, as: Caller, read: () => Promise<Value>) => remember(`${what} ${JSON.stringify(query)}`, lifetimeMs, as, read);
  return {
    countries: (query, as) => kept(countries)('countries', query, as, () => client.countries(query, as)),
    serviceUnits: (query, as) => kept(serviceUnits)('serviceUnits', query, as, () => client.serviceUnits(query, as)),
    serviceUnit: (id, as) => kept(serviceUnits)('serviceUnit', { id }, as, () => client.serviceUnit(id, as)),
    serviceUnitAuthors: (id, query, as) => kept(authors)('serviceUnitAuthors', { id, query: JSON.stringify(query) }, as, () => client.serviceUnitAuthors(id, query, as)),
    authors: (query, as) => kept(authors)('authors', query, as, () => client.authors(query, as)),
    author: (id, as) => kept(authors)('author', { id }, as, () => client.author(id, as)),
    publications: (query, as) => kept(publications)('publications', query, as, () => client.publications(query, as)),
    graphicCategories: (query, as) => kept(graphicCategories)('graphicCategories', query, as, () => client.graphicCategories(query, as)),
  };
}
