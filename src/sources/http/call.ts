import type { Dispatcher } from 'undici';
import { Failure, type FailureReason } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import { type Answer, answerOf, failedUpstream, failureOf } from './answer.ts';
import type { Authorizer } from './authorize.ts';
import type { Breaker } from './breaker.ts';
import type { Clock } from './clock.ts';
import { exchange, type RawResponse } from './exchange.ts';
import type { Health } from './health.ts';
import type { Target, UpstreamRequest } from './request.ts';
import type { RetryDelay } from './retry.ts';
import { Cancelled, pause, Stop, unlessStopped } from './stop.ts';

/** What a call came to, for metrics and logs. Nothing in it is secret. */
export interface CallReport {
  readonly source: SourceName;
  readonly method: string;
  /** As the request named it: without ids. */
  readonly route: string;
  /** What the last attempt was answered with; null when it was not. */
  readonly status: number | null;
  readonly durationMs: number;
  /** Requests sent; 0 when the breaker was open or no token was to be had. */
  readonly attempts: number;
  /** Of all response bodies. */
  readonly bytes: number;
  /** `fault` is an error of our own. */
  readonly outcome: 'ok' | 'cancelled' | 'fault' | FailureReason['kind'];
}

/** What all calls of one client have in common. */
export interface CallSettings {
  readonly source: SourceName;
  readonly authorize: Authorizer;
  readonly dispatcher: Dispatcher;
  readonly breaker: Breaker;
  readonly health: Health;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly attemptTimeoutMs: number | undefined;
  readonly retryDelay: RetryDelay;
  readonly maxBodyBytes: number;
  readonly onCall: (report: CallReport) => void;
}

/** One call from its token to its parsed answer: deadline, breaker, renewal on 401, retries, report. */
export class Call {
  readonly #settings: CallSettings;
  readonly #request: UpstreamRequest<unknown>;
  readonly #target: Target;
  readonly #read: (answer: Answer) => void;
  readonly #stop = new Stop();
  readonly #startedAt: number;
  #status: number | null = null;
  #attempts = 0;
  #bytes = 0;
  #latencyMs: number | null = null;

  /** `read` takes in the answer of a success; what it throws is what the call comes to. */
  constructor(settings: CallSettings, request: UpstreamRequest<unknown>, target: Target, read: (answer: Answer) => void) {
    this.#settings = settings;
    this.#request = request;
    this.#target = target;
    this.#read = read;
    this.#startedAt = settings.clock.now();
  }

  /** Ends the call early with that reason. */
  stop(reason: Error): void {
    this.#stop.now(reason);
  }

  /** Makes the call; once. */
  async run(): Promise<Answer> {
    const { source, clock, timeoutMs, onCall } = this.#settings;
    const { method, route } = this.#request;
    const cancelDeadline = clock.after(timeoutMs, () => this.stop(new Failure({ kind: 'upstreamTimeout', source, timeoutMs })));
    let outcome: CallReport['outcome'] = 'ok';
    let answer: Answer | undefined;
    try {
      answer = await this.#authorized();
      this.#note(undefined);
      this.#read(answer);
      return answer;
    } catch (error) {
      outcome = error instanceof Failure ? error.reason.kind : error instanceof Cancelled ? 'cancelled' : 'fault';
      if (!answer) this.#note(error);
      throw error;
    } finally {
      cancelDeadline();
      const durationMs = clock.now() - this.#startedAt;
      onCall({ source, method, route, status: this.#status, durationMs, attempts: this.#attempts, bytes: this.#bytes, outcome });
    }
  }

  /** Calls with a token; when it is refused, once more with another. */
  async #authorized(): Promise<Answer> {
    const { source, authorize, breaker } = this.#settings;
    // Before the token, which may cost a call too.
    breaker.check();
    const held = authorize.token(this.#request.as);
    let token = typeof held === 'string' ? held : await unlessStopped(held, this.#stop);
    let outcome = await breaker.run(() => this.#retried(token));
    if (isRefusal(outcome) && authorize.refused(token, this.#request.as)) {
      token = await unlessStopped(Promise.resolve(authorize.token(this.#request.as)), this.#stop);
      outcome = await breaker.run(() => this.#retried(token));
    }
    if (isRefusal(outcome)) {
      throw new Failure({ kind: 'upstreamUnauthorized', source, forwarded: authorize.whose === 'caller' }, { cause: outcome });
    }
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  async #retried(token: string): Promise<Answer | Error> {
    const { clock, retryDelay, timeoutMs } = this.#settings;
    const { method, idempotent = method !== 'POST' && method !== 'PATCH' } = this.#request;
    for (;;) {
      const outcome = await this.#attempt(token);
      if (!(outcome instanceof Failure) || !idempotent) return outcome;
      const waitMs = retryDelay(outcome.reason, this.#attempts);
      if (waitMs === undefined || clock.now() + waitMs >= this.#startedAt + timeoutMs) return outcome;
      await pause(waitMs, clock, this.#stop);
      if (this.#stop.reason) return this.#stop.reason;
    }
  }

  async #attempt(token: string): Promise<Answer | Error> {
    const { source, clock, attemptTimeoutMs } = this.#settings;
    this.#attempts += 1;
    this.#status = null;
    const sentAt = clock.now();
    const raw = await (attemptTimeoutMs === undefined ? this.#exchange(token, this.#stop) : this.#exchangeWithin(attemptTimeoutMs, token));
    if (raw instanceof Error) return raw === this.#stop.reason ? raw : failureOf(source, raw);
    this.#latencyMs = clock.now() - sentAt;
    this.#status = raw.status;
    this.#bytes += raw.body.length;
    return answerOf(source, raw, clock.now(), token);
  }

  async #exchangeWithin(timeoutMs: number, token: string): Promise<RawResponse | Error> {
    const { source, clock } = this.#settings;
    const attempt = new Stop();
    if (this.#stop.reason) attempt.now(this.#stop.reason);
    this.#stop.listen((reason) => attempt.now(reason));
    const cancel = clock.after(timeoutMs, () => attempt.now(new Failure({ kind: 'upstreamTimeout', source, timeoutMs })));
    const outcome = await this.#exchange(token, attempt);
    cancel();
    this.#stop.listen(undefined);
    return outcome;
  }

  #exchange(token: string, stop: Stop): Promise<RawResponse | Error> {
    const { dispatcher, maxBodyBytes } = this.#settings;
    const { method, body } = this.#request;
    const headers = [...this.#target.headers, 'authorization', `Bearer ${token}`];
    const request = { method, path: this.#target.path, headers, body: body ?? null };
    return exchange(dispatcher, request, maxBodyBytes, stop);
  }

  #note(error: unknown): void {
    const { health, authorize } = this.#settings;
    if (error instanceof Error) {
      const refused = error instanceof Failure && error.reason.kind === 'upstreamUnauthorized';
      const failed = refused ? authorize.whose === 'gateway' : failedUpstream(error);
      if (failed !== undefined) health.note(!failed, this.#latencyMs);
    } else {
      health.note(true, this.#latencyMs);
    }
  }
}

function isRefusal(outcome: Answer | Error): boolean {
  return outcome instanceof Failure && outcome.reason.kind === 'upstreamStatus' && outcome.reason.status === 401;
}
