import { dateTime } from './clock.ts';
import { brokenOff, eventOf, isLate, missedAgain, moved, untoldJob, type NewsOrigin, type Observed, type Standing, type StatusNews } from './jobFold.ts';
import {
  submissionProblems,
  submissionStatus,
  submissionStep,
  type RejectionReason,
  type SubmissionFile,
  type SubmissionState,
  type SubmissionStatus,
} from './submission.ts';

/** How news changes a submission, by the same rules as a dissemination: late is what lies behind in the flow, and an end is never left. */

/** What DPS says of a submission by REST (nb-dps.md §5.7). */
export interface SubmissionFacts {
  readonly submissionId: string;
  readonly contractId: string;
  readonly objectId: string | null;
  readonly clientId: string | null;
  readonly archiveId: string | null;
  readonly priority: number | null;
  readonly sizeInBytes: string | null;
  readonly upstreamStatus: string;
  /** Null where the answer does not list them, as right after creation. */
  readonly files: readonly SubmissionFile[] | null;
}

/** What DPS says by `submission.preserved` and `submission.rejected` (§8.3). `reasons` are the latter's. */
export interface SubmissionVerdict {
  readonly submissionId: string;
  readonly contractId: string;
  readonly archiveId: string | null;
  readonly upstreamStatus: 'PRESERVED' | 'REJECTED';
  readonly reasons: readonly RejectionReason[];
}

/** One thing that was learnt. `seenAt` is when we did (epoch ms). */
export type SubmissionObservation =
  /** An answer of DPS. `graceMs`: how long its webhook is waited for when it has the archive id or the reasons and the answer had not. */
  | { readonly kind: 'answered'; readonly origin: 'REQUEST' | 'POLL'; readonly facts: SubmissionFacts; readonly seenAt: number; readonly graceMs: number }
  /** A webhook. `occurredAt` is its own timestamp (RFC 3339). */
  | { readonly kind: 'judged'; readonly verdict: SubmissionVerdict; readonly occurredAt: string }
  /** It was deleted on request. */
  | { readonly kind: 'deleted'; readonly seenAt: number }
  /** The wait for a webhook is over. */
  | { readonly kind: 'waitEnded'; readonly seenAt: number }
  /** DPS answers 404; it may only be so for now. */
  | { readonly kind: 'missing'; readonly seenAt: number }
  /** DPS answers 404 for good. */
  | { readonly kind: 'gone'; readonly seenAt: number };

/** A submission keeps no secrets of its own. */
type Outcome = Observed<SubmissionState, null>;

/** Folds an observation into a submission (undefined: not known yet). Gives undefined when the observation says nothing about it at all. */
export function observeSubmission(previous: SubmissionState | undefined, seen: SubmissionObservation): Outcome | undefined {
  switch (seen.kind) {
    case 'answered':
      return answered(previous, seen);
    case 'judged':
      return judged(previous, seen.verdict, seen.occurredAt);
    case 'deleted':
      return previous && ended(previous, seen.seenAt, 'REQUEST', 'deleted');
    case 'missing':
      return previous && missing(previous, seen.seenAt);
    case 'gone':
      return previous && ended(previous, seen.seenAt, 'POLL', 'gone');
    case 'waitEnded':
      return previous && waitEnded(previous, seen.seenAt);
  }
}

function answered(previous: SubmissionState | undefined, seen: Extract<SubmissionObservation, { kind: 'answered' }>): Outcome {
  const { facts, origin } = seen;
  const occurredAt = dateTime(seen.seenAt);
  const news = newsOf(facts.upstreamStatus, occurredAt, origin);
  const standing = moved(previous, news);
  const merged: SubmissionState = {
    ...(previous ?? untold(facts, occurredAt)),
    ...told(previous, facts, previous !== undefined && isLate(previous, news)),
    ...standing,
    missing: null,
  };
  const state = { ...merged, ...(standing && ending(merged, seen.seenAt + seen.graceMs)) };
  if (!standing && previous && !saysMore(previous, state)) {
    return { state, sealed: null, event: previous.missing ? eventOf('found', origin, occurredAt, previous, state, false) : undefined };
  }
  const name = standing ? (previous || origin === 'POLL' ? 'status' : 'created') : 'updated';
  const settled = { ...state, ...(isAwaited(state) ? {} : settledParts(state)), checkedAt: seen.seenAt };
  return { state: settled, sealed: null, event: eventOf(name, origin, occurredAt, previous, settled) };
}

function judged(previous: SubmissionState | undefined, verdict: SubmissionVerdict, occurredAt: string): Outcome {
  const standing = moved(previous, newsOf(verdict.upstreamStatus, occurredAt, 'WEBHOOK'));
  const known = previous ?? untold(verdict, occurredAt);
  // Our own guess that it is gone gives way to what DPS says about it, as long as the phase stays what it was.
  const explains = known.problem?.code === submissionProblems.GONE.code && verdict.upstreamStatus === 'REJECTED';
  const merged: SubmissionState = {
    ...known,
    ...standing,
    ...(explains ? { status: 'REJECTED' as const, upstreamStatus: 'REJECTED', problem: submissionProblems.REJECTED } : {}),
    archiveId: known.archiveId ?? verdict.archiveId,
    reasons: known.reasons.length > 0 ? known.reasons : verdict.reasons,
    missing: null,
  };
  const state = { ...merged, ...(standing && { problem: problemOf(merged) }), ...settledParts(merged), updatedAt: occurredAt };
  const effective = previous === undefined || standing !== undefined || explains || previous.open !== state.open || saysMore(previous, state);
  const name = verdict.upstreamStatus === 'PRESERVED' ? 'preserved' : 'rejected';
  const after = effective ? state : known;
  return { state: after, sealed: null, event: eventOf(name, 'WEBHOOK', occurredAt, previous, after, effective) };
}

function missing(previous: SubmissionState, seenAt: number): Outcome {
  const state = { ...previous, missing: missedAgain(previous.missing, seenAt), checkedAt: seenAt };
  return { state, sealed: null, event: eventOf('missing', 'POLL', dateTime(seenAt), previous, state, false) };
}

function ended(previous: SubmissionState, seenAt: number, origin: NewsOrigin, name: 'deleted' | 'gone'): Outcome | undefined {
  if (previous.phase !== 'IN_PROGRESS') return undefined;
  const at = dateTime(seenAt);
  const problem = name === 'deleted' ? submissionProblems.DELETED : submissionProblems.GONE;
  const state = { ...previous, ...brokenOff(previous, at, origin), problem, open: false, checkedAt: seenAt };
  return { state, sealed: null, event: eventOf(name, origin, at, previous, state) };
}

function waitEnded(previous: SubmissionState, seenAt: number): Outcome | undefined {
  if (previous.phase === 'IN_PROGRESS' || !previous.open) return undefined;
  const at = dateTime(seenAt);
  const state = { ...previous, open: false, awaitedUntil: null, updatedAt: at };
  return { state, sealed: null, event: eventOf('waitEnded', 'POLL', at, previous, state) };
}

/** What changes with the phase that an answer led to. */
function ending(state: SubmissionState, awaitedUntil: number): Pick<SubmissionState, 'open' | 'problem' | 'awaitedUntil'> {
  const awaited = isAwaited(state);
  return { open: state.phase === 'IN_PROGRESS' || awaited, problem: problemOf(state), awaitedUntil: awaited ? awaitedUntil : null };
}

/** An end without what only the webhook has: the archive id (the published answer lacks it, §5.7), or the reasons. */
function isAwaited({ phase, status, archiveId, reasons }: SubmissionState): boolean {
  if (phase === 'SUCCEEDED') return archiveId === null;
  return phase === 'FAILED' && status === 'REJECTED' && reasons.length === 0;
}

function settledParts(state: SubmissionState): Pick<SubmissionState, 'open' | 'awaitedUntil'> {
  return { open: state.phase === 'IN_PROGRESS', awaitedUntil: null };
}

function problemOf({ phase }: Standing<SubmissionStatus>): SubmissionState['problem'] {
  return phase === 'FAILED' ? submissionProblems.REJECTED : null;
}

/** A submission of which nothing is known but who it is. */
function untold(facts: Pick<SubmissionFacts, 'submissionId' | 'contractId'>, at: string): SubmissionState {
  return {
    submissionId: facts.submissionId,
    contractId: facts.contractId,
    ...untoldJob(at),
    objectId: null,
    clientId: null,
    archiveId: null,
    priority: null,
    sizeInBytes: null,
    files: [],
    reasons: [],
  };
}

/** What an answer adds to what is known. Late answers fill gaps only. */
function told(known: SubmissionState | undefined, facts: SubmissionFacts, late: boolean): Partial<SubmissionState> {
  const knownFiles = known?.files ?? [];
  return {
    objectId: known?.objectId ?? facts.objectId,
    clientId: known?.clientId ?? facts.clientId,
    archiveId: known?.archiveId ?? facts.archiveId,
    priority: known?.priority ?? facts.priority,
    sizeInBytes: late ? (known?.sizeInBytes ?? facts.sizeInBytes) : (facts.sizeInBytes ?? known?.sizeInBytes ?? null),
    files: late && knownFiles.length > 0 ? knownFiles : (facts.files ?? knownFiles),
  };
}

function saysMore(before: SubmissionState, after: SubmissionState): boolean {
  const fields = ['objectId', 'clientId', 'archiveId', 'priority', 'sizeInBytes'] as const;
  if (before.reasons.length !== after.reasons.length || fields.some((field) => before[field] !== after[field])) return true;
  return before.files !== after.files && JSON.stringify(before.files) !== JSON.stringify(after.files);
}

function newsOf(upstreamStatus: string, occurredAt: string, origin: NewsOrigin): StatusNews<SubmissionStatus> {
  return { status: submissionStatus(upstreamStatus), upstreamStatus, step: submissionStep(upstreamStatus), occurredAt, origin };
}
