import { errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import { bearerOf, type Authenticate } from './authenticate.ts';
import type { Issuer, IssuerKeys } from './issuer.ts';
import { rolesIn } from './roles.ts';

export interface TokenOptions {
  readonly issuer: Issuer;
  /** `AUTH_AUDIENCE`: what `aud` must hold. */
  readonly audience: string;
  /** `AUTH_ROLES_CLAIM`: see `rolesIn`. */
  readonly rolesClaim: string;
  readonly now?: () => number;
}

/** How far the issuer's clock may be from ours: a token holds until so long after its `exp`, and from so long before its `nbf`. */
export const clockSkewMs = 30_000;
/** A token that was verified is not verified again for so long: a key that the issuer withdrew stops working by then. */
const rememberedMs = 5 * 60_000;
/** Asymmetric only: with a shared secret whoever checks tokens could make them, and `none` is no signature at all. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** Longer ones are no tokens. */
const maxTokenLength = 16 * 1024;

interface Remembered {
  readonly viewer: Viewer;
  readonly until: number;
}

/** Callers by the JWTs of an issuer. A verified token is remembered, and gives the very same `Viewer` each time. */
export function createTokenAuthenticate({ issuer, audience, rolesClaim, now = Date.now }: TokenOptions): Authenticate {
  const remembered = new LRUCache<string, Remembered>({ max: 20_000, maxSize: 32 * 1024 * 1024, sizeCalculation: ({ viewer }) => 512 + (viewer.token?.length ?? 0) });

  async function verify(token: string, key: string): Promise<Viewer> {
    const claims = await claimsOf(token);
    const viewer = viewerOf(claims, token, rolesClaim);
    remembered.set(key, { viewer, until: Math.min(viewer.expiresAt ?? Infinity, now() + rememberedMs) });
    return viewer;
  }

  async function claimsOf(token: string): Promise<JWTPayload> {
    const keys = await issuer.keys();
    try {
      return await verified(token, keys).catch(async (error: unknown) => {
        const newer = error instanceof errors.JWKSNoMatchingKey ? await issuer.newer(keys) : keys;
        if (newer === keys) throw error;
        return verified(token, newer);
      });
    } catch (error) {
      throw refusal(error);
    }
  }

  async function verified(token: string, { issuer: name, find }: IssuerKeys): Promise<JWTPayload> {
    const options = { algorithms, issuer: name, audience, requiredClaims: ['exp', 'sub'], clockTolerance: clockSkewMs / 1_000, currentDate: new Date(now()) };
    try {
      return (await jwtVerify(token, find, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // A token that does not name its key: any that fits may have signed it.
      for await (const key of error) {
        try {
          return (await jwtVerify(token, key, options)).payload;
        } catch (refused) {
          if (!(refused instanceof errors.JWSSignatureVerificationFailed)) throw refused;
        }
      }
      throw new errors.JWSSignatureVerificationFailed();
    }
  }

  return (authorization) => {
    const token = bearerOf(authorization);
    if (token === undefined) throw unauthenticated('A bearer token is needed.');
    if (token.length > maxTokenLength) throw unauthenticated('The token is too long.');
    // The end of its signature finds a token in a fraction of the time that a digest of it takes; the token itself decides.
    const key = token.slice(-64);
    const known = remembered.get(key);
    if (known && known.viewer.token === token && now() < known.until) return known.viewer;
    return verify(token, key);
  };
}

function viewerOf(claims: JWTPayload, token: string, rolesClaim: string): Viewer {
  const { sub, exp } = claims;
  if (typeof sub !== 'string' || sub === '' || exp === undefined) throw unauthenticated('The token does not say whose it is.');
  const name = nameIn(claims);
  return { subject: sub, ...(name === undefined ? {} : { name }), roles: rolesIn(claims, rolesClaim), everyRole: false, token, expiresAt: exp * 1_000 + clockSkewMs };
}

/** An e-mail address that the issuer has verified, else the name that the caller logs in with; never one that they may choose freely, as `name`. */
function nameIn({ email, email_verified: verified, preferred_username: username }: JWTPayload): string | undefined {
  if (typeof email === 'string' && email !== '' && verified === true) return email;
  return typeof username === 'string' && username !== '' ? username : undefined;
}

/** Why a token does not hold, in words that give nothing away. */
function refusal(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof errors.JWKSNoMatchingKey) return unauthenticated('The token is signed with a key that its issuer does not have.');
  if (error instanceof errors.JWTExpired) return unauthenticated('The token has ended.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    const claim = { iss: 'comes from another issuer', aud: 'is meant for somebody else', nbf: 'does not hold yet' }[error.claim] ?? 'lacks what it must say';
    return unauthenticated(`The token ${claim}.`);
  }
  return unauthenticated('The token is not valid.');
}

function unauthenticated(message: string): Failure {
  return new Failure({ kind: 'unauthenticated', message });
}
