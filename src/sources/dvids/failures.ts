import { Failure } from '../../domain/failure.ts';
import { isObject, objectsOf, objectOf, textOf } from '../reading.ts';

/** Whether DVIDS answered with this status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof Failure && error.reason.kind === 'upstreamStatus' && error.reason.status === status;
}

/** What was read, or undefined where there is no such thing. */
export async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    // `notFound`: an id that cannot stand in an address, which therefore nobody has.
    if (isStatus(error, 404) || (error instanceof Failure && error.reason.kind === 'notFound')) return undefined;
    throw error;
  }
}

/** Reads an answer; what cannot be read is DVIDS's fault, not ours. */
export function readAs<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) throw new Failure({ kind: 'upstreamUnreadable', source: 'DVIDS', status: 200, message: error.message });
    throw error;
  }
}

/**
 * The fields that a refusal points at, in our names and the order of the answer: `/data/attributes/created_at` is `createdAt`.
 * JSON:API lets an error point; whether DVIDS's do is [inferred] (dvids-submission.md §3). Empty where it says nothing of the kind.
 */
export function refusedFields(error: unknown): string[] {
  if (!(error instanceof Failure) || error.reason.kind !== 'upstreamStatus') return [];
  const { details } = error.reason;
  const pointers = objectsOf(Array.isArray(details) ? details : isObject(details) ? details['errors'] : []).map((each) => textOf(objectOf(each['source'])?.['pointer']));
  return pointers.flatMap((pointer) => {
    const [, name] = /^\/data\/(?:attributes|relationships)\/([a-z_]+)/.exec(pointer ?? '') ?? [];
    return name === undefined ? [] : [relationshipFields[name] ?? name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
  });
}

/** Relationships that our inputs know under other names. */
const relationshipFields: Readonly<Record<string, string | undefined>> = {
  batch_upload: 'uploadId',
  service_unit: 'serviceUnitId',
  authors: 'authorIds',
  themes: 'themeIds',
  category: 'graphicCategoryId',
  publication: 'publicationId',
  author: 'authorId',
  media: 'assetId',
};
