import { localViewer, type Viewer } from '../domain/viewer.ts';

/** Finds out who is calling from an `Authorization` header. Rejects with `unauthenticated`. */
export type Authenticate = (authorization: string | undefined) => Viewer | Promise<Viewer>;

/** An open gateway knows one caller, with every role. A bearer token is kept, to be forwarded where a source wants it. */
export const openAuthenticate: Authenticate = (authorization) => {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? localViewer : { ...localViewer, token };
};
