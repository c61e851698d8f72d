import type { Incoming } from './simulatorHttp.ts';
import type { Documents, Resource } from './dvidsDocuments.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

/** How one list pages. */
export type PageRules = {
  /** Entries per page when none are asked for (dvids-submission.md §3). */
  defaultLimit: number;
  /** `either`: 0 and 1 are the same page. */
  firstPage: 'either' | 0 | 1;
};

/** The largest page; more are asked for in vain. */
const maxLimit = 100;

const wholeNumber = (text: string | null, otherwise: number): number => (text !== null && /^\d+$/.test(text) ? Number(text) : otherwise);

/** Answers one page of a list, with the end told as the switches say. */
export const answerPage = <T>(
  { query, path }: Incoming, all: T[], write: (entry: T) => Resource, documents: Documents, switches: DvidsSwitches, rules: PageRules,
) => {
  const first = rules.firstPage === 'either' ? 1 : rules.firstPage;
  const asked = wholeNumber(query.get('page'), first);
  if (rules.firstPage === 1 && asked === 0) documents.invalid('Pages are counted from 1');
  const limit = Math.min(Math.max(1, wholeNumber(query.get('limit'), rules.defaultLimit)), maxLimit);
  const totalPages = Math.max(1, Math.ceil(all.length / limit));
  const page = Math.max(first, asked);
  const offset = switches.pagesMove ? (page - first) * limit : 0;
  const entries = all.slice(offset, offset + limit);
  const address = (number: number): string => {
    const parameters = new URLSearchParams(query);
    parameters.set('page', String(number));
    return `${path}?${parameters.toString()}`;
  };
  const isLast = offset + limit >= all.length;
  const told = (which: 'meta' | 'links'): boolean => switches.pagination === which || switches.pagination === 'both';
  return documents.many(entries.map(write), {
    ...(told('meta') ? { meta: { pagination: { current_page: page, total_pages: totalPages, total_count: all.length } } } : {}),
    ...(told('links') ? { links: { self: address(page), next: isLast ? null : address(page + 1) } } : {}),
  });
};
