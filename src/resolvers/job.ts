import type { JobState } from '../domain/job.ts';

/** What the fields below need of a job. */
interface AnyJob {
  readonly state: Omit<JobState, 'history'>;
  readonly checkedAt: number | null;
}

/** The fields that every job type answers in the same way. */
export const jobFields = {
  phase: ({ state }: AnyJob) => state.phase,
  progress: ({ state }: AnyJob) => state.progress,
  upstreamStatus: ({ state }: AnyJob) => state.upstreamStatus,
  requestedAt: ({ state }: AnyJob) => state.requestedAt,
  updatedAt: ({ state }: AnyJob) => state.updatedAt,
  checkedAt: ({ checkedAt }: AnyJob) => (checkedAt === null ? null : new Date(checkedAt).toISOString()),
  problem: ({ state }: AnyJob) => state.problem,
};
