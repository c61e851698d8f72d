import type { DvidsAsset, DvidsAssetRef, DvidsAssets, DvidsAssetType } from '../domain/dvids.ts';
import { isSameAsset, type DvidsBatchState } from '../domain/dvidsBatchFold.ts';
import type { DvidsAssetInputs } from '../domain/dvidsInput.ts';
import { Failure } from '../domain/failure.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import type { Caller } from '../sources/http/authorize.ts';

/**
 * The asset of a creation whose answer was lost: among those of its batch that are not known here, the one that has what was asked for.
 * Throws the failure of the creation where the batch shows that nothing was made, and `conflict` where it does not tell, or not yet.
 */
export async function findLostAsset<Type extends DvidsAssetType>(
  dvids: Pick<DvidsSource, 'batch' | 'asset'>,
  known: Pick<DvidsBatchState, 'batchId' | 'assets'>,
  assetType: Type,
  input: DvidsAssetInputs[Type],
  as: Caller,
  failure: Failure,
): Promise<DvidsAssets[Type]> {
  const doubt = new Failure({ kind: 'conflict', source: 'DVIDS', message: 'DVIDS did not say whether it made the asset. Look at the batch before you try again.' }, { cause: failure });
  // What took too long may be on its way still.
  if (failure.reason.kind === 'upstreamTimeout') throw doubt;
  const batch = await dvids.batch(known.batchId, as).catch(() => {
    throw doubt;
  });
  if (!batch?.assets) throw doubt;
  const unknown = batch.assets.filter((ref) => ref.assetType === assetType && !known.assets.some((each) => isSameAsset(each, ref)));
  for (const ref of unknown) {
    const asset = await readAs(dvids, known.batchId, assetType, ref, as).catch(() => {
      throw doubt;
    });
    if (asset && isMeant(asset, input)) return asset;
  }
  throw failure;
}

function readAs<Type extends DvidsAssetType>(dvids: Pick<DvidsSource, 'asset'>, batchId: string, assetType: Type, { assetId }: DvidsAssetRef, as: Caller): Promise<DvidsAssets[Type] | undefined> {
  return dvids.asset({ batchId, assetType, assetId }, as);
}

/** Whether an asset is what an input asked for: by its VIRIN, which is unique, else by its upload or its texts. */
export function isMeant(asset: DvidsAsset, input: object): boolean {
  const wanted = new Map<string, unknown>(Object.entries(input));
  const has = new Map<string, unknown>(Object.entries(asset));
  const [key] = ['virin', 'uploadId'].filter((name) => wanted.has(name));
  const names = key === undefined ? ['title', 'body', 'description'] : [key];
  return names.every((name) => (wanted.get(name) ?? null) === (has.get(name) ?? null));
}
