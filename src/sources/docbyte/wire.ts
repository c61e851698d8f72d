import { extra, type Extras } from '../../domain/aip.ts';
import { integerOf, isObject, objectOf, objectsOf, type JsonObject } from '../reading.ts';

/** What Docbyte Vault sends and is sent: docbyte-vault.md §3 and §4. */

/** An AIP as it came; only its id is certain. */
export type WireAip = JsonObject & { readonly packageId: string };

/** A page of AIPs as it came. `totalResults` is null where the answer does not say. */
export interface WireAipList {
  readonly totalResults: number | null;
  readonly pageSize: number | null;
  readonly items: readonly WireAip[];
}

const enricherNames = [
  [extra.pluginReports, 'pluginreports'],
  [extra.permissions, 'permissions'],
  [extra.metadata, 'metadata'],
  [extra.breadcrumb, 'breadcrumb'],
  [extra.searchColumns, 'searchcolumns'],
] as const;

const headersByExtras = new Map<Extras, Readonly<Record<string, string>>>();

/**
 * The `enrichers` header of a call; no header when nothing extra is wanted. One line, commas, no spaces: how a list is
 * written is [inferred] (docbyte-vault.md §3) and decided here alone.
 */
export function enrichersHeader(extras: Extras): Readonly<Record<string, string>> {
  let headers = headersByExtras.get(extras);
  if (!headers) {
    const names = enricherNames.filter(([bit]) => extras & bit).map(([, name]) => name);
    headers = names.length > 0 ? { enrichers: names.join(',') } : {};
    headersByExtras.set(extras, headers);
  }
  return headers;
}

/** The query of a search. Both bounds of BETWEEN carry the same `filter.` prefix as everything else [inferred] (§3.5). */
export function searchQuery(parameters: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parameters.map(([name, value]) => [`filter.${name}`, value]));
}

/** Reads one AIP. Throws when it is not an object with a package id. */
export function parseAip(body: unknown): WireAip {
  if (!isAip(body)) throw new TypeError('an AIP must be an object with a packageId');
  return body;
}

/** Reads a page of AIPs. Throws when there is no list of items or one of them is no AIP. */
export function parseAipList(body: unknown): WireAipList {
  const list = objectOf(body);
  const items: unknown = list?.['items'];
  if (!Array.isArray(items)) throw new TypeError('an AIP list must hold items');
  return { totalResults: integerOf(list?.['totalResults']), pageSize: integerOf(list?.['pageSize']), items: items.map(parseAip) };
}

/** Reads the search configurations: a bare list as documented, or one under `items` [inferred] (§3.4). */
export function parseSearchConfigs(body: unknown): readonly JsonObject[] {
  const list: unknown = Array.isArray(body) ? body : objectOf(body)?.['items'];
  if (!Array.isArray(list)) throw new TypeError('search configurations must be a list');
  return objectsOf(list);
}

function isAip(body: unknown): body is WireAip {
  return isObject(body) && typeof body['packageId'] === 'string' && body['packageId'] !== '';
}
