import type { Package } from './collection.ts';

/** A filter of a search configuration as it goes over the wire (docbyte-vault.md §4.6). */
export type SearchFilter = {
  filterName: string;
  /** With `BETWEEN` only. */
  filterMinName?: string;
  filterMaxName?: string;
  fields: string[];
  label: string;
  dataType: 'string' | 'integer' | 'decimal' | 'date' | 'datetime' | 'boolean';
  operator: 'FULLTEXT' | 'LIKE' | 'ILIKE' | 'EQ' | 'GT' | 'GTEQ' | 'LT' | 'LTEQ' | 'BETWEEN' | 'AGGREGATE';
};

/** A condition on a package; `invalid` when the wanted value does not fit the filter's data type. */
export type Condition = ((each: Package) => boolean) | 'invalid';

/** The value of a column: a metadata field, or `packageId`, `packageType`, `title`. */
export const columnValue = (each: Package, column: string): unknown => {
  if (column === 'packageId') return each.packageId;
  if (column === 'packageType') return each.packageType;
  return column === 'title' ? each.title : each.metadata.fields[column];
};

/** Packages do not change, so what a filter looks at in each is taken out once. */
const remembered = <T>(take: (each: Package, filter: SearchFilter) => T): ((each: Package, filter: SearchFilter) => T) => {
  const byFilter = new WeakMap<SearchFilter, WeakMap<Package, T>>();
  return (each, filter) => {
    const known = byFilter.get(filter) ?? new WeakMap<Package, T>();
    byFilter.set(filter, known);
    const value = known.get(each) ?? take(each, filter);
    known.set(each, value);
    return value;
  };
};

/** All values of the filter's columns, lists taken apart. */
const valuesOf = remembered((each, { fields }) => fields.flatMap((field) => columnValue(each, field)).filter((value) => value !== undefined && value !== null));

/** The same as one text in lower case. */
const wordsOf = remembered((each, filter) => valuesOf(each, filter).map(textOf).join(' ').toLowerCase());

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A value in the order of its data type: numbers and times as numbers, everything else as text. */
const comparable = (dataType: SearchFilter['dataType'], value: unknown): number | string | undefined => {
  const text = textOf(value);
  switch (dataType) {
    case 'string':
      return text;
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : undefined;
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' || text === 'false' ? text : undefined;
    default:
      return Number.isNaN(Date.parse(text)) ? undefined : Date.parse(text);
  }
};

type Comparison = (value: number | string, wanted: number | string) => boolean;

const comparisons: Partial<Record<SearchFilter['operator'], Comparison>> = {
  EQ: (value, wanted) => value === wanted,
  // Undocumented (docbyte-vault.md §4.6, inferred): as EQ.
  AGGREGATE: (value, wanted) => value === wanted,
  GT: (value, wanted) => value > wanted,
  GTEQ: (value, wanted) => value >= wanted,
  LT: (value, wanted) => value < wanted,
  LTEQ: (value, wanted) => value <= wanted,
};

/** SQL's pattern: `%` any text, `_` any character (docbyte-vault.md §4.6, inferred). */
const pattern = (wanted: string, flags: string): RegExp =>
  new RegExp(`^${wanted.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll('%', '.*').replaceAll('_', '.')}$`, `s${flags}`);

const like = (filter: SearchFilter, wanted: string): Condition => {
  const expression = pattern(wanted, filter.operator === 'ILIKE' ? 'i' : '');
  return (each) => valuesOf(each, filter).some((value) => expression.test(textOf(value)));
};

/** Every word occurs somewhere in the fields, whatever the case. */
const fulltext = (filter: SearchFilter, wanted: string): Condition => {
  const words = wanted.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return (each) => words.every((word) => wordsOf(each, filter).includes(word));
};

const compared = (filter: SearchFilter, wanted: string, compare: Comparison): Condition => {
  const limit = comparable(filter.dataType, wanted);
  if (limit === undefined) return 'invalid';
  return (each) =>
    valuesOf(each, filter).some((value) => {
      const own = comparable(filter.dataType, value);
      return own !== undefined && compare(own, limit);
    });
};

/** The condition of a filter with one value. */
export const condition = (filter: SearchFilter, wanted: string): Condition => {
  if (filter.operator === 'FULLTEXT') return fulltext(filter, wanted);
  if (filter.operator === 'LIKE' || filter.operator === 'ILIKE') return like(filter, wanted);
  const compare = comparisons[filter.operator];
  return compare === undefined ? 'invalid' : compared(filter, wanted, compare);
};

/** The condition of a `BETWEEN` filter; both ends belong to it. */
export const between = (filter: SearchFilter, min: string, max: string): Condition => {
  const [from, to] = [comparable(filter.dataType, min), comparable(filter.dataType, max)];
  if (from === undefined || to === undefined) return 'invalid';
  return (each) =>
    valuesOf(each, filter).some((value) => {
      const own = comparable(filter.dataType, value);
      return own !== undefined && own >= from && own <= to;
    });
};
