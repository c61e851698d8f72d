import type { Clock } from '../../domain/clock.ts';

/**
 * What ends a call before its answer: its deadline, its caller, or the client being closed. A call does one thing at a
 * time (waits for a token, for an answer, for its next attempt), hence one listener; an AbortController costs ten times as much.
 */
export class Stop {
  /** Why the call ended; undefined while it may go on. */
  reason: Error | undefined;
  #listener: ((reason: Error) => void) | undefined;

  /** Ends the call; later reasons are ignored. */
  now(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    this.#listener?.(reason);
  }

  /** Who is told, in place of whoever was told before. */
  listen(listener: ((reason: Error) => void) | undefined): void {
    this.#listener = listener;
  }
}

/** The promise's value, or the reason of the stop when that comes first. */
export function unlessStopped<T>(promise: Promise<T>, stop: Stop): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  if (stop.reason) reject(stop.reason);
  else stop.listen(reject);
  return Promise.race([stopped, promise]).finally(() => stop.listen(undefined));
}

/** Waits; resolves early when the call is stopped meanwhile. */
export function pause(delayMs: number, clock: Clock, stop: Stop): Promise<void> {
  return new Promise((resolve) => {
    if (stop.reason) return resolve();
    const end = () => {
      stop.listen(undefined);
      resolve();
    };
    const cancel = clock.schedule(end, delayMs);
    stop.listen(() => {
      cancel();
      end();
    });
  });
}

/** Why a call ended whose caller left; the caller itself is given the signal's own reason. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
