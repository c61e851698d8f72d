import type { FoldedState } from '../domain/jobFold.ts';

/** The state of a job as the ledger gave it back. Throws a TypeError for one that no fold made. */
export function foldedState(state: unknown): FoldedState {
  if (!isFolded(state)) throw new TypeError('The ledger holds a job whose state was not made by a fold.');
  return state;
}

function isFolded(state: unknown): state is FoldedState {
  return typeof state === 'object' && state !== null && 'phase' in state && 'open' in state && 'history' in state;
}
