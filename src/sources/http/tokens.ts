import { allowInsecureRequests, clientCredentialsGrant, ClientSecretPost, Configuration, customFetch } from 'openid-client';
import { type Clock, systemClock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import type { Authorizer } from './authorize.ts';
import { scrub } from './scrub.ts';
import { createTokenEndpoint } from './tokenEndpoint.ts';

/** How the gateway itself logs in at a source (docbyte-vault.md §2.1, nb-dps.md §2). */
export interface ClientCredentialsOptions {
  readonly source: SourceName;
  /** The token endpoint; plain http on loopback only. */
  readonly tokenUrl: string;
  /** Read for every token, so that a new secret needs no restart. */
  readonly credentials: () => { readonly clientId: string; readonly clientSecret: string };
  /** Space-separated; none is sent by default. */
  readonly scope?: string | undefined;
  /** For one token. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** After a token could not be had, callers get the same failure for so long and the endpoint is left alone. Default 1,000. */
  readonly backOffMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** The gateway's own token, the same for every caller. */
export interface ClientCredentials extends Authorizer {
  /** Ends a fetch under way and closes the connections. */
  close(): Promise<void>;
}

interface Token {
  readonly value: string;
  /** From here on a new one is fetched while this one is still given out. */
  readonly renewAt: number;
  readonly expiresAt: number;
  /** A token that took the place of a refused one is not replaced again before this: another would be refused too. */
  readonly keepUntil: number;
}

/**
 * Tokens by client credentials. One fetch however many wait; renewed 30 s before it ends (a tenth of its life when that is
 * shorter) while callers go on with the old one; a refused token is replaced at once. `token` fails with
 * `upstreamUnauthorized` where the credentials are refused (the endpoint's words in `cause`), else with what the endpoint came to.
 */
export function createClientCredentials(options: ClientCredentialsOptions): ClientCredentials {
  const { backOffMs = 1_000, clock = systemClock } = options;
  const fetcher = createTokenFetcher(options);
  let current: Token | undefined;
  let pending: Promise<string> | undefined;
  let failed: { readonly error: unknown; readonly until: number } | undefined;
  let replacing = false;

  async function renew(): Promise<string> {
    try {
      const { value, lifeMs } = await fetcher.fetch();
      const now = clock.now();
      const marginMs = Math.min(30_000, lifeMs / 10);
      current = { value, renewAt: now + lifeMs - marginMs, expiresAt: now + lifeMs, keepUntil: replacing ? now + backOffMs : now };
      replacing = false;
      failed = undefined;
      return value;
    } catch (error) {
      failed = { error, until: clock.now() + backOffMs };
      throw error;
    } finally {
      pending = undefined;
    }
  }

  return {
    whose: 'gateway',
    identity: () => '',
    token() {
      const now = clock.now();
      if (current && now < current.renewAt) return current.value;
      const resting = failed && now < failed.until;
      if (!pending && !resting) {
        pending = renew();
        // Nobody may be waiting for it.
        pending.catch(() => {});
      }
      if (current && now < current.expiresAt) return current.value;
      if (pending) return pending;
      throw failed?.error;
    },
    refused(token) {
      // Renewed meanwhile: the call may be repeated with the new one.
      if (current?.value !== token) return true;
      if (clock.now() < current.keepUntil) return false;
      current = undefined;
      replacing = true;
      return true;
    },
    close: () => fetcher.close(),
  };
}

/** [inferred] Where the endpoint does not say how long a token lives (both dossiers expect `expires_in`). */
const assumedLifeMs = 60_000;

function createTokenFetcher(options: ClientCredentialsOptions) {
  const { source, credentials, scope, timeoutMs = 10_000, clock = systemClock } = options;
  const endpoint = createTokenEndpoint({ source, tokenUrl: options.tokenUrl, timeoutMs, clock, connections: 1 });

  async function fetch(): Promise<{ value: string; lifeMs: number }> {
    const { clientId, clientSecret } = credentials();
    // What went wrong below openid-client, which wraps errors and hides OAuth's words behind a WWW-Authenticate.
    let failure: Error | undefined;
    const configuration = new Configuration(
      { issuer: endpoint.url.origin, token_endpoint: endpoint.url.href },
      clientId,
      undefined,
      ClientSecretPost(clientSecret),
    );
    // The endpoint has refused plain http elsewhere than on loopback.
    if (endpoint.url.protocol === 'http:') allowInsecureRequests(configuration);
    // Its own timeout, which no clock of ours moves; the deadline is below.
    configuration.timeout = 0;
    configuration[customFetch] = async (_url, init) => {
      const answer = await endpoint.post(init.headers, init.body instanceof URLSearchParams ? init.body.toString() : '', [clientSecret]);
      if (!(answer instanceof Response)) {
        failure = refusal(answer);
        throw failure;
      }
      return answer;
    };
    try {
      const granted = await clientCredentialsGrant(configuration, scope === undefined ? {} : { scope });
      return { value: granted.access_token, lifeMs: (granted.expires_in ?? assumedLifeMs / 1_000) * 1_000 };
    } catch (error) {
      if (failure) throw failure;
      const message = `token endpoint: ${error instanceof Error ? scrub(error.message, [clientSecret]) : 'unreadable'}`;
      throw new Failure({ kind: 'upstreamUnreadable', source, status: 200, message });
    }
  }

  return { fetch, close: () => endpoint.close() };
}

/** 5xx and 429 are the endpoint's trouble; any other refusal means that our credentials do not hold. */
function refusal(error: Error): Error {
  if (!(error instanceof Failure) || error.reason.kind !== 'upstreamStatus') return error;
  const { reason } = error;
  const told = new Failure({ ...reason, message: `token endpoint: ${reason.message ?? 'no message'}` });
  if (reason.status === 429 || reason.status >= 500) return told;
  return new Failure({ kind: 'upstreamUnauthorized', source: reason.source, forwarded: false }, { cause: told });
}
