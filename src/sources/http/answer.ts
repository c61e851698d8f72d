import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import { decodeError } from './errors.ts';
import { BodyTooLarge, type RawResponse, TransportError } from './exchange.ts';
import { parseJson, readText } from './json.ts';
import type { ResponseHead, UpstreamRequest } from './request.ts';
import { scrub } from './scrub.ts';

/** A success: its body as parsed JSON, undefined when it was empty. */
export interface Answer extends ResponseHead {
  readonly body: unknown;
}

/** Any response as an answer or a `Failure`; `token` is what must not come back in a message. */
export function answerOf(source: SourceName, raw: RawResponse, nowMs: number, token: string): Answer | Failure {
  const { status, headers, body } = raw;
  const encoding = headers['content-encoding'];
  if (status < 200 || status > 299) {
    // What is compressed although nobody asked for it says as little as nothing.
    const text = encoding === undefined ? readText(body, headers) : '';
    return new Failure(decodeError(source, { status, headers, text, nowMs, secrets: [token] }));
  }
  if (body.length === 0) return { status, headers, body: undefined };
  const unreadable = (why: string) => {
    const type = String(headers['content-type'] ?? 'no content type');
    const message = scrub(`${why} (${type}, ${body.length} bytes)`, [token]);
    return new Failure({ kind: 'upstreamUnreadable', source, status, message });
  };
  if (encoding !== undefined && encoding !== 'identity') return unreadable(`encoded as ${String(encoding)}, which was not asked for`);
  try {
    return { status, headers, body: parseJson(readText(body, headers)) };
  } catch {
    return unreadable('not JSON');
  }
}

/** What the caller's parser makes of an answer. Throws `upstreamUnreadable` where it throws anything but a `Failure`. */
export function readAnswer<T>(source: SourceName, parse: UpstreamRequest<T>['parse'], answer: Answer): T {
  try {
    return parse(answer.body, answer);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const message = error instanceof Error ? scrub(`${error.name}: ${error.message}`) : 'not what was expected';
    // No cause: a parser's error may quote the body.
    throw new Failure({ kind: 'upstreamUnreadable', source, status: answer.status, message });
  }
}

/** What went wrong below HTTP as a `Failure`; an error of our own (a header that cannot be sent) stays what it is. */
export function failureOf(source: SourceName, error: Error): Error {
  if (error instanceof Failure) return error;
  if (error instanceof BodyTooLarge) {
    const { status, message } = error;
    return new Failure(
      status < 300 ? { kind: 'upstreamUnreadable', source, status, message } : { kind: 'upstreamStatus', source, status, message },
    );
  }
  if (!(error instanceof TransportError) || error.code === 'UND_ERR_INVALID_ARG') return error;
  // No cause: a parse error of undici's holds a piece of the response.
  return new Failure({ kind: 'upstreamNetwork', source, message: scrub(`${error.code}: ${error.message}`) });
}

/**
 * Whether the upstream failed: true for no answer, 5xx and what cannot be read, false for any other answer (a 4xx is an
 * upstream at work), undefined when the error says nothing about it.
 */
export function failedUpstream(error: Error): boolean | undefined {
  if (!(error instanceof Failure)) return undefined;
  switch (error.reason.kind) {
    case 'upstreamNetwork':
    case 'upstreamTimeout':
    case 'upstreamUnreadable':
      return true;
    case 'upstreamStatus':
      return error.reason.status >= 500;
    default:
      return undefined;
  }
}
