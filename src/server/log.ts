import { pino, type DestinationStream, type Logger } from 'pino';
import { runningRequestId } from './costCalls.ts';

/** Structured log lines on standard output. Nothing secret is ever given to it: no tokens, no presigned addresses, no bodies. */
export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'>;

/**
 * `level` as in `LOG_LEVEL`. What happens in an operation is written with its `requestId`, which its client has too.
 * `destination`: standard output by default.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const mixin = () => {
    const requestId = runningRequestId();
    return requestId === undefined ? {} : { requestId };
  };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) }, mixin }, destination ?? pino.destination(1));
}
