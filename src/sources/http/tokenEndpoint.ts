import { Pool } from 'undici';
import { isLoopback } from '../../domain/address.ts';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import { isObject } from '../reading.ts';
import { failureOf } from './answer.ts';
import { decodeError } from './errors.ts';
import { exchange } from './exchange.ts';
import { parseJson, readText } from './json.ts';
import { Stop } from './stop.ts';

/** A success of the token endpoint, as openid-client takes it, or what the call came to. */
export type TokenAnswer = Response | Failure | Error;

/** Posts forms to a token endpoint. Never repeated: a code or a refresh token works once (dvids-submission.md §2). */
export interface TokenEndpoint {
  readonly url: URL;
  /** `secrets`: what must not come back in an error. */
  post(headers: Readonly<Record<string, string>>, form: string, secrets: readonly string[]): Promise<TokenAnswer>;
  /** Ends calls under way and closes the connections. */
  close(): Promise<void>;
}

export interface TokenEndpointOptions {
  readonly source: SourceName;
  /** Plain http on loopback only. */
  readonly tokenUrl: string;
  /** For one call. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Calls at once; others wait. */
  readonly connections: number;
}

/** Longer than any token response. */
const maxTokenBytes = 256 * 1024;

/** Throws a TypeError for a plain http address elsewhere. */
export function createTokenEndpoint({ source, tokenUrl, timeoutMs, clock, connections }: TokenEndpointOptions): TokenEndpoint {
  const url = new URL(tokenUrl);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new TypeError('A token endpoint off this machine must be https.');
  const pool = new Pool(url.origin, { connections, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: timeoutMs } });
  const running = new Set<Stop>();
  let closed: Failure | undefined;
  return {
    url,
    async post(headers, form, secrets) {
      const stop = new Stop();
      if (closed) stop.now(closed);
      running.add(stop);
      const cancel = clock.schedule(() => stop.now(new Failure({ kind: 'upstreamTimeout', source, timeoutMs })), timeoutMs);
      const raw = await exchange(pool, { method: 'POST', path: url.pathname + url.search, headers, body: form }, maxTokenBytes, stop);
      cancel();
      running.delete(stop);
      if (raw instanceof Error) return failureOf(source, raw);
      const text = readText(raw.body, raw.headers);
      if (raw.status !== 200) return new Failure(decodeError(source, { ...raw, text, nowMs: clock.now(), secrets }));
      return new Response(tidied(text), { headers: { 'content-type': 'application/json' } });
    },
    close() {
      closed ??= new Failure({ kind: 'upstreamNetwork', source, message: 'the client is closed' });
      for (const stop of running) stop.now(closed);
      return pool.destroy();
    },
  };
}

/** What is needed of a token answer; nulls and strangers (an id_token, whose issuer could not be checked) would be errors to openid-client. */
function tidied(text: string): string {
  try {
    const body = parseJson(text);
    if (!isObject(body)) return text;
    const kept = ['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope'].filter((name) => body[name] !== null && body[name] !== undefined);
    return JSON.stringify({ token_type: 'Bearer', ...Object.fromEntries(kept.map((name) => [name, body[name]])) });
  } catch {
    return text;
  }
}
