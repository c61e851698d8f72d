import type { Clock } from '../../domain/clock.ts';

/** A thing that has come and not gone. */
export interface Deadline<Thing> {
  /** Undefined when it has gone. */
  thing: Thing | undefined;
  readonly dueAt: number;
  older: Deadline<Thing> | undefined;
  newer: Deadline<Thing> | undefined;
}

/**
 * Ends what takes too long. All have the same time, so the oldest is due first, and one timer does for all of them. A linked
 * list rather than a Set: a Set under steady change leaves its former tables behind, each of which points to the next one,
 * and once the garbage collector has found the first of them old it keeps whatever stood in any of them.
 */
export class Deadlines<Thing> {
  readonly #clock: Clock;
  readonly #afterMs: number;
  readonly #onLate: (thing: Thing) => void;
  #oldest: Deadline<Thing> | undefined;
  #newest: Deadline<Thing> | undefined;
  /** Calls the timer off; undefined while there is none. */
  #disarm: (() => void) | undefined;

  /** `onLate` is told once of each thing that is still there `afterMs` after it came; what is late has gone. */
  constructor(clock: Clock, afterMs: number, onLate: (thing: Thing) => void) {
    this.#clock = clock;
    this.#afterMs = afterMs;
    this.#onLate = onLate;
  }

  /** What has come and not gone. */
  all(): Thing[] {
    const things: Thing[] = [];
    for (let each = this.#oldest; each; each = each.newer) if (each.thing !== undefined) things.push(each.thing);
    return things;
  }

  /** A thing comes; give what this gives to `end` when it goes. */
  begin(thing: Thing): Deadline<Thing> {
    const deadline: Deadline<Thing> = { thing, dueAt: this.#clock.now() + this.#afterMs, older: this.#newest, newer: undefined };
    if (this.#newest) this.#newest.newer = deadline;
    else this.#oldest = deadline;
    this.#newest = deadline;
    if (!this.#disarm) this.#arm(this.#afterMs);
    return deadline;
  }

  /** It goes; twice is the same as once. */
  end(deadline: Deadline<Thing>): void {
    if (deadline.thing === undefined) return;
    const { older, newer } = deadline;
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
    // Nothing is kept for the sake of what has gone.
    deadline.thing = deadline.older = deadline.newer = undefined;
    if (this.#oldest) return;
    this.#disarm?.();
    this.#disarm = undefined;
  }

  #arm(waitMs: number): void {
    this.#disarm = this.#clock.schedule(() => this.#sweep(), waitMs);
  }

  #sweep(): void {
    this.#disarm = undefined;
    const now = this.#clock.now();
    for (let oldest = this.#oldest; oldest; oldest = this.#oldest) {
      if (oldest.dueAt > now) return this.#arm(oldest.dueAt - now);
      const { thing } = oldest;
      this.end(oldest);
      if (thing !== undefined) this.#onLate(thing);
    }
  }
}
