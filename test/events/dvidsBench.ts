import type { DvidsPhotoInput } from '../../src/domain/dvidsInput.ts';
import { Failure } from '../../src/domain/failure.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { createDvidsWork, rulesOfDvids, type DvidsWork } from '../../src/events/dvidsWork.ts';
import { createEvents, type Events } from '../../src/events/events.ts';
import { dvidsMultipartRoute, dvidsSingleRoute } from '../../src/events/uploadRoutes.ts';
import { createUploads, type Uploads } from '../../src/events/uploads.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { startDvidsSimulator, type DvidsSimulator, type DvidsSimulatorOptions } from '../../src/sandbox/dvids.ts';
import { manualClock, type ManualClock } from '../../src/sandbox/simulatorClock.ts';
import { createDvidsHttp } from '../../src/sources/dvids/http.ts';
import { createDvidsSource, type DvidsSource } from '../../src/sources/dvids/source.ts';
import { createOutsideClient } from '../../src/sources/http/outside.ts';
import { photoInput, unitId } from '../sources/dvids/dvids.ts';
import { noDps } from './noDps.ts';

/** A caller who is the simulator's first user. */
export const ada: Viewer = { subject: 'ada', roles: new Set(), everyRole: false, token: null, expiresAt: null };
/** A caller who is the second one. */
export const bob: Viewer = { ...ada, subject: 'bob' };

/** A simulated DVIDS and one process of Fonds, as far as its batches go, on one clock that the test moves. */
export interface DvidsBench extends DvidsWork {
  readonly clock: ManualClock;
  readonly dvids: DvidsSimulator;
  readonly source: DvidsSource;
  readonly ledger: Ledger;
  readonly events: Events;
  readonly transfers: Uploads;
  /** A batch of ada's with so many photos, each with its file. Gives their asset ids. */
  batchOf(photos: number, changed?: Partial<DvidsPhotoInput>): Promise<{ readonly batchId: string; readonly assetIds: readonly string[] }>;
  /** Ends a caller's login, and begins it again. */
  logOut(subject: string): void;
  logIn(subject: string): void;
  /** What was asked of DVIDS since the last look, as `METHOD path`. */
  calls(): string[];
  stop(): Promise<void>;
}

export async function startDvidsBench(options: DvidsSimulatorOptions & { readonly ledger?: Ledger } = {}): Promise<DvidsBench> {
  const clock = manualClock();
  const { ledger: given, ...simulator } = options;
  const dvids = await startDvidsSimulator({ clock, earlier: false, ...simulator, switches: { tokenLifetimeSeconds: 1e9, uploadUrlSeconds: 1e9, ...simulator.switches } });
  const ledger = given ?? (await openLedger({ databaseUrl: 'sqlite::memory:', now: clock.now }));
  const tokens = new Map([['ada', dvids.issueTokens('2001').accessToken], ['bob', dvids.issueTokens('2002').accessToken]]);
  const loggedOut = new Set<string>();
  const token = (subject: string): string => {
    if (loggedOut.has(subject)) throw new Failure({ kind: 'dvidsNotConnected', message: 'Not connected.' });
    return tokens.get(subject) ?? '';
  };
  const http = createDvidsHttp({ baseUrl: dvids.url, random: () => 0, tokens: { token, refused: () => false } });
  const source = createDvidsSource(http);
  const storage = createOutsideClient({ source: 'DVIDS', rule: { sourceOrigin: dvids.url, origins: [dvids.storageUrl] } });
  const rules = rulesOfDvids({ ledger, dvids: source, clock });
  const events = createEvents({ ledger, dps: noDps, secrets: () => [], rules: [rules], clock, random: () => 0 });
  events.start();
  const transfers = createUploads({ ledger, clock, routes: { dvidsSingle: dvidsSingleRoute(source, storage, clock), dvidsMultipart: dvidsMultipartRoute(source, storage) } });
  const work = createDvidsWork({ ledger, dvids: source, clock, rules, events, uploads: transfers });
  let virins = 1000;
  return {
    ...work, clock, dvids, source, ledger, events, transfers,
    async batchOf(photos, changed = {}) {
      const { id: batchId } = await work.batches.create(ada);
      const assetIds: string[] = [];
      for (let made = 0; made < photos; made += 1) {
        const { upload, sealed } = await work.uploads.create(ada, batchId, {});
        await fetch(sealed.uploadUrl ?? '', { method: 'PUT', body: `picture ${made}` });
        virins += 1;
        const input = photoInput(upload.uploadId, { virin: `241001-N-AB123-${virins}`, serviceUnitId: unitId('NHHC'), ...changed });
        assetIds.push((await work.assets.create(ada, batchId, 'PHOTO', input)).asset.assetId);
      }
      dvids.reset();
      return { batchId, assetIds };
    },
    logOut: (subject) => void loggedOut.add(subject),
    logIn: (subject) => void loggedOut.delete(subject),
    calls() {
      const made = dvids.calls.map(({ method, path }) => `${method} ${path}`);
      dvids.reset();
      return made;
    },
    async stop() {
      await transfers.stop();
      await events.stop();
      await Promise.all([http.close(), storage.close(), dvids.stop()]);
      await ledger.close();
    },
  };
}
