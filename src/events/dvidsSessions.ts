import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { dateTime, type Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { DvidsLoginFailure } from '../sources/dvids/loginFailure.ts';
import type { DvidsOAuth, DvidsTokens } from '../sources/dvids/oauth.ts';
import type { UserTokens } from '../sources/http/authorize.ts';
import { createDvidsSessionStore, sessionFrom, type DvidsSession } from './dvidsSessionStore.ts';
import type { Exclusive } from './exclusive.ts';
import { described, type EventLog } from './log.ts';
import { persistently } from './persistently.ts';

/** Whether a caller is connected to DVIDS, and until when without a renewal. */
export interface DvidsConnection {
  readonly connected: boolean;
  readonly scopes: readonly string[];
  /** RFC 3339; null when not connected. */
  readonly expiresAt: string | null;
}

/**
 * The logins of callers at DVIDS. Access tokens are renewed before they end: once, however many wait in this process and
 * in others; what is renewed is in the ledger before what it renews is forgotten.
 */
export interface DvidsSessions extends UserTokens {
  /** The caller's access token; at once where it is at hand. Rejects with `dvidsNotConnected`, or with what the renewal came to. */
  token(subject: string): string | Promise<string>;
  /** Names the caller's login: another login, perhaps of another DVIDS user, has another name. Rejects with `dvidsNotConnected`. */
  sessionId(subject: string): Promise<string>;
  connection(subject: string): Promise<DvidsConnection>;
  /** A login came to its end: takes the place of an earlier one. */
  connect(subject: string, tokens: DvidsTokens): Promise<void>;
  /** Forgets the caller's login; other processes notice within half a minute. DVIDS is not told: it has no way for that. */
  disconnect(subject: string): Promise<void>;
  /** Begins no more renewals behind, and waits for those in hand. */
  stop(): Promise<void>;
}

export interface DvidsSessionsOptions {
  readonly ledger: Pick<Ledger, 'documents'>;
  readonly oauth: Pick<DvidsOAuth, 'refresh'>;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  readonly log: EventLog;
}

/** So long a session is taken from memory without a look at the ledger, where another process may have changed it. */
const heldMs = 30_000;
/** Sessions in memory at most. */
const mostHeld = 10_000;
/** An access token with less than this to live is not given out: the call that it is for takes its time. */
const leastLifeMs = 5_000;
/** Renewal begins so long before the end, or in the last tenth of a shorter life (dvids-submission.md §2.4: "well before expiry"). */
const renewBeforeMs = 300_000;
/** A token that took the place of a refused one is not replaced again before this. */
const keepAfterRefusalMs = 60_000;
/** After a renewal failed, the next one waits so long; meanwhile callers get the same failure. */
const restMs = 1_000;

interface Held {
  readonly session: DvidsSession;
  readonly readAt: number;
}

/** One per process. */
export function createDvidsSessions({ ledger, oauth, exclusive, clock, log }: DvidsSessionsOptions): DvidsSessions {
  const store = createDvidsSessionStore(ledger.documents);
  const held = new LRUCache<string, Held>({ max: mostHeld });
  /** Access tokens that DVIDS answered with 401, by their caller. */
  const refusedTokens = new LRUCache<string, string>({ max: mostHeld });
  const failures = new LRUCache<string, { readonly error: Error; readonly until: number }>({ max: mostHeld });
  const loading = new Map<string, Promise<string>>();
  const renewing = new Map<string, Promise<DvidsSession>>();
  const stopping = new AbortController();

  /** Whether a session's token may be given out. */
  function isUsable(subject: string, { accessToken, expiresAt, ended }: DvidsSession): boolean {
    return !ended && expiresAt - clock.now() > leastLifeMs && refusedTokens.get(subject) !== accessToken;
  }

  /** Whether it is time for a renewal. A token that cannot be renewed lives to its end. */
  function isDue({ obtainedAt, expiresAt, refreshToken }: DvidsSession): boolean {
    return refreshToken !== null && clock.now() >= expiresAt - Math.min(renewBeforeMs, (expiresAt - obtainedAt) / 10);
  }

  function hold(subject: string, session: DvidsSession): DvidsSession {
    held.set(subject, { session, readAt: clock.now() });
    return session;
  }

  /** The session as this process or the ledger knows it. */
  async function sessionOf(subject: string): Promise<DvidsSession> {
    const known = held.get(subject);
    if (known && clock.now() - known.readAt < heldMs) return known.session;
    const stored = await store.read(subject);
    if (!stored || stored.session.ended) held.delete(subject);
    if (!stored) throw notConnected();
    if (stored.session.ended) throw new DvidsLoginFailure('refreshRefused');
    return hold(subject, stored.session);
  }

  async function load(subject: string): Promise<string> {
    const session = await sessionOf(subject);
    if (!isUsable(subject, session)) return (await renew(subject)).accessToken;
    if (isDue(session)) renewBehind(subject);
    return session.accessToken;
  }

  function renewBehind(subject: string): void {
    if (renewing.has(subject) || stopping.signal.aborted || resting(subject)) return;
    renew(subject).catch((error: unknown) => log.warn({ error: described(error) }, 'A DVIDS login could not be renewed ahead of time.'));
  }

  function resting(subject: string): Error | undefined {
    const failure = failures.get(subject);
    return failure && failure.until > clock.now() ? failure.error : undefined;
  }

  function renew(subject: string): Promise<DvidsSession> {
    const under = renewing.get(subject);
    if (under) return under;
    const rest = resting(subject);
    if (rest) return Promise.reject(rest);
    const renewal = exclusive
      .run(`dvids login of ${subject}`, () => renewAlone(subject))
      .catch((error: unknown) => {
        if (error instanceof Failure && error.reason.kind !== 'dvidsNotConnected') failures.set(subject, { error, until: clock.now() + restMs });
        throw error;
      })
      .finally(() => renewing.delete(subject));
    renewing.set(subject, renewal);
    return renewal;
  }

  /** Renews, as the only one in the installation; what another process has renewed meanwhile is taken from the ledger. */
  async function renewAlone(subject: string): Promise<DvidsSession> {
    const before = (await store.read(subject))?.session;
    if (!before) throw gone(subject, notConnected());
    if (before.ended) throw gone(subject, new DvidsLoginFailure('refreshRefused'));
    if (isUsable(subject, before) && !isDue(before)) return hold(subject, before);
    try {
      if (before.refreshToken === null) throw new DvidsLoginFailure('refreshRefused');
      const obtainedAt = clock.now();
      const tokens = await oauth.refresh(before.refreshToken, before.scopes);
      const refused = refusedTokens.get(subject) === before.accessToken;
      return await keep(subject, sessionFrom(tokens, Math.max(obtainedAt, before.obtainedAt), before.sessionId, { refused }));
    } catch (error) {
      if (!(error instanceof DvidsLoginFailure)) throw error;
      return ended(subject, before, error);
    }
  }

  /** Puts new tokens into the ledger, however long that takes: the ones before them are used up. */
  async function keep(subject: string, session: DvidsSession): Promise<DvidsSession> {
    refusedTokens.delete(subject);
    hold(subject, session);
    const onRetry = (error: unknown, waitMs: number) => log.warn({ error: described(error), waitMs }, 'A renewed DVIDS login could not be stored yet; trying again.');
    const stored = await persistently(() => store.change(subject, session), { clock, signal: stopping.signal, onRetry });
    if (stopping.signal.aborted && !stored) return session;
    // The caller has logged in anew, or out, in the meantime.
    if (!stored) throw gone(subject, notConnected());
    return hold(subject, stored.session);
  }

  /** DVIDS would not renew a session: it has ended, unless it was renewed elsewhere by somebody whose turn should have been over. */
  async function ended(subject: string, before: DvidsSession, refusal: DvidsLoginFailure): Promise<DvidsSession> {
    const after = await store.change(subject, { ...before, ended: true });
    if (after && isUsable(subject, after.session)) return hold(subject, after.session);
    throw gone(subject, refusal);
  }

  function gone(subject: string, failure: Failure): Failure {
    held.delete(subject);
    refusedTokens.delete(subject);
    return failure;
  }

  return {
    token(subject) {
      const known = held.get(subject);
      if (known && clock.now() - known.readAt < heldMs && isUsable(subject, known.session)) {
        if (isDue(known.session)) renewBehind(subject);
        return known.session.accessToken;
      }
      const under = loading.get(subject) ?? load(subject).finally(() => loading.delete(subject));
      loading.set(subject, under);
      return under;
    },
    refused(subject, token) {
      const session = held.get(subject)?.session;
      if (session && session.accessToken !== token) return true;
      if (session?.afterRefusal && clock.now() - session.obtainedAt < keepAfterRefusalMs) return false;
      refusedTokens.set(subject, token);
      held.delete(subject);
      return true;
    },
    sessionId: async (subject) => (await sessionOf(subject)).sessionId,
    async connection(subject) {
      const session = (await store.read(subject))?.session;
      if (!session || session.ended) return { connected: false, scopes: [], expiresAt: null };
      return { connected: true, scopes: session.scopes, expiresAt: dateTime(session.expiresAt) };
    },
    async connect(subject, tokens) {
      const session = sessionFrom(tokens, clock.now(), randomUUID());
      await store.begin(subject, session);
      refusedTokens.delete(subject);
      failures.delete(subject);
      hold(subject, session);
    },
    async disconnect(subject) {
      await store.end(subject);
      held.delete(subject);
      refusedTokens.delete(subject);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(renewing.values());
    },
  };
}

function notConnected(): Failure {
  return new Failure({ kind: 'dvidsNotConnected', message: 'You are not connected to DVIDS. `connectDvids` gives the address to log in at.' });
}
