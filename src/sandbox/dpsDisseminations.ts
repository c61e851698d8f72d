import type { Clock } from '../domain/clock.ts';
import type { Archive } from './collection.ts';
import type { Caller, Refuse } from './dpsAccess.ts';
import { deliveryKey } from './dpsArchives.ts';
import { courseRunner } from './dpsCourse.ts';
import { deliveredFiles } from './dpsFiles.ts';
import { isFinal, usualCourse, type DpsSwitches } from './dpsOptions.ts';
import { base62Id, forgetOldJobs, lookUp, offsetTime, type Dissemination, type DpsState } from './dpsState.ts';
import type { Webhooks } from './dpsWebhooks.ts';
import type { Route } from './simulator.ts';
import { json, type Answer, type Incoming } from './simulatorHttp.ts';

/** What disseminations stand on. */
export type DisseminationParts = {
  clock: Clock;
  state: DpsState;
  changed: () => void;
  switches: DpsSwitches;
  refuse: Refuse;
  callerOf: (incoming: Incoming) => Caller;
  archiveOf: (archiveId: string) => Archive | undefined;
  /** Courses that tests and trials set, by archive id; they win over the archive's own. */
  courses: Map<string, string[]>;
  webhooks: Webhooks;
  presign: (key: string, expiresInSeconds: number) => string;
};

/** Orders of archives: their operations and their way through the statuses. */
export type Disseminations = {
  routes: (prefix: string) => Route[];
  /** Moves one on: to `status`, whatever that is, or to the next of its course. */
  advance: (disseminationId: string, status?: string) => void;
  stop: () => void;
};

const onTheWire = ({ disseminationId, archiveId, clientId, contractId, objectId, sumSizeInBytes, status, priority, dateCreated }: Dissemination): Record<string, unknown> => ({
  disseminationId, archiveId, clientId, contractId, objectId, sumSizeInBytes: BigInt(sumSizeInBytes), status, priority, dateCreated,
});

const sizeOf = (archive: Archive): bigint => archive.sizeInBytes ?? deliveredFiles(archive).reduce((sum, { bytes }) => sum + BigInt(bytes.length), 0n);

type Order = { archiveId: string; priority: number };

const parseOrder = (body: unknown, refuse: Refuse): Order => {
  if (typeof body !== 'object' || body === null) return refuse(400, 'INVALID_INPUT', 'The body must be a JSON object');
  const { archiveId, priority = 50 }: { archiveId?: unknown; priority?: unknown } = body;
  if (typeof archiveId !== 'string' || archiveId === '' || archiveId.length > 64) return refuse(400, 'INVALID_INPUT', 'archiveId is required');
  if (typeof priority !== 'number' || !Number.isInteger(priority) || priority < 1 || priority > 100) return refuse(400, 'INVALID_INPUT', 'priority must be an integer from 1 to 100');
  return { archiveId, priority };
};

const tell = ({ archiveOf, presign, clock, switches, webhooks }: DisseminationParts, job: Dissemination): void => {
  const { archiveId, disseminationId, objectId, clientId, contractId, sumSizeInBytes } = job;
  const archive = archiveOf(archiveId);
  // Nine digits of the second, a moment before the URL really ends (its own clock counts whole seconds).
  const expiresAt = Math.floor(clock.now() / 1000) * 1000 + switches.downloadUrlSeconds * 1000 - 13;
  webhooks.send('dissemination.delivered', {
    archiveId, disseminationId, objectId, clientId, contractId,
    sumSizeInBytes: switches.webhookSize === 'string' ? sumSizeInBytes : BigInt(sumSizeInBytes),
    files: (archive === undefined ? [] : deliveredFiles(archive)).map(({ filename, bytes, md5 }) => ({
      downloadURL: presign(deliveryKey(archiveId, disseminationId, filename), switches.downloadUrlSeconds),
      filename, filesize: bytes.length, expirationDate: offsetTime(expiresAt, '654321'), checksum: md5, checksumAlgorithm: 'MD5',
    })),
  });
};

/** Makes the dissemination service; jobs from before a restart go on. */
export const disseminationService = (parts: DisseminationParts): Disseminations => {
  const { clock, state, changed, switches, refuse, callerOf, archiveOf, courses } = parts;
  const runner = courseRunner<Dissemination>({
    clock, switches, changed, idOf: (job) => job.disseminationId, isTold: (status) => status === 'DISSEMINATED', tell: (job) => tell(parts, job),
  });

  const order = async (incoming: Incoming): Promise<Answer> => {
    const caller = callerOf(incoming);
    const { archiveId, priority } = parseOrder(await incoming.json(), refuse);
    const archive = archiveOf(archiveId) ?? refuse(404, 'ARCHIVE_NOT_FOUND', 'No archive with this id');
    if (!caller.mayRead(archive.contractId)) refuse(403, 'FORBIDDEN', 'The role for reading under this contract is missing');
    if (!archive.preserved) refuse(422, 'NOT_PRESERVED', 'The archive exists but is not preserved');
    const earlier = Object.values(state.disseminations).find((each) => each.archiveId === archiveId && each.clientId === caller.clientId && !isFinal(each.status));
    if (earlier !== undefined) {
      refuse(409, 'DISSEMINATION_IN_PROGRESS', 'A dissemination of this archive is already in progress', switches.conflictDetails === 'id' ? earlier.disseminationId : undefined);
    }
    const course = courses.get(archiveId) ?? archive.course ?? usualCourse;
    const now = clock.now();
    const job: Dissemination = {
      disseminationId: base62Id(), archiveId, clientId: caller.clientId, contractId: archive.contractId, objectId: archive.objectId, sumSizeInBytes: String(sizeOf(archive)),
      status: course[0] ?? 'RECEIVED', priority, dateCreated: offsetTime(now, '456'), course, reached: 1, nextAt: null, announced: false,
    };
    state.disseminations[job.disseminationId] = job;
    forgetOldJobs(state.disseminations);
    runner.start(job);
    return json(201, onTheWire(job));
  };

  const read = (incoming: Incoming): Answer => {
    const caller = callerOf(incoming);
    const job = lookUp(state.disseminations, incoming.params.disseminationId) ?? refuse(404, 'DISSEMINATION_NOT_FOUND', 'No dissemination with this id');
    if (!caller.mayRead(job.contractId)) refuse(403, 'FORBIDDEN', 'The role for reading under this contract is missing');
    return json(200, onTheWire(job));
  };

  const advance = (disseminationId: string, status?: string): void => {
    const job = lookUp(state.disseminations, disseminationId);
    if (job === undefined) throw new Error(`There is no dissemination ${disseminationId}`);
    runner.advance(job, status);
  };

  for (const job of Object.values(state.disseminations)) runner.resume(job);

  return {
    advance,
    stop: runner.stop,
    routes: (prefix) => [
      { name: 'createDissemination', method: 'POST', path: `${prefix}/v1/disseminations`, handle: order },
      { name: 'dissemination', method: 'GET', path: `${prefix}/v1/disseminations/:disseminationId`, handle: read },
    ],
  };
};
