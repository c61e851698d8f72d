import { execute, getOperationAST, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Context } from '../resolvers/context.ts';
import { endedText } from './connection.ts';
import { publicGraphqlError } from './errors.ts';
import { hasEnded } from './expiry.ts';
import { eventSourceOf } from './eventSource.ts';
import type { Log } from './log.ts';
import { asGraphqlError, type Operation } from './operations.ts';
import { readSameOperation, type SameOperation } from './sameOperation.ts';
import { createOperationAnswers, type MakeAnswer } from './sharedAnswers.ts';
import { Subscription, type SubscriptionGroup, type SubscriptionParts } from './subscription.ts';
import type { Due } from './turns.ts';

export interface FanOutOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** A context for the answer to one event: what its loaders read is as fresh as the event. */
  readonly createContext: (viewer: Viewer) => Context;
  readonly due: (due: Due) => void;
}

/** Events to those who watch: the same operation is executed once per event and rights, and its result written to every socket. */
export interface FanOut {
  /** A subscription to the events of an operation. It begins when it is told to be `ready`. */
  subscribe(operation: Operation, events: AsyncIterable<unknown>, parts: Omit<SubscriptionParts, 'source'>): Subscription;
}

/** Ends a `next` message behind its payload. */
const closing = '}';

export function createFanOut(options: FanOutOptions): FanOut {
  const known = new WeakMap<OperationDefinitionNode, { readonly same: SameOperation; readonly groups: Map<string, Group> }>();

  function groupOf(operation: Operation): Group {
    const { document, operationName, variableValues } = operation;
    const definition = getOperationAST(document, operationName);
    if (!definition) throw new Error('a subscription without its operation');
    let entry = known.get(definition);
    if (!entry) known.set(definition, (entry = { same: readSameOperation(options.schema, document, definition), groups: new Map() }));
    const { same, groups } = entry;
    const key = same.key(variableValues);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = new Group(options, operation, () => groups.delete(key))));
    return group;
  }

  return {
    subscribe(operation, events, parts) {
      const group = groupOf(operation);
      group.members += 1;
      return new Subscription(group, { ...parts, source: eventSourceOf(events) });
    },
  };
}

/** Subscriptions to the same operation. */
class Group implements SubscriptionGroup {
  readonly answers;
  readonly due: (due: Due) => void;
  members = 0;
  readonly #options: FanOutOptions;
  readonly #empty: () => void;

  constructor(options: FanOutOptions, operation: Operation, empty: () => void) {
    this.answers = createOperationAnswers(answering(options, operation), closing);
    this.due = options.due;
    this.#options = options;
    this.#empty = empty;
  }

  refusal(viewer: Viewer): Buffer | undefined {
    // A socket that is being closed still has events on their way.
    return hasEnded(viewer) ? this.failure(new Failure({ kind: 'unauthenticated', message: endedText })) : undefined;
  }

  failure(error: unknown): Buffer {
    return Buffer.from(payloadOf({ errors: [asGraphqlError(error)] }, crypto.randomUUID(), this.#options.log) + closing);
  }

  left(): void {
    this.members -= 1;
    if (this.members === 0) this.#empty();
  }
}

/** Executes an operation for an event. */
function answering({ schema, createContext, log }: FanOutOptions, { document, operationName, variableValues }: Operation): MakeAnswer {
  return (rootValue, viewer) => {
    const contextValue = createContext(viewer);
    const answer = (result: ExecutionResult): string => payloadOf(result, contextValue.requestId, log);
    const failed = (error: unknown): string => answer({ errors: [asGraphqlError(error)] });
    try {
      const result = execute({ schema, document, operationName: operationName ?? null, variableValues: variableValues ?? null, contextValue, rootValue });
      return 'then' in result ? result.then(answer).catch(failed) : answer(result);
    } catch (error) {
      return failed(error);
    }
  };
}

/** A result as clients read it, with its errors in their public form. */
export function payloadOf({ errors, ...result }: ExecutionResult, requestId: string, log: Log): string {
  return JSON.stringify({ ...(errors && { errors: errors.map((error) => publicGraphqlError(error, requestId, log)) }), ...result });
}
