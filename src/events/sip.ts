import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PreservationEvent } from '../domain/submissionEvent.ts';
import type { SubmissionMetadata } from '../domain/submissionMetadata.ts';
import type { Viewer } from '../domain/viewer.ts';
import { canonical, type Step } from '../domain/workflow.ts';
import type { SubmissionPlace } from '../sources/dps/client.ts';
import { lostAnswer } from './attempt.ts';
import type { AwaitedUploads } from './awaitedUploads.ts';
import type { SubmissionRecord } from './submissionRules.ts';
import type { Submissions } from './submissions.ts';
import type { AnnouncedFile, SubmissionUploads } from './submissionUploads.ts';
import type { UploadRecord, Uploads } from './uploads.ts';
import { repeatable, type Run } from './workflowRun.ts';
import type { Plan } from './workflowRunner.ts';

/** A whole submission in one piece of work: created, its files registered, their bytes awaited, events recorded, finalized. */

/** A package to be handed in. */
export interface Sip {
  /** In lower case. */
  readonly contractId: string;
  readonly objectId: string;
  readonly priority?: number | undefined;
  readonly metadata: SubmissionMetadata;
  readonly files: readonly SipFile[];
  readonly events: readonly PreservationEvent[];
}

/** A file of it; with `text` its bytes are here already. */
export interface SipFile extends AnnouncedFile {
  readonly text?: string | undefined;
}

/** The parts of a package that may be mended one by one. */
export const sipParts = {
  submission: 'submission',
  file: ({ filePath }: Pick<SipFile, 'filePath'>): string => `file ${filePath}`,
  // An event is what it says: it has no other name.
  event: (event: PreservationEvent): string => `event ${createHash('sha256').update(canonical(event)).digest('base64url')}`,
};

export interface SipPlanOptions {
  readonly submissions: Submissions;
  readonly submissionUploads: SubmissionUploads;
  readonly uploads: Uploads;
  readonly awaited: AwaitedUploads;
}

/** The plan of it. */
export function sipPlan({ submissions, submissionUploads, uploads, awaited }: SipPlanOptions): Plan<Sip> {
  const { submission } = sipParts;

  async function expectBytes({ step, workflowId }: Run<Sip>, viewer: Viewer, place: SubmissionPlace, file: SipFile): Promise<void> {
    const part = sipParts.file(file);
    const upload = async (): Promise<UploadRecord | undefined> => (await submissionUploads.of(place)).get(file.filePath);
    const expected = async ({ upload: { uploadId } }: UploadRecord): Promise<{ uploadId: string }> => {
      await awaited.note(uploadId, workflowId);
      return { uploadId };
    };
    await step({
      part,
      name: 'register',
      make: async () => expected((await submissionUploads.register(viewer, place, announced(file), { again: true })).upload),
      // What DPS has of it without our knowing an upload has no bytes yet: it is registered anew.
      look: async () => {
        const record = await upload();
        return record?.upload.md5 === file.checksum ? { kind: 'made', outcome: await expected(record) } : { kind: 'notMade' };
      },
    });
    const { text } = file;
    if (text === undefined) return;
    await step({
      part,
      name: 'send',
      make: async () => {
        const record = await upload();
        const bytes = Buffer.from(text);
        const whole = { offset: 0, length: bytes.length, total: bytes.length, contentType: undefined, body: Readable.from([bytes], { objectMode: false }) };
        if (record && record.upload.state !== 'COMPLETE') await uploads.receive(record, whole);
        return null;
      },
      look: repeatable,
    });
  }

  /** Goes on when the bytes of all files are in storage. */
  async function awaitBytes({ input, wait, refuse }: Run<Sip>, viewer: Viewer, place: SubmissionPlace): Promise<void> {
    const expected = await submissionUploads.of(place);
    const stateOf = ({ filePath }: SipFile) => expected.get(filePath)?.upload.state;
    const gone = input.files.find((file) => stateOf(file) === undefined);
    if (gone) {
      const job = await submissions.get(viewer, place.contractId, place.submissionId);
      refuse(job?.state.problem ?? { code: 'FILE_DELETED', message: `\`${gone.filePath}\` was deleted from the submission. Leave it out here as well.` });
    }
    const wrong = input.files.find((file) => stateOf(file) === 'FAILED');
    if (wrong) wait({ code: 'CHECKSUM_MISMATCH', message: `What arrived is not what was registered: \`${wrong.filePath}\`. Send the right bytes to the same ticket.` });
    if (input.files.some((file) => stateOf(file) !== 'COMPLETE')) wait();
  }

  return {
    name: 'submitSip',
    parts: ({ files, events, ...rest }) =>
      new Map<string, unknown>([
        [submission, rest],
        ...files.map((file): [string, unknown] => [sipParts.file(file), file]),
        ...events.map((event): [string, unknown] => [sipParts.event(event), event]),
      ]),
    async run(run) {
      const { step, each, input, subject, workflowId } = run;
      const { contractId, objectId, priority, metadata } = input;
      const viewer = submitter(subject, contractId);
      const place = await step({
        part: submission,
        name: 'create',
        make: async () => placeOf(await submissions.create(viewer, { contractId, objectId, priority, metadata }, { reference: workflowId })),
        // An object id is unique under its contract: a creation that nobody knows of may be asked for again (nb-dps.md §5.1).
        look: async () => {
          const made = await submissions.createdAs({ contractId, objectId }, workflowId);
          return made ? { kind: 'made', outcome: placeOf(made) } : { kind: 'notMade' };
        },
      });
      await each(input.files, (file) => expectBytes(run, viewer, place, file));
      await awaitBytes(run, viewer, place);
      // Not looked for: no published call tells which events there are (§5.6).
      await each(input.events, (event) =>
        step({ part: sipParts.event(event), name: 'record', make: () => submissions.recordEvent(viewer, place, event).then(() => null, lostAnswer) }),
      );
      await step({ part: submission, name: 'finalize', make: () => submissionUploads.finalize(viewer, place).then(() => null), look: repeatable });
    },
    async takeBack(part, { input, steps, subject }) {
      const place = placeFrom(steps);
      const file = input.files.find((each) => sipParts.file(each) === part);
      if (!file || !place) return false;
      const record = (await submissionUploads.of(place)).get(file.filePath);
      if (record && record.upload.state !== 'FAILED') return false;
      if (record?.upload.target.kind === 'dpsFile') await submissionUploads.deleteFile(submitter(subject, input.contractId), place, record.upload.target.fileId);
      return true;
    },
  };
}

/** Where the submission is; undefined before it is created. */
export function placeFrom(steps: readonly Step[]): SubmissionPlace | undefined {
  const state = steps.find(({ part, name }) => part === sipParts.submission && name === 'create')?.state;
  return state?.kind === 'DONE' ? writtenPlace(state.outcome) : undefined;
}

/** The ledger holds nothing but what the step gave. */
function writtenPlace(outcome: unknown): SubmissionPlace;
function writtenPlace(outcome: unknown): unknown {
  return outcome;
}

/** Whoever asked had the right to: it is not asked for again when the work goes on without them. */
function submitter(subject: string, contractId: string): Viewer {
  return { subject, roles: new Set([`${contractId}_R`, `${contractId}_W`]), everyRole: false, token: null, expiresAt: null };
}

function placeOf({ state: { contractId, submissionId } }: SubmissionRecord): SubmissionPlace {
  return { contractId, submissionId };
}

function announced({ filePath, checksum, isPackaged, sizeInBytes }: SipFile): AnnouncedFile {
  return { filePath, checksum, isPackaged, sizeInBytes };
}

