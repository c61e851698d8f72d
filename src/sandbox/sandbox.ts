import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { localViewer } from '../domain/viewer.ts';
import { startGateway, type Gateway, type GatewayOptions } from '../gateway.ts';
import { archiveIdField, makeCollection } from './collection.ts';
import { startDocbyteSimulator, type DocbyteSimulator } from './docbyte.ts';
import type { DocbyteOptions } from './docbyteOptions.ts';
import { startDvidsSimulator, type DvidsSimulator, type DvidsSimulatorOptions } from './dvids.ts';
import { startDpsSimulator, type DpsSimulator } from './dps.ts';
import { sandboxWebhookSecret, type DpsOptions } from './dpsOptions.ts';

/** A gateway over simulated upstreams: what runs when nothing is configured. */
export interface Sandbox extends Gateway {
  readonly docbyte: DocbyteSimulator;
  readonly dps: DpsSimulator;
  readonly dvids: DvidsSimulator;
}

/** What tests set beside the usual. */
export interface SandboxOptions extends GatewayOptions {
  readonly docbyte?: DocbyteOptions;
  readonly dps?: DpsOptions;
  readonly dvids?: DvidsSimulatorOptions;
}

/** The user of the simulated DVIDS whom the local caller is connected as from the start. */
const dvidsUserId = '2001';

/** The simulators keep this many recorded calls each; a sandbox may run for weeks. */
const recordedCalls = 1_000;

/** DVIDS's processing takes long enough to be watched, one asset after the other. */
const unhurried = { processingMs: 8_000, staggerMs: 4_000 };

/** Starts the simulators, then the gateway over them. Their state lies beside the ledger, so that a restart finds its jobs again. */
export async function startSandbox(config: Config, options: SandboxOptions = {}): Promise<Sandbox> {
  const stateFile = (name: string) => (isFile(config.databaseUrl) ? { stateFile: join(directoryOf(config.databaseUrl), `${name}.json`) } : {});
  const collection = makeCollection();
  const [docbyte, dps, dvids] = await Promise.all([
    startDocbyteSimulator({ collection, record: recordedCalls, ...stateFile('docbyte'), ...options.docbyte }),
    startDpsSimulator({ collection, record: recordedCalls, ids: 'foreseeable', ...stateFile('dps'), ...options.dps }),
    startDvidsSimulator({ record: recordedCalls, app: { redirectHosts: redirectHosts(config) }, switches: unhurried, ...stateFile('dvids'), ...options.dvids }),
  ]);
  const stopSimulators = async () => {
    await Promise.all([docbyte.stop(), dps.stop(), dvids.stop()]);
  };
  try {
    const dvidsLogins = config.auth ? [] : [{ subject: localViewer.subject, tokens: dvids.issueTokens(dvidsUserId) }];
    const gateway = await startGateway({ ...config, ...upstreams(docbyte, dps, dvids) }, { dvidsLogins, ...options });
    const stop = async () => {
      await gateway.stop();
      await stopSimulators();
    };
    dps.webhooks.deliverTo(`${onLoopback(gateway.localUrl)}/webhooks/dps`);
    return { ...gateway, docbyte, dps, dvids, stop };
  } catch (error) {
    await stopSimulators();
    throw error;
  }
}

function upstreams(docbyte: DocbyteSimulator, dps: DpsSimulator, dvids: DvidsSimulator): Pick<Config, 'docbyte' | 'dps' | 'dvids' | 'linkArchiveIdField'> {
  const client = dps.clients[0];
  if (!client) throw new Error('the simulated DPS has no client');
  return {
    linkArchiveIdField: archiveIdField,
    docbyte: {
      baseUrl: docbyte.baseUrl,
      credentials: { tokenUrl: docbyte.tokenUrl, clientId: docbyte.clientId, clientSecret: () => docbyte.clientSecret, scope: 'openid email profile' },
      storageOrigins: [docbyte.storage.url],
    },
    dps: {
      baseUrl: dps.baseUrl,
      credentials: { tokenUrl: dps.tokenUrl, clientId: client.clientId, clientSecret: () => client.clientSecret, scope: undefined },
      webhookSecrets: () => [sandboxWebhookSecret],
      storageOrigins: [dps.storage.url],
      listsSubmissions: dps.switches.listSubmissions,
      eventShape: 'nested',
    },
    dvids: {
      baseUrl: dvids.url,
      authorizeUrl: dvids.authorizeUrl,
      tokenUrl: dvids.tokenUrl,
      clientId: dvids.app.clientId,
      clientSecret: () => dvids.app.clientSecret,
      redirectUri: undefined,
      pkce: false,
      apiKey: undefined,
      storageOrigins: [dvids.storageUrl],
    },
  };
}

/** Where logins may lead back to: this machine, and the public address. */
function redirectHosts({ host, publicUrl }: Config): string[] {
  return ['127.0.0.1', 'localhost', host, ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname])];
}

/** An address that listens on all interfaces, as one of loopback's: no gateway answers to the host name `0.0.0.0`. */
function onLoopback(localUrl: string): string {
  return localUrl.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

function isFile(databaseUrl: string): boolean {
  return databaseUrl.startsWith('sqlite:') && !databaseUrl.endsWith(':memory:');
}

function directoryOf(databaseUrl: string): string {
  return join(dirname(resolve(databaseUrl.slice('sqlite:'.length))), 'sandbox');
}
