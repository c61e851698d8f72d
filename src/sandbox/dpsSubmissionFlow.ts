import type { Clock } from '../domain/clock.ts';
import { courseRunner, type CourseRunner } from './dpsCourse.ts';
import type { DpsSwitches } from './dpsOptions.ts';
import type { DpsState, RejectionReason, Submission } from './dpsState.ts';
import type { SubmissionIds } from './dpsSubmissionIds.ts';
import type { Webhooks } from './dpsWebhooks.ts';

/** What the way of a submission after finalize stands on. */
export type FlowParts = { clock: Clock; state: DpsState; changed: () => void; switches: DpsSwitches; webhooks: Webhooks; ids: SubmissionIds };

/** Why the archive will not take a submission; nothing when it will. */
const reasonsAgainst = ({ objectId, files }: Submission): RejectionReason[] => [
  ...(objectId.toLowerCase().includes('reject') ? [{ code: 'METADATA_SCHEMA_INVALID', message: 'The metadata does not follow the schema (the objectId asks for this rejection)' }] : []),
  ...files.filter(({ checksum, received }) => received !== null && received.md5 !== checksum)
    .map(({ filePath }) => ({ code: 'FILE_CHECKSUM_MISMATCH', message: 'The content does not have the registered checksum', filePath })),
];

/** The course up to validation, where a rejection falls. */
const rejectedCourse = (course: string[]): string[] => {
  const validation = course.findIndex((status) => /^VALIDAT/i.test(status));
  return [...course.slice(0, validation + 1), 'REJECTED'];
};

/** Puts what was submitted where it can be ordered from. */
const preserve = (state: DpsState, { archiveId, contractId, objectId, sumSizeInBytes, metadata, files }: Submission): void => {
  if (archiveId === null) return;
  state.preserved[archiveId] = {
    archiveId, contractId, objectId, sumSizeInBytes: sumSizeInBytes ?? '0', metadata,
    files: files.map(({ filePath, received }) => ({ path: filePath, sizeInBytes: received?.sizeInBytes ?? 0, md5: received?.md5 ?? '' })),
  };
};

/** The runner of finalized submissions: to PRESERVED, or to REJECTED with reasons; both are told by webhook. */
export const submissionRunner = ({ clock, state, changed, switches, webhooks }: FlowParts): CourseRunner<Submission> =>
  courseRunner<Submission>({
    clock, switches, changed,
    idOf: ({ submissionId }) => submissionId,
    isTold: (status) => status === 'PRESERVED' || status === 'REJECTED',
    tell: (job, status) => {
      const { contractId, submissionId, archiveId } = job;
      if (status === 'REJECTED') {
        const reasons = job.reasons.length > 0 ? job.reasons : [{ code: 'METADATA_SCHEMA_INVALID', message: 'The metadata does not follow the schema' }];
        webhooks.send('submission.rejected', { contractId, submissionId, archiveId, reasons });
      } else {
        preserve(state, job); // who is told early may order early
        webhooks.send('submission.preserved', { contractId, submissionId, archiveId });
      }
    },
    entered: (job, status) => {
      if (status === 'PRESERVED') preserve(state, job);
      // What is rejected is removed (nb-dps.md §5.9).
      if (status === 'REJECTED') job.metadata = null;
    },
  });

/** Seals a submission whose files have all arrived: from here on time decides. */
export const seal = (job: Submission, { ids, switches }: FlowParts): void => {
  job.reasons = reasonsAgainst(job);
  const way = job.reasons.length > 0 ? rejectedCourse(switches.submissionCourse) : switches.submissionCourse;
  job.status = 'UPLOAD_COMPLETED';
  job.course = ['UPLOAD_COMPLETED', ...way];
  job.reached = 1;
  job.sumSizeInBytes = String(job.files.reduce((sum, { received }) => sum + BigInt(received?.sizeInBytes ?? 0), 0n));
  job.archiveId = ids.archiveId(job.submissionId);
};
