import type { Clock } from '../domain/clock.ts';
import type { DpsSwitches } from './dpsOptions.ts';
import { errorAnswer } from './simulatorErrors.ts';
import { Refusal, type Incoming } from './simulatorHttp.ts';
import type { TokenEndpoint } from './simulatorTokens.ts';

/** Who is calling, by their token. */
export type Caller = { clientId: string; mayRead: (contractId: string) => boolean; mayWrite: (contractId: string) => boolean };

/** Ends a request with an error. */
export type Refuse = (status: number, code: string, message: string, details?: unknown) => never;

/** Refusals in the shape that the switches ask for. */
export const refuser = (switches: DpsSwitches, clock: Clock): Refuse => (status, code, message, details) => {
  throw new Refusal(errorAnswer(switches.errorShape, { status, code, message, details, at: clock.now() }));
};

const rolesOf = (claims: Record<string, unknown>): string[] => (Array.isArray(claims.roles) ? claims.roles.filter((each) => typeof each === 'string') : []);

/** Reads the bearer token of a request; refuses with 401 when it is missing, invalid, expired or revoked. */
export const callerReader = (tokens: TokenEndpoint, refuse: Refuse) => ({ headers }: Incoming): Caller => {
  const claims = tokens.verify(headers.authorization) ?? refuse(401, 'UNAUTHORIZED', 'The access token is missing or invalid');
  const { realm_access: access } = claims;
  const roles = typeof access === 'object' && access !== null ? rolesOf({ ...access }) : [];
  const has = (contractId: string, right: 'R' | 'W'): boolean => roles.some((role) => role.toLowerCase() === `${contractId}_${right}`.toLowerCase());
  return { clientId: String(claims.azp), mayRead: (contractId) => has(contractId, 'R'), mayWrite: (contractId) => has(contractId, 'W') };
};
