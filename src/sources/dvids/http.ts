import { Failure } from '../../domain/failure.ts';
import { perUserToken, type UserTokens } from '../http/authorize.ts';
import { createUpstreamClient, type UpstreamClient, type UpstreamClientOptions } from '../http/client.ts';

/** How DVIDS is called: an address, and what gives each user's access token. */
export interface DvidsHttpOptions extends Omit<UpstreamClientOptions, 'source' | 'authorize' | 'accept'> {
  /** The users' tokens: every call is on behalf of one (dvids-submission.md §2.6). */
  readonly tokens: UserTokens;
}

/** The HTTP client of DVIDS. Default timeout 30 s as the vendor's client has it (§1). */
export function createDvidsHttp({ tokens, ...options }: DvidsHttpOptions): UpstreamClient {
  return createUpstreamClient({
    timeoutMs: 30_000,
    ...options,
    source: 'DVIDS',
    authorize: perUserToken(tokens),
    // JSON:API, or plain JSON from a server that knows nothing of it (§1).
    accept: 'application/vnd.api+json, application/json;q=0.9',
  });
}

/** What stands in for it where DVIDS has no settings: every call is `sourceNotConfigured`. */
export const dvidsNotConfigured: UpstreamClient = {
  request: () => Promise.reject(new Failure({ kind: 'sourceNotConfigured', source: 'DVIDS' })),
  state: () => ({ available: null, lastCheckedAt: null, latencyMs: null }),
  close: () => Promise.resolve(),
};
