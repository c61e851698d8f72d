import type { Clock } from '../../src/domain/clock.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';

/** Awaits of a process that dies at one of them, as with kill -9: from then on nothing that it calls happens, and nothing comes back. */
export interface Mortal {
  /** The same thing in the hands of that process: each call of an asynchronous method is two points, one before it happens and one after. */
  hand<T extends object>(thing: T): T;
  /** The parts of a ledger that are asked asynchronously; the keys are as they were. */
  ledger(ledger: Ledger): Ledger;
  /** The clock, whose timers die with the process. */
  clock(clock: Clock): Clock;
  /** How many points were passed. */
  readonly points: number;
  readonly dead: boolean;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
}

/** `diesAt` counts from 1; Infinity for one that lives. */
export function mortal(diesAt = Infinity): Mortal {
  const { promise: death, resolve: die } = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  let points = 0;
  let dead = false;

  const passes = (): boolean => {
    if (dead) return false;
    points += 1;
    dead = points >= diesAt;
    if (dead) die();
    return !dead;
  };

  const lived = (method: (...args: unknown[]) => unknown, thing: object) => async (...args: unknown[]): Promise<unknown> => {
    if (!passes()) return never;
    try {
      return await Reflect.apply(method, thing, args);
    } finally {
      if (!passes()) await never;
    }
  };

  const hand = <T extends object>(thing: T): T =>
    new Proxy(thing, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? lived(value as (...args: unknown[]) => unknown, target) : value;
      },
    });

  return {
    hand,
    ledger: (ledger) => ({ ...ledger, keyring: ledger.keyring, jobs: hand(ledger.jobs), documents: hand(ledger.documents), leases: hand(ledger.leases) }),
    clock: (clock) => ({ now: clock.now, schedule: (task, ms) => clock.schedule(() => (dead ? undefined : Promise.race([task(), death])), ms) }),
    get points() {
      return points;
    },
    get dead() {
      return dead;
    },
    death,
  };
}
