import type { Dispatcher } from 'undici';
import type { Stop } from './stop.ts';

/** Headers of a response, names in lower case; a repeated one is an array. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A whole response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
}

/** The body is longer than the client takes in. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  /** Status of the response whose body it was. */
  readonly status: number;

  constructor(status: number, maxBodyBytes: number) {
    super(`the body is larger than ${maxBodyBytes} bytes`);
    this.status = status;
  }
}

/** No whole response: no connection, a reset, bytes that are no HTTP. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** As Node and undici name it: `ECONNREFUSED`, `UND_ERR_SOCKET`. */
  readonly code: string;

  constructor(error: Error & { readonly code?: unknown }) {
    // Node's error about several addresses tried has a code and no message.
    super(error.message || 'no address answered');
    this.code = typeof error.code === 'string' ? error.code : error.name;
  }
}

/**
 * One request and its whole response. Never rejects: whatever goes wrong, the reason of a stop included, is the value.
 * `dispatch` is undici's lowest public call; its `request` costs a tenth more, `fetch` eight times as much.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  maxBodyBytes: number,
  stop: Stop,
): Promise<RawResponse | Error> {
  return new Promise((resolve) => {
    if (stop.reason) return resolve(stop.reason);
    const exchanging = new Exchange(resolve, maxBodyBytes, stop);
    stop.listen((reason) => exchanging.end(reason));
    dispatcher.dispatch(request, exchanging);
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (outcome: RawResponse | Error) => void;
  readonly #maxBodyBytes: number;
  readonly #stop: Stop;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #status = 0;
  #headers: ResponseHeaders = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(resolve: (outcome: RawResponse | Error) => void, maxBodyBytes: number, stop: Stop) {
    this.#resolve = resolve;
    this.#maxBodyBytes = maxBodyBytes;
    this.#stop = stop;
  }

  /** Settles with an error; the connection is given up, since the rest of the response is still to come on it. */
  end(reason: Error): void {
    this.#settle(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a connection: thrown rather than aborted, so that the connection stays for the next one.
    if (this.#settled) throw new Error('given up before it was sent');
    this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    // 1xx come before the response proper.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (Number(headers['content-length']) > this.#maxBodyBytes) this.end(new BodyTooLarge(status, this.#maxBodyBytes));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBodyBytes) this.end(new BodyTooLarge(this.#status, this.#maxBodyBytes));
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const body = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#bytes);
    this.#settle({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(new TransportError(error));
  }

  #settle(outcome: RawResponse | Error): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#chunks = [];
    this.#stop.listen(undefined);
    this.#resolve(outcome);
  }
}
