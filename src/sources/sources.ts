import { sourceNames, type SourceName } from '../domain/source.ts';
import type { Viewer } from '../domain/viewer.ts';
import { createDocbyteSource, docbyteNotConfigured, type DocbyteSource } from './docbyte/source.ts';
import { createDpsSource, dpsNotConfigured, type DpsSource } from './dps/source.ts';
import type { CallReport } from './http/call.ts';
import { connectSource, type ConnectedClient, type SourceSettings } from './http/connect.ts';
import type { SourceState } from './http/health.ts';
import { createOutsideClient, type OutsideClient } from './http/outside.ts';

/** Where a source is, how to log in there, and which of the addresses that it hands out may be followed. */
export interface ConnectionSettings extends SourceSettings {
  /** `*_STORAGE_ORIGINS`; undefined: public https, and the source's own origin. */
  readonly storageOrigins: readonly string[] | undefined;
}

/** How a source does, from the calls made so far. */
export interface SourceStatus extends SourceState {
  readonly source: SourceName;
  readonly configured: boolean;
}

/** All upstreams. One that has no settings rejects every call with `sourceNotConfigured`. */
export interface Sources {
  readonly docbyte: DocbyteSource;
  readonly dps: DpsSource;
  /** Storage behind the addresses that DPS hands out; undefined when it is not configured. */
  readonly dpsStorage: OutsideClient | undefined;
  /** As whom Docbyte Vault sees a caller: what is cached of it is shared only under the same identity. */
  docbyteIdentity(viewer: Viewer): string;
  status(): SourceStatus[];
  close(): Promise<void>;
}

/** Connects to what has settings. No call is made before the first one is asked for. */
export function connectSources(
  settings: { readonly docbyte: ConnectionSettings | undefined; readonly dps: ConnectionSettings | undefined },
  onCall: (report: CallReport) => void,
): Sources {
  const clients: Partial<Record<SourceName, ConnectedClient>> = {
    ...(settings.docbyte && { DOCBYTE: connectSource('DOCBYTE', settings.docbyte, onCall) }),
    ...(settings.dps && { DPS: connectSource('DPS', settings.dps, onCall) }),
  };
  const dpsStorage = settings.dps && storageOf('DPS', settings.dps);
  return {
    docbyte: clients.DOCBYTE ? createDocbyteSource(clients.DOCBYTE.http) : docbyteNotConfigured,
    dps: clients.DPS ? createDpsSource(clients.DPS.http) : dpsNotConfigured,
    dpsStorage,
    docbyteIdentity: (viewer) => clients.DOCBYTE?.authorize.identity(viewer) ?? '',
    status: () => sourceNames.map((source) => ({ source, configured: clients[source] !== undefined, ...(clients[source]?.http.state() ?? neverCalled) })),
    close: async () => {
      await Promise.all([...Object.values(clients).map((client) => client.close()), dpsStorage?.close()]);
    },
  };
}

const neverCalled: SourceState = { available: null, lastCheckedAt: null, latencyMs: null };

function storageOf(source: SourceName, { baseUrl, storageOrigins }: ConnectionSettings): OutsideClient {
  return createOutsideClient({ source, rule: { sourceOrigin: new URL(baseUrl).origin, origins: storageOrigins } });
}
