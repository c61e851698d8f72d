import { createHash } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import type { Route } from './simulator.ts';
import { empty, type Answer, type Incoming } from './simulatorHttp.ts';
import type { State } from './simulatorState.ts';
import type { DvidsUser } from './dvidsAccounts.ts';
import { assetKinds, type AssetKind } from './dvidsAssetKinds.ts';
import { dvidsAssetRules } from './dvidsAssetRules.ts';
import { to, type Documents, type Linkage, type Resource } from './dvidsDocuments.ts';
import type { Reference } from './dvidsReference.ts';
import { held, newId, type Asset, type Batch, type DvidsState, type PhotoHashes, type Ref } from './dvidsState.ts';
import { statusOf } from './dvidsStatus.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

type Parts = {
  reference: Reference;
  documents: Documents;
  switches: DvidsSwitches;
  state: State<DvidsState>;
  clock: Clock;
  user: (incoming: Incoming) => DvidsUser;
  batch: (incoming: Incoming) => Batch;
  openBatch: (incoming: Incoming) => Batch;
  /** Where the thumbnails of a photo are, with `{thumbnailSpec}` in it. */
  thumbnails: (photoId: string) => string;
};

/**
 * Stand-ins for perceptual hashes, cut from the MD5 of the file: the same file has the same hashes, and that is all.
 * `setHashes` of the simulator gives a photo the hashes that ImageHash would.
 */
const hashesOf = (md5: string): PhotoHashes => {
  const digest = createHash('sha256').update(md5).digest('hex');
  return { ahash: digest.slice(0, 16), phash: digest.slice(16, 32), dhash: digest.slice(32, 48), whash: digest.slice(48, 64) };
};

const isRef = (linkage: Ref | Ref[] | null | undefined): linkage is Ref => linkage !== null && linkage !== undefined && !Array.isArray(linkage);

/** What the other routes and the simulator's holder need to know of assets. */
export type Assets = { routes: Route[]; written(asset: Asset): Resource; inBatch(batchId: string): Asset[]; status(asset: Asset): string };

/** Photos, videos, news, graphics and publication issues (dvids-submission.md §5.4 to §5.8). */
export const dvidsAssets = ({ reference, documents, switches, state, clock, user, batch, openBatch, thumbnails }: Parts): Assets => {
  const { value } = state;
  const rules = dvidsAssetRules(reference, documents);

  const inBatch = (batchId: string): Asset[] => Object.values(value.assets).filter((asset) => asset.batchId === batchId).toSorted((a, b) => a.position - b.position);

  /** The unit that answers for an asset; a publication issue has its publication's. */
  const unitOf = ({ relationships }: Pick<Asset, 'relationships'>) => {
    const named = relationships.service_unit;
    const publication = relationships.publication;
    const unitId = isRef(named) ? named.id : reference.publications.find(({ id }) => isRef(publication) && id === publication.id)?.unitId;
    return reference.units.find(({ id }) => id === unitId);
  };

  const status = (asset: Asset): string => {
    const home = value.batches[asset.batchId];
    return home === undefined ? 'uploaded' : statusOf(asset, home, unitOf(asset)?.requiresApproval ?? false, switches, clock.now());
  };

  const written = (asset: Asset): Resource => {
    const media: Linkage[] = Object.values(value.newsMedia).filter(({ newsId }) => newsId === asset.id).map(({ media: ref, isPrimary }) => ({ ...ref, meta: { is_primary: isPrimary } }));
    return {
      type: asset.type, id: asset.id,
      attributes: { ...asset.attributes, status: status(asset), ...(asset.type === 'photo' ? { thumbnail_url_template: thumbnails(asset.id) } : {}) },
      relationships: {
        batch: to({ type: 'batch', id: asset.batchId }),
        ...Object.fromEntries(Object.entries(asset.relationships).map(([name, data]) => [name, to(data)])),
        ...(asset.type === 'news' ? { media: to(media.flatMap((each) => each ?? [])) } : {}),
      },
    };
  };

  /** Refuses an upload that is not there, not finished, or not of this batch (§4). */
  const checkUpload = (home: Batch, relationships: Asset['relationships'], self: string | null): void => {
    const ref = relationships.batch_upload;
    if (!isRef(ref)) return;
    const pointer = '/data/relationships/batch_upload';
    const upload = held(value.uploads, ref.id);
    if (upload === undefined) return documents.invalid('batch_upload does not exist', pointer);
    if (upload.batchId !== home.id) documents.invalid('batch_upload belongs to another batch', pointer);
    if (upload.finished === null) documents.refuse(409, 'batch_upload is not finished', pointer);
    const isUsed = inBatch(home.id).some(({ id, relationships: { batch_upload: used } }) => id !== self && isRef(used) && used.id === ref.id);
    if (isUsed && !switches.uploadsReusable) documents.refuse(409, 'batch_upload already belongs to an asset', pointer);
  };

  const checkVirin = (virin: unknown, self: string | null): void => {
    if (virin === undefined || !switches.uniqueVirins) return;
    const isTaken = Object.values(value.assets).some(({ id, attributes }) => id !== self && attributes.virin === virin);
    if (isTaken) documents.refuse(409, 'The VIRIN is already in use', '/data/attributes/virin');
  };

  const checkUnit = (asset: Pick<Asset, 'relationships'>, { unitIds }: DvidsUser): void => {
    const unit = unitOf(asset);
    if (unit !== undefined && !switches.foreignUnits && !unitIds.includes(unit.id)) documents.refuse(403, 'You do not submit for this unit');
  };

  /** Credit by the VISION id inside the VIRIN, where nobody is named (§5.4). */
  const credit = ({ attributes, relationships }: Pick<Asset, 'attributes' | 'relationships'>): Asset['relationships'] => {
    const visionId = typeof attributes.virin === 'string' ? attributes.virin.split('-')[2] : undefined;
    const author = reference.authors.find((each) => each.visionId !== null && each.visionId === visionId);
    const isNamed = Array.isArray(relationships.authors) && relationships.authors.length > 0;
    return author === undefined || isNamed ? relationships : { ...relationships, authors: [{ type: 'author', id: author.id }] };
  };

  const create = async (incoming: Incoming, kind: AssetKind): Promise<Answer> => {
    const submitter = user(incoming);
    const home = openBatch(incoming);
    const checked = rules.check(kind, await documents.read(incoming, kind.type));
    checkUpload(home, checked.relationships, null);
    checkVirin(checked.attributes.virin, null);
    checkUnit(checked, submitter);
    const ref = checked.relationships.batch_upload;
    const md5 = isRef(ref) ? value.uploads[ref.id]?.finished?.md5 : undefined;
    const position = Math.max(-1, ...inBatch(home.id).map((asset) => asset.position)) + 1;
    const asset: Asset = {
      id: newId(value), type: kind.type, batchId: home.id, attributes: checked.attributes, relationships: credit(checked), position,
      approvedAt: null, forcedStatus: null, hashes: kind.type === 'photo' && md5 !== undefined ? hashesOf(md5) : null,
    };
    value.assets[asset.id] = asset;
    state.changed();
    return documents.one(201, written(asset));
  };

  const find = (incoming: Incoming, kind: AssetKind): Asset => {
    const home = batch(incoming);
    const asset = held(value.assets, incoming.params.id);
    return asset?.type === kind.type && asset.batchId === home.id ? asset : documents.refuse(404, 'The resource does not exist');
  };

  /** The asset, if it may still be changed. */
  const changeable = (incoming: Incoming, kind: AssetKind): Asset => {
    const asset = find(incoming, kind);
    if (!switches.closedBatchChanges) openBatch(incoming);
    return asset;
  };

  const update = async (incoming: Incoming, kind: AssetKind): Promise<Answer> => {
    if (switches.updateVerbs !== 'both' && switches.updateVerbs !== incoming.method) documents.refuse(405, `${incoming.method} is not supported here`);
    const asset = changeable(incoming, kind);
    const checked = rules.check(kind, await documents.read(incoming, kind.type, asset.id), asset);
    checkUpload(batch(incoming), checked.relationships, asset.id);
    checkVirin(checked.attributes.virin, asset.id);
    checkUnit(checked, user(incoming));
    Object.assign(asset, checked);
    state.changed();
    return documents.changed(written(asset));
  };

  const remove = (incoming: Incoming, kind: AssetKind): Answer => {
    const { id } = changeable(incoming, kind);
    delete value.assets[id];
    for (const link of Object.values(value.newsMedia)) if (link.media.id === id) delete value.newsMedia[link.id];
    state.changed();
    return empty(204);
  };

  /** The only question about photos that crosses batches (§5.4): those with all the given hashes and this VIRIN. */
  const lookUp = (incoming: Incoming): Answer => {
    user(incoming);
    const asked = (['ahash', 'phash', 'dhash', 'whash'] as const).flatMap((name) => {
      const hash = incoming.query.get(name)?.toLowerCase();
      return hash === undefined ? [] : [{ name, hash }];
    });
    const virin = incoming.query.get('virin');
    if (asked.length === 0 && virin === null) documents.invalid('At least one hash is required');
    const found = Object.values(value.assets).filter(({ type, hashes, attributes }) =>
      type === 'photo' && asked.every(({ name, hash }) => hashes?.[name] === hash) && (virin === null || attributes.virin === virin));
    return documents.many(found.map(written));
  };

  const routesOf = (kind: AssetKind): Route[] => {
    const path = `/batch/:batch/${kind.type}`;
    const one = `${path}/:id`;
    return [
      { name: `${kind.type}.create`, method: 'POST', path, handle: (incoming) => create(incoming, kind) },
      { name: `${kind.type}.read`, method: 'GET', path: one, handle: (incoming) => documents.one(200, written(find(incoming, kind))) },
      ...(kind.changes
        ? [
            { name: `${kind.type}.update`, method: 'PATCH', path: one, handle: (incoming: Incoming) => update(incoming, kind) },
            { name: `${kind.type}.update`, method: 'PUT', path: one, handle: (incoming: Incoming) => update(incoming, kind) },
            { name: `${kind.type}.delete`, method: 'DELETE', path: one, handle: (incoming: Incoming) => remove(incoming, kind) },
          ]
        : []),
    ];
  };

  return { routes: [...assetKinds.flatMap(routesOf), { name: 'photoByHash', method: 'GET', path: '/photo', handle: lookUp }], written, inBatch, status };
};
