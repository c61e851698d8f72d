import type { Delivery } from '../../domain/disseminationFold.ts';
import type { RejectionReason } from '../../domain/submission.ts';
import type { SubmissionVerdict } from '../../domain/submissionFold.ts';
import { isObject, objectsOf, textOf, type JsonObject } from '../reading.ts';
import { contractOf } from './mapper.ts';
import { filled, sizeOf } from './wire.ts';

/** What DPS sends by webhook: nb-dps.md §8.3. */

/** A webhook's news. `ignored` is one of a type that is not known here, or was retired. */
export type DpsNews =
  | { readonly kind: 'delivered'; readonly occurredAt: string; readonly delivery: Delivery }
  | { readonly kind: 'judged'; readonly occurredAt: string; readonly verdict: SubmissionVerdict }
  | { readonly kind: 'ignored'; readonly type: string };

/** Reads the envelope. Throws a TypeError that quotes no values for one that a known type does not allow. `receivedAt` (RFC 3339) stands in for a missing timestamp. */
export function parseWebhook(body: unknown, receivedAt: string): DpsNews {
  if (!isObject(body) || !filled(body['type'])) throw new TypeError('a webhook must be an object with a type');
  const { type, data } = body;
  if (!isKnown(type)) return { kind: 'ignored', type };
  if (!isObject(data)) throw new TypeError(`${type} must have data`);
  const timestamp = textOf(body['timestamp']);
  const occurredAt = timestamp !== null && !Number.isNaN(Date.parse(timestamp)) ? timestamp : receivedAt;
  return type === 'dissemination.delivered'
    ? { kind: 'delivered', occurredAt, delivery: deliveryOf(data) }
    : { kind: 'judged', occurredAt, verdict: verdictOf(type, data) };
}

const knownTypes = ['dissemination.delivered', 'submission.preserved', 'submission.rejected'] as const;

function isKnown(type: string): type is (typeof knownTypes)[number] {
  return knownTypes.some((known) => known === type);
}

function deliveryOf(data: JsonObject): Delivery {
  const { disseminationId, archiveId, files } = data;
  if (!filled(disseminationId) || !filled(archiveId) || !Array.isArray(files)) {
    throw new TypeError('dissemination.delivered must have a disseminationId, an archiveId and files');
  }
  return {
    disseminationId,
    archiveId,
    clientId: textOf(data['clientId']),
    contractId: contractOf(data['contractId']),
    objectId: textOf(data['objectId']),
    sizeInBytes: sizeOf(data['sumSizeInBytes']),
    files: files.map(deliveredFileOf),
  };
}

function deliveredFileOf(file: unknown): Delivery['files'][number] {
  // Capital URL, as documented.
  if (!isObject(file) || !filled(file['downloadURL'])) throw new TypeError('a delivered file must have a downloadURL');
  return {
    filename: textOf(file['filename']) ?? lastSegment(file['downloadURL']),
    sizeInBytes: sizeOf(file['filesize']),
    expiresAt: textOf(file['expirationDate']),
    checksum: textOf(file['checksum']),
    checksumAlgorithm: textOf(file['checksumAlgorithm']),
    downloadUrl: file['downloadURL'],
  };
}

function verdictOf(type: 'submission.preserved' | 'submission.rejected', data: JsonObject): SubmissionVerdict {
  const { submissionId } = data;
  const contractId = contractOf(data['contractId']);
  if (!filled(submissionId) || contractId === null) throw new TypeError(`${type} must have a submissionId and a contractId`);
  return {
    submissionId,
    contractId,
    archiveId: textOf(data['archiveId']),
    upstreamStatus: type === 'submission.preserved' ? 'PRESERVED' : 'REJECTED',
    reasons: type === 'submission.rejected' ? objectsOf(data['reasons']).map(reasonOf) : [],
  };
}

function reasonOf(reason: JsonObject): RejectionReason {
  return { code: textOf(reason['code']) ?? 'UNKNOWN', message: textOf(reason['message']), filePath: textOf(reason['filePath']) };
}

/** The name in an address, for a file that came without one. */
function lastSegment(address: string): string {
  return /([^/?#]+)\/?(?:[?#]|$)/.exec(address)?.[1] ?? 'file';
}
