import type { DvidsSubmission, SubmittedFile } from '../domain/dvidsSubmission.ts';
import { openOf } from './dvidsAssetRequests.ts';
import { given } from './input.ts';
import type { SubmitDvidsAssetModel, SubmitDvidsBatchModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import type { MutationResolvers, SubmitDvidsAssetResolvers, SubmitDvidsBatchInput, SubmitDvidsBatchPayloadResolvers, SubmitDvidsFileInput } from './types.generated.ts';

/** Submitting whole batches. */
export const submitDvidsBatchMutations: Required<Pick<MutationResolvers, 'submitDvidsBatch'>> = {
  submitDvidsBatch: (_root, { input }, { services, viewer }) => services.dvidsSubmissions.submit(viewer, input.idempotencyKey, submissionOf(input)),
};

function submissionOf({ batchId, photos, videos, news, graphics, publicationIssues, close = true, sendConfirmationEmail = true }: SubmitDvidsBatchInput): DvidsSubmission {
  return {
    batchId: batchId ?? undefined,
    closes: close,
    sendConfirmationEmail,
    assets: [
      ...(photos ?? []).map(({ key, file, tags = [], ...input }) => ({ key, assetType: 'PHOTO' as const, file: { contentType: 'image/jpeg', ...fileOf(file) }, input: { tags, ...given(input) } })),
      ...(videos ?? []).map(({ key, file, otherAttributes, ...input }) => ({ key, assetType: 'VIDEO' as const, file: fileOf(file), input: { ...given(input), otherAttributes: openOf(otherAttributes) } })),
      ...(news ?? []).map(({ key, media, otherAttributes, ...input }) => ({
        key,
        assetType: 'NEWS' as const,
        input: { ...given(input), otherAttributes: openOf(otherAttributes) },
        media: (media ?? []).map((each) => ({ key: each.key, isPrimary: each.isPrimary ?? false })),
      })),
      ...(graphics ?? []).map(({ key, file, tags = [], ...input }) => ({ key, assetType: 'GRAPHIC' as const, file: fileOf(file), input: { tags, ...given(input) } })),
      ...(publicationIssues ?? []).map(({ key, file, ...input }) => ({ key, assetType: 'PUBLICATION_ISSUE' as const, file: { contentType: 'application/pdf', ...fileOf(file) }, input: given(input) })),
    ],
  };
}

function fileOf(file: SubmitDvidsFileInput | undefined): SubmittedFile {
  const { sizeInBytes, contentType } = given(file ?? {});
  return { ...(sizeInBytes === undefined ? {} : { sizeInBytes: Number(sizeInBytes) }), ...(contentType === undefined ? {} : { contentType }) };
}

/** How far a batch has come. */
export const submitDvidsBatchPayload: ResolversFor<SubmitDvidsBatchPayloadResolvers, SubmitDvidsBatchModel> = {
  batch: async ({ batchId }, _args, { services, viewer }) => (batchId === null ? null : ((await services.dvids.batches.get(viewer, batchId)) ?? null)),
};

/** An asset of it. */
export const submitDvidsAsset: ResolversFor<SubmitDvidsAssetResolvers, SubmitDvidsAssetModel> = {
  upload: async ({ uploadId }, _args, { services, viewer }) => (uploadId === null ? null : ((await services.uploads.get(viewer, uploadId)) ?? null)),
  assetId: ({ ref }) => ref?.assetId ?? null,
};
