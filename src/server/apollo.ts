import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../resolvers/context.ts';
import { formatError, stamped } from './errors.ts';
import type { Log } from './log.ts';

/** Headers any one of which shows that a request was not made by a plain form of another site. */
export const preflightHeaders = ['x-apollo-operation-name', 'apollo-require-preflight', 'graphql-require-preflight'];

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
}

/** The Apollo Server that every operation over HTTP goes through. */
export function createApollo({ schema, log, plugins = [] }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: { requestHeaders: preflightHeaders },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      okUnlessAskedForMore,
      nameRequest,
      ...plugins,
    ],
    formatError: (formatted, error) => formatError(formatted, error, log),
    parseOptions: { maxTokens: 10_000 },
    logger: { debug: (message) => log.debug(message), info: (message) => log.info(message), warn: (message) => log.warn(message), error: (message) => log.error(message) },
  });
}

/**
 * GraphQL over HTTP: a client that does not accept `application/graphql-response+json` should get 200 for every well-formed
 * request, also when its document cannot be parsed, is not valid or gets variables that do not fit. Apollo answers 400.
 */
const okUnlessAskedForMore: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    async willSendResponse({ request, response, errors }) {
      const codes = errors?.map((error) => error.extensions?.['code']) ?? [];
      const wellFormed = codes.some((code) => code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED' || code === 'BAD_USER_INPUT');
      if (wellFormed && !request.http?.headers.get('accept')?.includes('application/graphql-response+json')) response.http.status = 200;
    },
  }),
};

/** Writes the request's id into its errors. */
const nameRequest: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    async willSendResponse({ response: { body }, contextValue: { requestId } }) {
      if (body.kind === 'single' && body.singleResult.errors) body.singleResult.errors = body.singleResult.errors.map((error) => stamped(error, requestId));
    },
  }),
};
