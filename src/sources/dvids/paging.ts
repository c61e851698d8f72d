import type { Query } from './client.ts';
import type { WirePage, WireResource } from './wire.ts';

/** Asks for one page of a list. */
export type ReadPage = (query: Query) => Promise<WirePage>;

/** How a list is read. */
export interface PagingOptions {
  readonly firstPage: 0 | 1;
  /** Entries per page. */
  readonly limit: number;
}

/** Entries of one page that no page before it had, and how many the whole list has where DVIDS says so. */
export interface EntryPage {
  readonly entries: readonly WireResource[];
  readonly totalCount: number | null;
}

/**
 * Reads a list page by page, as far as it is consumed. It ends where `meta.pagination` or `links.next` says, or else with a
 * page that is short, empty, or brings nothing new (dvids-submission.md §3 [inferred]). Where the total shows that something is
 * missing in the end, the list was counted from 0 after all, and page 0 is read too.
 */
export async function* readPages(read: ReadPage, { firstPage, limit }: PagingOptions): AsyncGenerator<EntryPage, void, undefined> {
  const seen = new Set<string>();
  const unseen = ({ data }: WirePage): WireResource[] =>
    data.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    });
  let query: Query = { page: firstPage, limit };
  for (let pagesRead = 1; ; pagesRead += 1) {
    const page = await read(query);
    const entries = unseen(page);
    const { totalCount } = page;
    if (entries.length > 0 || pagesRead === 1) yield { entries, totalCount };
    if (entries.length === 0 || isLast(page, pagesRead, limit)) {
      if (firstPage === 1 && totalCount !== null && seen.size < totalCount) {
        const missed = unseen(await read({ page: 0, limit }));
        if (missed.length > 0) yield { entries: missed, totalCount };
      }
      return;
    }
    query = nextQuery(page.next, { page: firstPage + pagesRead, limit });
  }
}

function isLast({ data, totalPages, next }: WirePage, pagesRead: number, limit: number): boolean {
  if (totalPages !== null) return pagesRead >= totalPages;
  if (next !== undefined) return next === null;
  return data.length < limit;
}

/** The parameters of the next page. Only they are taken from a link: the address stays ours, since our token goes there. */
function nextQuery(next: string | null | undefined, counted: Query): Query {
  if (!next || !URL.canParse(next, 'https://dvids.invalid')) return counted;
  const parameters = Object.fromEntries(new URL(next, 'https://dvids.invalid').searchParams);
  return Object.keys(parameters).length > 0 ? { ...counted, ...parameters } : counted;
}
