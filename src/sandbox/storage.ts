import { createHash } from 'node:crypto';
import { systemClock } from '../domain/clock.ts';
import { startSimulator, type Route, type Simulator, type SimulatorOptions } from './simulator.ts';
import { xmlError } from './simulatorErrors.ts';
import { empty, Refusal, type Answer, type Incoming } from './simulatorHttp.ts';
import { checkSignature, presign, type SigningKey } from './storageSignature.ts';

/** An object that can be downloaded. */
export type StoredObject = { bytes: Uint8Array; contentType: string };

/** What is known of an object that was uploaded. */
export type Upload = {
  sizeInBytes: number;
  /** MD5 of the bytes, 32 hex digits. */
  md5: string;
  /** The bytes, where `keepUpToBytes` allows them. */
  bytes?: Uint8Array;
};

/** Settings of a storage. */
export type StorageOptions = SimulatorOptions & {
  /** Signs its addresses; keep it to have them valid after a restart. */
  secretAccessKey: string;
  /** First part of every path; default `preservation`. */
  bucket?: string;
  /** The object under a key, if there is one. */
  find?: (key: string) => StoredObject | undefined;
  /** Told when all bytes of an upload have come. */
  stored?: (key: string, upload: Upload) => void;
  /** Largest single upload; default 5 GiB as S3 has it. */
  maxUploadBytes?: number;
  /** Uploads up to this size hand their bytes to `stored`; default 0: bytes are counted and forgotten. */
  keepUpToBytes?: number;
};

/** A running S3-like storage on an origin of its own; routes `download` and `upload`. */
export type Storage = Simulator & {
  /** An address that allows one method on one key from now on, for a time. */
  presign: (method: 'GET' | 'PUT', key: string, expiresInSeconds: number, query?: Record<string, string>) => string;
};

const fiveGibibytes = 5 * 1024 ** 3;

const refuse = (status: number, code: string, message: string): never => {
  throw new Refusal({ ...xmlError(status, code, message) });
};

const checkAccess = (key: SigningKey, { method, path, query, headers }: Incoming, at: number): void => {
  if (headers.authorization !== undefined) {
    refuse(400, 'InvalidArgument', 'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified');
  }
  const verdict = checkSignature(key, method, headers.host ?? '', path, query, at);
  if (verdict === 'expired') refuse(403, 'AccessDenied', 'Request has expired');
  if (verdict === 'unsigned') refuse(403, 'AccessDenied', 'Access Denied');
  if (verdict === 'mismatch') refuse(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.');
};

const rangeOf = (header: string | undefined, length: number): { start: number; end: number } | 'unsatisfiable' | undefined => {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  return start > end ? 'unsatisfiable' : { start, end };
};

const download = ({ bytes, contentType }: StoredObject, rangeHeader: string | undefined): Answer => {
  const headers = { 'content-type': contentType, 'accept-ranges': 'bytes', etag: `"${createHash('md5').update(bytes).digest('hex')}"` };
  const range = rangeOf(rangeHeader, bytes.length);
  if (range === undefined) return { status: 200, headers, body: bytes };
  if (range === 'unsatisfiable') return xmlError(416, 'InvalidRange', 'The requested range is not satisfiable');
  const { start, end } = range;
  return { status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end}/${bytes.length}` }, body: bytes.subarray(start, end + 1) };
};

/** The length that an upload announces; S3 refuses chunked bodies and those without a length. */
const announcedLength = ({ headers }: Incoming, maxUploadBytes: number): number => {
  if (headers['transfer-encoding'] !== undefined) {
    refuse(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented: Transfer-Encoding');
  }
  if (headers['content-length'] === undefined) refuse(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  const length = Number(headers['content-length']);
  if (length > maxUploadBytes) refuse(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  return length;
};

/** Reads an upload to its end. Of those longer than `keepUpToBytes` nothing stays but size and sum. */
const receive = async ({ request }: Incoming, announced: number, keepUpToBytes: number): Promise<Upload> => {
  const sum = createHash('md5');
  const kept: Buffer[] = [];
  let sizeInBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sum.update(chunk);
    sizeInBytes += chunk.length;
    if (announced <= keepUpToBytes) kept.push(chunk);
  }
  if (sizeInBytes !== announced) refuse(400, 'IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
  return { sizeInBytes, md5: sum.digest('hex'), ...(announced > 0 && announced <= keepUpToBytes ? { bytes: Buffer.concat(kept) } : {}) };
};

/** Starts a storage that serves and takes objects by presigned addresses only, and speaks S3's XML when it refuses. */
export const startStorage = async (options: StorageOptions): Promise<Storage> => {
  const { clock = systemClock, bucket = 'preservation', find = () => undefined, stored = () => {}, maxUploadBytes = fiveGibibytes, keepUpToBytes = 0 } = options;
  const key: SigningKey = { accessKeyId: 'SANDBOXACCESSKEY0000', secretAccessKey: options.secretAccessKey, region: 'eu-north-1' };
  const routes: Route[] = [
    {
      name: 'download', method: 'GET', path: `/${bucket}/*key`,
      handle: (incoming) => {
        checkAccess(key, incoming, clock.now());
        const found = find(incoming.params.key ?? '');
        return found === undefined ? xmlError(404, 'NoSuchKey', 'The specified key does not exist.') : download(found, incoming.headers.range);
      },
    },
    {
      name: 'upload', method: 'PUT', path: `/${bucket}/*key`,
      handle: async (incoming) => {
        checkAccess(key, incoming, clock.now());
        const upload = await receive(incoming, announcedLength(incoming, maxUploadBytes), keepUpToBytes);
        stored(incoming.params.key ?? '', upload);
        return empty(200, { etag: `"${upload.md5}"` });
      },
    },
  ];
  const simulator = await startSimulator(routes, options, () => xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist'));
  return {
    ...simulator,
    presign: (method, path, expiresInSeconds, query = {}) =>
      presign(key, { method, origin: simulator.url, path: `/${bucket}/${path}`, query, at: clock.now(), expiresInSeconds }),
  };
};
