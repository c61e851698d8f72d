import type { Viewer } from '../../domain/viewer.ts';
import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';

/** Who an upstream is asked for: the part of a viewer that sources may see. */
export type Caller = Pick<Viewer, 'subject' | 'token'>;

/** How the calls of one source get their bearer token. */
export interface Authorizer {
  /**
   * The token to send, at once where it is at hand (no await on the hot path). Throws or rejects with a `Failure`
   * (`upstreamUnauthorized`, `dvidsNotConnected`, or what the token endpoint came to) where none can be had.
   */
  token(as: Caller | undefined): string | Promise<string>;
  /** The upstream answered 401 to this token. True when the call may be repeated once with what `token` gives then. */
  refused(token: string, as: Caller | undefined): boolean;
  /** As whom the upstream sees this caller. Calls share an answer only under the same identity. */
  identity(as: Caller | undefined): string;
  /** Whose the tokens are: the gateway's own, the caller's passed on, or a login that the user made at the upstream. */
  readonly whose: 'gateway' | 'caller' | 'user';
}

/** Passes the caller's own token on (`DOCBYTE_AUTH=forward`). A caller without one is `upstreamUnauthorized`, forwarded. */
export function forwardCallerToken(source: SourceName): Authorizer {
  const tokenOf = (as: Caller | undefined) => {
    if (as?.token) return as.token;
    throw new Failure({ kind: 'upstreamUnauthorized', source, forwarded: true });
  };
  return {
    whose: 'caller',
    token: tokenOf,
    refused: () => false,
    // The token itself: two tokens of one subject may hold different rights.
    identity: tokenOf,
  };
}

/** What keeps the tokens of users who logged in at an upstream (DVIDS, dvids-submission.md §2). */
export interface UserTokens {
  /** The user's token, refreshed when due. Throws `dvidsNotConnected` when the user has not logged in. */
  token(subject: string): string | Promise<string>;
  /** The token was answered with 401; true when `token` may give a better one. */
  refused(subject: string, token: string): boolean;
}

/** Calls on behalf of each user with the user's own upstream login. A call without a caller is `dvidsNotConnected`. */
export function perUserToken(tokens: UserTokens): Authorizer {
  const subjectOf = (as: Caller | undefined) => {
    if (as) return as.subject;
    throw new Failure({ kind: 'dvidsNotConnected', message: 'DVIDS knows only users, and this call is on behalf of nobody.' });
  };
  return {
    whose: 'user',
    token: (as) => tokens.token(subjectOf(as)),
    refused: (token, as) => tokens.refused(subjectOf(as), token),
    identity: subjectOf,
  };
}
