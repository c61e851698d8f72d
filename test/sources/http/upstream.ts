import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';

/** A request as a test server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers a request; `seen.length` says the how manyeth it is. */
export type Respond = (request: Seen, response: ServerResponse, seen: readonly Seen[]) => void;

/** A real server on a free port. */
export interface Upstream {
  readonly url: string;
  readonly origin: string;
  readonly seen: Seen[];
  /** Connections that were ever opened. */
  readonly connections: Socket[];
  /** Replaces what it answers. */
  respond: Respond;
  /** Resolves when so many requests have come in. */
  reached(requests: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server that answers by `respond`, until `close`. */
export async function startUpstream(respond: Respond = json({})): Promise<Upstream> {
  const seen: Seen[] = [];
  const connections: Socket[] = [];
  const waiting: { requests: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry: Seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(entry);
      for (const wait of waiting) if (seen.length >= wait.requests) wait.resolve();
      upstream.respond(entry, response, seen);
    });
  });
  server.on('connection', (socket) => connections.push(socket));
  const origin = await listen(server);
  const upstream: Upstream = {
    url: `${origin}/base/v1/`,
    origin,
    seen,
    connections,
    respond,
    reached: (requests) =>
      new Promise((resolve) => {
        if (seen.length >= requests) resolve();
        else waiting.push({ requests, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}

/** Answers JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Respond {
  return text(typeof body === 'string' ? body : JSON.stringify(body), status, { 'content-type': 'application/json', ...headers });
}

/** Answers a text, as it is. */
export function text(body: string | Buffer, status = 200, headers: Record<string, string> = {}): Respond {
  return (_request, response) => {
    response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers }).end(body);
  };
}

/** Answers the first request by the first, and so on; the last one goes on answering. */
export function inTurn(...responses: readonly Respond[]): Respond {
  return (request, response, seen) => (responses[seen.length - 1] ?? responses.at(-1))?.(request, response, seen);
}

/** Never answers. */
export const silence: Respond = () => {};

/** A server that speaks bytes: `talk` is given each connection. Requests are not read for it. */
export async function startRawUpstream(talk: (socket: Socket, nth: number) => void): Promise<{ url: string; connections: () => number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createNetServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    talk(socket, (count += 1));
  });
  const url = await listen(server);
  return {
    url,
    connections: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}
