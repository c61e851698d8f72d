import { dateTime } from './clock.ts';
import {
  disseminationProblems,
  disseminationStatus,
  disseminationStep,
  type DeliveredFile,
  type DisseminationSealed,
  type DisseminationState,
  type DisseminationStatus,
} from './dissemination.ts';
import type { Problem } from './job.ts';
import { brokenOff, eventOf, isLate, missedAgain, moved, untoldJob, type NewsOrigin, type Observed, type Standing, type StatusNews } from './jobFold.ts';

/**
 * How news changes a dissemination. Late news is judged by the status's place in the flow, never by clocks; an end is never
 * left; a delivery's files and size win over what REST said (product contract §4.2).
 */

/** What DPS says of a dissemination by REST (nb-dps.md §4.1). */
export interface DisseminationFacts {
  readonly disseminationId: string;
  readonly archiveId: string;
  readonly clientId: string | null;
  readonly contractId: string | null;
  readonly objectId: string | null;
  readonly sizeInBytes: string | null;
  readonly priority: number | null;
  readonly upstreamStatus: string;
  /** `dateCreated`, RFC 3339 as it came. */
  readonly requestedAt: string | null;
}

/** What DPS says by `dissemination.delivered` (§8.3). */
export interface Delivery extends Pick<DisseminationFacts, 'disseminationId' | 'archiveId' | 'clientId' | 'contractId' | 'objectId' | 'sizeInBytes'> {
  readonly files: readonly (DeliveredFile & { readonly downloadUrl: string })[];
}

/** One thing that was learnt. `seenAt` is when we did (epoch ms). */
export type DisseminationObservation =
  /** An answer of DPS: to the order (REQUEST) or to a look (POLL). `graceMs`: how long a delivery is waited for after DISSEMINATED. */
  | { readonly kind: 'answered'; readonly origin: 'REQUEST' | 'POLL'; readonly facts: DisseminationFacts; readonly seenAt: number; readonly graceMs: number }
  /** A webhook. `occurredAt` is its own timestamp (RFC 3339). */
  | { readonly kind: 'delivered'; readonly delivery: Delivery; readonly occurredAt: string }
  /** The wait for a delivery is over. */
  | { readonly kind: 'filesLost'; readonly seenAt: number }
  /** DPS answers 404; it may only be so for now. */
  | { readonly kind: 'missing'; readonly seenAt: number }
  /** DPS answers 404 for good. */
  | { readonly kind: 'gone'; readonly seenAt: number };

/** A dissemination and its secrets, as the ledger holds them. */
export interface DisseminationJob {
  readonly state: DisseminationState;
  readonly sealed: DisseminationSealed | null;
}

type Outcome = Observed<DisseminationState, DisseminationSealed>;

/** Folds an observation into a dissemination (undefined: not known yet). Gives undefined when the observation says nothing about it at all. */
export function observeDissemination(job: DisseminationJob | undefined, seen: DisseminationObservation): Outcome | undefined {
  switch (seen.kind) {
    case 'answered':
      return answered(job, seen);
    case 'delivered':
      return delivered(job, seen.delivery, seen.occurredAt);
    case 'filesLost':
      return job && filesLost(job, seen.seenAt);
    case 'missing':
      return job && missing(job, seen.seenAt);
    case 'gone':
      return job && gone(job, seen.seenAt);
  }
}

function answered(job: DisseminationJob | undefined, seen: Extract<DisseminationObservation, { kind: 'answered' }>): Outcome {
  const { facts, origin } = seen;
  const occurredAt = (origin === 'REQUEST' ? facts.requestedAt : null) ?? dateTime(seen.seenAt);
  const news = newsOf(facts.upstreamStatus, occurredAt, origin);
  const previous = job?.state;
  const standing = moved(previous, news);
  const state: DisseminationState = {
    ...(previous ?? untold(facts, occurredAt)),
    ...told(previous, facts, previous !== undefined && isLate(previous, news)),
    ...standing,
    ...(standing && ending(standing, seen.seenAt + seen.graceMs)),
    missing: null,
  };
  const sealed = job?.sealed ?? null;
  if (!standing && previous && !saysMore(previous, state)) {
    return { state, sealed, event: previous.missing ? eventOf('found', origin, occurredAt, previous, state, false) : undefined };
  }
  const name = standing ? (previous || origin === 'POLL' ? 'status' : 'requested') : 'updated';
  return { state: { ...state, checkedAt: seen.seenAt }, sealed, event: eventOf(name, origin, occurredAt, previous, state) };
}

function missing({ state: previous, sealed }: DisseminationJob, seenAt: number): Outcome {
  const state = { ...previous, missing: missedAgain(previous.missing, seenAt), checkedAt: seenAt };
  return { state, sealed, event: eventOf('missing', 'POLL', dateTime(seenAt), previous, state, false) };
}

function delivered(job: DisseminationJob | undefined, delivery: Delivery, occurredAt: string): Outcome {
  const previous = job?.state;
  if (previous && previous.deliveredAt !== null && !livesLonger(delivery.files, previous.files)) {
    return { ...job, event: eventOf('delivered', 'WEBHOOK', occurredAt, previous, previous, false) };
  }
  const known = previous ?? untold(delivery, occurredAt);
  const standing = moved(previous, newsOf('DISSEMINATED', occurredAt, 'WEBHOOK'));
  const state: DisseminationState = {
    ...known,
    ...identity(known, delivery),
    ...standing,
    sizeInBytes: delivery.sizeInBytes ?? known.sizeInBytes,
    files: delivery.files.map(({ downloadUrl: _secret, ...file }) => file),
    deliveredAt: occurredAt,
    awaitedUntil: null,
    filesLost: false,
    // An end is never left: the files of a job that had failed are real all the same, and so is what went wrong.
    problem: standing || known.phase === 'SUCCEEDED' ? null : known.problem,
    open: false,
    updatedAt: occurredAt,
    missing: null,
  };
  return {
    state,
    sealed: { downloadUrls: delivery.files.map((file) => file.downloadUrl) },
    event: eventOf('delivered', 'WEBHOOK', occurredAt, previous, state),
  };
}

function filesLost({ state: previous, sealed }: DisseminationJob, seenAt: number): Outcome | undefined {
  if (previous.phase !== 'SUCCEEDED' || previous.deliveredAt !== null || previous.filesLost) return undefined;
  const at = dateTime(seenAt);
  const state = { ...previous, filesLost: true, open: false, awaitedUntil: null, problem: disseminationProblems.FILES_LOST, updatedAt: at };
  return { state, sealed, event: eventOf('filesLost', 'POLL', at, previous, state) };
}

function gone({ state: previous, sealed }: DisseminationJob, seenAt: number): Outcome | undefined {
  if (previous.phase !== 'IN_PROGRESS') return undefined;
  const at = dateTime(seenAt);
  const state = { ...previous, ...brokenOff(previous, at, 'POLL'), open: false, problem: disseminationProblems.GONE, checkedAt: seenAt };
  return { state, sealed, event: eventOf('gone', 'POLL', at, previous, state) };
}

/** What changes with the phase that an answer led to. A delivery is still to come, or the job would have ended by it. */
function ending(standing: Standing<DisseminationStatus>, awaitedUntil: number): Pick<DisseminationState, 'open' | 'problem' | 'awaitedUntil'> {
  if (standing.phase === 'SUCCEEDED') return { open: true, problem: null, awaitedUntil };
  return { open: standing.phase === 'IN_PROGRESS', problem: problemOf(standing), awaitedUntil: null };
}

function problemOf({ phase, status }: Standing<DisseminationStatus>): Problem | null {
  if (phase !== 'FAILED') return null;
  return status === 'REJECTED' ? disseminationProblems.REJECTED : disseminationProblems.FAILED;
}

/** A dissemination of which nothing is known but who it is. */
function untold(facts: Pick<DisseminationFacts, 'disseminationId' | 'archiveId'>, at: string): DisseminationState {
  return {
    disseminationId: facts.disseminationId,
    archiveId: facts.archiveId,
    ...untoldJob(at),
    clientId: null,
    contractId: null,
    objectId: null,
    sizeInBytes: null,
    priority: null,
    deliveredAt: null,
    filesLost: false,
    files: [],
  };
}

/** What an answer adds to what is known. Late answers fill gaps only; after a delivery its size stands. */
function told(known: DisseminationState | undefined, facts: DisseminationFacts, late: boolean): Partial<DisseminationState> {
  const keepsSize = late || known?.deliveredAt != null;
  return {
    ...identity(known, facts),
    priority: known?.priority ?? facts.priority,
    sizeInBytes: keepsSize ? (known?.sizeInBytes ?? facts.sizeInBytes) : (facts.sizeInBytes ?? known?.sizeInBytes ?? null),
    // A job that a webhook made known has the time of its delivery here: DPS's own date is better.
    ...(facts.requestedAt === null ? {} : { requestedAt: facts.requestedAt }),
  };
}

/** Who it belongs to never changes once it is known. */
function identity(
  known: DisseminationState | undefined,
  facts: Pick<DisseminationFacts, 'clientId' | 'contractId' | 'objectId'>,
): Pick<DisseminationState, 'clientId' | 'contractId' | 'objectId'> {
  return {
    clientId: known?.clientId ?? facts.clientId,
    contractId: known?.contractId ?? facts.contractId,
    objectId: known?.objectId ?? facts.objectId,
  };
}

function saysMore(before: DisseminationState, after: DisseminationState): boolean {
  const fields = ['clientId', 'contractId', 'objectId', 'priority', 'sizeInBytes', 'requestedAt'] as const;
  return fields.some((field) => before[field] !== after[field]);
}

/** Of two deliveries of one job the one whose links live longer is kept, in whatever order they come. */
function livesLonger(files: readonly DeliveredFile[], kept: readonly DeliveredFile[]): boolean {
  return latestExpiry(files) > latestExpiry(kept);
}

function latestExpiry(files: readonly DeliveredFile[]): number {
  return Math.max(-Infinity, ...files.map((file) => (file.expiresAt === null ? NaN : Date.parse(file.expiresAt))).filter((time) => !Number.isNaN(time)));
}

function newsOf(upstreamStatus: string, occurredAt: string, origin: NewsOrigin): StatusNews<DisseminationStatus> {
  return { status: disseminationStatus(upstreamStatus), upstreamStatus, step: disseminationStep(upstreamStatus), occurredAt, origin };
}
