import type { Viewer } from '../domain/viewer.ts';
import type { FeedReader } from '../events/feed.ts';
import type { Connection, Watching } from './connection.ts';
import type { EventSource } from './eventSource.ts';
import { textFrame } from './frames.ts';
import type { OperationAnswers } from './sharedAnswers.ts';
import type { Due } from './turns.ts';

/** What all subscriptions to the same operation have in common. */
export interface SubscriptionGroup {
  readonly answers: OperationAnswers;
  /** Gives a turn, soon. */
  readonly due: (due: Due) => void;
  /** Why a caller is told nothing more, as the rest of a message; undefined as a rule. Asked before each event. */
  refusal(viewer: Viewer): Buffer | undefined;
  /** What became of a source that threw, as the rest of a message. */
  failure(error: unknown): Buffer;
  /** A subscription has ended. */
  left(): void;
}

/** What a subscription is made of. */
export interface SubscriptionParts {
  readonly connection: Connection;
  /** The id that the client gave its operation. */
  readonly id: string;
  readonly viewer: Viewer;
  readonly source: EventSource;
}

/** One operation that watches: takes its events one after another, and writes each to its socket, where it goes over from graphql-ws. */
export class Subscription implements Watching, AsyncIterable<never>, Due, FeedReader {
  readonly id: string;
  readonly #group: SubscriptionGroup;
  readonly #connection: Connection;
  readonly #viewer: Viewer;
  readonly #source: EventSource;
  readonly #beginning: string;
  /** Whether it has a turn coming, or an answer is being made for it. */
  #busy = false;
  #ended = false;

  constructor(group: SubscriptionGroup, { connection, id, viewer, source }: SubscriptionParts) {
    this.id = id;
    this.#group = group;
    this.#connection = connection;
    this.#viewer = viewer;
    this.#source = source;
    this.#beginning = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    source.readBy(this);
  }

  /** What there is of it for graphql-ws: nothing. */
  async *[Symbol.asyncIterator](): AsyncGenerator<never, void, void> {}

  /** There may be something to take. Begins it, too. */
  ready(): void {
    if (this.#busy || this.#ended) return;
    this.#busy = true;
    this.#group.due(this);
  }

  turn(): void {
    this.#busy = false;
    while (!this.#ended) {
      if (this.#connection.isFull) {
        this.#busy = true;
        this.#connection.whenDrained(this);
        return;
      }
      const taken = this.#take();
      if (!taken) return;
      const body = this.#group.answers.of(taken.value, this.#viewer);
      if (body instanceof Promise) {
        this.#busy = true;
        void body.then((late) => this.#tellLate(late));
        return;
      }
      this.#tell(body);
    }
  }

  /** The next event; undefined where there is none, and where it has ended. */
  #take(): IteratorYieldResult<unknown> | undefined {
    try {
      const result = this.#source.take();
      if (!result) return undefined;
      if (result.done === true) {
        this.#complete();
        return undefined;
      }
      const refusal = this.#group.refusal(this.#viewer);
      if (!refusal) return result;
      this.#tell(refusal);
    } catch (error) {
      this.#tell(this.#group.failure(error));
    }
    this.#complete();
    return undefined;
  }

  #tellLate(body: Buffer): void {
    this.#busy = false;
    if (this.#ended) return;
    this.#tell(body);
    this.ready();
  }

  #tell(body: Buffer): void {
    this.#connection.write(textFrame(this.#beginning, body));
  }

  #complete(): void {
    this.end();
    this.#connection.unwatch(this);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#source.end();
    this.#group.left();
  }
}
