import { readFileSync } from 'node:fs';
import { root } from '../harness/processes.ts';

/** The three queries that every contender answers. */

export const queryNames = ['q1', 'q2', 'q3'] as const;
export type QueryName = (typeof queryNames)[number];

export const titles: Readonly<Record<QueryName, string>> = {
  q1: 'Q1: a page of 50 packages with metadata, breadcrumb, the packages of the breadcrumb and two children each',
  q2: 'Q2: one package, everything',
  q3: 'Q3: 20 packages by alias, with different extras',
};

/** So many different requests rotate, so that no cache of answers can help. */
export const rotation = 64;

/** A query in one contender's schema, and the variables of each request. */
export interface Query {
  readonly text: string;
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

/** Sends a GraphQL request and gives its data: how a contender is asked for what its variables need. */
export type Ask = <Data>(query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Data>;

/** The queries of a schema: `folder` holds `q1.graphql`…, `pages` gives the variables of Q1 for the pages of the file plan in turn. */
export interface Dialect {
  readonly folder: string;
  /** Text replacements, for a schema that differs little. */
  readonly replace?: readonly (readonly [string, string])[];
  readonly pages: (ask: Ask) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** The schema of the peers: pages by number, as the upstream has them. */
export const byPageNumber: Dialect = {
  folder: 'queries',
  pages: () => Promise.resolve(times(rotation, (page) => ({ page }))),
};

const walk = 'query Walk($after: String) { fileplan(first: 50, after: $after) { pageInfo { endCursor } } }';
type Walked = { readonly fileplan: { readonly pageInfo: { readonly endCursor: string } } };

/** The schema of Fonds: a page is behind an opaque cursor, so the pages are walked through once. Aliases make the data the same. */
export const fonds: Dialect = {
  folder: 'queries/fonds',
  pages: async (ask) => {
    const pages: { after: string | null }[] = [{ after: null }];
    while (pages.length < rotation) {
      const { fileplan } = await ask<Walked>(walk, pages.at(-1));
      pages.push({ after: fileplan.pageInfo.endCursor });
    }
    return pages;
  },
};

/** Reads a query of a dialect and finds its variables. */
export async function queryOf(name: QueryName, { folder, replace = [], pages }: Dialect, ask: Ask): Promise<Query> {
  const text = replace.reduce((query, [from, to]) => query.replaceAll(from, to), readFileSync(`${root}${folder}/${name}.graphql`, 'utf8'));
  switch (name) {
    case 'q1':
      return { text, variables: await pages(ask) };
    case 'q2':
      return { text, variables: times(rotation, (n) => ({ id: packageId(n * 7) })) };
    case 'q3':
      return { text, variables: times(rotation, (n) => Object.fromEntries(times(20, (i) => [`i${i}`, packageId(n * 20 + i)]))) };
  }
}

const packageId = (n: number) => `AIP-${String(n).padStart(6, '0')}`;
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
