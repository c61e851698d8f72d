import type { Readable } from 'node:stream';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { Problem } from '../domain/job.ts';
import type { SourceName } from '../domain/source.ts';
import { maxParts, partBytesFor, partSizes, type FinishedPart, type Upload } from '../domain/upload.ts';
import { mediaTypeOf, totalOf, type AnnouncedBytes } from './uploadChecks.ts';
import { createCutter, createMeter, SenderGone } from './uploadStream.ts';
import type { Receipt, Transfer, UploadRecord, UploadRoute } from './uploadRecord.ts';

/** Bytes that a sender brings. */
export interface IncomingBytes extends AnnouncedBytes {
  readonly body: Readable;
  /** Called when they may come: everything that can be known before has been checked. */
  readonly begin?: () => void;
}

/** One sender's bytes on their way. */
export interface Sending {
  readonly route: UploadRoute;
  readonly bytes: IncomingBytes;
  /** Counts the bytes that were passed on. */
  readonly transfer: Transfer;
  /** Aborted when nobody waits for the bytes any more. */
  readonly signal: AbortSignal;
  /** Writes what is reached; gives the record as it then is. */
  readonly save: (record: UploadRecord, change: Partial<Upload>, sealed?: Partial<UploadRecord['sealed']>) => Promise<UploadRecord>;
}

/** Sends a file in one piece. */
export async function sendWhole(record: UploadRecord, { route, bytes, transfer, signal, save }: Sending): Promise<UploadRecord> {
  const { url, target } = await route.address(record);
  const { md5 } = record.upload;
  const meter = createMeter((count) => {
    transfer.bytesSent += count;
  }, md5 !== null);
  bytes.body.on('error', (error) => meter.stream.destroy(error));
  bytes.body.on('close', () => bytes.body.readableEnded || meter.stream.destroy(new SenderGone()));
  const receiving = await save(record, { ...(target && { target }), state: 'RECEIVING', problem: null, bytesStored: 0 }, { uploadUrl: url });
  await route.put({ url, body: bytes.body.pipe(meter.stream), contentLength: bytes.length, signal, ...typeOf(record, bytes) });
  if (md5 !== null && meter.md5() !== md5) return save(receiving, { state: 'FAILED', problem: checksumMismatch });
  return save(receiving, { state: 'COMPLETE', bytesStored: bytes.length, sizeInBytes: bytes.length });
}

/** Cuts a stretch of a file into parts and sends one after the other. What has arrived is kept part by part; with the last one they are put together. */
export async function sendParts(record: UploadRecord, { route, bytes, transfer, signal, save }: Sending): Promise<UploadRecord> {
  const total = totalOf(record.upload, bytes);
  const begun = bytes.offset === 0 ? await anew(record, route, total) : record;
  // An empty file is one empty part.
  const sizes = total === 0 ? [0] : (partSizes(bytes.length, begun.upload.partBytes, bytes.offset + bytes.length === total) ?? []);
  if (begun.upload.parts.length + sizes.length > maxParts) throw new Failure({ kind: 'badInput', message: `A file goes in at most ${maxParts.toLocaleString('en')} parts: send longer stretches.`, argument: ['sizeInBytes'] });
  const cutter = createCutter(bytes.body, (count) => {
    transfer.bytesSent += count;
  });
  let current = await save(begun, { state: 'RECEIVING', problem: null, sizeInBytes: total });
  for (const sizeInBytes of sizes) {
    const partNumber = current.upload.parts.length + 1;
    const url = await route.partAddress?.(current, partNumber);
    if (url === undefined) throw new Error('this kind of upload has no parts');
    const { etag } = await route.put({ url, body: cutter.next(sizeInBytes), contentLength: sizeInBytes, signal });
    current = await save(current, withPart(current.upload, { partNumber, sizeInBytes }), { etags: { ...current.sealed.etags, [partNumber]: etag ?? '' } });
  }
  if (current.upload.bytesStored !== total) return save(current, { state: 'WAITING' });
  await route.complete?.(current, receipts(current));
  return save(current, { state: 'COMPLETE' });
}

/** The receipts of all finished parts, in order. */
export function receipts({ upload, sealed }: UploadRecord): Receipt[] {
  return upload.parts.map(({ partNumber }) => ({ partNumber, etag: sealed.etags[partNumber] ?? '' }));
}

/** Ends a transfer when no byte has passed for so long: the sender has left without a word, or storage has. Gives the function that calls it off. */
export function watchIdle({ source, transfer, body, clock, idleMs, end }: IdleOptions): () => void {
  let seen = transfer.bytesSent;
  let cancel = clock.schedule(look, idleMs);
  function look(): void {
    // Bytes that are here and do not go on, or an answer that does not come, are storage's doing.
    const storageStalls = body.readableEnded || body.readableLength > 0;
    if (transfer.bytesSent === seen) return end(storageStalls ? new Failure({ kind: 'upstreamTimeout', source, timeoutMs: idleMs }) : new SenderGone());
    seen = transfer.bytesSent;
    cancel = clock.schedule(look, idleMs);
  }
  return () => cancel();
}

interface IdleOptions {
  readonly source: SourceName;
  readonly transfer: Transfer;
  readonly body: Readable;
  readonly clock: Clock;
  readonly idleMs: number;
  readonly end: (why: Error) => void;
}

/** A file from its beginning: parts of an earlier attempt are left to an upload of their own, so that none of them gets in between. */
async function anew(record: UploadRecord, route: UploadRoute, total: number | null): Promise<UploadRecord> {
  const { upload, sealed } = record;
  const target = upload.parts.length > 0 ? await route.anew?.(record) : undefined;
  return { ...record, upload: { ...upload, ...(target && { target }), parts: [], bytesStored: 0, partBytes: partBytesFor(total, upload.partBytes) }, sealed: { ...sealed, etags: {} } };
}

function withPart({ parts, bytesStored }: Upload, part: FinishedPart): Partial<Upload> {
  return { parts: [...parts, part], bytesStored: bytesStored + part.sizeInBytes };
}

/** The type that the file was announced with, else what its sender says. */
function typeOf({ upload: { contentType } }: UploadRecord, bytes: IncomingBytes): { readonly contentType?: string } {
  const type = contentType ?? mediaTypeOf(bytes.contentType);
  return type === undefined ? {} : { contentType: type };
}

const checksumMismatch: Problem = { code: 'CHECKSUM_MISMATCH', message: 'The bytes that arrived do not have the registered MD5. Send the right file to the same ticket.' };
