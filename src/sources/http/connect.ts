import type { SourceName } from '../../domain/source.ts';
import { forwardCallerToken, type Authorizer } from './authorize.ts';
import type { CallReport } from './call.ts';
import { createUpstreamClient, type UpstreamClient } from './client.ts';
import { createClientCredentials } from './tokens.ts';

/** Where a source is and how the gateway logs in there. */
export interface SourceSettings {
  readonly baseUrl: string;
  /** Client credentials; undefined passes the caller's own token on. */
  readonly credentials:
    | { readonly tokenUrl: string; readonly clientId: string; readonly clientSecret: () => string; readonly scope: string | undefined }
    | undefined;
}

/** The client of a source with its login. */
export interface ConnectedClient {
  readonly http: UpstreamClient;
  readonly authorize: Authorizer;
  /** Closes the connections to the API and to the token endpoint. */
  close(): Promise<void>;
}

/** Makes the client of a source; no call is made before the first one is asked for. */
export function connectSource(source: SourceName, { baseUrl, credentials }: SourceSettings, onCall: (report: CallReport) => void): ConnectedClient {
  const tokens = credentials && createClientCredentials({
    source,
    tokenUrl: credentials.tokenUrl,
    scope: credentials.scope,
    credentials: () => ({ clientId: credentials.clientId, clientSecret: credentials.clientSecret() }),
  });
  const authorize = tokens ?? forwardCallerToken(source);
  const http = createUpstreamClient({ source, baseUrl, authorize, onCall });
  return {
    http,
    authorize,
    close: async () => {
      await Promise.all([http.close(), tokens?.close()]);
    },
  };
}
