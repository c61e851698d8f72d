import { createHmac } from 'node:crypto';
import { exportSPKI, importJWK } from 'jose';
import { bearerOf, challengeOf } from '../../src/auth/authenticate.ts';
import { createIssuer, type Issuer } from '../../src/auth/issuer.ts';
import { rolesIn } from '../../src/auth/roles.ts';
import { clockSkewMs, createTokenAuthenticate } from '../../src/auth/tokens.ts';
import { Failure } from '../../src/domain/failure.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { makeKey, startTestIssuer, type TestIssuer, type TokenClaims } from './testIssuer.ts';

let issuer: TestIssuer;
let keys: Issuer;
/** What the gateway takes for the time. */
let now: number;
let authenticate: (token: string) => Promise<Viewer>;

beforeEach(async () => {
  issuer = await startTestIssuer();
  now = Date.now();
  keys = createIssuer({ issuer: issuer.url, now: () => now });
  const check = createTokenAuthenticate({ issuer: keys, audience: issuer.audience, rolesClaim: 'roles', now: () => now });
  authenticate = async (token) => check(`Bearer ${token}`);
});
afterEach(async () => {
  await keys.close();
  await issuer.stop();
});

/** The kind and message of what it rejects with. */
async function refusal(token: string): Promise<string> {
  const failure: unknown = await authenticate(token).catch((error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('it was accepted');
  return `${failure.reason.kind}: ${failure.message}`;
}

const seconds = () => Math.floor(now / 1_000);

describe('a token that holds', () => {
  test('tells whose it is, the roles and its end', async () => {
    const exp = seconds() + 60;
    const token = await issuer.token('anna', { roles: ['2d17_R', 'archivist'], exp });
    expect(await authenticate(token)).toEqual({
      subject: 'anna', roles: new Set(['2d17_R', 'archivist']), everyRole: false, token, expiresAt: exp * 1_000 + clockSkewMs,
    });
  });

  test('tells by what people know the caller: a verified address, else the name they log in with, never one that they choose', async () => {
    const named = async (claims: TokenClaims) => (await authenticate(await issuer.token('anna', claims))).name;
    expect(await named({ email: 'anna@example.org', email_verified: true, preferred_username: 'anna1' })).toBe('anna@example.org');
    expect(await named({ email: 'boss@example.org', email_verified: false, preferred_username: 'anna1' })).toBe('anna1');
    expect(await named({ email: 'boss@example.org', name: 'The Boss', nickname: 'Boss' })).toBeUndefined();
    expect(await named({ email: '', email_verified: true, preferred_username: 7 })).toBeUndefined();
  });

  test('is verified once and then known at once, as the very same viewer', async () => {
    const token = await issuer.token('anna');
    const check = createTokenAuthenticate({ issuer: keys, audience: issuer.audience, rolesClaim: 'roles', now: () => now });
    const first = await check(`Bearer ${token}`);
    expect(check(`Bearer ${token}`)).toBe(first);
    expect(check(`bearer  ${token} `)).toBe(first);
  });

  test('is checked again after five minutes, and not at all beyond its end', async () => {
    const token = await issuer.token('anna', { exp: seconds() + 600 });
    const first = await authenticate(token);
    now += 5 * 60_000;
    expect(await authenticate(token)).not.toBe(first);
    now += 5 * 60_000 + clockSkewMs;
    expect(await refusal(token)).toBe('unauthenticated: The token has ended.');
  });

  test('may come from a clock that is half a minute off', async () => {
    expect(await authenticate(await issuer.token('anna', { exp: seconds() - 20 }))).toMatchObject({ subject: 'anna' });
    expect(await authenticate(await issuer.token('anna', { nbf: seconds() + 20 }))).toMatchObject({ subject: 'anna' });
  });

  test('may hold several audiences, ours among them', async () => {
    expect(await authenticate(await issuer.token('anna', { aud: ['account', issuer.audience] }))).toMatchObject({ subject: 'anna' });
  });

  test.each(['RS256', 'PS384', 'ES384', 'EdDSA'])('may be signed with %s', async (alg) => {
    issuer.keys = [await makeKey('other', alg)];
    expect(await authenticate(await issuer.token('anna'))).toMatchObject({ subject: 'anna' });
  });

  test('need not name its key', async () => {
    const [one, two] = [await makeKey('one'), await makeKey('two')];
    issuer.keys = [one, two];
    const unnamed = { ...two, kid: undefined as unknown as string };
    expect(await authenticate(await issuer.token('anna', {}, unnamed))).toMatchObject({ subject: 'anna' });
    expect(await refusal(await issuer.token('anna', {}, { ...(await makeKey('three')), kid: undefined as unknown as string }))).toBe('unauthenticated: The token is not valid.');
  });
});

describe('a token that does not hold', () => {
  test.each([
    ['from another issuer', { iss: 'https://elsewhere.example' }, 'The token comes from another issuer.'],
    ['without an issuer', { iss: undefined as unknown as string }, 'The token comes from another issuer.'],
    ['for another audience', { aud: 'another' }, 'The token is meant for somebody else.'],
    ['without an audience', { aud: undefined as unknown as string }, 'The token is meant for somebody else.'],
    ['without an end', { exp: undefined as unknown as number }, 'The token lacks what it must say.'],
    ['without a subject', { sub: undefined as unknown as string }, 'The token lacks what it must say.'],
    ['with an empty subject', { sub: '' }, 'The token does not say whose it is.'],
    ['that has ended', { exp: 1_000 }, 'The token has ended.'],
    ['that does not hold yet', { nbf: 4_000_000_000 }, 'The token does not hold yet.'],
  ])('one %s', async (_which, claims, message) => {
    expect(await refusal(await issuer.token('anna', claims))).toBe(`unauthenticated: ${message}`);
  });

  test('one that was changed', async () => {
    const [header, payload = '', signature] = (await issuer.token('anna')).split('.');
    const claims = { ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), sub: 'eve' };
    expect(await refusal([header, part(claims), signature].join('.'))).toBe('unauthenticated: The token is not valid.');
  });

  test('one with `alg: none`, signed or not, and nobody is asked for keys because of it', async () => {
    const payload = (await issuer.token('anna')).split('.')[1] ?? '';
    for (const alg of ['none', 'None', 'NONE', '']) {
      expect(await refusal([part({ alg }), payload, ''].join('.'))).toBe('unauthenticated: The token is not valid.');
      expect(await refusal([part({ alg, kid: 'first' }), payload, 'c2lnbmVk'].join('.'))).toBe('unauthenticated: The token is not valid.');
    }
    expect(issuer.keyFetches).toBe(1);
  });

  test("one signed with HMAC over the issuer's public key", async () => {
    const key = await makeKey('rsa', 'RS256');
    issuer.keys = [key];
    const payload = (await issuer.token('eve')).split('.')[1] ?? '';
    const publicKey = await importJWK({ ...key.publicJwk, ext: true }, 'RS256', { extractable: true });
    for (const secret of [publicKey instanceof CryptoKey ? await exportSPKI(publicKey) : '', JSON.stringify(key.publicJwk), '']) {
      const text = `${part({ alg: 'HS256', kid: 'rsa' })}.${payload}`;
      expect(await refusal(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`)).toBe('unauthenticated: The token is not valid.');
    }
  });

  test('one that brings its own key, in the header or by address', async () => {
    const foreign = await makeKey('first');
    const payload = (await issuer.token('eve', {}, foreign)).split('.')[1] ?? '';
    for (const header of [{ jwk: foreign.publicJwk }, { jku: 'https://elsewhere.example/keys' }, { x5u: 'https://elsewhere.example/cert' }]) {
      const text = `${part({ alg: 'ES256', kid: 'first', ...header })}.${payload}`;
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, foreign.privateKey, Buffer.from(text));
      expect(await refusal(`${text}.${Buffer.from(signature).toString('base64url')}`)).toBe('unauthenticated: The token is not valid.');
    }
  });

  test.each(['', 'x', 'a.b', 'a.b.c', '....', '{}', 'e30.e30.e30', `${'a'.repeat(20_000)}.b.c`])('what is no token at all (%#)', async (token) => {
    expect(await refusal(token)).toMatch(/^unauthenticated: /);
  });
});

describe('keys', () => {
  test('a new key is found when a token names it', async () => {
    await authenticate(await issuer.token('anna'));
    now += 10_000;
    issuer.keys = [await makeKey('second')];
    expect(await authenticate(await issuer.token('anna'))).toMatchObject({ subject: 'anna' });
    expect(issuer.keyFetches).toBe(2);
  });

  test('a flood of tokens with unknown keys asks the issuer once', async () => {
    await authenticate(await issuer.token('anna'));
    now += 10_000;
    const forged = await Promise.all(Array.from({ length: 50 }, async (_, index) => issuer.token('eve', {}, await makeKey(`unknown-${index}`))));
    const refusals = [...(await Promise.all(forged.map(refusal))), ...(await Promise.all(forged.map(refusal)))];
    expect(new Set(refusals)).toEqual(new Set(['unauthenticated: The token is signed with a key that its issuer does not have.']));
    expect(issuer.keyFetches).toBe(2);
  });

  test('an issuer that is gone keeps nobody out whose key is known', async () => {
    await authenticate(await issuer.token('anna'));
    issuer.down = true;
    now += 3_600_000;
    expect(await authenticate(await issuer.token('bert', { exp: seconds() + 60 }))).toMatchObject({ subject: 'bert' });
  });

  test('old keys are renewed behind the answer, so that a withdrawn one stops working', async () => {
    const [first] = issuer.keys;
    await authenticate(await issuer.token('anna'));
    issuer.keys = [await makeKey('second')];
    now += 600_000;
    await authenticate(await issuer.token('anna', { exp: seconds() + 60 }, first));
    expect(await authenticate(await issuer.token('anna', { exp: seconds() + 60 }))).toMatchObject({ subject: 'anna' });
    expect(await refusal(await issuer.token('eve', { exp: seconds() + 61 }, first))).toBe('unauthenticated: The token is signed with a key that its issuer does not have.');
  });

  test('without any key nobody is known, which is not the fault of the caller; a second later the issuer is asked again', async () => {
    issuer.down = true;
    const token = await issuer.token('anna');
    expect(await refusal(token)).toMatch(/^issuerUnavailable: /);
    issuer.down = false;
    expect(await refusal(token)).toMatch(/^issuerUnavailable: /);
    now += 1_000;
    expect(await authenticate(token)).toMatchObject({ subject: 'anna' });
  });

  test('a discovery document of another issuer is not believed; a slash at the end is no difference, and then tokens have it too', async () => {
    issuer.name = 'https://elsewhere.example';
    expect(await refusal(await issuer.token('anna'))).toMatch(/^issuerUnavailable: /);
    now += 1_000;
    issuer.name = `${issuer.url}/`;
    expect(await authenticate(await issuer.token('anna'))).toMatchObject({ subject: 'anna' });
    expect(await refusal(await issuer.token('anna', { iss: issuer.url }))).toBe('unauthenticated: The token comes from another issuer.');
  });
});

describe('roles', () => {
  test.each<[unknown, string, string[]]>([
    [{ roles: ['a', 'b'] }, 'roles', ['a', 'b']],
    [{ realm_access: { roles: ['a'] } }, 'realm_access.roles', ['a']],
    [{ 'https://example.org/roles': ['a'] }, 'https://example.org/roles', ['a']],
    [{ scope: 'a b,c' }, 'scope', ['a', 'b', 'c']],
    [{ roles: ['a', 7, null, '', ['b']] }, 'roles', ['a']],
    [{ roles: { a: true } }, 'roles', []],
    [{}, 'constructor.name', []],
    [{ roles: null }, 'roles.deeper', []],
  ])('of %j by %s are %j', (claims, claim, roles) => {
    expect([...rolesIn(claims as Record<string, unknown>, claim)]).toEqual(roles);
  });
});

test('a bearer header is read as RFC 6750 writes it, and nothing else is', () => {
  expect(bearerOf('Bearer abc')).toBe('abc');
  expect(bearerOf('BEARER   abc ')).toBe('abc');
  for (const other of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'abc', ' Bearer abc']) expect(bearerOf(other)).toBeUndefined();
});

test('the challenge says why, and cannot be broken out of', () => {
  const failure = new Failure({ kind: 'unauthenticated', message: 'The "token"\r\nx: y\\ ended.' });
  expect(challengeOf(undefined, failure)).toBe('Bearer');
  expect(challengeOf('Bearer abc', failure)).toBe('Bearer error="invalid_token", error_description="The tokenx: y ended."');
});

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
