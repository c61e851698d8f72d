import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/** Scalars pass values as they came from the upstream: the wire parsers have looked at them already. */
const asIs = (value: unknown): unknown => value;

export const dateTime = new GraphQLScalarType({ name: 'DateTime', serialize: asIs, parseValue: asIs, parseLiteral: valueFromASTUntyped });
export const byteCount = new GraphQLScalarType({ name: 'ByteCount', serialize: asIs, parseValue: asIs, parseLiteral: valueFromASTUntyped });
export const json = new GraphQLScalarType({ name: 'JSON', serialize: asIs, parseValue: asIs, parseLiteral: valueFromASTUntyped });
