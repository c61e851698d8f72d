import { aip, aipConnection, aipEdge, aipQueries, breadcrumbEntry, metadata, representation, representationFile } from './aip.ts';
import { archive, archiveQueries } from './archive.ts';
import { dissemination, disseminationConnection, disseminationEdge } from './dissemination.ts';
import { byteCount, dateTime, json } from './scalars.ts';
import { searchColumn, searchConfig, searchConnection, searchEdge, searchFilter, searchQueries, searchResult } from './search.ts';
import { sourceQueries } from './source.ts';
import type { Resolvers } from './types.generated.ts';
import { viewer, viewerQueries } from './viewer.ts';

/** All resolvers, by type. */
export const resolvers: Resolvers = {
  DateTime: dateTime,
  ByteCount: byteCount,
  JSON: json,
  Query: { ...aipQueries, ...searchQueries, ...archiveQueries, ...sourceQueries, ...viewerQueries },
  Aip: aip,
  Metadata: metadata,
  BreadcrumbEntry: breadcrumbEntry,
  Representation: representation,
  RepresentationFile: representationFile,
  AipConnection: aipConnection,
  AipEdge: aipEdge,
  SearchConfig: searchConfig,
  SearchColumn: searchColumn,
  SearchFilter: searchFilter,
  SearchResult: searchResult,
  SearchConnection: searchConnection,
  SearchEdge: searchEdge,
  Archive: archive,
  Dissemination: dissemination,
  DisseminationConnection: disseminationConnection,
  DisseminationEdge: disseminationEdge,
  Viewer: viewer,
};
