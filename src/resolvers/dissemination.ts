import { downloadableFiles } from '../domain/dissemination.ts';
import { encodeNodeId } from '../domain/nodeId.ts';
import { connectionFields, edgeFields } from './connection.ts';
import { jobFields } from './job.ts';
import type { DisseminationConnectionModel, DisseminationEdgeModel, DisseminationModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import { aipExtras, type SelectionPath } from './selection.ts';
import type { DisseminationConnectionResolvers, DisseminationEdgeResolvers, DisseminationResolvers } from './types.generated.ts';

const itself: readonly SelectionPath[] = [[]];

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
  submission: ({ state }, _args, { services, viewer }) => services.submissions.ofArchive(viewer, state.archiveId),
};

/** Pages of disseminations. */
export const disseminationConnection: ResolversFor<DisseminationConnectionResolvers, DisseminationConnectionModel> = connectionFields;
export const disseminationEdge: ResolversFor<DisseminationEdgeResolvers, DisseminationEdgeModel> = edgeFields;
