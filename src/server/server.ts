import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answersOf } from './answer.ts';
import { sendError, sendText } from './answers.ts';
import type { HostRule } from './hosts.ts';
import type { Log } from './log.ts';
import type { Timeouts } from './timeouts.ts';

/** Answers a request; gives false when its path is not this route's. */
export type Route = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean> | boolean;

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  /** Takes over sockets that ask for `/graphql`. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Paths whose route says itself when a sender that asks first (`Expect: 100-continue`) may begin; all others may at once. */
  readonly saysContinue?: (path: string) => boolean;
  /** Checked before anything else; undefined on a gateway that knows its callers. */
  readonly hostRule: HostRule | undefined;
  readonly timeouts: Pick<Timeouts, 'headersMs' | 'idleMs'>;
  readonly log: Log;
}

/** The listening end of the gateway. */
export interface HttpServer {
  listen(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>;
  /** Takes no new sockets from now on; requests are answered as before. */
  turnSocketsAway(): void;
  /** Takes no new connections or sockets, lets requests in hand finish, at most for `graceMs`, then closes. Twice is the same as once. */
  close(graceMs: number): Promise<void>;
}

/** The HTTP server: routes in order, then 404. */
export function createHttpServer({ routes, upgrade, saysContinue, hostRule, timeouts, log }: HttpServerOptions): HttpServer {
  // Uploads take as long as they take; other bodies have a time of their own.
  const options = {
    requestTimeout: 0,
    ServerResponse: answersOf(() => closed !== undefined),
    headersTimeout: timeouts.headersMs,
    keepAliveTimeout: 75_000,
    connectionsCheckingInterval: timeouts.headersMs / 2,
    // Clients that offer HTTP/2 along with their request get their answer by HTTP/1.1.
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request could not be answered');
      sendError(response, 500, { message: 'Something went wrong inside the gateway.', code: 'INTERNAL_SERVER_ERROR', retryable: false });
    });
  };
  const server = createServer(options, handle);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!saysContinue?.(pathOf(request.url))) response.writeContinue();
    handle(request, response);
  });

  server.setTimeout(timeouts.idleMs);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = hostRule && refusalOf(hostRule, request);
    if (refusal !== undefined) {
      sendError(response, 403, { message: refusal, code: 'FORBIDDEN', retryable: false });
      return;
    }
    const path = pathOf(request.url);
    for (const route of routes) if (await route(request, response, path)) return;
    sendText(response, 404, 'There is nothing here.\n');
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allowed = !hostRule || (hostRule.allowsHost(request) && hostRule.allowsOrigin(request));
    if (!allowed) turnAway(socket, '403 Forbidden');
    else if (pathOf(request.url) !== '/graphql') turnAway(socket, '404 Not Found');
    else if (closed || turnsSocketsAway) turnAway(socket, '503 Service Unavailable');
    else upgrade(request, socket, head);
  });
  // A malformed request is answered by Node itself; without a listener a reset socket would be nobody's.
  server.on('clientError', (error, socket) => {
    if (!socket.writable) return;
    const status = { HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout' }[codeOf(error)] ?? '400 Bad Request';
    turnAway(socket, status);
  });

  let turnsSocketsAway = false;
  let closed: Promise<void> | undefined;
  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve({ host, port: portOf(server.address()) });
        });
      }),
    turnSocketsAway: () => {
      turnsSocketsAway = true;
    },
    close: (graceMs) => {
      closed ??= new Promise((resolve) => {
        const tooLate = setTimeout(() => server.closeAllConnections(), graceMs);
        // A connection whose answer has begun already is kept after it.
        const ended = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearTimeout(tooLate);
          clearInterval(ended);
          resolve();
        });
        server.closeIdleConnections();
      });
      return closed;
    },
  };
}

function refusalOf(hostRule: HostRule, request: IncomingMessage): string | undefined {
  if (!hostRule.allowsHost(request)) return 'This gateway does not answer under that host name. Its operator can set PUBLIC_URL.';
  if (!hostRule.allowsOrigin(request)) return 'This gateway does not answer pages of that origin. Its operator can set PUBLIC_URL or CORS_ORIGINS.';
  return undefined;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?', 1)[0] ?? '/';
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric address');
  return address.port;
}
