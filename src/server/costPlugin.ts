import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import { publicError, type Failure } from '../domain/failure.ts';
import type { Context } from '../resolvers/context.ts';
import { callsSoFar } from './costCalls.ts';
import type { Cost, Estimate, EstimateCost } from './costLimit.ts';

/** Refuses operations that may cost too much before they run, and says in `extensions.cost` what the others did. */
export function costPlugin(estimate: EstimateCost): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => {
      let estimated: Estimate | undefined;
      return {
        async didResolveOperation({ document, operation, request }) {
          if (!isThere(operation)) return;
          estimated = estimate(document, operation, request.variables);
          if (estimated.refusal) throw tooCostly(estimated.refusal, operation);
        },
        async willSendResponse({ response: { body } }) {
          if (estimated && body.kind === 'single') body.singleResult.extensions = { ...body.singleResult.extensions, cost: costSoFar(estimated) };
        },
      };
    },
  };
}

/** What `extensions.cost` says of the operation that is running. */
export function costSoFar({ estimatedCalls, limit }: Estimate): Cost {
  return { estimatedCalls, actualCalls: callsSoFar(), limit };
}

/** The refusal as an error of the request: nothing of the operation has run. */
export function tooCostly({ reason }: Failure, operation: OperationDefinitionNode): GraphQLError {
  const { message, ...extensions } = publicError(reason);
  return new GraphQLError(message, { nodes: operation, extensions: { ...extensions, http: { status: 400 } } });
}

/** Apollo Server has no operation where the request names one that its document does not hold; its types do not say so. */
function isThere(operation: OperationDefinitionNode | undefined): operation is OperationDefinitionNode {
  return operation !== undefined;
}
