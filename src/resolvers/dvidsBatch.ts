import { dvidsBatchStatuses, type DvidsBatchStatus } from '../domain/dvidsStatus.ts';
import { isSameAsset } from '../domain/dvidsBatchFold.ts';
import { encodeNodeId } from '../domain/nodeId.ts';
import { connectionFields, edgeFields } from './connection.ts';
import { jobFields } from './job.ts';
import type { DvidsBatchConnectionModel, DvidsBatchEdgeModel, DvidsBatchEventModel as Event, DvidsBatchModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import type {
  DvidsBatchConnectionResolvers, DvidsBatchEdgeResolvers, DvidsBatchEventResolvers, DvidsBatchResolvers, MutationResolvers, QueryResolvers, SubscriptionResolvers,
} from './types.generated.ts';

export const dvidsBatchQueries: Required<Pick<QueryResolvers, 'dvidsBatch' | 'dvidsBatches'>> = {
  dvidsBatch: (_root, { batchId }, { loaders }) => loaders.dvidsBatches.byId(batchId),
  dvidsBatches: (_root, { phase, ...page }, { loaders }) => loaders.dvidsBatches.page({ phase }, page),
};

export const dvidsBatchMutations: Required<Pick<MutationResolvers, 'createDvidsBatch' | 'closeDvidsBatch'>> = {
  createDvidsBatch: async (_root, { input: { clientMutationId = null } }, { services, viewer }) => ({ batch: await services.dvids.batches.create(viewer), clientMutationId }),
  closeDvidsBatch: async (_root, { input: { batchId, sendConfirmationEmail = true } }, { services, viewer }) => ({
    batch: await services.dvids.batches.close(viewer, batchId, sendConfirmationEmail),
  }),
};

/** Feeds of batches. What they yield is the event itself, which every subscriber shares. */
export const dvidsBatchSubscriptions: Required<Pick<SubscriptionResolvers, 'dvidsBatchUpdated'>> = {
  dvidsBatchUpdated: {
    subscribe: (_root, { batchId, after }, { services, viewer }) => services.dvids.batches.updates(viewer, batchId, after),
    resolve: (event: Event) => event,
  },
};

/** A batch of assets. */
export const dvidsBatch: ResolversFor<DvidsBatchResolvers, DvidsBatchModel> = {
  ...jobFields,
  id: ({ state }) => encodeNodeId('DvidsBatch', state.batchId),
  batchId: ({ state }) => state.batchId,
  status: ({ state }) => state.status,
  closed: ({ state }) => state.closed,
  createdAt: ({ state }) => state.createdAt,
  closedAt: ({ state }) => state.closedAt,
  history: ({ state }) => state.history,
  assets: ({ state }, _args, { loaders }) => loaders.dvidsBatches.assets(state),
  uploads: ({ state }, _args, { loaders }) => loaders.dvidsBatches.uploads(state.batchId),
};

/** One event of a feed. */
export const dvidsBatchEvent: ResolversFor<DvidsBatchEventResolvers, Event> = {
  status: ({ status }) => statusOf(status),
  previousStatus: ({ previousStatus }) => (previousStatus === null ? null : statusOf(previousStatus)),
  batch: ({ job }) => job,
  asset: async ({ origin, job: { state } }, _args, { loaders }) => {
    const { changed } = state;
    if (!changed || origin === 'SNAPSHOT') return null;
    return (await loaders.dvidsBatches.assets(state)).find((asset) => isSameAsset(asset, changed)) ?? null;
  },
};

/** Pages of batches. */
export const dvidsBatchConnection: ResolversFor<DvidsBatchConnectionResolvers, DvidsBatchConnectionModel> = connectionFields;
export const dvidsBatchEdge: ResolversFor<DvidsBatchEdgeResolvers, DvidsBatchEdgeModel> = edgeFields;

/** The statuses are ours: the ledger holds no other. */
function statusOf(status: string): DvidsBatchStatus {
  return dvidsBatchStatuses.find((known) => known === status) ?? 'OPEN';
}
