import { Failure } from '../../../src/domain/failure.ts';
import { forwardCallerToken, perUserToken } from '../../../src/sources/http/authorize.ts';
import { createClientCredentials, type ClientCredentialsOptions } from '../../../src/sources/http/tokens.ts';
import { closeAll, closing, connect, clientOf, read, reasonOf } from './clients.ts';
import { createHandClock } from './handClock.ts';
import { inTurn, json, silence, startRawUpstream, startUpstream, text, type Respond } from './upstream.ts';

afterEach(closeAll);

const secret = 's3cr3t &+=';

/** Gives `token-1`, `token-2` and so on, each for 300 s, as Keycloak does. */
const granting: Respond = (request, response, seen) =>
  json({ access_token: `token-${seen.length}`, expires_in: 300, refresh_expires_in: 0, token_type: 'Bearer' })(request, response, seen);

async function login(respond: Respond = granting, options: Partial<ClientCredentialsOptions> = {}) {
  const endpoint = closing(await startUpstream(respond));
  const clock = createHandClock();
  const tokens = closing(
    createClientCredentials({
      source: 'DPS',
      tokenUrl: `${endpoint.origin}/realms/dps/token`,
      credentials: () => ({ clientId: 'fonds', clientSecret: secret }),
      clock,
      ...options,
    }),
  );
  return { endpoint, clock, tokens, token: async () => tokens.token(undefined) };
}

/** Accepts these tokens, answers 401 as Docbyte does to all others (docbyte-vault.md §2.3). */
const accepting = (...tokens: string[]): Respond => (request, response, seen) =>
  (tokens.some((token) => request.headers.authorization === `Bearer ${token}`) ? json({ ok: 1 }) : json({ message: null, code: 'NOT_AUTHORIZED' }, 401))(
    request,
    response,
    seen,
  );

test('the secret goes in the form body, with the scope that is set', async () => {
  const { endpoint, token } = await login(granting, { scope: 'openid email profile' });
  expect(await token()).toBe('token-1');
  expect(endpoint.seen[0]).toMatchObject({ method: 'POST', url: '/realms/dps/token', headers: { 'content-type': expect.stringContaining('application/x-www-form-urlencoded') } });
  expect(endpoint.seen[0]?.headers.authorization).toBeUndefined();
  expect(Object.fromEntries(new URLSearchParams(endpoint.seen[0]?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'fonds',
    client_secret: secret,
    scope: 'openid email profile',
  });
});

test('no scope is sent where none is set', async () => {
  const { endpoint, token } = await login();
  await token();
  expect(endpoint.seen[0]?.body).not.toContain('scope');
});

test('fifty who wait are one fetch, and later ones get the token at once', async () => {
  const { endpoint, tokens, token } = await login();
  expect(new Set(await Promise.all(Array.from({ length: 50 }, token)))).toEqual(new Set(['token-1']));
  expect(tokens.token(undefined)).toBe('token-1');
  expect(endpoint.seen).toHaveLength(1);
});

test('it is renewed 30 s before it ends, while callers go on with the old one', async () => {
  const { endpoint, clock, tokens, token } = await login();
  await token();
  clock.advance(269_999);
  expect(tokens.token(undefined)).toBe('token-1');
  expect(endpoint.seen).toHaveLength(1);
  clock.advance(1);
  expect(tokens.token(undefined)).toBe('token-1');
  await endpoint.reached(2);
  while (tokens.token(undefined) !== 'token-2') await new Promise(setImmediate);
  expect(endpoint.seen).toHaveLength(2);
});

test('a short-lived one is renewed when a tenth of its life is left', async () => {
  const { endpoint, clock, tokens, token } = await login(json({ access_token: 'short', expires_in: 20, token_type: 'bearer' }));
  await token();
  clock.advance(17_999);
  expect(tokens.token(undefined)).toBe('short');
  expect(endpoint.seen).toHaveLength(1);
  clock.advance(1);
  expect(tokens.token(undefined)).toBe('short');
  await endpoint.reached(2);
});

test('one that has ended is never given out', async () => {
  const { clock, token } = await login();
  await token();
  clock.advance(300_000);
  expect(await token()).toBe('token-2');
});

test('a renewal that fails leaves the old one in use until it ends', async () => {
  const { endpoint, clock, tokens, token } = await login();
  await token();
  endpoint.respond = text('', 503);
  clock.advance(280_000);
  expect(tokens.token(undefined)).toBe('token-1');
  await endpoint.reached(2);
  while (clock.pending() > 0) await new Promise(setImmediate);
  clock.advance(19_999);
  expect(await token()).toBe('token-1');
  clock.advance(1);
  expect(await reasonOf(token())).toMatchObject({ kind: 'upstreamStatus', status: 503 });
});

test('the secret is read anew for each fetch', async () => {
  let clientSecret = 'old';
  const { endpoint, clock, token } = await login(granting, { credentials: () => ({ clientId: 'fonds', clientSecret }) });
  await token();
  clientSecret = 'new';
  clock.advance(300_000);
  await token();
  expect(endpoint.seen.map(({ body }) => new URLSearchParams(body).get('client_secret'))).toEqual(['old', 'new']);
});

test('an id_token, which nobody can check without discovery, does no harm', async () => {
  const { token } = await login(json({ access_token: 'a', expires_in: 300, token_type: 'Bearer', id_token: 'eyJhbGciOiJub25lIn0.e30.' }));
  expect(await token()).toBe('a');
});

describe('a token endpoint that fails', () => {
  const refused = { kind: 'upstreamUnauthorized', source: 'DPS', forwarded: false };
  const challenge = { 'www-authenticate': 'Basic realm="dps"' };
  const cases: [string, Respond, object][] = [
    ['invalid_client with a challenge', json({ error: 'invalid_client', error_description: `no ${secret}` }, 401, challenge), refused],
    ['invalid_client as 400', json({ error: 'invalid_client' }, 400), refused],
    ['an HTML refusal', text('<html><title>Forbidden</title></html>', 403), refused],
    ['a wrong address', text('', 404), refused],
    ['a redirect', text('', 302, { location: 'https://example.org/' }), refused],
    ['5xx', text('<html><title>Bad Gateway</title></html>', 502), { kind: 'upstreamStatus', status: 502, message: 'token endpoint: Bad Gateway' }],
    ['429', text('', 429, { 'retry-after': '7' }), { kind: 'upstreamStatus', status: 429, retryAfterMs: 7_000 }],
    ['a success that is HTML', text('<html>hello</html>', 200), { kind: 'upstreamUnreadable', status: 200 }],
    ['a success without a token', json({ token_type: 'Bearer' }), { kind: 'upstreamUnreadable' }],
    ['a success with a token of another kind', json({ access_token: 'x', token_type: 'mac' }), { kind: 'upstreamUnreadable' }],
    ['a success that is empty', text(''), { kind: 'upstreamUnreadable' }],
    ['an endless body', text('x'.repeat(300_000)), { kind: 'upstreamUnreadable' }],
  ];

  test.each(cases)('%s', async (_name, respond, reason) => {
    const { token } = await login(respond);
    const failure: unknown = await token().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    if (!(failure instanceof Failure)) return;
    expect(failure.reason).toMatchObject({ source: 'DPS', ...reason });
    const cause = failure.cause instanceof Failure ? [failure.cause.reason, failure.cause.stack] : failure.cause;
    expect(JSON.stringify([failure.reason, failure.stack, cause])).not.toContain('s3cr3t');
  });

  test('the words of a refusal are kept for logs', async () => {
    const { token } = await login(json({ error: 'invalid_client', error_description: 'Invalid client credentials' }, 401, challenge));
    const failure: unknown = await token().catch((error: unknown) => error);
    expect(failure).toMatchObject({ cause: { reason: { status: 401, code: 'invalid_client', message: 'token endpoint: Invalid client credentials' } } });
  });

  test('nobody there', async () => {
    const { endpoint, token } = await login();
    await endpoint.close();
    expect(await reasonOf(token())).toMatchObject({ kind: 'upstreamNetwork', source: 'DPS' });
  });

  test('a connection that breaks', async () => {
    const raw = closing(await startRawUpstream((socket) => socket.once('data', () => socket.destroy())));
    const { token } = await login(granting, { tokenUrl: `${raw.url}/token` });
    expect(await reasonOf(token())).toMatchObject({ kind: 'upstreamNetwork' });
  });

  test('silence', async () => {
    const { endpoint, clock, token } = await login(silence);
    const call = reasonOf(token());
    await endpoint.reached(1);
    clock.advance(10_000);
    expect(await call).toEqual({ kind: 'upstreamTimeout', source: 'DPS', timeoutMs: 10_000 });
    expect(clock.pending()).toBe(0);
  });

  test('it is left alone for a second, whoever asks, and then asked again', async () => {
    const { endpoint, clock, token } = await login(inTurn(text('', 503), granting));
    expect(await Promise.all(Array.from({ length: 20 }, () => reasonOf(token())))).toMatchObject(Array.from({ length: 20 }, () => ({ status: 503 })));
    clock.advance(999);
    expect(await reasonOf(token())).toMatchObject({ status: 503 });
    expect(endpoint.seen).toHaveLength(1);
    clock.advance(1);
    expect(await token()).toBe('token-2');
  });
});

test('plain http off this machine is refused before any secret is sent', () => {
  const options = { source: 'DPS', credentials: () => ({ clientId: 'a', clientSecret: 'b' }) } as const;
  expect(() => createClientCredentials({ ...options, tokenUrl: 'http://keycloak.example.org/token' })).toThrow(/https/);
});

describe('a call that is answered with 401', () => {
  test('renews the token once and is made again once, a POST as well', async () => {
    for (const method of ['GET', 'POST'] as const) {
      const { endpoint, tokens } = await login();
      const { upstream, client } = await connect(accepting('token-2'), { authorize: tokens });
      expect(await client.request(read({ method }))).toEqual({ ok: 1 });
      expect(upstream.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
      expect(endpoint.seen).toHaveLength(2);
    }
  });

  test('renews once for fifty at one time', async () => {
    const { endpoint, tokens } = await login();
    const { client } = await connect(accepting('token-2'), { authorize: tokens });
    const calls = Array.from({ length: 50 }, (_, nth) => client.request(read({ path: `/things/${nth}` })));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 50 }, () => ({ ok: 1 })));
    expect(endpoint.seen).toHaveLength(2);
  });

  test('is upstreamUnauthorized when the new token is refused too, and tokens are not fetched over and over', async () => {
    const { endpoint, clock, tokens } = await login();
    const { upstream, client } = await connect(accepting(), { authorize: tokens });
    for (let made = 0; made < 5; made += 1) {
      expect(await reasonOf(client.request(read()))).toEqual({ kind: 'upstreamUnauthorized', source: 'DPS', forwarded: false });
    }
    expect(endpoint.seen).toHaveLength(2);
    expect(upstream.seen).toHaveLength(6);
    expect(client.state()).toMatchObject({ available: false });
    clock.advance(1_000);
    await reasonOf(client.request(read()));
    expect(endpoint.seen).toHaveLength(3);
  });

  test('comes to what the token endpoint came to when no new token is to be had', async () => {
    const { tokens } = await login(inTurn(granting, json({ error: 'invalid_client' }, 401)));
    const { client } = await connect(accepting(), { authorize: tokens });
    expect(await reasonOf(client.request(read()))).toEqual({ kind: 'upstreamUnauthorized', source: 'DPS', forwarded: false });
  });

  test('is the caller\u2019s matter where the caller\u2019s own token was passed on', async () => {
    const { upstream, client } = await connect(accepting('good'), { authorize: forwardCallerToken('DPS') });
    expect(await client.request(read({ as: { subject: 'ada', token: 'good' } }))).toEqual({ ok: 1 });
    const refused = { kind: 'upstreamUnauthorized', source: 'DPS', forwarded: true };
    expect(await reasonOf(client.request(read({ as: { subject: 'ada', token: 'bad' } })))).toEqual(refused);
    expect(upstream.seen).toHaveLength(2);
    expect(await reasonOf(client.request(read({ as: { subject: 'ada', token: null } })))).toEqual(refused);
    expect(await reasonOf(client.request(read()))).toEqual(refused);
    expect(upstream.seen).toHaveLength(2);
    expect(client.state()).toMatchObject({ available: true });
  });

  test('asks the user\u2019s own login for a better token', async () => {
    const held = new Map([['ada', ['old', 'good']], ['bob', ['old']]]);
    const authorize = perUserToken({
      token: (subject) => held.get(subject)?.[0] ?? Promise.reject(new Failure({ kind: 'dvidsNotConnected', message: 'log in first' })),
      refused: (subject, token) => held.get(subject)?.[0] === token && held.get(subject)?.shift() !== undefined,
    });
    const { client } = await connect(accepting('good'), { authorize });
    expect(await client.request(read({ as: { subject: 'ada', token: null } }))).toEqual({ ok: 1 });
    expect(await reasonOf(client.request(read({ as: { subject: 'bob', token: null } })))).toEqual({ kind: 'dvidsNotConnected', message: 'log in first' });
    expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'dvidsNotConnected' });
  });
});

test('a token endpoint that is down is not the upstream\u2019s failure: the breaker stays closed', async () => {
  const { endpoint, clock, tokens } = await login(text('', 503));
  const { upstream, client } = await connect(json({ ok: 1 }), { authorize: tokens });
  for (let made = 0; made < 30; made += 1) expect(await reasonOf(client.request(read()))).toMatchObject({ status: 503 });
  expect(upstream.seen).toEqual([]);
  endpoint.respond = granting;
  clock.advance(1_000);
  expect(await client.request(read())).toEqual({ ok: 1 });
});

test('no token is fetched for a call that the breaker forbids', async () => {
  const { endpoint, clock, tokens } = await login(json({ access_token: 'short', expires_in: 2, token_type: 'Bearer' }));
  const { client } = await connect(text('', 500), { authorize: tokens, clock, retry: { attempts: 1 } });
  for (let made = 0; made < 20; made += 1) await reasonOf(client.request(read()));
  clock.advance(3_000);
  expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'upstreamBreakerOpen', retryAfterMs: 2_000 });
  expect(endpoint.seen).toHaveLength(1);
});

test('callers of a client wait for one token together', async () => {
  const { endpoint, tokens } = await login();
  const upstream = closing(await startUpstream(accepting('token-1')));
  const client = clientOf(upstream.url, { authorize: tokens });
  await Promise.all(Array.from({ length: 50 }, (_, nth) => client.request(read({ path: `/things/${nth}` }))));
  expect([endpoint.seen.length, upstream.seen.length]).toEqual([1, 50]);
});
