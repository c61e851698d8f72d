import type { Clock } from '../domain/clock.ts';
import type { Ledger, LedgerEvent, Topic } from '../ledger/ledger.ts';
import { described, type EventLog } from './log.ts';
import { persistently } from './persistently.ts';

/** The one reader of the ledger's end in this process: it reads each event once, however many wait for it. */
export interface Tail {
  /**
   * Calls `deliver` with every effective event of a topic, in order, from some moment on that lies before `ready` resolves.
   * Gives a function that ends it.
   */
  listen(topic: Topic, deliver: (event: LedgerEvent) => void): () => void;
  /** Resolves once whatever is appended from now on will be delivered to who listens now. Never rejects. */
  ready(): Promise<void>;
  /** Stops reading; what is read already has been delivered. */
  stop(): Promise<void>;
}

/** Events read at once. */
const batch = 500;

/** Starts a tail. It reads only while somebody listens. */
export function createTail({ ledger, clock, log }: { ledger: Ledger; clock: Clock; log: EventLog }): Tail {
  const listeners = new Map<string, Set<(event: LedgerEvent) => void>>();
  const stopping = new AbortController();
  let position: bigint | undefined;
  let starting: Promise<void> | undefined;
  let reading: Promise<void> | undefined;
  let appended = false;

  function wake(): void {
    appended = true;
    if (reading || starting || stopping.signal.aborted) return;
    if (listeners.size === 0) {
      // Nobody waits for what came: the next listener starts from the end as it is then.
      position = undefined;
      return;
    }
    reading = readOn().finally(() => {
      reading = undefined;
      if (appended) wake();
    });
  }

  async function readOn(): Promise<void> {
    while (appended && position !== undefined && !stopping.signal.aborted) {
      appended = false;
      const from = position;
      const events = await insist(() => ledger.events.allAfter(from, batch));
      for (const event of events ?? []) {
        position = event.position;
        dispatch(event);
      }
      if (events?.length === batch) appended = true;
    }
  }

  function dispatch(event: LedgerEvent): void {
    try {
      for (const key of keysOf(event)) for (const deliver of listeners.get(key) ?? []) deliver(event);
    } catch (error) {
      // One event that nobody can be told of must not keep the others from being told.
      log.error({ error: described(error), kind: event.kind, id: event.id, position: String(event.position) }, 'An event could not be delivered.');
    }
  }

  async function begin(): Promise<void> {
    position = await insist(() => ledger.events.head());
    starting = undefined;
    if (appended) wake();
  }

  /** An event that cannot be read must not end the tail: whatever goes wrong, it tries again. */
  function insist<T>(read: () => Promise<T>): Promise<T | undefined> {
    const onRetry = (error: unknown, waitMs: number) => log.warn({ error: described(error), waitMs }, 'The end of the ledger cannot be read; trying again.');
    return persistently(read, { clock, signal: stopping.signal, always: true, onRetry });
  }

  const unlisten = ledger.events.onAppend(wake);
  return {
    listen(topic, deliver) {
      const key = keyOf(topic);
      const entry = (event: LedgerEvent) => deliver(event);
      const entries = listeners.get(key) ?? new Set();
      listeners.set(key, entries.add(entry));
      return () => {
        entries.delete(entry);
        if (entries.size === 0 && listeners.get(key) === entries) listeners.delete(key);
      };
    },
    async ready() {
      if (position !== undefined) return;
      starting ??= begin();
      await starting;
    },
    async stop() {
      unlisten();
      stopping.abort();
      await reading;
    },
  };
}

function keyOf({ kind, id, contractId }: Topic): string {
  return id === undefined ? `${kind}//${contractId ?? ''}` : `${kind}/${id}`;
}

function keysOf({ kind, id, contractId }: LedgerEvent): string[] {
  return contractId === null ? [`${kind}/${id}`] : [`${kind}/${id}`, `${kind}//${contractId}`];
}
