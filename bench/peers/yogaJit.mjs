// GraphQL Yoga, graphql-jit, DataLoader and an undici pool.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { typeDefs, PORT } from './schema.mjs';
import { resolvers, loaders } from './pool.mjs';

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  plugins: [useGraphQlJit()],
  context: loaders,
  graphiql: false,
  logging: false,
});
createServer(yoga).listen(PORT, '127.0.0.1');
