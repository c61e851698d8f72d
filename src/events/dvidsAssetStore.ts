import type { DvidsAsset, DvidsAssetRef } from '../domain/dvids.ts';
import { assetKey } from '../domain/dvidsBatchFold.ts';
import type { Document, DocumentStore } from '../ledger/ledger.ts';

/** Assets as DVIDS told of them last, beside the job of their batch, which keeps their statuses only. */
export interface DvidsAssetStore {
  keep(owner: string, asset: DvidsAsset): Promise<void>;
  /** Several of one batch, in the order of the refs; undefined for one that was never read. */
  read(batchId: string, refs: readonly DvidsAssetRef[]): Promise<(DvidsAsset | undefined)[]>;
  forget(batchId: string, ref: DvidsAssetRef): Promise<void>;
}

const kind = 'dvidsAsset';

/** Assets in the ledger. */
export function createDvidsAssetStore({ getMany, put, delete: remove }: DocumentStore): DvidsAssetStore {
  const idOf = (batchId: string, ref: DvidsAssetRef) => `${encodeURIComponent(batchId)}/${assetKey(ref)}`;
  return {
    async keep(owner, asset) {
      await put({ kind, id: idOf(asset.batchId, asset), owner, body: asset });
    },
    read: async (batchId, refs) => (await getMany(kind, refs.map((ref) => idOf(batchId, ref)))).map((document) => document && assetOf(document)),
    forget: (batchId, ref) => remove(kind, idOf(batchId, ref)),
  };
}

/** The ledger holds nothing but what was written above. */
function assetOf(document: Document): DvidsAsset;
function assetOf({ body }: Document): unknown {
  return body;
}
