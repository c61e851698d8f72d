import { encodeNodeId } from '../domain/nodeId.ts';
import { jobFields } from './job.ts';
import type { SubmissionModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import type { QueryResolvers, SubmissionResolvers } from './types.generated.ts';

export const submissionQueries: Required<Pick<QueryResolvers, 'submission'>> = {
  submission: (_root, { contractId, submissionId }, { loaders }) => loaders.submissions.byId(contractId, submissionId),
};

/** A package handed in for preservation. */
export const submission: ResolversFor<SubmissionResolvers, SubmissionModel> = {
  ...jobFields,
  id: ({ state }) => encodeNodeId('Submission', state.contractId, state.submissionId),
  contractId: ({ state }) => state.contractId,
  submissionId: ({ state }) => state.submissionId,
  objectId: ({ state }) => state.objectId,
  clientId: ({ state }) => state.clientId,
  archiveId: ({ state }) => state.archiveId,
  priority: ({ state }) => state.priority,
  sizeInBytes: ({ state }) => state.sizeInBytes,
  status: ({ state }) => state.status,
  history: ({ state }) => state.history,
  files: ({ state }) => state.files,
  reasons: ({ state }) => state.reasons,
  archive: ({ state: { archiveId } }) => (archiveId === null ? null : { archiveId }),
};
