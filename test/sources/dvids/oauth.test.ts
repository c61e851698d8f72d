import { startDvidsSimulator, type DvidsSimulator, type DvidsSimulatorOptions } from '../../../src/sandbox/dvids.ts';
import { Failure, publicErrorOf } from '../../../src/domain/failure.ts';
import { DvidsLoginFailure } from '../../../src/sources/dvids/loginFailure.ts';
import { createDvidsOAuth, newPkce, type DvidsOAuth, type DvidsOAuthOptions } from '../../../src/sources/dvids/oauth.ts';
import { logIn } from '../../sandbox/dvidsVisitor.ts';
import { stopAll, stopping } from './dvids.ts';

afterEach(stopAll);

const redirectUri = 'http://127.0.0.1:4000/oauth/dvids/callback';

async function start(options: DvidsSimulatorOptions = {}, changed: Partial<DvidsOAuthOptions> = {}): Promise<{ dvids: DvidsSimulator; oauth: DvidsOAuth }> {
  const dvids = await startDvidsSimulator(options);
  stopping(() => dvids.stop());
  const oauth = createDvidsOAuth({
    authorizeUrl: dvids.authorizeUrl, tokenUrl: dvids.tokenUrl, clientId: dvids.app.clientId, clientSecret: () => dvids.app.clientSecret, redirectUri: () => redirectUri, ...changed,
  });
  stopping(() => oauth.close());
  return { dvids, oauth };
}

/** How a login or refresh that has to fail ended. */
async function endOf(call: Promise<unknown>): Promise<string> {
  const outcome: unknown = await call.catch((error: unknown) => error);
  if (outcome instanceof DvidsLoginFailure) return outcome.problem;
  if (outcome instanceof Failure) return outcome.reason.kind;
  throw outcome;
}

test('a login leads to tokens, and the tokens to the API', async () => {
  const { dvids, oauth } = await start();
  const url = new URL(oauth.authorizationUrl({ state: 'abc' }));
  expect(Object.fromEntries(url.searchParams)).toEqual({ client_id: dvids.app.clientId, response_type: 'code', redirect_uri: redirectUri, scope: 'basic email upload', state: 'abc' });
  const before = Date.now();
  const tokens = await oauth.exchange((await logIn(url.href)).href, { state: 'abc' });
  expect(tokens).toEqual({ accessToken: expect.any(String), refreshToken: expect.any(String), expiresAt: expect.any(Number), scopes: ['basic', 'email', 'upload'] });
  expect(tokens.expiresAt - before).toBeGreaterThanOrEqual(3600_000);
  expect(tokens.expiresAt - before).toBeLessThan(3630_000);
  const answer = await fetch(`${dvids.url}/country?name=norway`, { headers: { authorization: `Bearer ${tokens.accessToken}` } });
  expect(answer.status).toBe(200);
});

test('the callback may come as path and query, whatever proxy stands before us', async () => {
  const { oauth } = await start();
  const { search } = await logIn(oauth.authorizationUrl({ state: 'abc' }));
  expect((await oauth.exchange(`/oauth/dvids/callback${search}`, { state: 'abc' })).scopes).toContain('upload');
});

test('PKCE is used where it is asked for, and then it counts', async () => {
  const { oauth } = await start();
  const { codeVerifier, codeChallenge } = await newPkce();
  const login = async () => (await logIn(oauth.authorizationUrl({ state: 'abc', codeChallenge }))).href;
  expect((await oauth.exchange(await login(), { state: 'abc', codeVerifier })).scopes).toContain('upload');
  expect(await endOf(oauth.exchange(await login(), { state: 'abc' }))).toBe('codeRefused');
});

test.each([false, true])('a cancelled login is a cancelled login (told by an error: %s)', async (cancelTellsError) => {
  const { dvids, oauth } = await start({ switches: { cancelTellsError } });
  const back = await logIn(oauth.authorizationUrl({ state: 'abc' }), { decision: 'cancel' });
  expect(await endOf(oauth.exchange(back.href, { state: 'abc' }))).toBe('cancelled');
  expect(await endOf(oauth.exchange(redirectUri, { state: 'abc' }))).toBe('cancelled');
  expect(dvids.count('token')).toBe(0);
});

test('a forged, missing or doubled state ends the login before any call', async () => {
  const { dvids, oauth } = await start();
  for (const query of ['code=1&state=evil', 'code=1', 'state=evil', 'code=1&code=2&state=abc', 'code=1&state=abc&state=evil']) {
    expect(await endOf(oauth.exchange(`${redirectUri}?${query}`, { state: 'abc' }))).toBe('stateForged');
  }
  expect(await endOf(oauth.exchange(`${redirectUri}?error=server_error&state=abc`, { state: 'abc' }))).toBe('loginRefused');
  expect(dvids.count('token')).toBe(0);
});

test.each(['json', 'text'] as const)('a code that is used up is refused, and so is a refresh token (errors as %s)', async (oauthErrors) => {
  const { oauth } = await start({ switches: { oauthErrors } });
  const back = await logIn(oauth.authorizationUrl({ state: 'abc' }));
  const { refreshToken } = await oauth.exchange(back.href, { state: 'abc' });
  expect(await endOf(oauth.exchange(back.href, { state: 'abc' }))).toBe('codeRefused');
  const renewed = await oauth.refresh(refreshToken ?? '');
  expect(renewed.refreshToken).not.toBe(refreshToken);
  const refused: unknown = await oauth.refresh(refreshToken ?? '').catch((error: unknown) => error);
  expect(publicErrorOf(refused)).toMatchObject({ code: 'DVIDS_NOT_CONNECTED', message: expect.stringContaining('has ended'), retryable: false });
});

test('a login that does not allow uploads says so, where DVIDS tells', async () => {
  const { oauth } = await start({ switches: { tokenTellsScope: true } });
  const back = await logIn(oauth.authorizationUrl({ state: 'abc' }), { granted: ['basic', 'email'] });
  expect(await endOf(oauth.exchange(back.href, { state: 'abc' }))).toBe('scopeMissing');
});

test('a wrong secret is the app\'s matter, not the user\'s', async () => {
  const { dvids, oauth } = await start({}, { clientSecret: () => 'wrong' });
  expect(await endOf(oauth.refresh(dvids.issueTokens('2001').refreshToken))).toBe('upstreamUnauthorized');
});

test.each([
  [{ kind: 'lost' }, 'upstreamNetwork'],
  [{ kind: 'status', status: 503 }, 'upstreamStatus'],
  [{ kind: 'hang' }, 'upstreamTimeout'],
  [{ kind: 'invalidJson' }, 'upstreamUnreadable'],
] as const)('a refresh is tried once, whatever happens, since its token may be used up: %j', async (how, kind) => {
  const { dvids, oauth } = await start({}, how.kind === 'hang' ? { timeoutMs: 200 } : {});
  dvids.misbehave({ match: 'token', how });
  expect(await endOf(oauth.refresh(dvids.issueTokens('2001').refreshToken))).toBe(kind);
  expect(dvids.count('token')).toBe(1);
});

test('an answer with nulls and strangers in it is read', async () => {
  const { dvids, oauth } = await start();
  const body = JSON.stringify({ access_token: 'a', expires_in: '60', refresh_token: null, id_token: 'x.y.z', scope: null });
  dvids.misbehave({ match: 'token', how: { kind: 'answer', answer: { status: 200, headers: { 'content-type': 'application/json' }, body } } });
  expect(await oauth.refresh('old')).toMatchObject({ accessToken: 'a', refreshToken: 'old', scopes: ['basic', 'email', 'upload'] });
});

test('api_key is sent where it is set', async () => {
  const { dvids, oauth } = await start({}, { apiKey: 'key-1' });
  await oauth.refresh(dvids.issueTokens('2001').refreshToken);
  expect(new URLSearchParams(dvids.calls.at(-1)?.body ?? '').get('api_key')).toBe('key-1');
});

test('no secret comes back in an error', async () => {
  const { dvids, oauth } = await start();
  const { refreshToken } = dvids.issueTokens('2001');
  dvids.misbehave({ match: 'token', how: { kind: 'status', status: 500, body: `no: ${refreshToken} ${dvids.app.clientSecret}` } });
  const outcome: unknown = await oauth.refresh(refreshToken).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Failure);
  const shown = JSON.stringify(outcome instanceof Failure ? [outcome.reason, outcome.message] : outcome);
  expect(shown).not.toContain(refreshToken);
  expect(shown).not.toContain(dvids.app.clientSecret);
});

test('plain http is for this machine only', () => {
  const options = { authorizeUrl: 'https://a.example/', clientId: 'x', clientSecret: () => 'y', redirectUri: () => redirectUri };
  expect(() => createDvidsOAuth({ ...options, tokenUrl: 'http://dvids.example/token' })).toThrow(TypeError);
});
