import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { Route } from './simulator.ts';
import { empty, json, type Answer, type Incoming } from './simulatorHttp.ts';
import type { State } from './simulatorState.ts';
import type { Accounts, IssuedTokens } from './dvidsAccounts.ts';
import { consentPage, loginErrorPage } from './dvidsLoginPage.ts';
import { held, type DvidsState } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

/** The registered API app. */
export type DvidsApp = {
  clientId: string;
  clientSecret: string;
  /** Hosts that logins may lead back to: "redirect domain must be listed" (dvids-submission.md §2.1). */
  redirectHosts: string[];
};

type Parts = { app: DvidsApp; accounts: Accounts; state: State<DvidsState>; switches: DvidsSwitches; clock: Clock };

type Asked = { redirectUri: URL; scopes: string[]; state: string | null; challenge: string | null; request: Record<string, string> };

const codeLifetimeMs = 5 * 60_000;

/** Reads an authorization request (the query of the page, or the hidden fields of its form); text: why it cannot be answered by a redirect. */
const readAsked = (sent: URLSearchParams, app: DvidsApp): Asked | string => {
  if (sent.get('client_id') !== app.clientId) return 'The application is not known.';
  // Both spellings are on the authentication page (§2.2).
  const redirect = sent.get('redirect_uri') ?? sent.get('redirect_url') ?? '';
  if (!URL.canParse(redirect) || !app.redirectHosts.includes(new URL(redirect).hostname)) return 'The redirect domain is not listed for this application.';
  if (sent.get('response_type') !== 'code') return 'response_type must be "code".';
  const challenge = sent.get('code_challenge');
  if (challenge !== null && sent.get('code_challenge_method') !== 'S256') return 'code_challenge_method must be "S256".';
  const request = Object.fromEntries([...sent].filter(([name]) => !['user', 'granted', 'decision'].includes(name)));
  return { redirectUri: new URL(redirect), scopes: (sent.get('scope') ?? 'basic').split(/\s+/).filter(Boolean), state: sent.get('state'), challenge, request };
};

const backTo = (redirectUri: URL, parameters: Record<string, string | null>): Answer => {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) target.searchParams.set(name, value);
  return empty(302, { location: target.href, 'cache-control': 'no-store' });
};

/** The login of DVIDS: page, consent, code, tokens, and who a token belongs to (§2). */
export const dvidsLogin = ({ app, accounts, state, switches, clock }: Parts): Route[] => {
  const decide = async (incoming: Incoming): Promise<Answer> => {
    const form = await incoming.form();
    const asked = readAsked(form, app);
    if (typeof asked === 'string') return loginErrorPage(asked);
    const user = accounts.userOf(form.get('user') ?? '');
    if (form.get('decision') !== 'allow' || user === undefined) {
      return backTo(asked.redirectUri, { error: switches.cancelTellsError ? 'access_denied' : null, state: asked.state });
    }
    const code = randomBytes(16).toString('hex');
    state.value.codes[code] = {
      userId: user.userId, scopes: asked.scopes.filter((scope) => form.getAll('granted').includes(scope)),
      redirectUri: asked.redirectUri.href, challenge: asked.challenge, expiresAt: clock.now() + codeLifetimeMs,
    };
    state.changed();
    return backTo(asked.redirectUri, { code, state: asked.state });
  };

  const refused = (status: number, error: string, text: string): Answer =>
    switches.oauthErrors === 'json' ? json(status, { error, error_description: text }) : { status, headers: { 'content-type': 'text/plain' }, body: text };

  const told = ({ accessToken, refreshToken, scopes }: IssuedTokens): Answer => json(200, {
    access_token: accessToken, token_type: 'Bearer', expires_in: switches.tokenLifetimeSeconds, refresh_token: refreshToken,
    ...(switches.tokenTellsScope ? { scope: scopes.join(' ') } : {}),
    ...(switches.tokenTellsRefreshExpiry ? { refresh_token_expires_at: new Date(clock.now() + 30 * 24 * 3600_000).toISOString() } : {}),
  }, { 'cache-control': 'no-store' });

  const exchange = (form: URLSearchParams): Answer => {
    const code = form.get('code') ?? '';
    const known = held(state.value.codes, code);
    // A code works once, whatever comes of it.
    delete state.value.codes[code];
    state.changed();
    const verified = known?.challenge === null || createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url') === known?.challenge;
    if (known === undefined || known.expiresAt <= clock.now() || known.redirectUri !== readUrl(form.get('redirect_uri')) || !verified) {
      return refused(400, 'invalid_grant', 'The authorization code is not valid.');
    }
    return told(accounts.issue(known.userId, known.scopes));
  };

  const token = async (incoming: Incoming): Promise<Answer> => {
    if (!(incoming.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return refused(400, 'invalid_request', 'A form is required.');
    const form = await incoming.form();
    if (form.get('client_id') !== app.clientId || form.get('client_secret') !== app.clientSecret) return refused(401, 'invalid_client', 'The application is not known.');
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return exchange(form);
      case 'refresh_token': {
        const issued = accounts.rotate(form.get('refresh_token') ?? '');
        return issued === undefined ? refused(400, 'invalid_grant', 'The refresh token is not valid.') : told(issued);
      }
      default:
        return refused(400, 'unsupported_grant_type', 'The grant type is not supported.');
    }
  };

  return [
    {
      name: 'authorize', method: 'GET', path: '/auth/authorize',
      handle: ({ query }) => {
        const asked = readAsked(query, app);
        return typeof asked === 'string' ? loginErrorPage(asked) : consentPage(asked.request, accounts.users, asked.scopes);
      },
    },
    { name: 'decide', method: 'POST', path: '/auth/authorize', handle: decide },
    { name: 'token', method: 'POST', path: '/auth/access_token', handle: token },
    {
      name: 'getInfo', method: 'GET', path: '/auth/get-info',
      handle: ({ query }) => {
        const user = query.get('api_key') === app.clientId ? accounts.bearer(query.get('access_token') ?? undefined) : undefined;
        return user === undefined ? refused(401, 'invalid_token', 'The token is not valid.') : json(200, { owner_id: user.userId });
      },
    },
  ];
};

const readUrl = (text: string | null): string | undefined => (text !== null && URL.canParse(text) ? new URL(text).href : undefined);
