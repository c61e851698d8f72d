import type { ChangeableDvidsAssetType, DvidsAssets, DvidsAssetType, DvidsNewsMedia, DvidsPhoto, DvidsPhotoHashes } from '../../domain/dvids.ts';
import type { DvidsAssetChange, DvidsAssetInputs } from '../../domain/dvidsInput.ts';
import { Failure } from '../../domain/failure.ts';
import type { Caller } from '../http/authorize.ts';
import type { DvidsClient } from './client.ts';
import { assetDocument, assetKinds, newsMediaDocument, wholeDocument, type SentDocument } from './documents.ts';
import { isStatus, orUndefined } from './failures.ts';
import { assetOf, newsMediaOf } from './mapper.ts';
import type { DvidsSettings } from './settings.ts';
import type { WireDocument } from './wire.ts';

/** Where one asset is. */
export interface DvidsAssetPlace<Type extends DvidsAssetType = DvidsAssetType> {
  readonly batchId: string;
  readonly assetType: Type;
  readonly assetId: string;
}

/** Photos, videos, stories, graphics and publication issues (dvids-submission.md §5.4 to §5.8). */
export interface DvidsAssetSource {
  /** Makes an asset. Never repeated: after a lost answer it may have been made all the same (§8). 409: the VIRIN is taken, the upload unfinished, or the batch closed. */
  createAsset<Type extends DvidsAssetType>(batchId: string, assetType: Type, input: DvidsAssetInputs[Type], as: Caller): Promise<DvidsAssets[Type]>;
  asset<Type extends DvidsAssetType>(place: DvidsAssetPlace<Type>, as: Caller): Promise<DvidsAssets[Type] | undefined>;
  /** Changes what the change holds; the rest stays. */
  updateAsset<Type extends ChangeableDvidsAssetType>(place: DvidsAssetPlace<Type>, change: DvidsAssetChange<Type>, as: Caller): Promise<DvidsAssets[Type]>;
  /** One that is gone already is deleted. */
  deleteAsset(place: DvidsAssetPlace<ChangeableDvidsAssetType>, as: Caller): Promise<void>;
  /** Hangs an asset on a story of the same batch (§5.7). Never repeated. */
  attachNewsMedia(batchId: string, newsId: string, media: DvidsNewsMedia, as: Caller): Promise<DvidsNewsMedia>;
  /** Photos with these hashes, or this VIRIN, in whatever batch: the only question that crosses batches (§5.4). */
  photoDuplicates(hashes: DvidsPhotoHashes, virin: string | undefined, as: Caller): Promise<readonly DvidsPhoto[]>;
}

export function createAssetSource(client: DvidsClient, settings: DvidsSettings): DvidsAssetSource {
  const kinds = assetKinds(settings);
  // Learnt from a 405 once, for as long as the gateway runs.
  let verb: 'PATCH' | 'PUT' = settings.updateVerb === 'PUT' ? 'PUT' : 'PATCH';

  async function put({ batchId, assetId }: DvidsAssetPlace, path: string, change: SentDocument, as: Caller): Promise<WireDocument | undefined> {
    const before = await client.asset(batchId, path, assetId, as);
    return client.putAsset(batchId, path, assetId, wholeDocument(before.data, change), as);
  }

  async function send(place: DvidsAssetPlace, path: string, change: SentDocument, as: Caller): Promise<WireDocument | undefined> {
    if (verb === 'PUT') return put(place, path, change, as);
    try {
      return await client.patchAsset(place.batchId, path, place.assetId, change, as);
    } catch (error) {
      if (settings.updateVerb === 'PATCH' || !isStatus(error, 405)) throw error;
      verb = 'PUT';
      return put(place, path, change, as);
    }
  }

  return {
    createAsset: async (batchId, assetType, input, as) => {
      const kind = kinds[assetType];
      const { data } = await client.createAsset(batchId, kind.type, assetDocument(kind, input), as);
      return assetOf(assetType, data, batchId);
    },
    asset: async ({ batchId, assetType, assetId }, as) => {
      const document = await orUndefined(client.asset(batchId, kinds[assetType].type, assetId, as));
      return document && assetOf(assetType, document.data, batchId);
    },
    updateAsset: async (place, change, as) => {
      const kind = kinds[place.assetType];
      const answered = await send(place, kind.type, assetDocument(kind, change, place.assetId), as);
      // A success may have no body (§3).
      const { data } = answered ?? (await client.asset(place.batchId, kind.type, place.assetId, as));
      return assetOf(place.assetType, data, place.batchId);
    },
    deleteAsset: async ({ batchId, assetType, assetId }, as) => orUndefined(client.deleteAsset(batchId, kinds[assetType].type, assetId, as)),
    attachNewsMedia: async (batchId, newsId, media, as) =>
      newsMediaOf(await client.attachMedia(batchId, newsId, newsMediaDocument(media, media.isPrimary ?? false), as), media),
    photoDuplicates: async ({ aHash, pHash, dHash, wHash }, virin, as) => {
      const { data } = await client.photosByHash({ ahash: aHash, phash: pHash, dhash: dHash, whash: wHash, virin }, as);
      return data.map((resource) => {
        const photo = assetOf('PHOTO', resource, '');
        if (photo.batchId === '') throw new Failure({ kind: 'upstreamUnreadable', source: 'DVIDS', status: 200, message: 'a photo without its batch' });
        return photo;
      });
    },
  };
}
