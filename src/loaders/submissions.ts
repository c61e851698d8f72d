import type { Connection } from '../domain/connection.ts';
import type { ConnectionArguments } from '../domain/page.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { SubmissionRecord } from '../events/submissionRules.ts';
import type { Submissions } from '../events/submissions.ts';
import type { SubmissionUploads } from '../events/submissionUploads.ts';
import type { UploadRecord } from '../events/uploads.ts';
import type { JobsFilter } from '../events/visibility.ts';
import type { SubmissionPlace } from '../sources/dps/client.ts';
import { jobPage } from './jobPage.ts';

/** What is read of submissions. */
export interface SubmissionSources {
  readonly submissions: Pick<Submissions, 'get' | 'list' | 'count'>;
  readonly submissionUploads: Pick<SubmissionUploads, 'of'>;
}

/** Submissions for one operation. */
export interface SubmissionLoader {
  /** One by its ids, read once; null when there is none that the caller may see. */
  byId(contractId: string, submissionId: string): Promise<SubmissionRecord | null>;
  /** The newest one that led to a preserved object, as the ledger knows it; null when it knows none that the caller may see. */
  ofArchive(archiveId: string): Promise<SubmissionRecord | null>;
  /** A page of those that the ledger knows and the caller may see, newest first. */
  page(filter: JobsFilter, args: ConnectionArguments): Promise<Connection<SubmissionRecord>>;
  /** The caller's upload of a file, all of a submission read at once; null when there is none. */
  uploadOf(place: SubmissionPlace, filePath: string): Promise<UploadRecord | null>;
  /** Something was changed: what was read is read again. */
  clear(): void;
}

/** Loads for one caller. */
export function createSubmissionLoader({ submissions, submissionUploads }: SubmissionSources, viewer: Viewer): SubmissionLoader {
  const read = new Map<string, Promise<SubmissionRecord | null>>();
  const uploads = new Map<string, ReturnType<SubmissionUploads['of']>>();
  return {
    byId: (contractId, submissionId) => {
      const key = `${contractId}/${submissionId}`;
      const job = read.get(key) ?? submissions.get(viewer, contractId, submissionId).then((found) => found ?? null);
      read.set(key, job);
      return job;
    },
    ofArchive: async (archiveId) => (await submissions.list(viewer, { archiveId }, { limit: 1 }))[0] ?? null,
    page: (filter, args) =>
      jobPage(
        `submissions:${JSON.stringify([filter.contractId ?? null, filter.archiveId ?? null, filter.phase ?? null])}`,
        { list: (page) => submissions.list(viewer, filter, page), count: () => submissions.count(viewer, filter) },
        args,
      ),
    uploadOf: async (place, filePath) => {
      const known = uploads.get(place.submissionId) ?? submissionUploads.of(place);
      uploads.set(place.submissionId, known);
      const record = (await known).get(filePath);
      return record?.owner === viewer.subject ? record : null;
    },
    clear() {
      read.clear();
      uploads.clear();
    },
  };
}
