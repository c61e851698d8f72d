import { createHash } from 'node:crypto';
import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../resolvers/context.ts';

/** Running operations outside Apollo Server: what arrives over WebSocket. */

/** An operation that may run. */
export type Operation = ExecutionArgs & { readonly contextValue: Context };

/** Parses and validates documents, and remembers those that are valid. */
export interface Documents {
  /** Gives the document, or the errors that speak against it. */
  read(query: string): DocumentNode | readonly GraphQLError[];
}

/** The most tokens a document may have. */
export const maxTokens = 10_000;

/** Documents of one schema; at most `most` valid ones are kept. */
export function createDocuments(schema: GraphQLSchema, most = 1_000): Documents {
  const valid = new LRUCache<string, DocumentNode>({ max: most });
  return {
    read(query) {
      const key = createHash('sha256').update(query).digest('base64');
      const known = valid.get(key);
      if (known) return known;
      try {
        const document = parse(query, { maxTokens });
        const errors = validate(schema, document);
        if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
        valid.set(key, document);
        return document;
      } catch (error) {
        if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
        throw error;
      }
    },
  };
}

/** Whether an operation is a subscription. */
export function isSubscription(args: ExecutionArgs): boolean {
  return getOperationAST(args.document, args.operationName)?.operation === 'subscription';
}

/**
 * Runs a subscription so that each event is answered with a context of its own: a socket's context lives for hours, and
 * what its loaders have read would be served for as long.
 */
export async function subscribeFresh(
  operation: Operation,
  freshContext: (context: Context) => Context,
): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
  const source = await createSourceEventStream(operation);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  return mapped(events, (event) => execute({ ...operation, rootValue: event, contextValue: freshContext(operation.contextValue) }));
}

/** Maps an iterator without a generator, whose `return` would wait for the next event. A failure is the last result. */
function mapped(events: AsyncIterator<unknown>, answer: (event: unknown) => ExecutionResult | Promise<ExecutionResult>): AsyncGenerator<ExecutionResult, void, void> {
  let failed = false;
  const end = { done: true, value: undefined } as const;
  return {
    async next() {
      if (failed) return end;
      try {
        const event = await events.next();
        return event.done === true ? end : { done: false, value: await answer(event.value) };
      } catch (error) {
        failed = true;
        return { done: false, value: { errors: [asGraphqlError(error)] } };
      }
    },
    async return() {
      await events.return?.();
      return end;
    },
    async throw(error: unknown) {
      await events.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await events.return?.();
    },
  };
}

function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('The subscription failed.', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null, extensions: { code } });
}
