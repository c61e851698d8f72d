import type { Document, DocumentStore } from '../ledger/ledger.ts';
import type { DvidsTokens } from '../sources/dvids/oauth.ts';

/** A caller's login at DVIDS, as the ledger keeps it. */
export interface DvidsSession {
  /** A new one for each login: tokens that were renewed belong to the login they descend from. */
  readonly sessionId: string;
  readonly scopes: readonly string[];
  /** When the access token was asked for, and when it ends (epoch ms). */
  readonly obtainedAt: number;
  readonly expiresAt: number;
  /** The access token took the place of one that DVIDS would not take: another new one would fare no better for a while. */
  readonly afterRefusal: boolean;
  /** DVIDS would not renew it: the caller must log in again. */
  readonly ended: boolean;
  readonly accessToken: string;
  /** Works once; null where DVIDS gave none. */
  readonly refreshToken: string | null;
}

/** A session with the version that it was read at. */
export interface StoredSession {
  readonly session: DvidsSession;
  readonly version: number;
}

/** Sessions by their caller, both tokens sealed. */
export interface DvidsSessionStore {
  read(subject: string): Promise<StoredSession | undefined>;
  /** Takes the place of whatever session the caller had. */
  begin(subject: string, session: DvidsSession): Promise<StoredSession>;
  /**
   * Writes what became of a session, unless the caller has another one or none by now. Gives what the ledger holds then.
   * What was renewed goes over what was found to have ended: it is the proof that it has not.
   */
  change(subject: string, session: DvidsSession): Promise<StoredSession | undefined>;
  end(subject: string): Promise<void>;
}

const kind = 'dvidsSession';

/** Sessions in the ledger. */
export function createDvidsSessionStore(documents: DocumentStore): DvidsSessionStore {
  async function read(subject: string): Promise<StoredSession | undefined> {
    const document = await documents.get(kind, subject);
    return document && storedOf(document);
  }

  async function write(subject: string, { accessToken, refreshToken, ...body }: DvidsSession, version?: number): Promise<StoredSession | undefined> {
    const sealed = { accessToken, refreshToken };
    const document = await documents.put({ kind, id: subject, owner: subject, body, sealed, ...(version === undefined ? {} : { version }) });
    return document && storedOf(document);
  }

  return {
    read,
    async begin(subject, session) {
      const stored = await write(subject, session);
      if (!stored) throw new Error('a document without a version is always written');
      return stored;
    },
    async change(subject, session) {
      for (;;) {
        const before = await read(subject);
        if (before?.session.sessionId !== session.sessionId || isOlder(session, before.session)) return before;
        const written = await write(subject, session, before.version);
        if (written) return written;
      }
    },
    end: (subject) => documents.delete(kind, subject),
  };
}

/** Whether a session comes before what is held, or says no more than that. */
function isOlder(session: DvidsSession, held: DvidsSession): boolean {
  return session.obtainedAt < held.obtainedAt || (session.ended && session.accessToken !== held.accessToken);
}

function storedOf({ body, sealed, version }: Document): StoredSession {
  return { session: sessionOf(body, sealed), version };
}

/** The ledger holds nothing but what was written above. */
function sessionOf(body: unknown, sealed: unknown): DvidsSession;
function sessionOf(body: unknown, sealed: unknown): unknown {
  return Object.assign({}, body, sealed);
}

/** The session of tokens that DVIDS gave. `before`: the one that they renew. */
export function sessionFrom(tokens: DvidsTokens, obtainedAt: number, sessionId: string, before?: { readonly refused: boolean }): DvidsSession {
  const { accessToken, refreshToken, expiresAt, scopes } = tokens;
  return { sessionId, scopes, obtainedAt, expiresAt, afterRefusal: before?.refused ?? false, ended: false, accessToken, refreshToken };
}
