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

/**
 * A flight in the list of those under way; empty once it has landed. A Map under steady change leaves its former tables to
 * the garbage collector, which may find them old and keep all that stood in them: it shall not be whole answers.
 */
interface Shared<T> {
  flight: Flight<T> | undefined;
  waiting: number;
}

/** One per client. */
export function createCoalescer<T>(): Coalescer<T> {
  const flights = new Map<string, Shared<T>>();
  const leave = (key: string, shared: Shared<T>) => {
    if (flights.get(key) === shared) flights.delete(key);
    shared.flight = undefined;
  };
  const depart = (key: string, start: () => Flight<T>): Shared<T> => {
    const flight = start();
    const shared: Shared<T> = { flight, waiting: 0 };
    const landed = () => leave(key, shared);
    flight.answer.then(landed, landed);
    flights.set(key, shared);
    return shared;
  };
  return {
    join(key, start, signal) {
      const shared = flights.get(key) ?? depart(key, start);
      const { flight } = shared;
      if (!flight) throw new Error('a call that has landed is not under way');
      shared.waiting += 1;
      return signal ? untilAborted(flight, shared, signal, () => leave(key, shared)) : flight.answer;
    },
    forget: () => flights.clear(),
  };
}

async function untilAborted<T>(flight: Flight<T>, shared: Shared<T>, signal: AbortSignal, leave: () => void): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    shared.waiting -= 1;
    if (shared.waiting === 0) {
      leave();
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
