import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../src/sandbox/collectionRandom.ts';
import type { GatewayProcess } from './gatewayProcess.ts';

/** Kills gateways in the middle of the work, and starts them again. */
export interface Killer {
  /** Something was done: counts towards the next kill. */
  deed(): void;
  /** Resolves when no kill is due or under way. */
  quiet(): Promise<void>;
  /** Kills so far, by name. */
  readonly kills: Readonly<Record<string, number>>;
  readonly left: number;
}

/** Spreads `kills` at random over `deeds`, each in the middle of whatever goes on then. */
export function createKiller(gateways: readonly GatewayProcess[], random: Random, { kills, deeds }: { kills: number; deeds: number }): Killer {
  const due = Array.from({ length: kills }, () => random.between(Math.ceil(deeds / 20), Math.ceil((deeds * 9) / 10))).toSorted((a, b) => a - b);
  const counts: Record<string, number> = Object.fromEntries(gateways.map(({ name }) => [name, 0]));
  let done = 0;
  let working: Promise<void> = Promise.resolve();

  async function strike(): Promise<void> {
    const victim = gateways[random.below(gateways.length)];
    if (!victim) return;
    // A few milliseconds in, so that it falls on any line of the work.
    await pause(random.below(15));
    await victim.kill();
    counts[victim.name] = (counts[victim.name] ?? 0) + 1;
    await pause(random.below(300));
    await victim.start();
  }

  return {
    kills: counts,
    get left() {
      return due.length;
    },
    deed() {
      done += 1;
      while (due[0] !== undefined && due[0] <= done) {
        due.shift();
        working = working.then(strike);
      }
    },
    async quiet() {
      for (let seen; seen !== working; ) {
        seen = working;
        await seen;
      }
    },
  };
}
