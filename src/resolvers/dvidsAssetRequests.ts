import type { ChangeableDvidsAssetType, DvidsAssets, DvidsAssetType } from '../domain/dvids.ts';
import type { DvidsAssetInputs, DvidsAssetWish } from '../domain/dvidsInput.ts';
import { Failure } from '../domain/failure.ts';
import type { InBatch } from '../events/dvidsAssets.ts';
import type { DvidsBatchRecord } from '../events/dvidsBatchRules.ts';
import type { Context } from './context.ts';
import { given } from './input.ts';
import type { MutationResolvers } from './types.generated.ts';

type Kind = 'Photo' | 'Video' | 'News' | 'Graphic' | 'PublicationIssue';
type Changeable = 'Photo' | 'Graphic' | 'PublicationIssue';
type Requests = `createDvids${Kind}` | `updateDvids${Changeable}` | `deleteDvids${Changeable}` | 'attachDvidsNewsMedia' | 'generateDvidsVirin';

/** Making, changing and deleting assets. */
export const dvidsAssetMutations: Required<Pick<MutationResolvers, Requests>> = {
  createDvidsPhoto: async (_root, { input: { batchId, tags = [], ...photo } }, context) => under('photo', await create(context, batchId, 'PHOTO', { tags, ...given(photo) })),
  createDvidsVideo: async (_root, { input: { batchId, otherAttributes, ...video } }, context) =>
    under('video', await create(context, batchId, 'VIDEO', { ...given(video), otherAttributes: openOf(otherAttributes) })),
  createDvidsNews: async (_root, { input: { batchId, otherAttributes, ...news } }, context) =>
    under('news', await create(context, batchId, 'NEWS', { ...given(news), otherAttributes: openOf(otherAttributes) })),
  createDvidsGraphic: async (_root, { input: { batchId, tags = [], ...graphic } }, context) =>
    under('graphic', await create(context, batchId, 'GRAPHIC', { tags, ...given(graphic) })),
  createDvidsPublicationIssue: async (_root, { input: { batchId, ...issue } }, context) => under('publicationIssue', await create(context, batchId, 'PUBLICATION_ISSUE', given(issue))),

  updateDvidsPhoto: async (_root, { input: { batchId, assetId, ...photo } }, context) => under('photo', await update(context, 'PHOTO', { batchId, assetId }, photo)),
  updateDvidsGraphic: async (_root, { input: { batchId, assetId, ...graphic } }, context) => under('graphic', await update(context, 'GRAPHIC', { batchId, assetId }, graphic)),
  updateDvidsPublicationIssue: async (_root, { input: { batchId, assetId, ...issue } }, context) =>
    under('publicationIssue', await update(context, 'PUBLICATION_ISSUE', { batchId, assetId }, issue)),

  deleteDvidsPhoto: (_root, { input }, context) => remove(context, 'PHOTO', input),
  deleteDvidsGraphic: (_root, { input }, context) => remove(context, 'GRAPHIC', input),
  deleteDvidsPublicationIssue: (_root, { input }, context) => remove(context, 'PUBLICATION_ISSUE', input),

  attachDvidsNewsMedia: async (_root, { input: { batchId, newsId, isPrimary = false, ...media } }, { services, viewer }) =>
    under('news', await services.dvids.assets.attachNewsMedia(viewer, batchId, newsId, { ...media, isPrimary })),
  generateDvidsVirin: (_root, { input: { authorId, serviceUnitId, date } }, { services, viewer }) =>
    services.dvids.assets.generateVirin(viewer, { authorId: authorId ?? undefined, serviceUnitId: serviceUnitId ?? undefined, date }),
};

interface Place {
  readonly batchId: string;
  readonly assetId: string;
}

function create<Type extends DvidsAssetType>({ services, viewer }: Context, batchId: string, assetType: Type, input: DvidsAssetInputs[Type]): Promise<InBatch<DvidsAssets[Type]>> {
  return services.dvids.assets.create(viewer, batchId, assetType, input);
}

function update<Type extends ChangeableDvidsAssetType>({ services, viewer }: Context, assetType: Type, place: Place, wish: DvidsAssetWish<Type>): Promise<InBatch<DvidsAssets[Type]>> {
  return services.dvids.assets.update<Type>(viewer, { ...place, assetType }, wish);
}

async function remove({ services, viewer }: Context, assetType: ChangeableDvidsAssetType, { batchId, assetId }: Place): Promise<{ readonly batch: DvidsBatchRecord }> {
  return { batch: await services.dvids.assets.delete(viewer, { batchId, assetType, assetId }) };
}

/** An asset under the name that its payload has it under. */
function under<Name extends string, Asset>(name: Name, { asset, batch }: InBatch<Asset>): { readonly [Key in Name]: Asset } & { readonly batch: DvidsBatchRecord };
function under(name: string, { asset, batch }: InBatch<unknown>): object {
  return { [name]: asset, batch };
}

/** Attributes for DVIDS as they were given, nulls and all. */
export function openOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value == null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw new Failure({ kind: 'badInput', message: 'An object of attributes by their names.', argument: ['input', 'otherAttributes'] });
  return { ...value };
}
