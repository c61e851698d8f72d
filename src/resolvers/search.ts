import { extra } from '../domain/aip.ts';
import type { SearchColumn, SearchConfig, SearchFilter } from '../domain/search.ts';
import { connectionFields, edgeFields } from './connection.ts';
import type { SearchConnectionModel, SearchEdgeModel, SearchResultModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import { aipExtras, selects, selectsTotal, type SelectionPath } from './selection.ts';
import type {
  QueryResolvers,
  SearchColumnResolvers,
  SearchConfigResolvers,
  SearchConnectionResolvers,
  SearchEdgeResolvers,
  SearchFilterResolvers,
  SearchResultResolvers,
} from './types.generated.ts';

const foundAips: readonly SelectionPath[] = [
  ['nodes', 'aip'],
  ['edges', 'node', 'aip'],
];

/** Where the values of columns are; all else about columns its configuration says. */
const columnValues: readonly SelectionPath[] = [
  ['nodes', 'columns', 'value'],
  ['edges', 'node', 'columns', 'value'],
];

/** Root fields about searches. */
export const searchQueries: Required<Pick<QueryResolvers, 'search' | 'searchConfig' | 'searchConfigs'>> = {
  searchConfigs: (_root, _args, { loaders }) => loaders.searches.configs(),
  searchConfig: (_root, { name }, { loaders }) => loaders.searches.config(name),
  search: (_root, { config, filters, ...page }, { loaders }, info) => {
    const values = columnValues.some((path) => selects(info, path));
    const extras = aipExtras(info, foundAips, loaders.aips.linkExtras) | (values ? extra.searchColumns : 0);
    return loaders.searches.run(config, filters ?? [], page, extras, selectsTotal(info));
  },
};

/** One result of a search. */
export const searchResult: ResolversFor<SearchResultResolvers, SearchResultModel> = {
  columns: ({ aip, config }) =>
    config.columns.map(({ xpath, label, dataType }) => ({ xpath, label, dataType, value: aip.searchColumns?.[xpath] ?? null })),
};

/** Configurations answer by themselves. */
export const searchConfig: ResolversFor<SearchConfigResolvers, SearchConfig> = {};
export const searchColumn: ResolversFor<SearchColumnResolvers, SearchColumn> = {};
export const searchFilter: ResolversFor<SearchFilterResolvers, SearchFilter> = {};

/** Pages of results. */
export const searchConnection: ResolversFor<SearchConnectionResolvers, SearchConnectionModel> = connectionFields;
export const searchEdge: ResolversFor<SearchEdgeResolvers, SearchEdgeModel> = edgeFields;
