import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { atEndOfTurn } from '../../domain/turn.ts';
import { BodyTooLarge, TransportError, type RawResponse } from './exchange.ts';
import { ResponseReader } from './response.ts';

/** A request as it is written, and who waits for what it comes to. */
export interface Exchange {
  readonly method: string;
  /** Request line and headers with the empty line behind them, in Latin-1. */
  readonly head: string;
  readonly body: string | undefined;
  readonly maxBodyBytes: number;
  /** Called once, with the response or with what went wrong. */
  readonly settle: (outcome: RawResponse | Error) => void;
}

/** What a connection tells its pool. */
export interface ConnectionEvents {
  /** The response is whole, and the connection may carry another request, though not at once: see `Connections`. */
  readonly onFree: (connection: Connection) => void;
  readonly onGone: (connection: Connection) => void;
}

/** All sockets read into this: what they read is taken out before the next one reads. */
const readBuffer = Buffer.allocUnsafe(64 * 1024);

/** One kept-alive connection, which carries one request at a time. */
export class Connection {
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  #exchange: Exchange | undefined;
  #reader: ResponseReader | undefined;
  #isGone = false;
  #isReferenced = true;

  /** Opens it; what it is given to carry meanwhile waits for that. */
  constructor(origin: URL, connectTimeoutMs: number, events: ConnectionEvents) {
    this.#events = events;
    this.#socket = open(origin, (bytes) => this.#read(bytes));
    this.#socket.setTimeout(connectTimeoutMs);
    this.#socket.once(origin.protocol === 'https:' ? 'secureConnect' : 'connect', () => this.#socket.setTimeout(0));
    this.#socket.on('timeout', () => this.destroy(withCode('ETIMEDOUT', 'no connection came about')));
    this.#socket.on('error', (error) => this.#gone(error));
    this.#socket.on('end', () => this.#gone());
    this.#socket.on('close', () => this.#gone());
  }

  /** Sends a request, together with all others of this turn. Only on a connection that is new or free. */
  carry(exchange: Exchange): void {
    this.keepsProcess(true);
    this.#exchange = exchange;
    if (this.#isGone) this.#settle(closed());
    else atEndOfTurn(this.#write);
  }

  readonly #write = (): void => {
    const exchange = this.#exchange;
    if (this.#isGone || !exchange) return;
    // Not before: what comes until now was not asked for.
    this.#reader = new ResponseReader(exchange.method, exchange.maxBodyBytes);
    if (exchange.body === undefined) {
      this.#socket.write(exchange.head, 'latin1');
      return;
    }
    this.#socket.cork();
    this.#socket.write(exchange.head, 'latin1');
    this.#socket.write(exchange.body, 'utf8');
    this.#socket.uncork();
  };

  /** Whether the process goes on for its sake. */
  keepsProcess(keeps: boolean): void {
    if (keeps === this.#isReferenced) return;
    this.#isReferenced = keeps;
    if (keeps) this.#socket.ref();
    else this.#socket.unref();
  }

  /** Ends it at once; a request on it comes to `error`. */
  destroy(error: Error = closed()): void {
    this.#gone(error);
  }

  /** Returns whether to read on, as `net` asks. */
  #read(bytes: Buffer): boolean {
    const reader = this.#reader;
    // Nobody has asked for anything.
    if (!reader) this.#gone();
    else this.#take(reader, bytes);
    return !this.#isGone;
  }

  #take(reader: ResponseReader, bytes: Buffer): void {
    try {
      if (!reader.take(bytes)) return;
    } catch (error) {
      return this.#gone(error instanceof Error ? error : undefined);
    }
    // An answer before the whole question: the rest of it would stand before the next one.
    const reusable = reader.keepsAlive && this.#socket.writableLength === 0;
    const { response } = reader;
    if (reusable) {
      this.#reader = undefined;
      this.#events.onFree(this);
    }
    this.#settle(response);
    if (!reusable) this.#gone();
  }

  #gone(error?: Error): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#socket.destroy();
    this.#events.onGone(this);
    if (!this.#exchange) return;
    if (!error && this.#reader?.end()) this.#settle(this.#reader.response);
    else this.#settle(error instanceof BodyTooLarge || error instanceof TransportError ? error : new TransportError(error ?? closed()));
  }

  #settle(outcome: RawResponse | Error): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.settle(outcome);
  }
}

function open(origin: URL, onRead: (bytes: Buffer) => boolean): Socket {
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const secure = origin.protocol === 'https:';
  const onread = { buffer: readBuffer, callback: (length: number, buffer: Uint8Array) => onRead(Buffer.from(buffer.buffer, buffer.byteOffset, length)) };
  const options = { host, port: Number(origin.port) || (secure ? 443 : 80), noDelay: true, onread };
  return secure ? connectSecurely({ ...options, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 && { servername: host }) }) : connectPlain(options);
}

function closed(): Error {
  return withCode('ECONNRESET', 'the connection was closed');
}

function withCode(code: string, message: string): Error & { readonly code: string } {
  return Object.assign(new Error(message), { code });
}
