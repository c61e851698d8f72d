import { getOperationAST, GraphQLError, OperationTypeNode, parse } from 'graphql';
import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
import { createClient } from 'graphql-ws';
import type { ComponentProps } from 'react';
import type { GraphiQL } from 'graphiql';

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher'];
type Params = Parameters<Fetcher>[0];
type TypedHeaders = Record<string, unknown>;

/** The graph's own address, beside the page. */
const graph = new URL('graphql', document.baseURI);

/** Close code of a refused caller. Trying again cannot help, but graphql-ws itself takes only 4401 as final. */
const FORBIDDEN = 4403;

/** Sends queries and mutations over HTTP, subscriptions over a WebSocket. Whatever fails comes back as a result with `errors`. */
export const fetcher: Fetcher = (params, options) => {
  const operation = operationOf(params);
  const chosen = operation ? { ...params, operationName: operation.name?.value ?? null } : params;
  const send = operation?.operation === OperationTypeNode.SUBSCRIPTION ? subscribe : post;
  return send(chosen, options?.headers ?? {});
};

/**
 * The operation to run. Right after a change of tabs GraphiQL may still give the name of the operation in the tab before:
 * where a document has one operation alone, that is the one.
 */
function operationOf({ query, operationName }: Params): OperationDefinitionNode | undefined {
  try {
    const document = parse(query);
    return getOperationAST(document, operationName) ?? getOperationAST(document) ?? undefined;
  } catch {
    return undefined; // a syntax error: the gateway explains it best
  }
}

async function post(params: Params, typed: TypedHeaders): Promise<ExecutionResult> {
  try {
    const headers = new Headers({
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
    });
    for (const [name, value] of Object.entries(typed)) headers.set(name, String(value));
    const response = await fetch(graph, { method: 'POST', headers, body: JSON.stringify(params) });
    return readResult(await response.text(), response.status);
  } catch (cause) {
    return failure(`The request could not be sent. ${describe(cause)}`);
  }
}

function readResult(text: string, status: number): ExecutionResult {
  try {
    const body: unknown = JSON.parse(text);
    if (isResult(body)) return body;
  } catch {
    // not JSON: a proxy's page, for example
  }
  return failure(`The gateway answered ${status} without a GraphQL result. ${text.slice(0, 300)}`);
}

function isResult(body: unknown): body is ExecutionResult {
  return typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
}

/** One socket for each running subscription; it closes when the subscription ends or is stopped. */
function subscribe(params: Params, typed: TypedHeaders): AsyncIterable<ExecutionResult> {
  const address = new URL(graph);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const client = createClient({
    url: address.href,
    connectionParams: connectionParams(typed),
    retryAttempts: 3,
    shouldRetry: (cause) => cause instanceof CloseEvent && cause.code !== FORBIDDEN,
  });
  const { query, variables, operationName } = params;
  const events = client.iterate({ query, variables, operationName });
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => events.next().then(eventResult, (cause: unknown) => ({ done: false, value: failed(cause) })),
      return: async () => {
        await events.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

function eventResult({ done, value }: IteratorResult<unknown>): IteratorResult<ExecutionResult> {
  if (done) return { done: true, value: undefined };
  return { done: false, value: isResult(value) ? value : failure('The gateway sent an event that is not a GraphQL result.') };
}

/** What `connection_init` carries: the typed headers, with `Authorization` under that very name however it was typed. */
function connectionParams(typed: TypedHeaders): TypedHeaders {
  return Object.fromEntries(
    Object.entries(typed).map(([name, value]) => [name.toLowerCase() === 'authorization' ? 'Authorization' : name, value]),
  );
}

function failed(cause: unknown): ExecutionResult {
  if (Array.isArray(cause)) return { errors: cause };
  if (cause instanceof CloseEvent) return failure(`The connection was closed: ${cause.code} ${cause.reason}`.trim());
  return failure(`The subscription failed. ${describe(cause)}`);
}

function failure(message: string): ExecutionResult {
  return { errors: [new GraphQLError(message.trim())] };
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : '';
}
