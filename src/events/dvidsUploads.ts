import type { DvidsAssetType, DvidsUploadPart } from '../domain/dvids.ts';
import { Failure } from '../domain/failure.ts';
import { maxMultipartBytes, maxParts, maxSingleBytes, minPartBytes } from '../domain/upload.ts';
import type { UploadTarget } from '../domain/upload.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import type { DvidsBatches } from './dvidsBatches.ts';
import type { NewUpload, Receipt, UploadRecord, Uploads } from './uploads.ts';

/** What is known of a file before its bytes come. */
export interface AnnouncedUpload {
  readonly sizeInBytes?: number | undefined;
  readonly contentType?: string | undefined;
}

export interface AnnouncedMultipartUpload extends AnnouncedUpload {
  readonly contentType: string;
  /** Default 100 MB, more where the file would have too many parts. */
  readonly partSizeInBytes?: number | undefined;
}

/** Uploads into batches. Everything may throw `notFound`, `badInput` (argument `["input", …]`), and what DVIDS refuses with. */
export interface DvidsUploads {
  /** An upload of at most 5 GiB in one piece. A repeat makes another, harmless one. */
  create(viewer: Viewer, batchId: string, file: AnnouncedUpload): Promise<UploadRecord>;
  /** An upload in parts: what has arrived stays when the rest is cut off. A repeat makes another, harmless one. */
  createMultipart(viewer: Viewer, batchId: string, file: AnnouncedMultipartUpload): Promise<UploadRecord>;
  /** Where one part goes, for those who send to storage themselves. */
  createPart(viewer: Viewer, uploadId: string, partNumber: number): Promise<DvidsUploadPart>;
  /** Puts the parts together: those that this gateway has sent, or `parts`. Done already is done. */
  complete(viewer: Viewer, uploadId: string, parts?: readonly Receipt[]): Promise<UploadRecord>;
  /** The uploads of a batch of the caller's, newest first. */
  of(viewer: Pick<Viewer, 'subject'>, batchId: string): Promise<UploadRecord[]>;
  /** The upload that is to become an asset, if it can: of that batch, in the form that the kind takes, and not half there. Throws `badInput` at `at`, `notReady`. */
  forAsset(viewer: Viewer, batchId: string, assetType: DvidsAssetType, uploadId: string, at: readonly string[]): Promise<UploadRecord>;
  /** DVIDS took an upload for an asset, so that its bytes are there, whoever brought them. */
  taken(upload: UploadRecord): Promise<void>;
}

/** A note of which uploads a batch has. */
const noteKind = 'dvidsBatchUpload';
const noteId = (batchId: string, uploadId: string) => `${encodeURIComponent(batchId)}/${uploadId}`;

export interface DvidsUploadsOptions {
  readonly ledger: Pick<Ledger, 'documents'>;
  readonly dvids: DvidsSource;
  readonly batches: DvidsBatches;
  readonly uploads: Uploads;
}

export function createDvidsUploads({ ledger: { documents }, dvids, batches, uploads }: DvidsUploadsOptions): DvidsUploads {
  async function expect(batchId: string, upload: NewUpload): Promise<UploadRecord> {
    const record = await uploads.create(upload);
    await documents.put({ kind: noteKind, id: noteId(batchId, record.upload.uploadId), owner: upload.owner, body: { uploadId: record.upload.uploadId } });
    return record;
  }

  async function own(viewer: Viewer, uploadId: string, at: readonly string[] = ['input', 'uploadId']): Promise<UploadRecord & { readonly target: DvidsTarget }> {
    const record = await uploads.get(viewer, uploadId);
    const target = record && dvidsTarget(record.upload.target);
    if (!target) throw new Failure({ kind: 'badInput', message: 'There is no such upload of yours.', argument: at });
    return { ...record, target };
  }

  async function inParts(viewer: Viewer, uploadId: string): Promise<UploadRecord & { readonly target: DvidsTarget }> {
    const record = await own(viewer, uploadId);
    if (record.target.kind !== 'dvidsMultipart') throw refused('uploadId', 'This upload goes in one piece.');
    return record;
  }

  return {
    async create(viewer, batchId, { sizeInBytes, contentType }) {
      checkSize(sizeInBytes, maxSingleBytes, 'An upload in one piece has at most 5 GiB; `createDvidsMultipartUpload` takes more.');
      checkType(contentType);
      await batches.ownOpen(viewer, batchId);
      const { uploadId, uploadUrl } = await dvids.createUpload(batchId, viewer);
      return expect(batchId, { owner: viewer.subject, target: { kind: 'dvidsSingle', batchId, dvidsUploadId: uploadId }, sizeInBytes, contentType, uploadUrl });
    },
    async createMultipart(viewer, batchId, { sizeInBytes, contentType, partSizeInBytes }) {
      checkSize(sizeInBytes, maxMultipartBytes, 'An upload has at most 5 TiB.');
      checkType(contentType);
      checkPartSize(partSizeInBytes);
      await batches.ownOpen(viewer, batchId);
      const { uploadId } = await dvids.createMultipartUpload(batchId, contentType, viewer);
      return expect(batchId, { owner: viewer.subject, target: { kind: 'dvidsMultipart', batchId, dvidsUploadId: uploadId }, sizeInBytes, contentType, partBytes: partSizeInBytes });
    },
    async createPart(viewer, uploadId, partNumber) {
      if (!(Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= maxParts)) throw refused('partNumber', `Parts are numbered from 1 to ${maxParts.toLocaleString('en')}.`);
      const { target } = await inParts(viewer, uploadId);
      return dvids.createUploadPart(target.batchId, target.dvidsUploadId, partNumber, viewer);
    },
    async complete(viewer, uploadId, parts) {
      if (parts) checkReceipts(parts);
      return uploads.finish(await inParts(viewer, uploadId), parts);
    },
    async of({ subject }, batchId) {
      const notes = await documents.list(noteKind, { owner: subject, idPrefix: noteId(batchId, '') });
      const records = await uploads.getMany(notes.map(({ id }) => id.slice(noteId(batchId, '').length)));
      return records.filter((record) => record !== undefined);
    },
    async forAsset(viewer, batchId, assetType, uploadId, at) {
      const record = await own(viewer, uploadId, at);
      const { upload, target } = record;
      const wrong = (message: string) => new Failure({ kind: 'badInput', message, argument: at });
      if (target.batchId !== batchId) throw wrong('This upload belongs to another batch.');
      if (assetType === 'VIDEO' && target.kind !== 'dvidsMultipart') throw wrong('A video is uploaded in parts: `createDvidsMultipartUpload`.');
      if (assetType !== 'VIDEO' && target.kind !== 'dvidsSingle') throw wrong('Only a video is uploaded in parts: `createDvidsUpload`.');
      if (assetType === 'PHOTO' && upload.contentType !== null && upload.contentType !== 'image/jpeg') throw wrong('A photo is a JPEG (image/jpeg).');
      if (assetType === 'PUBLICATION_ISSUE' && upload.contentType !== null && upload.contentType !== 'application/pdf') throw wrong('An issue of a publication is a PDF (application/pdf).');
      // Parts that only have to be put together are; an upload in one piece may have been sent without us, which DVIDS knows.
      return target.kind === 'dvidsMultipart' ? uploads.finish(record) : record;
    },
    async taken(record) {
      if (record.upload.state !== 'COMPLETE') await uploads.finish(record);
    },
  };
}

type DvidsTarget = Exclude<UploadTarget, { kind: 'dpsFile' }>;

function dvidsTarget(target: UploadTarget): DvidsTarget | undefined {
  return target.kind === 'dpsFile' ? undefined : target;
}

/** DVIDS's own id of an upload. */
export function dvidsUploadId({ upload: { target } }: UploadRecord): string | undefined {
  return dvidsTarget(target)?.dvidsUploadId;
}

function checkSize(sizeInBytes: number | undefined, most: number, message: string): void {
  if (sizeInBytes !== undefined && sizeInBytes > most) throw refused('sizeInBytes', message);
}

function checkType(contentType: string | undefined): void {
  if (contentType !== undefined && !/^[\w.+-]+\/[\w.+-]+$/.test(contentType)) throw refused('contentType', 'A media type such as `image/jpeg`.');
}

function checkPartSize(partSizeInBytes: number | undefined): void {
  if (partSizeInBytes !== undefined && (partSizeInBytes < minPartBytes || partSizeInBytes > maxSingleBytes)) throw refused('partSizeInBytes', 'A part has from 5 MiB to 5 GiB.');
}

function checkReceipts(parts: readonly Receipt[]): void {
  const numbers = new Set(parts.map(({ partNumber }) => partNumber));
  const isRight = parts.length > 0 && numbers.size === parts.length && parts.every(({ partNumber, etag }) => partNumber >= 1 && partNumber <= maxParts && etag.trim() !== '');
  if (!isRight) throw refused('parts', 'Each part once, by its number, with the ETag that storage answered.');
}

function refused(field: string, message: string): Failure {
  return new Failure({ kind: 'badInput', message, argument: ['input', field] });
}
