import type { Connection } from '../domain/connection.ts';
import type { DvidsAsset, DvidsAssetRef } from '../domain/dvids.ts';
import { isSameAsset, type DvidsBatchState } from '../domain/dvidsBatchFold.ts';
import type { ConnectionArguments } from '../domain/page.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { DvidsBatches, DvidsBatchFilter } from '../events/dvidsBatches.ts';
import type { DvidsBatchRecord } from '../events/dvidsBatchRules.ts';
import { dvidsUploadId, type DvidsUploads } from '../events/dvidsUploads.ts';
import type { UploadRecord } from '../events/uploads.ts';
import { jobPage } from './jobPage.ts';

/** Batches of DVIDS with what is in them, for one operation. */
export interface DvidsBatchLoader {
  /** One by its id, read once; null when there is none that the caller may see. */
  byId(batchId: string): Promise<DvidsBatchRecord | null>;
  /** A page of those of the caller that the ledger knows, newest first. */
  page(filter: DvidsBatchFilter, args: ConnectionArguments): Promise<Connection<DvidsBatchRecord>>;
  /** The assets of a batch as it stands in this state. */
  assets(state: DvidsBatchState): Promise<readonly DvidsAsset[]>;
  /** One asset of one of the caller's batches; null when it is not there. */
  asset(batchId: string, ref: DvidsAssetRef): Promise<DvidsAsset | null>;
  /** The caller's uploads into a batch. */
  uploads(batchId: string): Promise<readonly UploadRecord[]>;
  /** The caller's upload that DVIDS knows by this id; null when there is none. */
  uploadOf(batchId: string, uploadId: string | null): Promise<UploadRecord | null>;
}

/** Loads for one caller. */
export function createDvidsBatchLoader({ batches, uploads }: { readonly batches: DvidsBatches; readonly uploads: DvidsUploads }, viewer: Viewer): DvidsBatchLoader {
  const read = new Map<string, Promise<DvidsBatchRecord | null>>();
  const assetsOf = new WeakMap<DvidsBatchState, Promise<readonly DvidsAsset[]>>();
  const uploadsOf = new Map<string, Promise<readonly UploadRecord[]>>();
  const byId = (batchId: string) => kept(read, batchId, async () => (await batches.get(viewer, batchId)) ?? null);
  const assets = (state: DvidsBatchState) => kept(assetsOf, state, () => batches.assets(state));
  const uploadsInto = (batchId: string) => kept(uploadsOf, batchId, () => uploads.of(viewer, batchId));
  return {
    byId,
    assets,
    uploads: uploadsInto,
    page: (filter, args) => jobPage(`dvidsBatches:${filter.phase ?? ''}`, { list: (page) => batches.list(viewer, filter, page), count: () => batches.count(viewer, filter) }, args),
    asset: async (batchId, ref) => {
      const batch = await byId(batchId);
      return (batch && (await assets(batch.state)).find((each) => isSameAsset(each, ref))) ?? null;
    },
    uploadOf: async (batchId, uploadId) => (uploadId === null ? null : ((await uploadsInto(batchId)).find((record) => dvidsUploadId(record) === uploadId) ?? null)),
  };
}

interface Memory<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

function kept<Key, Value>(memory: Memory<Key, Promise<Value>>, key: Key, read: () => Promise<Value>): Promise<Value> {
  const value = memory.get(key) ?? read();
  memory.set(key, value);
  return value;
}
