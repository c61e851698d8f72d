import type { Clock } from '../domain/clock.ts';
import type { Route } from './simulator.ts';
import type { Answer, Incoming } from './simulatorHttp.ts';
import type { State } from './simulatorState.ts';
import type { DvidsUser } from './dvidsAccounts.ts';
import type { Assets } from './dvidsAssets.ts';
import { to, type Documents, type Resource } from './dvidsDocuments.ts';
import { newId, type Batch, type DvidsState } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

type Parts = {
  documents: Documents; switches: DvidsSwitches; state: State<DvidsState>; clock: Clock; assets: Assets;
  user: (incoming: Incoming) => DvidsUser; batch: (incoming: Incoming) => Batch;
};

/** A moment as DVIDS writes it, without fractions. */
const moment = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z'));

/** Batches: made, read, closed (dvids-submission.md §5.1). */
export const dvidsBatches = ({ documents, switches, state, clock, assets, user, batch }: Parts): Route[] => {
  const written = (home: Batch): Resource => {
    const refs = assets.inBatch(home.id).map(({ type, id }) => ({ type, id }));
    return {
      type: 'batch', id: home.id,
      attributes: { closed: home.closedAt !== null, created_at: moment(home.createdAt), closed_at: moment(home.closedAt), send_confirmation_email: home.sendsEmail },
      ...(switches.batchAssets === 'relationships' || switches.batchAssets === 'both' ? { relationships: { assets: to(refs) } } : {}),
    };
  };

  const create = async (incoming: Incoming): Promise<Answer> => {
    const { userId } = user(incoming);
    const { attributes } = await documents.read(incoming, 'batch');
    const home: Batch = { id: newId(state.value), ownerId: userId, createdAt: clock.now(), closedAt: null, sendsEmail: attributes.send_confirmation_email !== false };
    state.value.batches[home.id] = home;
    state.changed();
    return documents.one(201, written(home));
  };

  const read = (incoming: Incoming): Answer => {
    const home = batch(incoming);
    const isIncluded = switches.batchAssets === 'included' || switches.batchAssets === 'both';
    return documents.one(200, written(home), isIncluded ? assets.inBatch(home.id).map((asset) => assets.written(asset)) : undefined);
  };

  const close = async (incoming: Incoming): Promise<Answer> => {
    const home = batch(incoming);
    const { attributes } = await documents.read(incoming, 'batch', home.id);
    if (attributes.closed !== undefined && typeof attributes.closed !== 'boolean') documents.invalid('closed must be true or false', '/data/attributes/closed');
    // Closing again and opening again: undocumented, 409 (§5.1 [inferred]).
    if (home.closedAt !== null) documents.refuse(409, 'The batch is closed');
    if (typeof attributes.send_confirmation_email === 'boolean') home.sendsEmail = attributes.send_confirmation_email;
    if (attributes.closed === true) {
      home.closedAt = clock.now();
      if (home.sendsEmail) state.value.emails.push({ batchId: home.id, userId: home.ownerId, at: home.closedAt });
    }
    state.changed();
    return documents.changed(written(home));
  };

  return [
    { name: 'createBatch', method: 'POST', path: '/batch', handle: create },
    { name: 'batch', method: 'GET', path: '/batch/:batch', handle: read },
    { name: 'closeBatch', method: 'PATCH', path: '/batch/:batch', handle: close },
  ];
};
