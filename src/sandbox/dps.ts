import { systemClock } from '../domain/clock.ts';
import { makeCollection } from './collection.ts';
import { callerReader, refuser } from './dpsAccess.ts';
import { archivesOf } from './dpsArchives.ts';
import { disseminationService } from './dpsDisseminations.ts';
import { usualClient, usualDpsSwitches, type DpsClient, type DpsOptions, type DpsSwitches } from './dpsOptions.ts';
import { lookUp, restoreDpsState, type DpsState } from './dpsState.ts';
import { foreseeableIds, randomIds } from './dpsSubmissionIds.ts';
import { submissionService } from './dpsSubmissions.ts';
import { startWebhooks, type Webhooks } from './dpsWebhooks.ts';
import { startSimulator, type Route, type Simulator } from './simulator.ts';
import { openState } from './simulatorState.ts';
import { tokenEndpoint } from './simulatorTokens.ts';
import { startStorage, type Storage } from './storage.ts';

/**
 * A running DPS; routes `token createDissemination dissemination createSubmission submissions submission deleteSubmission
 * finalizeSubmission recordEvent events registerFile submissionFile deleteFile`.
 */
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
  /** Moves a dissemination or a finalized submission on: to `status`, whatever that is, or to the next of its course. */
  advance: (id: string, status?: string) => void;
  /** Makes every token issued so far invalid. */
  revokeTokens: () => void;
  /** Jobs and messages as they are; for looking, not for changing. */
  state: Readonly<DpsState>;
};

const prefix = '/dps-submission';
const tokenPath = '/authn/realms/dps/protocol/openid-connect/token';

/** What a DPS has answered it does not forget, however it ends: whatever a call changed is written before its answer. */
const keeping = (route: Route, flush: () => void): Route =>
  route.method === 'GET' ? route : {
    ...route,
    handle: async (incoming) => {
      const answer = await route.handle(incoming);
      flush();
      return answer;
    },
  };

/** Starts a DPS of its own that behaves as nb-dps.md says. */
export const startDpsSimulator = async (options: DpsOptions = {}): Promise<DpsSimulator> => {
  const { clock = systemClock, collection = makeCollection(), clients = [usualClient] } = options;
  const switches: DpsSwitches = { ...usualDpsSwitches, ...options.switches };
  const kept = openState(options.stateFile, restoreDpsState);
  const state = kept.value;
  const shared = { host: options.host ?? '127.0.0.1', clock, record: options.record ?? 10_000 };
  const archives = archivesOf(collection, state);
  const storage = await startStorage({
    ...shared, port: state.storagePort, secretAccessKey: state.storageSecret, bucket: 'dps', find: archives.file, stored: (key, upload) => submissions.received(key, upload),
  });
  const tokens = tokenEndpoint({
    clock, signingSecret: state.tokenSecret, issuer: 'https://www.nb.invalid/authn/realms/dps', lifetimeSeconds: () => switches.tokenLifetimeSeconds,
    clients: () => clients.map(({ clientId, clientSecret, roles }) => ({ clientId, clientSecret, claims: { realm_access: { roles } } })),
  });
  const refuse = refuser(switches, clock);
  const webhooks = startWebhooks({ clock, outbox: state.outbox, changed: kept.changed, options: options.webhooks ?? {} });
  const courses = new Map<string, string[]>();
  const callerOf = callerReader(tokens, refuse);
  const common = { clock, state, changed: kept.changed, switches, refuse, callerOf, webhooks };
  const disseminations = disseminationService({ ...common, archiveOf: archives.get, courses, presign: (key, seconds) => storage.presign('GET', key, seconds) });
  const submissions = submissionService({ ...common, ids: options.ids === 'foreseeable' ? foreseeableIds(state) : randomIds(clock), isArchived: archives.has, presign: (key, seconds) => storage.presign('PUT', key, seconds) });
  const routes = [tokens.route(tokenPath), ...disseminations.routes(prefix), ...submissions.routes(prefix)];
  const stopOthers = async (): Promise<void> => {
    disseminations.stop();
    submissions.stop();
    await Promise.all([webhooks.stop(), storage.stop()]);
  };
  const simulator = await startSimulator(routes.map((route) => keeping(route, kept.flush)), { ...shared, port: options.port ?? state.port, latencyMs: options.latencyMs ?? 0 }).catch(async (error: unknown) => {
    await stopOthers();
    throw error;
  });
  Object.assign(state, { port: simulator.port, storagePort: storage.port });
  kept.changed();
  kept.flush();
  const stop = async (): Promise<void> => {
    await Promise.all([stopOthers(), simulator.stop()]);
    kept.close();
  };
  return {
    ...simulator, stop, storage, webhooks, switches, courses, clients, state,
    advance: (id, status) => (lookUp(state.submissions, id) === undefined ? disseminations : submissions).advance(id, status),
    baseUrl: `${simulator.url}${prefix}`, tokenUrl: `${simulator.url}${tokenPath}`, revokeTokens: tokens.revoke,
  };
};
