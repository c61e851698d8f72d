import type { Package } from './collection.ts';
import { columnValue } from './docbyteFilters.ts';
import type { SearchConfig } from './docbyteSearches.ts';

/** What the `enrichers` header may ask for (docbyte-vault.md §3); `searchcolumns` in searches only. */
export const enricherNames = ['pluginreports', 'permissions', 'metadata', 'breadcrumb'] as const;

/** How much of a package is shown, and to whom. */
export type View = {
  /** In lower case. */
  enrichers: ReadonlySet<string>;
  /** What a field is without its enricher (docbyte-vault.md §4.2, inferred: any of the three). */
  absent: 'missing' | 'null' | 'empty';
  /** Whether the breadcrumb ends with the package itself. */
  breadcrumbIncludesSelf: boolean;
  /** Whether representations come always or with `metadata` only. */
  representations: 'always' | 'withMetadata';
  permissions: (each: Package) => unknown[];
  dataUrl: (key: string) => string;
  /** The search that is run, if one is. */
  search?: SearchConfig;
};

const breadcrumb = (each: Package): { title: string | null; packageId: string }[] => [
  ...(each.parent === null ? [] : breadcrumb(each.parent)), { title: each.title ?? null, packageId: each.packageId },
];

const columns = (each: Package, { columns: wanted }: SearchConfig): Record<string, unknown> =>
  Object.fromEntries(wanted.map(({ xpath, dataType }) => {
    const value = columnValue(each, xpath) ?? null;
    // Dates come as full ISO times here, also where the metadata holds a day only (docbyte-vault.md §4.2).
    return [xpath, dataType === 'date' && typeof value === 'string' ? new Date(value).toISOString() : value];
  }));

/** A package as it goes over the wire. */
export const renderPackage = (each: Package, view: View): Record<string, unknown> => {
  const optional = (enricher: string, name: string, value: () => unknown, none: unknown): Record<string, unknown> => {
    if (view.enrichers.has(enricher)) return { [name]: value() };
    if (view.absent === 'missing') return {};
    return { [name]: view.absent === 'null' ? null : none };
  };
  const representations = (): unknown[] =>
    each.representations().map(({ id, metadata, data }) => ({
      id, ...optional('metadata', 'metadata', () => metadata, {}), data: data.map(({ key, format }) => ({ url: view.dataUrl(key), format })),
    }));
  const crumbs = (): unknown[] => (view.breadcrumbIncludesSelf ? breadcrumb(each) : breadcrumb(each).slice(0, -1));
  const { search } = view;
  return {
    packageId: each.packageId,
    packageType: each.packageType,
    title: each.title,
    ...optional('pluginreports', 'pluginReports', each.pluginReports, []),
    ...optional('permissions', 'permissions', () => view.permissions(each), []),
    ...(search === undefined ? {} : optional('searchcolumns', 'searchcolumns', () => columns(each, search), {})),
    ...optional('metadata', 'metadata', () => each.metadata, {}),
    ...(view.representations === 'always' ? { representations: representations() } : optional('metadata', 'representations', representations, [])),
    ...optional('breadcrumb', 'breadcrumb', crumbs, []),
  };
};
