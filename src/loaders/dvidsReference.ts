import type { Connection } from '../domain/connection.ts';
import type {
  DvidsAuthor, DvidsAuthorFilter, DvidsCountry, DvidsGraphicCategory, DvidsPublication, DvidsServiceUnit, DvidsServiceUnitFilter,
} from '../domain/dvidsReference.ts';
import type { ConnectionArguments } from '../domain/page.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { DvidsReferenceSource } from '../sources/dvids/referenceSource.ts';
import { GatheredList, type ForwardList } from './gatheredList.ts';

/** What DVIDS lists for others to refer to, for one operation. What is not there is null. */
export interface DvidsReferenceLoader {
  countries(name: string | undefined, args: ConnectionArguments): Promise<Connection<DvidsCountry>>;
  serviceUnit(serviceUnitId: string): Promise<DvidsServiceUnit | null>;
  serviceUnits(filter: DvidsServiceUnitFilter, args: ConnectionArguments): Promise<Connection<DvidsServiceUnit>>;
  author(authorId: string): Promise<DvidsAuthor | null>;
  authors(filter: DvidsAuthorFilter, args: ConnectionArguments): Promise<Connection<DvidsAuthor>>;
  publications(title: string | undefined, args: ConnectionArguments): Promise<Connection<DvidsPublication>>;
  /** DVIDS reads no single publication: it is looked for in the list. */
  publication(publicationId: string): Promise<DvidsPublication | null>;
  graphicCategories(args: ConnectionArguments): Promise<Connection<DvidsGraphicCategory>>;
  /** DVIDS reads no single category: it is looked for in the list. */
  graphicCategory(graphicCategoryId: string): Promise<DvidsGraphicCategory | null>;
}

/** Loads for one caller: each thing once, whether it came alone or in a list. */
export function createDvidsReferenceLoader(dvids: DvidsReferenceSource, viewer: Viewer): DvidsReferenceLoader {
  const units = new Map<string, Promise<DvidsServiceUnit | null>>();
  const authors = new Map<string, Promise<DvidsAuthor | null>>();
  const keepUnit = (unit: DvidsServiceUnit) => void units.set(unit.serviceUnitId, Promise.resolve(unit));
  const keepAuthor = (author: DvidsAuthor) => void authors.set(author.authorId, Promise.resolve(author));

  const countries = lists((name: string | undefined) => oneStretch(() => dvids.countries(name, viewer)));
  const unitLists = lists((filter: DvidsServiceUnitFilter) => dvids.serviceUnits(filter, viewer), keepUnit);
  const authorLists = lists((filter: DvidsAuthorFilter) => dvids.authors(filter, viewer), keepAuthor);
  const publications = lists((title: string | undefined) => dvids.publications(title, viewer));
  const categories = lists(() => dvids.graphicCategories(viewer));

  return {
    countries: (name, args) => countries('dvidsCountries', name).page(args),
    serviceUnit: (serviceUnitId) => once(units, serviceUnitId, () => dvids.serviceUnit(serviceUnitId, viewer)),
    serviceUnits: (filter, args) => unitLists('dvidsServiceUnits', filter).page(args),
    author: (authorId) => once(authors, authorId, () => dvids.author(authorId, viewer)),
    authors: (filter, args) => authorLists('dvidsAuthors', filter).page(args),
    publications: (title, args) => publications('dvidsPublications', title).page(args),
    publication: async (wanted) => (await publications('dvidsPublications', undefined).find(({ publicationId }) => publicationId === wanted)) ?? null,
    graphicCategories: (args) => categories('dvidsGraphicCategories', undefined).page(args),
    graphicCategory: async (wanted) => (await categories('dvidsGraphicCategories', undefined).find(({ graphicCategoryId }) => graphicCategoryId === wanted)) ?? null,
  };
}

/** Lists by their filters, each gathered once. */
function lists<Filter, Item>(read: (filter: Filter) => ForwardList<Item>, onRead?: (item: Item) => void): (name: string, filter: Filter) => GatheredList<Item> {
  const gathered = new Map<string, GatheredList<Item>>();
  return (name, filter) => {
    const key = `${name}:${JSON.stringify(filter ?? null)}`;
    const list = gathered.get(key) ?? new GatheredList(key, read(filter), onRead);
    gathered.set(key, list);
    return list;
  };
}

async function* oneStretch<Item>(read: () => Promise<readonly Item[]>): ForwardList<Item> {
  const items = await read();
  yield { items, totalCount: items.length };
}

function once<Value>(known: Map<string, Promise<Value | null>>, id: string, read: () => Promise<Value | undefined>): Promise<Value | null> {
  const value = known.get(id) ?? read().then((found) => found ?? null);
  known.set(id, value);
  return value;
}
