import { createHash } from 'node:crypto';
import type { Route } from './simulator.ts';
import type { Answer, Incoming } from './simulatorHttp.ts';
import type { State } from './simulatorState.ts';
import { isObject, to, type Documents, type Resource } from './dvidsDocuments.ts';
import { held, newId, type Batch, type BatchUpload, type DvidsState, type Received } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

type Parts = {
  documents: Documents;
  switches: DvidsSwitches;
  state: State<DvidsState>;
  /** The caller's open batch that the address names; refuses everything else. */
  openBatch: (incoming: Incoming) => Batch;
  /** Makes an address that takes one PUT of this key. */
  presign: (key: string) => string;
};

type Multipart = Extract<BatchUpload, { kind: 'multipart' }>;

/** Largest part number (dvids-submission.md §5.3). */
const maxPartNumber = 10_000;

const batchOf = ({ batchId }: BatchUpload) => to({ type: 'batch', id: batchId });

/** One element of `parts`, in any of the spellings that a client may guess (§5.3 [inferred]). */
const readPart = (element: unknown): { number: number; etag: string } | undefined => {
  if (!isObject(element)) return undefined;
  const number = element.part_number ?? element.PartNumber;
  const etag = element.etag ?? element.ETag;
  return typeof number === 'number' && Number.isInteger(number) && typeof etag === 'string' ? { number, etag: etag.replaceAll('"', '') } : undefined;
};

/** Storage keys, and what a finished transfer under one means. */
export const uploadKeys = {
  single: (batchId: string, id: string): string => `${batchId}/${id}`,
  part: (batchId: string, id: string, number: number): string => `${batchId}/${id}/${number}`,
  /** Notes that the bytes of a key have come. */
  received: (state: State<DvidsState>, key: string, received: Received): void => {
    const [, id = '', number] = key.split('/');
    const upload = state.value.uploads[id];
    if (upload?.kind === 'single') upload.finished = received;
    if (upload?.kind === 'multipart' && upload.finished === null) upload.parts[Number(number)] = received;
    state.changed();
  },
};

/** Uploads in one piece and in parts (§5.2, §5.3); the bytes go to the storage, not here. */
export const dvidsUploads = ({ documents, switches, state, openBatch, presign }: Parts): Route[] => {
  const add = (upload: BatchUpload): void => {
    state.value.uploads[upload.id] = upload;
    state.changed();
  };

  const create = async (incoming: Incoming): Promise<Answer> => {
    const batch = openBatch(incoming);
    const { attributes } = await documents.read(incoming, 'batch-upload');
    const upload: BatchUpload = { id: newId(state.value), batchId: batch.id, kind: 'single', useCdn: attributes.use_cdn !== false, finished: null };
    add(upload);
    const byForm = switches.uploadMethod === 'POST';
    return documents.one(201, {
      type: 'batch-upload', id: upload.id,
      attributes: {
        upload_url: presign(uploadKeys.single(batch.id, upload.id)), http_method: switches.uploadMethod, use_cdn: upload.useCdn,
        multipart_form_upload_params: byForm ? { key: uploadKeys.single(batch.id, upload.id), policy: 'e30=' } : null,
      },
      relationships: { batch: batchOf(upload) },
    });
  };

  const written = (upload: Multipart): Resource => ({
    type: 'batch-multipart-upload', id: upload.id, attributes: { content_type: upload.contentType }, relationships: { batch: batchOf(upload) },
  });

  const createMultipart = async (incoming: Incoming): Promise<Answer> => {
    const batch = openBatch(incoming);
    const { attributes } = await documents.read(incoming, 'batch-multipart-upload');
    const contentType = typeof attributes.content_type === 'string' ? attributes.content_type : null;
    const upload: Multipart = { id: newId(state.value), batchId: batch.id, kind: 'multipart', contentType, parts: {}, finished: null };
    add(upload);
    return documents.one(201, written(upload));
  };

  const multipart = (incoming: Incoming): Multipart => {
    const batch = openBatch(incoming);
    const upload = held(state.value.uploads, incoming.params.upload);
    return upload?.kind === 'multipart' && upload.batchId === batch.id ? upload : documents.refuse(404, 'The upload does not exist');
  };

  const createPart = async (incoming: Incoming): Promise<Answer> => {
    const upload = multipart(incoming);
    const { attributes } = await documents.read(incoming, 'batch-multipart-upload-part');
    const number = attributes.part_number;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > maxPartNumber) {
      return documents.invalid(`part_number must be a whole number from 1 to ${maxPartNumber}`, '/data/attributes/part_number');
    }
    if (upload.finished !== null) documents.refuse(409, 'The upload is closed');
    return documents.one(201, {
      type: 'batch-multipart-upload-part', id: newId(state.value),
      attributes: { part_number: number, upload_url: presign(uploadKeys.part(upload.batchId, upload.id, number)) },
      relationships: { batch_multipart_upload: to({ type: 'batch-multipart-upload', id: upload.id }) },
    });
  };

  /** Checks the list of parts as S3 does, and that it leaves out nothing that came. Gives the finished whole. */
  const assemble = ({ parts }: Multipart, list: unknown): Received => {
    const pointer = '/data/attributes/parts';
    if (!Array.isArray(list) || list.length === 0) return documents.invalid('parts is required', pointer);
    const sum = createHash('md5');
    let sizeInBytes = 0;
    let previous = 0;
    for (const [index, element] of list.entries()) {
      const part = readPart(element) ?? documents.invalid('Each part needs part_number and etag', `${pointer}/${index}`);
      const received = parts[part.number];
      if (part.number <= previous) documents.invalid('InvalidPartOrder: the parts must be in ascending order', `${pointer}/${index}`);
      if (received?.md5 !== part.etag) return documents.invalid(`InvalidPart: part ${part.number} was not uploaded with this ETag`, `${pointer}/${index}`);
      if (index < list.length - 1 && received.sizeInBytes < switches.minPartBytes) documents.invalid('EntityTooSmall: a part that is not the last is too small', `${pointer}/${index}`);
      previous = part.number;
      sizeInBytes += received.sizeInBytes;
      sum.update(Buffer.from(received.md5, 'hex'));
    }
    if (Object.keys(parts).length !== list.length) documents.invalid('A part that was uploaded is missing from the list', pointer);
    return { sizeInBytes, md5: `${sum.digest('hex')}-${list.length}` };
  };

  const close = async (incoming: Incoming): Promise<Answer> => {
    const upload = multipart(incoming);
    const { attributes } = await documents.read(incoming, 'batch-multipart-upload', upload.id);
    // Closing again with the same parts is harmless (§8).
    upload.finished = assemble(upload, attributes.parts);
    state.changed();
    return documents.changed(written(upload));
  };

  return [
    { name: 'createUpload', method: 'POST', path: '/batch/:batch/upload', handle: create },
    { name: 'createMultipartUpload', method: 'POST', path: '/batch/:batch/multipart-upload', handle: createMultipart },
    { name: 'createPart', method: 'POST', path: '/batch/:batch/multipart-upload/:upload/part', handle: createPart },
    { name: 'closeMultipartUpload', method: 'PATCH', path: '/batch/:batch/multipart-upload/:upload', handle: close },
  ];
};
