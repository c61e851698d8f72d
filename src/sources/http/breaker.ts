import { circuitBreaker, CircuitState, handleWhenResult, type IBackoff, type IBreaker } from 'cockatiel';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';

/** When a source is left alone. */
export interface BreakerOptions {
  /** Below this many calls in the window nothing is concluded. Default 20. */
  readonly minimumCalls?: number;
  /** Default 10,000. */
  readonly windowMs?: number;
  /** Share of failed calls that opens. Default 0.5. */
  readonly failureRatio?: number;
  /** How long it stays open before one call may try. Default 5,000. */
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

/** A breaker of cockatiel's that is told of calls instead of making them: making them costs a closure and two promises a call. */
export function createBreaker(source: SourceName, options: BreakerOptions, clock: Clock): Breaker {
  const { minimumCalls = 20, windowMs = 10_000, failureRatio = 0.5, openMs = 5_000 } = options;
  let probeFrom = 0;
  // cockatiel reads Date.now() itself; asked through this, it goes by our clock.
  const untilProbe: IBackoff<unknown> = {
    get duration() {
      return clock.now() < probeFrom ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
    next: () => untilProbe,
  };
  const window = callWindow(minimumCalls, windowMs, failureRatio, clock);
  const policy = circuitBreaker(
    // A probe that says nothing has proved nothing: the circuit opens again.
    handleWhenResult((failed) => failed === true || (failed === undefined && policy.state === CircuitState.HalfOpen)),
    { halfOpenAfter: untilProbe, breaker: window },
  );
  policy.onBreak(() => {
    probeFrom = clock.now() + openMs;
  });
  const check = () => {
    if (policy.state === CircuitState.Closed) return;
    const waitMs = probeFrom - clock.now();
    if (policy.state === CircuitState.Open && waitMs <= 0) return;
    // cockatiel would let calls wait for the probe; an answer now is worth more to whoever asks.
    throw new Failure({ kind: 'upstreamBreakerOpen', source, retryAfterMs: Math.max(waitMs, 1_000) });
  };
  /** While it is closed, cockatiel is told of failures alone: to be told of each call costs a kilobyte and six promises. */
  const endWhileClosed: CallEnd = (failed) => {
    if (failed === false) window.success(policy.state);
    else if (failed === true && policy.state === CircuitState.Closed) void policy.execute(() => Promise.resolve(true));
  };
  return {
    check,
    begin() {
      check();
      if (policy.state === CircuitState.Closed) return endWhileClosed;
      const { promise, resolve } = Promise.withResolvers<boolean | undefined>();
      void policy.execute(() => promise);
      return resolve;
    },
    closed: () => policy.state === CircuitState.Closed,
  };
}

/**
 * Counts calls in twenty slices of the window. cockatiel's own SamplingBreaker drops one slice per call rather than per
 * time, so that a burst of last hour would count beside a single failure of now.
 */
function callWindow(minimumCalls: number, windowMs: number, failureRatio: number, clock: Clock): IBreaker {
  const slices = Array.from({ length: 20 }, () => ({ number: -1, calls: 0, failures: 0 }));
  const slice = () => {
    const number = Math.floor((clock.now() * slices.length) / windowMs);
    const place = number % slices.length;
    let current = slices[place];
    if (current?.number !== number) slices[place] = current = { number, calls: 0, failures: 0 };
    return current;
  };
  return {
    state: undefined,
    success(state) {
      if (state === CircuitState.HalfOpen) slices.fill({ number: -1, calls: 0, failures: 0 });
      slice().calls += 1;
    },
    failure() {
      const current = slice();
      current.calls += 1;
      current.failures += 1;
      const recent = slices.filter(({ number }) => number > current.number - slices.length);
      const calls = recent.reduce((sum, each) => sum + each.calls, 0);
      const failures = recent.reduce((sum, each) => sum + each.failures, 0);
      return calls >= minimumCalls && failures >= calls * failureRatio;
    },
  };
}
