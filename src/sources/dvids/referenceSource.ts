import { upstreamBranch, type DvidsAuthor, type DvidsAuthorFilter, type DvidsCountry, type DvidsGraphicCategory, type DvidsPublication, type DvidsServiceUnit, type DvidsServiceUnitFilter } from '../../domain/dvidsReference.ts';
import type { Caller } from '../http/authorize.ts';
import type { Query } from './client.ts';
import { orUndefined } from './failures.ts';
import { readPages, type ReadPage } from './paging.ts';
import { authorOf, countryOf, graphicCategoryOf, publicationOf, serviceUnitOf } from './referenceMapper.ts';
import type { ReferenceClient } from './remember.ts';
import type { DvidsSettings } from './settings.ts';
import type { WireResource } from './wire.ts';

/** A stretch of a list as it was read. */
export interface DvidsListPage<Item> {
  readonly items: readonly Item[];
  /** Of the whole list; null where DVIDS does not say. */
  readonly totalCount: number | null;
}

/** A list that is read page by page, as far as one goes on: what is not asked for is not fetched. */
export type DvidsList<Item> = AsyncIterable<DvidsListPage<Item>>;

/** What DVIDS lists for others to refer to (dvids-submission.md §5.9). Single reads give undefined for what is not there. */
export interface DvidsReferenceSource {
  /** Countries whose name holds `name`; all without one. One call: no paging is known. */
  countries(name: string | undefined, as: Caller): Promise<readonly DvidsCountry[]>;
  serviceUnits(filter: DvidsServiceUnitFilter, as: Caller): DvidsList<DvidsServiceUnit>;
  serviceUnit(serviceUnitId: string, as: Caller): Promise<DvidsServiceUnit | undefined>;
  /** Of one unit where the filter names it; whether the other filters count there is not documented. */
  authors(filter: DvidsAuthorFilter, as: Caller): DvidsList<DvidsAuthor>;
  author(authorId: string, as: Caller): Promise<DvidsAuthor | undefined>;
  publications(title: string | undefined, as: Caller): DvidsList<DvidsPublication>;
  graphicCategories(as: Caller): DvidsList<DvidsGraphicCategory>;
}

export function createReferenceSource(client: ReferenceClient, { pageLimit, firstServiceUnitPage }: DvidsSettings): DvidsReferenceSource {
  const list = <Item>(read: ReadPage, itemOf: (resource: WireResource) => Item, firstPage: 0 | 1 = 1): DvidsList<Item> => ({
    async *[Symbol.asyncIterator]() {
      for await (const { entries, totalCount } of readPages(read, { firstPage, limit: pageLimit })) yield { items: entries.map(itemOf), totalCount };
    },
  });
  return {
    countries: async (name, as) => (await client.countries({ name }, as)).data.flatMap(countryOf),
    serviceUnits: ({ name, abbreviation, branch, onlyMine, sort }, as) => {
      // A true is a 1, as PHP writes it (§3); a false is left out.
      const filter: Query = { name, abbreviation, branch: branch && upstreamBranch(branch), only_mine: onlyMine === true ? 1 : undefined, sort };
      return list((page) => client.serviceUnits({ ...filter, ...page }, as), serviceUnitOf, firstServiceUnitPage);
    },
    serviceUnit: async (serviceUnitId, as) => {
      const document = await orUndefined(client.serviceUnit(serviceUnitId, as));
      return document && serviceUnitOf(document.data);
    },
    authors: ({ serviceUnitId, name, firstName, lastName, visionId, branch }, as) => {
      const filter: Query = { name, first_name: firstName, last_name: lastName, vision_id: visionId, branch: branch && upstreamBranch(branch) };
      return list((page) => (serviceUnitId === undefined ? client.authors({ ...filter, ...page }, as) : client.serviceUnitAuthors(serviceUnitId, { ...filter, ...page }, as)), authorOf);
    },
    author: async (authorId, as) => {
      const document = await orUndefined(client.author(authorId, as));
      return document && authorOf(document.data);
    },
    publications: (title, as) => list((page) => client.publications({ title, ...page }, as), publicationOf),
    graphicCategories: (as) => list((page) => client.graphicCategories(page, as), graphicCategoryOf),
  };
}

/** The whole of a list. */
export async function everyItem<Item>(list: DvidsList<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of list) items.push(...page.items);
  return items;
}
