import { makeCollection, type Archive } from './collection.ts';
import { callerReader, refuser } from './dpsAccess.ts';
import { disseminationService, type Disseminations } from './dpsDisseminations.ts';
import { deliveredFiles } from './dpsFiles.ts';
import { usualClient, usualDpsSwitches, type DpsClient, type DpsOptions, type DpsSwitches } from './dpsOptions.ts';
import { restoreDpsState, type DpsState } from './dpsState.ts';
import { startWebhooks, type Webhooks } from './dpsWebhooks.ts';
import { startSimulator, type Simulator } from './simulator.ts';
import { realClock } from './simulatorClock.ts';
import { openState } from './simulatorState.ts';
import { tokenEndpoint } from './simulatorTokens.ts';
import { startStorage, type Storage, type StoredObject } from './storage.ts';

/** A running DPS; routes `token createDissemination dissemination`. */
export type DpsSimulator = Simulator & {
  /** `DPS_BASE_URL`. */
  baseUrl: string;
  /** `DPS_TOKEN_URL`. */
  tokenUrl: string;
  clients: DpsClient[];
  /** Downloads and uploads; its `url` is the origin. */
  storage: Storage;
  webhooks: Webhooks;
  /** Change them at any time. */
  switches: DpsSwitches;
  /** The statuses that orders of an archive pass, by archive id; set them to have orders fail or do what nobody documented. */
  courses: Map<string, string[]>;
  /** Moves a dissemination on: to `status`, whatever that is, or to the next of its course. */
  advance: Disseminations['advance'];
  /** Makes every token issued so far invalid. */
  revokeTokens: () => void;
  /** Jobs and messages as they are; for looking, not for changing. */
  state: Readonly<DpsState>;
};

const prefix = '/dps-submission';
const tokenPath = '/authn/realms/dps/protocol/openid-connect/token';

const findDelivered = (archiveOf: (archiveId: string) => Archive | undefined) => (key: string): StoredObject | undefined => {
  const [folder, archiveId = '', , filename] = key.split('/');
  const archive = folder === 'disseminations' ? archiveOf(archiveId) : undefined;
  const file = archive === undefined ? undefined : deliveredFiles(archive).find((each) => each.filename === filename);
  return file === undefined ? undefined : { bytes: file.bytes, contentType: 'application/x-tar' };
};

/** Starts a DPS of its own that behaves as nb-dps.md says. */
export const startDpsSimulator = async (options: DpsOptions = {}): Promise<DpsSimulator> => {
  const { clock = realClock, collection = makeCollection(), clients = [usualClient] } = options;
  const switches: DpsSwitches = { ...usualDpsSwitches, ...options.switches };
  const kept = openState(options.stateFile, restoreDpsState);
  const state = kept.value;
  const shared = { host: options.host ?? '127.0.0.1', clock, record: options.record ?? 10_000 };
  const archiveOf = (archiveId: string): Archive | undefined => collection.archives.get(archiveId);
  const storage = await startStorage({ ...shared, port: state.storagePort, secretAccessKey: state.storageSecret, bucket: 'dps', find: findDelivered(archiveOf) });
  const tokens = tokenEndpoint({
    clock, signingSecret: state.tokenSecret, issuer: 'https://www.nb.invalid/authn/realms/dps', lifetimeSeconds: () => switches.tokenLifetimeSeconds,
    clients: () => clients.map(({ clientId, clientSecret, roles }) => ({ clientId, clientSecret, claims: { realm_access: { roles } } })),
  });
  const refuse = refuser(switches, clock);
  const webhooks = startWebhooks({ clock, outbox: state.outbox, changed: kept.changed, options: options.webhooks ?? {} });
  const courses = new Map<string, string[]>();
  const callerOf = callerReader(tokens, refuse);
  const disseminations = disseminationService({
    clock, state, changed: kept.changed, switches, refuse, callerOf, archiveOf, courses, webhooks, presign: (key, seconds) => storage.presign('GET', key, seconds),
  });
  const routes = [tokens.route(tokenPath), ...disseminations.routes(prefix)];
  const simulator = await startSimulator(routes, { ...shared, port: options.port ?? state.port, latencyMs: options.latencyMs ?? 0 });
  Object.assign(state, { port: simulator.port, storagePort: storage.port });
  kept.changed();
  kept.flush();
  const stop = async (): Promise<void> => {
    disseminations.stop();
    await Promise.all([webhooks.stop(), simulator.stop(), storage.stop()]);
    kept.flush();
  };
  return {
    ...simulator, stop, storage, webhooks, switches, courses, clients, state, advance: disseminations.advance,
    baseUrl: `${simulator.url}${prefix}`, tokenUrl: `${simulator.url}${tokenPath}`, revokeTokens: tokens.revoke,
  };
};
