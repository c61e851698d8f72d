import { dateTime } from './clock.ts';
import type { DvidsAssetRef, DvidsAssetType, DvidsBatch } from './dvids.ts';
import { dvidsAssetStep, dvidsBatchStanding, type DvidsBatchStatus } from './dvidsStatus.ts';
import { mayFollow, type Problem } from './job.ts';
import { brokenOff, eventOf, missedAgain, moved, type FoldedState, type NewsOrigin, type Observed } from './jobFold.ts';

/** How news changes a batch of DVIDS (dvids-submission.md §5.1, §6). DVIDS has no status for batches: ours follows from the batch and its assets. */

/** An asset as its batch knows it. */
export interface DvidsBatchAsset extends DvidsAssetRef {
  /** DVIDS's word; null while it has told none. */
  readonly upstreamStatus: string | null;
  /** When we learnt of it (epoch ms). */
  readonly addedAt: number;
}

/** A batch as it stands. */
export interface DvidsBatchState extends FoldedState<DvidsBatchStatus> {
  readonly batchId: string;
  /** The subject of the caller it belongs to. */
  readonly owner: string;
  readonly closed: boolean;
  /** RFC 3339 as DVIDS said, or as we saw it. */
  readonly createdAt: string;
  /** Null while it is open. */
  readonly closedAt: string | null;
  /** Whether all its assets are known: it was made here, or DVIDS has listed them. */
  readonly listed: boolean;
  /** In the order in which we learnt of them. */
  readonly assets: readonly DvidsBatchAsset[];
  /** The asset that the newest event is about; null when it is about the batch itself. */
  readonly changed: DvidsAssetRef | null;
}

/** An asset with its status, as it was seen. */
export type SeenDvidsAsset = Omit<DvidsBatchAsset, 'addedAt'>;

/** One thing that was learnt. `seenAt` is when we did (epoch ms). */
export type DvidsBatchObservation =
  /** We made it. */
  | { readonly kind: 'created'; readonly batch: DvidsBatch; readonly owner: string; readonly seenAt: number }
  /** What DVIDS says of the batch. `owner`: whose it is when it was not known. */
  | { readonly kind: 'told'; readonly origin: NewsOrigin; readonly batch: DvidsBatch; readonly owner: string; readonly seenAt: number }
  /** What DVIDS says of an asset. `isNew`: we had not known it; one that we knew and forgot meanwhile was deleted, and stays so. */
  | { readonly kind: 'asset'; readonly origin: NewsOrigin; readonly asset: SeenDvidsAsset; readonly isNew: boolean; readonly seenAt: number }
  /** An asset is no longer there. */
  | { readonly kind: 'assetGone'; readonly origin: NewsOrigin; readonly asset: DvidsAssetRef; readonly seenAt: number }
  /** DVIDS cannot be asked in the owner's name. */
  | { readonly kind: 'unasked'; readonly problem: Problem; readonly seenAt: number }
  /** DVIDS answers 404; it may only be so for now. */
  | { readonly kind: 'missing'; readonly seenAt: number }
  /** DVIDS answers 404 for good. */
  | { readonly kind: 'gone'; readonly seenAt: number };

/** A batch keeps no secrets of its own. */
type Outcome = Observed<DvidsBatchState, null>;

/** What is wrong with a batch that DVIDS no longer knows. */
export const dvidsBatchGone: Problem = { code: 'GONE', message: 'DVIDS no longer knows this batch.' };

/** Its owner has logged out at DVIDS, or the login has ended. */
export const dvidsOwnerAway: Problem = {
  code: 'DVIDS_NOT_CONNECTED',
  message: 'Its owner is not connected to DVIDS, which therefore cannot be asked how it stands. `connectDvids` is the way.',
};

/** Its owner is logged in as somebody who may not see it. */
export const dvidsOwnerRefused: Problem = { code: 'FORBIDDEN', message: 'DVIDS does not let the account see it that its owner is connected with.' };

/** It is closed, it was not made here, and DVIDS does not list what is in it: nobody can tell when it is published. */
export const dvidsAssetsUnknown: Problem = {
  code: 'ASSETS_UNKNOWN',
  message: 'DVIDS does not tell which assets are in this batch, which was made elsewhere. It stays in progress here, whatever becomes of them.',
};

/** Folds an observation into a batch (undefined: not known yet). Gives undefined when the observation says nothing about it. */
export function observeDvidsBatch(previous: DvidsBatchState | undefined, seen: DvidsBatchObservation): Outcome | undefined {
  switch (seen.kind) {
    case 'created':
      return previous ? undefined : outcome('created', 'REQUEST', undefined, begun(seen, true), seen.seenAt);
    case 'told':
      return told(previous, seen);
    case 'asset':
      return previous && assetSeen(previous, seen);
    case 'assetGone':
      return previous && assetGone(previous, seen);
    case 'unasked':
      return previous && unasked(previous, seen);
    case 'missing':
      return previous && quiet('missing', previous, { ...previous, missing: missedAgain(previous.missing, seen.seenAt), checkedAt: seen.seenAt }, seen.seenAt);
    case 'gone':
      return previous && gone(previous, seen.seenAt);
  }
}

/** Several observations made together: what each came to, in order. */
export function observeDvidsBatchAll(previous: DvidsBatchState | undefined, seen: readonly DvidsBatchObservation[]): Outcome[] {
  const outcomes: Outcome[] = [];
  let state = previous;
  for (const each of seen) {
    const next = observeDvidsBatch(state, each);
    if (!next) continue;
    outcomes.push(next);
    state = next.state;
  }
  return outcomes;
}

/** Which asset of a batch is meant. */
export function isSameAsset(one: DvidsAssetRef, other: DvidsAssetRef): boolean {
  return one.assetType === other.assetType && one.assetId === other.assetId;
}

/** Whether an asset has come to an end: published, or archived. */
export function isFinished({ upstreamStatus }: Pick<DvidsBatchAsset, 'upstreamStatus'>): boolean {
  return upstreamStatus !== null && dvidsAssetStep(upstreamStatus)?.phase === 'SUCCEEDED';
}

function told(previous: DvidsBatchState | undefined, seen: Extract<DvidsBatchObservation, { kind: 'told' }>): Outcome | undefined {
  const { batch, origin, seenAt } = seen;
  if (!previous) return outcome('found', origin, undefined, begun(seen, batch.assets !== null), seenAt);
  // Nothing opens a closed batch again (§4), so that an answer which says so is an old one.
  const closed = previous.closed || batch.closed;
  const listed = previous.listed || batch.assets !== null;
  const state = { ...previous, closed, closedAt: closed ? (previous.closedAt ?? batch.closedAt ?? dateTime(seenAt)) : null, listed, missing: null };
  if (closed !== previous.closed) return outcome('closed', origin, previous, state, seenAt);
  if (listed !== previous.listed) return outcome('listed', origin, previous, state, seenAt);
  // A batch that can be asked about again, say.
  if (previous.phase === 'IN_PROGRESS' && previous.problem?.code !== problemOf(state)?.code) return outcome('problem', origin, previous, state, seenAt);
  return previous.missing ? quiet('found', previous, state, seenAt) : undefined;
}

function unasked(previous: DvidsBatchState, { problem, seenAt }: Extract<DvidsBatchObservation, { kind: 'unasked' }>): Outcome | undefined {
  if (previous.phase !== 'IN_PROGRESS' || previous.problem?.code === problem.code) return undefined;
  const state = { ...previous, problem, changed: null, updatedAt: dateTime(seenAt) };
  return { state, sealed: null, event: eventOf('problem', 'POLL', dateTime(seenAt), previous, state) };
}

/** What is wrong with a batch in progress that DVIDS answers about. */
function problemOf({ closed, listed }: Pick<DvidsBatchState, 'closed' | 'listed'>): Problem | null {
  return closed && !listed ? dvidsAssetsUnknown : null;
}

function assetSeen(previous: DvidsBatchState, { asset, isNew, origin, seenAt }: Extract<DvidsBatchObservation, { kind: 'asset' }>): Outcome | undefined {
  const { assetType, assetId, upstreamStatus } = asset;
  const known = previous.assets.find((each) => isSameAsset(each, asset));
  if (!known) {
    if (!isNew) return undefined;
    const assets = [...previous.assets, { assetType, assetId, upstreamStatus, addedAt: seenAt }];
    return outcome('assetAdded', origin, previous, { ...previous, assets, changed: { assetType, assetId } }, seenAt);
  }
  if (!isNews(known, upstreamStatus)) return undefined;
  const assets = previous.assets.map((each) => (each === known ? { ...known, upstreamStatus } : each));
  return outcome('assetStatus', origin, previous, { ...previous, assets, changed: { assetType, assetId } }, seenAt);
}

/** Whether a status says more than the one before it: nothing goes back along the flow, and an end is never left. */
function isNews({ upstreamStatus: before }: DvidsBatchAsset, after: string | null): after is string {
  if (after === null || after === before) return false;
  return before === null || mayFollow(dvidsAssetStep(before), dvidsAssetStep(after));
}

function assetGone(previous: DvidsBatchState, { asset, origin, seenAt }: Extract<DvidsBatchObservation, { kind: 'assetGone' }>): Outcome | undefined {
  const assets = previous.assets.filter((each) => !isSameAsset(each, asset));
  if (assets.length === previous.assets.length) return undefined;
  const { assetType, assetId } = asset;
  return outcome('assetRemoved', origin, previous, { ...previous, assets, changed: { assetType, assetId } }, seenAt);
}

function gone(previous: DvidsBatchState, seenAt: number): Outcome | undefined {
  if (previous.phase !== 'IN_PROGRESS') return undefined;
  const state = { ...previous, ...brokenOff(previous, dateTime(seenAt), 'POLL'), problem: dvidsBatchGone, open: false, changed: null, checkedAt: seenAt };
  return { state, sealed: null, event: eventOf('gone', 'POLL', dateTime(seenAt), previous, state) };
}

/** A batch of which nothing has happened yet. */
function begun({ batch, owner, seenAt }: { readonly batch: DvidsBatch; readonly owner: string; readonly seenAt: number }, listed: boolean): DvidsBatchState {
  const at = dateTime(seenAt);
  return {
    batchId: batch.batchId, owner, closed: batch.closed, createdAt: batch.createdAt ?? at, closedAt: batch.closed ? (batch.closedAt ?? at) : null, listed, assets: [], changed: null,
    status: 'OPEN', upstreamStatus: '', phase: 'IN_PROGRESS', progress: 0, reached: -1, requestedAt: batch.createdAt ?? at, updatedAt: at, problem: null, history: [],
    open: true, checkedAt: null, awaitedUntil: null, missing: null,
  };
}

/** A change that is told to watchers: where the batch stands now follows from what it holds. */
function outcome(name: string, origin: NewsOrigin, previous: DvidsBatchState | undefined, held: DvidsBatchState, seenAt: number): Outcome {
  const occurredAt = dateTime(seenAt);
  const { status, ...step } = dvidsBatchStanding(held.closed, held.listed ? held.assets.map(({ upstreamStatus }) => upstreamStatus ?? '') : undefined);
  const about = previous?.assets === held.assets ? { ...held, changed: null } : held;
  // Its own word for want of one of DVIDS's.
  const news = { status, upstreamStatus: status.toLowerCase().replaceAll('_', '-'), step, occurredAt, origin };
  const standing = moved(previous ? about : undefined, news);
  const settled = { ...about, updatedAt: occurredAt, missing: null, checkedAt: seenAt, ...standing };
  // An asset that goes on moves its batch a little, also when the batch's status stays; only an end is 1.
  const isOn = settled.phase === 'IN_PROGRESS';
  const problem = isOn ? problemOf(held) : settled.phase === 'FAILED' ? settled.problem : null;
  const state = { ...settled, problem, progress: Math.max(settled.progress, step.progress), open: isOn };
  return { state, sealed: null, event: eventOf(name, origin, dateTime(seenAt), previous, state) };
}

/** A change that is nobody's business but ours. */
function quiet(name: string, previous: DvidsBatchState, state: DvidsBatchState, seenAt: number): Outcome {
  return { state, sealed: null, event: eventOf(name, 'POLL', dateTime(seenAt), previous, state, false) };
}

/** The path of an asset inside its batch, for keys: ids of different kinds may be alike. */
export function assetKey({ assetType, assetId }: { readonly assetType: DvidsAssetType; readonly assetId: string }): string {
  return `${assetType}/${assetId}`;
}
