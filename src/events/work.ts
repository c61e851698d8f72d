import type { Clock } from '../domain/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createAwaitedUploads } from './awaitedUploads.ts';
import { described, type EventLog } from './log.ts';
import { sipPlan } from './sip.ts';
import { createSipSubmissions, type SipSubmissions } from './sipSubmissions.ts';
import type { Submissions } from './submissions.ts';
import type { SubmissionUploads } from './submissionUploads.ts';
import type { Uploads } from './uploads.ts';
import { createWorkflows } from './workflows.ts';

/** Work in several steps that callers ask for in one call, put together. */
export interface Work {
  readonly sips: SipSubmissions;
  /** Begins to look after what an earlier run left. */
  start(): void;
  /** Makes no further step, and waits for those in hand. */
  stop(): Promise<void>;
}

export interface WorkOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly submissions: Submissions;
  readonly submissionUploads: SubmissionUploads;
  readonly uploads: Uploads;
  /** See `WorkflowsOptions`. */
  readonly leaseMs?: number;
}

export function createWork({ ledger, clock, log, submissions, submissionUploads, uploads, leaseMs }: WorkOptions): Work {
  const awaited = createAwaitedUploads(ledger.documents);
  const forSips = sipPlan({ submissions, submissionUploads, uploads, awaited });
  const workflows = createWorkflows({ ledger, clock, log, plans: [forSips], ...(leaseMs === undefined ? {} : { leaseMs }) });
  // Whoever waits looks by itself as well, though later: bytes may come to a process that dies before it tells.
  uploads.onSettled(({ upload }) => {
    awaited.awaitedBy(upload.uploadId).then(
      (workflowId) => workflowId === undefined || workflows.wake(workflowId),
      (error: unknown) => log.warn({ error: described(error) }, 'Whoever waits for an upload could not be told.'),
    );
  });
  return {
    sips: createSipSubmissions({ workflows, plan: forSips }),
    start: () => workflows.start(),
    stop: () => workflows.stop(),
  };
}
