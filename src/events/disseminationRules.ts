import type { DisseminationSealed, DisseminationState } from '../domain/dissemination.ts';
import { observeDissemination, type DisseminationObservation } from '../domain/disseminationFold.ts';
import type { JobRecord } from '../ledger/ledger.ts';
import type { DpsSource } from '../sources/dps/source.ts';
import type { Fold, JobRules } from './recording.ts';

/** A dissemination as the ledger keeps it. */
export type DisseminationRecord = JobRecord<DisseminationState, DisseminationSealed>;

/** Reads a record of this kind: the ledger holds nothing but what our own fold made. */
export function asDissemination(job: JobRecord): DisseminationRecord {
  if (!isDissemination(job)) throw new TypeError(`A ${job.kind} is no dissemination.`);
  return job;
}

function isDissemination(job: JobRecord): job is DisseminationRecord {
  return job.kind === 'dissemination';
}

/** The fold of one observation. */
export function disseminationNews(seen: DisseminationObservation): Fold {
  return (job) => observeDissemination(job && asDissemination(job), seen);
}

/** How disseminations are looked after. `graceMs`: how long a delivery is waited for (setting `DELIVERY_GRACE`). */
export function disseminationRules({ dps, now, graceMs }: { dps: DpsSource; now: () => number; graceMs: number }): JobRules {
  return {
    kind: 'dissemination',
    source: 'DPS',
    ask: async (job) => {
      const facts = await dps.dissemination(job.id);
      return facts && disseminationNews({ kind: 'answered', origin: 'POLL', facts, seenAt: now(), graceMs });
    },
    missing: (seenAt) => disseminationNews({ kind: 'missing', seenAt }),
    gone: (seenAt) => disseminationNews({ kind: 'gone', seenAt }),
    waitEnded: (seenAt) => disseminationNews({ kind: 'filesLost', seenAt }),
    indexed: ({ contractId, archiveId }) => ({ contractId: contractId ?? null, archiveId: archiveId ?? null, owner: null }),
  };
}
