import type { Failure } from '../domain/failure.ts';
import { localViewer, type Viewer } from '../domain/viewer.ts';

/**
 * Finds out who is calling from an `Authorization` header; at once where the token is known. Throws or rejects with
 * `unauthenticated`, or with `issuerUnavailable` when nobody can say.
 */
export type Authenticate = (authorization: string | undefined) => Viewer | Promise<Viewer>;

/** An open gateway knows one caller, with every role. A bearer token is kept, to be forwarded where a source wants it. */
export const openAuthenticate: Authenticate = (authorization) => {
  const token = bearerOf(authorization);
  return token === undefined ? localViewer : { ...localViewer, token };
};

/** The token of a `Bearer` header; undefined where there is none. */
export function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization?.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  const token = authorization.slice(7).trim();
  return token === '' || token.includes(' ') || token.includes('\t') ? undefined : token;
}

/** The `WWW-Authenticate` of a 401 (RFC 6750 §3): why the token was refused, or nothing but its kind where none came. */
export function challengeOf(authorization: string | undefined, failure: Failure): string {
  return bearerOf(authorization) === undefined ? 'Bearer' : `Bearer error="invalid_token", error_description="${failure.message.replace(/[^ !#-[\]-~]/g, '')}"`;
}
