import { systemClock, type Clock } from '../../src/domain/clock.ts';
import { createDvidsLogins, type DvidsLogins } from '../../src/events/dvidsLogins.ts';
import { createDvidsSessions, type DvidsSessions } from '../../src/events/dvidsSessions.ts';
import { createExclusive } from '../../src/events/exclusive.ts';
import { silentLog } from '../../src/events/log.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { startDvidsSimulator, type DvidsSimulator, type DvidsSimulatorOptions } from '../../src/sandbox/dvids.ts';
import { createDvidsHttp } from '../../src/sources/dvids/http.ts';
import { mayUpload } from '../../src/sources/dvids/mayUpload.ts';
import { createDvidsOAuth } from '../../src/sources/dvids/oauth.ts';
import { createDvidsSource, type DvidsSource } from '../../src/sources/dvids/source.ts';

/** The computer's clock, which a test may put forward; timers go by the computer's own. */
export interface ShiftedClock extends Clock {
  forward(ms: number): void;
}

export function shiftedClock(): ShiftedClock {
  let shift = 0;
  return {
    now: () => Date.now() + shift,
    schedule: systemClock.schedule,
    forward(ms) {
      shift += ms;
    },
  };
}

/** One process of Fonds, as far as DVIDS's users go. */
export interface DvidsReplica {
  readonly logins: DvidsLogins;
  readonly sessions: DvidsSessions;
  readonly source: DvidsSource;
}

/** A simulated DVIDS, and processes that log users in there, all on one clock. */
export interface DvidsReplicas {
  readonly clock: ShiftedClock;
  readonly dvids: DvidsSimulator;
  replica(ledger: Ledger, options?: { pkce?: boolean }): DvidsReplica;
  /** Makes somebody a user who has logged in. */
  connect(on: DvidsReplica, subject: string): Promise<void>;
  stop(): Promise<void>;
}

export const redirectUri = 'http://127.0.0.1:4000/oauth/dvids/callback';

export async function startDvidsReplicas(options: DvidsSimulatorOptions = {}): Promise<DvidsReplicas> {
  const clock = shiftedClock();
  const dvids = await startDvidsSimulator({ clock, ...options });
  const stops: (() => Promise<void>)[] = [() => dvids.stop()];
  return {
    clock,
    dvids,
    replica(ledger, { pkce = false } = {}) {
      const { clientId, clientSecret } = dvids.app;
      const times = { now: clock.now, schedule: systemClock.schedule };
      const oauth = createDvidsOAuth({ authorizeUrl: dvids.authorizeUrl, tokenUrl: dvids.tokenUrl, clientId, clientSecret: () => clientSecret, redirectUri: () => redirectUri, clock: times });
      const sessions = createDvidsSessions({ ledger, oauth, exclusive: createExclusive({ leases: ledger.leases, clock }), clock, log: silentLog });
      const logins = createDvidsLogins({ ledger, oauth, sessions, clock, pkce, mayUpload: (accessToken) => mayUpload({ baseUrl: dvids.url }, accessToken), accountOf: () => Promise.resolve(null) });
      const http = createDvidsHttp({ baseUrl: dvids.url, tokens: sessions });
      stops.push(async () => {
        await sessions.stop();
        await Promise.all([http.close(), oauth.close()]);
      });
      return { logins, sessions, source: createDvidsSource(http) };
    },
    connect: (on, subject) => on.sessions.connect(subject, dvids.issueTokens('2001')),
    async stop() {
      for (const stop of stops.toReversed()) await stop();
    },
  };
}
