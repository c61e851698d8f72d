import type { Clock } from '../domain/clock.ts';

/** Named timers that can be set anew, called off, and all stopped together. */
export type Timers = {
  /** Runs `task` at `at` (milliseconds since 1970), at once when that has passed. A timer of the same name gives way. */
  set: (name: string, at: number, task: () => void | Promise<void>) => void;
  clear: (name: string) => void;
  /** Calls all off; later ones are not set any more. */
  stop: () => void;
};

/** An empty set of timers of a clock. */
export const timersOf = (clock: Clock): Timers => {
  const running = new Map<string, () => void>();
  let stopped = false;
  const clear = (name: string): void => {
    running.get(name)?.();
    running.delete(name);
  };
  return {
    clear,
    set: (name, at, task) => {
      clear(name);
      if (stopped || !Number.isFinite(at)) return;
      running.set(name, clock.schedule(() => {
        running.delete(name);
        return task();
      }, Math.max(0, at - clock.now())));
    },
    stop: () => {
      stopped = true;
      for (const name of running.keys()) clear(name);
    },
  };
};
