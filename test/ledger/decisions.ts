import type { Decision, EventDraft, JobRecord, JobRef, Ledger, RecordOutcome } from '../../src/ledger/ledger.ts';

/** A dissemination's name in the ledger. */
export function dissemination(id: string): JobRef {
  return { kind: 'dissemination', id };
}

/** A job's part of a decision: open and in progress, under the contract `c1`, with nothing sealed. */
export function jobDraft(changes: Partial<Decision['job']> = {}): Decision['job'] {
  return { contractId: 'c1', archiveId: null, owner: null, phase: 'IN_PROGRESS', open: true, state: { step: 1 }, sealed: null, ...changes };
}

/** An event's part of a decision: an effective status seen by polling. */
export function eventDraft(changes: Partial<EventDraft> = {}): EventDraft {
  return {
    origin: 'POLL',
    name: 'status',
    occurredAt: '2025-03-01T10:00:00Z',
    status: 'QUEUED',
    previousStatus: null,
    effective: true,
    state: { step: 1 },
    sealed: null,
    ...changes,
  };
}

/** Records one event on a job, with these changes to it. */
export function recordEvent(ledger: Ledger, ref: JobRef, job: Partial<Decision['job']> = {}, event: Partial<EventDraft> = {}): Promise<RecordOutcome> {
  return ledger.jobs.record(ref, (before) => ({ job: { ...(before ? draftOf(before) : jobDraft()), ...job }, events: [eventDraft(event)] }));
}

/** The part of a job that a decision repeats when it leaves it as it is. */
export function draftOf({ contractId, archiveId, owner, phase, open, state, sealed }: JobRecord): Decision['job'] {
  return { contractId, archiveId, owner, phase, open, state, sealed };
}

/** How many steps a counted job has taken. */
export function stepOf(job: { readonly state: unknown } | undefined): number {
  const state = job?.state;
  if (typeof state === 'object' && state !== null && 'step' in state && typeof state.step === 'number') return state.step;
  return 0;
}

/** A decision that counts: the job's state, and the event's, say how many were taken. */
export function countStep(job: JobRecord | undefined): Decision {
  const state = { step: stepOf(job) + 1 };
  return { job: { ...(job ? draftOf(job) : jobDraft()), state }, events: [eventDraft({ state, status: `STEP_${state.step}` })] };
}
