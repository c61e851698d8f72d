import type { DvidsUser } from './dvidsAccounts.ts';
import type { Reference } from './dvidsReference.ts';
import type { Asset, DvidsState, Ref } from './dvidsState.ts';

/** A batch from before the simulator's first start, published: something to look at, with ids and hashes that never change. */
export const earlierBatch = {
  batchId: '8612001',
  newsId: '8612010',
  videoId: '8612020',
  /** Perceptual hashes as ImageHash would give them, by photo; the VIRINs go from …-1001 up. */
  photos: [
    { photoId: '8612030', ahash: 'fff7c3810000183c', phash: 'c3a65e19e6985b26', dhash: '6d4b2b8b1b33c7cb', whash: 'fff7c3810000183c' },
    { photoId: '8612031', ahash: '00183c7effffe7c3', phash: '9b6464999b669966', dhash: 'e8d4d4c8b0f0e4cc', whash: '00183c7effffe7c3' },
    { photoId: '8612032', ahash: 'ffffefc781000000', phash: 'd1e42e1bd1b42e4b', dhash: '2b33170f4b9b8e96', whash: 'ffffefc781000000' },
  ],
};

/** An open batch of the same user's: something to fill and to close, with an id that never changes. */
export const openBatchId = '8612100';

const createdAt = Date.UTC(2026, 8, 3, 9, 30);
const takenAt = '2026-09-01T06:45:00Z';

const captions = [
  ['Sunrise over the pier', 'The pier at first light, before the harbor wakes.'],
  ['Line handlers at work', 'Line handlers take in the slack as the ship comes alongside.'],
  ['Signal flags drying', 'Signal flags hang to dry after a night of rain.'],
] as const;

/** Puts the earlier batch and the open one into a new state, as the first user's work. */
export const addEarlierBatch = (state: DvidsState, users: DvidsUser[], { units, authors }: Reference): void => {
  const user = users[0];
  const unit = units.find(({ id }) => id === user?.unitIds[0]);
  const author = authors.find(({ unitIds, visionId }) => unit !== undefined && unitIds.includes(unit.id) && visionId !== null);
  if (user === undefined || unit === undefined || author === undefined) return;
  const { batchId, newsId, videoId, photos } = earlierBatch;
  state.batches[openBatchId] = { id: openBatchId, ownerId: user.userId, createdAt, closedAt: null, sendsEmail: true };
  state.batches[batchId] = { id: batchId, ownerId: user.userId, createdAt, closedAt: createdAt + 30 * 60_000, sendsEmail: false };
  const filed: Record<string, Ref | Ref[]> = { service_unit: { type: 'service-unit', id: unit.id }, authors: [{ type: 'author', id: author.id }] };
  const place = { country: 'US', subdiv: 'VA', city: 'Norfolk', created_at: takenAt, tags: ['harbor', 'morning'] };
  const released = { instructions: 'Duty Public Affairs Officer\npao@example.mil\n+1 757 555 0100' };
  const add = (asset: Pick<Asset, 'id' | 'type' | 'attributes' | 'hashes'>, position: number): void => {
    state.assets[asset.id] = { ...asset, batchId, relationships: filed, position, approvedAt: createdAt, forcedStatus: null };
  };
  const virin = (sequence: number): string => `260901-N-${author.visionId ?? ''}-${1000 + sequence}`;
  for (const [index, { photoId, ...hashes }] of photos.entries()) {
    const [title, description] = captions[index] ?? captions[0];
    add({ id: photoId, type: 'photo', attributes: { title, description, virin: virin(index + 1), ...released, ...place }, hashes }, index);
  }
  add({ id: videoId, type: 'video', attributes: { title: 'A morning in the harbor', description: 'Two minutes without words.', virin: virin(4), ...released, ...place }, hashes: null }, 3);
  add({ id: newsId, type: 'news', attributes: { title: 'The harbor wakes', body: 'At a quarter to seven the first boat leaves.', ...place }, hashes: null }, 4);
  const media: Ref[] = [{ type: 'video', id: videoId }, ...photos.map(({ photoId }) => ({ type: 'photo', id: photoId }))];
  for (const [index, ref] of media.entries()) {
    const id = String(8_612_040 + index);
    state.newsMedia[id] = { id, newsId, media: ref, isPrimary: index === 0 };
  }
  // The numbers are taken: the next VIRIN of that author and day follows them.
  state.virins[`author/${author.id}/260901`] = 4;
};
