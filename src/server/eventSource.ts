import type { Feed, FeedReader } from '../events/feed.ts';

/** Events that are taken one after another without promises; see `Feed`. */
export interface EventSource {
  take(): IteratorResult<unknown, unknown> | undefined;
  readBy(reader: FeedReader): void;
  /** Ends it, also while it waits. */
  end(): void;
}

/** Whatever a subscription's resolver gave: a feed as it is, anything else taken from its promises. */
export function eventSourceOf(events: AsyncIterable<unknown>): EventSource {
  return isFeed(events) ? events : new Pulled(events);
}

function isFeed(events: AsyncIterable<unknown>): events is Feed {
  return 'take' in events && 'readBy' in events;
}

class Pulled implements EventSource {
  readonly #events: AsyncIterator<unknown>;
  #asked = false;
  #result: IteratorResult<unknown, unknown> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #reader: FeedReader | undefined;

  constructor(events: AsyncIterable<unknown>) {
    this.#events = events[Symbol.asyncIterator]();
  }

  readBy(reader: FeedReader): void {
    this.#reader = reader;
  }

  take(): IteratorResult<unknown, unknown> | undefined {
    if (this.#failure) throw this.#failure.error;
    const result = this.#result;
    if (result?.done !== true) this.#result = undefined;
    if (!result && !this.#asked) this.#ask();
    return result;
  }

  end(): void {
    this.#result = { done: true, value: undefined };
    // It may end only when its next event comes, and nobody waits for that.
    this.#events.return?.().catch(() => {});
  }

  #ask(): void {
    this.#asked = true;
    void this.#next().then(() => this.#reader?.ready());
  }

  async #next(): Promise<void> {
    try {
      const result = await this.#events.next();
      this.#asked = false;
      // Unless it was ended meanwhile.
      this.#result ??= result;
    } catch (error) {
      this.#failure = { error };
    }
  }
}
