import { AsyncLocalStorage } from 'node:async_hooks';

/** How many upstream calls the operation that is running has made, and its id: each call is counted for whoever's work started it. */

interface Running {
  readonly requestId: string;
  calls: number;
}

const running = new AsyncLocalStorage<Running>();

/** Runs an operation with a count of its own, under the id by which answers and logs know it. */
export function countingCalls<Result>(requestId: string, run: () => Result): Result {
  return running.run({ requestId, calls: 0 }, run);
}

/** The id of the operation that is running; undefined outside one. */
export function runningRequestId(): string | undefined {
  return running.getStore()?.requestId;
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
