import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSourceEventStream, execute, getOperationAST, type ExecutionArgs, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Context } from '../resolvers/context.ts';
import { Connection, endedText, type ConnectionOptions } from './connection.ts';
import { countingCalls } from './costCalls.ts';
import { costSoFar, tooCostly } from './costPlugin.ts';
import { publicGraphqlError } from './errors.ts';
import { hasEnded } from './expiry.ts';
import { createFanOut } from './fanOut.ts';
import type { Gate } from './gate.ts';
import type { Log } from './log.ts';
import { asGraphqlError, type Operation } from './operations.ts';
import { Subscription } from './subscription.ts';
import type { Timeouts } from './timeouts.ts';
import { createTurns } from './turns.ts';

export interface SubscriptionOptions extends Gate {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  readonly timeouts: Pick<Timeouts, 'initMs'>;
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
/** How many operations one socket may have under way. */
const maxOperations = 1_000;
/** How often connections are looked after, in milliseconds. */
const lookMs = 500;

/** Serves `graphql-transport-ws`: subscriptions, and queries and mutations too. */
export function createSubscriptions(options: SubscriptionOptions): Subscriptions {
  const { schema, log, timeouts, authenticate, estimate, createContext } = options;
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: maxMessageBytes, handleProtocols });
  const connections = new Set<Connection>();
  const due = createTurns();
  const fanOut = createFanOut({ schema, log, createContext, due });
  const looking = setInterval(() => lookAfter(connections), lookMs).unref();
  const protocol = makeServer<InitPayload, Connection>({
    schema,
    // Each connection sees to it, and to what becomes of those that say nothing, without a timer of its own.
    connectionInitWaitTimeout: 0,
    onConnect: async (context) => {
      const { connectionParams, extra: connection } = context;
      const authorization = connectionParams?.Authorization ?? connectionParams?.authorization;
      connection.initReceived = true;
      // Tokens are not kept longer than they are needed, nor as often.
      if (connectionParams) Object.assign(context, { connectionParams: undefined });
      try {
        connection.viewer = await authenticate(typeof authorization === 'string' ? authorization : undefined);
        return true;
      } catch (error) {
        refuse(connection, error, log);
        return false;
      }
    },
    onSubscribe: async ({ extra: connection, subscriptions }, id, payload) => {
      const { viewer } = connection;
      if (!viewer) throw new Error('a socket asks before it has said who it is');
      try {
        const operations = Object.keys(subscriptions).length + connection.watching;
        if (operations > maxOperations) throw new Failure({ kind: 'rateLimited', message: `A socket has room for ${maxOperations} operations at once.` });
        return await argumentsOf(options, payload, { connection, id, viewer, requestId: undefined });
      } catch (error) {
        return [asGraphqlError(error)];
      }
    },
    execute: (args) => {
      const operation = operationOf(args, createContext);
      return countingCalls(operation.contextValue.requestId, () => executeCounted(operation, estimate));
    },
    subscribe: async (args) => {
      const operation = operationOf(args, createContext);
      const events = await createSourceEventStream(operation);
      return Symbol.asyncIterator in events ? fanOut.subscribe(operation, events, askedIn(args)) : events;
    },
    onOperation: ({ extra: connection, subscriptions }, id, _payload, _args, result) => {
      if (!(result instanceof Subscription)) return;
      // Who has left while it was prepared has left for good.
      if (!(id in subscriptions)) return result.end();
      // It goes over to its connection. To graphql-ws it looks as if the client had completed it, and nothing is kept of it there.
      delete subscriptions[id];
      connection.watch(result);
      result.ready();
    },
    onNext: (_connection, _id, _payload, args, result) => masked(result, askedIn(args).requestId ?? randomUUID(), log),
    onError: (_connection, _id, _payload, errors) => {
      const requestId = randomUUID();
      return errors.map((error) => publicGraphqlError(error, requestId, log));
    },
  });
  const connectionOptions: ConnectionOptions = { due, initMs: timeouts.initMs, log, closed: (connection) => void connections.delete(connection) };
  const opened = (socket: WebSocket, stream: Socket): void => {
    const connection = new Connection(socket, stream, connectionOptions);
    connections.add(connection);
    connection.release = protocol.opened(connection, connection);
  };
  return {
    upgrade(request, stream, head) {
      if (stream instanceof Socket) server.handleUpgrade(request, stream, head, (socket) => opened(socket, stream));
      else stream.destroy();
    },
    count: () => connections.size,
    drain: async (windowMs) => {
      await drain([...connections], windowMs);
      clearInterval(looking);
    },
  };
}

/** What a client says of itself. */
interface InitPayload extends Record<string, unknown> {
  readonly Authorization?: unknown;
  readonly authorization?: unknown;
}

function lookAfter(connections: ReadonlySet<Connection>): void {
  const now = performance.now();
  for (const connection of connections) connection.look(now);
}

/** graphql-ws takes 4401 as final; with 4403 a client comes back with a new token, and with 1013 later. */
function refuse(connection: Connection, error: unknown, log: Log): void {
  if (!(error instanceof Failure)) log.error({ err: error }, 'a socket could not be let in');
  const unknowable = !(error instanceof Failure) || error.reason.kind === 'issuerUnavailable';
  connection.close(unknowable ? 1013 : CloseCode.Forbidden, error instanceof Failure ? error.message.slice(0, 120) : 'Try again later.');
}

/** Who asked what. It stands in the place of the context, which is made when something is executed and not kept as long as a socket. */
interface Asked {
  readonly connection: Connection;
  /** The id that the client gave its operation. */
  readonly id: string;
  readonly viewer: Viewer;
  /** The id of its execution, once that has begun. */
  requestId: string | undefined;
}

/** What an operation runs with, or the errors that speak against it. */
async function argumentsOf(
  { schema, rateLimit, trusted, documents, estimate }: SubscriptionOptions,
  payload: SubscribePayload,
  asked: Asked,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  await rateLimit.take(asked.viewer);
  const text = trusted ? trusted.find(payload) : payload.query;
  if (typeof text !== 'string') return [text];
  const document = documents.read(text);
  if (!('kind' in document)) return document;
  const { operationName, variables } = payload;
  const operation = getOperationAST(document, operationName);
  const refusal = operation && estimate(document, operation, variables).refusal;
  if (operation && refusal) return [tooCostly(refusal, operation)];
  // A socket that is being closed still has messages on their way.
  if (hasEnded(asked.viewer)) throw new Failure({ kind: 'unauthenticated', message: endedText });
  return { schema, document, operationName, variableValues: variables, contextValue: asked, hideSuggestions: documents.hideSuggestions };
}

/** Runs a query or a mutation, and says what it cost. */
async function executeCounted(args: Operation, estimate: Gate['estimate']): Promise<ExecutionResult> {
  const result = await execute(args);
  const operation = getOperationAST(args.document, args.operationName);
  if (!operation) return result;
  return { ...result, extensions: { ...result.extensions, cost: costSoFar(estimate(args.document, operation, args.variableValues)) } };
}

function operationOf(args: ExecutionArgs, createContext: SubscriptionOptions['createContext']): Operation {
  const asked = askedIn(args);
  const contextValue = createContext(asked.viewer);
  asked.requestId = contextValue.requestId;
  return { ...args, contextValue };
}

function askedIn({ contextValue }: ExecutionArgs): Asked {
  if (!isAsked(contextValue)) throw new Error('an operation of nobody');
  return contextValue;
}

function isAsked(value: unknown): value is Asked {
  return typeof value === 'object' && value !== null && 'connection' in value;
}

function masked({ errors, ...result }: { readonly errors?: readonly GraphQLError[] | undefined }, requestId: string, log: Log) {
  return {
    ...(errors && { errors: errors.map((error) => publicGraphqlError(error, requestId, log)) }),
    ...result,
  };
}

async function drain(connections: readonly Connection[], windowMs: number): Promise<void> {
  const closed = connections.map(
    (connection, index) =>
      new Promise<void>((resolve) => {
        if (connection.isClosed) return resolve();
        connection.onClosed(resolve);
        setTimeout(() => connection.close(1001, 'The gateway is stopping; come back.'), (windowMs * index) / connections.length);
        // A client that does not answer the closing is not waited for.
        setTimeout(() => connection.terminate(), windowMs + 1_000).unref();
      }),
  );
  await Promise.all(closed);
}
