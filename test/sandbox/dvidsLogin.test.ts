import { createHash } from 'node:crypto';
import { startDvidsSimulator, type DvidsSimulator } from '../../src/sandbox/dvids.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { logIn, visitor } from './dvidsVisitor.ts';

const clock = manualClock();
let dvids: DvidsSimulator;
beforeEach(async () => {
  dvids = await startDvidsSimulator({ clock });
});
afterEach(() => dvids.stop());

const redirectUri = 'http://127.0.0.1:4000/oauth/dvids/callback';

const authorization = (changed: Record<string, string> = {}): string => {
  const query = { client_id: dvids.app.clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'basic email upload', state: 's"t&a', ...changed };
  return `${dvids.authorizeUrl}?${new URLSearchParams(query).toString()}`;
};

const token = async (form: Record<string, string>): Promise<{ status: number; type: string | null; text: string; body: Record<string, unknown> }> => {
  const { clientId, clientSecret } = dvids.app;
  const response = await fetch(dvids.tokenUrl, { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form }) });
  const text = await response.text();
  const type = response.headers.get('content-type');
  const body: unknown = type === 'application/json' ? JSON.parse(text) : {};
  return { status: response.status, type, text, body: { ...(typeof body === 'object' ? body : {}) } };
};

const exchange = (back: URL, more: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: redirectUri, ...more });

test('a user who agrees comes back with a code and the state as it was', async () => {
  const back = await logIn(authorization());
  expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
  expect(back.searchParams.get('state')).toBe('s"t&a');
  expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{32}$/);
});

test('a code becomes tokens once', async () => {
  const back = await logIn(authorization());
  const first = await exchange(back);
  expect(first.body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600, refresh_token: expect.any(String) });
  const second = await exchange(back);
  expect([second.status, second.body.error]).toEqual([400, 'invalid_grant']);
});

test('a code is worth nothing with another redirect address, another secret, or after five minutes', async () => {
  const elsewhere = await exchange(await logIn(authorization()), { redirect_uri: 'http://127.0.0.1:4000/elsewhere' });
  const stranger = await exchange(await logIn(authorization()), { client_secret: 'guessed' });
  const late = await logIn(authorization());
  await clock.advance(5 * 60_000);
  expect([elsewhere.body.error, stranger.body.error, (await exchange(late)).body.error]).toEqual(['invalid_grant', 'invalid_client', 'invalid_grant']);
});

test('a login with a challenge needs the verifier', async () => {
  const challenge = createHash('sha256').update('the-verifier').digest('base64url');
  const challenged = authorization({ code_challenge: challenge, code_challenge_method: 'S256' });
  expect((await exchange(await logIn(challenged))).status).toBe(400);
  expect((await exchange(await logIn(challenged), { code_verifier: 'the-verifier' })).status).toBe(200);
});

test('a user who cancels comes back without a code, and with an error only by switch', async () => {
  const back = await logIn(authorization(), { decision: 'cancel' });
  expect([...back.searchParams.keys()]).toEqual(['state']);
  dvids.switches.cancelTellsError = true;
  expect((await logIn(authorization(), { decision: 'cancel' })).searchParams.get('error')).toBe('access_denied');
});

test('an unknown app or an unlisted redirect domain gets a page and no redirect', async () => {
  const pages = await Promise.all([authorization({ client_id: 'x' }), authorization({ redirect_uri: 'https://evil.example/' })].map((url) => fetch(url)));
  expect(pages.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([[400, 'text/html; charset=utf-8'], [400, 'text/html; charset=utf-8']]);
});

test('nothing of the address can write into the page', async () => {
  const page = await (await fetch(authorization({ state: '"><script>' }))).text();
  expect(page).not.toContain('<script>');
});

test('a refresh token works once and brings its successor', async () => {
  const first = await exchange(await logIn(authorization()));
  const second = await token({ grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) });
  expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
  const again = await token({ grant_type: 'refresh_token', refresh_token: String(first.body.refresh_token) });
  expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
  expect((await token({ grant_type: 'refresh_token', refresh_token: String(second.body.refresh_token) })).status).toBe(200);
});

test('by switch a used refresh token lives on for a while', async () => {
  dvids.switches.refreshOverlapMs = 10_000;
  const { refreshToken } = dvids.issueTokens('2001');
  const refresh = async () => (await token({ grant_type: 'refresh_token', refresh_token: refreshToken })).status;
  expect([await refresh(), await refresh()]).toEqual([200, 200]);
  await clock.advance(10_000);
  expect(await refresh()).toBe(400);
});

test('token errors come as text by switch, and tokens tell scope and refresh expiry by switch', async () => {
  Object.assign(dvids.switches, { oauthErrors: 'text', tokenTellsScope: true, tokenTellsRefreshExpiry: true });
  const refused = await token({ grant_type: 'refresh_token', refresh_token: 'unknown' });
  expect([refused.status, refused.type]).toEqual([400, 'text/plain']);
  const told = await exchange(await logIn(authorization(), { granted: ['basic', 'email'] }));
  expect([told.body.scope, typeof told.body.refresh_token_expires_at]).toEqual(['basic email', 'string']);
});

test('an access token ends after an hour, or as the switch says', async () => {
  const { call } = visitor(dvids);
  await clock.advance(3600_000 - 1);
  expect((await call('GET', '/country?name=norway')).status).toBe(200);
  await clock.advance(1);
  expect((await call('GET', '/country?name=norway')).status).toBe(401);
});

test('a token without the scope upload, and a user who submits for no unit, may do nothing', async () => {
  const withoutScope = await visitor(dvids, '2001', ['basic', 'email']).call('GET', '/country');
  const visiting = await visitor(dvids, '2004').call('GET', '/country');
  expect([withoutScope.status, visiting.status]).toEqual([403, 403]);
  expect(withoutScope.body.errors).toEqual([{ status: '403', title: 'Forbidden', detail: expect.stringContaining('upload') }]);
});

test('revoked tokens are dead at once', async () => {
  const { call } = visitor(dvids);
  const { refreshToken } = dvids.issueTokens('2001');
  dvids.revokeTokens('2001');
  expect((await call('GET', '/country')).status).toBe(401);
  expect((await token({ grant_type: 'refresh_token', refresh_token: refreshToken })).status).toBe(400);
});

test('get-info tells whose token it is', async () => {
  const { accessToken } = visitor(dvids, '2003');
  const answer = await fetch(`${dvids.infoUrl}?api_key=${dvids.app.clientId}&access_token=${accessToken}`);
  expect(await answer.json()).toEqual({ owner_id: '2003' });
});
