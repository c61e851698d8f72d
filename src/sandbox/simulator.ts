import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { systemClock, type Clock } from '../domain/clock.ts';
import { recordCalls, type CallRecord, type RecordedCall } from './simulatorCalls.ts';
import { faultList, meetFaults, type Faults } from './simulatorFaults.ts';
import { empty, incoming, json, Refusal, type Answer, type Incoming } from './simulatorHttp.ts';

/** A server that listens. */
export type RunningServer = {
  /** Its origin, without a slash at the end. */
  url: string;
  port: number;
  /** Closes it and every connection; a second time does nothing. */
  stop: () => Promise<void>;
};

/** Where a simulator listens. A `port` that is taken gives way to a free one; default: any free port of 127.0.0.1. */
export type ListenOptions = { host?: string; port?: number };

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const isTaken = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/** Starts an HTTP server. */
export const startServer = async (handler: RequestListener, { host = '127.0.0.1', port = 0 }: ListenOptions = {}): Promise<RunningServer> => {
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, handler);
  await listen(server, host, port).catch((error: unknown) => {
    if (port === 0 || !isTaken(error)) throw error;
    return listen(server, host, 0);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric address');
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return stopped;
  };
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`, port: address.port, stop };
};

/** One operation of a simulated API. */
export type Route = {
  /** Short, for `count` and `misbehave`. */
  name: string;
  method: string;
  /** Parts that start with `:` are parameters of one segment; a `*name` at the end takes the rest of the path. */
  path: string;
  handle: (incoming: Incoming) => Answer | Promise<Answer>;
};

/** What every simulator offers to the one who holds it, beside its own switches. */
export type Simulator = RunningServer & CallRecord & Faults & { clock: Clock };

/** Settings shared by all simulators. */
export type SimulatorOptions = ListenOptions & {
  /** Default: the computer's clock. */
  clock?: Clock;
  /** Calls kept in `calls` at most; default 10,000, 0 for none. */
  record?: number;
  /** Wall time added to every answer; default 0. */
  latencyMs?: number;
};

type Matched = { route: Route; params: Record<string, string> };

const matchPath = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const rest = wanted.at(-1)?.startsWith('*') === true ? wanted.pop() : undefined;
  if (rest === undefined ? wanted.length !== given.length : wanted.length > given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  if (rest !== undefined) params[rest.slice(1)] = given.slice(wanted.length).map(decodeURIComponent).join('/');
  return params;
};

const findRoute = (routes: Route[], request: IncomingMessage): Matched | undefined => {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  for (const route of routes) {
    if (route.method !== request.method && !(route.method === 'GET' && request.method === 'HEAD')) continue;
    try {
      const params = matchPath(route.path, path);
      if (params !== undefined) return { route, params };
    } catch {
      return undefined; // not decodable, so no address of ours
    }
  }
  return undefined;
};

const run = async (matched: Matched | undefined, request: IncomingMessage, call: RecordedCall, otherwise: (incoming: Incoming) => Answer): Promise<Answer> => {
  const seen = incoming(request, matched?.params ?? {}, (text) => {
    call.body = text;
  });
  try {
    return matched === undefined ? otherwise(seen) : await matched.route.handle(seen);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    if (request.destroyed) return empty(499);
    return json(500, { error: { code: 'SIMULATOR_FAULT', message: error instanceof Error ? (error.stack ?? error.message) : String(error) } });
  }
};

/**
 * Starts a simulator with the given routes: it records calls and misbehaves on request.
 * `otherwise` answers where no route is (default: 404 without a body).
 */
export const startSimulator = async (
  routes: Route[], options: SimulatorOptions = {}, otherwise: (incoming: Incoming) => Answer = () => empty(404),
): Promise<Simulator> => {
  const { clock = systemClock, record = 10_000, latencyMs = 0 } = options;
  const { open, ...recorded } = recordCalls(record);
  const { take, ...faults } = faultList();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const matched = findRoute(routes, request);
    const call = open(request, matched?.route.name ?? null, clock.now());
    const met = take(call);
    if (latencyMs > 0) met.unshift({ kind: 'latency', ms: latencyMs });
    call.status = await meetFaults(met, request, response, () => run(matched, request, call, otherwise));
    // What an early answer left unread must not block the connection.
    if (!request.destroyed) request.resume();
  };
  const server = await startServer((request, response) => {
    // A caller that left, or a stop in between: there is nobody to tell.
    answer(request, response).catch(() => response.destroy());
  }, options);
  return { ...server, ...recorded, ...faults, clock };
};
