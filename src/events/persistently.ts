import { pause, type Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';

/** Waits between attempts while the ledger cannot be reached. */
const firstWaitMs = 100;
const longestWaitMs = 2_000;

export interface Persistence {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether every error is waited out, not only those of a ledger that cannot be reached. Default false. */
  readonly always?: boolean;
  /** Called before each wait. */
  readonly onRetry?: ((error: unknown, waitMs: number) => void) | undefined;
}

/** Repeats a read of the ledger until the ledger can be reached again. Gives undefined once the signal is aborted; rejects with any other error, unless `always`. */
export async function persistently<T>(read: () => Promise<T>, { clock, signal, always = false, onRetry }: Persistence): Promise<T | undefined> {
  for (let waitMs = firstWaitMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await read();
    } catch (error) {
      if (!always && !isLedgerUnavailable(error)) throw error;
      onRetry?.(error, waitMs);
      await pause(clock, waitMs, signal);
    }
  }
  return undefined;
}

/** Whether it failed because the ledger cannot be reached. */
export function isLedgerUnavailable(error: unknown): boolean {
  return error instanceof Failure && error.reason.kind === 'ledgerUnavailable';
}
