import { pino, type Logger } from 'pino';

/** Structured log lines on standard output. Nothing secret is ever given to it: no tokens, no presigned addresses, no bodies. */
export type Log = Pick<Logger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'>;

/** `level` as in `LOG_LEVEL`. */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } });
}
