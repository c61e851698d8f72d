import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { execute, getOperationAST, GraphQLError, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { CloseCode, type SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Context } from '../resolvers/context.ts';
import { countingCalls } from './costCalls.ts';
import { costSoFar, tooCostly } from './costPlugin.ts';
import { publicGraphqlError } from './errors.ts';
import { hasEnded, onEnd } from './expiry.ts';
import type { Gate } from './gate.ts';
import type { Log } from './log.ts';
import { asGraphqlError, subscribeFresh, type Operation } from './operations.ts';

export interface SubscriptionOptions extends Gate {
  readonly schema: GraphQLSchema;
  readonly log: Log;
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
/** How many operations one socket may have under way. */
const maxOperations = 1_000;

/** Serves `graphql-transport-ws`: subscriptions, and queries and mutations too. */
export function createSubscriptions(options: SubscriptionOptions): Subscriptions {
  const { schema, log, authenticate, estimate, createContext } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const viewers = new WeakMap<WebSocket, Viewer>();
  /** The token's end closes the socket, so that its client comes back with a new one. */
  const admit = (socket: WebSocket, viewer: Viewer) => {
    viewers.set(socket, viewer);
    socket.once('close', onEnd(viewer, () => socket.close(CloseCode.Forbidden, endedText)));
  };
  const contextFor = (viewer: Viewer, requestId?: string) => {
    // A socket that is being closed still has events and messages on their way.
    if (hasEnded(viewer)) throw new Failure({ kind: 'unauthenticated', message: endedText });
    return createContext(viewer, requestId);
  };
  useServer<{ readonly Authorization?: unknown; readonly authorization?: unknown }>(
    {
      schema,
      connectionInitWaitTimeout: initTimeoutMs,
      onConnect: async ({ connectionParams, extra: { socket } }) => {
        const authorization = connectionParams?.Authorization ?? connectionParams?.authorization;
        try {
          admit(socket, await authenticate(typeof authorization === 'string' ? authorization : undefined));
          return true;
        } catch (error) {
          refuse(socket, error, log);
          return false;
        }
      },
      onSubscribe: async ({ extra: { socket }, subscriptions }, _id, payload) => {
        const viewer = viewers.get(socket);
        if (!viewer) throw new Error('a socket asks before it has said who it is');
        try {
          if (Object.keys(subscriptions).length > maxOperations) throw new Failure({ kind: 'rateLimited', message: `A socket has room for ${maxOperations} operations at once.` });
          return await argumentsOf(options, payload, viewer, () => contextFor(viewer));
        } catch (error) {
          return [asGraphqlError(error)];
        }
      },
      execute: (args) => countingCalls(() => executeCounted(operationOf(args), estimate)),
      subscribe: (args) => subscribeFresh(operationOf(args), ({ viewer, requestId }) => contextFor(viewer, requestId)),
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

const endedText = 'The token has ended.';

/** graphql-ws takes 4401 as final; with 4403 a client comes back with a new token, and with 1013 later. */
function refuse(socket: WebSocket, error: unknown, log: Log): void {
  if (!(error instanceof Failure)) log.error({ err: error }, 'a socket could not be let in');
  const unknowable = !(error instanceof Failure) || error.reason.kind === 'issuerUnavailable';
  socket.close(unknowable ? 1013 : CloseCode.Forbidden, error instanceof Failure ? error.message.slice(0, 120) : 'Try again later.');
}

/** What an operation runs with, or the errors that speak against it. */
async function argumentsOf(
  { schema, rateLimit, trusted, documents, estimate }: SubscriptionOptions,
  payload: SubscribePayload,
  viewer: Viewer,
  createContext: () => Context,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  await rateLimit.take(viewer);
  const text = trusted ? trusted.find(payload) : payload.query;
  if (text instanceof GraphQLError) return [text];
  const document = documents.read(text);
  if (!('kind' in document)) return document;
  const { operationName, variables } = payload;
  const operation = getOperationAST(document, operationName);
  const refusal = operation && estimate(document, operation, variables).refusal;
  if (operation && refusal) return [tooCostly(refusal, operation)];
  return { schema, document, operationName, variableValues: variables, contextValue: createContext() };
}

/** Runs a query or a mutation, and says what it cost. */
async function executeCounted(args: Operation, estimate: Gate['estimate']): Promise<ExecutionResult> {
  const result = await execute(args);
  const operation = getOperationAST(args.document, args.operationName);
  if (!operation) return result;
  return { ...result, extensions: { ...result.extensions, cost: costSoFar(estimate(args.document, operation, args.variableValues)) } };
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
