import type { Viewer } from '../domain/viewer.ts';
import type { SubmissionRecord } from '../events/submissionRules.ts';

/** What is read of submissions; each with the caller's rights. */
export interface Submissions {
  get(viewer: Viewer, contractId: string, submissionId: string): Promise<SubmissionRecord | undefined>;
  list(viewer: Viewer, filter: { readonly archiveId: string }, page: { readonly limit: number }): Promise<readonly SubmissionRecord[]>;
}

/** Submissions for one operation. */
export interface SubmissionLoader {
  /** One by its ids, read once; null when there is none that the caller may see. */
  byId(contractId: string, submissionId: string): Promise<SubmissionRecord | null>;
  /** The newest one that led to a preserved object, as the ledger knows it; null when it knows none that the caller may see. */
  ofArchive(archiveId: string): Promise<SubmissionRecord | null>;
}

/** Loads for one caller. */
export function createSubmissionLoader(submissions: Submissions, viewer: Viewer): SubmissionLoader {
  const read = new Map<string, Promise<SubmissionRecord | null>>();
  return {
    byId: (contractId, submissionId) => {
      const key = `${contractId}/${submissionId}`;
      const job = read.get(key) ?? submissions.get(viewer, contractId, submissionId).then((found) => found ?? null);
      read.set(key, job);
      return job;
    },
    ofArchive: async (archiveId) => (await submissions.list(viewer, { archiveId }, { limit: 1 }))[0] ?? null,
  };
}
