import type { Clock } from '../domain/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { accountOf } from '../sources/dvids/account.ts';
import { mayUpload } from '../sources/dvids/mayUpload.ts';
import { createDvidsOAuth } from '../sources/dvids/oauth.ts';
import type { CallReport } from '../sources/http/call.ts';
import { createDvidsLogins, type DvidsLogins } from './dvidsLogins.ts';
import { createDvidsSessions, type DvidsSessions } from './dvidsSessions.ts';
import { createExclusive } from './exclusive.ts';
import type { EventLog } from './log.ts';

/** The registered app, and where it logs users in: the settings `DVIDS_*`. */
export interface DvidsAccessSettings {
  readonly baseUrl: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: () => string;
  readonly apiKey: string | undefined;
  readonly pkce: boolean;
}

export interface DvidsAccessOptions {
  readonly settings: DvidsAccessSettings;
  /** Where logins lead back to. */
  readonly redirectUri: () => string;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly onCall: (report: CallReport) => void;
}

/** Callers' logins at DVIDS: how they are made, and the tokens that come of them. */
export interface DvidsAccess {
  readonly logins: DvidsLogins;
  readonly sessions: DvidsSessions;
  stop(): Promise<void>;
}

export function createDvidsAccess({ settings, redirectUri, ledger, clock, log, onCall }: DvidsAccessOptions): DvidsAccess {
  const { baseUrl, authorizeUrl, tokenUrl, clientId, clientSecret, apiKey, pkce } = settings;
  const oauth = createDvidsOAuth({ authorizeUrl, tokenUrl, clientId, clientSecret, redirectUri, apiKey });
  const sessions = createDvidsSessions({ ledger, oauth, exclusive: createExclusive({ leases: ledger.leases, clock }), clock, log });
  const logins = createDvidsLogins({
    ledger, oauth, sessions, clock, pkce,
    mayUpload: (accessToken) => mayUpload({ baseUrl, onCall }, accessToken),
    accountOf: (accessToken) => accountOf({ authorizeUrl, apiKey: apiKey ?? clientId, onCall }, accessToken),
  });
  return {
    logins,
    sessions,
    async stop() {
      await sessions.stop();
      await oauth.close();
    },
  };
}
