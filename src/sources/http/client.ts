import { type Clock, systemClock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import { type Answer, readAnswer } from './answer.ts';
import type { Authorizer } from './authorize.ts';
import { type BreakerOptions, createBreaker } from './breaker.ts';
import { Call, type CallReport, type CallSettings } from './call.ts';
import { createConnections } from './connections.ts';
import { createCoalescer, type Flight } from './coalesce.ts';
import { Deadlines } from './deadlines.ts';
import { Health, type SourceState } from './health.ts';
import { createTargets, sharingKey, type Target, type UpstreamRequest } from './request.ts';
import { createRetryDelay, type RetryOptions } from './retry.ts';
import { Cancelled } from './stop.ts';

export type { Authorizer, Caller } from './authorize.ts';
export type { CallReport } from './call.ts';
export type { SourceState } from './health.ts';
export type { ResponseHead, UpstreamRequest } from './request.ts';

/** How one upstream is called. */
export interface UpstreamClientOptions {
  readonly source: SourceName;
  /** The API's base; paths are joined to the base's own path. */
  readonly baseUrl: string;
  /** How calls get their bearer token. */
  readonly authorize: Authorizer;
  /** The whole of a call: its token, queueing, connecting, headers, body, retries and the waits between them. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Kept-alive connections at most; further calls queue. Default 512: so many are open only while the upstream takes its time. */
  readonly connections?: number | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly breaker?: BreakerOptions | undefined;
  /** Longer bodies are `upstreamUnreadable`. Default 32 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** `Accept` of every request. Default `application/json`. */
  readonly accept?: string | undefined;
  /** Whether like reads under way share one call. Default true. */
  readonly coalesce?: boolean | undefined;
  /** Told of every call to the upstream once it is over, for metrics and logs; who joined another's is not told of. Must not throw. */
  readonly onCall?: ((report: CallReport) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** Between 0 and 1, as Math.random, which is the default. */
  readonly random?: (() => number) | undefined;
}

/** The client of one upstream. */
export interface UpstreamClient {
  /**
   * Calls and reads the answer. Rejects with a `Failure` whose reason is an `UpstreamReason` or `notFound` (see `path`),
   * or with the signal's reason. A redirect is not followed, so that no token goes elsewhere: it is an `upstreamStatus` of 3xx.
   */
  request<T>(request: UpstreamRequest<T>): Promise<T>;
  /** How the source does, from the calls made so far; no call is made for it. */
  state(): SourceState;
  /** Ends what is under way (`upstreamNetwork`) and closes the connections. */
  close(): Promise<void>;
}

/** One per source, for as long as the gateway runs. */
export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const { source, authorize, timeoutMs = 10_000, connections = 512, coalesce = true, clock = systemClock } = options;
  const base = new URL(options.baseUrl);
  const basePath = base.pathname.replace(/\/+$/, '');
  const targetOf = createTargets(basePath, ['host', base.host, 'connection', 'keep-alive', 'accept', options.accept ?? 'application/json', 'user-agent', 'fonds']);
  const pool = createConnections({ origin: base, most: connections, connectTimeoutMs: timeoutMs });
  const settings: CallSettings = {
    source,
    authorize,
    connections: pool,
    breaker: createBreaker(source, options.breaker ?? {}, clock),
    health: new Health(clock),
    clock,
    timeoutMs,
    attemptTimeoutMs: options.retry?.attemptTimeoutMs,
    retryDelay: createRetryDelay(options.retry ?? {}, options.random ?? Math.random),
    maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
    onCall: options.onCall ?? (() => {}),
    running: new Deadlines(clock, timeoutMs, (call) => call.stop(new Failure({ kind: 'upstreamTimeout', source, timeoutMs }))),
  };
  const flights = createCoalescer<Answer>();
  let isClosed = false;

  type Read = (answer: Answer) => void;

  function start(request: UpstreamRequest<unknown>, target: Target, read: Read): Flight<Answer> {
    const call = new Call(settings, request, target, read);
    if (isClosed) call.stop(closedFailure(source));
    return { answer: call.run(), cancel: (reason) => call.stop(reason) };
  }

  function shared(request: UpstreamRequest<unknown>, target: Target, read: Read): Promise<Answer> {
    const key = sharingKey(authorize.identity(request.as), request, target);
    return flights.join(key, () => start(request, target, read), request.signal);
  }

  async function alone(request: UpstreamRequest<unknown>, target: Target, read: Read): Promise<Answer> {
    const flight = start(request, target, read);
    const { signal } = request;
    const onAbort = () => flight.cancel(new Cancelled('the caller left'));
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await flight.answer;
    } catch (error) {
      throw error instanceof Cancelled ? signal?.reason : error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      // Nobody shall be given a read from before a write that has ended.
      if (!isRead(request)) flights.forget();
    }
  }

  return {
    async request<T>(request: UpstreamRequest<T>): Promise<T> {
      request.signal?.throwIfAborted();
      const target = targetOf(request);
      const own: { result?: { value: T } } = {};
      const read = (answer: Answer) => {
        own.result = { value: readAnswer(source, request.parse, answer) };
      };
      const share = coalesce && (request.share ?? isRead(request));
      const answer = await (share ? shared : alone)(request, target, read);
      // Who joined another's call has not read its answer yet.
      return own.result ? own.result.value : readAnswer(source, request.parse, answer);
    },
    state: () => settings.health.state(settings.breaker.closed()),
    close() {
      for (const call of settings.running.all()) call.stop(closedFailure(source));
      isClosed = true;
      pool.close();
      return Promise.resolve();
    },
  };
}

function isRead(request: UpstreamRequest<unknown>): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

function closedFailure(source: SourceName): Failure {
  return new Failure({ kind: 'upstreamNetwork', source, message: 'the client is closed' });
}
