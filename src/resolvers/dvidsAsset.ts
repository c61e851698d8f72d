import { thumbnailUrl, type DvidsGraphic, type DvidsNews, type DvidsPhoto, type DvidsPublicationIssue, type DvidsVideo } from '../domain/dvids.ts';
import { Failure } from '../domain/failure.ts';
import type { Context } from './context.ts';
import { each } from './input.ts';
import type { DvidsNewsMediaModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import type {
  DvidsAssetResolvers, DvidsGraphicResolvers, DvidsNewsMediaResolvers, DvidsNewsResolvers, DvidsPhotoResolvers, DvidsPublicationIssueResolvers, DvidsVideoResolvers, QueryResolvers,
} from './types.generated.ts';

export const dvidsAssetQueries: Required<Pick<QueryResolvers, 'dvidsPhotoDuplicates'>> = {
  dvidsPhotoDuplicates: (_root, { aHash, pHash, dHash, wHash, virin }, { services, viewer }) =>
    services.dvids.assets.photoDuplicates(viewer, { aHash: aHash ?? undefined, pHash: pHash ?? undefined, dHash: dHash ?? undefined, wHash: wHash ?? undefined }, virin ?? undefined),
};

const types = { PHOTO: 'DvidsPhoto', VIDEO: 'DvidsVideo', NEWS: 'DvidsNews', GRAPHIC: 'DvidsGraphic', PUBLICATION_ISSUE: 'DvidsPublicationIssue' } as const;

/** The type of an asset, by its kind. Synchronous: compiled operations need it so. */
export const dvidsAsset: DvidsAssetResolvers = { __resolveType: ({ assetType }) => types[assetType] };

/** The references of those assets that have them, each resolved once in an operation. */
const credits = {
  authors: ({ authorIds }: { readonly authorIds: readonly string[] }, _args: unknown, { loaders }: Context) => each(authorIds.map((authorId) => loaders.dvids.author(authorId))),
  serviceUnit: ({ serviceUnitId }: { readonly serviceUnitId: string | null }, _args: unknown, { loaders }: Context) => (serviceUnitId === null ? null : loaders.dvids.serviceUnit(serviceUnitId)),
};
const noThumbnail = { thumbnail: () => null };
const upload = {
  upload: ({ batchId, uploadId }: { readonly batchId: string; readonly uploadId: string | null }, _args: unknown, { loaders }: Context) => loaders.dvidsBatches.uploadOf(batchId, uploadId),
};

export const dvidsPhoto: ResolversFor<DvidsPhotoResolvers, DvidsPhoto> = {
  ...credits,
  ...upload,
  thumbnail: ({ thumbnailUrlTemplate }, { size }) => {
    if (!(size >= 1 && size <= 10_000)) throw new Failure({ kind: 'badInput', message: 'A thumbnail is from 1 to 10,000 pixels wide.', argument: ['size'] });
    return thumbnailUrlTemplate === null ? null : thumbnailUrl(thumbnailUrlTemplate, size);
  },
};

export const dvidsVideo: ResolversFor<DvidsVideoResolvers, DvidsVideo> = { ...credits, ...upload, ...noThumbnail };

export const dvidsGraphic: ResolversFor<DvidsGraphicResolvers, DvidsGraphic> = {
  ...credits,
  ...upload,
  ...noThumbnail,
  category: ({ graphicCategoryId }, _args, { loaders }) => (graphicCategoryId === null ? null : loaders.dvids.graphicCategory(graphicCategoryId)),
};

export const dvidsNews: ResolversFor<DvidsNewsResolvers, DvidsNews> = {
  ...credits,
  ...noThumbnail,
  media: ({ batchId, media }) => media?.map((each) => ({ ...each, batchId })) ?? null,
};

/** An asset on a story. */
export const dvidsNewsMedia: ResolversFor<DvidsNewsMediaResolvers, DvidsNewsMediaModel> = {
  asset: ({ batchId, assetType, assetId }, _args, { loaders }) => loaders.dvidsBatches.asset(batchId, { assetType, assetId }),
};

export const dvidsPublicationIssue: ResolversFor<DvidsPublicationIssueResolvers, DvidsPublicationIssue> = {
  ...upload,
  ...noThumbnail,
  title: () => null,
  authors: () => [],
  publication: (issue, _args, { loaders }) => publicationOf(issue, loaders),
  serviceUnit: async (issue, _args, { loaders }) => {
    const serviceUnitId = (await publicationOf(issue, loaders))?.serviceUnitId ?? null;
    return serviceUnitId === null ? null : loaders.dvids.serviceUnit(serviceUnitId);
  },
};

async function publicationOf({ publicationId }: DvidsPublicationIssue, { dvids }: Context['loaders']) {
  return publicationId === null ? null : dvids.publication(publicationId);
}

