import { createHash } from 'node:crypto';
import { Failure } from '../domain/failure.ts';
import { maxSingleBytes } from '../domain/upload.ts';
import type { SubmissionFile } from '../domain/submission.ts';
import { mayWrite, type Viewer } from '../domain/viewer.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SubmissionPlace } from '../sources/dps/client.ts';
import type { NewFile } from '../sources/dps/source.ts';
import type { SubmissionRecord } from './submissionRules.ts';
import type { Submissions } from './submissions.ts';
import type { UploadRecord, Uploads } from './uploads.ts';

/** A file to be registered, with what is known of its bytes. */
export interface AnnouncedFile extends NewFile {
  /** Decimal digits. */
  readonly sizeInBytes?: string | undefined;
}

/** A registered file, and the upload that brings its bytes. */
export interface ExpectedFile {
  readonly job: SubmissionRecord;
  readonly file: SubmissionFile;
  readonly upload: UploadRecord;
}

/** Files of submissions with the uploads that bring their bytes. Rights, and what may be thrown, as in `Submissions`. */
export interface SubmissionUploads {
  /** Registers a file and expects its bytes. `again` as in `Submissions.registerFile`; an earlier ticket is then good for nothing. */
  register(viewer: Viewer, place: SubmissionPlace, file: AnnouncedFile, options?: { readonly again?: boolean }): Promise<ExpectedFile>;
  /** Deletes the registration of a file, and forgets its upload. */
  deleteFile(viewer: Viewer, place: SubmissionPlace, fileId: string): Promise<SubmissionRecord>;
  /** Finalizes one whose bytes are all there. `notReady` while some are not, `conflict` while one is not what was registered. */
  finalize(viewer: Viewer, place: SubmissionPlace): Promise<SubmissionRecord>;
  /** Deletes one that is not finalized, and forgets its uploads. */
  delete(viewer: Viewer, place: SubmissionPlace): Promise<SubmissionRecord>;
  /** The uploads of a submission by file path, whoever they belong to. */
  of(place: SubmissionPlace): Promise<ReadonlyMap<string, UploadRecord>>;
}

/** A note of which upload brings a file, by submission and path: registrations change when they are renewed. */
const noteKind = 'submissionUpload';

/** What such a note says. */
interface Note {
  readonly filePath: string;
  readonly uploadId: string;
  /** As it was registered first. */
  readonly fileId: string;
}

/** Paths are long and in any script; a database's keys are not. */
function noteId(submissionId: string, filePath: string): string {
  return `${submissionId}/${createHash('sha256').update(filePath).digest('base64url')}`;
}

export function createSubmissionUploads({ ledger: { documents }, submissions, uploads }: { ledger: Ledger; submissions: Submissions; uploads: Uploads }): SubmissionUploads {
  async function notesOf(submissionId: string): Promise<Note[]> {
    return (await documents.list(noteKind, { idPrefix: `${submissionId}/` })).map(({ body }) => noteOf(body));
  }

  async function forget(submissionId: string, { filePath, uploadId }: Note): Promise<void> {
    await uploads.forget(uploadId);
    await documents.delete(noteKind, noteId(submissionId, filePath));
  }

  async function of(place: SubmissionPlace): Promise<Map<string, UploadRecord>> {
    const records = await uploads.getMany((await notesOf(place.submissionId)).map(({ uploadId }) => uploadId));
    const found = new Map<string, UploadRecord>();
    for (const record of records) {
      // A submission is known by both of its ids: who may act under another contract has none of it.
      if (record?.upload.target.kind === 'dpsFile' && record.upload.target.contractId === place.contractId.toLowerCase()) found.set(record.upload.target.filePath, record);
    }
    return found;
  }

  return {
    of,
    async register(viewer, place, announced, { again = false } = {}) {
      const { sizeInBytes: announcedSize, ...wanted } = announced;
      const sizeInBytes = checkedSize(announcedSize);
      const { job, file, uploadUrl } = await submissions.registerFile(viewer, place, wanted, { again });
      const { contractId, submissionId } = job.state;
      const { fileId, filePath } = file;
      const [earlier] = await documents.getMany(noteKind, [noteId(submissionId, filePath)]);
      const target = { kind: 'dpsFile', contractId, submissionId, fileId, filePath, isPackaged: wanted.isPackaged ?? false } as const;
      const upload = await uploads.create({ owner: viewer.subject, target, sizeInBytes, md5: wanted.checksum.toLowerCase(), uploadUrl });
      const note: Note = { filePath, uploadId: upload.upload.uploadId, fileId };
      await documents.put({ kind: noteKind, id: noteId(submissionId, filePath), body: note });
      if (earlier) await uploads.forget(noteOf(earlier.body).uploadId);
      return { job, file, upload };
    },
    async deleteFile(viewer, place, fileId) {
      const notes = await notesOf(place.submissionId);
      const records = await uploads.getMany(notes.map(({ uploadId }) => uploadId));
      const index = notes.findIndex((note, at) => note.fileId === fileId || fileIdOf(records[at]) === fileId);
      const job = await submissions.deleteFile(viewer, place, fileIdOf(records[index]) ?? fileId);
      const note = notes[index];
      if (note) await forget(place.submissionId, note);
      return job;
    },
    async finalize(viewer, place) {
      if (mayWrite(viewer, place.contractId)) checkArrived(await of(place));
      return submissions.finalize(viewer, place).catch((error: unknown) => {
        // What DPS has no bytes of, it answers with 400 (nb-dps.md §5.5).
        if (!(error instanceof Failure) || error.reason.kind !== 'upstreamStatus' || error.reason.status !== 400) throw error;
        throw new Failure({ kind: 'notReady', source: 'DPS', message: 'DPS does not have the bytes of all files of this submission, or it has no files.' }, { cause: error });
      });
    },
    async delete(viewer, place) {
      const job = await submissions.delete(viewer, place);
      for (const note of await notesOf(place.submissionId)) await forget(place.submissionId, note);
      return job;
    },
  };
}

/** Whether all bytes are in storage, and the right ones. Throws when not. */
function checkArrived(uploads: ReadonlyMap<string, UploadRecord>): void {
  const pathsIn = (...states: readonly string[]) => [...uploads].filter(([, { upload }]) => states.includes(upload.state)).map(([filePath]) => filePath);
  const wrong = pathsIn('FAILED');
  if (wrong.length > 0) throw new Failure({ kind: 'conflict', message: `What arrived is not what was registered: ${named(wrong)}. Send the right bytes to the same ticket, or delete the file.` });
  const missing = pathsIn('WAITING', 'RECEIVING');
  if (missing.length > 0) throw new Failure({ kind: 'notReady', message: `The bytes are still to come: ${named(missing)}.` });
}

/** The first few of many paths. */
function named(paths: readonly string[]): string {
  const few = paths.slice(0, 5).map((path) => `\`${path}\``);
  return paths.length > few.length ? `${few.join(', ')} and ${paths.length - few.length} more` : few.join(', ');
}

/** How long a file is said to be (nb-dps.md §5.3). Throws `badInput` for more than DPS takes. */
export function checkedSize(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  if (BigInt(digits) > maxSingleBytes) throw new Failure({ kind: 'badInput', message: 'A file has at most 5 GiB.', argument: ['input', 'sizeInBytes'] });
  return Number(digits);
}

/** The id that a file has now. */
function fileIdOf(record: UploadRecord | undefined): string | undefined {
  return record?.upload.target.kind === 'dpsFile' ? record.upload.target.fileId : undefined;
}

/** The ledger holds nothing but what we wrote. */
function noteOf(body: unknown): Note;
function noteOf(body: unknown): unknown {
  return body;
}
