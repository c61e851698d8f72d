import type { DvidsBatch, DvidsFinishedPart, DvidsMultipartUpload, DvidsUpload, DvidsUploadPart, DvidsVirin } from '../../domain/dvids.ts';
import { Failure } from '../../domain/failure.ts';
import { booleanOf, textOf } from '../reading.ts';
import type { Caller } from '../http/authorize.ts';
import type { UpstreamClient } from '../http/client.ts';
import { createAssetSource, type DvidsAssetSource } from './assetSource.ts';
import { createDvidsClient } from './client.ts';
import { closeBatchDocument, closeMultipartDocument, multipartDocument, newBatchDocument, partDocument, uploadDocument, virinDocument } from './documents.ts';
import { isStatus, orUndefined, readAs } from './failures.ts';
import { batchOf, filled, multipartOf, partOf, virinOf } from './mapper.ts';
import { createReferenceSource, type DvidsReferenceSource } from './referenceSource.ts';
import { forgetful, rememberingClient, type Remember } from './remember.ts';
import { defaultDvidsSettings, type DvidsSettings } from './settings.ts';
import type { WireDocument } from './wire.ts';

/**
 * What DVIDS can do for us, on behalf of one user each time. Everything rejects with a `Failure`; single reads give undefined for
 * what is not there. What makes an asset, a link or a VIRIN is never repeated here: who calls decides after looking (dvids-submission.md §8).
 */
export interface DvidsSource extends DvidsReferenceSource, DvidsAssetSource {
  /** A repeat makes another, harmless one (§8). */
  createBatch(as: Caller): Promise<DvidsBatch>;
  batch(batchId: string, as: Caller): Promise<DvidsBatch | undefined>;
  /** Closes a batch, which starts processing and approval; one that is closed already is closed. `sendConfirmationEmail`: §5.1. */
  closeBatch(batchId: string, sendConfirmationEmail: boolean, as: Caller): Promise<DvidsBatch>;

  /** An upload of at most 5 GB in one PUT with `Content-Length`, never chunked, never with our token (§5.2). `conflict` where DVIDS wants a form instead. */
  createUpload(batchId: string, as: Caller): Promise<DvidsUpload>;
  createMultipartUpload(batchId: string, contentType: string, as: Caller): Promise<DvidsMultipartUpload>;
  /** Where part `partNumber` (from 1 to 10,000) goes. Asking again for the same number is how a part is sent again (§5.3 [inferred]). */
  createUploadPart(batchId: string, uploadId: string, partNumber: number, as: Caller): Promise<DvidsUploadPart>;
  /** Puts the parts together; needed before the asset is made. Doing it again does no harm. */
  closeMultipartUpload(batchId: string, uploadId: string, parts: readonly DvidsFinishedPart[], as: Caller): Promise<void>;

  /** The next VIRIN of an author or a unit for a date (`2024-10-01` or RFC 3339). Each call takes a number: never repeated (§5.10). */
  authorVirin(authorId: string, date: string, as: Caller): Promise<DvidsVirin>;
  serviceUnitVirin(serviceUnitId: string, date: string, as: Caller): Promise<DvidsVirin>;
}

/** DVIDS behind the calls of its endpoint table. `http` is one of `createDvidsHttp`; `remember` keeps reference data (default: nothing is kept). */
export function createDvidsSource(http: UpstreamClient, changed: Partial<DvidsSettings> = {}, remember: Remember = forgetful): DvidsSource {
  const settings = { ...defaultDvidsSettings, ...changed };
  const client = createDvidsClient(http, settings);

  async function closeBatch(batchId: string, sendConfirmationEmail: boolean, as: Caller): Promise<DvidsBatch> {
    try {
      const answered = await client.closeBatch(batchId, closeBatchDocument(batchId, sendConfirmationEmail), as);
      return batchOf(answered ?? (await client.batch(batchId, as)));
    } catch (error) {
      if (!isStatus(error, 409)) throw error;
      // Closed by an earlier call, perhaps one whose answer was lost.
      const batch = batchOf(await client.batch(batchId, as));
      if (!batch.closed) throw error;
      return batch;
    }
  }

  return {
    ...createReferenceSource(rememberingClient(client, remember), settings),
    ...createAssetSource(client, settings),

    createBatch: async (as) => batchOf(await client.createBatch(newBatchDocument(), as)),
    batch: async (batchId, as) => {
      const document = await orUndefined(client.batch(batchId, as));
      return document && batchOf(document);
    },
    closeBatch,

    createUpload: async (batchId, as) => uploadOf(await client.createUpload(batchId, uploadDocument(), as), batchId),
    createMultipartUpload: async (batchId, contentType, as) => multipartOf(await client.createMultipart(batchId, multipartDocument(batchId, contentType), as), batchId),
    createUploadPart: async (batchId, uploadId, partNumber, as) => {
      const document = await client.createPart(batchId, uploadId, partDocument(partNumber), as);
      return readAs(() => partOf(document, partNumber));
    },
    closeMultipartUpload: (batchId, uploadId, parts, as) => client.closeMultipart(batchId, uploadId, closeMultipartDocument(uploadId, parts, settings), as),

    authorVirin: async (authorId, date, as) => {
      const document = await client.authorVirin(authorId, virinDocument('author', date), as);
      return readAs(() => virinOf(document));
    },
    serviceUnitVirin: async (serviceUnitId, date, as) => {
      const document = await client.serviceUnitVirin(serviceUnitId, virinDocument('service-unit', date), as);
      return readAs(() => virinOf(document));
    },
  };
}

/** An upload in one piece. A browser's form (`POST` with parameters) is what the vendor's own client refuses too (§5.2). */
function uploadOf({ data }: WireDocument, batchId: string): DvidsUpload {
  const { attributes } = data;
  if ((textOf(attributes['http_method']) ?? 'PUT').toUpperCase() !== 'PUT') {
    throw new Failure({ kind: 'conflict', source: 'DVIDS', message: 'DVIDS wants this upload as a browser form, which Fonds does not send. Nothing was uploaded.' });
  }
  return readAs(() => ({
    uploadId: data.id,
    batchId,
    uploadUrl: filled(attributes['upload_url'], 'an upload address'),
    useCdn: booleanOf(attributes['use_cdn']) ?? true,
  }));
}
