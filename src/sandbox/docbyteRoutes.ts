import type { Collection, Package } from './collection.ts';
import { between, condition, type Condition, type SearchFilter } from './docbyteFilters.ts';
import { enricherNames, renderPackage, type View } from './docbytePackages.ts';
import { searchConfigs, type SearchConfig } from './docbyteSearches.ts';
import type { DocbyteSwitches, VaultUser } from './docbyteOptions.ts';
import type { Route } from './simulator.ts';
import { errorAnswer } from './simulatorErrors.ts';
import { json, Refusal, type Answer, type Incoming } from './simulatorHttp.ts';

/** What the routes stand on. */
export type Vault = {
  collection: Collection;
  switches: DocbyteSwitches;
  /** Who is calling, `undefined` when nobody we know. */
  userOf: (incoming: Incoming) => VaultUser | undefined;
  dataUrl: (key: string) => string;
};

const refuse = (status: number, code: string, message: string | null): never => {
  throw new Refusal(errorAnswer('flat', { status, code, message }));
};

const authenticated = (vault: Vault, incoming: Incoming): VaultUser =>
  // The message is null (docbyte-vault.md §2.3).
  vault.userOf(incoming) ?? refuse(401, 'NOT_AUTHORIZED', null);

const viewOf = (vault: Vault, incoming: Incoming, user: VaultUser, search?: SearchConfig): View => {
  const header = incoming.headers.enrichers ?? '';
  const enrichers = new Set((Array.isArray(header) ? header.join(',') : header).split(',').map((each) => each.trim().toLowerCase()).filter((each) => each !== ''));
  const known = new Set<string>([...enricherNames, ...(search === undefined ? [] : ['searchcolumns'])]);
  const unknown = [...enrichers].filter((each) => !known.has(each));
  if (unknown.length > 0 && vault.switches.unknownEnricher === 'refuse') refuse(400, 'UNKNOWN_ENRICHER', `Unknown enrichers: ${unknown.join(', ')}`);
  const { absentEnricher: absent, breadcrumbIncludesSelf, representations } = vault.switches;
  return { enrichers, absent, breadcrumbIncludesSelf, representations, permissions: user.permissions, dataUrl: vault.dataUrl, ...(search === undefined ? {} : { search }) };
};

const wholeNumber = (query: URLSearchParams, name: string, otherwise: number, least: number): number => {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least ? value : refuse(400, 'INVALID_PARAMETER', `${name} must be an integer of at least ${least}`);
};

const listed = (vault: Vault, { query }: Incoming, all: Package[], view: View): Answer => {
  const page = wholeNumber(query, 'page', 0, 0);
  const pageSize = Math.min(wholeNumber(query, 'pageSize', 100, 1), vault.switches.maxPageSize);
  const items = all.slice(page * pageSize, (page + 1) * pageSize).map((each) => renderPackage(each, view));
  return json(200, { totalResults: all.length, page, pageSize, items });
};

const visiblePackage = (vault: Vault, incoming: Incoming, user: VaultUser): Package | undefined => {
  const found = vault.collection.packages.get(incoming.params.packageId ?? '');
  return found !== undefined && user.canRead(found) ? found : undefined;
};

const retrieve = (vault: Vault) => (incoming: Incoming): Answer => {
  const user = authenticated(vault, incoming);
  const view = viewOf(vault, incoming, user);
  const found = visiblePackage(vault, incoming, user);
  return found === undefined ? refuse(404, 'PACKAGE_NOT_FOUND', 'No package with this id') : json(200, renderPackage(found, view));
};

const listRoots = (vault: Vault) => (incoming: Incoming): Answer => {
  const user = authenticated(vault, incoming);
  return listed(vault, incoming, vault.collection.roots.filter(user.canRead), viewOf(vault, incoming, user));
};

const listChildren = (vault: Vault) => (incoming: Incoming): Answer => {
  const user = authenticated(vault, incoming);
  const parent = visiblePackage(vault, incoming, user);
  if (parent === undefined && vault.switches.unknownParent === 'notFound') refuse(404, 'PACKAGE_NOT_FOUND', 'No package with this id');
  return listed(vault, incoming, (parent?.children ?? []).filter(user.canRead), viewOf(vault, incoming, user));
};

const listSearches = (vault: Vault) => (incoming: Incoming): Answer => {
  authenticated(vault, incoming);
  return json(200, vault.switches.searchList === 'array' ? searchConfigs : { items: searchConfigs });
};

const given = (query: URLSearchParams, name: string | undefined): string | undefined => query.getAll(`filter.${name}`).at(-1);

/** The conditions of a query: those of its filters, all of which must hold. */
const conditionsOf = ({ filters }: SearchConfig, query: URLSearchParams, { unknownFilter, oneSidedBetween }: DocbyteSwitches): Condition[] => {
  const names = new Set(filters.flatMap(({ operator, filterName, filterMinName, filterMaxName }) => (operator === 'BETWEEN' ? [filterMinName, filterMaxName] : [filterName])));
  const unknown = [...query.keys()].filter((name) => name.startsWith('filter.') && !names.has(name.slice('filter.'.length)));
  if (unknown.length > 0 && unknownFilter === 'refuse') refuse(400, 'INVALID_FILTER', `Unknown filters: ${unknown.join(', ')}`);
  return filters.flatMap((filter: SearchFilter): Condition[] => {
    if (filter.operator !== 'BETWEEN') {
      const wanted = given(query, filter.filterName);
      return wanted === undefined ? [] : [condition(filter, wanted)];
    }
    const [min, max] = [given(query, filter.filterMinName), given(query, filter.filterMaxName)];
    if (min !== undefined && max !== undefined) return [between(filter, min, max)];
    if (min === undefined && max === undefined) return [];
    return oneSidedBetween === 'ignore' ? [] : refuse(400, 'INVALID_FILTER', `${filter.filterMinName} and ${filter.filterMaxName} go together`);
  });
};

const runSearch = (vault: Vault) => (incoming: Incoming): Answer => {
  const user = authenticated(vault, incoming);
  const search = searchConfigs.find(({ name }) => name === incoming.params.searchConfig) ?? refuse(404, 'SEARCH_CONFIG_NOT_FOUND', 'No search configuration with this name');
  const conditions = conditionsOf(search, incoming.query, vault.switches).map((each) => (each === 'invalid' ? refuse(400, 'INVALID_FILTER', 'A filter value does not fit its data type') : each));
  const found = [...vault.collection.packages.values()].filter((each) => user.canRead(each) && conditions.every((holds) => holds(each)));
  return listed(vault, incoming, found, viewOf(vault, incoming, user, search));
};

/** The five operations of the Dissemination API (docbyte-vault.md §3), under a prefix. */
export const vaultRoutes = (vault: Vault, prefix: string): Route[] => [
  { name: 'aip', method: 'GET', path: `${prefix}/aip/:packageId`, handle: retrieve(vault) },
  { name: 'fileplan', method: 'GET', path: `${prefix}/fileplan`, handle: listRoots(vault) },
  { name: 'children', method: 'GET', path: `${prefix}/fileplan/:packageId`, handle: listChildren(vault) },
  { name: 'searchConfigs', method: 'GET', path: `${prefix}/search`, handle: listSearches(vault) },
  { name: 'search', method: 'GET', path: `${prefix}/search/:searchConfig`, handle: runSearch(vault) },
];
