/** Time as an argument: what is now, and what is to be done later. Tests pass one that they move by hand. */
export interface Clock {
  /** The time now, in milliseconds since 1970. */
  readonly now: () => number;
  /** Runs `task` once after `delayMs`; gives a function that calls it off. */
  readonly schedule: (task: () => void | Promise<void>, delayMs: number) => () => void;
}

/** Node keeps timers in 32 bits; longer waits are done in stages. */
const longestTimerMs = 2 ** 31 - 1;

/** The computer's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (task, delayMs) => {
    if (delayMs > longestTimerMs) {
      let cancel = systemClock.schedule(() => void (cancel = systemClock.schedule(task, delayMs - longestTimerMs)), longestTimerMs);
      return () => cancel();
    }
    const timer = setTimeout(() => void task(), Math.max(0, delayMs)).unref();
    return () => clearTimeout(timer);
  },
};

/** A time in the form of the graph's `DateTime` (RFC 3339, UTC). */
export function dateTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Resolves after `delayMs`, or at once when the signal is or gets aborted. Never rejects. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = clock.schedule(finish, delayMs);
    signal?.addEventListener('abort', finish, { once: true });
    function finish(): void {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    }
  });
}
