import { systemClock } from '../domain/clock.ts';
import { startSimulator, type Route, type Simulator, type SimulatorOptions } from './simulator.ts';
import { Refusal, type Incoming } from './simulatorHttp.ts';
import { openState } from './simulatorState.ts';
import { startStorage, type Storage } from './storage.ts';
import { dvidsAccounts, type DvidsUser, type IssuedTokens } from './dvidsAccounts.ts';
import { dvidsAssets } from './dvidsAssets.ts';
import { dvidsBatches } from './dvidsBatches.ts';
import { dvidsDocuments } from './dvidsDocuments.ts';
import { addEarlierBatch } from './dvidsEarlier.ts';
import { dvidsLists } from './dvidsLists.ts';
import { dvidsLogin, type DvidsApp } from './dvidsLogin.ts';
import { dvidsNewsMedia } from './dvidsNewsMedia.ts';
import { reference } from './dvidsReference.ts';
import { held, isDvidsState, newDvidsState, type Batch, type DvidsState, type PhotoHashes } from './dvidsState.ts';
import { dvidsSwitches, type DvidsSwitches } from './dvidsSwitches.ts';
import { dvidsThumbnails } from './dvidsThumbnails.ts';
import { dvidsUploads, uploadKeys } from './dvidsUploads.ts';
import { dvidsUsers } from './dvidsUsers.ts';
import { dvidsVirins } from './dvidsVirins.ts';

/** Settings of the simulated DVIDS. */
export type DvidsSimulatorOptions = SimulatorOptions & {
  /** The registered app; default `fonds-sandbox` with a secret, leading back to this machine. */
  app?: Partial<DvidsApp>;
  /** Default: three who submit for units, and one who may not submit. */
  users?: DvidsUser[];
  /** Where it differs from the dossier's best guesses. */
  switches?: Partial<DvidsSwitches>;
  /** Keeps batches, tokens, ports and all in this file, to have them back after a restart. Default: memory only. */
  stateFile?: string;
  /** Whether a new state starts with `earlierBatch`; default true. */
  earlier?: boolean;
};

/** The simulated DVIDS Content Submission API with its login; `calls`, `count` and `misbehave` are those of API and login. */
export type DvidsSimulator = Simulator & {
  authorizeUrl: string;
  tokenUrl: string;
  /** `GET` with `api_key` and `access_token`: who a token belongs to. */
  infoUrl: string;
  /** Origin of the storage that takes the bytes, with calls and misbehaviour of its own. */
  storageUrl: string;
  storage: Storage;
  app: DvidsApp;
  users: DvidsUser[];
  switches: DvidsSwitches;
  /** All that it remembers: to be looked at, not to be changed. */
  state: Readonly<DvidsState>;
  /** Tokens for a user without the login page; default scopes `basic email upload`. */
  issueTokens(userId: string, scopes?: string[]): IssuedTokens;
  /** Makes all tokens of a user, or everybody's, invalid. */
  revokeTokens(userId?: string): void;
  /** Somebody at the unit approves an asset, at once or as soon as it needs it. */
  approve(assetId: string): void;
  /** Nails an asset to a status, known or not; `null` lets it go on. */
  setStatus(assetId: string, status: string | null): void;
  /** Gives a photo the hashes that ImageHash would (its own are stand-ins). */
  setHashes(photoId: string, hashes: PhotoHashes): void;
  /** An asset's status now. */
  statusOf(assetId: string): string;
};

const smallPictureBytes = 1024 ** 2;

/** Names of the routes that have this path with another method, for 405 instead of 404. */
const isPathOf = (routes: Route[], path: string): boolean =>
  routes.some((route) => new RegExp(`^${route.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(path));

/** Starts the simulated DVIDS (dvids-submission.md) on two origins: API and login, and storage. */
export const startDvidsSimulator = async (options: DvidsSimulatorOptions = {}): Promise<DvidsSimulator> => {
  const { clock = systemClock, users = dvidsUsers(), earlier = true } = options;
  const collection = reference();
  const switches = dvidsSwitches(options.switches);
  const state = openState(options.stateFile, (kept) => {
    if (isDvidsState(kept)) return kept;
    const begun = newDvidsState();
    if (earlier) addEarlierBatch(begun, users, collection);
    return begun;
  });
  const app: DvidsApp = { clientId: 'fonds-sandbox', clientSecret: 'dvids-sandbox-secret', redirectHosts: ['127.0.0.1', 'localhost'], ...options.app };
  const accounts = dvidsAccounts(state, users, switches, clock);
  const documents = dvidsDocuments(switches);

  const user = ({ headers }: Incoming): DvidsUser => {
    const found = accounts.submitter(headers.authorization);
    if (found === 'unauthorized') return documents.refuse(401, 'The access token is missing, expired or not valid');
    if (found === 'no upload scope') return documents.refuse(403, 'The access token lacks the scope "upload"');
    return found === 'no submitter' ? documents.refuse(403, 'You submit for no unit') : found;
  };
  const batch = (incoming: Incoming): Batch => {
    const { userId } = user(incoming);
    const found = held(state.value.batches, incoming.params.batch) ?? documents.refuse(404, 'The batch does not exist');
    return found.ownerId === userId ? found : documents.refuse(403, 'The batch is not yours');
  };
  const openBatch = (incoming: Incoming): Batch => {
    const found = batch(incoming);
    return found.closedAt === null ? found : documents.refuse(409, 'The batch is closed');
  };

  const uploadOf = (photoId: string): string | null | undefined => {
    const asset = held(state.value.assets, photoId);
    const ref = asset?.relationships.batch_upload;
    return asset?.type !== 'photo' ? undefined : ref && !Array.isArray(ref) ? ref.id : null;
  };
  const thumbnails = dvidsThumbnails(uploadOf);
  const storage = await startStorage({
    clock, secretAccessKey: state.value.secret, bucket: 'batch-uploads', keepUpToBytes: smallPictureBytes,
    ...(options.host === undefined ? {} : { host: options.host }),
    port: state.value.storagePort,
    stored: (key, { sizeInBytes, md5, bytes }) => {
      uploadKeys.received(state, key, { sizeInBytes, md5 });
      if (bytes !== undefined) thumbnails.keep(key.split('/')[1] ?? '', bytes);
    },
  });

  let origin = '';
  const parts = { reference: collection, documents, switches, state, clock, user, batch, openBatch };
  const assets = dvidsAssets({ ...parts, thumbnails: (photoId) => `${origin}/thumbnails/${photoId}/{thumbnailSpec}` });
  const routes: Route[] = [
    ...dvidsLogin({ app, accounts, state, switches, clock }),
    ...dvidsLists(parts),
    ...dvidsVirins(parts),
    ...dvidsBatches({ ...parts, assets }),
    ...dvidsUploads({ ...parts, presign: (key) => storage.presign('PUT', key, switches.uploadUrlSeconds) }),
    ...dvidsNewsMedia(parts),
    ...assets.routes,
    thumbnails.route,
  ];
  const nowhere = ({ path, method }: Incoming) => {
    try {
      return isPathOf(routes, path) ? documents.refuse(405, `${method} is not supported here`) : documents.refuse(404, 'There is nothing at this address');
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  };
  const api = await startSimulator(routes, { ...options, clock, port: options.port ?? state.value.apiPort }, nowhere);
  origin = api.url;
  Object.assign(state.value, { apiPort: api.port, storagePort: storage.port });
  state.changed();

  const known = (assetId: string) => {
    const asset = held(state.value.assets, assetId);
    if (asset === undefined) throw new Error(`the simulated DVIDS has no asset ${assetId}`);
    return asset;
  };
  const change = (assetId: string, changes: object): void => {
    Object.assign(known(assetId), changes);
    state.changed();
  };
  return {
    ...api,
    authorizeUrl: `${api.url}/auth/authorize`,
    tokenUrl: `${api.url}/auth/access_token`,
    infoUrl: `${api.url}/auth/get-info`,
    storageUrl: storage.url,
    storage, app, users, switches,
    state: state.value,
    issueTokens: (userId, scopes = ['basic', 'email', 'upload']) => accounts.issue(userId, scopes),
    revokeTokens: accounts.revoke,
    approve: (assetId) => change(assetId, { approvedAt: clock.now() }),
    setStatus: (assetId, status) => change(assetId, { forcedStatus: status }),
    setHashes: (photoId, hashes) => change(photoId, { hashes }),
    statusOf: (assetId) => assets.status(known(assetId)),
    stop: async () => {
      await Promise.all([api.stop(), storage.stop()]);
      state.flush();
    },
  };
};
