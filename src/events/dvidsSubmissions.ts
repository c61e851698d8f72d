import type { DvidsAssetRef } from '../domain/dvids.ts';
import { assetProblems, refuseProblems, type InputProblem } from '../domain/dvidsInputCheck.ts';
import { assetInput, hasVirin, pathOfAsset, type DvidsSubmission, type SubmittedDvidsAsset } from '../domain/dvidsSubmission.ts';
import { Failure } from '../domain/failure.ts';
import type { Problem } from '../domain/job.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Step, WorkflowState } from '../domain/workflow.ts';
import type { ArchivedFiles } from './archivedFiles.ts';
import { assetFrom, batchFrom, batchParts, uploadFrom, virinFrom } from './dvidsBatchPlan.ts';
import type { Plan } from './workflowRunner.ts';
import { workflowIdOf, type Workflows, type WorkflowView } from './workflows.ts';

/** How far a whole batch has come. */
export interface DvidsSubmissionView {
  readonly state: WorkflowState;
  readonly problem: Problem | null;
  /** Null before the batch is made. */
  readonly batchId: string | null;
  /** In the order of the input, kind by kind. */
  readonly assets: readonly SubmittedAssetView[];
}

/** An asset on its way. */
export interface SubmittedAssetView extends Pick<SubmittedDvidsAsset, 'key' | 'assetType'> {
  /** Null for one without a file, and before its file is expected. */
  readonly uploadId: string | null;
  readonly virin: string | null;
  /** Null before it is made. */
  readonly ref: DvidsAssetRef | null;
  readonly problem: Problem | null;
}

/** Whole batches in one call. */
export interface DvidsSubmissions {
  /** Submits one, or goes on with it: see `Workflows.submit`. Throws `badInput` (argument `["input", …]`) and `conflict`; what DVIDS refuses is in the answer. */
  submit(viewer: Viewer, idempotencyKey: string, submission: DvidsSubmission): Promise<DvidsSubmissionView>;
  /**
   * Submits one whose file comes from the archive, from this address, by asset key. Asked for again with an address that has not expired
   * it goes on where it was.
   */
  publish(viewer: Viewer, idempotencyKey: string, submission: DvidsSubmission, urls: ReadonlyMap<string, string>): Promise<DvidsSubmissionView>;
}

export function createDvidsSubmissions({ workflows, plan, archived }: { workflows: Workflows; plan: Plan<DvidsSubmission>; archived: ArchivedFiles }): DvidsSubmissions {
  async function submit({ subject }: Viewer, key: string, input: DvidsSubmission, urls: ReadonlyMap<string, string>): Promise<DvidsSubmissionView> {
    if (key.trim() === '' || key.length > 200) throw refused('A key has 1 to 200 characters.', 'idempotencyKey');
    for (const [asset, url] of urls) await archived.remember(workflowIdOf({ plan, subject, key }), asset, url);
    return viewOf(await workflows.submit({ plan, subject, key, input }));
  }

  return {
    async submit(viewer, idempotencyKey, submission) {
      check(submission);
      return submit(viewer, idempotencyKey, submission, new Map());
    },
    async publish(viewer, idempotencyKey, submission, urls) {
      // The one photo is the input itself.
      refuseProblems(submission.assets.flatMap((asset) => problemsOf(submission.assets, asset)).map(({ argument, message }) => ({ argument: ['input', ...argument.slice(3)], message })));
      return submit(viewer, idempotencyKey, submission, urls);
    },
  };
}

/** A VIRIN that is still to be generated passes as this one. */
const anyVirin = '000101-X-X-1';

function check({ assets }: DvidsSubmission): void {
  if (assets.length === 0) throw refused('A batch has at least one asset.');
  refuseProblems(assets.flatMap((asset) => problemsOf(assets, asset)));
  const stories = assets.filter(({ assetType }) => assetType === 'NEWS').map(({ input }) => JSON.stringify([Reflect.get(input, 'title'), Reflect.get(input, 'body')]));
  // Where an answer is lost a story is known by its words alone.
  if (new Set(stories).size < stories.length) throw refused('Two stories of a batch differ in their title or their body.', 'news');
}

function problemsOf(assets: readonly SubmittedDvidsAsset[], asset: SubmittedDvidsAsset): InputProblem[] {
  const { key, assetType, input, media = [] } = asset;
  const at = pathOfAsset(assets, asset);
  const virin = hasVirin(assetType) && !('virin' in input && input.virin !== undefined) ? anyVirin : undefined;
  const isTwice = assets.filter((each) => each.key === key).length > 1;
  return [
    ...(key.trim() === '' || key.length > 100 || isTwice ? [{ argument: [...at, 'key'], message: 'A key has 1 to 100 characters, and is unique in its batch.' }] : []),
    ...assetProblems(assetType, assetInput(asset, { ...(assetType === 'NEWS' ? {} : { uploadId: 'still to come' }), virin }), at),
    ...media.flatMap((each, index) => (assets.some((other) => other.key === each.key && other.key !== key) ? [] : [{ argument: [...at, 'media', String(index), 'key'], message: 'There is no such asset in the batch.' }])),
  ];
}

function viewOf({ workflow: { state, problem, input }, steps }: WorkflowView<DvidsSubmission>): DvidsSubmissionView {
  return {
    state,
    problem,
    batchId: batchFrom(input, steps) ?? null,
    assets: input.assets.map((asset) => {
      const { key, assetType } = asset;
      const given = 'virin' in asset.input ? asset.input.virin : undefined;
      return { key, assetType, uploadId: uploadFrom(steps, key) ?? null, virin: given ?? virinFrom(steps, key) ?? null, ref: assetFrom(steps, key) ?? null, problem: problemOf(steps, asset) };
    }),
  };
}

/** What an asset, or anything of it, failed by. */
function problemOf(steps: readonly Step[], { key, media = [] }: SubmittedDvidsAsset): Problem | null {
  const parts = [batchParts.file(key), batchParts.virin(key), batchParts.asset(key), ...media.map((each) => batchParts.media(key, each.key))];
  for (const { part, state } of steps) if (parts.includes(part) && 'problem' in state) return state.problem;
  return null;
}

function refused(message: string, ...path: readonly string[]): Failure {
  return new Failure({ kind: 'badInput', message, argument: ['input', ...path] });
}
