import { WebSocket } from 'ws';

/** A message of `graphql-transport-ws`. */
export interface SocketMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** How a socket ended. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** A socket in the hands of a test: it does nothing of its own accord but answer pings of the transport. */
export interface TestSocket {
  send(message: SocketMessage | string | Buffer): void;
  /** The next message that was not taken yet; rejects when the socket closes first. */
  next(): Promise<SocketMessage>;
  /** All messages so far, taken or not. */
  readonly received: readonly SocketMessage[];
  /** Resolves when it is closed, from either side. */
  readonly closed: Promise<Closed>;
  close(): void;
}

export interface SocketOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Subprotocols; `graphql-transport-ws` by default. */
  readonly protocol?: string;
}

/** Opens a socket. Rejects with the status where the gateway does not take it. */
export function openSocket(url: string, { headers = {}, protocol = 'graphql-transport-ws' }: SocketOptions = {}): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, protocol, { headers });
  const received: SocketMessage[] = [];
  let taken = 0;
  let waiting: { readonly resolve: (message: SocketMessage) => void; readonly reject: (error: Error) => void } | undefined;
  const { promise: closed, resolve: resolveClosed } = Promise.withResolvers<Closed>();
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString()) as SocketMessage);
    if (!waiting) return;
    const { resolve } = waiting;
    waiting = undefined;
    resolve(received[taken++] as SocketMessage);
  });
  socket.on('close', (code, reason) => {
    resolveClosed({ code, reason: reason.toString() });
    waiting?.reject(new Error(`closed: ${code} ${reason.toString()}`));
  });
  const opened: TestSocket = {
    send: (message) => socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)),
    next: () =>
      new Promise((resolve, reject) => {
        const message = received[taken];
        if (message) {
          taken += 1;
          resolve(message);
        } else if (socket.readyState >= socket.CLOSING) {
          closed.then(({ code, reason }) => reject(new Error(`closed: ${code} ${reason}`)), reject);
        } else {
          waiting = { resolve, reject };
        }
      }),
    received,
    closed,
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(opened));
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      socket.terminate();
      reject(new Error(`not taken: ${response.statusCode}`));
    });
    socket.on('error', reject);
  });
}

/** Opens a socket and says who it is. */
export async function connect(url: string, token?: string, options?: SocketOptions): Promise<TestSocket> {
  const socket = await openSocket(url, options);
  socket.send({ type: 'connection_init', ...(token === undefined ? {} : { payload: { Authorization: `Bearer ${token}` } }) });
  const ack = await socket.next();
  if (ack.type !== 'connection_ack') throw new Error(`not acknowledged: ${ack.type}`);
  return socket;
}

/** What an operation over a socket came to first: its result, or its errors. */
export async function askSocket(socket: TestSocket, query: string, variables: Readonly<Record<string, unknown>> = {}, rest: Readonly<Record<string, unknown>> = {}): Promise<SocketAnswer> {
  const id = `op-${(operations += 1)}`;
  socket.send({ type: 'subscribe', id, payload: { query, variables, ...rest } });
  for (;;) {
    const message = await socket.next();
    if (message.id !== id) continue;
    if (message.type === 'error') return { id, errors: message.payload as SocketAnswer['errors'], data: undefined, extensions: undefined };
    const { errors = [], data, extensions } = message.payload as Partial<SocketAnswer>;
    return { id, errors, data, extensions };
  }
}

export interface SocketAnswer {
  readonly id: string;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

let operations = 0;
