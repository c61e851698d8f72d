import type { DisseminationFacts } from '../../domain/disseminationFold.ts';
import { Failure } from '../../domain/failure.ts';
import type { SubmissionFile } from '../../domain/submission.ts';
import type { PreservationEvent } from '../../domain/submissionEvent.ts';
import type { SubmissionFacts } from '../../domain/submissionFold.ts';
import type { SubmissionMetadata } from '../../domain/submissionMetadata.ts';
import type { UpstreamClient } from '../http/client.ts';
import { integerOf, isObject } from '../reading.ts';
import { createDpsClient, type SubmissionPlace } from './client.ts';
import { disseminationOf, fileOf, submissionOf } from './mapper.ts';
import { eventBody, type EventShape } from './preservationEvent.ts';
import { metadataBody } from './metadata.ts';
import { filled } from './wire.ts';

export interface DpsOptions {
  /** How preservation events are sent: nested as documented (default), or flat as a producer in production does (nb-dps.md §5.6). */
  readonly eventShape?: EventShape;
  /** Whether the unpublished list of submissions may be called (§5.4). Default false. */
  readonly listsSubmissions?: boolean;
}

/** A registered file and where its bytes go. The address is a secret. */
export interface RegisteredFile {
  readonly file: SubmissionFile;
  readonly uploadUrl: string;
}

/** A page of the upstream's own list. */
export interface SubmissionPage {
  readonly submissions: readonly SubmissionFacts[];
  readonly total: number | null;
}

/** How a job is read. */
export interface ReadOptions {
  /** Whether the call may be shared with a like one under way. Default true. */
  readonly share?: boolean;
}

/** What DPS can do for us. Everything rejects with a `Failure` whose reason is an `UpstreamReason`; reads answer undefined for 404. */
export interface DpsSource {
  /** Orders a dissemination (§4.1). Not repeated: after a timeout it may have been made all the same. */
  orderDissemination(order: { readonly archiveId: string; readonly priority?: number | undefined }): Promise<DisseminationFacts>;
  /** Its state (§4.2). */
  dissemination(disseminationId: string, options?: ReadOptions): Promise<DisseminationFacts | undefined>;

  /** Creates a submission (§5.1). 409: the object id is taken under this contract. */
  createSubmission(order: NewSubmission): Promise<SubmissionFacts>;
  submission(place: SubmissionPlace, options?: ReadOptions): Promise<SubmissionFacts | undefined>;
  /** Whether `submissions` may be called. */
  readonly listsSubmissions: boolean;
  /** A page, counted from 0, of at most 100. Rejects with `badInput` where the setting does not allow it. */
  submissions(contractId: string, page: number, size: number): Promise<SubmissionPage>;
  /** §5.2. 409: the path is taken in this submission. */
  registerFile(place: SubmissionPlace, file: NewFile): Promise<RegisteredFile>;
  /** The registration of a file; undefined when there is none. Its upload address is left out: it is usually expired. */
  file(place: SubmissionPlace, fileId: string): Promise<SubmissionFile | undefined>;
  /** Deletes the registration; one that is gone already is deleted. */
  deleteFile(place: SubmissionPlace, fileId: string): Promise<void>;
  /** §5.5. Success does not mean accepted: the content is checked later. */
  finalizeSubmission(place: SubmissionPlace): Promise<SubmissionFacts>;
  /** Deletes the submission; one that is gone already is deleted. */
  deleteSubmission(place: SubmissionPlace): Promise<void>;
  /** §5.6. What is recorded cannot be changed. */
  recordEvent(place: SubmissionPlace, event: PreservationEvent): Promise<void>;
}

/** A submission to be created. */
export interface NewSubmission {
  readonly contractId: string;
  readonly objectId: string;
  readonly priority?: number | undefined;
  readonly metadata: SubmissionMetadata;
}

/** A file to be registered. */
export interface NewFile {
  /** Relative, at most 900 characters, unique inside the submission. */
  readonly filePath: string;
  /** MD5, 32 lower-case hexadecimal digits. */
  readonly checksum: string;
  readonly isPackaged?: boolean | undefined;
}

/** DPS behind the calls of its endpoint table. */
export function createDpsSource(http: UpstreamClient, options: DpsOptions = {}): DpsSource {
  const client = createDpsClient(http);
  const { eventShape = 'nested', listsSubmissions = false } = options;
  return {
    orderDissemination: async (order) => disseminationOf(await client.orderDissemination(order)),
    dissemination: async (disseminationId, { share } = {}) => {
      const wire = await orUndefined(client.dissemination(disseminationId, share));
      if (wire && wire.disseminationId !== disseminationId) throw unreadable('another dissemination than was asked for');
      return wire && disseminationOf(wire);
    },

    createSubmission: async ({ contractId, metadata, ...rest }) =>
      submissionOf(await client.createSubmission(contractId, { ...rest, metadata: metadataBody(metadata) }), contractId),
    submission: async (place, { share } = {}) => {
      const wire = await orUndefined(client.submission(place, share));
      if (wire && wire.submissionId !== place.submissionId) throw unreadable('another submission than was asked for');
      return wire && submissionOf(wire, place.contractId);
    },
    listsSubmissions,
    submissions: async (contractId, page, size) => {
      if (!listsSubmissions) throw new Failure({ kind: 'badInput', message: 'The list of DPS is not turned on for this gateway.' });
      const wire = await client.listSubmissions(contractId, page, size);
      return { submissions: wire.content.map((each) => submissionOf(each, contractId)), total: integerOf(wire.page['totalElements']) };
    },
    registerFile: async (place, file) => {
      const wire = await client.registerFile(place, file);
      const uploadUrl = wire['uploadUrl'];
      if (!filled(uploadUrl)) throw unreadable('a registered file without an upload address');
      return { file: fileOf(wire), uploadUrl };
    },
    file: async (place, fileId) => {
      const wire = await orUndefined(client.file(place, fileId));
      return wire && fileOf(wire);
    },
    deleteFile: async (place, fileId) => orUndefined(client.deleteFile(place, fileId)),
    finalizeSubmission: async (place) => submissionOf(await client.finalizeSubmission(place), place.contractId),
    deleteSubmission: async (place) => orUndefined(client.deleteSubmission(place)),
    recordEvent: (place, event) => client.recordEvent(place, eventBody(event, eventShape)),
  };
}

/** Stands in where DPS has no settings: every method rejects with `sourceNotConfigured`. */
export const dpsNotConfigured: DpsSource = {
  orderDissemination: notConfigured,
  dissemination: notConfigured,
  createSubmission: notConfigured,
  submission: notConfigured,
  listsSubmissions: false,
  submissions: notConfigured,
  registerFile: notConfigured,
  file: notConfigured,
  deleteFile: notConfigured,
  finalizeSubmission: notConfigured,
  deleteSubmission: notConfigured,
  recordEvent: notConfigured,
};

function notConfigured(): Promise<never> {
  return Promise.reject(new Failure({ kind: 'sourceNotConfigured', source: 'DPS' }));
}

/**
 * The id of the dissemination that a 409 speaks of, where its `error.details` holds one: as text or as a property
 * [inferred] (§4.1). Undefined for every other failure.
 */
export function conflictingDissemination(failure: unknown): string | undefined {
  if (!(failure instanceof Failure) || failure.reason.kind !== 'upstreamStatus' || failure.reason.status !== 409) return undefined;
  const { details } = failure.reason;
  const told = isObject(details) ? details['disseminationId'] : details;
  return typeof told === 'string' ? /(?<![0-9A-Za-z])[0-9A-Za-z]{22}(?![0-9A-Za-z])/.exec(told)?.[0] : undefined;
}

async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    // `notFound`: an id that cannot stand in an address, which therefore nobody has.
    const reason = error instanceof Failure ? error.reason : undefined;
    if (reason?.kind === 'notFound' || (reason?.kind === 'upstreamStatus' && reason.status === 404)) return undefined;
    throw error;
  }
}

function unreadable(message: string): Failure {
  return new Failure({ kind: 'upstreamUnreadable', source: 'DPS', status: 200, message });
}
