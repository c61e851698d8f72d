/**
 * The end of a turn of the event loop, when everything that had arrived was read. What is written then goes out together: whoever
 * it is for, on this machine or behind a network card, is woken once for many writes rather than once for each
 * (`docs/performance.md`).
 */

let tasks: (() => void)[] = [];

/** Runs a task, which must not throw, at the end of this turn; in the order in which tasks come. */
export function atEndOfTurn(task: () => void): void {
  if (tasks.length === 0) setImmediate(run);
  tasks.push(task);
}

function run(): void {
  const due = tasks;
  tasks = [];
  for (const task of due) task();
}
