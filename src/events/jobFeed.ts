import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { Topic } from '../ledger/ledger.ts';
import type { FeedEvent } from './feedEvent.ts';
import type { FeedReads } from './feedReads.ts';
import { persistently } from './persistently.ts';
import type { Tail } from './tail.ts';

/**
 * A feed: read it with `for await`, or by hand. `return()` releases everything at once, also while a `next()` waits. Who has
 * thousands of them reads them without promises: with `take`, called again whenever the feed says that it is ready.
 */
export interface Feed<State = unknown, Sealed = unknown> extends AsyncIterableIterator<FeedEvent<State, Sealed>, undefined, undefined> {
  readonly topic: Topic;
  readonly subject: string;
  /** What comes next, where it is at hand; undefined where the reader has to wait for `ready`. Throws, once, what ended the feed. */
  take(): IteratorResult<FeedEvent<State, Sealed>, undefined> | undefined;
  /** Names the one who is told when there is something to take. Told too often does no harm. */
  readBy(reader: FeedReader): void;
  /** Completes it, now. */
  end(): void;
}

/** Who reads a feed with `take`. */
export interface FeedReader {
  ready(): void;
}

/** What all feeds of a process stand on. */
export interface FeedParts {
  readonly reads: FeedReads;
  readonly tail: Tail;
  readonly clock: Clock;
  readonly maxBacklog: number;
  /** A feed is read for the first time: it joins those of its topic and subject. Gives the function for its end. */
  readonly began: (feed: JobFeed) => () => void;
}

type Result = IteratorResult<FeedEvent, undefined>;
const done: Result = { done: true, value: undefined };

interface Asked {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** One subscriber's way through the ledger: from the ledger while it is behind, from the tail while it is not. */
export class JobFeed implements Feed {
  readonly topic: Topic;
  readonly subject: string;
  readonly #shared: FeedParts;
  /** Position of the newest event that was told, or that a snapshot includes. */
  #last: bigint | undefined;
  /** Read from the ledger and not told yet. */
  #read: FeedEvent[] = [];
  /** From the tail, not told yet. */
  #backlog: FeedEvent[] = [];
  /** The backlog overflowed and was emptied; nothing is added until the ledger is read again. */
  #dropped = false;
  /** Whether the ledger holds what neither `#read` nor the backlog do. */
  #behind = true;
  /** Whether the one job may still change; a contract's feed is always open. */
  #open = true;
  /** What the ledger said of it at the opening, which holds for all replayed events up to that position. */
  #known: { readonly position: bigint; readonly open: boolean } | undefined;
  /** Who called `next` and waits, in the order in which they came. */
  #asked: Asked[] | undefined;
  #reader: FeedReader | undefined;
  /** Ends the reading of the ledger that is under way. */
  #reading: AbortController | undefined;
  #leave: (() => void) | undefined;
  #ended = false;
  /** What ended it, not told yet. */
  #failure: { readonly error: unknown } | undefined;

  constructor(shared: FeedParts, topic: Topic, subject: string, after: bigint | undefined) {
    this.#shared = shared;
    this.topic = topic;
    this.subject = subject;
    this.#last = after;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    return new Promise((resolve, reject) => {
      (this.#asked ??= []).push({ resolve, reject });
      this.#answer();
    });
  }

  readBy(reader: FeedReader): void {
    this.#reader = reader;
  }

  take(): Result | undefined {
    if (this.#failure) {
      const { error } = this.#failure;
      this.#failure = undefined;
      throw error;
    }
    if (this.#ended) return done;
    const event = this.#atHand();
    if (event) return this.#tell(event);
    if (this.#behind) {
      if (!this.#reading) void this.#catchUp();
      return undefined;
    }
    if (this.#open) return undefined;
    this.#release();
    return done;
  }

  return(): Promise<Result> {
    this.end();
    return Promise.resolve(done);
  }

  throw(error: unknown): Promise<Result> {
    this.end();
    return Promise.reject(error instanceof Error ? error : new Error('The feed was ended with an error.', { cause: error }));
  }

  end(): void {
    if (this.#ended) return;
    this.#release();
    this.#notify();
  }

  /** An event from the tail. */
  push(event: FeedEvent): void {
    if (!this.#dropped && this.#backlog.length < this.#shared.maxBacklog) {
      this.#backlog.push(event);
    } else {
      this.#backlog = [];
      this.#dropped = true;
      this.#behind = true;
    }
    this.#notify();
  }

  #release(): void {
    this.#ended = true;
    this.#leave?.();
    this.#read = [];
    this.#backlog = [];
    this.#reading?.abort();
  }

  #notify(): void {
    this.#answer();
    this.#reader?.ready();
  }

  /** Gives those who wait what there is. */
  #answer(): void {
    for (let asked = this.#asked?.[0]; asked; asked = this.#asked?.[0]) {
      try {
        const result = this.take();
        if (!result) return;
        asked.resolve(result);
      } catch (error) {
        asked.reject(error);
      }
      this.#asked?.shift();
    }
  }

  /** The next event that needs no waiting for: first what was read, then, when the ledger holds nothing in between, what came meanwhile. */
  #atHand(): FeedEvent | undefined {
    const read = this.#read.shift();
    if (read || this.#behind) return read;
    for (let event = this.#backlog.shift(); event; event = this.#backlog.shift()) if (this.#isNew(event)) return event;
    return undefined;
  }

  #isNew({ position }: FeedEvent): boolean {
    return this.#last === undefined || position > this.#last;
  }

  #tell(event: FeedEvent): Result {
    this.#last = event.position;
    if (this.topic.id !== undefined) {
      this.#open = this.#known && event.position <= this.#known.position ? this.#known.open : event.job.open;
    }
    return { done: false, value: event };
  }

  /** Reads what the tail did not bring: the opening, or what was dropped. Never rejects. */
  async #catchUp(): Promise<void> {
    const reading = new AbortController();
    this.#reading = reading;
    const persist = (read: () => Promise<void>) => persistently(read, { clock: this.#shared.clock, signal: reading.signal });
    try {
      if (!this.#leave) {
        this.#leave = this.#shared.began(this);
        await this.#shared.tail.ready();
        // Who goes on after a cursor has its opening in what followed; of one job that does not say whether it ended before.
        if (this.#last === undefined || this.topic.id !== undefined) await persist(() => this.#readOpening());
      }
      // Where so much came while it opened that the backlog overflowed, the opening is told first, and `take` comes back for the rest.
      if (this.#behind && this.#read.length === 0) await persist(() => this.#readPage());
    } catch (error) {
      // Who left meanwhile is told nothing any more.
      if (!this.#ended) this.#failure = { error };
      this.end();
    }
    this.#reading = undefined;
    this.#notify();
  }

  async #readOpening(): Promise<void> {
    const { position, job, eventsFor } = await this.#shared.reads.opening(this.topic);
    if (this.topic.id !== undefined) {
      if (!job) throw new Failure({ kind: 'notFound', message: 'There is no such job.' });
      this.#known = { position, open: job.open };
      this.#open = job.open;
    }
    if (this.#last !== undefined) return;
    this.#last = position;
    this.#behind = this.#dropped;
    this.#read = [...eventsFor(this.subject)];
  }

  /** The next events after the last one. The backlog holds whatever comes from here on, so that a page that is not full is the last. */
  async #readPage(): Promise<void> {
    this.#dropped = false;
    const { isFull, eventsFor } = await this.#shared.reads.page(this.topic, this.#last ?? 0n);
    this.#read = [...eventsFor(this.subject)];
    this.#behind = isFull || this.#wasDropped();
  }

  /** Apart, because it changes while a page is read. */
  #wasDropped(): boolean {
    return this.#dropped;
  }
}
