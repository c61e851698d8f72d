/** Who wants to hear of appends in this process. */
export interface Listeners {
  readonly add: (listener: () => void) => () => void;
  /** Calls each of them, soon: not in the caller's stack, so that a listener that throws cannot undo what was committed. */
  readonly call: () => void;
  readonly size: number;
}

export function createListeners(): Listeners {
  // Entries, not bare functions: the same function added twice is called, and ended, twice.
  const entries = new Set<{ readonly listener: () => void }>();
  return {
    add(listener) {
      const entry = { listener };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    call() {
      for (const entry of entries) queueMicrotask(() => entries.has(entry) && entry.listener());
    },
    get size() {
      return entries.size;
    },
  };
}
