import { Failure } from './failure.ts';

/** Searches of Docbyte Vault: their configuration, and the checks of what they are asked (docbyte-vault.md §3.5, §4.6). */

export const searchDataTypes = ['STRING', 'NUMBER', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'DATETIME', 'OBJECT'] as const;
export type SearchDataType = (typeof searchDataTypes)[number] | 'UNRECOGNIZED';

export const searchOperators = ['FULLTEXT', 'LIKE', 'ILIKE', 'EQ', 'GT', 'GTEQ', 'LT', 'LTEQ', 'BETWEEN', 'AGGREGATE'] as const;
export type SearchOperator = (typeof searchOperators)[number] | 'UNRECOGNIZED';

export interface SearchColumn {
  readonly xpath: string;
  readonly label: string | null;
  readonly dataType: SearchDataType | null;
  readonly upstreamDataType: string | null;
  readonly sortable: boolean | null;
  readonly hidden: boolean | null;
  readonly visibleByDefault: boolean | null;
}

export interface SearchFilter {
  readonly filterName: string;
  readonly filterMinName: string | null;
  readonly filterMaxName: string | null;
  readonly fields: readonly string[];
  readonly label: string | null;
  readonly dataType: SearchDataType | null;
  readonly upstreamDataType: string | null;
  readonly operator: SearchOperator | null;
  readonly upstreamOperator: string | null;
}

export interface SearchConfig {
  readonly name: string;
  readonly limit: number | null;
  readonly offset: number | null;
  readonly columns: readonly SearchColumn[];
  readonly filters: readonly SearchFilter[];
}

/** One condition, as a caller gives it. */
export interface SearchCondition {
  readonly filter: string;
  readonly value?: string | null | undefined;
  readonly min?: string | null | undefined;
  readonly max?: string | null | undefined;
}

/** One parameter of a checked search: a name that the archive knows, and its value. */
export type SearchParameter = readonly [name: string, value: string];

/**
 * Checks conditions against a search's configuration, before any call. Gives the archive's parameters in a stable order.
 * Throws `badInput` with the condition's path for an unknown or repeated filter, a missing or one-sided value, and a value that
 * does not fit the data type.
 */
export function checkConditions(config: SearchConfig, conditions: readonly SearchCondition[]): SearchParameter[] {
  const seen = new Set<string>();
  return conditions.flatMap((condition, index) => {
    const at = ['filters', String(index)];
    const filter = config.filters.find((known) => known.filterName === condition.filter);
    if (!filter) throw refused(unknownFilter(config, condition.filter), [...at, 'filter']);
    // What a repeated name means to the archive is not documented, so it is not sent.
    if (seen.has(filter.filterName)) throw refused(`The filter \`${filter.filterName}\` is given twice.`, [...at, 'filter']);
    seen.add(filter.filterName);
    return filter.operator === 'BETWEEN' ? bounds(filter, condition, at) : single(filter, condition, at);
  });
}

function unknownFilter(config: SearchConfig, name: string): string {
  const known = config.filters.map((filter) => `\`${filter.filterName}\``).join(', ');
  return `The search \`${config.name}\` has no filter \`${name}\`. It has: ${known || 'none'}.`;
}

function bounds(filter: SearchFilter, { value, min, max }: SearchCondition, at: readonly string[]): SearchParameter[] {
  const name = filter.filterName;
  if (value != null) throw refused(`The filter \`${name}\` compares with BETWEEN: give \`min\` and \`max\` instead of \`value\`.`, [...at, 'value']);
  if (min == null) throw refused(`The filter \`${name}\` compares with BETWEEN and needs both bounds: \`min\` is missing.`, [...at, 'min']);
  if (max == null) throw refused(`The filter \`${name}\` compares with BETWEEN and needs both bounds: \`max\` is missing.`, [...at, 'max']);
  fits(filter, min, [...at, 'min']);
  fits(filter, max, [...at, 'max']);
  const { filterMinName, filterMaxName } = filter;
  // An archive may ignore names that it does not know (§3.5): with names of our own making it would answer as if nothing had been asked.
  if (filterMinName === null || filterMaxName === null) {
    throw refused(`The filter \`${name}\` compares with BETWEEN, and the archive's configuration does not name its bounds: it cannot be used.`, [...at, 'filter']);
  }
  return [
    [filterMinName, min],
    [filterMaxName, max],
  ];
}

function single(filter: SearchFilter, { value, min, max }: SearchCondition, at: readonly string[]): SearchParameter[] {
  const name = filter.filterName;
  if (min != null || max != null) {
    throw refused(`The filter \`${name}\` does not compare with BETWEEN: give \`value\`.`, [...at, min != null ? 'min' : 'max']);
  }
  if (value == null) throw refused(`The filter \`${name}\` needs a \`value\`.`, [...at, 'value']);
  // A pattern is text, whatever it is compared with.
  if (filter.operator !== 'LIKE' && filter.operator !== 'ILIKE' && filter.operator !== 'FULLTEXT') fits(filter, value, [...at, 'value']);
  return [[name, value]];
}

const shapes: Partial<Record<SearchDataType, { readonly test: (value: string) => boolean; readonly says: string }>> = {
  INTEGER: { test: (value) => /^[+-]?\d+$/.test(value), says: 'a whole number' },
  DECIMAL: { test: (value) => /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value), says: 'a decimal number' },
  BOOLEAN: { test: (value) => value === 'true' || value === 'false', says: '`true` or `false`' },
  DATE: { test: (value) => /^\d{4}-\d\d-\d\d$/.test(value) && isDay(value), says: 'a day such as `1987-03-14`' },
  DATETIME: {
    // A minute may have a 61st second (RFC 3339 §5.7).
    test: (value) => /^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.test(value) && isDay(value.slice(0, 10)),
    says: 'a moment such as `1987-03-14T09:30:00Z`',
  },
};

function fits(filter: SearchFilter, value: string, argument: readonly string[]): void {
  const shape = filter.dataType ? shapes[filter.dataType] : undefined;
  if (shape && !shape.test(value)) throw refused(`The filter \`${filter.filterName}\` takes ${shape.says}.`, argument);
}

/** Whether a day exists: `1987-02-30` does not. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function refused(message: string, argument: readonly string[]): Failure {
  return new Failure({ kind: 'badInput', message, argument });
}
