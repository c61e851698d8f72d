import type { Refuse } from './dpsAccess.ts';
import type { Fault } from './dpsMetadata.ts';
import type { DpsSwitches } from './dpsOptions.ts';
import { base62Id, lookUp, type DpsState, type Submission, type SubmissionFile } from './dpsState.ts';
import { objectBody, refuseFaults } from './dpsSubmissionBodies.ts';
import type { Route } from './simulator.ts';
import { empty, json, type Answer, type Incoming } from './simulatorHttp.ts';
import type { Upload } from './storage.ts';

/** What the files of submissions stand on. */
export type FileParts = {
  state: DpsState;
  changed: () => void;
  switches: DpsSwitches;
  refuse: Refuse;
  /** The submission of a path, for someone who may. */
  find: (incoming: Incoming, right: 'mayRead' | 'mayWrite') => Submission;
  presign: (key: string, expiresInSeconds: number) => string;
};

/** A file as it goes over the wire (nb-dps.md §5.8). */
export const wireFile = ({ fileId, filePath, checksum, isPackaged, uploadUrl, s3ObjectKey }: SubmissionFile): Record<string, unknown> => ({
  fileId, filePath, checksum, isPackaged, uploadUrl, s3ObjectKey,
});

const isRelativePath = (path: string): boolean => !path.startsWith('/') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

const bodyFaults = ({ filePath, checksum, isPackaged = false }: Record<string, unknown>): Fault[] => [
  ...(typeof filePath === 'string' && filePath.length <= 900 && isRelativePath(filePath) ? [] : [{ path: 'filePath', message: 'must be a relative path of at most 900 characters' }]),
  ...(typeof checksum === 'string' && /^[0-9a-f]{32}$/.test(checksum) ? [] : [{ path: 'checksum', message: 'must be an MD5 sum of 32 lower-case hex digits' }]),
  ...(typeof isPackaged === 'boolean' ? [] : [{ path: 'isPackaged', message: 'must be true or false' }]),
];

/** The operations on the files of a submission, and what the storage tells about them. */
export const submissionFiles = ({ state, changed, switches, refuse, find, presign }: FileParts): { routes: (path: string) => Route[]; received: (key: string, upload: Upload) => void } => {
  const open = (incoming: Incoming): Submission => {
    const job = find(incoming, 'mayWrite');
    return job.status === 'REGISTERED' ? job : refuse(409, 'ALREADY_FINALIZED', 'The submission is finalized');
  };

  const fileOf = (job: Submission, incoming: Incoming): SubmissionFile =>
    job.files.find(({ fileId }) => fileId === incoming.params.fileId) ?? refuse(404, 'FILE_NOT_FOUND', 'No file with this id');

  const register = async (incoming: Incoming): Promise<Answer> => {
    const job = open(incoming);
    const body = await objectBody(incoming, refuse);
    refuseFaults(refuse, bodyFaults(body));
    const filePath = String(body.filePath);
    if (job.files.some((each) => each.filePath === filePath)) refuse(409, 'FILE_PATH_EXISTS', 'A file with this path is registered');
    const s3ObjectKey = `${job.clientId}/${job.contractId}/${job.submissionId}/${filePath}`;
    const file: SubmissionFile = {
      fileId: base62Id(), filePath, checksum: String(body.checksum), isPackaged: body.isPackaged === true, s3ObjectKey, uploadUrl: presign(s3ObjectKey, switches.uploadUrlSeconds), received: null,
    };
    job.files.push(file);
    changed();
    return json(201, wireFile(file));
  };

  const remove = (incoming: Incoming): Answer => {
    const job = open(incoming);
    const gone = fileOf(job, incoming);
    job.files = job.files.filter((each) => each !== gone);
    changed();
    return empty(204);
  };

  return {
    received: (key, { sizeInBytes, md5 }) => {
      const job = lookUp(state.submissions, key.split('/')[2]);
      const file = job?.files.find(({ s3ObjectKey }) => s3ObjectKey === key);
      if (file === undefined || job?.status !== 'REGISTERED') return;
      file.received = { sizeInBytes, md5 };
      changed();
    },
    routes: (path) => [
      { name: 'registerFile', method: 'POST', path, handle: register },
      { name: 'submissionFile', method: 'GET', path: `${path}/:fileId`, handle: (incoming) => json(200, wireFile(fileOf(find(incoming, 'mayRead'), incoming))) },
      { name: 'deleteFile', method: 'DELETE', path: `${path}/:fileId`, handle: remove },
    ],
  };
};
