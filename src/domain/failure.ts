import type { SourceName } from './source.ts';

/**
 * Everything that can go wrong, as one tagged union. Code throws a `Failure` that carries one of these; `publicError`
 * is the only place where a reason becomes what a client may read.
 */
export type FailureReason =
  | UpstreamReason
  /** The caller bears no token, or one that does not hold. */
  | { readonly kind: 'unauthenticated'; readonly message: string }
  /** Nobody can say whether the caller's token holds: its issuer cannot be reached. */
  | { readonly kind: 'issuerUnavailable'; readonly message: string }
  /** The caller is known and may not do this. */
  | { readonly kind: 'forbidden'; readonly message: string }
  /** A thing that is not there, or that the caller may not see: the two look the same. */
  | { readonly kind: 'notFound'; readonly message: string }
  /** An argument that was refused before any upstream was asked; `argument` is its path, as `['input', 'priority']`. */
  | { readonly kind: 'badInput'; readonly message: string; readonly argument?: readonly string[] }
  /** The state of things does not allow it. */
  | { readonly kind: 'conflict'; readonly message: string; readonly source?: SourceName }
  /** It exists and cannot be had yet. */
  | { readonly kind: 'notReady'; readonly message: string; readonly source?: SourceName }
  /** The caller's own limit. */
  | { readonly kind: 'rateLimited'; readonly message: string; readonly retryAfterMs?: number }
  /** The operation may make more calls than are allowed; `argument` is the one that asks for too much. */
  | { readonly kind: 'queryTooCostly'; readonly message: string; readonly argument?: readonly string[] }
  | { readonly kind: 'cursorInvalid'; readonly message: string }
  | { readonly kind: 'cursorExpired'; readonly message: string }
  /** The ledger cannot be reached: nothing was lost, the call may be repeated. */
  | { readonly kind: 'ledgerUnavailable'; readonly message: string };

/** What an upstream call can come to when it does not come to an answer. */
export type UpstreamReason =
  /** The upstream answered with a status that is not a success. `message` is the upstream's own words: for logs, never for clients. */
  | {
      readonly kind: 'upstreamStatus';
      readonly source: SourceName;
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly details?: unknown;
      readonly retryAfterMs?: number;
      /** The argument of ours that the upstream points at. */
      readonly argument?: readonly string[];
    }
  /** No connection, a reset, or an answer cut off on its way. */
  | { readonly kind: 'upstreamNetwork'; readonly source: SourceName; readonly message: string }
  /** No whole answer within the deadline. */
  | { readonly kind: 'upstreamTimeout'; readonly source: SourceName; readonly timeoutMs: number }
  /** A success whose body could not be read as what it should be. */
  | { readonly kind: 'upstreamUnreadable'; readonly source: SourceName; readonly status: number; readonly message: string }
  /** The breaker is open: the call was not made. */
  | { readonly kind: 'upstreamBreakerOpen'; readonly source: SourceName; readonly retryAfterMs: number }
  /** Our credentials were refused, also after one renewal; `forwarded` when they were the caller's own. */
  | { readonly kind: 'upstreamUnauthorized'; readonly source: SourceName; readonly forwarded: boolean }
  /** No settings for this source. */
  | { readonly kind: 'sourceNotConfigured'; readonly source: SourceName }
  /** DVIDS knows only users, and this one has not logged in there. */
  | { readonly kind: 'dvidsNotConnected'; readonly message: string };

/** The error type of Fonds: thrown by every room, translated once by `publicError`. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly reason: FailureReason;

  constructor(reason: FailureReason, options?: ErrorOptions) {
    super('message' in reason && reason.message ? reason.message : reason.kind, options);
    this.reason = reason;
  }
}

/** The stable codes of `extensions.code`. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'NOT_READY'
  | 'RATE_LIMITED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_INVALID_RESPONSE'
  | 'SOURCE_NOT_CONFIGURED'
  | 'DVIDS_NOT_CONNECTED'
  | 'QUERY_TOO_COSTLY'
  | 'CURSOR_INVALID'
  | 'CURSOR_EXPIRED'
  | 'INTERNAL_SERVER_ERROR';

/** What a client reads of a failure: our own text, a stable code and whether a repeat may help. */
export interface PublicError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly source?: SourceName;
  readonly retryAfterMs?: number;
  readonly argument?: readonly string[];
  readonly upstream?: { readonly status: number; readonly code?: string };
}

const titles: Record<SourceName, string> = { DOCBYTE: 'Docbyte Vault', DPS: 'DPS', DVIDS: 'DVIDS' };

/** Translates a reason into the public table. The text never holds an upstream's body, address or stack. */
export function publicError(reason: FailureReason): PublicError {
  switch (reason.kind) {
    case 'unauthenticated':
      return { code: 'UNAUTHENTICATED', message: reason.message, retryable: false };
    case 'issuerUnavailable':
      return { code: 'UPSTREAM_UNAVAILABLE', message: reason.message, retryable: true };
    case 'forbidden':
      return { code: 'FORBIDDEN', message: reason.message, retryable: false };
    case 'notFound':
      return { code: 'NOT_FOUND', message: reason.message, retryable: false };
    case 'badInput':
      return { code: 'BAD_USER_INPUT', message: reason.message, retryable: false, ...defined({ argument: reason.argument }) };
    case 'conflict':
      return { code: 'CONFLICT', message: reason.message, retryable: false, ...defined({ source: reason.source }) };
    case 'notReady':
      return { code: 'NOT_READY', message: reason.message, retryable: false, ...defined({ source: reason.source }) };
    case 'rateLimited':
      return { code: 'RATE_LIMITED', message: reason.message, retryable: true, ...defined({ retryAfterMs: reason.retryAfterMs }) };
    case 'queryTooCostly':
      return { code: 'QUERY_TOO_COSTLY', message: reason.message, retryable: false, ...defined({ argument: reason.argument }) };
    case 'cursorInvalid':
      return { code: 'CURSOR_INVALID', message: reason.message, retryable: false };
    case 'cursorExpired':
      return { code: 'CURSOR_EXPIRED', message: reason.message, retryable: false };
    case 'ledgerUnavailable':
      return { code: 'INTERNAL_SERVER_ERROR', message: reason.message, retryable: true };
    case 'upstreamStatus':
      return fromStatus(reason);
    case 'upstreamNetwork':
      return upstream('UPSTREAM_UNAVAILABLE', reason.source, `${titles[reason.source]} could not be reached.`, true);
    case 'upstreamTimeout':
      return upstream('UPSTREAM_TIMEOUT', reason.source, `${titles[reason.source]} did not answer within ${reason.timeoutMs} ms.`, true);
    case 'upstreamUnreadable':
      return {
        ...upstream('UPSTREAM_INVALID_RESPONSE', reason.source, `${titles[reason.source]} gave an answer that could not be read.`, false),
        upstream: { status: reason.status },
      };
    case 'upstreamBreakerOpen':
      return {
        ...upstream('UPSTREAM_UNAVAILABLE', reason.source, `${titles[reason.source]} keeps failing; it is left alone for a while.`, true),
        retryAfterMs: reason.retryAfterMs,
      };
    case 'upstreamUnauthorized':
      return reason.forwarded
        ? upstream('UNAUTHENTICATED', reason.source, `${titles[reason.source]} did not accept your token.`, false)
        : upstream('UPSTREAM_UNAVAILABLE', reason.source, `${titles[reason.source]} did not accept the credentials of this gateway.`, false);
    case 'sourceNotConfigured':
      return upstream('SOURCE_NOT_CONFIGURED', reason.source, `${titles[reason.source]} is not configured on this gateway.`, false);
    case 'dvidsNotConnected':
      return upstream('DVIDS_NOT_CONNECTED', 'DVIDS', reason.message, false);
  }
}

/** The public error of anything thrown: a `Failure` by its reason, everything else masked. */
export function publicErrorOf(thrown: unknown): PublicError {
  if (!(thrown instanceof Failure)) return { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong inside the gateway.', retryable: false };
  return { ...publicError(thrown.reason), ...defined({ upstream: upstreamBehind(thrown) }) };
}

/** What an upstream refused with, where we say in words of our own what that comes to. */
function upstreamBehind({ reason, cause }: Failure): PublicError['upstream'] {
  const isOurs = reason.kind === 'conflict' || reason.kind === 'notReady';
  return isOurs && cause instanceof Failure && cause.reason.kind === 'upstreamStatus' ? publicError(cause.reason).upstream : publicError(reason).upstream;
}

function upstream(code: ErrorCode, source: SourceName, message: string, retryable: boolean): PublicError {
  return { code, source, message, retryable };
}

type StatusReason = Extract<UpstreamReason, { kind: 'upstreamStatus' }>;

function fromStatus(reason: StatusReason): PublicError {
  const title = titles[reason.source];
  const told = { upstream: { status: reason.status, ...defined({ code: reason.code }) }, ...defined({ retryAfterMs: reason.retryAfterMs, argument: reason.argument }) };
  const error = (code: ErrorCode, message: string, retryable = false) => ({ ...upstream(code, reason.source, message, retryable), ...told });
  switch (reason.status) {
    case 400:
    case 413:
      return error('BAD_USER_INPUT', `${title} refused the input.`);
    case 403:
      return error('FORBIDDEN', `${title} does not allow this.`);
    case 404:
      return error('NOT_FOUND', `${title} does not know it.`);
    case 409:
      return error('CONFLICT', `${title} says that this conflicts with what it holds.`);
    case 422:
      // One that points at what was sent finds fault with that: JSON:API lets errors point (dvids-submission.md §3 [inferred]).
      if (reason.argument) return error('BAD_USER_INPUT', `${title} refused the input.`);
      return error('NOT_READY', `${title} holds it, but it is not ready.`);
    case 429:
      return error('RATE_LIMITED', `${title} asks to be called less often.`, true);
    default:
      return reason.status >= 500
        ? error('UPSTREAM_UNAVAILABLE', `${title} is failing.`, true)
        : error('UPSTREAM_INVALID_RESPONSE', `${title} gave an answer that was not expected.`);
  }
}

/** Drops what is undefined, so that optional properties stay absent. */
function defined<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> };
function defined(properties: object): object {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
