import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { SubmissionFile, SubmissionState } from '../domain/submission.ts';
import type { PreservationEvent } from '../domain/submissionEvent.ts';
import type { SubmissionFacts } from '../domain/submissionFold.ts';
import { mayRead, mayWrite, type Viewer } from '../domain/viewer.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SubmissionPlace } from '../sources/dps/client.ts';
import type { DpsSource, NewFile, NewSubmission, RegisteredFile } from '../sources/dps/source.ts';
import { attempt } from './attempt.ts';
import type { Exclusive } from './exclusive.ts';
import type { Feed, Feeds } from './feed.ts';
import type { EventLog } from './log.ts';
import type { Poller } from './poller.ts';
import type { JobRules, Recording } from './recording.ts';
import { checkedFile, checkEvent, checkSubmission } from './submissionChecks.ts';
import { createSeeker } from './seeker.ts';
import { createSubmissionFinder } from './submissionFinder.ts';
import { asSubmission, submissionNews, type SubmissionRecord } from './submissionRules.ts';
import { isFresh, visibleJobs, type JobPage, type JobsFilter } from './visibility.ts';

export type SubmissionFeed = Feed<SubmissionState, null>;

/** A registered file with the submission that it belongs to. `uploadUrl` is a secret. */
export interface SubmissionFileRegistered extends RegisteredFile {
  readonly job: SubmissionRecord;
}

/**
 * Submissions for callers. What changes one needs the right to write under its contract (`{contractId}_W`), what reads one the
 * right to read (`_R`); who has not is answered `forbidden`, or finds nothing. Everything may throw `badInput` (argument
 * `["input", …]`) and what DPS refuses with.
 */
export interface Submissions {
  /**
   * Creates one. `conflict`: DPS has this object id under this contract. Of a creation whose answer was lost the submission is found
   * again where the upstream's list may be read; else `conflict` says so.
   */
  create(viewer: Viewer, order: NewSubmission, options?: CreateOptions): Promise<SubmissionRecord>;
  /** The submission that was created with this reference, if one was and the ledger knows it. */
  createdAs(order: Pick<NewSubmission, 'contractId' | 'objectId'>, reference: string): Promise<SubmissionRecord | undefined>;
  /**
   * Registers a file. `conflict`: the path is taken; with `again` one with the same checksum is registered anew, which gives it a new
   * upload address and loses no bytes that matter: they belong to the registration.
   */
  registerFile(viewer: Viewer, place: SubmissionPlace, file: NewFile, options?: { readonly again?: boolean }): Promise<SubmissionFileRegistered>;
  /**
   * Gives a registered file a new upload address, for whoever holds the ticket to its bytes: what has expired is renewed by deleting
   * the registration and registering again (nb-dps.md §5.3). The file then has another id.
   */
  renewFile(place: SubmissionPlace, fileId: string, file: NewFile): Promise<RegisteredFile>;
  /** Deletes the registration of a file. */
  deleteFile(viewer: Viewer, place: SubmissionPlace, fileId: string): Promise<SubmissionRecord>;
  /** Says that all files are there. One that is finalized already stays so, and no error. */
  finalize(viewer: Viewer, place: SubmissionPlace): Promise<SubmissionRecord>;
  /** Deletes one that is not finalized: it ends, with the problem `DELETED`. */
  delete(viewer: Viewer, place: SubmissionPlace): Promise<SubmissionRecord>;
  /** Records a preservation event. Without an answer it is not repeated, for events cannot be taken back: `conflict` says so. */
  recordEvent(viewer: Viewer, place: SubmissionPlace, event: PreservationEvent): Promise<SubmissionRecord>;

  /** One by its ids, at most 5 s old; adopted when only DPS knows it. Undefined when there is none that the caller may see. */
  get(viewer: Viewer, contractId: string, submissionId: string): Promise<SubmissionRecord | undefined>;
  /** Those that the ledger knows, newest first; of one contract also those that the upstream lists, where the setting allows that. */
  list(viewer: Viewer, filter: JobsFilter, page: JobPage): Promise<SubmissionRecord[]>;
  count(viewer: Viewer, filter: JobsFilter): Promise<number>;
  /** The feed of one. Throws `notFound`, `cursorInvalid`. */
  updates(viewer: Viewer, contractId: string, submissionId: string, after?: string | null): Promise<SubmissionFeed>;
  /** The feed of a contract's. Throws `forbidden`, `cursorInvalid`. */
  contractUpdates(viewer: Viewer, contractId: string, after?: string | null): SubmissionFeed;
}

export interface CreateOptions {
  /** Who has it created: the creation can then be found again by whoever has the same reference. */
  readonly reference?: string;
}

export interface SubmissionsOptions {
  readonly ledger: Ledger;
  readonly recording: Recording;
  readonly poller: Poller;
  readonly feeds: Feeds;
  readonly rules: JobRules;
  readonly dps: DpsSource;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly graceMs: number;
}

/** A note that a submission is being created: what is left of it when the answer is lost. */
const creationNote = 'submissionCreation';
/** A note of who had a submission created. */
const referenceNote = 'submissionReference';

export function createSubmissions(options: SubmissionsOptions): Submissions {
  const { ledger, recording, poller, feeds, rules, dps, exclusive, clock, log, graceMs } = options;
  const finder = createSubmissionFinder({ ledger, dps, clock, log, adopt: (facts) => observed(facts, 'POLL') });

  const seeker = createSeeker<SubmissionFacts>();

  async function observed(facts: SubmissionFacts, origin: 'REQUEST' | 'POLL'): Promise<SubmissionRecord> {
    const seenAt = clock.now();
    const news = submissionNews({ kind: 'answered', origin, facts, seenAt, graceMs });
    const { job } = await recording.record(rules, { kind: 'submission', id: facts.submissionId }, news, { polled: { at: seenAt, answered: true } });
    if (!job) throw new Error('what was recorded is there');
    return asSubmission(job);
  }

  /** The submission of a place, adopted when only DPS knows it; undefined also for a submission of another contract. */
  async function known(wanted: SubmissionPlace): Promise<SubmissionRecord | undefined> {
    const place = { ...wanted, contractId: wanted.contractId.toLowerCase() };
    if (!/^[\w-]{1,64}$/.test(place.submissionId)) return undefined;
    const kept = await ledger.jobs.get({ kind: 'submission', id: place.submissionId });
    if (kept?.contractId === place.contractId) return asSubmission(kept);
    const facts = await seeker.seek(`${place.contractId}/${place.submissionId}`, () => dps.submission(place, { share: false }));
    return !kept && facts?.contractId === place.contractId ? observed(facts, 'POLL') : undefined;
  }

  async function writable(viewer: Viewer, place: SubmissionPlace): Promise<SubmissionRecord> {
    if (!mayWrite(viewer, place.contractId)) throw forbidden(place.contractId);
    const job = await known(place);
    if (!job) throw notFound();
    return job;
  }

  async function create(order: NewSubmission, reference: string | undefined): Promise<SubmissionRecord> {
    const id = `${order.contractId}/${order.objectId}`;
    const noted = (await ledger.documents.get(creationNote, id)) !== undefined;
    // Before the creation: a ledger that cannot remember it must not let it be made.
    await ledger.documents.put({ kind: creationNote, id, body: { createdAt: clock.now() } });
    const first = await attempt(() => dps.createSubmission(order)).catch(async (error: unknown) => {
      await ledger.documents.delete(creationNote, id);
      throw error;
    });
    // An object id is unique under its contract (§5.1): that makes one repeat of a doubtful creation safe.
    const made = first.kind === 'doubtful' ? await attempt(() => dps.createSubmission(order)) : first;
    if (made.kind === 'doubtful') throw made.failure;
    const lost = first.kind === 'doubtful' || noted;
    const job = made.kind === 'made' ? await observed(made.value, 'REQUEST') : lost ? await finder.byObjectId(order.contractId, order.objectId) : undefined;
    if (job && reference !== undefined) await ledger.documents.put({ kind: referenceNote, id, body: { reference, submissionId: job.state.submissionId } });
    if (job || !lost) await ledger.documents.delete(creationNote, id);
    if (job) return job;
    throw new Failure({ kind: 'conflict', source: 'DPS', message: lost ? lostText : takenText }, made.kind === 'conflict' ? { cause: made.failure } : {});
  }

  async function registerFile(job: SubmissionRecord, file: NewFile, again: boolean): Promise<RegisteredFile> {
    const place = placeOf(job);
    const first = await attempt(() => dps.registerFile(place, file));
    if (first.kind === 'made') return first.value;
    if (first.kind === 'conflict' && !again) throw first.failure;
    // Either a registration of the same file is left over, or the answer to ours was lost: with it its address, so it is made anew.
    const taken = (await dps.submission(place))?.files?.find((each) => each.filePath === file.filePath);
    if (taken && taken.checksum?.toLowerCase() !== file.checksum) throw first.failure;
    if (taken) await dps.deleteFile(place, taken.fileId);
    return dps.registerFile(place, file);
  }

  async function finalize(job: SubmissionRecord): Promise<SubmissionRecord> {
    const place = placeOf(job);
    const first = await attempt(() => dps.finalizeSubmission(place));
    if (first.kind === 'made') return observed(first.value, 'REQUEST');
    // Finalized already, or the answer was lost: its status tells.
    const now = await dps.submission(place);
    if (now && now.upstreamStatus !== 'REGISTERED') return observed(now, 'POLL');
    if (first.kind === 'conflict') throw first.failure;
    return observed(await dps.finalizeSubmission(place), 'REQUEST');
  }

  /** What the ledger has of its files is out of date: who reads it next asks DPS. Files are no events of their own, there may be thousands. */
  async function outdated(job: SubmissionRecord, files: readonly SubmissionFile[]): Promise<SubmissionRecord> {
    const { job: kept } = await ledger.jobs.record(job, (now) => now && { job: { ...now, checkedAt: null }, events: [] });
    const current = kept ? asSubmission(kept) : job;
    return { ...current, state: { ...current.state, files } };
  }

  return {
    async create(viewer, order, { reference } = {}) {
      if (!mayWrite(viewer, order.contractId)) throw forbidden(order.contractId);
      checkSubmission(order);
      const wanted = { ...order, contractId: order.contractId.toLowerCase() };
      return exclusive.run(`submission of ${wanted.contractId}/${wanted.objectId}`, () => create(wanted, reference));
    },
    async createdAs({ contractId, objectId }, reference) {
      const note = await ledger.documents.get(referenceNote, `${contractId.toLowerCase()}/${objectId}`);
      const kept = note && isReference(note.body) && note.body.reference === reference ? await ledger.jobs.get({ kind: 'submission', id: note.body.submissionId }) : undefined;
      return kept && asSubmission(kept);
    },
    async registerFile(viewer, place, file, { again = false } = {}) {
      const wanted = checkedFile(file);
      const job = await writable(viewer, place);
      const registered = await registerFile(job, wanted, again);
      const others = job.state.files.filter(({ filePath }) => filePath !== wanted.filePath);
      return { ...registered, job: await outdated(job, [...others, registered.file]) };
    },
    async renewFile(place, fileId, file) {
      const job = await known(place);
      if (!job) throw notFound();
      await dps.deleteFile(placeOf(job), fileId);
      const registered = await registerFile(job, file, true);
      await outdated(job, []);
      return registered;
    },
    async deleteFile(viewer, place, fileId) {
      const job = await writable(viewer, place);
      await dps.deleteFile(placeOf(job), fileId);
      return outdated(job, job.state.files.filter((file) => file.fileId !== fileId));
    },
    finalize: async (viewer, place) => finalize(await writable(viewer, place)),
    async delete(viewer, place) {
      const job = await writable(viewer, place);
      await dps.deleteSubmission(placeOf(job));
      const { job: ended } = await recording.record(rules, job, submissionNews({ kind: 'deleted', seenAt: clock.now() }));
      return ended ? asSubmission(ended) : job;
    },
    async recordEvent(viewer, place, event) {
      checkEvent(event);
      const job = await writable(viewer, place);
      const recorded = await attempt(() => dps.recordEvent(placeOf(job), event));
      if (recorded.kind === 'conflict') throw recorded.failure;
      if (recorded.kind === 'doubtful') throw new Failure({ kind: 'conflict', source: 'DPS', message: doubtfulEventText }, { cause: recorded.failure });
      return job;
    },

    async get(viewer, contractId, submissionId) {
      if (!mayRead(viewer, contractId)) return undefined;
      const job = await known({ contractId, submissionId });
      if (!job || isFresh(job, clock.now())) return job;
      return asSubmission((await poller.pollNow(job)) ?? job);
    },
    async list(viewer, filter, page) {
      const wanted = visibleJobs('submission', viewer, filter);
      if (!wanted) return [];
      if (filter.contractId != null) await finder.adoptListed(filter.contractId.toLowerCase());
      return (await ledger.jobs.list(wanted, page)).map(asSubmission);
    },
    async count(viewer, filter) {
      const wanted = visibleJobs('submission', viewer, filter);
      return wanted ? ledger.jobs.count(wanted) : 0;
    },
    async updates(viewer, contractId, submissionId, after) {
      const job = mayRead(viewer, contractId) ? await known({ contractId, submissionId }) : undefined;
      if (!job) throw notFound();
      return asSubmissionFeed(feeds.open({ topic: { kind: 'submission', id: job.id }, subject: viewer.subject, after: after ?? undefined }));
    },
    contractUpdates(viewer, contractId, after) {
      if (!mayRead(viewer, contractId)) throw forbidden(contractId, 'read');
      return asSubmissionFeed(feeds.open({ topic: { kind: 'submission', contractId: contractId.toLowerCase() }, subject: viewer.subject, after: after ?? undefined }));
    },
  };
}

/** The ledger holds nothing but what we wrote. */
function isReference(body: unknown): body is { readonly reference: string; readonly submissionId: string } {
  return typeof body === 'object' && body !== null && 'reference' in body;
}

function placeOf({ state: { contractId, submissionId } }: SubmissionRecord): SubmissionPlace {
  return { contractId, submissionId };
}

function asSubmissionFeed(feed: Feed): SubmissionFeed {
  if (!tellsOfSubmissions(feed)) throw new TypeError(`A feed of a ${feed.topic.kind} is none of submissions.`);
  return feed;
}

function tellsOfSubmissions(feed: Feed): feed is SubmissionFeed {
  return feed.topic.kind === 'submission';
}

function notFound(): Failure {
  return new Failure({ kind: 'notFound', message: 'There is no such submission.' });
}

function forbidden(contractId: string, right: 'read' | 'write' = 'write'): Failure {
  return new Failure({ kind: 'forbidden', message: `You may not ${right} under the contract \`${contractId}\`.` });
}

const takenText = 'DPS has a submission with this object id under this contract already.';
const lostText =
  'DPS has a submission with this object id under this contract. This gateway asked for it, but the answer with its id was lost, and DPS tells it by no other way. Take another object id, or ask the library to delete that one.';
const doubtfulEventText =
  'DPS did not say whether the event was recorded. Recorded events cannot be taken back, so it was not sent again.';
