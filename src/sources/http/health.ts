import type { Clock } from '../../domain/clock.ts';

/** How a source does, as its latest call saw it; all null before the first. */
export interface SourceState {
  /** Whether it answers: false while its breaker is open. */
  readonly available: boolean | null;
  readonly lastCheckedAt: Date | null;
  /** Time from sending to the whole answer, in ms. */
  readonly latencyMs: number | null;
}

/** Remembers how the latest call went. */
export class Health {
  readonly #clock: Clock;
  #available: boolean | null = null;
  #lastCheckedAt: number | null = null;
  #latencyMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `latencyMs` is null when no answer came. */
  note(available: boolean, latencyMs: number | null): void {
    this.#available = available;
    this.#lastCheckedAt = this.#clock.now();
    if (latencyMs !== null) this.#latencyMs = latencyMs;
  }

  state(breakerClosed: boolean): SourceState {
    return {
      available: breakerClosed ? this.#available : false,
      lastCheckedAt: this.#lastCheckedAt === null ? null : new Date(this.#lastCheckedAt),
      latencyMs: this.#latencyMs,
    };
  }
}
