import type { Clock } from '../../../src/domain/clock.ts';

/** A clock that only tests move. */
export interface HandClock extends Clock {
  /** Moves on and runs what falls due, in order. */
  advance(ms: number): void;
  /** The delays of the timers that were run at once. */
  readonly waits: readonly number[];
  /** Timers not yet due. */
  pending(): number;
}

/**
 * Starts at a fixed time. Timers shorter than `instantBelowMs` need no `advance`: they run at once, the clock jumping to
 * them, so that a test need not wait for the waits between attempts.
 */
export function createHandClock(instantBelowMs = 0): HandClock {
  let now = Date.UTC(2026, 0, 1);
  const waits: number[] = [];
  const timers = new Set<{ at: number; run: () => void | Promise<void> }>();
  return {
    waits,
    now: () => now,
    schedule(run, delayMs) {
      if (delayMs < instantBelowMs) {
        waits.push(delayMs);
        const immediate = setImmediate(() => {
          now += delayMs;
          void run();
        });
        return () => clearImmediate(immediate);
      }
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        void next.run();
      }
      now = end;
    },
    pending: () => timers.size,
  };
}
