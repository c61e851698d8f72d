import { isObject, objectsOf, textOf, type JsonObject } from '../reading.ts';

/** What DPS sends by REST: nb-dps.md §4 and §5. Only what a record cannot do without is certain; the mapper reads the rest. */

/** A dissemination as it came. */
export type WireDissemination = JsonObject & { readonly disseminationId: string; readonly archiveId: string; readonly status: string };

/** A submission as it came. */
export type WireSubmission = JsonObject & { readonly submissionId: string; readonly status: string };

/** A file of a submission as it came. Its `uploadUrl` is a secret. */
export type WireFile = JsonObject & { readonly fileId: string; readonly filePath: string };

/** A page of the unpublished list of submissions (§5.4). */
export interface WireSubmissionPage {
  readonly content: readonly WireSubmission[];
  readonly page: JsonObject;
}

/** Reads a dissemination. Throws when it is none. */
export function parseDissemination(body: unknown): WireDissemination {
  if (!isDissemination(body)) throw new TypeError('a dissemination must have a disseminationId, an archiveId and a status');
  return body;
}

/** Reads a submission. Throws when it is none. */
export function parseSubmission(body: unknown): WireSubmission {
  if (!isSubmission(body)) throw new TypeError('a submission must have a submissionId and a status');
  return body;
}

/** Reads a registered file. Throws when it is none. */
export function parseFile(body: unknown): WireFile {
  if (!isFile(body)) throw new TypeError('a file must have a fileId and a filePath');
  return body;
}

/** The files of a submission; null where the answer does not list them. */
export function filesOf(submission: WireSubmission): readonly WireFile[] | null {
  const files = submission['files'];
  return Array.isArray(files) ? files.map(parseFile) : null;
}

/** Reads a page of submissions: `{content, page}` [inferred] (§5.4). */
export function parseSubmissionPage(body: unknown): WireSubmissionPage {
  if (!isObject(body) || !Array.isArray(body['content'])) throw new TypeError('a page of submissions must have content');
  return { content: objectsOf(body['content']).map(parseSubmission), page: isObject(body['page']) ? body['page'] : {} };
}

/** An answer whose body is nobody's business. */
export function ignoreBody(): void {}

/** A size as decimal digits. It comes as a number, in webhooks as text, and passes 2^53 (§3); null for anything else. */
export function sizeOf(value: unknown): string | null {
  const digits = textOf(value);
  return digits !== null && /^\d{1,40}$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : null;
}

function isDissemination(body: unknown): body is WireDissemination {
  return isObject(body) && filled(body['disseminationId']) && filled(body['archiveId']) && filled(body['status']);
}

function isSubmission(body: unknown): body is WireSubmission {
  return isObject(body) && filled(body['submissionId']) && filled(body['status']);
}

function isFile(body: unknown): body is WireFile {
  return isObject(body) && filled(body['fileId']) && filled(body['filePath']);
}

/** Whether it is text with something in it. */
export function filled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
