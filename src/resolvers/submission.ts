import { encodeNodeId } from '../domain/nodeId.ts';
import { submissionStatus } from '../domain/submission.ts';
import { connectionFields, edgeFields } from './connection.ts';
import { jobFields } from './job.ts';
import type { SubmissionConnectionModel, SubmissionEdgeModel, SubmissionEventModel as Event, SubmissionFileModel, SubmissionModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import type {
  QueryResolvers,
  SubmissionConnectionResolvers,
  SubmissionEdgeResolvers,
  SubmissionEventResolvers,
  SubmissionFileResolvers,
  SubmissionResolvers,
  SubscriptionResolvers,
} from './types.generated.ts';

export const submissionQueries: Required<Pick<QueryResolvers, 'submission' | 'submissions'>> = {
  submission: (_root, { contractId, submissionId }, { loaders }) => loaders.submissions.byId(contractId, submissionId),
  submissions: (_root, { contractId, archiveId, phase, ...page }, { loaders }) => loaders.submissions.page({ contractId, archiveId, phase }, page),
};

/** Feeds of submissions. What they yield is the event itself, which every subscriber shares. */
export const submissionSubscriptions: Required<Pick<SubscriptionResolvers, 'submissionUpdated' | 'submissionsUpdated'>> = {
  submissionUpdated: {
    subscribe: (_root, { contractId, submissionId, after }, { services, viewer }) => services.submissions.updates(viewer, contractId, submissionId, after),
    resolve: (event: Event) => event,
  },
  submissionsUpdated: {
    subscribe: (_root, { contractId, after }, { services, viewer }) => services.submissions.contractUpdates(viewer, contractId, after),
    resolve: (event: Event) => event,
  },
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
  files: ({ state: { files, contractId, submissionId } }) => files.map((file) => ({ ...file, place: { contractId, submissionId } })),
  reasons: ({ state }) => state.reasons,
  archive: ({ state: { archiveId } }) => (archiveId === null ? null : { archiveId }),
};

/** A file of one. */
export const submissionFile: ResolversFor<SubmissionFileResolvers, SubmissionFileModel> = {
  upload: ({ place, filePath }, _args, { loaders }) => loaders.submissions.uploadOf(place, filePath),
};

/** One event of a feed. */
export const submissionEvent: ResolversFor<SubmissionEventResolvers, Event> = {
  status: ({ status }) => submissionStatus(status),
  previousStatus: ({ previousStatus }) => (previousStatus === null ? null : submissionStatus(previousStatus)),
  submission: ({ job }) => job,
};

/** Pages of submissions. */
export const submissionConnection: ResolversFor<SubmissionConnectionResolvers, SubmissionConnectionModel> = connectionFields;
export const submissionEdge: ResolversFor<SubmissionEdgeResolvers, SubmissionEdgeModel> = edgeFields;
