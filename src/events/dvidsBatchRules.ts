import type { DvidsAsset, DvidsAssetRef, DvidsBatch } from '../domain/dvids.ts';
import { assetKey, dvidsOwnerAway, dvidsOwnerRefused, isFinished, isSameAsset, observeDvidsBatchAll, type DvidsBatchAsset, type DvidsBatchObservation, type DvidsBatchState } from '../domain/dvidsBatchFold.ts';
import type { JobRecord } from '../ledger/ledger.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import type { Caller } from '../sources/http/authorize.ts';
import type { DvidsAssetStore } from './dvidsAssetStore.ts';
import type { Fold, JobRules } from './recording.ts';

/** A batch as the ledger keeps it. */
export type DvidsBatchRecord = JobRecord<DvidsBatchState, null>;

/** Reads a record of this kind: the ledger holds nothing but what our own fold made. */
export function asDvidsBatch(job: JobRecord): DvidsBatchRecord {
  if (!isDvidsBatch(job)) throw new TypeError(`A ${job.kind} is no DVIDS batch.`);
  return job;
}

function isDvidsBatch(job: JobRecord): job is DvidsBatchRecord {
  return job.kind === 'dvidsBatch';
}

/** The fold of observations made together. */
export function dvidsBatchNews(...seen: readonly DvidsBatchObservation[]): Fold {
  return (job) => observeDvidsBatchAll(job && asDvidsBatch(job).state, seen);
}

export interface DvidsBatchRulesOptions {
  readonly dvids: Pick<DvidsSource, 'batch' | 'asset'>;
  readonly assets: DvidsAssetStore;
  readonly now: () => number;
}

/** Single reads at once within one poll. */
const readsAtOnce = 4;
/** An asset that was added this recently may not be visible everywhere yet: its 404 means nothing. */
const settlingMs = 120_000;

/**
 * How batches are looked after. DVIDS tells of nothing by itself (§6): a poll reads the batch, and of its assets those whose status may
 * have changed and that did not come with it. It is made as the batch's owner.
 */
export function dvidsBatchRules({ dvids, assets, now }: DvidsBatchRulesOptions): JobRules {
  async function ask(job: JobRecord): Promise<Fold | undefined> {
    const { state } = asDvidsBatch(job);
    const as: Caller = { subject: state.owner, token: null };
    const batch = await dvids.batch(state.batchId, as);
    if (!batch) return undefined;
    const news: DvidsBatchObservation[] = [{ kind: 'told', origin: 'POLL', batch, owner: state.owner, seenAt: now() }];
    for (const { ref, asset } of await look(state, batch, as)) {
      const known = state.assets.find((each) => isSameAsset(each, ref));
      if (asset) {
        if (asset.upstreamStatus !== known?.upstreamStatus) await assets.keep(state.owner, asset);
        news.push({ kind: 'asset', origin: 'POLL', asset: { ...ref, upstreamStatus: asset.upstreamStatus }, isNew: !known, seenAt: now() });
      } else if (known && now() - known.addedAt >= settlingMs) {
        news.push({ kind: 'assetGone', origin: 'POLL', asset: ref, seenAt: now() });
      }
    }
    return dvidsBatchNews(...news);
  }

  /** The assets of a batch that may have news. What cannot be read just now is left out, unless nothing can. */
  async function look(state: DvidsBatchState, batch: DvidsBatch, as: Caller): Promise<Looked[]> {
    const whole = new Map(batch.included.map((asset) => [assetKey(asset), asset]));
    const told: Looked[] = batch.included.map((asset) => ({ ref: refOf(asset), asset }));
    const left = wanted(state, batch).filter((ref) => !whole.has(assetKey(ref)));
    const failures: unknown[] = [];
    /** In the order of the batch, whichever answer comes first: their news come in the same order each time. */
    const read: (Looked | undefined)[] = left.map(() => undefined);
    const turns = left.entries();
    const worker = async (): Promise<void> => {
      for (const [place, ref] of turns) {
        try {
          read[place] = { ref, asset: await dvids.asset({ batchId: state.batchId, ...ref }, as) };
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(readsAtOnce, left.length) }, worker));
    if (failures.length > 0 && failures.length === left.length) throw failures[0];
    return [...told, ...read.filter((each) => each !== undefined)];
  }

  return {
    kind: 'dvidsBatch',
    source: 'DVIDS',
    ask,
    missing: (seenAt) => dvidsBatchNews({ kind: 'missing', seenAt }),
    gone: (seenAt) => dvidsBatchNews({ kind: 'gone', seenAt }),
    unasked: ({ reason }, seenAt) => {
      const problem = reason.kind === 'dvidsNotConnected' ? dvidsOwnerAway : reason.kind === 'upstreamStatus' && reason.status === 403 ? dvidsOwnerRefused : undefined;
      return problem ? dvidsBatchNews({ kind: 'unasked', problem, seenAt }) : () => undefined;
    },
    // Nothing of a batch is waited for after its end.
    waitEnded: () => () => undefined,
    indexed: ({ owner }) => ({ contractId: null, archiveId: null, owner: owner ?? null }),
  };
}

interface Looked {
  readonly ref: DvidsAssetRef;
  /** Undefined: DVIDS answered 404. */
  readonly asset: DvidsAsset | undefined;
}

/** Assets that are new to us, that DVIDS no longer lists, or, once the batch is closed, whose status is no end. */
function wanted(state: DvidsBatchState, { assets: listed, closed }: DvidsBatch): DvidsAssetRef[] {
  const isListed = (ref: DvidsAssetRef) => listed === null || listed.some((each) => isSameAsset(each, ref));
  const isPending = (asset: DvidsBatchAsset) => (closed || state.closed) && !isFinished(asset);
  const known = state.assets.filter((asset) => isPending(asset) || !isListed(asset));
  const unknown = (listed ?? []).filter((ref) => !state.assets.some((each) => isSameAsset(each, ref)));
  return [...known, ...unknown].map(refOf);
}

function refOf({ assetType, assetId }: DvidsAssetRef): DvidsAssetRef {
  return { assetType, assetId };
}
