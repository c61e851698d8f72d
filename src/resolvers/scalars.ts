import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/** Scalars give values as they came from the upstream: the wire parsers have looked at them already. What comes in is looked at here. */

export const dateTime = scalar('DateTime', (value) => {
  if (typeof value !== 'string') throw new GraphQLError('A DateTime is RFC 3339 text.');
  return value;
});

export const byteCount = scalar('ByteCount', (value) => {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^\d+$/.test(text)) throw new GraphQLError('A ByteCount is a whole number in decimal digits, as text.');
  return text;
});

export const json = scalar('JSON', (value) => value);

function scalar<Input>(name: string, parseValue: (value: unknown) => Input): GraphQLScalarType<Input, unknown> {
  const type = new GraphQLScalarType<Input, unknown>({
    name,
    serialize: (value) => value,
    parseValue,
    parseLiteral: (node, variables) => parseValue(valueFromASTUntyped(node, variables)),
  });
  // The SDL says what it is; a description here, even none, would take its place.
  Reflect.deleteProperty(type, 'description');
  return type;
}
