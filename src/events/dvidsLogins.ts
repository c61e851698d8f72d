import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Document, Ledger } from '../ledger/ledger.ts';
import { DvidsLoginFailure } from '../sources/dvids/loginFailure.ts';
import { newPkce, type DvidsOAuth } from '../sources/dvids/oauth.ts';
import type { DvidsConnection, DvidsSessions } from './dvidsSessions.ts';

/** The way of callers to a DVIDS login and out of it. All methods reject with `sourceNotConfigured` where DVIDS has no settings. */
export interface DvidsLogins {
  /** Begins a login. Gives the address to send the caller's browser to; it is good for one login, for ten minutes. */
  begin(viewer: Pick<Viewer, 'subject'>): Promise<string>;
  /**
   * Ends a login with the address (or path and query) that the browser came back to: whoever began it is connected. Rejects
   * with a `DvidsLoginFailure` that says how else it ended, or with what the call to DVIDS came to.
   */
  finish(callbackUrl: string): Promise<{ readonly subject: string }>;
  connection(viewer: Pick<Viewer, 'subject'>): Promise<DvidsConnection>;
  disconnect(viewer: Pick<Viewer, 'subject'>): Promise<void>;
}

export interface DvidsLoginsOptions {
  readonly ledger: Pick<Ledger, 'documents'>;
  readonly oauth: DvidsOAuth;
  readonly sessions: DvidsSessions;
  /** Whether DVIDS lets the bearer of a new access token upload. */
  readonly mayUpload: (accessToken: string) => Promise<boolean>;
  readonly clock: Clock;
  /** Whether to use PKCE, of which DVIDS's pages do not speak (setting `DVIDS_PKCE`). */
  readonly pkce: boolean;
}

const kind = 'dvidsLogin';
/** So long a login may take. */
const loginMs = 10 * 60_000;

/** A login under way; its state is known by its hash only. */
interface Login {
  readonly subject: string;
  readonly expiresAt: number;
  readonly codeVerifier: string | undefined;
}

export function createDvidsLogins({ ledger: { documents }, oauth, sessions, mayUpload, clock, pkce }: DvidsLoginsOptions): DvidsLogins {
  /** Logins that nobody came back from. */
  async function sweep(subject: string): Promise<void> {
    const left = (await documents.list(kind, { owner: subject })).filter((document) => loginOf(document).expiresAt <= clock.now());
    for (const { id } of left) await documents.delete(kind, id);
  }

  /** The login of a state, which is used up by this. A state that was used, or is too old, is as good as forged. */
  async function take(state: string): Promise<Login> {
    const id = hashOf(state);
    const document = await documents.get(kind, id);
    const login = document && loginOf(document);
    // Only the first one who writes over this version has it.
    const taken = document && (await documents.put({ kind, id, owner: document.owner, body: { expiresAt: 0 }, version: document.version }));
    if (!login || !taken || login.expiresAt <= clock.now()) throw new DvidsLoginFailure('stateForged');
    await documents.delete(kind, id);
    return login;
  }

  return {
    async begin({ subject }) {
      await sweep(subject);
      const state = randomBytes(32).toString('base64url');
      const { codeVerifier, codeChallenge } = pkce ? await newPkce() : {};
      const sealed = codeVerifier === undefined ? {} : { sealed: { codeVerifier } };
      await documents.put({ kind, id: hashOf(state), owner: subject, body: { expiresAt: clock.now() + loginMs }, ...sealed });
      return oauth.authorizationUrl({ state, codeChallenge });
    },
    async finish(callbackUrl) {
      const state = stateOf(callbackUrl);
      // Without a state there is no login of ours to end; `exchange` says whether that is a cancelled or a forged one.
      const login = state === undefined ? undefined : await take(state);
      const tokens = await oauth.exchange(callbackUrl, { state: state ?? randomBytes(32).toString('base64url'), codeVerifier: login?.codeVerifier });
      if (!login) throw new DvidsLoginFailure('stateForged');
      // Before an earlier login, which may be a good one, gives way to this one.
      if (!(await mayUpload(tokens.accessToken))) throw new DvidsLoginFailure('uploadRefused');
      await sessions.connect(login.subject, tokens);
      return { subject: login.subject };
    },
    connection: ({ subject }) => sessions.connection(subject),
    disconnect: ({ subject }) => sessions.disconnect(subject),
  };
}

/** What stands in for it where DVIDS has no settings. */
export const dvidsLoginsNotConfigured: DvidsLogins = { begin: notConfigured, finish: notConfigured, connection: notConfigured, disconnect: notConfigured };

function notConfigured(): Promise<never> {
  return Promise.reject(new Failure({ kind: 'sourceNotConfigured', source: 'DVIDS' }));
}

/** The one state of an address; undefined where there is none or several. */
function stateOf(callbackUrl: string): string | undefined {
  const states = new URLSearchParams(callbackUrl.split('#')[0]?.split(/\?(.*)/s)[1] ?? '').getAll('state');
  return states.length === 1 ? states[0] : undefined;
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}

function loginOf({ owner, body, sealed }: Document): Login {
  return { subject: owner ?? '', ...written(body, sealed) };
}

/** The ledger holds nothing but what was written above. */
function written(body: unknown, sealed: unknown): Omit<Login, 'subject'>;
function written(body: unknown, sealed: unknown): unknown {
  return Object.assign({}, body, sealed);
}
