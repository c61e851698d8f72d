import type { SubmissionState } from '../domain/submission.ts';
import { observeSubmission, type SubmissionObservation } from '../domain/submissionFold.ts';
import type { JobRecord } from '../ledger/ledger.ts';
import type { DpsSource } from '../sources/dps/source.ts';
import type { Fold, JobRules } from './recording.ts';

/** A submission as the ledger keeps it. */
export type SubmissionRecord = JobRecord<SubmissionState, null>;

/** Reads a record of this kind: the ledger holds nothing but what our own fold made. */
export function asSubmission(job: JobRecord): SubmissionRecord {
  if (!isSubmission(job)) throw new TypeError(`A ${job.kind} is no submission.`);
  return job;
}

function isSubmission(job: JobRecord): job is SubmissionRecord {
  return job.kind === 'submission';
}

/** The fold of one observation. */
export function submissionNews(seen: SubmissionObservation): Fold {
  return (job) => observeSubmission(job && asSubmission(job).state, seen);
}

/** How submissions are looked after. `graceMs`: how long the webhook of an end is waited for. */
export function submissionRules({ dps, now, graceMs }: { dps: DpsSource; now: () => number; graceMs: number }): JobRules {
  return {
    kind: 'submission',
    source: 'DPS',
    ask: async (job) => {
      const { contractId, submissionId } = asSubmission(job).state;
      const facts = await dps.submission({ contractId, submissionId });
      return facts && submissionNews({ kind: 'answered', origin: 'POLL', facts, seenAt: now(), graceMs });
    },
    missing: (seenAt) => submissionNews({ kind: 'missing', seenAt }),
    gone: (seenAt) => submissionNews({ kind: 'gone', seenAt }),
    waitEnded: (seenAt) => submissionNews({ kind: 'waitEnded', seenAt }),
    indexed: ({ contractId, archiveId }) => ({ contractId: contractId ?? null, archiveId: archiveId ?? null, owner: null }),
  };
}
