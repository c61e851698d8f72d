import { performance } from 'node:perf_hooks';

/** Something that has work to do. */
export interface Due {
  turn(): void;
}

/** How long turns may go on before everything else of the process gets its own, in milliseconds. */
const sliceMs = 10;

/**
 * Takes turns: whoever is handed in gets one, soon and in order. An event for ten thousand sockets is a second of work in
 * slices of 10 ms, between which requests are answered.
 */
export function createTurns(): (due: Due) => void {
  let waiting: Due[] = [];
  let next = 0;
  let running = false;
  const run = (): void => {
    const until = performance.now() + sliceMs;
    for (let due = waiting[next]; due; due = waiting[next]) {
      next += 1;
      due.turn();
      // Looking at the clock costs a little itself.
      if (next % 16 === 0 && performance.now() > until) break;
    }
    if (next < waiting.length) {
      setImmediate(run);
      return;
    }
    waiting = [];
    next = 0;
    running = false;
  };
  return (due) => {
    waiting.push(due);
    if (running) return;
    running = true;
    setImmediate(run);
  };
}
