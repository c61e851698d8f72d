import { readdirSync, readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { resolvers } from '../resolvers/resolvers.ts';

const directory = new URL('../../schema/', import.meta.url);

/** The schema: every file of `schema/`, with its resolvers. */
export function loadSchema(): GraphQLSchema {
  const files = readdirSync(directory).filter((name) => name.endsWith('.graphql'));
  const typeDefs = files.map((name) => readFileSync(new URL(name, directory), 'utf8'));
  return makeExecutableSchema({ typeDefs, resolvers, inheritResolversFromInterfaces: false });
}
