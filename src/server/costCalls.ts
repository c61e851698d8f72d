import { AsyncLocalStorage } from 'node:async_hooks';

/** How many upstream calls the operation that is running has made: each call is counted for whoever's work started it. */

interface Counter {
  calls: number;
}

const running = new AsyncLocalStorage<Counter>();

/** Runs an operation with a count of its own. */
export function countingCalls<Result>(run: () => Result): Result {
  return running.run({ calls: 0 }, run);
}

/** Counts a call that was made. Outside an operation, as when jobs are polled, nothing happens. */
export function countCall(): void {
  const counter = running.getStore();
  if (counter) counter.calls += 1;
}

/** The calls that were made so far by the operation that is running. */
export function callsSoFar(): number {
  return running.getStore()?.calls ?? 0;
}
