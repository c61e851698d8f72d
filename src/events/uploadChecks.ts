import { Failure } from '../domain/failure.ts';
import { isResumable, maxMultipartBytes, maxSingleBytes, minPartBytes, partSizes, type Upload } from '../domain/upload.ts';

/** What a sender says of the bytes that it brings. */
export interface AnnouncedBytes {
  /** Place of the first byte in the file. */
  readonly offset: number;
  /** How many bytes come. */
  readonly length: number;
  /** How long the whole file is; null where the sender does not say. Left out: these bytes end it. */
  readonly total?: number | null;
  readonly contentType: string | undefined;
}

/** Refuses what storage would refuse, before the first byte goes out. Throws `conflict` for bytes that are not due, `badInput` for those that never are. */
export function checkBytes(upload: Upload, bytes: AnnouncedBytes): void {
  const { offset, length } = bytes;
  if (upload.state === 'COMPLETE') throw new Failure({ kind: 'conflict', message: 'The upload is complete.' });
  if (offset !== 0 && offset !== upload.bytesStored) throw new Failure({ kind: 'conflict', message: `The upload goes on at byte ${upload.bytesStored}.` });
  checkTotal(upload, bytes);
  const end = offset + length;
  const total = totalOf(upload, bytes);
  if (isResumable(upload)) {
    if (end > maxMultipartBytes) throw badSize('An upload has at most 5 TiB.');
    if (partSizes(length, upload.partBytes, end === total) === undefined) throw badSize(`A stretch that does not end the file has at least ${minPartBytes} bytes.`);
  } else {
    if (end > maxSingleBytes) throw badSize('An upload in one piece has at most 5 GiB.');
    if (total === null) throw badSize('This file goes in one piece: say how long it is, or PUT it.');
    if (end !== total || offset !== 0) throw badSize(`This file goes in one piece of ${total} bytes.`);
  }
  checkType(upload, bytes);
}

/** How long the file is, as far as anybody has said. */
export function totalOf(upload: Pick<Upload, 'sizeInBytes' | 'announcedBytes'>, { offset, length, total = offset + length }: AnnouncedBytes): number | null {
  return boundBy(upload, offset) ?? total;
}

/** The length that a sender is held to: who begins anew is not held to what an earlier one said. */
function boundBy({ sizeInBytes, announcedBytes }: Pick<Upload, 'sizeInBytes' | 'announcedBytes'>, offset: number): number | null {
  return offset === 0 ? announcedBytes : sizeInBytes;
}

/** The media type that a sender gives, without parameters; undefined where it says nothing of the file. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  const [type = ''] = (contentType ?? '').split(';');
  const name = type.trim().toLowerCase();
  return name === '' || name === 'application/octet-stream' || name === 'application/offset+octet-stream' || name === 'application/x-www-form-urlencoded' ? undefined : name;
}

function checkTotal(upload: Upload, { offset, length, total = null }: AnnouncedBytes): void {
  const bound = boundBy(upload, offset);
  const most = bound ?? total;
  const differs = bound !== null && total !== null && bound !== total;
  if (differs || (most !== null && offset + length > most)) throw badSize(`The file was announced with ${most} bytes.`);
}

function checkType({ contentType }: Upload, bytes: AnnouncedBytes): void {
  const given = mediaTypeOf(bytes.contentType);
  if (contentType !== null && given !== undefined && given !== contentType.toLowerCase()) {
    throw new Failure({ kind: 'badInput', message: `This upload takes ${contentType}.`, argument: ['contentType'] });
  }
}

function badSize(message: string): Failure {
  return new Failure({ kind: 'badInput', message, argument: ['sizeInBytes'] });
}
