import { downloadableFiles } from '../domain/dissemination.ts';
import { encodeNodeId } from '../domain/nodeId.ts';
import { connectionFields, edgeFields } from './connection.ts';
import { jobFields } from './job.ts';
import type { DisseminationConnectionModel, DisseminationEdgeModel, DisseminationModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import { aipExtras, itself } from './selection.ts';
import type { DisseminationConnectionResolvers, DisseminationEdgeResolvers, DisseminationResolvers, QueryResolvers } from './types.generated.ts';

/** Root fields that read orders for delivery. */
export const disseminationQueries: Required<Pick<QueryResolvers, 'dissemination' | 'disseminations'>> = {
  dissemination: (_root, { disseminationId }, { loaders }) => loaders.disseminations.byId(disseminationId),
  disseminations: (_root, { contractId, archiveId, phase, ...page }, { loaders }) => loaders.disseminations.page({ contractId, archiveId, phase }, page),
};

/** An order for delivery. */
export const dissemination: ResolversFor<DisseminationResolvers, DisseminationModel> = {
  ...jobFields,
  id: ({ state }) => encodeNodeId('Dissemination', state.disseminationId),
  disseminationId: ({ state }) => state.disseminationId,
  archiveId: ({ state }) => state.archiveId,
  clientId: ({ state }) => state.clientId,
  contractId: ({ state }) => state.contractId,
  objectId: ({ state }) => state.objectId,
  sizeInBytes: ({ state }) => state.sizeInBytes,
  priority: ({ state }) => state.priority,
  status: ({ state }) => state.status,
  history: ({ state }) => state.history,
  filesLost: ({ state }) => state.filesLost,
  files: ({ state, sealed }) => downloadableFiles(state, sealed, Date.now()),
  archive: ({ state: { archiveId } }) => ({ archiveId }),
  aip: ({ state }, _args, { loaders }, info) => loaders.archives.packageOf(state.archiveId, aipExtras(info, itself, loaders.aips.linkExtras)),
  submission: ({ state: { archiveId } }, _args, { loaders }) => loaders.submissions.ofArchive(archiveId),
};

/** Pages of disseminations. */
export const disseminationConnection: ResolversFor<DisseminationConnectionResolvers, DisseminationConnectionModel> = connectionFields;
export const disseminationEdge: ResolversFor<DisseminationEdgeResolvers, DisseminationEdgeModel> = edgeFields;
