import { sourceNames, type SourceName } from '../domain/source.ts';
import { createDocbyteSource, docbyteNotConfigured, type DocbyteSource } from './docbyte/source.ts';
import { createDpsSource, dpsNotConfigured, type DpsOptions, type DpsSource } from './dps/source.ts';
import { createDvidsHttp, dvidsNotConfigured } from './dvids/http.ts';
import type { Remember } from './dvids/remember.ts';
import { createDvidsSource, type DvidsSource } from './dvids/source.ts';
import type { Caller, UserTokens } from './http/authorize.ts';
import type { CallReport } from './http/call.ts';
import type { UpstreamClient } from './http/client.ts';
import { connectSource, type SourceSettings } from './http/connect.ts';
import type { SourceState } from './http/health.ts';
import { createOutsideClient, type OutsideClient } from './http/outside.ts';

/** Where a source is, and which of the addresses that it hands out may be followed. */
interface Place {
  readonly baseUrl: string;
  /** `*_STORAGE_ORIGINS`; undefined: public https, and the source's own origin. */
  readonly storageOrigins: readonly string[] | undefined;
}

/** A source where the gateway itself logs in. */
export interface ConnectionSettings extends SourceSettings, Place {}

/** DVIDS, where every user logs in. */
export interface DvidsConnectionSettings extends Place {
  readonly tokens: UserTokens;
  /** Keeps reference data. */
  readonly remember: Remember;
}

/** Settings of the sources; undefined for one that has none. */
export interface SourcesSettings {
  readonly docbyte: ConnectionSettings | undefined;
  readonly dps: (ConnectionSettings & DpsOptions) | undefined;
  readonly dvids: DvidsConnectionSettings | undefined;
}

/** How a source does, from the calls made so far. */
export interface SourceStatus extends SourceState {
  readonly source: SourceName;
  readonly configured: boolean;
}

/** All upstreams. One that has no settings rejects every call with `sourceNotConfigured`. */
export interface Sources {
  readonly docbyte: DocbyteSource;
  /** Storage behind the addresses that Docbyte Vault hands out; undefined when it is not configured. */
  readonly docbyteStorage: OutsideClient | undefined;
  readonly dps: DpsSource;
  /** Storage behind the addresses that DPS hands out; undefined when it is not configured. */
  readonly dpsStorage: OutsideClient | undefined;
  readonly dvids: DvidsSource;
  /** Storage behind the addresses that DVIDS hands out; undefined when it is not configured. */
  readonly dvidsStorage: OutsideClient | undefined;
  /** Which archive, and as whom it sees a caller: what is cached of it is shared only under the same identity, also by gateways with one Redis. */
  docbyteIdentity(as: Caller): string;
  status(): SourceStatus[];
  close(): Promise<void>;
}

/** Connects to what has settings. No call is made before the first one is asked for. */
export function connectSources(settings: SourcesSettings, onCall: (report: CallReport) => void): Sources {
  const docbyte = settings.docbyte && connectSource('DOCBYTE', settings.docbyte, onCall);
  const dps = settings.dps && connectSource('DPS', settings.dps, onCall);
  const dvids = settings.dvids && createDvidsHttp({ baseUrl: settings.dvids.baseUrl, tokens: settings.dvids.tokens, onCall });
  const http: Partial<Record<SourceName, UpstreamClient | undefined>> = { DOCBYTE: docbyte?.http, DPS: dps?.http, DVIDS: dvids };
  const docbyteStorage = settings.docbyte && storageOf('DOCBYTE', settings.docbyte);
  const dpsStorage = settings.dps && storageOf('DPS', settings.dps);
  const dvidsStorage = settings.dvids && storageOf('DVIDS', settings.dvids);
  return {
    docbyte: docbyte ? createDocbyteSource(docbyte.http) : docbyteNotConfigured,
    dps: dps ? createDpsSource(dps.http, settings.dps) : dpsNotConfigured,
    docbyteStorage,
    dpsStorage,
    dvids: createDvidsSource(dvids ?? dvidsNotConfigured, {}, settings.dvids?.remember),
    dvidsStorage,
    docbyteIdentity: (as) => JSON.stringify([settings.docbyte?.baseUrl, settings.docbyte?.credentials?.clientId, docbyte?.authorize.identity(as)]),
    status: () => sourceNames.map((source) => ({ source, configured: http[source] !== undefined, ...(http[source]?.state() ?? neverCalled) })),
    close: async () => {
      await Promise.all([docbyte?.close(), dps?.close(), dvids?.close(), docbyteStorage?.close(), dpsStorage?.close(), dvidsStorage?.close()]);
    },
  };
}

const neverCalled: SourceState = { available: null, lastCheckedAt: null, latencyMs: null };

function storageOf(source: SourceName, { baseUrl, storageOrigins }: Place): OutsideClient {
  return createOutsideClient({ source, rule: { sourceOrigin: new URL(baseUrl).origin, origins: storageOrigins } });
}
