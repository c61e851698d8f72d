import { pause, type Clock } from '../domain/clock.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { UploadRecord, Uploads } from './uploads.ts';

/** How far an upload is. */
export interface UploadProgress {
  readonly record: UploadRecord;
  /** Bytes that were passed on so far, those of an unfinished part included. */
  readonly bytesSent: number;
  /** Since the sender began or came back; null while nobody sends here. */
  readonly bytesPerSecond: number | null;
}

/** How often a watched upload is looked at. */
const lookMs = 500;

/**
 * Watches an upload: its state now, then every change, until it is complete or has failed. Bytes under way are seen in the
 * process that they pass; another replica sees the parts that storage has.
 */
export async function* uploadProgress(
  uploads: Uploads,
  clock: Clock,
  viewer: Pick<Viewer, 'subject'>,
  uploadId: string,
): AsyncGenerator<UploadProgress, void, void> {
  let told = '';
  for (;;) {
    const record = await uploads.get(viewer, uploadId);
    if (!record) return;
    const progress = progressOf(uploads, clock, record);
    const now = JSON.stringify([progress.bytesSent, record.upload.state, record.upload.parts.length]);
    if (now !== told) yield progress;
    told = now;
    if (record.upload.state === 'COMPLETE' || record.upload.state === 'FAILED') return;
    await pause(clock, lookMs);
  }
}

/** How far an upload is now. */
export function progressOf(uploads: Uploads, clock: Clock, record: UploadRecord): UploadProgress {
  const transfer = uploads.transfer(record.upload.uploadId);
  if (!transfer) return { record, bytesSent: record.upload.bytesStored, bytesPerSecond: null };
  const seconds = (clock.now() - transfer.startedAt) / 1000;
  return {
    record,
    bytesSent: Math.max(transfer.bytesSent, record.upload.bytesStored),
    bytesPerSecond: seconds > 0 ? (transfer.bytesSent - transfer.firstByte) / seconds : null,
  };
}
