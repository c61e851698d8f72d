import { archiveIdField } from './collection.ts';
import type { SearchFilter } from './docbyteFilters.ts';

/** A column of a search configuration as it goes over the wire (docbyte-vault.md §4.6). */
export type SearchColumn = {
  xpath: string;
  label: string;
  dataType: 'string' | 'number' | 'boolean' | 'date' | 'datetime' | 'object';
  sortable: boolean;
  hidden: boolean;
  visibleByDefault: boolean;
};

/** A search configuration as it goes over the wire: `limit` and `offset` are numbers in strings. */
export type SearchConfig = { name: string; limit: string; offset: string; columns: SearchColumn[]; filters: SearchFilter[] };

const column = (xpath: string, label: string, dataType: SearchColumn['dataType'] = 'string', more: Partial<SearchColumn> = {}): SearchColumn => ({
  xpath, label, dataType, sortable: dataType !== 'object', hidden: false, visibleByDefault: true, ...more,
});

const filter = (filterName: string, label: string, dataType: SearchFilter['dataType'], operator: SearchFilter['operator'], fields: string[] = [filterName]): SearchFilter => ({
  filterName, fields, label, dataType, operator,
});

const range = (filterName: string, label: string, dataType: SearchFilter['dataType'], fields: string[]): SearchFilter => ({
  ...filter(filterName, label, dataType, 'BETWEEN', fields), filterMinName: `${filterName}_from`, filterMaxName: `${filterName}_to`,
});

const config = (name: string, columns: SearchColumn[], filters: SearchFilter[]): SearchConfig => ({ name, limit: '100', offset: '0', columns, filters });

const basics = [column('dc:title', 'Title'), column('dc:identifier', 'Reference'), column('dcterms:created', 'Created', 'date')];

/** The searches that the sandbox's vault offers: every operator and every data type occurs. */
export const searchConfigs: SearchConfig[] = [
  config('fulltext', [...basics, column('dc:creator', 'Creator'), column('dc:subject', 'Subjects', 'object', { visibleByDefault: false })], [
    filter('ecm_fulltext', 'Words', 'string', 'FULLTEXT', ['title', 'dc:title', 'dc:creator', 'dc:subject', 'dc:identifier', 'hr-doc:title', 'dps:note']),
    filter('dc:creator', 'Creator', 'string', 'EQ'),
    filter('dc:subject', 'Subject', 'string', 'EQ'),
  ]),
  config('by-period', [...basics, column('dcterms:temporal', 'Period', 'object', { hidden: true })], [
    range('created', 'Created between', 'date', ['dcterms:created']),
    filter('dc:type', 'Type', 'string', 'AGGREGATE'),
  ]),
  config('by-type', [...basics, column('packageType', 'Package type'), column('archive:level', 'Level'), column('archive:confidential', 'Confidential', 'boolean')], [
    filter('packageType', 'Package type', 'string', 'EQ'),
    filter('archive:level', 'Level', 'string', 'EQ'),
    filter('archive:confidential', 'Confidential', 'boolean', 'EQ'),
  ]),
  config('size and extent', [...basics, column('archive:itemCount', 'Items', 'number'), column('archive:shelfMetres', 'Shelf metres', 'number')], [
    filter('items_min', 'At least so many items', 'integer', 'GTEQ', ['archive:itemCount']),
    filter('items_below', 'Fewer items than', 'integer', 'LT', ['archive:itemCount']),
    filter('metres_above', 'More shelf metres than', 'decimal', 'GT', ['archive:shelfMetres']),
    filter('metres_max', 'At most so many shelf metres', 'decimal', 'LTEQ', ['archive:shelfMetres']),
    range('metres', 'Shelf metres between', 'decimal', ['archive:shelfMetres']),
  ]),
  config('titles', [...basics, column('ecm.barcode', 'Barcode')], [
    filter('dc:title', 'Title, with % and _', 'string', 'ILIKE'),
    filter('ecm.barcode', 'Barcode, with % and _', 'string', 'LIKE'),
  ]),
  config('hr-documents', [
    column('hr-doc:title', 'Title'), column('hr-doc:category', 'Category'), column('hr-doc:department', 'Department'), column('hr-doc:employeeId', 'Employee'), column('hr-doc:expiryDate', 'Expires', 'datetime'),
  ], [
    filter('hr-doc:category', 'Category', 'string', 'EQ'),
    filter('hr-doc:department', 'Department', 'string', 'EQ'),
    range('hr-doc:expiryDate', 'Expires between', 'datetime', ['hr-doc:expiryDate']),
  ]),
  config('archive-link', [...basics, column(archiveIdField, 'Archive id in DPS')], [filter(archiveIdField, 'Archive id in DPS', 'string', 'EQ')]),
];
