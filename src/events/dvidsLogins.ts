import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Document, Ledger } from '../ledger/ledger.ts';
import { DvidsLoginFailure } from '../sources/dvids/loginFailure.ts';
import { newPkce, type DvidsOAuth, type DvidsTokens } from '../sources/dvids/oauth.ts';
import type { DvidsConnection, DvidsSessions } from './dvidsSessions.ts';

/**
 * The way of callers to a DVIDS login and out of it. Whoever logs in at DVIDS need not be who began the login: an address can be passed
 * on. Nobody is connected before the one who came back has agreed to it. All methods reject with `sourceNotConfigured` where DVIDS has
 * no settings.
 */
export interface DvidsLogins {
  /** Begins a login. Gives the address to send the caller's browser to; it is good for one login, for ten minutes. */
  begin(viewer: Pick<Viewer, 'subject' | 'name'>): Promise<string>;
  /**
   * Takes in the address (or path and query) that a browser came back to. What DVIDS gave for it waits ten minutes for `confirm` or
   * `refuse`. Rejects with a `DvidsLoginFailure` that says how else the login ended, or with what the call to DVIDS came to.
   */
  arrive(callbackUrl: string): Promise<DvidsArrival>;
  /** Connects who began the login. Rejects with a `DvidsLoginFailure` for a confirmation that was not given out, was used, or is too old. */
  confirm(confirmation: string): Promise<Pick<DvidsArrival, 'subject' | 'account'>>;
  /** Forgets what DVIDS gave; what `confirm` would reject with says nothing here. */
  refuse(confirmation: string): Promise<void>;
  connection(viewer: Pick<Viewer, 'subject'>): Promise<DvidsConnection>;
  disconnect(viewer: Pick<Viewer, 'subject'>): Promise<void>;
}

/** A login that went well at DVIDS, and that nobody has agreed to yet. */
export interface DvidsArrival {
  /** The caller who began it. */
  readonly subject: string;
  /** By what people know them; null where their token does not say. */
  readonly name: string | null;
  /** DVIDS's id of the user who logged in; null where it does not tell. */
  readonly account: string | null;
  /** What to give to `confirm` or `refuse`: a secret of the browser that came back, good once. */
  readonly confirmation: string;
}

export interface DvidsLoginsOptions {
  readonly ledger: Pick<Ledger, 'documents'>;
  readonly oauth: Pick<DvidsOAuth, 'authorizationUrl' | 'exchange'>;
  readonly sessions: DvidsSessions;
  /** Whether DVIDS lets the bearer of a new access token upload. */
  readonly mayUpload: (accessToken: string) => Promise<boolean>;
  /** Whom an access token is of, as DVIDS names them; null where it does not tell. */
  readonly accountOf: (accessToken: string) => Promise<string | null>;
  readonly clock: Clock;
  /** Whether to use PKCE, of which DVIDS's pages do not speak (setting `DVIDS_PKCE`). */
  readonly pkce: boolean;
}

const loginKind = 'dvidsLogin';
const arrivalKind = 'dvidsArrival';
/** So long a login may take, and so long it waits to be agreed to. */
const waitMs = 10 * 60_000;

/** A login under way; its state is known by its hash only. */
interface Login {
  readonly subject: string;
  readonly name: string | null;
  readonly expiresAt: number;
  readonly codeVerifier: string | undefined;
}

/** What DVIDS gave for a login; its confirmation is known by its hash only. */
interface Arrival {
  readonly subject: string;
  readonly account: string | null;
  readonly expiresAt: number;
  readonly tokens: DvidsTokens;
}

export function createDvidsLogins({ ledger: { documents }, oauth, sessions, mayUpload, accountOf, clock, pkce }: DvidsLoginsOptions): DvidsLogins {
  /** Those that nobody came back from, and what nobody agreed to. */
  async function sweep(subject: string): Promise<void> {
    // Tokens are not left lying for want of another login of the same caller.
    const left = [...(await documents.list(loginKind, { owner: subject })), ...(await documents.list(arrivalKind))];
    for (const document of left) if (written(document).expiresAt <= clock.now()) await documents.delete(document.kind, document.id);
  }

  /** What a secret stands for, which is used up by this. A secret that was used, or is too old, is as good as forged. */
  async function take(kind: typeof loginKind, secret: string): Promise<Login>;
  async function take(kind: typeof arrivalKind, secret: string): Promise<Arrival>;
  async function take(kind: string, secret: string): Promise<unknown> {
    const id = hashOf(secret);
    const document = await documents.get(kind, id);
    // Only the first one who writes over this version has it.
    const taken = document && (await documents.put({ kind, id, owner: document.owner, body: { expiresAt: 0 }, version: document.version }));
    const held = document && written(document);
    if (!held || !taken || held.expiresAt <= clock.now()) throw new DvidsLoginFailure('stateForged');
    await documents.delete(kind, id);
    return held;
  }

  return {
    async begin({ subject, name = null }) {
      await sweep(subject);
      const state = newSecret();
      const { codeVerifier, codeChallenge } = pkce ? await newPkce() : {};
      const sealed = codeVerifier === undefined ? {} : { sealed: { codeVerifier } };
      await documents.put({ kind: loginKind, id: hashOf(state), owner: subject, body: { name, expiresAt: clock.now() + waitMs }, ...sealed });
      return oauth.authorizationUrl({ state, codeChallenge });
    },
    async arrive(callbackUrl) {
      const state = stateOf(callbackUrl);
      // Without a state there is no login of ours to end; `exchange` says whether that is a cancelled or a forged one.
      const login = state === undefined ? undefined : await take(loginKind, state);
      const tokens = await oauth.exchange(callbackUrl, { state: state ?? newSecret(), codeVerifier: login?.codeVerifier });
      if (!login) throw new DvidsLoginFailure('stateForged');
      // Before an earlier login, which may be a good one, gives way to this one.
      const [allowed, account] = await Promise.all([mayUpload(tokens.accessToken), accountOf(tokens.accessToken)]);
      if (!allowed) throw new DvidsLoginFailure('uploadRefused');
      const { subject, name } = login;
      const confirmation = newSecret();
      await documents.put({ kind: arrivalKind, id: hashOf(confirmation), owner: subject, body: { account, expiresAt: clock.now() + waitMs }, sealed: { tokens } });
      return { subject, name, account, confirmation };
    },
    async confirm(confirmation) {
      const { subject, account, tokens } = await take(arrivalKind, confirmation);
      await sessions.connect(subject, tokens);
      return { subject, account };
    },
    refuse: (confirmation) => documents.delete(arrivalKind, hashOf(confirmation)),
    connection: ({ subject }) => sessions.connection(subject),
    disconnect: ({ subject }) => sessions.disconnect(subject),
  };
}

/** What stands in for it where DVIDS has no settings. */
export const dvidsLoginsNotConfigured: DvidsLogins = {
  begin: notConfigured,
  arrive: notConfigured,
  confirm: notConfigured,
  refuse: notConfigured,
  connection: notConfigured,
  disconnect: notConfigured,
};

function notConfigured(): Promise<never> {
  return Promise.reject(new Failure({ kind: 'sourceNotConfigured', source: 'DVIDS' }));
}

/** The one state of an address; undefined where there is none or several. */
function stateOf(callbackUrl: string): string | undefined {
  const states = new URLSearchParams(callbackUrl.split('#')[0]?.split(/\?(.*)/s)[1] ?? '').getAll('state');
  return states.length === 1 ? states[0] : undefined;
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** The ledger holds nothing but what was written above. */
function written(document: Document): Login | Arrival;
function written({ owner, body, sealed }: Document): unknown {
  return { subject: owner ?? '', ...Object.assign({}, body, sealed) };
}
