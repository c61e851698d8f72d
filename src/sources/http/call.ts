import type { Clock } from '../../domain/clock.ts';
import { Failure, type FailureReason } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import { type Answer, answerOf, failedUpstream, failureOf } from './answer.ts';
import type { Authorizer } from './authorize.ts';
import type { Breaker, CallEnd } from './breaker.ts';
import type { Connections } from './connections.ts';
import type { Deadlines } from './deadlines.ts';
import type { RawResponse } from './exchange.ts';
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
  readonly connections: Connections;
  readonly breaker: Breaker;
  readonly health: Health;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly attemptTimeoutMs: number | undefined;
  readonly retryDelay: RetryDelay;
  readonly maxBodyBytes: number;
  readonly onCall: (report: CallReport) => void;
  /** The calls that have begun and not ended. Who is late is stopped. */
  readonly running: Deadlines<Call>;
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
  /** The breaker waits for this. */
  #end: CallEnd | undefined;
  #attempts = 0;
  #bytes = 0;
  #sentAt = 0;
  #latencyMs: number | null = null;
  #isAnswered = false;
  #outcome: CallReport['outcome'] = 'ok';

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

  /**
   * Makes the call; once. A call that goes well is this function and one exchange: each further async function on its way
   * would cost half a kilobyte, and a page of packages makes hundreds of calls at once.
   */
  async run(): Promise<Answer> {
    const { authorize, breaker, running } = this.#settings;
    const deadline = running.begin(this);
    try {
      // Before the token, which may cost a call too.
      breaker.check();
      const held = authorize.token(this.#request.as);
      const token = typeof held === 'string' ? held : await unlessStopped(held, this.#stop);
      this.#end = breaker.begin();
      const outcome = this.#outcomeOf(await this.#exchange(token), token);
      if (outcome instanceof Error) return this.#answered(await this.#remedied(outcome, token));
      this.#counted(outcome);
      return this.#answered(outcome);
    } catch (error) {
      this.#failed(error);
      throw error;
    } finally {
      running.end(deadline);
      this.#end?.(undefined);
      this.#report();
    }
  }

  /** What a failed attempt comes to after further ones, with another token where this one is refused. */
  async #remedied(outcome: Error, token: string): Promise<Answer> {
    const { source, authorize, breaker } = this.#settings;
    const first = await this.#retried(outcome, token);
    let last = first;
    if (isRefusal(first) && authorize.refused(token, this.#request.as)) {
      const other = await unlessStopped(Promise.resolve(authorize.token(this.#request.as)), this.#stop);
      this.#end = breaker.begin();
      last = await this.#retried(this.#outcomeOf(await this.#exchange(other), other), other);
    }
    if (isRefusal(last)) {
      throw new Failure({ kind: 'upstreamUnauthorized', source, forwarded: authorize.whose === 'caller' }, { cause: last });
    }
    if (last instanceof Error) throw last;
    return last;
  }

  /** The outcome of the first attempt, or of the last one where more may help. */
  async #retried(first: Answer | Error, token: string): Promise<Answer | Error> {
    const { clock, retryDelay, timeoutMs } = this.#settings;
    const { method, idempotent = method !== 'POST' && method !== 'PATCH' } = this.#request;
    let outcome = first;
    for (;;) {
      if (!(outcome instanceof Failure) || !idempotent || this.#stop.reason) break;
      const waitMs = retryDelay(outcome.reason, this.#attempts);
      if (waitMs === undefined || clock.now() + waitMs >= this.#startedAt + timeoutMs) break;
      await pause(waitMs, clock, this.#stop);
      outcome = this.#stop.reason ?? this.#outcomeOf(await this.#exchange(token), token);
    }
    this.#counted(outcome);
    return outcome;
  }

  /** Tells the breaker how it went, once for all attempts with one token. */
  #counted(outcome: Answer | Error): void {
    this.#end?.(outcome instanceof Error ? failedUpstream(outcome) : false);
    this.#end = undefined;
  }

  /** Sends the request once. Never rejects. */
  #exchange(token: string): Promise<RawResponse | Error> {
    const { clock, attemptTimeoutMs } = this.#settings;
    this.#attempts += 1;
    this.#status = null;
    this.#sentAt = clock.now();
    return attemptTimeoutMs === undefined ? this.#send(token, this.#stop) : this.#sendWithin(attemptTimeoutMs, token);
  }

  async #sendWithin(timeoutMs: number, token: string): Promise<RawResponse | Error> {
    const { source, clock } = this.#settings;
    const attempt = new Stop();
    if (this.#stop.reason) attempt.now(this.#stop.reason);
    this.#stop.listen((reason) => attempt.now(reason));
    const cancel = clock.schedule(() => attempt.now(new Failure({ kind: 'upstreamTimeout', source, timeoutMs })), timeoutMs);
    const outcome = await this.#send(token, attempt);
    cancel();
    this.#stop.listen(undefined);
    return outcome;
  }

  #send(token: string, stop: Stop): Promise<RawResponse | Error> {
    const { connections, maxBodyBytes } = this.#settings;
    const { method, body } = this.#request;
    const { path, headers } = this.#target;
    return connections.send({ method, head: `${method} ${path} HTTP/1.1\r\n${headers.bearing(token)}\r\n`, body, maxBodyBytes }, stop);
  }

  #outcomeOf(raw: RawResponse | Error, token: string): Answer | Error {
    const { source, clock } = this.#settings;
    if (raw instanceof Error) return raw === this.#stop.reason ? raw : failureOf(source, raw);
    const now = clock.now();
    this.#latencyMs = now - this.#sentAt;
    this.#status = raw.status;
    this.#bytes += raw.body.length;
    return answerOf(source, raw, now, token);
  }

  /** The upstream has done its part; what our reader makes of it is not its fault. */
  #answered(answer: Answer): Answer {
    this.#isAnswered = true;
    this.#settings.health.note(true, this.#latencyMs);
    this.#read(answer);
    return answer;
  }

  #failed(error: unknown): void {
    this.#outcome = error instanceof Failure ? error.reason.kind : error instanceof Cancelled ? 'cancelled' : 'fault';
    const { health, authorize } = this.#settings;
    if (this.#isAnswered || !(error instanceof Error)) return;
    const refused = error instanceof Failure && error.reason.kind === 'upstreamUnauthorized';
    const failed = refused ? authorize.whose === 'gateway' : failedUpstream(error);
    if (failed !== undefined) health.note(!failed, this.#latencyMs);
  }

  #report(): void {
    const { source, clock, onCall } = this.#settings;
    const { method, route } = this.#request;
    const durationMs = clock.now() - this.#startedAt;
    onCall({ source, method, route, status: this.#status, durationMs, attempts: this.#attempts, bytes: this.#bytes, outcome: this.#outcome });
  }
}

function isRefusal(outcome: Answer | Error): boolean {
  return outcome instanceof Failure && outcome.reason.kind === 'upstreamStatus' && outcome.reason.status === 401;
}
