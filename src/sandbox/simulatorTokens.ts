import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { Route } from './simulator.ts';
import { errorAnswer } from './simulatorErrors.ts';
import { json, type Answer, type Incoming } from './simulatorHttp.ts';

/** A client that may have tokens, and what its tokens say. */
export type TokenClient = { clientId: string; clientSecret: string; claims?: Record<string, unknown> };

/** Settings of a token endpoint. */
export type TokenOptions = {
  clock: Clock;
  /** Signs the tokens; keep it to have them valid after a restart. */
  signingSecret: string;
  issuer: string;
  clients: () => TokenClient[];
  /** `expires_in` of the answer and life of the token; default 300. */
  lifetimeSeconds: () => number;
};

/** The OAuth 2.0 client-credentials side of a simulator (Keycloak's manners). */
export type TokenEndpoint = {
  /** `POST path`, named `token`. */
  route: (path: string) => Route;
  /** The claims of a bearer token that is ours, unexpired and not revoked, else `undefined`. */
  verify: (authorization: string | undefined) => Record<string, unknown> | undefined;
  /** Makes every token issued so far invalid. */
  revoke: () => void;
};

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('base64url');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text after `Bearer ` of an Authorization header. */
export const bearerOf = (authorization: string | undefined): string | undefined => /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];

const same = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const claimsOf = (secret: string, token: string): Record<string, unknown> | undefined => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  if (!same(sign(secret, `${header}.${payload}`), signature)) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return isObject(claims) ? claims : undefined;
};

/** Makes a token endpoint. Tokens are JWTs (HS256), as opaque to a client as they should be. */
export const tokenEndpoint = ({ clock, signingSecret, issuer, clients, lifetimeSeconds }: TokenOptions): TokenEndpoint => {
  // Part of every token's signature: changing it revokes them all.
  let generation = '';
  const refused = (status: number, code: string, message: string): Answer => errorAnswer('oauth', { status, code, message });
  const grant = async (incoming: Incoming): Promise<Answer> => {
    const form = await incoming.form();
    if (form.get('grant_type') !== 'client_credentials') return refused(400, 'unsupported_grant_type', 'Unsupported grant_type');
    const client = clients().find(({ clientId }) => clientId === form.get('client_id'));
    if (client === undefined || !same(client.clientSecret, form.get('client_secret') ?? '')) {
      return refused(401, 'invalid_client', 'Invalid client or Invalid client credentials');
    }
    const issuedAt = Math.floor(clock.now() / 1000);
    const lifetime = lifetimeSeconds();
    const claims = { iss: issuer, azp: client.clientId, iat: issuedAt, exp: issuedAt + lifetime, jti: randomBytes(12).toString('hex'), ...client.claims };
    const unsigned = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
    return json(200, {
      access_token: `${unsigned}.${sign(signingSecret + generation, unsigned)}`,
      expires_in: lifetime, refresh_expires_in: 0, token_type: 'Bearer', 'not-before-policy': 0, scope: form.get('scope') ?? 'email profile',
    }, { 'cache-control': 'no-store' });
  };
  return {
    route: (path) => ({ name: 'token', method: 'POST', path, handle: grant }),
    verify: (authorization) => {
      const claims = claimsOf(signingSecret + generation, bearerOf(authorization) ?? '..');
      return claims !== undefined && typeof claims.exp === 'number' && claims.exp * 1000 > clock.now() ? claims : undefined;
    },
    revoke: () => {
      generation = randomBytes(8).toString('hex');
    },
  };
};
