/** A package of Docbyte Vault, and the extras that its API gives only when asked. */

/** Optional parts of a package, as bits: what one call asks for is the union of what everybody wants of it. */
export const extra = { pluginReports: 1, permissions: 2, metadata: 4, breadcrumb: 8, searchColumns: 16 } as const;

/** A set of extras: bits of `extra`. */
export type Extras = number;

/** Whether `have` holds everything in `wanted`. */
export const covers = (have: Extras, wanted: Extras): boolean => (have & wanted) === wanted;

/** Metadata by one schema; values are any JSON. */
export interface Metadata {
  readonly schema: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type PluginReportStatus = 'SUCCESS' | 'WARNING' | 'FAILURE' | 'UNRECOGNIZED';

export interface PluginReport {
  readonly executionDate: string | null;
  readonly pluginName: string | null;
  readonly message: string | null;
  readonly status: PluginReportStatus | null;
  readonly upstreamStatus: string | null;
}

export interface BreadcrumbEntry {
  readonly title: string | null;
  readonly packageId: string | null;
}

export interface Representation {
  readonly representationId: string | null;
  readonly metadata: Metadata | null;
  readonly data: readonly RepresentationFile[];
}

/** `url` is a capability: never logged, never called with our token. */
export interface RepresentationFile {
  readonly url: string | null;
  readonly format: string | null;
}

/** A package with the extras that were asked for; the parts of extras that were not asked for are empty. */
export interface Aip {
  readonly packageId: string;
  readonly packageType: string | null;
  readonly title: string | null;
  readonly metadata: Metadata | null;
  readonly permissions: readonly unknown[];
  readonly pluginReports: readonly PluginReport[];
  readonly breadcrumb: readonly BreadcrumbEntry[];
  readonly representations: readonly Representation[];
  /** Column values of a search result by xpath; null elsewhere. */
  readonly searchColumns: Readonly<Record<string, unknown>> | null;
}

/** The package above: the last entry of the breadcrumb that is not the package itself. */
export function parentOf(aip: Aip): BreadcrumbEntry | undefined {
  return aip.breadcrumb.findLast((entry) => entry.packageId !== null && entry.packageId !== aip.packageId);
}
