import { encodeNodeId } from '../domain/nodeId.ts';
import type { ArchiveModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import { aipExtras, itself } from './selection.ts';
import type { ArchiveResolvers, QueryResolvers } from './types.generated.ts';

export const archiveQueries: Required<Pick<QueryResolvers, 'archive'>> = {
  archive: (_root, { archiveId }) => (archiveId === '' ? null : { archiveId }),
};

/** A preserved object: where packages, submissions and disseminations meet. */
export const archive: ResolversFor<ArchiveResolvers, ArchiveModel> = {
  id: ({ archiveId }) => encodeNodeId('Archive', archiveId),
  aip: ({ archiveId }, _args, { loaders }, info) => loaders.archives.packageOf(archiveId, aipExtras(info, itself, loaders.aips.linkExtras)),
  submission: ({ archiveId }, _args, { loaders }) => loaders.submissions.ofArchive(archiveId),
  disseminations: ({ archiveId }, args, { loaders }) => loaders.disseminations.page({ archiveId }, args),
};
