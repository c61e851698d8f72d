import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Failure, publicErrorOf, type PublicError } from '../domain/failure.ts';
import { runningRequestId } from './costCalls.ts';
import type { Log } from './log.ts';

/** Codes that Apollo Server gives of its own accord; their messages speak of the request alone. */
const requestCodes = new Set<unknown>(Object.values(ApolloServerErrorCode).filter((code) => code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR));

/**
 * The one place where an error becomes what a client reads: a `Failure` by the public table, faults of the request as they are,
 * everything else masked and logged. Serves HTTP and WebSocket alike.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown, log: Log, requestId = runningRequestId()): GraphQLFormattedError {
  const error = failureIn(thrown) ?? unwrapResolverError(thrown);
  if (error instanceof Failure) return withPublic(formatted, publicErrorOf(error));
  if (isRequestFault(error, formatted)) {
    return { ...formatted, extensions: { code: 'BAD_USER_INPUT', retryable: false, ...withoutTrace(formatted.extensions) } };
  }
  log.error({ err: error, path: formatted.path, requestId }, 'an operation failed in a way that nobody foresaw');
  return withPublic(formatted, publicErrorOf(error));
}

/** A failure inside of a GraphQL error, also of one that is no field's, such as that of a feed. */
function failureIn(thrown: unknown): Failure | undefined {
  return thrown instanceof GraphQLError && thrown.originalError instanceof Failure ? thrown.originalError : undefined;
}

/** A GraphQL error for operations that run over WebSocket, where no Apollo Server formats them. */
export function publicGraphqlError(error: GraphQLError, requestId: string, log: Log): GraphQLFormattedError {
  return stamped(formatError(error.toJSON(), error, log, requestId), requestId);
}

/** The error with the id under which the logs know its operation. */
export function stamped(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, requestId } };
}

function withPublic(formatted: GraphQLFormattedError, { message, ...extensions }: PublicError): GraphQLFormattedError {
  const { locations, path } = formatted;
  return { message, ...(locations && { locations }), ...(path && { path }), extensions };
}

/** Faults found by parsing, validating and coercing: graphql-js says them without an original error, or with one of its own. */
function isRequestFault(error: unknown, formatted: GraphQLFormattedError): boolean {
  if (requestCodes.has(formatted.extensions?.['code'])) return true;
  if (!(error instanceof GraphQLError) || formatted.path !== undefined) return false;
  return error.originalError === undefined || error.originalError instanceof GraphQLError;
}

function withoutTrace(extensions: GraphQLFormattedError['extensions']): Record<string, unknown> {
  const { stacktrace: _, http: __, ...rest } = extensions ?? {};
  return rest;
}
