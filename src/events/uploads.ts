import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { dateTime, type Clock } from '../domain/clock.ts';
import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { Problem } from '../domain/job.ts';
import { isResumable, maxMultipartBytes, maxSingleBytes, minPartBytes, partBytesFor, partSizes, type FinishedPart, type Upload, type UploadTarget, type UploadTargetKind } from '../domain/upload.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Document, Ledger } from '../ledger/ledger.ts';
import { createCutter, createMeter, SenderGone } from './uploadStream.ts';

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

/** A new upload. */
export interface NewUpload {
  readonly owner: string;
  readonly target: UploadTarget;
  readonly sizeInBytes?: number | null | undefined;
  readonly contentType?: string | null | undefined;
  readonly md5?: string | null | undefined;
  /** Size of parts; default 100 MB, more for very large files. */
  readonly partBytes?: number | undefined;
  readonly uploadUrl?: string | undefined;
}

/** Bytes that a sender brings. */
export interface IncomingBytes {
  /** Place of the first byte in the file. */
  readonly offset: number;
  /** How many bytes come. */
  readonly length: number;
  readonly contentType: string | undefined;
  readonly body: Readable;
}

/** How far a transfer is that runs in this process. */
export interface Transfer {
  readonly startedAt: number;
  /** Place in the file of the last byte that was passed on. */
  bytesSent: number;
  readonly firstByte: number;
}

/** Uploads for senders and for those who watch them. */
export interface Uploads {
  create(upload: NewUpload): Promise<UploadRecord>;
  /** One by its id; undefined when there is none that belongs to the caller. */
  get(viewer: Pick<Viewer, 'subject'>, uploadId: string): Promise<UploadRecord | undefined>;
  /** Several by their ids, in that order, whoever they belong to. */
  getMany(uploadIds: readonly string[]): Promise<(UploadRecord | undefined)[]>;
  /** Forgets an upload: its ticket is good for nothing any more, and a transfer under way comes to nothing. */
  forget(uploadId: string): Promise<void>;
  /** The capability to send: whoever has it may. It holds nothing but the id and a signature. */
  ticketOf(uploadId: string): string;
  /** The upload of a ticket; undefined for a ticket that is none. */
  ofTicket(ticket: string): Promise<UploadRecord | undefined>;
  /**
   * Streams bytes to storage. Gives the upload as it then stands, also when the sender left on the way. Rejects with `badInput`
   * (wrong offset is `conflict`), or with what storage and the source come to; what storage has for good is kept.
   */
  receive(record: UploadRecord, bytes: IncomingBytes): Promise<UploadRecord>;
  /**
   * Completes an upload without sending anything: puts together the parts that storage has, or, with `parts`, those that its owner
   * brought there without this gateway. One in one piece was brought there whole. `notReady` while bytes are still to come.
   */
  finish(record: UploadRecord, parts?: readonly Receipt[]): Promise<UploadRecord>;
  /** Calls the listener when all bytes of an upload have come to this process, the right ones or not. */
  onSettled(listener: (record: UploadRecord) => void): void;
  /** The transfer of an upload in this process, while there is one. */
  transfer(uploadId: string): Transfer | undefined;
  /** Ends the transfers under way and waits for them. */
  stop(): Promise<void>;
}

export interface UploadsOptions {
  readonly ledger: Ledger;
  readonly routes: Readonly<Partial<Record<UploadTargetKind, UploadRoute>>>;
  readonly clock: Clock;
}

const documentKind = 'upload';
/** A dead process blocks an upload for this long. */
const leaseMs = 15_000;

/** Makes the service. */
export function createUploads({ ledger, routes, clock }: UploadsOptions): Uploads {
  const { documents, leases, keyring } = ledger;
  const running = new Map<string, { readonly transfer: Transfer; readonly cancel: AbortController; readonly done: Promise<unknown> }>();
  const settledListeners = new Set<(record: UploadRecord) => void>();
  const now = () => dateTime(clock.now());

  /** Writes over the version that was read: an upload that was forgotten meanwhile stays so. */
  async function save({ upload, owner, sealed, version }: UploadRecord): Promise<UploadRecord> {
    const written = await documents.put({ kind: documentKind, id: upload.uploadId, owner, body: upload, sealed, version });
    if (!written) throw new Failure({ kind: 'conflict', message: 'The upload was changed meanwhile.' });
    const saved = { upload, owner, sealed, version: written.version };
    if (upload.state === 'COMPLETE' || upload.state === 'FAILED') for (const listener of settledListeners) listener(saved);
    return saved;
  }

  async function read(uploadId: string): Promise<UploadRecord | undefined> {
    const document = await documents.get(documentKind, uploadId);
    return document && recordOf(document);
  }

  function routeOf({ upload }: UploadRecord): UploadRoute {
    const route = routes[upload.target.kind];
    if (!route) throw new Failure({ kind: 'sourceNotConfigured', source: upload.target.kind === 'dpsFile' ? 'DPS' : 'DVIDS' });
    return route;
  }

  /** One transfer of an upload at a time: a sender that comes back ends the one it left hanging here; elsewhere it must wait. */
  async function alone(record: UploadRecord, work: (transfer: Transfer, cancel: AbortController) => Promise<UploadRecord>, firstByte: number): Promise<UploadRecord> {
    const { uploadId } = record.upload;
    const earlier = running.get(uploadId);
    earlier?.cancel.abort(new SenderGone());
    await earlier?.done.catch(() => {});
    const holder = randomBytes(12).toString('hex');
    const lease = `upload:${uploadId}`;
    if (!(await leases.acquire(lease, holder, clock.now(), leaseMs))) throw new Failure({ kind: 'conflict', message: 'Another sender is at this upload. Try again in a moment.' });
    let stopRenewing = clock.schedule(renew, leaseMs / 3);
    async function renew(): Promise<void> {
      stopRenewing = clock.schedule(renew, leaseMs / 3);
      await leases.acquire(lease, holder, clock.now(), leaseMs).catch(() => false);
    }
    const cancel = new AbortController();
    const transfer: Transfer = { startedAt: clock.now(), bytesSent: firstByte, firstByte };
    const done = work(transfer, cancel);
    running.set(uploadId, { transfer, cancel, done });
    try {
      return await done;
    } finally {
      running.delete(uploadId);
      stopRenewing();
      await leases.release(lease, holder);
    }
  }

  async function sendWhole(record: UploadRecord, bytes: IncomingBytes, transfer: Transfer, cancel: AbortController): Promise<UploadRecord> {
    const route = routeOf(record);
    const { url, target } = await route.address(record);
    const meter = createMeter((count) => {
      transfer.bytesSent += count;
    });
    bytes.body.on('error', (error) => meter.stream.destroy(error));
    bytes.body.on('close', () => bytes.body.readableEnded || meter.stream.destroy(new SenderGone()));
    const receiving = await save({ ...record, upload: { ...record.upload, ...(target && { target }), state: 'RECEIVING', problem: null, bytesStored: 0, updatedAt: now() }, sealed: { ...record.sealed, uploadUrl: url } });
    const { contentType } = record.upload;
    await route.put({ url, body: bytes.body.pipe(meter.stream), contentLength: bytes.length, signal: cancel.signal, ...(contentType === null ? {} : { contentType }) });
    const wrong = record.upload.md5 !== null && meter.md5() !== record.upload.md5;
    if (wrong) return save(changed(receiving, { state: 'FAILED', problem: checksumMismatch }));
    return save(changed(receiving, { state: 'COMPLETE', bytesStored: bytes.length, sizeInBytes: bytes.length }));
  }

  async function sendParts(record: UploadRecord, bytes: IncomingBytes, transfer: Transfer, cancel: AbortController): Promise<UploadRecord> {
    const route = routeOf(record);
    const { sizeInBytes } = record.upload;
    const total = sizeInBytes ?? bytes.offset + bytes.length;
    const sizes = partSizes(bytes.length, record.upload.partBytes, bytes.offset + bytes.length === total);
    if (!sizes) throw new Failure({ kind: 'badInput', message: `A stretch that does not end the file has at least ${minPartBytes} bytes.` });
    const cutter = createCutter(bytes.body, (count) => {
      transfer.bytesSent += count;
    });
    cancel.signal.addEventListener('abort', () => bytes.body.destroy(new SenderGone()), { once: true });
    let current = await save(changed(startedAt(record, bytes.offset), { state: 'RECEIVING', problem: null, sizeInBytes: total }));
    for (const size of sizes) {
      const partNumber = current.upload.parts.length + 1;
      const url = await route.partAddress?.(current, partNumber);
      if (url === undefined) throw new Error('this kind of upload has no parts');
      const { etag } = await route.put({ url, body: cutter.next(size), contentLength: size, signal: cancel.signal });
      current = await save(withPart(current, { partNumber, sizeInBytes: size }, etag ?? ''));
    }
    if (current.upload.bytesStored < total) return save(changed(current, { state: 'WAITING' }));
    await route.complete?.(current, receipts(current));
    return save(changed(current, { state: 'COMPLETE' }));
  }

  function changed(record: UploadRecord, change: Partial<Upload>): UploadRecord {
    return { ...record, upload: { ...record.upload, ...change, updatedAt: now() } };
  }

  /** What a transfer left behind: what storage has stays, and a sender that left is no problem of the upload's. */
  async function broken(uploadId: string, error: unknown): Promise<UploadRecord> {
    const record = await read(uploadId);
    if (!record) throw error;
    const kept = isResumable(record.upload) ? record : { ...record, upload: { ...record.upload, bytesStored: 0 } };
    // Storage refuses an address that has expired, whatever the address itself says (nb-dps.md §5.3): the next attempt gets a new one.
    const sealed = isRefused(error) ? { ...kept.sealed, uploadUrl: null } : kept.sealed;
    const left = await save(changed({ ...kept, sealed }, { state: 'WAITING', problem: error instanceof SenderGone ? null : problemOf(error) }));
    if (error instanceof SenderGone) return left;
    throw error;
  }

  return {
    async create({ owner, target, sizeInBytes = null, contentType = null, md5 = null, partBytes, uploadUrl = null }) {
      const at = now();
      return save({
        owner,
        version: 0,
        sealed: { uploadUrl, etags: {} },
        upload: {
          uploadId: randomBytes(16).toString('base64url'), target, sizeInBytes, contentType, md5, partBytes: partBytesFor(sizeInBytes, partBytes),
          state: 'WAITING', bytesStored: 0, parts: [], problem: null, createdAt: at, updatedAt: at,
        },
      });
    },
    async get({ subject }, uploadId) {
      const record = await read(uploadId);
      return record?.owner === subject ? record : undefined;
    },
    getMany: async (uploadIds) => (await documents.getMany(documentKind, uploadIds)).map((document) => document && recordOf(document)),
    async forget(uploadId) {
      const transfer = running.get(uploadId);
      transfer?.cancel.abort(new SenderGone());
      await transfer?.done.catch(() => {});
      await documents.delete(documentKind, uploadId);
    },
    ticketOf: (uploadId) => `${uploadId}.${Buffer.from(keyring.sign(ticketBytes(uploadId))).toString('base64url')}`,
    async ofTicket(ticket) {
      const [uploadId = '', signature = ''] = ticket.split('.');
      return keyring.verify(ticketBytes(uploadId), Buffer.from(signature, 'base64url')) ? read(uploadId) : undefined;
    },
    async receive(record, bytes) {
      checkBytes(record.upload, bytes);
      const { uploadId } = record.upload;
      const send = isResumable(record.upload) ? sendParts : sendWhole;
      return alone(
        record,
        async (transfer, cancel) => {
          try {
            // Read again: an earlier transfer may have got further until it was ended.
            const latest = (await read(uploadId)) ?? record;
            checkBytes(latest.upload, bytes);
            return await send(latest, bytes, transfer, cancel);
          } catch (error) {
            // A body that was read to its end is destroyed as well: then it is not the sender who is to blame.
            const left = bytes.body.destroyed && !bytes.body.readableEnded;
            return await broken(uploadId, cancel.signal.aborted || left ? new SenderGone() : error);
          }
        },
        bytes.offset,
      );
    },
    async finish(record, parts) {
      if (record.upload.state === 'COMPLETE') return record;
      return alone(
        record,
        async () => {
          const latest = (await read(record.upload.uploadId)) ?? record;
          const { sizeInBytes, bytesStored } = latest.upload;
          const isWhole = !isResumable(latest.upload);
          if (!parts && !isWhole && (bytesStored === 0 || bytesStored !== sizeInBytes)) throw new Failure({ kind: 'notReady', message: 'The bytes of this upload are still to come.' });
          await routeOf(latest).complete?.(latest, parts ?? receipts(latest));
          return save(changed(latest, { state: 'COMPLETE', problem: null, bytesStored: sizeInBytes ?? bytesStored }));
        },
        record.upload.bytesStored,
      );
    },
    onSettled: (listener) => void settledListeners.add(listener),
    transfer: (uploadId) => running.get(uploadId)?.transfer,
    async stop() {
      const transfers = [...running.values()];
      for (const { cancel } of transfers) cancel.abort(new SenderGone());
      await Promise.allSettled(transfers.map(({ done }) => done));
    },
  };
}

const checksumMismatch: Problem = { code: 'CHECKSUM_MISMATCH', message: 'The bytes that arrived do not have the registered MD5. Send the right file to the same ticket.' };

function ticketBytes(uploadId: string): Buffer {
  return Buffer.from(JSON.stringify(['upload ticket', uploadId]));
}

/** Refuses what storage would refuse, before the first byte goes out. */
function checkBytes(upload: Upload, { offset, length, contentType }: IncomingBytes): void {
  if (upload.state === 'COMPLETE') throw new Failure({ kind: 'conflict', message: 'The upload is complete.' });
  if (offset !== 0 && offset !== upload.bytesStored) throw new Failure({ kind: 'conflict', message: `The upload goes on at byte ${upload.bytesStored}.` });
  const largest = isResumable(upload) ? maxMultipartBytes : maxSingleBytes;
  const end = offset + length;
  if (end > largest) throw new Failure({ kind: 'badInput', message: `An upload of this kind has at most ${largest} bytes.`, argument: ['sizeInBytes'] });
  if (upload.sizeInBytes !== null && end > upload.sizeInBytes) throw new Failure({ kind: 'badInput', message: `The file was announced with ${upload.sizeInBytes} bytes.`, argument: ['sizeInBytes'] });
  if (!isResumable(upload) && upload.sizeInBytes !== null && end !== upload.sizeInBytes) {
    throw new Failure({ kind: 'badInput', message: `This file goes in one piece of ${upload.sizeInBytes} bytes.`, argument: ['sizeInBytes'] });
  }
  const [type] = (contentType ?? '').split(';');
  const open = type === '' || type === 'application/octet-stream' || type === 'application/offset+octet-stream';
  if (upload.contentType !== null && !open && type?.trim().toLowerCase() !== upload.contentType.toLowerCase()) {
    throw new Failure({ kind: 'badInput', message: `This upload takes ${upload.contentType}.`, argument: ['contentType'] });
  }
}

/** Goes on behind what storage has, or starts over. */
function startedAt(record: UploadRecord, offset: number): UploadRecord {
  if (offset > 0) return record;
  return { ...record, upload: { ...record.upload, parts: [], bytesStored: 0 }, sealed: { ...record.sealed, etags: {} } };
}

function withPart(record: UploadRecord, part: FinishedPart, etag: string): UploadRecord {
  const { upload, sealed } = record;
  return {
    ...record,
    upload: { ...upload, parts: [...upload.parts, part], bytesStored: upload.bytesStored + part.sizeInBytes },
    sealed: { ...sealed, etags: { ...sealed.etags, [part.partNumber]: etag } },
  };
}

/** The receipts of all finished parts, in order. */
export function receipts({ upload, sealed }: UploadRecord): Receipt[] {
  return upload.parts.map(({ partNumber }) => ({ partNumber, etag: sealed.etags[partNumber] ?? '' }));
}

function isRefused(error: unknown): boolean {
  return error instanceof Failure && error.reason.kind === 'upstreamStatus' && error.reason.status === 403;
}

function problemOf(error: unknown): Problem {
  const { code, message } = publicErrorOf(error);
  return { code, message };
}

/** Reads a document of this kind. */
function recordOf({ body, sealed, owner, version }: Document): UploadRecord {
  return { ...written(body, sealed), owner: owner ?? '', version };
}

/** The ledger holds nothing but what we wrote. */
function written(upload: unknown, sealed: unknown): Pick<UploadRecord, 'upload' | 'sealed'>;
function written(upload: unknown, sealed: unknown): unknown {
  return { upload, sealed: sealed ?? { uploadUrl: null, etags: {} } };
}
