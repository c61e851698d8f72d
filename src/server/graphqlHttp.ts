import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Context } from '../resolvers/context.ts';
import { readBody, sendError } from './answers.ts';
import { answerCors } from './cors.ts';
import type { Route } from './server.ts';

/** The largest body of an operation, in bytes. */
export const maxOperationBytes = 1024 * 1024;

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<Context>;
  /** Who is calling. Rejects with a `Failure`. */
  readonly authenticate: (authorization: string | undefined) => Viewer | Promise<Viewer>;
  readonly createContext: (viewer: Viewer, requestId: string) => Context;
  /** Origins whose pages may read answers. */
  readonly corsOrigins: readonly string[];
}

/** GraphQL over HTTP at `/graphql`: `POST`, and `GET` for queries. */
export function graphqlRoute({ apollo, authenticate, createContext, corsOrigins }: GraphqlRouteOptions): Route {
  return async (request, response, path) => {
    if (path !== '/graphql') return false;
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    if (answerCors(corsOrigins, request, response)) return true;
    try {
      const viewer = await authenticate(request.headers.authorization);
      await answerOperation(apollo, createContext(viewer, requestId), request, response);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const status = error.reason.kind === 'unauthenticated' ? 401 : 503;
      sendError(response, status, { ...publicErrorOf(error), requestId }, status === 401 ? { 'www-authenticate': 'Bearer' } : {});
    }
    return true;
  };
}

async function answerOperation(apollo: ApolloServer<Context>, context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { requestId } = context;
  const method = request.method ?? 'GET';
  if (method !== 'POST' && method !== 'GET') {
    sendError(response, 405, { message: 'Operations are sent by POST; queries also by GET.', code: 'METHOD_NOT_ALLOWED', retryable: false, requestId }, { allow: 'GET, POST' });
    return;
  }
  const body = method === 'POST' ? await readBody(request, maxOperationBytes) : Buffer.alloc(0);
  if (body === 'gone') return;
  if (body === 'tooLarge') {
    sendError(response, 413, { message: `The body of an operation is at most ${maxOperationBytes} bytes.`, code: 'PAYLOAD_TOO_LARGE', retryable: false, requestId });
    return;
  }
  const parsed = parseBody(request, body);
  if (parsed === malformed) {
    sendError(response, 400, { message: 'The body is not JSON in UTF-8.', code: 'BAD_REQUEST', retryable: false, requestId });
    return;
  }
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method, headers: headersOf(request), search: searchOf(request.url), body: parsed },
    context: () => Promise.resolve(context),
  });
  if (result.body.kind !== 'complete') throw new Error('no operation is answered in parts');
  const text = Buffer.from(result.body.string);
  response.writeHead(result.status ?? 200, { ...Object.fromEntries(result.headers), 'content-length': text.length, 'x-content-type-options': 'nosniff' });
  response.end(text);
}

const malformed = Symbol('malformed');

/** The body as Apollo wants it: parsed where it says that it is JSON, absent otherwise. */
function parseBody(request: IncomingMessage, body: Buffer): unknown {
  if (!/^application\/(json|[\w.+-]+\+json)\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return malformed;
  }
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function searchOf(url: string | undefined): string {
  const start = url?.indexOf('?') ?? -1;
  return url && start >= 0 ? url.slice(start) : '';
}
