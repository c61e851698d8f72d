import type { Clock } from '../domain/clock.ts';
import { isFinal, type DpsSwitches } from './dpsOptions.ts';
import { timersOf } from './simulatorTimers.ts';

/** A job on its way through a course of statuses. */
export type Moving = {
  status: string;
  /** The statuses it passes, and how many it has reached. */
  course: string[];
  reached: number;
  /** When the next one comes (milliseconds since 1970); `null` when none does. */
  nextAt: number | null;
  /** Whether its webhook was made. */
  announced: boolean;
};

/** What a runner works with. */
export type CourseParts<J extends Moving> = {
  clock: Clock;
  switches: DpsSwitches;
  changed: () => void;
  idOf: (job: J) => string;
  /** Whether a status is told by webhook. */
  isTold: (status: string) => boolean;
  /** Makes the webhook that tells `status`; a moment before or after the job has it, as the switches say. */
  tell: (job: J, status: string) => void;
  /** What a status brings with it, when the job enters it. */
  entered?: (job: J, status: string) => void;
};

/** Moves jobs along their courses. */
export type CourseRunner<J extends Moving> = {
  /** Starts the clock of a job that has just been made, or takes up one from before a restart. */
  start: (job: J) => void;
  resume: (job: J) => void;
  /** Moves it on: to `status`, whatever that is, or to the next of its course. */
  advance: (job: J, status?: string) => void;
  /** Forgets it. */
  drop: (job: J) => void;
  stop: () => void;
};

/** A wait without end, in a form that JSON keeps. */
const never = Number.MAX_SAFE_INTEGER;

/** A runner for one kind of job. */
export const courseRunner = <J extends Moving>({ clock, switches, changed, idOf, isTold, tell, entered = () => {} }: CourseParts<J>): CourseRunner<J> => {
  const timers = timersOf(clock);

  const announce = (job: J, status: string): void => {
    if (job.announced) return;
    job.announced = true;
    tell(job, status);
    changed();
  };

  const watch = (job: J): void => {
    if (job.nextAt === null) timers.clear(idOf(job));
    else if (job.nextAt < never) timers.set(idOf(job), job.nextAt, () => step(job));
  };

  const plan = (job: J, from: number): void => {
    const stays = typeof switches.stepMs === 'function' ? switches.stepMs(job.status) : switches.stepMs;
    const ended = isFinal(job.status) || job.course[job.reached] === undefined;
    job.nextAt = ended ? null : Math.min(from + stays, never);
    watch(job);
    changed();
  };

  const enter = (job: J, status: string, at: number): void => {
    job.status = status;
    entered(job, status);
    if (isTold(status) && !job.announced) {
      if (switches.webhookDelayMs > 0) timers.set(`${idOf(job)}/tell`, at + switches.webhookDelayMs, () => announce(job, status));
      else announce(job, status);
    }
    plan(job, at);
  };

  const step = (job: J): void => {
    const due = Math.min(job.nextAt ?? clock.now(), clock.now());
    const next = job.course[job.reached];
    if (next === undefined) return;
    if (isTold(next) && switches.webhookDelayMs < 0 && !job.announced) {
      announce(job, next);
      job.nextAt = due - switches.webhookDelayMs;
      watch(job);
      return;
    }
    job.reached += 1;
    enter(job, next, due);
  };

  return {
    start: (job) => plan(job, clock.now()),
    resume: (job) => {
      watch(job);
      // Stopped between the status and its webhook.
      if (isTold(job.status) && !job.announced) timers.set(`${idOf(job)}/tell`, clock.now(), () => announce(job, job.status));
    },
    advance: (job, status) => {
      if (status === undefined) return step(job);
      const place = job.course.indexOf(status);
      if (place >= 0) job.reached = place + 1;
      enter(job, status, clock.now());
    },
    drop: (job) => timers.clear(idOf(job)),
    stop: timers.stop,
  };
};
