import type { JobKind, Phase } from '../domain/job.ts';
import { contractsOf, mayRead, type Viewer } from '../domain/viewer.ts';
import type { JobFilter, JobRecord, JobStore } from '../ledger/ledger.ts';
import { freshMs } from './poller.ts';

/** Which jobs are wanted of those that a caller may see. */
export interface JobsFilter {
  readonly contractId?: string | null | undefined;
  readonly archiveId?: string | null | undefined;
  readonly phase?: Phase | null | undefined;
}

/** Which part of a list, by `createdPosition`: see `JobStore.list`. */
export type JobPage = Parameters<JobStore['list']>[1];

/** The ledger's filter for what a caller may see; undefined when that is nothing. Contract ids are kept in lower case. */
export function visibleJobs(kind: JobKind, viewer: Viewer, { contractId, archiveId, phase }: JobsFilter): JobFilter | undefined {
  const contractIds = readableContracts(viewer, contractId ?? undefined);
  if (contractIds?.length === 0) return undefined;
  return {
    kind,
    ...(contractIds ? { contractIds } : {}),
    ...(archiveId == null ? {} : { archiveId }),
    ...(phase == null ? {} : { phase }),
  };
}

/** The contracts, in lower case, that a caller may read; undefined for every one. */
function readableContracts(viewer: Viewer, wanted?: string): string[] | undefined {
  if (wanted !== undefined) return mayRead(viewer, wanted) ? [wanted.toLowerCase()] : [];
  if (viewer.everyRole) return undefined;
  return contractsOf(viewer)
    .filter(({ read }) => read)
    .map(({ contractId }) => contractId.toLowerCase());
}

/** Whether a caller may read under any contract. */
export function readsSomething(viewer: Viewer): boolean {
  return readableContracts(viewer)?.length !== 0;
}

/** Whether what the ledger says of a job is good enough for who asks for that one job: it has ended, or was asked about just now. */
export function isFresh(job: JobRecord, now: number): boolean {
  // One that only a webhook told of was never asked about: once is worth it, for what webhooks leave out.
  if (job.checkedAt === null) return false;
  return job.phase !== 'IN_PROGRESS' || now - job.checkedAt < freshMs;
}
