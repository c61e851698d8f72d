import { readConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { startTestIssuer, type TokenClaims } from '../auth/testIssuer.ts';
import { at, comeBack, logIn, textAt } from '../sandbox/dvidsVisitor.ts';
import { ask, startTestGateway, type TestGateway } from './testGateway.ts';

/** The DVIDS login from `connectDvids` to the callback's page, in every way that it can end. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ DVIDS_CONFIRM_LOGIN: 'true' });
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  gateway.dvids.behave();
  Object.assign(gateway.dvids.switches, { tokenTellsScope: false, cancelTellsError: false });
  await gateway.ask('mutation { disconnectDvids { viewer { subject } } }');
  gateway.dvids.reset();
});

const begin = async (): Promise<string> => {
  const { data, errors } = await gateway.ask('mutation { connectDvids(input: { clientMutationId: "m1" }) { authorizationUrl clientMutationId } }');
  expect(errors).toEqual([]);
  expect(textAt(data, 'connectDvids.clientMutationId')).toBe('m1');
  return textAt(data, 'connectDvids.authorizationUrl');
};
const connected = async (): Promise<unknown> => {
  const { data } = await gateway.ask('{ viewer { dvids { connected scopes expiresAt } } }');
  return at(data, 'viewer.dvids');
};
const visit = async (url: URL | string, init: RequestInit = {}): Promise<{ status: number; text: string; headers: Headers }> => {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
};
const callback = (): string => `${gateway.url}/oauth/dvids/callback`;
/** Sends a page's form. */
const agree = (page: string, { decision = 'connect', origin = gateway.url }: { decision?: string; origin?: string | null } = {}) => {
  const [, confirmation = ''] = /name="confirmation" value="([^"]*)"/.exec(page) ?? [];
  return visit(callback(), { method: 'POST', headers: origin === null ? {} : { origin }, body: new URLSearchParams({ confirmation, decision }) });
};
const notConnected = { connected: false, scopes: [], expiresAt: null };

test('the local caller of the sandbox starts out connected, and the simulated DVIDS is one of the sources', async () => {
  const fresh = await startTestGateway();
  try {
    const { data } = await fresh.ask('{ viewer { dvids { connected scopes expiresAt } } sources { source configured } }');
    expect(data).toMatchObject({ viewer: { dvids: { connected: true, scopes: ['basic', 'email', 'upload'], expiresAt: expect.any(String) } } });
    expect(data?.['sources']).toContainEqual({ source: 'DVIDS', configured: true });
  } finally {
    await fresh.stop();
  }
});

test('a login leads from connectDvids over the page of DVIDS to the callback, which asks, and connects the caller who agrees', async () => {
  expect(await connected()).toEqual(notConnected);
  const url = await begin();
  expect(new URL(url).searchParams.get('redirect_uri')).toBe(`${gateway.url}/oauth/dvids/callback`);
  expect(new URL(url).searchParams.has('code_challenge')).toBe(false);
  const { status, text, headers } = await visit(await logIn(url));
  expect([status, text]).toEqual([200, expect.stringContaining('<h1>Connect this DVIDS account?</h1>')]);
  expect(text).toMatch(/Asked for by<\/dt><dd><bdi>local<.*DVIDS user<\/dt><dd><bdi>2001</);
  expect(await connected()).toEqual(notConnected);
  expect(text).not.toMatch(/<script|<img|<iframe|javascript:/i);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/);
  expect(Object.fromEntries(headers)).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff', 'content-type': 'text/html; charset=utf-8' });
  const done = await agree(text);
  expect([done.status, done.text]).toEqual([200, expect.stringContaining('<h1>Connected to DVIDS</h1>')]);
  expect(done.text).toContain('<bdi>local</bdi>');
  expect(done.text).not.toMatch(/<script|<form|<img|<iframe|javascript:/i);
  expect(done.headers.get('content-security-policy')).toMatch(/form-action 'none'; frame-ancestors 'none'$/);
  expect(done.headers.get('referrer-policy')).toBe('no-referrer');
  expect(await connected()).toEqual({ connected: true, scopes: ['basic', 'email', 'upload'], expiresAt: expect.any(String) });
});

test('an open gateway has one caller, who is connected by coming back; one that knows its callers asks', async () => {
  const open = await startTestGateway({}, { dvids: { earlier: false } });
  try {
    const { data } = await open.ask('mutation { connectDvids { authorizationUrl } }');
    const { status, text } = await visit(await logIn(textAt(data, 'connectDvids.authorizationUrl')));
    expect([status, text]).toEqual([200, expect.stringContaining('<h1>Connected to DVIDS</h1>')]);
    expect((await open.ask('{ viewer { dvids { connected } } }')).data).toEqual({ viewer: { dvids: { connected: true } } });
  } finally {
    await open.stop();
  }
  const auth = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'fonds' };
  expect([{}, auth, { ...auth, DVIDS_CONFIRM_LOGIN: 'false' }].map((env) => readConfig(env).dvidsConfirmLogin)).toEqual([false, true, false]);
});

test('who was sent the address by somebody else sees so, refuses, and nobody is connected', async () => {
  const { text } = await visit(await logIn(await begin()));
  const page = await agree(text, { decision: 'refuse' });
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('<h1>Not connected to DVIDS</h1>')]);
  expect((await agree(text)).text).toContain('not known here');
  expect(await connected()).toEqual(notConnected);
});

test('the answer is taken once, from the page that asked, and for nothing but its own confirmation', async () => {
  const { text } = await visit(await logIn(await begin()));
  for (const origin of ['http://evil.example', 'null', null, `${gateway.url}.evil.example`]) {
    const { status } = await agree(text, { origin });
    expect([origin, status]).toEqual([origin, 403]);
  }
  expect((await agree('name="confirmation" value="guessed"')).status).toBe(400);
  expect((await agree(`name="confirmation" value="${new URL(await begin()).searchParams.get('state')}"`)).status).toBe(400);
  expect((await visit(callback(), { method: 'POST', headers: { origin: gateway.url }, body: 'x'.repeat(5_000) })).status).toBe(413);
  expect(await connected()).toEqual(notConnected);
  const both = await Promise.all([agree(text), agree(text)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
});

test('a login goes on when DVIDS does not tell whose it is', async () => {
  gateway.dvids.misbehave({ match: 'getInfo', how: { kind: 'status', status: 401 } });
  const { text } = await visit(await logIn(await begin()));
  expect(text).not.toContain('DVIDS user');
  expect((await agree(text)).text).toContain('Connected to DVIDS');
});

test.each([false, true])('a cancelled login says so, and changes nothing (told by an error: %s)', async (cancelTellsError) => {
  Object.assign(gateway.dvids.switches, { cancelTellsError });
  const { status, text } = await visit(await logIn(await begin(), { decision: 'cancel' }));
  expect([status, text]).toEqual([200, expect.stringContaining('<h1>The DVIDS login was cancelled</h1>')]);
  expect(gateway.dvids.count('token')).toBe(0);
  expect(await connected()).toEqual(notConnected);
});

test('who cancels comes back without a state at times: that is a cancelled login too', async () => {
  expect((await visit(`${gateway.url}/oauth/dvids/callback`)).text).toContain('was cancelled');
});

test('a forged, foreign or doubled state ends before any call to DVIDS', async () => {
  const back = await logIn(await begin());
  for (const query of ['code=1&state=evil', 'code=1', `${back.search.slice(1)}&state=evil`, `code=1&state=${'%FF'.repeat(40)}`]) {
    const { status, text } = await visit(`${gateway.url}/oauth/dvids/callback?${query}`);
    expect([status, text]).toEqual([400, expect.stringContaining('<h1>This DVIDS login is not known here</h1>')]);
  }
  expect(gateway.dvids.count('token')).toBe(0);
  expect(await connected()).toEqual(notConnected);
});

test('a login that was used up cannot be replayed, not even by two at once', async () => {
  const back = await logIn(await begin());
  const both = await Promise.all([visit(back), visit(back)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  expect((await visit(back)).text).toContain('not known here');
  expect(gateway.dvids.count('token')).toBe(1);
});

test('a HEAD of the callback, as link checkers send it, uses nothing up', async () => {
  const back = await logIn(await begin());
  expect((await visit(back, { method: 'HEAD' })).status).toBe(405);
  expect((await comeBack(back)).status).toBe(200);
  expect(await connected()).toMatchObject({ connected: true });
});

test.each([true, false])('a login without the scope `upload` does not connect, and keeps the one before (DVIDS tells: %s)', async (tokenTellsScope) => {
  await comeBack(await logIn(await begin()));
  Object.assign(gateway.dvids.switches, { tokenTellsScope });
  const { status, text } = await visit(await logIn(await begin(), { granted: ['basic', 'email'] }));
  expect([status, text]).toEqual([403, expect.stringContaining('<h1>This DVIDS login does not allow uploads</h1>')]);
  expect(text).toContain('(scope <code>upload</code>)');
  expect(await connected()).toMatchObject({ connected: true });
});

test('an account that submits for no unit does not connect', async () => {
  const { status, text } = await visit(await logIn(await begin(), { user: '2004' }));
  expect([status, text]).toEqual([403, expect.stringContaining('submits for no unit')]);
  expect(await connected()).toEqual(notConnected);
});

test('a refused code, a refused app and a DVIDS that fails each have an end of their own', async () => {
  const ends: [number, string][] = [
    [400, 'DVIDS did not accept the end of the login'],
    [502, 'The DVIDS login could not be completed'],
    [502, 'The DVIDS login could not be completed'],
  ];
  for (const [index, body] of ['{"error":"invalid_grant"}', '{"error":"invalid_client"}', '<html>'].entries()) {
    gateway.dvids.misbehave({ match: 'token', how: { kind: 'status', status: index === 2 ? 500 : 400, body, contentType: 'application/json' } });
    const { status, text } = await visit(await logIn(await begin()));
    expect([status, text]).toEqual([ends[index]?.[0], expect.stringContaining(`<h1>${ends[index]?.[1]}</h1>`)]);
  }
  const refused = await visit(`${gateway.url}/oauth/dvids/callback?error=server_error&state=${new URL(await begin()).searchParams.get('state')}`);
  expect(refused.text).toContain('<h1>DVIDS refused the login</h1>');
  expect(await connected()).toEqual(notConnected);
});

test('nothing of an address gets into a page as markup', async () => {
  const { text } = await visit(`${gateway.url}/oauth/dvids/callback?state=<script>alert(1)</script>&code=%3Cb%3E`);
  expect(text).not.toContain('script>');
  expect(text).not.toContain('<b>');
});

test('the page names the caller who began the login, whatever their token says, as words and nothing else', async () => {
  const issuer = await startTestIssuer();
  const known = await startTestGateway({ ...issuer.env });
  try {
    const asked = async (claims: TokenClaims) => {
      const token = await issuer.token('<b>eve`s</b>', claims);
      const { data } = await known.ask('mutation { connectDvids { authorizationUrl } }', {}, { authorization: `Bearer ${token}` });
      return visit(await logIn(textAt(data, 'connectDvids.authorizationUrl')));
    };
    expect((await asked({ preferred_username: 'eve' })).text).toContain('<bdi>eve (&lt;b&gt;eve`s&lt;/b&gt;)</bdi>');
    expect((await asked({ name: 'Your boss' })).text).toContain('<bdi>&lt;b&gt;eve`s&lt;/b&gt;</bdi>');
  } finally {
    await known.stop();
    await issuer.stop();
  }
});

describe('with settings of its own', () => {
  const env = () => ({
    PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s',
    DVIDS_BASE_URL: gateway.dvids.url, DVIDS_AUTHORIZE_URL: gateway.dvids.authorizeUrl, DVIDS_TOKEN_URL: gateway.dvids.tokenUrl,
    DVIDS_CLIENT_ID: gateway.dvids.app.clientId, DVIDS_CLIENT_SECRET: gateway.dvids.app.clientSecret,
  });
  const login = 'mutation { connectDvids { authorizationUrl } }';

  test('DVIDS_PKCE has the code bound to the login, and DVIDS_REDIRECT_URI leads where it says', async () => {
    const own = await startGateway(readConfig({ ...env(), DVIDS_PKCE: 'true', DVIDS_REDIRECT_URI: 'http://localhost:1/elsewhere', DVIDS_API_KEY: 'key-1' }));
    try {
      const { data } = await ask(own.url, login);
      const authorizationUrl = textAt(data, 'connectDvids.authorizationUrl');
      expect(Object.fromEntries(new URL(authorizationUrl).searchParams)).toMatchObject({ code_challenge_method: 'S256', redirect_uri: 'http://localhost:1/elsewhere' });
      const back = await logIn(authorizationUrl);
      expect(back.host + back.pathname).toBe('localhost:1/elsewhere');
      const page = await comeBack(new URL(`${own.url}/oauth/dvids/callback${back.search}`));
      expect(await page.text()).toContain('Connected to DVIDS');
      expect(new URLSearchParams(gateway.dvids.calls.findLast(({ route }) => route === 'token')?.body ?? '').get('api_key')).toBe('key-1');
    } finally {
      await own.stop();
    }
  });

  test('a gateway without DVIDS says so', async () => {
    const own = await startGateway(readConfig({ PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s', SANDBOX: 'false' }));
    try {
      const { data, errors } = await ask(own.url, '{ viewer { subject dvids { connected } } }');
      expect(data).toEqual({ viewer: { subject: 'local', dvids: null } });
      expect(errors.map(({ extensions }) => extensions)).toMatchObject([{ code: 'SOURCE_NOT_CONFIGURED', source: 'DVIDS' }]);
      expect((await ask(own.url, login)).errors.map(({ extensions }) => extensions['code'])).toEqual(['SOURCE_NOT_CONFIGURED']);
      expect((await visit(`${own.url}/oauth/dvids/callback?code=1&state=2`)).status).toBe(502);
    } finally {
      await own.stop();
    }
  });
});
