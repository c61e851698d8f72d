import type { Clock } from '../domain/clock.ts';
import type { DvidsAsset, DvidsBatch } from '../domain/dvids.ts';
import type { DvidsBatchObservation, DvidsBatchState } from '../domain/dvidsBatchFold.ts';
import { dvidsAssetStatus } from '../domain/dvidsStatus.ts';
import { Failure } from '../domain/failure.ts';
import type { Phase } from '../domain/job.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { JobFilter, Ledger } from '../ledger/ledger.ts';
import { isStatus } from '../sources/dvids/failures.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import type { DvidsAssetStore } from './dvidsAssetStore.ts';
import { asDvidsBatch, dvidsBatchNews, type DvidsBatchRecord } from './dvidsBatchRules.ts';
import type { Feed, Feeds } from './feed.ts';
import type { Poller } from './poller.ts';
import type { JobRules, Polled, Recording } from './recording.ts';
import { isFresh, type JobPage } from './visibility.ts';

/** Which batches are wanted. */
export interface DvidsBatchFilter {
  readonly phase?: Phase | null | undefined;
}

export type DvidsBatchFeed = Feed<DvidsBatchState, null>;

/** Batches for callers: each sees those that it made here, and those of its DVIDS account that it has asked for by their ids. */
export interface DvidsBatches {
  /** Makes one. A repeat makes another, harmless one (dvids-submission.md §8). */
  create(viewer: Viewer): Promise<DvidsBatchRecord>;
  /** One by its id, at most 5 s old; adopted when only DVIDS knows it. Undefined when there is none that the caller may see. */
  get(viewer: Viewer, batchId: string): Promise<DvidsBatchRecord | undefined>;
  /** The caller's batch as the ledger has it, or adopted. Throws `notFound`. */
  own(viewer: Viewer, batchId: string): Promise<DvidsBatchRecord>;
  /** The same, if it still takes uploads and assets: throws `conflict` when it is closed. */
  ownOpen(viewer: Viewer, batchId: string): Promise<DvidsBatchRecord>;
  /** Those of the caller that the ledger knows, newest first. */
  list(viewer: Viewer, filter: DvidsBatchFilter, page: JobPage): Promise<DvidsBatchRecord[]>;
  count(viewer: Viewer, filter: DvidsBatchFilter): Promise<number>;
  /** Closes it, which starts processing and approval. One that is closed stays so, and no error. */
  close(viewer: Viewer, batchId: string, sendConfirmationEmail: boolean): Promise<DvidsBatchRecord>;
  /** The feed of one. Throws `notFound`, `cursorInvalid`. */
  updates(viewer: Viewer, batchId: string, after?: string | null): Promise<DvidsBatchFeed>;
  /** The assets of a batch, whole, with the statuses that the batch has them in. One call for each that was never read. */
  assets(state: DvidsBatchState): Promise<DvidsAsset[]>;
  /** Writes what was learnt of a batch. */
  record(batchId: string, news: readonly DvidsBatchObservation[], polled?: Polled): Promise<DvidsBatchRecord>;
}

export interface DvidsBatchesOptions {
  readonly ledger: Ledger;
  readonly recording: Recording;
  readonly poller: Poller;
  readonly feeds: Feeds;
  readonly rules: JobRules;
  readonly dvids: DvidsSource;
  readonly assets: DvidsAssetStore;
  readonly clock: Clock;
}

export function createDvidsBatches({ ledger, recording, poller, feeds, rules, dvids, assets: store, clock }: DvidsBatchesOptions): DvidsBatches {
  async function record(batchId: string, news: readonly DvidsBatchObservation[], polled?: Polled): Promise<DvidsBatchRecord> {
    const { job } = await recording.record(rules, { kind: 'dvidsBatch', id: batchId }, dvidsBatchNews(...news), polled ? { polled } : {});
    if (!job) throw new Error('what was recorded is there');
    return asDvidsBatch(job);
  }

  /** Takes in one that was made elsewhere. */
  async function adopt(batch: DvidsBatch, { subject }: Viewer): Promise<DvidsBatchRecord> {
    const { batchId } = batch;
    const seenAt = clock.now();
    return record(batchId, [{ kind: 'told', origin: 'POLL', batch, owner: subject, seenAt }]);
  }

  async function known(viewer: Viewer, batchId: string): Promise<DvidsBatchRecord | undefined> {
    if (batchId.trim() === '' || batchId.length > 100) return undefined;
    const job = await ledger.jobs.get({ kind: 'dvidsBatch', id: batchId });
    if (job?.owner === viewer.subject) return asDvidsBatch(job);
    // DVIDS shows an account its own batches only. It is asked for somebody else's too: they look like those that are not there.
    const batch = await dvids.batch(batchId, viewer).catch(absentWhereForbidden);
    return batch && !job ? adopt(batch, viewer) : undefined;
  }

  async function own(viewer: Viewer, batchId: string): Promise<DvidsBatchRecord> {
    const job = await known(viewer, batchId);
    if (!job) throw new Failure({ kind: 'notFound', message: 'There is no such batch of yours.' });
    return job;
  }

  async function readAnew({ owner, batchId }: DvidsBatchState, ref: DvidsBatchState['assets'][number]): Promise<DvidsAsset | undefined> {
    const asset = await dvids.asset({ batchId, assetType: ref.assetType, assetId: ref.assetId }, { subject: owner, token: null });
    if (asset) await store.keep(owner, asset);
    return asset;
  }

  return {
    own,
    async ownOpen(viewer, batchId) {
      const job = await own(viewer, batchId);
      if (job.state.closed) throw new Failure({ kind: 'conflict', source: 'DVIDS', message: 'The batch is closed.' });
      return job;
    },
    record,
    async create(viewer) {
      const batch = await dvids.createBatch(viewer);
      const seenAt = clock.now();
      return record(batch.batchId, [{ kind: 'created', batch, owner: viewer.subject, seenAt }], { at: seenAt, answered: true });
    },
    async get(viewer, batchId) {
      const job = await known(viewer, batchId);
      if (!job || isFresh(job, clock.now())) return job;
      return asDvidsBatch((await poller.pollNow(job)) ?? job);
    },
    list: async (viewer, filter, page) => (await ledger.jobs.list(filterFor(viewer, filter), page)).map(asDvidsBatch),
    count: (viewer, filter) => ledger.jobs.count(filterFor(viewer, filter)),
    async close(viewer, batchId, sendConfirmationEmail) {
      await own(viewer, batchId);
      const batch = await dvids.closeBatch(batchId, sendConfirmationEmail, viewer);
      const seenAt = clock.now();
      return record(batchId, [{ kind: 'told', origin: 'REQUEST', batch, owner: viewer.subject, seenAt }], { at: seenAt, answered: true });
    },
    async updates(viewer, batchId, after) {
      await own(viewer, batchId);
      return asBatchFeed(feeds.open({ topic: { kind: 'dvidsBatch', id: batchId }, subject: viewer.subject, after: after ?? undefined }));
    },
    async assets(state) {
      const kept = await store.read(state.batchId, state.assets);
      const whole = await Promise.all(state.assets.map(async (ref, index) => kept[index] ?? readAnew(state, ref)));
      return whole.flatMap((asset, index) => {
        const upstreamStatus = state.assets[index]?.upstreamStatus ?? null;
        return asset ? [{ ...asset, upstreamStatus, status: upstreamStatus === null ? null : dvidsAssetStatus(upstreamStatus) }] : [];
      });
    },
  };
}

/** Another account's batch is refused, and one that is not there is not found: callers are not told which (dvids-submission.md §3). */
function absentWhereForbidden(error: unknown): undefined {
  if (!isStatus(error, 403)) throw error;
}

function filterFor({ subject }: Viewer, { phase }: DvidsBatchFilter): JobFilter {
  return { kind: 'dvidsBatch', owner: subject, ...(phase == null ? {} : { phase }) };
}

function asBatchFeed(feed: Feed): DvidsBatchFeed {
  if (!tellsOfBatches(feed)) throw new TypeError(`A feed of a ${feed.topic.kind} is none of DVIDS batches.`);
  return feed;
}

function tellsOfBatches(feed: Feed): feed is DvidsBatchFeed {
  return feed.topic.kind === 'dvidsBatch';
}
