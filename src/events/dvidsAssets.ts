import type { Clock } from '../domain/clock.ts';
import type { ChangeableDvidsAssetType, DvidsAsset, DvidsAssetRef, DvidsAssets as AssetOf, DvidsAssetType, DvidsNewsMedia, DvidsPhoto, DvidsPhotoHashes, DvidsVirin } from '../domain/dvids.ts';
import { isSameAsset } from '../domain/dvidsBatchFold.ts';
import type { DvidsAssetChange, DvidsAssetInputs, DvidsAssetWish } from '../domain/dvidsInput.ts';
import { assetProblems, changeProblems, duplicateProblems, refuseProblems, virinDateProblems } from '../domain/dvidsInputCheck.ts';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { DvidsAssetPlace } from '../sources/dvids/assetSource.ts';
import { refusedFields } from '../sources/dvids/failures.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import { attempt } from './attempt.ts';
import type { DvidsAssetStore } from './dvidsAssetStore.ts';
import type { DvidsBatches } from './dvidsBatches.ts';
import type { DvidsBatchRecord } from './dvidsBatchRules.ts';
import { dvidsUploadId, type DvidsUploads } from './dvidsUploads.ts';
import { findLostAsset, isMeant } from './dvidsLostAsset.ts';

/** An asset, and its batch after what was done to it. */
export interface InBatch<Asset> {
  readonly asset: Asset;
  readonly batch: DvidsBatchRecord;
}

/** Who a VIRIN is generated for: one of the two. */
export interface VirinFor {
  readonly authorId?: string | undefined;
  readonly serviceUnitId?: string | undefined;
  /** `2024-10-01`, or RFC 3339. */
  readonly date: string;
}

/**
 * Assets of callers' batches. Inputs are checked before DVIDS is asked, each complaint with the path of its field; `uploadId` is that of
 * this gateway. Everything may throw `notFound` (no such batch), `badInput`, and what DVIDS refuses with.
 */
export interface DvidsAssets {
  /**
   * Makes an asset, once. Where the answer was lost it is looked for in its batch; `conflict` where that does not tell whether it was made.
   * `at`: the path of the input.
   */
  create<Type extends DvidsAssetType>(viewer: Viewer, batchId: string, assetType: Type, input: DvidsAssetInputs[Type], at?: readonly string[]): Promise<InBatch<AssetOf[Type]>>;
  /**
   * The asset that an input has made when nobody knows of it, by its VIRIN, its upload or its words; undefined when there is none. Throws
   * `conflict` where DVIDS does not tell.
   */
  find<Type extends DvidsAssetType>(viewer: Viewer, batchId: string, assetType: Type, input: DvidsAssetInputs[Type]): Promise<InBatch<AssetOf[Type]> | undefined>;
  /** Changes what the change holds; null empties a field that may be empty. */
  update<Type extends ChangeableDvidsAssetType>(viewer: Viewer, place: DvidsAssetPlace<Type>, change: DvidsAssetWish<Type>): Promise<InBatch<AssetOf[Type]>>;
  /** Deletes an asset; one that is gone already is deleted. */
  delete(viewer: Viewer, place: DvidsAssetPlace<ChangeableDvidsAssetType>): Promise<DvidsBatchRecord>;
  /** Hangs an asset on a story of the same batch, as the main one or not. Gives the story as it then is. */
  attachNewsMedia(viewer: Viewer, batchId: string, newsId: string, media: DvidsAssetRef & { readonly isPrimary: boolean }): Promise<InBatch<AssetOf['NEWS']>>;
  /** The next VIRIN of an author or a unit for a date. Takes a number each time, and is never repeated: `conflict` where the answer was lost. */
  generateVirin(viewer: Viewer, input: VirinFor): Promise<DvidsVirin>;
  /** Photos with these hashes, or this VIRIN, in whatever batch. */
  photoDuplicates(viewer: Viewer, hashes: DvidsPhotoHashes, virin: string | undefined): Promise<readonly DvidsPhoto[]>;
}

export interface DvidsAssetsOptions {
  readonly dvids: DvidsSource;
  readonly batches: DvidsBatches;
  readonly uploads: DvidsUploads;
  readonly assets: DvidsAssetStore;
  readonly clock: Clock;
}

export function createDvidsAssets({ dvids, batches, uploads, assets: store, clock }: DvidsAssetsOptions): DvidsAssets {
  async function keep<Asset extends DvidsAsset>(viewer: Viewer, asset: Asset, isNew: boolean): Promise<InBatch<Asset>> {
    await store.keep(viewer.subject, asset);
    const { assetType, assetId, upstreamStatus } = asset;
    const batch = await batches.record(asset.batchId, [{ kind: 'asset', origin: 'REQUEST', asset: { assetType, assetId, upstreamStatus }, isNew, seenAt: clock.now() }]);
    return { asset, batch };
  }

  /** Throws `badInput` for an asset that the batch does not have, also when DVIDS is asked again. */
  async function checkThere(viewer: Viewer, batchId: string, ref: DvidsAssetRef, field: string): Promise<void> {
    const isIn = (batch: DvidsBatchRecord | undefined) => batch?.state.assets.some((each) => isSameAsset(each, ref)) ?? false;
    if (isIn(await batches.own(viewer, batchId)) || isIn(await batches.get(viewer, batchId))) return;
    throw new Failure({ kind: 'badInput', message: 'The batch has no such asset.', argument: ['input', field] });
  }

  /** The input with DVIDS's own id of the upload in the place of ours. */
  async function withUpload<Input extends object>(viewer: Viewer, batchId: string, assetType: DvidsAssetType, input: Input, at: readonly string[]) {
    const uploadId: unknown = Reflect.get(input, 'uploadId');
    if (typeof uploadId !== 'string') return { sent: input, upload: undefined };
    const upload = await uploads.forAsset(viewer, batchId, assetType, uploadId, [...at, 'uploadId']);
    return { sent: { ...input, uploadId: dvidsUploadId(upload) ?? uploadId }, upload };
  }

  return {
    async create(viewer, batchId, assetType, input, at = ['input']) {
      refuseProblems(assetProblems(assetType, input, at));
      const { state } = await batches.ownOpen(viewer, batchId);
      const { sent, upload } = await withUpload(viewer, batchId, assetType, input, at);
      const made = await attempt(() => dvids.createAsset(batchId, assetType, sent, viewer)).catch((error: unknown) => {
        throw naming(error, at);
      });
      if (made.kind === 'conflict') throw naming(made.failure, at);
      const asset = made.kind === 'made' ? made.value : await findLostAsset(dvids, state, assetType, sent, viewer, made.failure);
      if (upload) await uploads.taken(upload);
      return keep(viewer, asset, true);
    },
    async find(viewer, batchId, assetType, input) {
      const batch = await batches.own(viewer, batchId);
      const { sent, upload } = await withUpload(viewer, batchId, assetType, input, ['input']);
      const kept = (await store.read(batchId, batch.state.assets)).find((asset): asset is AssetOf[typeof assetType] => asset?.assetType === assetType && isMeant(asset, sent));
      if (kept) return { asset: kept, batch };
      const asset = await findLostAsset(dvids, batch.state, assetType, sent, viewer, notThere).catch((error: unknown) => {
        if (error === notThere) return undefined;
        throw error;
      });
      if (asset && upload) await uploads.taken(upload);
      return asset && keep(viewer, asset, true);
    },
    async update(viewer, place, wish) {
      const change = possible(place.assetType, wish);
      await batches.ownOpen(viewer, place.batchId);
      const { sent, upload } = await withUpload(viewer, place.batchId, place.assetType, change, ['input']);
      const asset = await dvids.updateAsset(place, sent, viewer).catch((error: unknown) => {
        throw naming(error, ['input']);
      });
      if (upload) await uploads.taken(upload);
      return keep(viewer, asset, true);
    },
    async delete(viewer, place) {
      await batches.ownOpen(viewer, place.batchId);
      await dvids.deleteAsset(place, viewer);
      await store.forget(place.batchId, place);
      const { assetType, assetId } = place;
      return batches.record(place.batchId, [{ kind: 'assetGone', origin: 'REQUEST', asset: { assetType, assetId }, seenAt: clock.now() }]);
    },
    async attachNewsMedia(viewer, batchId, newsId, media) {
      const story = { assetType: 'NEWS', assetId: newsId } as const;
      await batches.ownOpen(viewer, batchId);
      await checkThere(viewer, batchId, story, 'newsId');
      await checkThere(viewer, batchId, media, 'assetId');
      const attached = await attempt(() => dvids.attachNewsMedia(batchId, newsId, media, viewer)).catch((error: unknown) => {
        throw naming(error, ['input']);
      });
      if (attached.kind === 'conflict') throw naming(attached.failure, ['input']);
      const news = await dvids.asset({ batchId, ...story }, viewer).catch(() => {
        // Whatever this read came to says nothing of the attachment.
        if (attached.kind === 'doubtful') throw inDoubt('whether it attached the asset', attached.failure);
        return null;
      });
      if (news === undefined) throw new Failure({ kind: 'notFound', message: 'The story is gone.' });
      if (attached.kind === 'doubtful' && !news?.media?.some((each) => isSameAsset(each, media))) {
        throw news?.media ? attached.failure : inDoubt('whether it attached the asset', attached.failure);
      }
      if (news && news.media !== null) return keep(viewer, news, false);
      // Where DVIDS does not list a story's media, or the story cannot be read, what was just attached is what we know.
      const [kept] = await store.read(batchId, [story]);
      const known = news ?? (kept?.assetType === 'NEWS' ? kept : undefined);
      if (!known) throw attachedUnseen;
      return keep(viewer, { ...known, media: mediaWith(kept, media) }, false);
    },
    async generateVirin(viewer, { authorId, serviceUnitId, date }) {
      refuseProblems(virinDateProblems(date));
      if ((authorId === undefined) === (serviceUnitId === undefined)) throw new Failure({ kind: 'badInput', message: 'Give either `authorId` or `serviceUnitId`.', argument: ['input'] });
      const generated = await attempt(() => (authorId === undefined ? dvids.serviceUnitVirin(serviceUnitId ?? '', date, viewer) : dvids.authorVirin(authorId, date, viewer))).catch((error: unknown) => {
        throw naming(error, ['input']);
      });
      if (generated.kind === 'made') return generated.value;
      if (generated.kind === 'conflict') throw generated.failure;
      throw inDoubt('whether it generated the VIRIN. Asking again takes another number', generated.failure);
    },
    async photoDuplicates(viewer, hashes, virin) {
      refuseProblems(duplicateProblems(hashes, virin));
      return dvids.photoDuplicates(hashes, virin, viewer);
    },
  };
}

const notThere = new Failure({ kind: 'notFound', message: 'There is no such asset.' });

/** It was done, and may be seen later. */
const attachedUnseen = new Failure(
  { kind: 'conflict', source: 'DVIDS', message: 'DVIDS attached the asset, but its story could not be read. Do not attach it again.' },
  { cause: new Failure({ kind: 'upstreamNetwork', source: 'DVIDS', message: 'the story could not be read' }) },
);

/** A change that may be made. Throws `badInput` for one that empties what must be there, or puts in what cannot be. */
function possible<Type extends ChangeableDvidsAssetType>(assetType: Type, wish: DvidsAssetWish<Type>): DvidsAssetChange<Type>;
function possible(assetType: ChangeableDvidsAssetType, wish: object): object {
  refuseProblems(changeProblems(assetType, wish));
  return wish;
}

/** A story's media after one more was attached; there is one main one at most (dvids-submission.md §5.7 [inferred]). */
function mediaWith(news: DvidsAsset | undefined, attached: DvidsNewsMedia): DvidsNewsMedia[] {
  const before = news?.assetType === 'NEWS' ? (news.media ?? []) : [];
  const others = before.filter((each) => !isSameAsset(each, attached)).map((each) => (attached.isPrimary === true ? { ...each, isPrimary: false } : each));
  return [...others, attached];
}

/** DVIDS did not say so: nobody is to repeat it blindly. */
function inDoubt(what: string, failure: Failure): Failure {
  return new Failure({ kind: 'conflict', source: 'DVIDS', message: `DVIDS did not say ${what}.` }, { cause: failure });
}

/** A refusal with the argument that DVIDS points at, where it points at one. */
function naming(error: unknown, at: readonly string[]): unknown {
  const [field] = refusedFields(error);
  if (field === undefined || !(error instanceof Failure) || error.reason.kind !== 'upstreamStatus') return error;
  return new Failure({ ...error.reason, argument: [...at, field] }, { cause: error });
}
