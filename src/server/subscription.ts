import type { Viewer } from '../domain/viewer.ts';
import type { FeedReader } from '../events/feed.ts';
import type { Connection } from './connection.ts';
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

const over = { done: true, value: undefined } as const;

/**
 * One operation that watches: takes its events one after another, and writes each to its socket. graphql-ws holds it in the place
 * of the results, which never pass through there: its one `next` resolves when all is over.
 */
export class Subscription implements AsyncGenerator<never, void, void>, Due, FeedReader {
  readonly #group: SubscriptionGroup;
  readonly #connection: Connection;
  readonly #viewer: Viewer;
  readonly #source: EventSource;
  readonly #beginning: string;
  #over: PromiseWithResolvers<IteratorResult<never, void>> | undefined;
  /** Whether it has a turn coming, or an answer is being made for it. */
  #busy = false;
  #ended = false;

  constructor(group: SubscriptionGroup, { connection, id, viewer, source }: SubscriptionParts) {
    this.#group = group;
    this.#connection = connection;
    this.#viewer = viewer;
    this.#source = source;
    this.#beginning = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    source.readBy(this);
  }

  next(): Promise<IteratorResult<never, void>> {
    if (this.#ended) return Promise.resolve(over);
    this.#over ??= Promise.withResolvers();
    this.ready();
    return this.#over.promise;
  }

  return(): Promise<IteratorResult<never, void>> {
    this.#end();
    return Promise.resolve(over);
  }

  throw(error: unknown): Promise<IteratorResult<never, void>> {
    this.#end();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** There may be something to take. */
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
        this.#end();
        return undefined;
      }
      const refusal = this.#group.refusal(this.#viewer);
      if (!refusal) return result;
      this.#tell(refusal);
    } catch (error) {
      this.#tell(this.#group.failure(error));
    }
    this.#end();
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

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#source.end();
    this.#group.left();
    this.#over?.resolve(over);
  }
}
