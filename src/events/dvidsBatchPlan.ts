import type { DvidsAssetRef, DvidsBatch } from '../domain/dvids.ts';
import { isSameAsset } from '../domain/dvidsBatchFold.ts';
import { assetInput, hasVirin, pathOfAsset, virinBasis, type DvidsSubmission, type SubmittedDvidsAsset } from '../domain/dvidsSubmission.ts';
import { Failure } from '../domain/failure.ts';
import type { Clock } from '../domain/clock.ts';
import type { Problem } from '../domain/job.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Step } from '../domain/workflow.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import type { ArchivedFiles } from './archivedFiles.ts';
import { lostAnswer } from './attempt.ts';
import type { AwaitedUploads } from './awaitedUploads.ts';
import type { DvidsWork } from './dvidsWork.ts';
import type { Uploads } from './uploads.ts';
import { repeatable, type Looked, type Run } from './workflowRun.ts';
import type { Plan } from './workflowRunner.ts';

/**
 * A whole batch in one piece of work: made, uploads expected or fetched, VIRINs, assets, media of stories, closed. A batch and a VIRIN
 * cannot be looked for (dvids-submission.md §5.10, §10), so that each is asked for once; an asset is looked for in its batch.
 */

/** The parts of a batch that may be mended one by one: an asset's words may become others without another file or VIRIN. */
export const batchParts = {
  batch: 'batch',
  file: (key: string): string => `file ${key}`,
  virin: (key: string): string => `virin ${key}`,
  asset: (key: string): string => `asset ${key}`,
  media: (newsKey: string, key: string): string => `media ${JSON.stringify([newsKey, key])}`,
};

export interface DvidsBatchPlanOptions {
  readonly dvids: Pick<DvidsSource, 'createBatch' | 'asset'>;
  readonly work: DvidsWork;
  readonly uploads: Uploads;
  readonly awaited: AwaitedUploads;
  readonly archived: ArchivedFiles;
  readonly clock: Clock;
}

export function dvidsBatchPlan({ dvids, work, uploads, awaited, archived, clock }: DvidsBatchPlanOptions): Plan<DvidsSubmission> {
  async function batchFor({ step, input, subject }: Run<DvidsSubmission>, viewer: Viewer): Promise<string> {
    if (input.batchId !== undefined) return input.batchId;
    const part = batchParts.batch;
    const batch = await step<DvidsBatch>({ part, name: 'create', make: () => dvids.createBatch(viewer), look: () => unknown(batchInDoubt) });
    const recorded = async (): Promise<null> => {
      const seenAt = clock.now();
      await work.batches.record(batch.batchId, [{ kind: 'created', batch, owner: subject, seenAt }], { at: seenAt, answered: true });
      return null;
    };
    await step({ part, name: 'record', make: recorded, look: repeatable });
    return batch.batchId;
  }

  /** The upload with an asset's file, all of whose bytes are there; undefined for one without a file. */
  async function uploadFor({ step, wait, workflowId }: Run<DvidsSubmission>, viewer: Viewer, batchId: string, { key, assetType, file }: SubmittedDvidsAsset): Promise<string | undefined> {
    if (!file) return undefined;
    const part = batchParts.file(key);
    const expected = async (): Promise<{ uploadId: string }> => {
      const { contentType, sizeInBytes } = file;
      const { upload } =
        assetType === 'VIDEO'
          ? await work.uploads.createMultipart(viewer, batchId, { contentType: contentType ?? 'video/mp4', sizeInBytes })
          : await work.uploads.create(viewer, batchId, { contentType, sizeInBytes });
      await awaited.note(upload.uploadId, workflowId);
      return { uploadId: upload.uploadId };
    };
    // An upload that nobody knows of is harmless (§8).
    const { uploadId } = await step({ part, name: 'expect', make: expected, look: repeatable });
    if (file.from) {
      await step({ part, name: 'fetch', make: () => archived.bring(workflowId, key, viewer, uploadId), look: repeatable });
    } else if ((await uploads.get(viewer, uploadId))?.upload.state !== 'COMPLETE') wait();
    return uploadId;
  }

  async function virinFor({ step }: Run<DvidsSubmission>, viewer: Viewer, asset: SubmittedDvidsAsset): Promise<string | undefined> {
    if (!hasVirin(asset.assetType)) return undefined;
    if ('virin' in asset.input && asset.input.virin !== undefined) return asset.input.virin;
    const generate = async (): Promise<{ virin: string }> => ({ virin: (await work.assets.generateVirin(viewer, virinBasis(asset)).catch(lostAnswer)).virin });
    const { virin } = await step({ part: batchParts.virin(asset.key), name: 'generate', make: generate, look: () => unknown(virinInDoubt) });
    return virin;
  }

  async function assetFor(run: Run<DvidsSubmission>, viewer: Viewer, batchId: string, asset: SubmittedDvidsAsset): Promise<DvidsAssetRef> {
    const uploadId = await uploadFor(run, viewer, batchId, asset);
    const input = assetInput(asset, { uploadId, virin: await virinFor(run, viewer, asset) });
    const { assetType, key } = asset;
    const path = pathOfAsset(run.input.assets, asset);
    return run.step<DvidsAssetRef>({
      part: batchParts.asset(key),
      name: 'create',
      make: async () => refOf((await work.assets.create(viewer, batchId, assetType, input, path).catch(lostAnswer)).asset),
      look: () => lookFor(async () => work.assets.find(viewer, batchId, assetType, input).then((found) => found && refOf(found.asset))),
    });
  }

  return {
    name: 'submitDvidsBatch',
    parts: ({ assets, ...batch }) => new Map<string, unknown>([[batchParts.batch, batch], ...assets.flatMap(partsOf)]),
    async run(run) {
      const { step, each, input, subject } = run;
      const viewer = submitter(subject);
      const batchId = await batchFor(run, viewer);
      const made = new Map<string, DvidsAssetRef>();
      await each(input.assets, async (asset) => made.set(asset.key, await assetFor(run, viewer, batchId, asset)));
      await each(mediaOf(input), async ({ newsKey, key, isPrimary }) => {
        const [news, medium] = [made.get(newsKey), made.get(key)];
        if (!news || !medium) throw new Error('what was made is there');
        await step({
          part: batchParts.media(newsKey, key),
          name: 'attach',
          make: () => work.assets.attachNewsMedia(viewer, batchId, news.assetId, { ...medium, isPrimary }).then(() => null, lostAnswer),
          look: () =>
            lookFor(async () => {
              const story = await dvids.asset({ batchId, assetType: 'NEWS', assetId: news.assetId }, viewer);
              if (story && story.media === null) throw new Failure({ kind: 'conflict', source: 'DVIDS', message: 'DVIDS does not list what hangs on a story.' });
              return story?.media?.some((each) => isSameAsset(each, medium)) === true ? null : undefined;
            }),
        });
      });
      if (input.closes) await step({ part: batchParts.batch, name: 'close', make: () => work.batches.close(viewer, batchId, input.sendConfirmationEmail).then(() => null), look: repeatable });
    },
    // Until an asset is made, its file and its VIRIN may be others: those that there are come to nothing.
    takeBack: (part, { input, steps }) => {
      const asset = input.assets.find(({ key }) => [batchParts.file(key), batchParts.virin(key), batchParts.asset(key)].includes(part));
      return Promise.resolve(asset !== undefined && assetFrom(steps, asset.key) === undefined);
    },
  };
}

/** The batch that the work is about; undefined before it is made. */
export function batchFrom({ batchId }: Pick<DvidsSubmission, 'batchId'>, steps: readonly Step[]): string | undefined {
  return batchId ?? outcomeOf(steps, batchParts.batch, 'create')?.batchId;
}

/** The upload that brings an asset's file; undefined before it is expected. */
export function uploadFrom(steps: readonly Step[], key: string): string | undefined {
  return outcomeOf(steps, batchParts.file(key), 'expect')?.uploadId;
}

/** The VIRIN that was generated for an asset, if one was. */
export function virinFrom(steps: readonly Step[], key: string): string | undefined {
  return outcomeOf(steps, batchParts.virin(key), 'generate')?.virin;
}

/** An asset that was made; undefined before. */
export function assetFrom(steps: readonly Step[], key: string): DvidsAssetRef | undefined {
  const made = outcomeOf(steps, batchParts.asset(key), 'create');
  return made && refOf(made);
}

/** All that hangs on stories. */
export function mediaOf({ assets }: Pick<DvidsSubmission, 'assets'>): { readonly newsKey: string; readonly key: string; readonly isPrimary: boolean }[] {
  return assets.flatMap(({ key: newsKey, media = [] }) => media.map((each) => ({ newsKey, ...each })));
}

function partsOf(asset: SubmittedDvidsAsset): [string, unknown][] {
  const { key, assetType, file, media = [], input } = asset;
  const virin = 'virin' in input ? input.virin : undefined;
  return [
    ...(file ? [[batchParts.file(key), { assetType, ...file }] satisfies [string, unknown]] : []),
    ...(hasVirin(assetType) ? [[batchParts.virin(key), virin ?? virinBasis(asset)] satisfies [string, unknown]] : []),
    [batchParts.asset(key), { assetType, input }],
    ...media.map((each): [string, unknown] => [batchParts.media(key, each.key), each]),
  ];
}

/** What the steps give; each of them its own. */
type Outcome = Pick<DvidsBatch, 'batchId'> & DvidsAssetRef & { readonly uploadId: string; readonly virin: string };

/** The ledger holds nothing but what the step gave. */
function outcomeOf(steps: readonly Step[], part: string, name: string): Outcome | undefined;
function outcomeOf(steps: readonly Step[], part: string, name: string): unknown {
  const state = steps.find((step) => step.part === part && step.name === name)?.state;
  return state?.kind === 'DONE' ? state.outcome : undefined;
}

/** A look that finds, finds nothing, or cannot tell (`conflict`). */
async function lookFor<Outcome>(find: () => Promise<Outcome | undefined>): Promise<Looked<Outcome>> {
  try {
    const outcome = await find();
    return outcome === undefined ? { kind: 'notMade' } : { kind: 'made', outcome };
  } catch (error) {
    if (!(error instanceof Failure) || error.reason.kind !== 'conflict') throw error;
    return { kind: 'unknown', problem: { code: 'IN_DOUBT', message: `${error.reason.message} It is not repeated by itself.` } };
  }
}

function unknown(problem: Problem): Promise<Looked<never>> {
  return Promise.resolve({ kind: 'unknown', problem });
}

function refOf({ assetType, assetId }: DvidsAssetRef): DvidsAssetRef {
  return { assetType, assetId };
}

/** Whoever asked is logged in at DVIDS, or was: what is done later is done in their name. */
function submitter(subject: string): Viewer {
  return { subject, roles: new Set(), everyRole: false, token: null, expiresAt: null };
}

const batchInDoubt: Problem = {
  code: 'IN_DOUBT',
  message: 'DVIDS did not say whether it made the batch, and cannot be asked. Give the `batchId` of an open batch of yours, or ask with another key: a batch that nobody knows of stays empty.',
};

const virinInDoubt: Problem = {
  code: 'IN_DOUBT',
  message: 'DVIDS did not say whether it generated the VIRIN, and cannot be asked. It is not asked for another one by itself: give the `virin` of this asset.',
};
