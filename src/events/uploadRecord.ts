import type { Readable } from 'node:stream';
import type { Upload, UploadTarget } from '../domain/upload.ts';

/** An upload with what is secret of it. */
export interface UploadRecord {
  readonly upload: Upload;
  /** The subject of the caller it belongs to. */
  readonly owner: string;
  readonly sealed: UploadSealed;
  /** Of the document in the ledger: who writes over another one is told so. */
  readonly version: number;
}

/** Addresses and receipts of storage. */
export interface UploadSealed {
  /** Where a single PUT goes, as the source handed it out. */
  readonly uploadUrl: string | null;
  /** ETags of the finished parts by number, quotes and all. */
  readonly etags: Readonly<Record<string, string>>;
}

/** How the bytes of one kind of upload get to their storage. Every method rejects with a `Failure`. */
export interface UploadRoute {
  /** Sends bytes to an address that the source handed out, within the rule for such addresses. */
  put(request: { readonly url: string; readonly body: Readable; readonly contentLength: number; readonly contentType?: string; readonly signal: AbortSignal }): Promise<{ readonly etag: string | null }>;
  /** Where a single PUT goes now: a new address where the old one has expired. Gives what changed of the upload. */
  address(record: UploadRecord): Promise<{ readonly url: string; readonly target?: UploadTarget }>;
  /** Another upload in the place of one whose parts are not wanted any more. Kinds without parts leave it out. */
  anew?(record: UploadRecord): Promise<UploadTarget>;
  /** Where a part goes. Kinds without parts leave it out. */
  partAddress?(record: UploadRecord, partNumber: number): Promise<string>;
  /** All bytes are there: puts parts together. Kinds that need nothing leave it out. */
  complete?(record: UploadRecord, parts: readonly Receipt[]): Promise<void>;
}

/** What storage gave for a part; `etag` as it was answered, quotes and all. */
export interface Receipt {
  readonly partNumber: number;
  readonly etag: string;
}

/** How far a transfer is that runs in this process. */
export interface Transfer {
  readonly startedAt: number;
  /** Place in the file of the last byte that was passed on. */
  bytesSent: number;
  readonly firstByte: number;
}
