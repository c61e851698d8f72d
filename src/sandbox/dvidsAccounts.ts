import { randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { State } from './simulatorState.ts';
import { bearerOf } from './simulatorTokens.ts';
import { held, type DvidsState } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

/** Somebody with a DVIDS account. */
export type DvidsUser = {
  userId: string;
  name: string;
  email: string;
  /** Units that the user submits for; none: logging in works, the API answers 403 (dvids-submission.md §2.1). */
  unitIds: string[];
};

/** What a token answer says. */
export type IssuedTokens = {
  accessToken: string;
  refreshToken: string;
  /** End of the access token, milliseconds since 1970. */
  expiresAt: number;
  scopes: string[];
};

/** Why a token does not do. */
export type Refused = 'unauthorized' | 'no upload scope' | 'no submitter';

/** Users and their tokens. Tokens are opaque (§2.3). */
export type Accounts = ReturnType<typeof dvidsAccounts>;

const newToken = (): string => randomBytes(24).toString('base64url');

export const dvidsAccounts = (state: State<DvidsState>, users: DvidsUser[], switches: DvidsSwitches, clock: Clock) => {
  const { value } = state;

  /** Forgets what can never matter again, so that the state does not grow with every renewal. */
  const prune = (): void => {
    const dayAgo = clock.now() - 24 * 3600_000;
    for (const [token, { expiresAt }] of Object.entries(value.accessTokens)) if (expiresAt < dayAgo) delete value.accessTokens[token];
    for (const [token, { usedAt }] of Object.entries(value.refreshTokens)) if (usedAt !== null && usedAt < dayAgo) delete value.refreshTokens[token];
    for (const [code, { expiresAt }] of Object.entries(value.codes)) if (expiresAt < dayAgo) delete value.codes[code];
  };

  const userOf = (userId: string): DvidsUser | undefined => users.find((user) => user.userId === userId);

  const issue = (userId: string, scopes: string[]): IssuedTokens => {
    prune();
    const issued = { accessToken: newToken(), refreshToken: newToken(), expiresAt: clock.now() + switches.tokenLifetimeSeconds * 1000, scopes };
    value.accessTokens[issued.accessToken] = { userId, scopes, expiresAt: issued.expiresAt };
    value.refreshTokens[issued.refreshToken] = { userId, scopes, usedAt: null };
    state.changed();
    return issued;
  };

  /** Exchanges a refresh token for new tokens; it works once, or for the overlap that the switch grants. `undefined`: refused. */
  const rotate = (refreshToken: string): IssuedTokens | undefined => {
    const known = held(value.refreshTokens, refreshToken);
    if (known === undefined) return undefined;
    if (known.usedAt !== null && clock.now() >= known.usedAt + switches.refreshOverlapMs) return undefined;
    known.usedAt ??= clock.now();
    return issue(known.userId, known.scopes);
  };

  /** Who bears a token, whatever it allows. */
  const bearer = (token: string | undefined): DvidsUser | undefined => {
    const known = held(value.accessTokens, token);
    return known === undefined || known.expiresAt <= clock.now() ? undefined : userOf(known.userId);
  };

  /** The user behind an Authorization header, when the token allows uploads. */
  const submitter = (authorization: string | undefined): DvidsUser | Refused => {
    const token = bearerOf(authorization);
    const user = bearer(token);
    if (token === undefined || user === undefined) return 'unauthorized';
    if (held(value.accessTokens, token)?.scopes.includes('upload') !== true) return 'no upload scope';
    return user.unitIds.length === 0 ? 'no submitter' : user;
  };

  /** Makes the tokens of a user, or of all, invalid. */
  const revoke = (userId?: string): void => {
    const isMeant = (token: { userId: string }): boolean => userId === undefined || token.userId === userId;
    for (const [token, known] of Object.entries(value.accessTokens)) if (isMeant(known)) delete value.accessTokens[token];
    for (const [token, known] of Object.entries(value.refreshTokens)) if (isMeant(known)) delete value.refreshTokens[token];
    state.changed();
  };

  return { users, userOf, issue, rotate, bearer, submitter, revoke };
};
