import type { MutationResolvers } from './types.generated.ts';

type Requests = 'createDvidsUpload' | 'createDvidsMultipartUpload' | 'createDvidsUploadPart' | 'completeDvidsMultipartUpload';

/** Bringing files into batches. */
export const dvidsUploadMutations: Required<Pick<MutationResolvers, Requests>> = {
  createDvidsUpload: async (_root, { input: { batchId, sizeInBytes, contentType } }, { services, viewer }) => ({
    upload: await services.dvids.uploads.create(viewer, batchId, { sizeInBytes: bytesOf(sizeInBytes), contentType: contentType ?? undefined }),
  }),
  createDvidsMultipartUpload: async (_root, { input: { batchId, contentType, sizeInBytes, partSizeInBytes } }, { services, viewer }) => ({
    upload: await services.dvids.uploads.createMultipart(viewer, batchId, { contentType, sizeInBytes: bytesOf(sizeInBytes), partSizeInBytes: bytesOf(partSizeInBytes) }),
  }),
  createDvidsUploadPart: async (_root, { input: { uploadId, partNumber } }, { services, viewer }) => ({ part: await services.dvids.uploads.createPart(viewer, uploadId, partNumber) }),
  completeDvidsMultipartUpload: async (_root, { input: { uploadId, parts } }, { services, viewer }) => ({ upload: await services.dvids.uploads.complete(viewer, uploadId, parts ?? undefined) }),
};

/** Sizes that storage takes are far below 2^53: one that is not exact is too large anyway. */
function bytesOf(digits: string | null | undefined): number | undefined {
  return digits == null ? undefined : Number(digits);
}
