import type { Clock } from '../domain/clock.ts';

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
