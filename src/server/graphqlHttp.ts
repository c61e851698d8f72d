import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { challengeOf } from '../auth/authenticate.ts';
import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Context } from '../resolvers/context.ts';
import { readBody, send, sendError, sendJson } from './answers.ts';
import { acceptsGraphqlResponse } from './apollo.ts';
import { answerCors } from './cors.ts';
import { countingCalls } from './costCalls.ts';
import { publicGraphqlError } from './errors.ts';
import type { Gate } from './gate.ts';
import type { KnownOperations } from './knownOperations.ts';
import type { Log } from './log.ts';
import { malformed, parseBody, searchOf, textOf, trustedRequest, type SentRequest } from './sentOperation.ts';
import type { Route } from './server.ts';
import type { Timeouts } from './timeouts.ts';

/** The largest body of an operation, in bytes. */
export const maxOperationBytes = 1024 * 1024;

export interface GraphqlRouteOptions extends Pick<Gate, 'authenticate' | 'rateLimit' | 'trusted' | 'documents'> {
  readonly apollo: ApolloServer<Context>;
  /** Operations that need not go through it again. */
  readonly known: KnownOperations;
  readonly createContext: (viewer: Viewer, requestId: string) => Context;
  /** Origins whose pages may read answers. */
  readonly corsOrigins: readonly string[];
  readonly timeouts: Pick<Timeouts, 'bodyMs'>;
  readonly log: Log;
  /** Told of every request that was answered, for metrics. */
  readonly onAnswered: (status: number, durationMs: number) => void;
}

/** GraphQL over HTTP at `/graphql`: `POST`, and `GET` for queries. */
export function graphqlRoute(options: GraphqlRouteOptions): Route {
  const { authenticate, rateLimit, createContext, corsOrigins } = options;
  return async (request, response, path) => {
    if (path !== '/graphql') return false;
    const startedAt = performance.now();
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    // An answer is for whoever asked, and holds for now.
    response.setHeader('cache-control', 'private, no-store');
    if (answerCors(corsOrigins, request, response)) return true;
    try {
      const known = authenticate(request.headers.authorization);
      const viewer = known instanceof Promise ? await known : known;
      const counted = rateLimit.take(viewer);
      if (counted) await counted;
      await countingCalls(requestId, () => answerOperation(options, createContext(viewer, requestId), request, response));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      turnAway(error, request, response, requestId);
    }
    options.onAnswered(response.statusCode, performance.now() - startedAt);
    return true;
  };
}

/** Says why a caller was not let in. */
function turnAway(failure: Failure, request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const error = { ...publicErrorOf(failure), requestId };
  switch (failure.reason.kind) {
    case 'unauthenticated':
      return sendError(response, 401, error, { 'www-authenticate': challengeOf(request.headers.authorization, failure) });
    case 'rateLimited':
      return sendError(response, 429, error, { 'retry-after': String(Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)) });
    default:
      return sendError(response, 503, error);
  }
}

async function answerOperation(options: GraphqlRouteOptions, context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { apollo, known, trusted, documents, log } = options;
  const { requestId } = context;
  const sent = await readRequest(request, response, { requestId, bodyMs: options.timeouts.bodyMs });
  if (!sent) return;
  const meant = trusted ? trustedRequest(sent, trusted) : sent;
  const text = meant instanceof GraphQLError ? undefined : textOf(meant);
  const read = text === undefined ? [] : documents.read(text);
  const refusals = meant instanceof GraphQLError ? [meant] : 'kind' in read ? [] : read;
  if (meant instanceof GraphQLError || refusals.length > 0) {
    const errors = refusals.map((error) => publicGraphqlError(error, requestId, log));
    sendErrors(request, response, { errors });
    return;
  }
  const { accept } = request.headers;
  const answer = 'kind' in read && meant.method === 'POST' ? known.answer({ document: read, body: meant.body, accept, context }) : undefined;
  if (answer) {
    const { contentType, text: body } = await answer;
    send(response, 200, { 'content-type': contentType }, body);
    return;
  }
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { ...meant, headers: headersOf(request) },
    context: () => Promise.resolve(context),
  });
  if (result.body.kind !== 'complete') throw new Error('no operation is answered in parts');
  const { status = 200 } = result;
  if (status === 200) known.learnType(accept, result.headers.get('content-type'));
  send(response, status, Object.fromEntries(result.headers), result.body.string);
}

/** The operation of a request; undefined when there is none to run, which has been answered then. */
async function readRequest(request: IncomingMessage, response: ServerResponse, { requestId, bodyMs }: { readonly requestId: string; readonly bodyMs: number }): Promise<SentRequest | undefined> {
  const method = request.method ?? 'GET';
  const refuse = (status: number, code: 'METHOD_NOT_ALLOWED' | 'PAYLOAD_TOO_LARGE' | 'BAD_REQUEST', message: string, headers: Record<string, string> = {}) => {
    sendError(response, status, { message, code, retryable: false, requestId }, headers);
    return undefined;
  };
  if (method !== 'POST' && method !== 'GET') return refuse(405, 'METHOD_NOT_ALLOWED', 'Operations are sent by POST; queries also by GET.', { allow: 'GET, POST' });
  const body = method === 'POST' ? await readBody(request, maxOperationBytes, bodyMs) : Buffer.alloc(0);
  if (body === 'gone') return undefined;
  if (body === 'tooSlow') return refuse(408, 'BAD_REQUEST', `The body of an operation has ${bodyMs / 1_000} seconds to arrive.`);
  if (body === 'tooLarge') return refuse(413, 'PAYLOAD_TOO_LARGE', `The body of an operation is at most ${maxOperationBytes} bytes.`);
  // Clients name a type on a GET too, some of them against forged requests; there is no body that it could speak of.
  const parsed = method === 'POST' ? parseBody(request, body) : undefined;
  if (parsed === malformed) return refuse(400, 'BAD_REQUEST', 'The body is not JSON in UTF-8.');
  return { method, body: parsed, search: searchOf(request.url) };
}

/** Answers a well-formed request whose document cannot run: 200 for clients that take the status for that of the transport. */
function sendErrors(request: IncomingMessage, response: ServerResponse, body: { readonly errors: readonly { readonly extensions?: { readonly [name: string]: unknown } }[] }): void {
  const { accept } = request.headers;
  if (!acceptsGraphqlResponse(accept)) return sendJson(response, 200, body);
  const forbidden = body.errors.some(({ extensions }) => extensions?.['code'] === 'FORBIDDEN');
  sendJson(response, forbidden ? 403 : 400, body, { 'content-type': 'application/graphql-response+json; charset=utf-8' });
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
