import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, type DocumentNode, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../resolvers/context.ts';
import type { EstimateCost } from './costLimit.ts';
import { costSoFar } from './costPlugin.ts';
import { formatError, stamped } from './errors.ts';
import type { Log } from './log.ts';
import { planOperation, type OperationPlan } from './operationPlan.ts';
import { runPlan } from './planRun.ts';

/**
 * The fast way for queries that Apollo Server has carried out before: without its request pipeline, and by a plan instead of
 * graphql-js' `execute`. Only what is carried out is answered here. Whatever is unknown, or to be refused, goes to Apollo
 * Server, so that refusals have one voice; `test/gateway/differential.test.ts` holds both ways to the same bytes.
 */
export interface KnownOperations {
  /** Learns the operations that Apollo Server carries out. */
  readonly plugin: ApolloServerPlugin<Context>;
  /** Learns the content type that Apollo Server gave to an `Accept` header. */
  learnType(accept: string | undefined, contentType: string | undefined): void;
  /** The answer; undefined where Apollo Server has to give it. */
  answer(request: KnownRequest): Promise<KnownAnswer> | undefined;
}

/** A POST whose document was read already. */
export interface KnownRequest {
  readonly document: DocumentNode;
  /** The whole body. */
  readonly body: unknown;
  readonly accept: string | undefined;
  readonly context: Context;
}

/** A whole answer; its status is 200. */
export interface KnownAnswer {
  readonly contentType: string;
  readonly text: string;
}

export interface KnownOperationsOptions {
  readonly schema: GraphQLSchema;
  readonly estimate: EstimateCost;
  readonly log: Log;
  /** Told of each answer. */
  readonly onAnswer: () => void;
}

/** As graphql-js has it. */
const maxVariableErrors = 50;

export function createKnownOperations({ schema, estimate, log, onAnswer }: KnownOperationsOptions): KnownOperations {
  /** By document (as long as it is remembered by others), then by the operation's name as requests give it. */
  const plans = new WeakMap<DocumentNode, Map<string | undefined, OperationPlan>>();
  const contentTypes = new LRUCache<string, string>({ max: 100 });

  const textOf = ({ errors, data }: ExecutionResult, { requestId }: Context, extensions: unknown): string => {
    const told = errors?.map((error) => stamped(formatError(asApolloHasIt(error), error, log), requestId));
    return `${JSON.stringify({ errors: told, data, extensions })}\n`;
  };

  return {
    plugin: {
      requestDidStart: async () => ({
        executionDidStart: async ({ document, operation, request }) => {
          // A name that the document does not hold: Apollo Server's types do not say that there is no operation then.
          const plan = (operation as typeof operation | undefined) && planOperation(schema, document, operation);
          if (!plan) return;
          const names = plans.get(document) ?? new Map<string | undefined, OperationPlan>();
          plans.set(document, names.set(request.operationName, plan));
        },
      }),
    },
    learnType(accept, contentType) {
      if (contentType !== undefined) contentTypes.set(accept ?? '', contentType);
    },
    answer({ document, body, accept, context }) {
      const contentType = contentTypes.get(accept ?? '');
      const names = plans.get(document);
      const request = names && requestIn(body);
      const plan = request && names.get(request.operationName);
      if (!plan || contentType === undefined) return undefined;
      const { coerced } = getVariableValues(schema, plan.operation.variableDefinitions ?? [], request.variables, { maxErrors: maxVariableErrors });
      const root = coerced && plan.root(coerced);
      const estimated = estimate(document, plan.operation, request.variables);
      if (!root || estimated.refusal) return undefined;
      onAnswer();
      const answered = (result: ExecutionResult) => ({ contentType, text: textOf(result, context, { cost: costSoFar(estimated) }) });
      return Promise.resolve(runPlan(plan, root, coerced, context)).then(answered);
    },
  };
}

interface PlainRequest {
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A request with a name and variables of the right types and no extensions; undefined for any other. */
function requestIn(body: unknown): PlainRequest | undefined {
  if (!isRecord(body)) return undefined;
  const { operationName = null, variables = null, extensions = null } = body;
  if (extensions !== null || (variables !== null && !isRecord(variables))) return undefined;
  if (operationName !== null && typeof operationName !== 'string') return undefined;
  return { operationName: operationName ?? undefined, variables: variables ?? {} };
}

/** The error as Apollo Server hands it to `formatError`. */
function asApolloHasIt(error: GraphQLError) {
  return { ...error.toJSON(), extensions: { ...error.extensions, code: error.extensions['code'] ?? 'INTERNAL_SERVER_ERROR' } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
