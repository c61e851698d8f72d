import { randomBytes } from 'node:crypto';

/** JSON:API's name of a resource. */
export type Ref = { type: string; id: string };

export type LoginCode = { userId: string; scopes: string[]; redirectUri: string; challenge: string | null; expiresAt: number };
export type AccessToken = { userId: string; scopes: string[]; expiresAt: number };
/** `usedAt`: when it was exchanged for its successor. */
export type RefreshToken = { userId: string; scopes: string[]; usedAt: number | null };

export type Batch = { id: string; ownerId: string; createdAt: number; closedAt: number | null; sendsEmail: boolean };

/** What storage received. */
export type Received = { sizeInBytes: number; md5: string };

/** `finished`: its bytes came (single) or it was closed (multipart). */
export type BatchUpload = {
  id: string; batchId: string; finished: Received | null;
} & ({ kind: 'single'; useCdn: boolean } | { kind: 'multipart'; contentType: string | null; parts: Record<number, Received> });

/** The kinds of asset, by the type name of their documents. */
export type AssetType = 'photo' | 'video' | 'news' | 'graphic' | 'publication-issue';

/** Perceptual hashes as Python's ImageHash writes them. */
export type PhotoHashes = { ahash: string; phash: string; dhash: string; whash: string };

export type Asset = {
  id: string; type: AssetType; batchId: string; attributes: Record<string, unknown>; relationships: Record<string, Ref | Ref[] | null>;
  /** Its place in the batch, from 0. */
  position: number;
  approvedAt: number | null;
  /** A status that it keeps, whatever its place in the flow. */
  forcedStatus: string | null;
  hashes: PhotoHashes | null;
};

/** A picture or video attached to a story. */
export type NewsMedia = { id: string; newsId: string; media: Ref; isPrimary: boolean };

/** A mail that DVIDS sent. */
export type Email = { batchId: string; userId: string; at: number };

/** All that the simulator remembers; plain JSON. */
export type DvidsState = {
  version: 1;
  /** Signs upload addresses. */
  secret: string;
  apiPort: number;
  storagePort: number;
  lastId: number;
  codes: Record<string, LoginCode>;
  accessTokens: Record<string, AccessToken>;
  refreshTokens: Record<string, RefreshToken>;
  batches: Record<string, Batch>;
  uploads: Record<string, BatchUpload>;
  assets: Record<string, Asset>;
  newsMedia: Record<string, NewsMedia>;
  /** The last sequence number per entity and day. */
  virins: Record<string, number>;
  emails: Email[];
};

const maps = ['codes', 'accessTokens', 'refreshTokens', 'batches', 'uploads', 'assets', 'newsMedia', 'virins'];

/** Whether a file held a state of this version. */
export const isDvidsState = (kept: unknown): kept is DvidsState =>
  typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 1 && maps.every((name) => name in kept);

/** The state at the first start. */
export const newDvidsState = (): DvidsState => ({
  version: 1, secret: randomBytes(24).toString('base64url'), apiPort: 0, storagePort: 0, lastId: 8_700_000,
  codes: {}, accessTokens: {}, refreshTokens: {}, batches: {}, uploads: {}, assets: {}, newsMedia: {}, virins: {}, emails: [],
});

/** What a map holds under a key that came from outside, where `constructor` is no key. */
export const held = <T>(map: Record<string, T>, key: string | null | undefined): T | undefined =>
  key !== null && key !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;

/** A new id. One counter for everything, so that no id ever fits two things. */
export const newId = (state: DvidsState): string => {
  state.lastId += 1;
  return String(state.lastId);
};
