import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { JobRecord, Ledger, Topic } from '../ledger/ledger.ts';
import type { Cursors } from './cursor.ts';
import { Told, viewOf, type FeedEvent } from './feedEvent.ts';
import { foldedState } from './folded.ts';
import { persistently } from './persistently.ts';
import type { Tail } from './tail.ts';

/** A feed: read it with `for await`, or by hand. `return()` releases everything at once, also while a `next()` waits. */
export interface Feed<State = unknown, Sealed = unknown> extends AsyncIterableIterator<FeedEvent<State, Sealed>, undefined, undefined> {
  readonly topic: Topic;
  readonly subject: string;
}

/** What all feeds of a process stand on. */
export interface FeedParts {
  readonly ledger: Ledger;
  readonly tail: Tail;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly maxBacklog: number;
  readonly pageSize: number;
  /** A feed is read for the first time: it joins those of its topic and subject. Gives the function for its end. */
  readonly began: (feed: JobFeed) => () => void;
}

type Result = IteratorResult<FeedEvent, undefined>;
const done: Result = { done: true, value: undefined };

/** One subscriber's way through the ledger: from the ledger while it is behind, from the tail while it is not. */
export class JobFeed implements Feed {
  readonly topic: Topic;
  readonly subject: string;
  readonly #shared: FeedParts;
  readonly #ended = new AbortController();
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
  #waiting: ((result: Result) => void) | undefined;
  #pulling: Promise<Result> | undefined;
  #leave: (() => void) | undefined;
  #failed = false;

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
    // Whoever asks again before the last answer came waits for that first.
    const pulled = this.#pulling ? this.#pulling.then(() => this.#pull()) : this.#pull();
    this.#pulling = pulled;
    const clear = () => {
      if (this.#pulling === pulled) this.#pulling = undefined;
    };
    pulled.then(clear, clear);
    return pulled;
  }

  return(): Promise<Result> {
    this.end();
    return Promise.resolve(done);
  }

  throw(error: unknown): Promise<Result> {
    this.end();
    return Promise.reject(error instanceof Error ? error : new Error('The feed was ended with an error.', { cause: error }));
  }

  /** Completes it, now. */
  end(): void {
    if (this.#ended.signal.aborted) return;
    this.#leave?.();
    this.#read = [];
    this.#backlog = [];
    this.#waiting?.(done);
    this.#waiting = undefined;
    this.#ended.abort();
  }

  /** An event from the tail. */
  push(event: FeedEvent): void {
    if (this.#waiting) {
      if (!this.#isNew(event)) return;
      const tell = this.#waiting;
      this.#waiting = undefined;
      tell(this.#tell(event));
    } else if (!this.#dropped && this.#backlog.length < this.#shared.maxBacklog) {
      this.#backlog.push(event);
    } else {
      this.#backlog = [];
      this.#dropped = true;
      this.#behind = true;
    }
  }

  #pull(): Promise<Result> {
    if (this.#ended.signal.aborted) return Promise.resolve(done);
    const event = this.#atHand();
    if (event) return Promise.resolve(this.#tell(event));
    if (this.#behind) return this.#untilEnded(this.#catchUp());
    if (!this.#open) {
      this.end();
      return Promise.resolve(done);
    }
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
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

  /** Reads what the tail did not bring: the opening, or what was dropped. */
  async #catchUp(): Promise<Result> {
    try {
      if (!this.#leave) {
        this.#leave = this.#shared.began(this);
        await this.#shared.tail.ready();
        await this.#persist(() => this.#readOpening());
      }
      if (this.#behind) await this.#persist(() => this.#readPage());
      return await this.#pull();
    } catch (error) {
      this.#failed = true;
      this.end();
      throw error;
    }
  }

  async #readOpening(): Promise<void> {
    const { position, jobs } = await this.#shared.ledger.events.snapshot(this.topic);
    if (this.topic.id !== undefined) {
      const [job] = jobs;
      if (!job) throw new Failure({ kind: 'notFound', message: 'There is no such job.' });
      this.#known = { position, open: job.open };
      this.#open = job.open;
    }
    // With a cursor the opening is what followed it.
    if (this.#last !== undefined) return;
    this.#last = position;
    this.#behind = this.#dropped;
    // Oldest first. Who leaves between two of them has not seen them all, and its cursor says so.
    this.#read = jobs.toReversed().map((job, index) => this.#snapshotOf(job, position, index < jobs.length - 1));
  }

  /** The next events after the last one. The backlog holds whatever comes from here on, so that a page that is not full is the last. */
  async #readPage(): Promise<void> {
    const { ledger, cursors, pageSize } = this.#shared;
    this.#dropped = false;
    const events = await ledger.events.after(this.topic, this.#last ?? 0n, pageSize);
    this.#read = events.map((event) => new Told(cursors, this.topic, this.subject, event, viewOf(event)));
    this.#behind = events.length === pageSize || this.#wasDropped();
  }

  /** Apart, because it changes while a page is read. */
  #wasDropped(): boolean {
    return this.#dropped;
  }

  #snapshotOf(job: JobRecord, position: bigint, partial: boolean): FeedEvent {
    const { status, updatedAt } = foldedState(job.state);
    const event = { position, occurredAt: updatedAt, origin: 'SNAPSHOT' as const, name: 'snapshot', status, previousStatus: null };
    return new Told(this.#shared.cursors, this.topic, this.subject, event, job, partial);
  }

  async #persist(read: () => Promise<void>): Promise<void> {
    await persistently(read, { clock: this.#shared.clock, signal: this.#ended.signal });
  }

  /** Who leaves while the ledger is read does not wait for it. */
  #untilEnded(result: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#ended.signal.addEventListener('abort', () => this.#failed || resolve(done), { once: true });
      result.then(resolve, reject);
    });
  }
}
