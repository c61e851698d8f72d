import { GraphQLObjectType, GraphQLSchema, graphqlSync } from 'graphql';
import { byteCount, dateTime, json } from '../../src/resolvers/scalars.ts';

/** A schema whose fields give back what they are given. */
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: Object.fromEntries(
      [dateTime, byteCount, json].map((type) => [type.name, { type, args: { value: { type } }, resolve: (_root: unknown, { value }: { value?: unknown }) => value }]),
    ),
  }),
});

/** What comes back for a value, written into the document and passed as a variable. */
function echo(type: string, literal: string, value: unknown): { literal: unknown; variable: unknown } {
  const [written, passed] = [`{ ${type}(value: ${literal}) }`, `query ($value: ${type}) { ${type}(value: $value) }`].map((source) => graphqlSync({ schema, source, variableValues: { value } }));
  return { literal: written?.errors?.length ? 'refused' : written?.data?.[type], variable: passed?.errors?.length ? 'refused' : passed?.data?.[type] };
}

it.each<[string, string, unknown, unknown]>([
  ['DateTime', '"2026-11-20T10:00:00.123456789+01:00"', '2026-11-20T10:00:00.123456789+01:00', '2026-11-20T10:00:00.123456789+01:00'],
  ['ByteCount', '"12345678987654321"', '12345678987654321', '12345678987654321'],
  ['ByteCount', '4096', 4096, '4096'],
  ['JSON', '{ a: [1, "b", null, true], c: { d: 1.5 } }', { a: [1, 'b', null, true], c: { d: 1.5 } }, { a: [1, 'b', null, true], c: { d: 1.5 } }],
  ['JSON', '"text"', 'text', 'text'],
  ['DateTime', 'null', null, null],
])('%s takes %s as it is', (type, literal, value, wanted) => {
  expect(echo(type, literal, value)).toEqual({ literal: wanted, variable: wanted });
});

it.each<[string, string, unknown]>([
  ['DateTime', '1700000000', 1_700_000_000],
  ['DateTime', '{ at: 1 }', { at: 1 }],
  ['ByteCount', '"many"', 'many'],
  ['ByteCount', '"-1"', '-1'],
  ['ByteCount', '1.5', 1.5],
  ['ByteCount', 'true', true],
])('%s refuses %s', (type, literal, value) => {
  expect(echo(type, literal, value)).toEqual({ literal: 'refused', variable: 'refused' });
});

it('gives what the upstream sent, whatever it is', () => {
  expect([dateTime.serialize('2026-11-20'), byteCount.serialize('9007199254740993'), json.serialize({ a: 1 })]).toEqual(['2026-11-20', '9007199254740993', { a: 1 }]);
});
