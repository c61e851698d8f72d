import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { claimPort } from '../../test/ports.ts';

/** An OpenID Connect issuer as far as a gateway needs one to verify tokens: discovery and keys. */
export interface Issuer {
  readonly url: string;
  readonly audience: string;
  /** A token for a subject, good for a day unless told otherwise. */
  token(subject: string, roles?: readonly string[], seconds?: number): string;
  stop(): Promise<void>;
}

/** Signs with RS256, as Keycloak does unless told otherwise. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' };
  const port = await claimPort();
  const [url, audience] = [`http://127.0.0.1:${port}`, 'fonds'];
  const documents = new Map<string | undefined, unknown>([
    ['/.well-known/openid-configuration', { issuer: url, jwks_uri: `${url}/keys`, id_token_signing_alg_values_supported: ['RS256'] }],
    ['/keys', { keys: [key] }],
  ]);
  const server = createServer((request, response) => {
    const document = documents.get(request.url);
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    url,
    audience,
    token: (subject, roles = [], seconds = 86_400) => {
      const iat = Math.floor(Date.now() / 1000);
      const claims = { iss: url, aud: audience, sub: subject, roles, iat, exp: iat + seconds };
      const text = `${part({ alg: 'RS256', kid: key.kid, typ: 'JWT' })}.${part(claims)}`;
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
