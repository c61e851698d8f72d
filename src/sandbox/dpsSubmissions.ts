import type { Caller, Refuse } from './dpsAccess.ts';
import { eventFaults, readEvent } from './dpsEvents.ts';
import { metadataFaults, type Fault } from './dpsMetadata.ts';
import { seal, submissionRunner, type FlowParts } from './dpsSubmissionFlow.ts';
import { objectBody, refuseFaults } from './dpsSubmissionBodies.ts';
import { submissionFiles, wireFile } from './dpsSubmissionFiles.ts';
import { base62Id, forgetOldJobs, lookUp, type Submission } from './dpsState.ts';
import type { Route } from './simulator.ts';
import { empty, json, type Answer, type Incoming } from './simulatorHttp.ts';
import type { Upload } from './storage.ts';

/** What submissions stand on. */
export type SubmissionParts = FlowParts & {
  refuse: Refuse;
  callerOf: (incoming: Incoming) => Caller;
  /** Whether the archive has this object under this contract already. */
  isArchived: (contractId: string, objectId: string) => boolean;
  presign: (key: string, expiresInSeconds: number) => string;
};

/** Packages on their way into the archive: their operations and their way through the statuses. */
export type Submissions = {
  routes: (prefix: string) => Route[];
  /** Told by the storage that an upload has come. */
  received: (key: string, upload: Upload) => void;
  /** Moves a finalized one on: to `status`, whatever that is, or to the next of its course. */
  advance: (submissionId: string, status?: string) => void;
  stop: () => void;
};

/** A submission as it goes over the wire (nb-dps.md §5.7). */
const wireSubmission = ({ contractId, submissionId, objectId, clientId, archiveId, status, priority, sumSizeInBytes, files }: Submission): Record<string, unknown> => ({
  contractId, submissionId, objectId, clientId, status, priority,
  ...(status === 'PRESERVED' ? { archiveId } : {}),
  ...(sumSizeInBytes === null ? {} : { sumSizeInBytes: BigInt(sumSizeInBytes) }),
  ...(files.length === 0 ? {} : { files: files.map(wireFile) }),
});

const bodyFaults = (body: Record<string, unknown>): Fault[] => {
  const { objectId, priority = 50, metadata } = body;
  return [
    ...(typeof objectId === 'string' && /^[0-9a-zA-Z\-_]{3,200}$/.test(objectId) ? [] : [{ path: 'objectId', message: 'must have 3 to 200 letters, digits, - or _' }]),
    ...(typeof priority === 'number' && Number.isInteger(priority) && priority >= 1 && priority <= 100 ? [] : [{ path: 'priority', message: 'must be an integer from 1 to 100' }]),
    ...metadataFaults(metadata, 'metadata'),
  ];
};

/** Makes the submission service; finalized ones from before a restart go on. */
export const submissionService = (parts: SubmissionParts): Submissions => {
  const { state, changed, switches, refuse, callerOf, isArchived, ids } = parts;
  const runner = submissionRunner(parts);

  const mayAct = (incoming: Incoming, right: 'mayRead' | 'mayWrite'): { caller: Caller; contractId: string } => {
    const caller = callerOf(incoming);
    const contractId = (incoming.params.contractId ?? '').toLowerCase();
    if (!caller[right](contractId)) refuse(403, 'FORBIDDEN', 'The role for this contract is missing');
    return { caller, contractId };
  };

  /** The submission of a path, for someone who may. */
  const find = (incoming: Incoming, right: 'mayRead' | 'mayWrite'): Submission => {
    const { contractId } = mayAct(incoming, right);
    const job = lookUp(state.submissions, incoming.params.submissionId);
    if (job === undefined || job.contractId !== contractId) return refuse(404, 'SUBMISSION_NOT_FOUND', 'No submission with this id');
    if (job.status === 'REJECTED' && switches.rejectedSubmission === 'notFound') refuse(404, 'SUBMISSION_NOT_FOUND', 'No submission with this id');
    return job;
  };

  const create = async (incoming: Incoming): Promise<Answer> => {
    const { caller, contractId } = mayAct(incoming, 'mayWrite');
    const body = await objectBody(incoming, refuse);
    refuseFaults(refuse, bodyFaults(body));
    const objectId = String(body.objectId);
    const inUse = Object.values(state.submissions).some((each) => each.contractId === contractId && each.objectId === objectId && each.status !== 'REJECTED');
    if (inUse || isArchived(contractId, objectId)) refuse(409, 'OBJECT_ID_EXISTS', 'A submission with this objectId exists under this contract');
    const job: Submission = {
      contractId, objectId, submissionId: ids.submissionId(contractId, objectId), clientId: caller.clientId, status: 'REGISTERED', priority: typeof body.priority === 'number' ? body.priority : 50, metadata: body.metadata,
      files: [], events: [], archiveId: null, sumSizeInBytes: null, reasons: [], course: [], reached: 0, nextAt: null, announced: false,
    };
    state.submissions[job.submissionId] = job;
    forgetOldJobs(state.submissions);
    changed();
    return json(201, wireSubmission(job));
  };

  const finalize = (incoming: Incoming): Answer => {
    const job = find(incoming, 'mayWrite');
    if (job.status !== 'REGISTERED') {
      return switches.repeatedFinalize === 'same' ? json(200, wireSubmission(job)) : refuse(409, 'ALREADY_FINALIZED', 'The submission is finalized');
    }
    if (job.files.length === 0) refuse(400, 'NO_FILES', 'No files are registered');
    const missing = job.files.filter(({ received }) => received === null).map(({ filePath }) => filePath);
    if (missing.length > 0) refuse(400, 'FILES_MISSING', 'Files are missing in storage', missing.join('; '));
    seal(job, parts);
    const answer = json(200, wireSubmission(job));
    runner.start(job);
    return answer;
  };

  const remove = (incoming: Incoming): Answer => {
    const job = find(incoming, 'mayWrite');
    if (job.status !== 'REGISTERED') refuse(409, 'ALREADY_FINALIZED', 'The submission is finalized');
    delete state.submissions[job.submissionId];
    changed();
    return empty(204);
  };

  const list = (incoming: Incoming): Answer => {
    const { contractId } = mayAct(incoming, 'mayRead');
    if (!switches.listSubmissions) return refuse(405, 'METHOD_NOT_ALLOWED', "Request method 'GET' is not supported");
    const [number, size] = [Number(incoming.query.get('page') ?? 0), Number(incoming.query.get('size') ?? 100)];
    if (!Number.isInteger(number) || number < 0 || !Number.isInteger(size) || size < 1) refuse(400, 'INVALID_INPUT', 'page and size must be whole numbers');
    const all = Object.values(state.submissions).filter((each) => each.contractId === contractId);
    const content = all.slice(number * size, (number + 1) * size).map(wireSubmission);
    return json(200, { content, page: { size, number, totalElements: all.length, totalPages: Math.ceil(all.length / size) } });
  };

  const recordEvent = async (incoming: Incoming): Promise<Answer> => {
    const job = find(incoming, 'mayWrite');
    const event = readEvent(await objectBody(incoming, refuse)) ?? refuse(400, 'INVALID_INPUT', 'agent is required');
    refuseFaults(refuse, eventFaults(event));
    const recorded = { eventId: base62Id(), ...event };
    job.events.push(recorded);
    changed();
    return json(201, recorded);
  };

  const files = submissionFiles({ ...parts, find });
  for (const job of Object.values(state.submissions)) runner.resume(job);

  return {
    received: files.received,
    advance: (submissionId, status) => {
      const job = lookUp(state.submissions, submissionId);
      if (job === undefined) throw new Error(`There is no submission ${submissionId}`);
      runner.advance(job, status);
    },
    stop: runner.stop,
    routes: (prefix) => {
      const all = `${prefix}/v1/contracts/:contractId/submissions`;
      const one = `${all}/:submissionId`;
      return [
        { name: 'createSubmission', method: 'POST', path: all, handle: create },
        { name: 'submissions', method: 'GET', path: all, handle: list },
        { name: 'submission', method: 'GET', path: one, handle: (incoming) => json(200, wireSubmission(find(incoming, 'mayRead'))) },
        { name: 'deleteSubmission', method: 'DELETE', path: one, handle: remove },
        { name: 'finalizeSubmission', method: 'POST', path: `${one}/finalize`, handle: finalize },
        { name: 'recordEvent', method: 'POST', path: `${one}/events`, handle: recordEvent },
        { name: 'events', method: 'GET', path: `${one}/events`, handle: (incoming) => json(200, { events: find(incoming, 'mayRead').events }) },
        ...files.routes(`${one}/files`),
      ];
    },
  };
};
