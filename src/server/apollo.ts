import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../resolvers/context.ts';
import { runningRequestId } from './costCalls.ts';
import { costPlugin } from './costPlugin.ts';
import type { EstimateCost } from './costLimit.ts';
import { formatError, stamped } from './errors.ts';
import { maxTokens } from './limits.ts';
import type { Log } from './log.ts';
import type { Documents } from './operations.ts';

/** Headers any one of which shows that a request was not made by a plain form of another site. */
export const preflightHeaders = ['x-apollo-operation-name', 'apollo-require-preflight', 'graphql-require-preflight'];

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** Documents that were read already: they are not parsed and validated again. */
  readonly documents: Documents;
  readonly estimate: EstimateCost;
  /** `INTROSPECTION`: without it errors suggest no names either. */
  readonly introspection: boolean;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
}

/** The Apollo Server that every operation over HTTP goes through. */
export function createApollo({ schema, log, documents, estimate, introspection, plugins = [] }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    // Apollo Server asks by a prefix and the SHA-256 of the text.
    documentStore: { get: (key) => Promise.resolve(documents.byHash(key.slice(-64))), set: () => Promise.resolve(), delete: () => Promise.resolve(false) },
    // Texts that callers sent with their hash; whose text it was makes no difference, since its hash says all of it.
    persistedQueries: { cache: persistedTexts() },
    csrfPrevention: { requestHeaders: preflightHeaders },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      okUnlessAskedForMore,
      costPlugin(estimate),
      ...plugins,
    ],
    // Also of what Apollo Server refuses before it has made a context.
    formatError: (formatted, error) => stamped(formatError(introspection ? formatted : withoutSuggestion(formatted), error, log), runningRequestId() ?? ''),
    parseOptions: { maxTokens },
    logger: { debug: (message) => log.debug(message), info: (message) => log.info(message), warn: (message) => log.warn(message), error: (message) => log.error(message) },
  });
}

/** Apollo Server hides names of the schema in faults of documents, and tells them in those of variables. */
function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ Did you mean [^?]*\?$/, '') };
}

/** A bounded cache of texts, in characters. */
function persistedTexts() {
  const texts = new LRUCache<string, string>({ maxSize: 8 * 1024 * 1024, sizeCalculation: (text) => text.length + 100 });
  return {
    get: (key: string) => Promise.resolve(texts.get(key)),
    set: async (key: string, text: string) => void (await Promise.resolve(texts.set(key, text))),
    delete: (key: string) => Promise.resolve(texts.delete(key)),
  };
}

/**
 * GraphQL over HTTP: a client that does not accept `application/graphql-response+json` should get 200 for every well-formed
 * request, also when its document cannot be parsed, is not valid or gets variables that do not fit. Apollo answers 400.
 */
const okUnlessAskedForMore: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    async willSendResponse({ request, response, errors }) {
      const codes = errors?.map((error) => error.extensions?.['code']) ?? [];
      const wellFormed = codes.some((code) => code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED' || code === 'BAD_USER_INPUT' || code === 'QUERY_TOO_COSTLY');
      if (wellFormed && !acceptsGraphqlResponse(request.http?.headers.get('accept'))) response.http.status = 200;
    },
  }),
};

/** Whether a client knows the media type whose statuses say how an operation went. */
export function acceptsGraphqlResponse(accept: string | undefined): boolean {
  return accept?.includes('application/graphql-response+json') ?? false;
}
