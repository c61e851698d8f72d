import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** A key pair that an issuer signs with. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** Makes a key pair. */
export async function makeKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** What a token says beside the usual claims. Undefined values take a claim away. */
export interface TokenClaims extends JWTPayload {
  readonly roles?: readonly string[];
}

/** An OpenID Connect issuer as far as a gateway needs one: discovery, keys, and tokens on demand. */
export interface TestIssuer {
  /** `AUTH_ISSUER`. */
  readonly url: string;
  readonly audience: string;
  /** The keys it publishes; the first one signs. Change them to rotate. */
  keys: SigningKey[];
  /** What `issuer` of the discovery document says; its own address by default. */
  name: string;
  /** While true it answers 503. */
  down: boolean;
  /** How often its keys were fetched. */
  keyFetches: number;
  /** A token good for an hour, with these claims, by this key. */
  token(subject: string, claims?: TokenClaims, key?: SigningKey): Promise<string>;
  /** The settings of a gateway that trusts it. */
  readonly env: Readonly<Record<'AUTH_ISSUER' | 'AUTH_AUDIENCE', string>>;
  stop(): Promise<void>;
}

/** Starts one on a free port. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const server = createServer((request, response) => {
    const documents: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({ issuer: issuer.name, jwks_uri: `${issuer.url}/keys` }),
      '/keys': () => {
        issuer.keyFetches += 1;
        return { keys: issuer.keys.map(({ publicJwk }) => publicJwk) };
      },
    };
    const document = documents[request.url ?? ''];
    response.writeHead(issuer.down ? 503 : document ? 200 : 404, { 'content-type': 'application/json' }).end(issuer.down || !document ? '{}' : JSON.stringify(document()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const audience = 'fonds';
  const issuer: TestIssuer = {
    url,
    audience,
    keys: [await makeKey('first')],
    name: url,
    down: false,
    keyFetches: 0,
    token: (sub, claims = {}, key = issuer.keys[0]) => {
      if (!key) throw new Error('the issuer has no key');
      const seconds = Math.floor(Date.now() / 1_000);
      const { exp = seconds + 3_600, ...rest } = claims;
      const all = { iss: issuer.name, aud: audience, sub, iat: seconds, ...('exp' in claims && claims.exp === undefined ? {} : { exp }), ...rest };
      return new SignJWT(JSON.parse(JSON.stringify(all)) as JWTPayload).setProtectedHeader({ alg: key.alg, kid: key.kid }).sign(key.privateKey);
    },
    env: { AUTH_ISSUER: url, AUTH_AUDIENCE: audience },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return issuer;
}
