import type { UpstreamReason } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import type { ResponseHeaders } from './exchange.ts';
import { parseJson } from './json.ts';
import { readRetryAfter } from './retry.ts';
import { scrub, scrubValue } from './scrub.ts';

/** A response with a status that is not a success. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** The whole body as text. */
  readonly text: string;
  /** Now, in ms since the epoch: `Retry-After` may be a date. */
  readonly nowMs: number;
  /** Exact texts that must not come back (the token that was sent). */
  readonly secrets?: readonly string[];
}

/** The reason that an error response comes to. */
export type StatusReason = Extract<UpstreamReason, { kind: 'upstreamStatus' }>;

interface Words {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly details?: unknown;
}

/**
 * Reads an error response of any shape that the upstreams or what stands before them send: DPS `{error: {code, message,
 * details}}` (nb-dps.md §7), OAuth and Spring `{error: "…"}`, Docbyte `{code, message|null}` (docbyte-vault.md §4.7),
 * JSON:API `{errors: […]}` (dvids-submission.md §3), problem+json, storage XML, HTML, plain text, nothing, something cut off.
 * Never throws. `message` and `details` are bounded and scrubbed of secrets; `code` has only letters, digits and `_.:-`,
 * because clients may read it.
 */
export function decodeError(source: SourceName, response: ErrorResponse): StatusReason {
  const secrets = response.secrets ?? [];
  const words = wordsOf(response);
  const code = words.code?.trim();
  const message = words.message === undefined ? '' : scrub(words.message, secrets);
  const retryAfterMs = readRetryAfter(response.headers, response.nowMs);
  return {
    kind: 'upstreamStatus',
    source,
    status: response.status,
    ...(code && /^[\w.:-]{1,64}$/.test(code) && scrub(code, secrets) === code ? { code } : {}),
    ...(message ? { message } : {}),
    ...(words.details === undefined || words.details === null ? {} : { details: scrubValue(words.details, secrets) }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Longer than any error that says something. */
const maxErrorText = 256 * 1024;

function wordsOf({ headers, text }: ErrorResponse): Words {
  const body = text.slice(0, maxErrorText).trim();
  if (body === '') return fromChallenge(headers);
  if (body.startsWith('{') || body.startsWith('[')) {
    try {
      return fromJson(parseJson(body)) ?? { message: body };
    } catch {
      return { message: body };
    }
  }
  if (/^<(?:!doctype html|html)/i.test(body)) return { message: textOf(body, 'title') ?? withoutTags(body) };
  if (body.startsWith('<')) return { code: textOf(body, 'Code'), message: textOf(body, 'Message') ?? textOf(body, 'title') ?? withoutTags(body) };
  return { message: body };
}

function fromJson(body: unknown): Words | undefined {
  if (!isObject(body)) return undefined;
  if (Array.isArray(body['errors'])) return fromJsonApi(body['errors']);
  const { error } = body;
  if (isObject(error)) return { code: textFrom(error['code']), message: textFrom(error['message']), details: error['details'] };
  if (typeof error === 'string') {
    // Spring names the status there ("Not Found"), OAuth a code ("invalid_client").
    const spring = 'timestamp' in body || 'path' in body;
    const told = textFrom(body['error_description']) ?? textFrom(body['message']);
    return spring ? { message: told ?? error } : { code: error, message: told ?? error };
  }
  if ('title' in body || 'detail' in body) {
    return { code: textFrom(body['code']), message: joined(body['title'], body['detail']), details: body['errors'] };
  }
  if ('code' in body || 'message' in body) return { code: textFrom(body['code']), message: textFrom(body['message']), details: body['details'] };
  return undefined;
}

function fromJsonApi(errors: readonly unknown[]): Words {
  const [first] = errors.filter(isObject);
  return { code: textFrom(first?.['code']), message: joined(first?.['title'], first?.['detail']), details: errors };
}

/** A 401 without a body may say why in its challenge (RFC 6750 §3). */
function fromChallenge(headers: ResponseHeaders): Words {
  const challenge = String(headers['www-authenticate'] ?? '');
  return {
    code: /\berror="([^"]{1,64})"/.exec(challenge)?.[1],
    message: /\berror_description="([^"]{1,500})"/.exec(challenge)?.[1],
  };
}

function textOf(markup: string, tag: string): string | undefined {
  const from = new RegExp(`<${tag}(?:\\s[^>]{0,200})?>([^<]{1,2000})</`, 'i').exec(markup)?.[1]?.trim();
  return from === '' ? undefined : from;
}

function withoutTags(markup: string): string {
  return markup.slice(0, 4_000).replace(/<[^>]*>?/g, ' ');
}

function joined(...parts: readonly unknown[]): string | undefined {
  const texts = parts.map(textFrom).filter((text) => text !== undefined);
  return texts.length > 0 ? texts.join(': ') : undefined;
}

function textFrom(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
