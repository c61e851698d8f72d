import type { Viewer } from '../domain/viewer.ts';
import type { DvidsLogins } from '../events/dvidsLogins.ts';
import type { DvidsWork } from '../events/dvidsWork.ts';
import type { Disseminations } from '../events/disseminations.ts';
import type { DvidsSubmissions } from '../events/dvidsSubmissions.ts';
import type { SipSubmissions } from '../events/sipSubmissions.ts';
import type { Submissions } from '../events/submissions.ts';
import type { SubmissionUploads } from '../events/submissionUploads.ts';
import type { UploadProgress } from '../events/uploadProgress.ts';
import type { Uploads } from '../events/uploads.ts';
import type { SourceStatus } from '../sources/sources.ts';

/** What resolvers call beside loaders: all that lasts longer than one operation. */
export interface Services {
  readonly disseminations: Disseminations;
  readonly submissions: Submissions;
  readonly submissionUploads: SubmissionUploads;
  readonly sips: SipSubmissions;
  readonly dvidsSubmissions: DvidsSubmissions;
  readonly uploads: UploadService;
  readonly dvids: DvidsService;
  /** How each source is doing, without calling any. */
  sources(): readonly SourceStatus[];
}

/** Uploads as the graph shows them. */
export interface UploadService extends Pick<Uploads, 'get'> {
  /** The address of an upload's ticket, below the public address. A secret. */
  ticketUrl(uploadId: string): string;
  /** How far an upload is, until it is complete or has failed. */
  watch(viewer: Viewer, uploadId: string): AsyncIterable<UploadProgress>;
}

/** DVIDS, beside what is read of it. */
export interface DvidsService extends DvidsWork {
  readonly logins: DvidsLogins;
}
