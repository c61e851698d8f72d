import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { dateTime, pause, type Clock } from '../domain/clock.ts';
import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { Problem } from '../domain/job.ts';
import { isResumable, partBytesFor, sourceOfUpload, type Upload, type UploadTarget, type UploadTargetKind } from '../domain/upload.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Document, Ledger } from '../ledger/ledger.ts';
import { underLease } from './lease.ts';
import { checkBytes } from './uploadChecks.ts';
import { receipts, sendParts, sendWhole, watchIdle, type IncomingBytes, type Sending } from './uploadSending.ts';
import type { Receipt, Transfer, UploadRecord, UploadRoute } from './uploadRecord.ts';
import { SenderGone } from './uploadStream.ts';

export type { Receipt, Transfer, UploadRecord, UploadRoute, UploadSealed } from './uploadRecord.ts';
export type { IncomingBytes } from './uploadSending.ts';

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
   * (wrong offset, or another sender at work, is `conflict`), or with what storage and the source come to; what storage has for good is kept.
   */
  receive(record: UploadRecord, bytes: IncomingBytes): Promise<UploadRecord>;
  /**
   * Completes an upload without sending anything: puts together the parts that storage has, or, with `parts`, those that its owner
   * brought there without this gateway. One in one piece was brought there whole. `notReady` while bytes are still to come.
   */
  finish(record: UploadRecord, parts?: readonly Receipt[]): Promise<UploadRecord>;
  /** The upload as it stands, completed if it only lacks that: all its bytes are there, or it has none. Rejects as `receive` does. */
  settled(record: UploadRecord): Promise<UploadRecord>;
  /** Calls the listener when all bytes of an upload have come to this process, the right ones or not. */
  onSettled(listener: (record: UploadRecord) => void): void;
  /** The transfer of an upload in this process, while there is one. */
  transfer(uploadId: string): Transfer | undefined;
  /** Ends the transfers under way, whose senders are told so, and waits for them. */
  stop(): Promise<void>;
}

export interface UploadsOptions {
  readonly ledger: Ledger;
  readonly routes: Readonly<Partial<Record<UploadTargetKind, UploadRoute>>>;
  readonly clock: Clock;
  /** A dead process blocks an upload for this long; who comes meanwhile waits. Default 15,000. */
  readonly leaseMs?: number | undefined;
  /** A transfer in which no byte passes for this long ends. Default 120,000. */
  readonly idleMs?: number | undefined;
}

const documentKind = 'upload';
/** How much longer than a lease somebody waits for it. */
const patienceMs = 5_000;
const lookAgainMs = 250;

/** Makes the service. */
export function createUploads({ ledger, routes, clock, leaseMs = 15_000, idleMs = 120_000 }: UploadsOptions): Uploads {
  const { documents, leases, keyring } = ledger;
  const running = new Map<string, Running>();
  const stopping = new AbortController();
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

  /** One transfer of an upload at a time: a sender that comes back ends the one it left hanging here; elsewhere it waits for a while. */
  async function alone(uploadId: string, firstByte: number, work: (transfer: Transfer, cancel: AbortController) => Promise<UploadRecord>): Promise<UploadRecord> {
    const until = clock.now() + leaseMs + patienceMs;
    for (;;) {
      const earlier = running.get(uploadId);
      earlier?.cancel.abort(new SenderGone());
      await earlier?.over;
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      const transfer: Transfer = { startedAt: clock.now(), bytesSent: firstByte, firstByte };
      const mine: Running = { transfer, cancel: new AbortController(), over };
      const run = () => {
        running.set(uploadId, mine);
        return work(transfer, mine.cancel);
      };
      try {
        const outcome = await underLease({ leases, clock, leaseMs }, `upload:${uploadId}`, run);
        if (outcome) return outcome;
      } finally {
        if (running.get(uploadId) === mine) running.delete(uploadId);
        end();
      }
      if (clock.now() >= until || stopping.signal.aborted) throw new Failure({ kind: 'conflict', message: 'Another sender is at this upload. Try again in a moment.' });
      await pause(clock, lookAgainMs, stopping.signal);
    }
  }

  /** Reads again what is to be sent: an earlier transfer may have got further until it was ended. */
  async function latest(record: UploadRecord): Promise<UploadRecord> {
    const found = await read(record.upload.uploadId);
    if (!found) throw new Failure({ kind: 'notFound', message: 'The upload was taken back.' });
    return found;
  }

  async function send(record: UploadRecord, bytes: IncomingBytes, transfer: Transfer, cancel: AbortController): Promise<UploadRecord> {
    const { uploadId } = record.upload;
    const stopWatching = watchIdle({ source: sourceOfUpload(record.upload), transfer, body: bytes.body, clock, idleMs, end: (why) => cancel.abort(why) });
    try {
      const current = await latest(record);
      checkBytes(current.upload, bytes);
      const route = routeOf(current);
      bytes.begin?.();
      const sending = { route, bytes, transfer, signal: cancel.signal, save: saveChange };
      return await (isResumable(current.upload) ? sendParts(current, sending) : sendWhole(current, sending));
    } catch (error) {
      // A body that was read to its end is destroyed as well: then it is not the sender who is to blame.
      const left = bytes.body.destroyed && !bytes.body.readableEnded;
      const after = await broken(uploadId, cancel.signal.aborted ? cancel.signal.reason : left ? new SenderGone() : error);
      if (left) return after;
      throw new Failure({ kind: 'conflict', message: `This transfer was ended: nothing came any more, another sender took over, or the gateway is stopping. The upload goes on at byte ${after.upload.bytesStored}.` });
    } finally {
      stopWatching();
    }
  }

  const saveChange: Sending['save'] = (record, change, sealed = {}) => save(changed({ ...record, sealed: { ...record.sealed, ...sealed } }, change));

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

  async function receive(record: UploadRecord, bytes: IncomingBytes): Promise<UploadRecord> {
    checkBytes(record.upload, bytes);
    return alone(record.upload.uploadId, bytes.offset, (transfer, cancel) => send(record, bytes, transfer, cancel));
  }

  async function finish(record: UploadRecord, parts?: readonly Receipt[]): Promise<UploadRecord> {
    if (record.upload.state === 'COMPLETE') return record;
    if (!parts && running.has(record.upload.uploadId)) throw stillToCome();
    return alone(record.upload.uploadId, record.upload.bytesStored, async () => {
      const current = await latest(record);
      const { sizeInBytes, bytesStored, state } = current.upload;
      if (state === 'COMPLETE') return current;
      if (!parts && isResumable(current.upload) && (bytesStored === 0 || bytesStored !== sizeInBytes)) throw stillToCome();
      await routeOf(current).complete?.(current, parts ?? receipts(current));
      return saveChange(current, { state: 'COMPLETE', problem: null, bytesStored: sizeInBytes ?? bytesStored });
    });
  }

  return {
    async create({ owner, target, sizeInBytes = null, contentType = null, md5 = null, partBytes, uploadUrl = null }) {
      const at = now();
      return save({
        owner,
        version: 0,
        sealed: { uploadUrl, etags: {} },
        upload: {
          uploadId: randomBytes(16).toString('base64url'), target, sizeInBytes, announcedBytes: sizeInBytes, contentType, md5, partBytes: partBytesFor(sizeInBytes, partBytes),
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
      await transfer?.over;
      await documents.delete(documentKind, uploadId);
    },
    ticketOf: (uploadId) => `${uploadId}.${Buffer.from(keyring.sign(ticketBytes(uploadId))).toString('base64url')}`,
    async ofTicket(ticket) {
      const [uploadId = '', signature = ''] = ticket.split('.');
      return keyring.verify(ticketBytes(uploadId), Buffer.from(signature, 'base64url')) ? read(uploadId) : undefined;
    },
    receive,
    finish,
    async settled(record) {
      const { uploadId, state, sizeInBytes, bytesStored } = record.upload;
      if (state === 'COMPLETE' || sizeInBytes !== bytesStored || running.has(uploadId)) return record;
      if (sizeInBytes > 0) return isResumable(record.upload) ? finish(record) : record;
      return receive(record, { offset: 0, length: 0, total: 0, contentType: undefined, body: Readable.from([]) });
    },
    onSettled: (listener) => void settledListeners.add(listener),
    transfer: (uploadId) => running.get(uploadId)?.transfer,
    async stop() {
      stopping.abort();
      const transfers = [...running.values()];
      for (const { cancel } of transfers) cancel.abort(new SenderGone());
      await Promise.all(transfers.map(({ over }) => over));
    },
  };
}

/** A transfer under way in this process. */
interface Running {
  readonly transfer: Transfer;
  readonly cancel: AbortController;
  /** Resolves when it is over and somebody else may begin. */
  readonly over: Promise<void>;
}

function stillToCome(): Failure {
  return new Failure({ kind: 'notReady', message: 'The bytes of this upload are still to come.' });
}

function ticketBytes(uploadId: string): Buffer {
  return Buffer.from(JSON.stringify(['upload ticket', uploadId]));
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
