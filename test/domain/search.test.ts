import { Failure } from '../../src/domain/failure.ts';
import { checkConditions, searchDataTypes, type SearchCondition, type SearchConfig, type SearchDataType, type SearchFilter, type SearchOperator } from '../../src/domain/search.ts';

const filter = (filterName: string, operator: SearchOperator | null, dataType: SearchDataType | null = 'STRING', more: Partial<SearchFilter> = {}): SearchFilter => ({
  filterName,
  filterMinName: null,
  filterMaxName: null,
  fields: [filterName],
  label: null,
  dataType,
  upstreamDataType: null,
  operator,
  upstreamOperator: null,
  ...more,
});

const configOf = (...filters: readonly SearchFilter[]): SearchConfig => ({ name: 'letters', limit: 100, offset: 0, columns: [], filters });

const config = configOf(
  filter('dc:creator', 'EQ'),
  filter('ecm_fulltext', 'FULLTEXT'),
  filter('pages', 'GTEQ', 'INTEGER'),
  filter('created', 'BETWEEN', 'DATE', { filterMinName: 'created_from', filterMaxName: 'created_to' }),
);

/** Why conditions are refused. */
function refusal(against: SearchConfig, ...conditions: readonly SearchCondition[]): { message: string; argument: string } | undefined {
  try {
    checkConditions(against, conditions);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure) || error.reason.kind !== 'badInput') throw error;
    return { message: error.reason.message, argument: (error.reason.argument ?? []).join('.') };
  }
}

describe('conditions that fit', () => {
  it("become the archive's parameters, in the order they were given", () => {
    expect(
      checkConditions(config, [
        { filter: 'pages', value: '12' },
        { filter: 'created', min: '1900-01-01', max: '1900-12-31' },
        { filter: 'dc:creator', value: 'Ada' },
      ]),
    ).toEqual([
      ['pages', '12'],
      ['created_from', '1900-01-01'],
      ['created_to', '1900-12-31'],
      ['dc:creator', 'Ada'],
    ]);
  });

  it('are none where nothing is asked', () => {
    expect(checkConditions(config, [])).toEqual([]);
  });

  it('take null for what is left out, as clients send it', () => {
    expect(checkConditions(config, [{ filter: 'dc:creator', value: 'Ada', min: null, max: null }])).toEqual([['dc:creator', 'Ada']]);
    expect(checkConditions(config, [{ filter: 'created', value: null, min: '1900-01-01', max: '1900-12-31' }])).toHaveLength(2);
  });

  it('pass text on unchanged: blanks, wildcards and all', () => {
    expect(checkConditions(config, [{ filter: 'ecm_fulltext', value: ' 50 % of_it? ' }])).toEqual([['ecm_fulltext', ' 50 % of_it? ']]);
  });
});

describe('conditions that do not fit', () => {
  it.each<[string, SearchCondition[], string, RegExp]>([
    ['an unknown filter, told which there are', [{ filter: 'nobody', value: 'x' }], 'filters.0.filter', /^The search `letters` has no filter `nobody`\. It has: `dc:creator`, `ecm_fulltext`, `pages`, `created`\.$/],
    ['a filter by the wrong letter case', [{ filter: 'DC:Creator', value: 'x' }], 'filters.0.filter', /no filter `DC:Creator`/],
    ['a filter by the name of one of its bounds', [{ filter: 'created_from', value: '1900-01-01' }], 'filters.0.filter', /no filter/],
    ['a filter that is given twice', [{ filter: 'dc:creator', value: 'a' }, { filter: 'dc:creator', value: 'b' }], 'filters.1.filter', /given twice/],
    ['nothing to compare with', [{ filter: 'dc:creator' }], 'filters.0.value', /needs a `value`/],
    ['bounds where a value is wanted', [{ filter: 'dc:creator', min: 'a', max: 'b' }], 'filters.0.min', /does not compare with BETWEEN/],
    ['an upper bound beside a value', [{ filter: 'dc:creator', value: 'a', max: 'b' }], 'filters.0.max', /does not compare with BETWEEN/],
    ['a value where bounds are wanted', [{ filter: 'created', value: '1900-01-01' }], 'filters.0.value', /give `min` and `max`/],
    ['no lower bound', [{ filter: 'created', max: '1900-01-01' }], 'filters.0.min', /`min` is missing/],
    ['no upper bound', [{ filter: 'created', min: '1900-01-01' }], 'filters.0.max', /`max` is missing/],
    ['a lower bound of another type', [{ filter: 'created', min: 'soon', max: '1900-01-01' }], 'filters.0.min', /takes a day such as/],
    ['an upper bound of another type', [{ filter: 'created', min: '1900-01-01', max: 'later' }], 'filters.0.max', /takes a day such as/],
    ['the second of two conditions', [{ filter: 'dc:creator', value: 'a' }, { filter: 'pages', value: 'many' }], 'filters.1.value', /takes a whole number/],
  ])('are refused: %s', (_name, conditions, argument, message) => {
    expect(refusal(config, ...conditions)).toEqual({ argument, message: expect.stringMatching(message) });
  });

  it.each([{}, { filterMinName: 'pages_from' }, { filterMaxName: 'pages_to' }])("are refused where the archive's configuration does not name both bounds: %j", (names) => {
    const broken = configOf(filter('pages', 'BETWEEN', 'INTEGER', names));
    expect(refusal(broken, { filter: 'pages', min: '1', max: '2' })).toEqual({ argument: 'filters.0.filter', message: expect.stringMatching(/does not name its bounds/) });
  });

  it('are told so where a search can be asked nothing', () => {
    expect(refusal(configOf(), { filter: 'a', value: 'b' })?.message).toBe('The search `letters` has no filter `a`. It has: none.');
  });
});

describe('a value of', () => {
  const good: Record<SearchDataType, readonly string[]> = {
    STRING: ['', 'anything', '12'],
    NUMBER: ['12', 'anything: columns have this type, filters do not'],
    INTEGER: ['0', '-3', '+3', '12345678901234567890'],
    DECIMAL: ['0', '-3.5', '+.5', '3.', '1e3', '2.5E-7'],
    BOOLEAN: ['true', 'false'],
    DATE: ['1987-03-14', '2024-02-29', '0001-01-01'],
    DATETIME: ['1987-03-14', '1987-03-14T09:30', '1987-03-14T09:30:59', '1987-03-14T09:30:00.123456Z', '1987-03-14t09:30:00+01:00', '1987-03-14T23:59:60-0130'],
    OBJECT: ['{}', 'anything'],
    UNRECOGNIZED: ['anything'],
  };
  const bad: Partial<Record<SearchDataType, readonly string[]>> = {
    INTEGER: ['', ' 1', '1.0', '1e3', 'one', '0x10', '١'],
    DECIMAL: ['', '.', 'e3', '1,5', 'NaN', 'Infinity'],
    BOOLEAN: ['', 'TRUE', '1', 'yes'],
    DATE: ['', '1987-3-14', '1987-02-30', '2023-02-29', '1987-13-01', '14.03.1987', '1987-03-14T00:00:00Z', '1987-03-14\n'],
    DATETIME: ['', '1987-02-30T00:00:00Z', '1987-03-14 09:30:00', '1987-03-14T9:30', '1987-03-14T24:01', '1987-03-14T09:60:00Z', '1987-03-14T09:30:61Z', '1987-03-14T09:30:00+1', '1987-03-14Z'],
  };
  const cases = (values: Partial<Record<SearchDataType, readonly string[]>>) =>
    [...searchDataTypes, 'UNRECOGNIZED' as const].flatMap((dataType) => (values[dataType] ?? []).map((value) => ({ dataType, value })));

  it.each(cases(good))('$dataType may be $value', ({ dataType, value }) => {
    expect(refusal(configOf(filter('f', 'EQ', dataType)), { filter: 'f', value })).toBeUndefined();
  });

  it.each(cases(bad))('$dataType may not be $value', ({ dataType, value }) => {
    expect(refusal(configOf(filter('f', 'EQ', dataType)), { filter: 'f', value })?.argument).toBe('filters.0.value');
  });

  it.each(['LIKE', 'ILIKE', 'FULLTEXT'] as const)('any type may be a pattern for %s', (operator) => {
    expect(refusal(configOf(filter('f', operator, 'DATE')), { filter: 'f', value: '1987-%' })).toBeUndefined();
  });

  it('an unknown type, or under an unknown operator, is left for the archive to judge', () => {
    expect(refusal(configOf(filter('f', 'UNRECOGNIZED', null)), { filter: 'f', value: 'x' })).toBeUndefined();
    expect(refusal(configOf(filter('f', null, 'INTEGER')), { filter: 'f', value: 'x' })?.argument).toBe('filters.0.value');
  });
});
