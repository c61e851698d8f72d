import { randomBytes } from 'node:crypto';
import { systemClock } from '../domain/clock.ts';
import { makeCollection, type Collection } from './collection.ts';
import { usualDocbyteSwitches, type DocbyteOptions, type DocbyteSwitches, type VaultUser } from './docbyteOptions.ts';
import { vaultRoutes } from './docbyteRoutes.ts';
import { startSimulator, type Simulator } from './simulator.ts';
import { openState } from './simulatorState.ts';
import { bearerOf, tokenEndpoint } from './simulatorTokens.ts';
import { startStorage, type Storage } from './storage.ts';

/** A running Docbyte Vault; routes `token aip fileplan children searchConfigs search`. */
export type DocbyteSimulator = Simulator & {
  /** `DOCBYTE_BASE_URL`. */
  baseUrl: string;
  /** `DOCBYTE_TOKEN_URL`. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** Where data URLs point; its `url` is the origin. */
  storage: Storage;
  collection: Collection;
  /** Change them at any time. */
  switches: DocbyteSwitches;
  /** Makes every token issued so far invalid. */
  revokeTokens: () => void;
};

type Kept = { port: number; storagePort: number; tokenSecret: string; storageSecret: string };

const text = (value: unknown): string => (typeof value === 'string' ? value : randomBytes(32).toString('hex'));

const port = (value: unknown): number => (typeof value === 'number' ? value : 0);

const restore = (kept: unknown): Kept => {
  const from: Record<string, unknown> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  return { port: port(from.port), storagePort: port(from.storagePort), tokenSecret: text(from.tokenSecret), storageSecret: text(from.storageSecret) };
};

const seesAll: VaultUser = { permissions: () => ['READ', 'DOWNLOAD', { action: 'EXPORT', scope: 'SUBTREE' }], canRead: () => true };

const prefix = '/vault/api';
const tokenPath = '/realms/sandbox/protocol/openid-connect/token';

/** Starts a Docbyte Vault of its own that behaves as docbyte-vault.md says, over a made-up archive. */
export const startDocbyteSimulator = async (options: DocbyteOptions = {}): Promise<DocbyteSimulator> => {
  const { clock = systemClock, collection = makeCollection(), clientId = 'fonds', clientSecret = 'docbyte-secret', serviceAccount = seesAll, users = () => undefined } = options;
  const switches: DocbyteSwitches = { ...usualDocbyteSwitches, ...options.switches };
  const state = openState(options.stateFile, restore);
  const shared = { host: options.host ?? '127.0.0.1', clock, record: options.record ?? 10_000 };
  const storage = await startStorage({ ...shared, port: state.value.storagePort, secretAccessKey: state.value.storageSecret, bucket: 'vault', find: collection.file });
  const tokens = tokenEndpoint({
    clock, signingSecret: state.value.tokenSecret, issuer: 'https://keycloak.invalid/realms/sandbox', clients: () => [{ clientId, clientSecret }], lifetimeSeconds: () => switches.tokenLifetimeSeconds,
  });
  const routes = vaultRoutes({
    collection, switches,
    userOf: ({ headers: { authorization } }) => (tokens.verify(authorization) === undefined ? users(bearerOf(authorization) ?? '') : serviceAccount),
    dataUrl: (key) => storage.presign('GET', key, switches.dataUrlSeconds),
  }, prefix);
  const simulator = await startSimulator([tokens.route(tokenPath), ...routes], { ...shared, port: options.port ?? state.value.port, latencyMs: options.latencyMs ?? 0 }).catch(async (error: unknown) => {
    await storage.stop();
    throw error;
  });
  Object.assign(state.value, { port: simulator.port, storagePort: storage.port });
  state.changed();
  state.flush();
  const stop = async (): Promise<void> => {
    await Promise.all([simulator.stop(), storage.stop()]);
    state.close();
  };
  return {
    ...simulator, stop, storage, collection, switches, clientId, clientSecret,
    baseUrl: `${simulator.url}${prefix}`, tokenUrl: `${simulator.url}${tokenPath}`, revokeTokens: tokens.revoke,
  };
};
