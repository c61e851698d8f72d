import type { Socket } from 'node:net';
import { CloseCode, MessageType, parseMessage, type WebSocket as ServedSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Viewer } from '../domain/viewer.ts';
import { hasEnded } from './expiry.ts';
import type { Log } from './log.ts';
import type { Due } from './turns.ts';

/** A subscription that has gone over from graphql-ws to its connection. */
export interface Watching {
  /** The id that the client gave it. */
  readonly id: string;
  /** Ends it, and tells nobody. */
  end(): void;
}

export interface ConnectionOptions {
  /** Gives a turn, soon. */
  readonly due: (due: Due) => void;
  /** How long a client may stay silent before it says who it is. */
  readonly initMs: number;
  readonly log: Log;
  /** Told when a connection is closed, from either side. */
  readonly closed: (connection: Connection) => void;
}

/** How often a client is asked whether it is still there; it has as long to answer. */
const heartbeatMs = 12_000;
/** What a client is told when its token ends. */
export const endedText = 'The token has ended.';

/**
 * One socket, between `ws` and graphql-ws, which has the protocol. Ten thousand of them are open at once, so it holds no timers,
 * not the request that it came with, and hardly a function of its own.
 *
 * A client that does not read is not written to: past Node's mark of unsent bytes (64 KiB) its subscriptions wait, and nothing
 * more is read of what it sends, until all that has gone out. What its subscriptions miss meanwhile is in the ledger.
 */
export class Connection implements ServedSocket {
  /** Who it is, once that is known. */
  viewer: Viewer | undefined;
  /** Whether it has begun to say who it is. */
  initReceived = false;
  /** What graphql-ws wants to be told when it is closed. */
  release: ((code: number, reason: string) => Promise<void>) | undefined;
  readonly #socket: WebSocket;
  readonly #stream: Socket;
  readonly #options: ConnectionOptions;
  /** When the client was asked last, or came (`performance.now`). */
  #askedAt = performance.now();
  /** What had been read of it by then; where that is all, it did not answer. */
  #heardBytes = -1;
  #watching: Watching[] = [];
  /** Who waits for unsent bytes to go out; undefined while nothing keeps them. */
  #held: Due[] | undefined;

  /** `stream` is what `socket` writes to. */
  constructor(socket: WebSocket, stream: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#stream = stream;
    this.#options = options;
    // What the client did wrong is told by the code that `ws` closes the socket with.
    socket.on('error', ignore);
    socket.on('close', (code, reason) => this.#closed(code, reason.toString()));
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get isClosed(): boolean {
    return this.#socket.readyState === this.#socket.CLOSED;
  }

  /** Whether nothing more should be written before it has drained. */
  get isFull(): boolean {
    return this.#held !== undefined;
  }

  /** How many subscriptions it has. */
  get watching(): number {
    return this.#watching.length;
  }

  /** Takes a subscription over: from here on its messages do not pass through graphql-ws. */
  watch(watching: Watching): void {
    this.#watching.push(watching);
  }

  /** Lets go of one that has ended; where the client has not ended it, it is told. */
  unwatch(watching: Watching): void {
    const index = this.#watching.indexOf(watching);
    if (index < 0) return;
    this.#watching.splice(index, 1);
    void this.send(JSON.stringify({ id: watching.id, type: MessageType.Complete }));
  }

  /** Gives a turn when unsent bytes have gone out. */
  whenDrained(due: Due): void {
    if (this.#held) this.#held.push(due);
    else this.#options.due(due);
  }

  /** Writes whole frames, past `ws`: it has none half written, since it sends neither fragments nor anything compressed. */
  write(frames: readonly Buffer[]): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (frames.length > 1) this.#stream.cork();
    for (const frame of frames) this.#stream.write(frame);
    if (frames.length > 1) this.#stream.uncork();
    this.#holdWhenFull();
  }

  /** A message of graphql-ws. Resolves when it has gone out, or never will. */
  send(data: string): Promise<void> {
    if (this.#socket.readyState !== this.#socket.OPEN) return Promise.resolve();
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

  /** Calls back when it is closed, from either side. */
  onClosed(call: () => void): void {
    this.#socket.once('close', () => call());
  }

  onMessage(handle: (data: string) => Promise<void>): void {
    this.#socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (this.#watching.length > 0 && this.#isAboutWatching(text)) return;
      handle(text).catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'a message of a socket could not be handled');
        this.close(CloseCode.InternalServerError, 'Internal server error');
      });
    });
  }

  /**
   * What there is to do now and then, a few times in a second: asks the client whether it is still there, and ends the socket
   * where it did not answer, where it does not say who it is, and where its token has ended.
   */
  look(now: number): void {
    if (this.viewer && hasEnded(this.viewer)) this.close(CloseCode.Forbidden, endedText);
    const silentMs = now - this.#askedAt;
    if (!this.initReceived && silentMs >= this.#options.initMs) this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
    if (silentMs >= heartbeatMs) this.#ask(now);
  }

  #closed(code: number, reason: string): void {
    for (const each of this.#watching.splice(0)) each.end();
    this.#options.closed(this);
    this.release?.(code, reason).catch((error: unknown) => this.#options.log.error({ err: error }, 'a socket could not be released'));
  }

  #ask(now: number): void {
    if (this.#stream.bytesRead === this.#heardBytes) {
      this.terminate();
      return;
    }
    this.#askedAt = now;
    this.#heardBytes = this.#stream.bytesRead;
    this.#socket.ping();
  }

  /** What graphql-ws cannot know of those that went over: that one is completed, or that its id is taken. */
  #isAboutWatching(text: string): boolean {
    const message = parsed(text);
    if (message?.type !== MessageType.Complete && message?.type !== MessageType.Subscribe) return false;
    const index = this.#watching.findIndex(({ id }) => id === message.id);
    if (index < 0) return false;
    if (message.type === MessageType.Subscribe) this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${message.id} already exists`.slice(0, 120));
    else for (const each of this.#watching.splice(index, 1)) each.end();
    return true;
  }

  #holdWhenFull(): void {
    if (this.#held || !this.#stream.writableNeedDrain) return;
    this.#held = [];
    this.#socket.pause();
    this.#stream.once('drain', () => this.#drained());
  }

  #drained(): void {
    // Who takes what is sent is there, however long an answer to our question stands in the line behind it.
    this.#heardBytes = -1;
    this.#socket.resume();
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const due of held) this.#options.due(due);
  }
}

function ignore(): void {}

/** A message; undefined where it is none, which graphql-ws has a word for. */
function parsed(text: string): ReturnType<typeof parseMessage> | undefined {
  try {
    return parseMessage(text);
  } catch {
    return undefined;
  }
}
