import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { Ordered } from '../events/ordering.ts';
import type { Context } from './context.ts';
import type { MutationResolvers, RequestDisseminationInput } from './types.generated.ts';

/** The most orders that one mutation takes. */
const mostRequests = 100;

/** Orders for delivery. */
export const disseminationMutations: Required<Pick<MutationResolvers, 'requestDissemination' | 'requestDisseminations'>> = {
  requestDissemination: async (_root, { input }, context) => payloadOf(await context.services.disseminations.request(context.viewer, await orderOf(input, ['input'], context))),
  requestDisseminations: async (_root, { input: { requests } }, context) => {
    if (requests.length > mostRequests) throw refused(`At most ${mostRequests} orders at once.`, ['input', 'requests']);
    const orders = await Promise.all(requests.map((request, index) => orderOf(request, ['input', 'requests', String(index)], context).catch(asFailure)));
    const made = await context.services.disseminations.requestMany(context.viewer, orders.filter((order): order is Order => !(order instanceof Failure)));
    const outcomes = made.values();
    return { results: orders.map((order) => resultOf(order instanceof Failure ? order : outcomes.next().value)) };
  },
};

type Order = { readonly archiveId: string; readonly priority?: number };

/** Turns an input into an order: exactly one of the two ids, a package's by the link rule. */
async function orderOf({ archiveId, packageId, priority }: RequestDisseminationInput, at: readonly string[], { loaders }: Context): Promise<Order> {
  const rest = priority == null ? {} : { priority };
  if (archiveId != null && packageId == null) return { archiveId, ...rest };
  if (archiveId != null || packageId == null) throw refused('Give either `archiveId` or `packageId`.', at);
  const linked = await loaders.archives.idOfPackage(packageId);
  if (linked === null) throw refused('There is no such package, or it has no archive id.', [...at, 'packageId']);
  return { archiveId: linked, ...rest };
}

function payloadOf({ job, alreadyInProgress }: Ordered) {
  return { dissemination: job, alreadyInProgress };
}

function resultOf(outcome: Ordered | Failure | undefined) {
  if (outcome && !(outcome instanceof Failure)) return { ...payloadOf(outcome), problem: null };
  const { code, message } = publicErrorOf(outcome);
  return { dissemination: null, alreadyInProgress: false, problem: { code, message } };
}

function refused(message: string, argument: readonly string[]): Failure {
  return new Failure({ kind: 'badInput', message, argument });
}

/** A failure of one order is its result; anything else fails the whole. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
