import type { Clock } from '../domain/clock.ts';
import type { UploadTarget } from '../domain/upload.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import type { Caller } from '../sources/http/authorize.ts';
import type { OutsideClient } from '../sources/http/outside.ts';
import type { Submissions } from './submissions.ts';
import type { UploadRecord, UploadRoute } from './uploads.ts';

/** How the bytes of each kind of upload get to their storage. */

/** An address is renewed when it has less than this to live: a sender must have the time to begin. */
const marginMs = 60_000;

/** Files of DPS submissions: an expired address is renewed with the file's registration (nb-dps.md §5.3). */
export function dpsFileRoute({ renewFile }: Pick<Submissions, 'renewFile'>, storage: OutsideClient, clock: Clock): UploadRoute {
  return {
    put: (request) => storage.put(request),
    async address({ upload, sealed }) {
      const target = targetOf(upload.target, 'dpsFile');
      if (sealed.uploadUrl !== null && !expires(sealed.uploadUrl, clock.now() + marginMs)) return { url: sealed.uploadUrl };
      const { fileId, filePath, isPackaged } = target;
      const { file, uploadUrl } = await renewFile(target, fileId, { filePath, isPackaged, checksum: upload.md5 ?? '' });
      return { url: uploadUrl, target: { ...target, fileId: file.fileId } };
    },
  };
}

/** Uploads of DVIDS in one piece: an expired address is renewed by creating another upload (dvids-submission.md §5.2 [inferred]). */
export function dvidsSingleRoute(dvids: DvidsSource, storage: OutsideClient, clock: Clock): UploadRoute {
  return {
    put: (request) => storage.put(request),
    async address(record) {
      const target = targetOf(record.upload.target, 'dvidsSingle');
      const { uploadUrl } = record.sealed;
      if (uploadUrl !== null && !expires(uploadUrl, clock.now() + marginMs)) return { url: uploadUrl };
      const renewed = await dvids.createUpload(target.batchId, callerOf(record));
      return { url: renewed.uploadUrl, target: { ...target, dvidsUploadId: renewed.uploadId } };
    },
  };
}

/** Uploads of DVIDS in parts: each part has an address of its own, and closing puts them together (§5.3). */
export function dvidsMultipartRoute(dvids: DvidsSource, storage: OutsideClient): UploadRoute {
  return {
    put: (request) => storage.put(request),
    address: () => Promise.reject(new Error('an upload in parts has no address of its own')),
    async anew(record) {
      const target = targetOf(record.upload.target, 'dvidsMultipart');
      const { uploadId } = await dvids.createMultipartUpload(target.batchId, record.upload.contentType ?? 'application/octet-stream', callerOf(record));
      return { ...target, dvidsUploadId: uploadId };
    },
    async partAddress(record, partNumber) {
      const { batchId, dvidsUploadId } = targetOf(record.upload.target, 'dvidsMultipart');
      return (await dvids.createUploadPart(batchId, dvidsUploadId, partNumber, callerOf(record))).uploadUrl;
    },
    complete(record, parts) {
      const { batchId, dvidsUploadId } = targetOf(record.upload.target, 'dvidsMultipart');
      return dvids.closeMultipartUpload(batchId, dvidsUploadId, parts, callerOf(record));
    },
  };
}

/** Whoever has the ticket sends on behalf of the upload's owner. */
function callerOf({ owner }: UploadRecord): Caller {
  return { subject: owner, token: null };
}

function targetOf<Kind extends UploadTarget['kind']>(target: UploadTarget, kind: Kind): Extract<UploadTarget, { kind: Kind }>;
function targetOf(target: UploadTarget, kind: string): UploadTarget {
  if (target.kind !== kind) throw new Error(`an upload of kind ${target.kind} came the way of ${kind}`);
  return target;
}

/** Whether a presigned address has expired at a time (epoch ms). One that does not say when it expires is taken to live. */
export function expires(url: string, at: number): boolean {
  const { searchParams } = new URL(url);
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(searchParams.get('X-Amz-Date') ?? '') ?? [];
  const seconds = Number(searchParams.get('X-Amz-Expires') ?? Number.NaN);
  if (year === undefined || Number.isNaN(seconds)) return false;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + seconds * 1000 <= at;
}
