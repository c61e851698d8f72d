import type { Clock } from '../../domain/clock.ts';

/**
 * Ends what takes too long. All have the same time, so the oldest is due first, and one timer does for all of them: one
 * for each call would cost more than everything else that a call is kept by.
 */
export class Deadlines<Thing> {
  readonly #clock: Clock;
  readonly #afterMs: number;
  readonly #onLate: (thing: Thing) => void;
  /** By when, oldest first. */
  readonly #dueAt = new Map<Thing, number>();
  /** Calls the timer off; undefined while there is none. */
  #disarm: (() => void) | undefined;

  /** `onLate` is told of each thing that is still there `afterMs` after it came; it may go on to be there. */
  constructor(clock: Clock, afterMs: number, onLate: (thing: Thing) => void) {
    this.#clock = clock;
    this.#afterMs = afterMs;
    this.#onLate = onLate;
  }

  /** What has come and not gone; what was late is told of once. */
  all(): Thing[] {
    return [...this.#dueAt.keys()];
  }

  add(thing: Thing): void {
    this.#dueAt.set(thing, this.#clock.now() + this.#afterMs);
    if (!this.#disarm) this.#arm(this.#afterMs);
  }

  delete(thing: Thing): void {
    this.#dueAt.delete(thing);
    if (this.#dueAt.size > 0) return;
    this.#disarm?.();
    this.#disarm = undefined;
  }

  #arm(waitMs: number): void {
    this.#disarm = this.#clock.schedule(() => this.#sweep(), waitMs);
  }

  #sweep(): void {
    this.#disarm = undefined;
    const now = this.#clock.now();
    for (const [thing, dueAt] of this.#dueAt) {
      if (dueAt > now) return this.#arm(dueAt - now);
      this.#dueAt.delete(thing);
      this.#onLate(thing);
    }
  }
}
