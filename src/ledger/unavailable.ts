import { Failure } from '../domain/failure.ts';

/** The failure of every call while the database cannot be reached. The cause is for the log; the message is for clients and names no host. */
export function unavailable(cause?: unknown): Failure {
  const message = 'The ledger cannot be reached at the moment; the call may be repeated.';
  return new Failure({ kind: 'ledgerUnavailable', message }, { cause });
}

export function isUnavailable(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.reason.kind === 'ledgerUnavailable';
}
