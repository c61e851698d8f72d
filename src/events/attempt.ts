import { Failure } from '../domain/failure.ts';

/** What came of a request that must not be repeated blindly. */
export type Attempted<T> =
  | { readonly kind: 'made'; readonly value: T }
  /** The upstream holds something already that this would be a second of. */
  | { readonly kind: 'conflict'; readonly failure: Failure }
  /** No answer that says: it may have been carried out all the same. */
  | { readonly kind: 'doubtful'; readonly failure: Failure };

/** Makes such a request, once. Rejects with what it was refused with, when that is certain. */
export async function attempt<T>(request: () => Promise<T>): Promise<Attempted<T>> {
  try {
    return { kind: 'made', value: await request() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.reason.kind === 'upstreamStatus' && error.reason.status === 409) return { kind: 'conflict', failure: error };
    if (mayHaveBeenCarriedOut(error)) return { kind: 'doubtful', failure: error };
    throw error;
  }
}

/**
 * For who looks by itself: turns a `conflict` that says that an answer was lost back into the failure it was lost by. Rethrows whatever it is given.
 */
export function lostAnswer(error: unknown): never {
  throw error instanceof Failure && error.cause instanceof Failure && mayHaveBeenCarriedOut(error.cause) ? error.cause : error;
}

/** Whether a request that failed so may have been carried out: no whole answer came, or one that says nothing. */
export function mayHaveBeenCarriedOut({ reason }: Failure): boolean {
  switch (reason.kind) {
    case 'upstreamNetwork':
    case 'upstreamTimeout':
    case 'upstreamUnreadable':
      return true;
    case 'upstreamStatus':
      // 503 and 429 are refusals; the others are failures somewhere on the way.
      return reason.status >= 500 && reason.status !== 503;
    default:
      return false;
  }
}
