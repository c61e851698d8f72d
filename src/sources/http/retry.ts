import type { FailureReason } from '../../domain/failure.ts';
import type { ResponseHeaders } from './exchange.ts';

/** When and how often a call is made again. */
export interface RetryOptions {
  /** Attempts in all, the first included. Default 3; 1 turns retries off. */
  readonly attempts?: number;
  /** The first wait is a random part of this, each further one of twice as much. Default 100. */
  readonly baseMs?: number;
  /** No wait is longer than this. A `Retry-After` that asks for more ends the call, its failure carrying `retryAfterMs`. Default 2,000. */
  readonly maxWaitMs?: number;
  /** Statuses that a repeat may cure. Default 429, 500, 502, 503, 504 (docbyte-vault.md §5: 429 and 5xx). */
  readonly statuses?: readonly number[];
  /** An attempt is given up after this and made again. Default none: one attempt may use the whole of the call's time. */
  readonly attemptTimeoutMs?: number;
}

/** How long to wait before the next attempt, or undefined when there shall be none. `failed` counts the attempts made. */
export type RetryDelay = (reason: FailureReason, failed: number) => number | undefined;

/** Full jitter (a random wait between nothing and the doubled base), on top of what `Retry-After` asks for. */
export function createRetryDelay(options: RetryOptions, random: () => number): RetryDelay {
  const { attempts = 3, baseMs = 100, maxWaitMs = 2_000, statuses = [429, 500, 502, 503, 504] } = options;
  const mayHelp = (reason: FailureReason) =>
    reason.kind === 'upstreamNetwork' ||
    reason.kind === 'upstreamTimeout' ||
    (reason.kind === 'upstreamStatus' && statuses.includes(reason.status));
  return (reason, failed) => {
    if (failed >= attempts || !mayHelp(reason)) return undefined;
    const asked = reason.kind === 'upstreamStatus' ? (reason.retryAfterMs ?? 0) : 0;
    if (asked > maxWaitMs) return undefined;
    return Math.min(maxWaitMs, asked + random() * Math.min(maxWaitMs, baseMs * 2 ** (failed - 1)));
  };
}

/** `Retry-After` in ms: seconds or an HTTP date; at most an hour, never negative; undefined when absent or unreadable. */
export function readRetryAfter(headers: ResponseHeaders, nowMs: number): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, Math.ceil(ms)), 3_600_000);
}
