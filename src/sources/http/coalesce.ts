import { Cancelled } from './stop.ts';

/** A call under way. */
export interface Flight<T> {
  readonly answer: Promise<T>;
  /** Ends it early: nobody waits any more. */
  readonly cancel: (reason: Error) => void;
}

/** The calls of one client that are under way, by what they ask for: who asks for the same meanwhile gets the same answer. */
export interface Coalescer<T> {
  /**
   * Joins the call under `key`, or starts it. A caller whose signal aborts leaves alone; the call itself is cancelled
   * only when the last one has left, and never while somebody without a signal waits.
   */
  join(key: string, start: () => Flight<T>, signal?: AbortSignal): Promise<T>;
  /** Lets nobody join what is under way: after a write, an answer asked for before it would be stale. */
  forget(): void;
}

interface Shared<T> extends Flight<T> {
  waiting: number;
}

/** One per client. */
export function createCoalescer<T>(): Coalescer<T> {
  const flights = new Map<string, Shared<T>>();
  const leave = (key: string, flight: Shared<T>) => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  return {
    join(key, start, signal) {
      let flight = flights.get(key);
      if (!flight) {
        const { answer, cancel } = start();
        const started: Shared<T> = { answer, cancel, waiting: 0 };
        const landed = () => leave(key, started);
        answer.then(landed, landed);
        flights.set(key, started);
        flight = started;
      }
      flight.waiting += 1;
      return signal ? untilAborted(flight, signal, (shared) => leave(key, shared)) : flight.answer;
    },
    forget: () => flights.clear(),
  };
}

async function untilAborted<T>(flight: Shared<T>, signal: AbortSignal, leave: (flight: Shared<T>) => void): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    flight.waiting -= 1;
    if (flight.waiting === 0) {
      leave(flight);
      flight.cancel(new Cancelled('everybody left'));
    }
    reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([flight.answer, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
