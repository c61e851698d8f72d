/** A time source and its timers. Simulators take one, so that tests can pass hours in a moment. */
export type Clock = {
  /** The time now, in milliseconds since 1970. */
  now: () => number;
  /** Runs `task` after `ms` milliseconds; gives a function that calls it off. */
  schedule: (task: () => void | Promise<void>, ms: number) => () => void;
};

/** A clock that stands still until it is told to move. */
export type ManualClock = Clock & {
  /**
   * Moves time on by `ms` and runs every task that falls due, in the order of their times, each at its own time.
   * A task's promise is awaited before the next task, so whatever the tasks did has happened when this resolves.
   */
  advance: (ms: number) => Promise<void>;
  /** How many tasks are waiting. */
  waiting: () => number;
};

/** Node keeps timers in 32 bits; longer waits are done in stages. */
const longestTimerMs = 2 ** 31 - 1;

/** The computer's own clock; its timers do not keep the process alive. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule: (task, ms) => {
    const dueAt = Date.now() + ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = dueAt - Date.now();
      timer = left > longestTimerMs ? setTimeout(wait, longestTimerMs) : setTimeout(() => void task(), Math.max(0, left));
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  },
};

/** A clock for tests, standing at `startsAt` (milliseconds since 1970); default: the time now, so that what is signed and dated with it is in date elsewhere. */
export const manualClock = (startsAt: number = Date.now()): ManualClock => {
  type Waiting = { dueAt: number; task: () => void | Promise<void> };
  let now = startsAt;
  let tasks: Waiting[] = [];
  const takeDue = (until: number): Waiting | undefined => {
    let next: Waiting | undefined;
    for (const each of tasks) if (each.dueAt <= until && (next === undefined || each.dueAt < next.dueAt)) next = each;
    if (next !== undefined) tasks = tasks.filter((each) => each !== next);
    return next;
  };
  return {
    now: () => now,
    schedule: (task, ms) => {
      const entry: Waiting = { dueAt: now + Math.max(0, ms), task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((each) => each !== entry);
      };
    },
    advance: async (ms) => {
      const until = now + ms;
      for (let due = takeDue(until); due !== undefined; due = takeDue(until)) {
        now = Math.max(now, due.dueAt);
        await due.task();
      }
      now = until;
    },
    waiting: () => tasks.length,
  };
};
