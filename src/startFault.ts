import { inspect } from 'node:util';
import { ConfigError } from './config.ts';
import { Failure } from './domain/failure.ts';

/**
 * Why Fonds cannot start, for the person who starts it: the setting to look at where one is to blame, in a line without a stack.
 * Of what nobody foresaw everything is told.
 */
export function startFault(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return inspect(error);
  if ('syscall' in error && error.syscall === 'listen') return `HOST, PORT: cannot listen there: ${error.message}`;
  if (error instanceof Failure && error.reason.kind === 'ledgerUnavailable') return `DATABASE_URL: the ledger cannot be opened: ${messageOf(error.cause) ?? error.message}`;
  return error.constructor === Error ? `Fonds cannot start: ${error.message}` : inspect(error);
}

/** The message of an error; where several addresses were tried in vain, that of the first. */
function messageOf(cause: unknown): string | undefined {
  if (cause instanceof AggregateError && cause.message === '') return messageOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : undefined;
}
