import type { Clock } from '../domain/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import type { OutsideClient } from '../sources/http/outside.ts';
import { createArchivedFiles } from './archivedFiles.ts';
import { createAwaitedUploads } from './awaitedUploads.ts';
import { dvidsBatchPlan } from './dvidsBatchPlan.ts';
import { createDvidsSubmissions, type DvidsSubmissions } from './dvidsSubmissions.ts';
import type { DvidsWork } from './dvidsWork.ts';
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
  readonly dvidsSubmissions: DvidsSubmissions;
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
  readonly dvids: DvidsSource;
  readonly dvidsWork: DvidsWork;
  /** Storage behind the addresses that Docbyte Vault hands out; undefined where it is not configured. */
  readonly docbyteStorage: OutsideClient | undefined;
  /** See `WorkflowsOptions`. */
  readonly leaseMs?: number;
}

export function createWork({ ledger, clock, log, submissions, submissionUploads, uploads, dvids, dvidsWork, docbyteStorage, leaseMs }: WorkOptions): Work {
  const awaited = createAwaitedUploads(ledger.documents);
  const forSips = sipPlan({ submissions, submissionUploads, uploads, awaited });
  const archived = createArchivedFiles({ documents: ledger.documents, uploads, storage: docbyteStorage });
  const forBatches = dvidsBatchPlan({ dvids, work: dvidsWork, uploads, awaited, archived, clock });
  const workflows = createWorkflows({ ledger, clock, log, plans: [forSips, forBatches], ...(leaseMs === undefined ? {} : { leaseMs }) });
  // Whoever waits looks by itself as well, though later: bytes may come to a process that dies before it tells.
  uploads.onSettled(({ upload }) => {
    awaited.awaitedBy(upload.uploadId).then(
      (workflowId) => workflowId === undefined || workflows.wake(workflowId),
      (error: unknown) => log.warn({ error: described(error) }, 'Whoever waits for an upload could not be told.'),
    );
  });
  return {
    sips: createSipSubmissions({ workflows, plan: forSips }),
    dvidsSubmissions: createDvidsSubmissions({ workflows, plan: forBatches, archived }),
    start: () => workflows.start(),
    stop: () => workflows.stop(),
  };
}
