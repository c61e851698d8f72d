import { getIntrospectionQuery, parse } from 'graphql';
import { documentLimit, maxAliases, maxDepth, maxFields, textLimit } from '../../src/server/limits.ts';

const limit = (query: string) => (textLimit(query) ?? documentLimit(parse(query)))?.message;
const deep = (levels: number) => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;
const many = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_each, index) => make(index)).join(' ');

test('depth counts fields, not braces, and goes through fragments', () => {
  expect(limit(deep(maxDepth))).toBeUndefined();
  expect(limit(deep(maxDepth + 1))).toBe('The operation is more than 20 fields deep.');
  expect(limit(`{ ... { ... on Query { ${deep(maxDepth)} } } }`.replace('{ { a', '{ a').replace(/\} \} \}$/, '} }'))).toBeUndefined();
  expect(limit(`{ a { ...F } } fragment F on T ${deep(maxDepth - 1)}`)).toBeUndefined();
  expect(limit(`{ a { ...F } } fragment F on T ${deep(maxDepth)}`)).toMatch(/deep/);
});

test('aliases are other names, and the same field again', () => {
  expect(limit(`{ ${many(maxAliases, (index) => `a${index}: b`)} }`)).toBeUndefined();
  expect(limit(`{ ${many(maxAliases + 1, (index) => `a${index}: b`)} }`)).toBe('The operation has more than 200 aliases or repeated fields.');
  expect(limit(`{ ${many(maxAliases + 1, () => 'b')} }`)).toBeUndefined();
  expect(limit(`{ ${many(maxAliases + 2, () => 'b')} }`)).toMatch(/repeated/);
  expect(limit(`{ ${many(102, () => '...{ b }')} ${many(102, () => '...F')} } fragment F on Query { ${many(101, () => 'b')} }`)).toMatch(/repeated/);
});

test('fields are counted as they are run', () => {
  const chain = (levels: number, width: number) => `{ ...F0 } ${many(levels, (index) => `fragment F${index} on T { ${many(width, (field) => `f${field} { ...F${index + 1} }`)} }`)} fragment F${levels} on T { a }`;
  expect(limit(chain(2, 20))).toBeUndefined();
  expect(limit(chain(3, 20))).toBe(`The operation has more than ${maxFields.toLocaleString('en')} fields once its fragments are put in.`);
});

test('every operation of a document is measured, circles end, and what is not there counts for nothing', () => {
  expect(limit(`query A { a } query B ${deep(21)}`)).toMatch(/deep/);
  expect(limit('{ ...F } fragment F on T { a { ...G } } fragment G on T { b { ...F } }')).toBeUndefined();
  expect(limit('{ ...Nowhere a }')).toBeUndefined();
});

test('brackets are counted where they are brackets', () => {
  expect(textLimit('{'.repeat(151))?.message).toBe('The document nests brackets more than 150 deep.');
  expect(textLimit(`{ a(b: "${'{'.repeat(500)}") }`)).toBeUndefined();
  expect(textLimit(`{ a(b: "\\"${'{'.repeat(500)}") }`)).toBeUndefined();
  expect(textLimit(`{ a(b: """${'{'.repeat(500)} \\""" ${'['.repeat(500)} " """) }`)).toBeUndefined();
  expect(textLimit(`{ a # ${'{'.repeat(500)}\n }`)).toBeUndefined();
  expect(textLimit(`{ a(b: "") ${'{'.repeat(151)} }`)).toBeDefined();
});

test('what tools ask of a schema is within all limits', () => {
  expect(limit(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true, directiveIsRepeatable: true, oneOf: true }))).toBeUndefined();
});
