import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import type { Clock } from './clock.ts';

/** When a source is left alone. */
export interface BreakerOptions {
  /** Fewer calls than this within the window open nothing. Default 20. */
  readonly minimumCalls?: number;
  /** Calls older than this are forgotten (to a twentieth of it). Default 10,000. */
  readonly windowMs?: number;
  /** The share of failed calls that opens. Default 0.5. */
  readonly failureRatio?: number;
  /** How long it stays open before one call is let through to see. Default 5,000. */
  readonly openMs?: number;
}

/** The circuit breaker of one source. A call counts once, with all its retries. */
export interface Breaker {
  /** Throws `upstreamBreakerOpen` where no call may be made now: open, or half open with the probe on its way. */
  check(): void;
  /** Lets a call through; throws as `check` does. What it gives is told how the call went, once. */
  begin(): CallEnd;
  /** False from the opening until a probe succeeded. */
  closed(): boolean;
}

/** `failed`: true when the upstream failed, false when it answered, undefined when the call says nothing about it (its caller left). */
export type CallEnd = (failed: boolean | undefined) => void;

export function createBreaker(source: SourceName, options: BreakerOptions, clock: Clock): Breaker {
  const { minimumCalls = 20, windowMs = 10_000, failureRatio = 0.5, openMs = 5_000 } = options;
  const window = createCallWindow(windowMs, clock);
  let state: 'closed' | 'open' | 'probing' = 'closed';
  let probeFrom = 0;

  const open = () => {
    state = 'open';
    probeFrom = clock.now() + openMs;
  };
  const check = () => {
    if (state === 'closed') return;
    const waitMs = probeFrom - clock.now();
    if (state === 'open' && waitMs <= 0) return;
    throw new Failure({ kind: 'upstreamBreakerOpen', source, retryAfterMs: Math.max(waitMs, 1_000) });
  };
  const counted: CallEnd = (failed) => {
    // A call that began before the opening tells nothing new.
    if (state !== 'closed' || failed === undefined) return;
    window.count(failed);
    if (failed && window.calls() >= minimumCalls && window.failures() >= window.calls() * failureRatio) open();
  };
  const probed: CallEnd = (failed) => {
    // A probe that says nothing has proved nothing: it opens again.
    if (failed !== false) return open();
    state = 'closed';
    window.clear();
    window.count(false);
  };
  return {
    check,
    begin() {
      check();
      if (state === 'closed') return counted;
      state = 'probing';
      return probed;
    },
    closed: () => state === 'closed',
  };
}

/** Counts calls in twenty slices of the window. */
function createCallWindow(windowMs: number, clock: Clock) {
  const slices = Array.from({ length: 20 }, () => ({ number: -1, calls: 0, failures: 0 }));
  const numberNow = () => Math.floor((clock.now() * slices.length) / windowMs);
  const sum = (what: 'calls' | 'failures') => {
    const oldest = numberNow() - slices.length;
    return slices.reduce((total, slice) => (slice.number > oldest ? total + slice[what] : total), 0);
  };
  return {
    count(failed: boolean): void {
      const number = numberNow();
      const slice = slices[number % slices.length];
      if (!slice) return;
      if (slice.number !== number) Object.assign(slice, { number, calls: 0, failures: 0 });
      slice.calls += 1;
      if (failed) slice.failures += 1;
    },
    calls: () => sum('calls'),
    failures: () => sum('failures'),
    clear: () => slices.forEach((slice) => Object.assign(slice, { number: -1, calls: 0, failures: 0 })),
  };
}
