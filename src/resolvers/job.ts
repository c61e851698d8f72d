import type { JobModel } from './models.ts';
import type { JobState } from '../domain/job.ts';

type JobFields = Omit<JobState, 'history'>;

/** The fields that every job type answers in the same way. */
export const jobFields = {
  phase: ({ state }: JobModel<JobFields, unknown>) => state.phase,
  progress: ({ state }: JobModel<JobFields, unknown>) => state.progress,
  upstreamStatus: ({ state }: JobModel<JobFields, unknown>) => state.upstreamStatus,
  requestedAt: ({ state }: JobModel<JobFields, unknown>) => state.requestedAt,
  updatedAt: ({ state }: JobModel<JobFields, unknown>) => state.updatedAt,
  checkedAt: ({ checkedAt }: JobModel<JobFields, unknown>) => (checkedAt === null ? null : new Date(checkedAt).toISOString()),
  problem: ({ state }: JobModel<JobFields, unknown>) => state.problem,
};
