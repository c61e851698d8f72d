import { encodeNodeId } from '../domain/nodeId.ts';
import { plannedParts } from '../domain/upload.ts';
import { Failure } from '../domain/failure.ts';
import type { UploadProgress } from '../events/uploadProgress.ts';
import type { UploadRecord } from '../events/uploads.ts';
import type { ResolversFor } from './resolversFor.ts';
import type { QueryResolvers, SubscriptionResolvers, UploadProgressResolvers, UploadResolvers } from './types.generated.ts';

export const uploadQueries: Required<Pick<QueryResolvers, 'upload'>> = {
  upload: async (_root, { uploadId }, { services, viewer }) => (await services.uploads.get(viewer, uploadId)) ?? null,
};

export const uploadSubscriptions: Required<Pick<SubscriptionResolvers, 'uploadProgressed'>> = {
  uploadProgressed: {
    subscribe: async (_root, { uploadId }, { services, viewer }) => {
      if (!(await services.uploads.get(viewer, uploadId))) throw new Failure({ kind: 'notFound', message: 'There is no such upload.' });
      return services.uploads.watch(viewer, uploadId);
    },
    resolve: (progress: UploadProgress) => progress,
  },
};

/** A file on its way to storage. */
export const upload: ResolversFor<UploadResolvers, UploadRecord> = {
  id: ({ upload: { uploadId } }) => encodeNodeId('Upload', uploadId),
  uploadId: ({ upload: { uploadId } }) => uploadId,
  // DPS wants the bytes checked against their MD5 first, so its address never leaves the gateway.
  uploadUrl: ({ upload: { target, state }, sealed }) => (target.kind === 'dvidsSingle' && state !== 'COMPLETE' ? sealed.uploadUrl : null),
  ticketUrl: ({ upload: { uploadId } }, _args, { services }) => services.uploads.ticketUrl(uploadId),
  sizeInBytes: ({ upload: { sizeInBytes } }) => (sizeInBytes === null ? null : String(sizeInBytes)),
  bytesSent: ({ upload: { bytesStored } }) => String(bytesStored),
  parts: ({ upload }) => plannedParts(upload).map((part) => ({ ...part, sizeInBytes: String(part.sizeInBytes) })),
  state: ({ upload: { state } }) => state,
  problem: ({ upload: { problem } }) => problem,
};

/** How far an upload is. */
export const uploadProgress: ResolversFor<UploadProgressResolvers, UploadProgress> = {
  upload: ({ record }) => record,
  bytesSent: ({ bytesSent }) => String(bytesSent),
  sizeInBytes: ({ record: { upload: { sizeInBytes } } }) => (sizeInBytes === null ? null : String(sizeInBytes)),
};
