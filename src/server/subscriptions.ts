import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Context } from '../resolvers/context.ts';
import { publicGraphqlError } from './errors.ts';
import type { Log } from './log.ts';
import { createDocuments, subscribeFresh, type Operation } from './operations.ts';

export interface SubscriptionOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** Who a socket belongs to, from the `Authorization` of its first message. Rejects with a `Failure`. */
  readonly authenticate: (authorization: string | undefined) => Viewer | Promise<Viewer>;
  /** A context for an operation, or, with its request id, for one event of it. */
  readonly createContext: (viewer: Viewer, requestId?: string) => Context;
}

/** The WebSocket end of `/graphql`. */
export interface Subscriptions {
  /** Takes over a socket that the HTTP server was asked to upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many sockets are open. */
  count(): number;
  /** Closes all sockets with 1001, spread evenly over a time, so that their clients come back one by one. */
  drain(windowMs: number): Promise<void>;
}

/** The largest message a client may send, in bytes. */
const maxMessageBytes = 1024 * 1024;
/** How long a socket may stay silent before it says who it is. */
const initTimeoutMs = 5_000;

/** Serves `graphql-transport-ws`: subscriptions, and queries and mutations too. */
export function createSubscriptions({ schema, log, authenticate, createContext }: SubscriptionOptions): Subscriptions {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const documents = createDocuments(schema);
  const viewers = new WeakMap<WebSocket, Viewer>();
  const contextOf = (socket: WebSocket) => {
    const viewer = viewers.get(socket);
    if (!viewer) throw new Error('a socket asks before it has said who it is');
    return createContext(viewer);
  };
  useServer<{ readonly Authorization?: unknown; readonly authorization?: unknown }>(
    {
      schema,
      connectionInitWaitTimeout: initTimeoutMs,
      onConnect: async ({ connectionParams, extra: { socket } }) => {
        const authorization = connectionParams?.Authorization ?? connectionParams?.authorization;
        try {
          viewers.set(socket, await authenticate(typeof authorization === 'string' ? authorization : undefined));
          return true;
        } catch (error) {
          // graphql-ws takes 4401 as final; with 4403 a client comes back with a new token.
          socket.close(CloseCode.Forbidden, error instanceof Failure ? error.message.slice(0, 120) : 'Forbidden');
          return false;
        }
      },
      onSubscribe: ({ extra: { socket } }, _id, { query, operationName, variables }) => {
        const document = documents.read(query);
        if (!('kind' in document)) return document;
        return { schema, document, operationName, variableValues: variables, contextValue: contextOf(socket) };
      },
      subscribe: (args) => subscribeFresh(operationOf(args), ({ viewer, requestId }) => createContext(viewer, requestId)),
      onNext: (_connection, _id, _payload, args, result) => masked(result, operationOf(args).contextValue.requestId),
      onError: (_connection, id, _payload, errors) => errors.map((error) => publicGraphqlError(error, id, log)),
    },
    sockets,
  );
  const masked = ({ errors, ...result }: { readonly errors?: readonly GraphQLError[] | undefined }, requestId: string) => ({
    ...(errors && { errors: errors.map((error) => publicGraphqlError(error, requestId, log)) }),
    ...result,
  });
  return {
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request)),
    count: () => sockets.clients.size,
    drain: (windowMs) => drain([...sockets.clients], windowMs),
  };
}

function operationOf(args: ExecutionArgs): Operation {
  if (!isOperation(args)) throw new Error('an operation without a context');
  return args;
}

function isOperation(args: ExecutionArgs): args is Operation {
  return typeof args.contextValue === 'object' && args.contextValue !== null && 'requestId' in args.contextValue;
}

async function drain(sockets: readonly WebSocket[], windowMs: number): Promise<void> {
  const closed = sockets.map(
    (socket, index) =>
      new Promise<void>((resolve) => {
        if (socket.readyState === socket.CLOSED) return resolve();
        socket.once('close', () => resolve());
        setTimeout(() => socket.close(1001, 'The gateway is stopping; come back.'), (windowMs * index) / sockets.length);
        // A client that does not answer the closing is not waited for.
        setTimeout(() => socket.terminate(), windowMs + 1_000).unref();
      }),
  );
  await Promise.all(closed);
}
