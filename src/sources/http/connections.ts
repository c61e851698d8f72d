import { Connection, type ConnectionEvents, type Exchange } from './connection.ts';
import { TransportError, type RawResponse } from './exchange.ts';
import type { Stop } from './stop.ts';

/** A request as it is written. */
export type WireRequest = Pick<Exchange, 'method' | 'head' | 'body' | 'maxBodyBytes'>;

/** Kept-alive connections to one origin. */
export interface Connections {
  /** One request and its whole response. Never rejects: whatever goes wrong, the reason of a stop included, is the value. */
  send(request: WireRequest, stop: Stop): Promise<RawResponse | Error>;
  /** Ends everything. */
  close(): void;
}

export interface ConnectionsOptions {
  readonly origin: URL;
  /** At most so many; further requests queue. */
  readonly most: number;
  /** For one connection. */
  readonly connectTimeoutMs: number;
  /** A connection that nobody needs for so long is closed, before the other end would do it: servers keep them for 5 s or more. Default 4,000. */
  readonly idleMs?: number;
}

/**
 * In place of undici's pool, which costs 38 to 43 µs a call where all of our client costs 28 to 34 (`bench/clients.ts`): a page of
 * packages makes dozens of calls, and its time is theirs (`docs/decisions/own-connections.md`). `test/sources/http/connections.test.ts` holds both to the same answers.
 *
 * A connection carries its next request one turn of the event loop after its last response: by then it is known whether the
 * other end sent more than was asked for, or closed it. All connections of a turn wait together.
 */
export function createConnections({ origin, most, connectTimeoutMs, idleMs = 4_000 }: ConnectionsOptions): Connections {
  const open = new Set<Connection>();
  const idle: { readonly connection: Connection; readonly since: number }[] = [];
  const resting: Connection[] = [];
  const queue: Waiting[] = [];
  let isClosed = false;
  let sweeper: NodeJS.Timeout | undefined;

  const events: ConnectionEvents = {
    onFree(connection) {
      resting.push(connection);
      if (resting.length === 1) setImmediate(() => setImmediate(wake));
    },
    onGone(connection) {
      open.delete(connection);
      remove(idle, (each) => each.connection === connection);
      remove(resting, (each) => each === connection);
      const next = nextWaiting();
      if (next) openFor(next);
    },
  };

  function wake(): void {
    for (const connection of resting.splice(0)) {
      const next = nextWaiting();
      if (next) next.on(connection);
      else rest(connection);
    }
  }

  function rest(connection: Connection): void {
    connection.keepsProcess(false);
    idle.push({ connection, since: Date.now() });
    sweeper ??= setInterval(sweep, idleMs / 4).unref();
  }

  function sweep(): void {
    const before = Date.now() - idleMs;
    for (const { connection, since } of [...idle]) if (since < before) connection.destroy();
    if (idle.length > 0) return;
    clearInterval(sweeper);
    sweeper = undefined;
  }

  function nextWaiting(): Waiting | undefined {
    let next = queue.shift();
    while (next?.isSettled) next = queue.shift();
    return next;
  }

  function openFor(waiting: Waiting): void {
    const connection = new Connection(origin, connectTimeoutMs, events);
    open.add(connection);
    waiting.on(connection);
  }

  return {
    send: (request, stop) =>
      new Promise((resolve) => {
        if (stop.reason) return resolve(stop.reason);
        if (isClosed) return resolve(new TransportError(new Error('the connections are closed')));
        const waiting = new Waiting(request, stop, resolve);
        const free = idle.pop()?.connection;
        if (free) waiting.on(free);
        // Those that rest are free before a new one would be.
        else if (open.size < most && resting.length <= queue.length) openFor(waiting);
        else queue.push(waiting);
      }),
    close() {
      isClosed = true;
      clearInterval(sweeper);
      for (const waiting of queue.splice(0)) waiting.settle(new TransportError(new Error('the connections are closed')));
      for (const connection of [...open]) connection.destroy();
    },
  };
}

/** A request from its sending to its outcome. */
class Waiting implements Exchange {
  readonly method: string;
  readonly head: string;
  readonly body: string | undefined;
  readonly maxBodyBytes: number;
  readonly #stop: Stop;
  readonly #resolve: (outcome: RawResponse | Error) => void;
  #connection: Connection | undefined;
  isSettled = false;

  constructor({ method, head, body, maxBodyBytes }: WireRequest, stop: Stop, resolve: (outcome: RawResponse | Error) => void) {
    this.method = method;
    this.head = head;
    this.body = body;
    this.maxBodyBytes = maxBodyBytes;
    this.#stop = stop;
    this.#resolve = resolve;
    stop.listen((reason) => this.#giveUp(reason));
  }

  on(connection: Connection): void {
    this.#connection = connection;
    connection.carry(this);
  }

  settle(outcome: RawResponse | Error): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.#stop.listen(undefined);
    this.#resolve(outcome);
  }

  /** The response is still to come on its connection, which is given up with it. */
  #giveUp(reason: Error): void {
    this.settle(reason);
    this.#connection?.destroy();
  }
}

function remove<Item>(list: Item[], is: (item: Item) => boolean): void {
  const place = list.findIndex(is);
  if (place >= 0) list.splice(place, 1);
}
