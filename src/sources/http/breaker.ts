import { circuitBreaker, CircuitState, handleWhenResult, type IBackoff, type IBreaker } from 'cockatiel';
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

/** The circuit breaker of one source. */
export interface Breaker {
  /** Throws `upstreamBreakerOpen` where no call may be made now: open, or half open with the probe on its way. */
  check(): void;
  /** Makes the call and counts what it comes to. `call` resolves to an Error where it failed; throws as `check` does. */
  run<T>(call: () => Promise<T | Error>): Promise<T | Error>;
  /** False from the opening until a probe succeeded. */
  closed(): boolean;
}

/**
 * A call counts once, with all its retries. `failed` judges an Error: true when the upstream failed, false when it
 * answered all the same, undefined when the error says nothing about it (the caller left).
 */
export function createBreaker(
  source: SourceName,
  options: BreakerOptions,
  clock: Clock,
  failed: (error: Error) => boolean | undefined,
): Breaker {
  const { minimumCalls = 20, windowMs = 10_000, failureRatio = 0.5, openMs = 5_000 } = options;
  let opensAgainAt = 0;
  // cockatiel reads Date.now() itself; asked through this, it goes by our clock.
  const untilProbe: IBackoff<unknown> = {
    get duration() {
      return clock.now() < opensAgainAt ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    },
    next: () => untilProbe,
  };
  const policy = circuitBreaker(
    // A probe that says nothing has proved nothing: the circuit opens again.
    handleWhenResult((outcome) => outcome instanceof Error && (failed(outcome) ?? policy.state === CircuitState.HalfOpen)),
    { halfOpenAfter: untilProbe, breaker: callWindow(minimumCalls, windowMs, failureRatio, clock) },
  );
  policy.onBreak(() => {
    opensAgainAt = clock.now() + openMs;
  });
  const check = () => {
    if (policy.state === CircuitState.Closed) return;
    const waitMs = opensAgainAt - clock.now();
    if (policy.state === CircuitState.Open && waitMs <= 0) return;
    // cockatiel would let calls wait for the probe; an answer now is worth more to whoever asks.
    throw new Failure({ kind: 'upstreamBreakerOpen', source, retryAfterMs: Math.max(waitMs, 1_000) });
  };
  return {
    check,
    run(call) {
      check();
      return policy.execute(call);
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
  const slice = (): { number: number; calls: number; failures: number } => {
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
      let calls = 0;
      let failures = 0;
      for (const { number, ...counted } of slices) {
        if (number <= current.number - slices.length) continue;
        calls += counted.calls;
        failures += counted.failures;
      }
      return calls >= minimumCalls && failures >= calls * failureRatio;
    },
  };
}
