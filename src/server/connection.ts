import type { Duplex } from 'node:stream';
import { CloseCode, type WebSocket as ServedSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Viewer } from '../domain/viewer.ts';
import type { Asked } from './heartbeat.ts';
import type { Log } from './log.ts';
import type { Due } from './turns.ts';

/**
 * One socket, between `ws` and graphql-ws, which has the protocol. Ten thousand of them are open at once, so it holds no timers
 * and hardly any functions of its own, and not the request that it came with.
 *
 * A client that does not read is not written to: past Node's mark of unsent bytes (64 KiB) subscriptions wait, and nothing more
 * is read of what the client sends, until all that has gone out. What a subscription misses meanwhile is in the ledger.
 */
export class Connection implements ServedSocket, Asked {
  /** Who it is, once that is known. */
  viewer: Viewer | undefined;
  #askedAt = performance.now();
  /** Whether anything was heard of the client since it was asked. */
  #heard = true;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #log: Log;
  /** Who waits for unsent bytes to go out; undefined while nothing keeps them. */
  #held: Due[] | undefined;
  readonly #due: (due: Due) => void;

  /** `stream` is what `socket` writes to. `due`: gives turns to who waited. */
  constructor(socket: WebSocket, stream: Duplex, due: (due: Due) => void, log: Log) {
    this.#socket = socket;
    this.#stream = stream;
    this.#due = due;
    this.#log = log;
    socket.on('pong', () => {
      this.#heard = true;
    });
    // What the client did wrong; `ws` closes the socket with the code for it.
    socket.on('error', (error) => log.debug({ err: error }, 'a socket broke'));
    stream.on('drain', () => this.#drained());
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get askedAt(): number {
    return this.#askedAt;
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Whether nothing more should be written before it has drained. */
  get isFull(): boolean {
    return this.#held !== undefined;
  }

  /** Gives a turn when unsent bytes have gone out. */
  whenDrained(due: Due): void {
    if (this.#held) this.#held.push(due);
    else this.#due(due);
  }

  /** Writes whole frames, past `ws`: it has none half written, since it sends neither fragments nor anything compressed. */
  write(frames: readonly Buffer[]): void {
    if (!this.#isOpen) return;
    if (frames.length > 1) this.#stream.cork();
    for (const frame of frames) this.#stream.write(frame);
    if (frames.length > 1) this.#stream.uncork();
    this.#holdWhenFull();
  }

  /** A message of graphql-ws. Resolves when it has gone out, or never will. */
  send(data: string): Promise<void> {
    if (!this.#isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.send(data, () => resolve());
      this.#holdWhenFull();
    });
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  /** Ends it without a word. */
  terminate(): void {
    this.#socket.terminate();
  }

  get isClosed(): boolean {
    return this.#socket.readyState === this.#socket.CLOSED;
  }

  /** Calls back when it is closed, from either side. */
  onClosed(call: () => void): void {
    this.#socket.once('close', () => call());
  }

  onMessage(handle: (data: string) => Promise<void>): void {
    this.#socket.on('message', (data: Buffer) => {
      this.#heard = true;
      handle(data.toString()).catch((error: unknown) => {
        this.#log.error({ err: error }, 'a message of a socket could not be handled');
        this.close(CloseCode.InternalServerError, 'Internal server error');
      });
    });
  }

  /** Asks the client whether it is still there, or ends the socket where nothing was heard of it since it was last asked. */
  ask(now: number): void {
    if (!this.#isOpen) return;
    this.#askedAt = now;
    if (!this.#heard) {
      this.#socket.terminate();
      return;
    }
    this.#heard = false;
    this.#socket.ping();
  }

  #holdWhenFull(): void {
    if (this.#held || !this.#stream.writableNeedDrain) return;
    this.#held = [];
    this.#socket.pause();
  }

  #drained(): void {
    // Who takes what is sent is there, however long an answer to our question stands in the line behind it.
    this.#heard = true;
    this.#socket.resume();
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const due of held) this.#due(due);
  }
}
