import {
  allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, ClientSecretPost, Configuration, customFetch, randomPKCECodeVerifier, refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client';
import { type Clock, systemClock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import { scrub } from '../http/scrub.ts';
import { createTokenEndpoint } from '../http/tokenEndpoint.ts';
import { codeOf, DvidsLoginFailure, refusal } from './loginFailure.ts';

/** The registered app and where it logs users in (dvids-submission.md §2). */
export interface DvidsOAuthOptions {
  readonly authorizeUrl: string;
  /** Plain http on loopback only. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Read for every call, so that a new secret needs no restart. */
  readonly clientSecret: () => string;
  /** Where logins lead back to, without a query; its domain must be listed with the app. Read for every login: our own address is known late. */
  readonly redirectUri: () => string;
  /** Default `basic email upload` (§2.1). */
  readonly scopes?: readonly string[] | undefined;
  /** Sent as `api_key` to the token endpoint where it is set: the authentication page lists it, the guide does not (§2.3). */
  readonly apiKey?: string | undefined;
  /** For one call to the token endpoint. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** What a login or a refresh gives. Both tokens are secrets. */
export interface DvidsTokens {
  readonly accessToken: string;
  /** Replaces the one before it, which is used up. Null where DVIDS gave none: the login ends with the access token. */
  readonly refreshToken: string | null;
  /** End of the access token, epoch ms. */
  readonly expiresAt: number;
  /** As DVIDS says, else as they were asked for. */
  readonly scopes: readonly string[];
}

/** What belongs to one login between its begin and its end. */
export interface LoginChecks {
  readonly state: string;
  readonly codeVerifier?: string | undefined;
}

/**
 * The login of users at DVIDS. `exchange` and `refresh` reject with a `DvidsLoginFailure` that says how it ended, with
 * `upstreamUnauthorized` where the app itself was refused, or with what the token endpoint came to; they are never repeated here.
 */
export interface DvidsOAuth {
  /** Where to send the user. `codeChallenge` (S256) only where a setting asks for PKCE: DVIDS does not speak of it. */
  authorizationUrl(login: { readonly state: string; readonly codeChallenge?: string | undefined }): string;
  /** Ends a login with the address that the user came back to (absolute, or path and query). */
  exchange(callbackUrl: string, checks: LoginChecks): Promise<DvidsTokens>;
  /** New tokens for old. The old refresh token is used up even if the answer is lost (§2.4 [inferred]). `scopes`: those it has had. */
  refresh(refreshToken: string, scopes?: readonly string[]): Promise<DvidsTokens>;
  close(): Promise<void>;
}

/** Without it nothing but logging in works (§2.1). */
const neededScope = 'upload';

/** Where DVIDS does not say how long a token lives; its page says an hour (§2.3). */
const assumedLifeSeconds = 3600;

export function createDvidsOAuth(options: DvidsOAuthOptions): DvidsOAuth {
  const { clientId, clientSecret, redirectUri, apiKey, scopes: wanted = ['basic', 'email', neededScope], timeoutMs = 10_000, clock = systemClock } = options;
  const endpoint = createTokenEndpoint({ source: 'DVIDS', tokenUrl: options.tokenUrl, timeoutMs, clock, connections: 8 });
  const extra: Record<string, string> = apiKey === undefined ? {} : { api_key: apiKey };

  function configure(secret: string): Configuration {
    const metadata = { issuer: endpoint.url.origin, authorization_endpoint: options.authorizeUrl, token_endpoint: endpoint.url.href };
    const configuration = new Configuration(metadata, clientId, undefined, ClientSecretPost(secret));
    // The endpoint has refused plain http elsewhere than on loopback; the page is opened by the user's browser.
    if ([endpoint.url, new URL(options.authorizeUrl)].some(({ protocol }) => protocol === 'http:')) allowInsecureRequests(configuration);
    return configuration;
  }

  /** One grant. openid-client wraps errors and hides OAuth's words behind a WWW-Authenticate: what went wrong below it is kept aside. */
  async function grant(secrets: readonly string[], run: (configuration: Configuration) => Promise<TokenEndpointResponse>): Promise<TokenEndpointResponse> {
    const secret = clientSecret();
    const configuration = configure(secret);
    configuration.timeout = 0; // ours, which a clock of ours moves
    let failure: Error | undefined;
    configuration[customFetch] = async (_url, { headers, body }) => {
      const answer = await endpoint.post(headers, body instanceof URLSearchParams ? body.toString() : '', [secret, ...secrets]);
      if (answer instanceof Response) return answer;
      failure = answer;
      throw answer;
    };
    try {
      return await run(configuration);
    } catch (error) {
      if (failure) throw failure;
      const message = `token endpoint: ${error instanceof Error ? scrub(error.message, [secret, ...secrets]) : 'unreadable'}`;
      throw new Failure({ kind: 'upstreamUnreadable', source: 'DVIDS', status: 200, message });
    }
  }

  function tokensOf(answer: TokenEndpointResponse, sentAt: number, asked: readonly string[]): DvidsTokens {
    const scopes = answer.scope === undefined ? asked : answer.scope.split(/[\s,]+/).filter((scope) => scope !== '');
    if (!scopes.includes(neededScope)) throw new DvidsLoginFailure('scopeMissing');
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? null,
      // From when it was asked for: its life began before the answer arrived.
      expiresAt: sentAt + (answer.expires_in ?? assumedLifeSeconds) * 1000,
      scopes,
    };
  }

  return {
    authorizationUrl: ({ state, codeChallenge }) =>
      buildAuthorizationUrl(configure(clientSecret()), {
        redirect_uri: redirectUri(), scope: wanted.join(' '), state,
        ...(codeChallenge === undefined ? {} : { code_challenge: codeChallenge, code_challenge_method: 'S256' }),
      }).href,

    async exchange(callbackUrl, { state, codeVerifier }) {
      const code = codeOf(callbackUrl, state);
      // Our own address, not the one that came in: a proxy may have changed it.
      const currentUrl = new URL(`${redirectUri()}?${new URLSearchParams({ code, state }).toString()}`);
      const checks = { expectedState: state, ...(codeVerifier === undefined ? {} : { pkceCodeVerifier: codeVerifier }) };
      const sentAt = clock.now();
      try {
        return tokensOf(await grant([code], (configuration) => authorizationCodeGrant(configuration, currentUrl, checks, extra)), sentAt, wanted);
      } catch (error) {
        throw refusal(error, 'codeRefused');
      }
    },

    async refresh(refreshToken, scopes = wanted) {
      const sentAt = clock.now();
      try {
        const tokens = tokensOf(await grant([refreshToken], (configuration) => refreshTokenGrant(configuration, refreshToken, extra)), sentAt, scopes);
        // An answer without a refresh token leaves the old one in force (RFC 6749 §6).
        return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
      } catch (error) {
        throw refusal(error, 'refreshRefused');
      }
    },

    close: () => endpoint.close(),
  };
}

/** A fresh verifier and its challenge, for logins that are to use PKCE. */
export async function newPkce(): Promise<{ codeVerifier: string; codeChallenge: string }> {
  const codeVerifier = randomPKCECodeVerifier();
  return { codeVerifier, codeChallenge: await calculatePKCECodeChallenge(codeVerifier) };
}
