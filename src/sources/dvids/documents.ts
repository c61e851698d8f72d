import type { DvidsAssetRef, DvidsAssetType, DvidsFinishedPart } from '../../domain/dvids.ts';
import type { DvidsAssetChange } from '../../domain/dvidsInput.ts';
import type { JsonObject } from '../reading.ts';
import type { DvidsSettings } from './settings.ts';

/** Documents as sent to DVIDS (dvids-submission.md §3, §5): no id where something is made, a string where it is changed. */

type Attributes = Readonly<Record<string, unknown>>;

/** A document as it is sent. */
export interface SentDocument {
  readonly data: { readonly id?: string; readonly type: string; readonly attributes: Attributes; readonly relationships?: Attributes };
}

/** How a field of the input becomes a relationship. */
interface Relation {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly many: boolean;
}

/** One kind of asset on the wire. */
interface AssetKind {
  /** Type name, which is also the path. */
  readonly type: string;
  /** Fields that are attributes, the same name in snake case. */
  readonly attributes: readonly string[];
  readonly relations: readonly Relation[];
}

const one = (field: string, name: string, type: string): Relation => ({ field, name, type, many: false });
const many = (field: string, name: string, type: string): Relation => ({ field, name, type, many: true });

const located = ['title', 'description', 'instructions', 'createdAt', 'country', 'subdiv', 'city', 'tags'];
const credit = [one('serviceUnitId', 'service_unit', 'service-unit'), many('authorIds', 'authors', 'author'), many('themeIds', 'themes', 'theme')];
const upload = one('uploadId', 'batch_upload', 'batch-upload');

/** The kinds of asset on the wire; `settings` decides what is not certain. */
export function assetKinds(settings: DvidsSettings): Readonly<Record<DvidsAssetType, AssetKind>> {
  return {
    PHOTO: { type: 'photo', attributes: [...located, 'virin', 'captionWriter', 'jobIdentifier', 'operationName'], relations: [upload, ...credit] },
    GRAPHIC: {
      type: 'graphic',
      attributes: [...located, 'virin', 'captionWriter'],
      relations: [upload, one('graphicCategoryId', 'category', 'graphic-category'), ...credit],
    },
    VIDEO: { type: 'video', attributes: [...located, 'virin'], relations: [one('uploadId', 'batch_upload', settings.videoUploadType), ...credit] },
    NEWS: { type: 'news', attributes: [...located, 'body'], relations: credit },
    PUBLICATION_ISSUE: { type: 'publication-issue', attributes: ['description', 'createdAt'], relations: [one('publicationId', 'publication', 'publication'), upload] },
  };
}

/** The path and type name of a kind. */
export const assetTypeNames: Readonly<Record<DvidsAssetType, string>> = {
  PHOTO: 'photo',
  VIDEO: 'video',
  NEWS: 'news',
  GRAPHIC: 'graphic',
  PUBLICATION_ISSUE: 'publication-issue',
};

/** The document of an asset to be made, or, with its id, to be changed: only what is not undefined is in it. */
export function assetDocument<Type extends DvidsAssetType>(kind: AssetKind, input: DvidsAssetChange<Type>, assetId?: string): SentDocument {
  const given = new Map<string, unknown>(Object.entries(input));
  const attributes = kind.attributes.flatMap((field): [string, unknown][] => {
    const value = given.get(field);
    return value === undefined ? [] : [[snakeCase(field), attributeOf(field, value)]];
  });
  const open = given.get('otherAttributes');
  const relationships = kind.relations.flatMap((relation): [string, unknown][] => {
    const value = given.get(relation.field);
    return value === undefined ? [] : [[relation.name, { data: linkage(relation, value) }]];
  });
  return document(kind.type, { ...(typeof open === 'object' ? open : {}), ...Object.fromEntries(attributes) }, Object.fromEntries(relationships), assetId);
}

/** The whole of an asset with a change laid over it, for PUT, which may take what is missing for empty. */
export function wholeDocument(before: { readonly attributes: JsonObject; readonly relationships: JsonObject }, { data }: SentDocument): SentDocument {
  // What DVIDS decides is not sent back; `batch` is in the address.
  const { status: _status, thumbnail_url_template: _template, ...attributes } = before.attributes;
  const { batch: _batch, ...relationships } = before.relationships;
  return document(data.type, { ...attributes, ...data.attributes }, { ...relationships, ...data.relationships }, data.id);
}

/** `POST /batch`. */
export const newBatchDocument = (): SentDocument => document('batch', {});

/** `PATCH /batch/{id}`: closes it. */
export const closeBatchDocument = (batchId: string, sendConfirmationEmail: boolean): SentDocument =>
  document('batch', { closed: true, send_confirmation_email: sendConfirmationEmail }, {}, batchId);

/** `POST /batch/{id}/upload`: type and `use_cdn` (§11). */
export const uploadDocument = (): SentDocument => document('batch-upload', { use_cdn: true });

/** `POST /batch/{id}/multipart-upload`. */
export const multipartDocument = (batchId: string, contentType: string): SentDocument =>
  document('batch-multipart-upload', { content_type: contentType }, { batch: { data: { type: 'batch', id: batchId } } });

/** `POST …/part`; parts are counted from 1. */
export const partDocument = (partNumber: number): SentDocument => document('batch-multipart-upload-part', { part_number: partNumber });

/** `PATCH …/multipart-upload/{id}`: closes it. What an element of `parts` looks like is shown nowhere [inferred] (§5.3). */
export function closeMultipartDocument(uploadId: string, parts: readonly DvidsFinishedPart[], { partNames, partQuotes }: DvidsSettings): SentDocument {
  const written = parts.toSorted((a, b) => a.partNumber - b.partNumber).map(({ partNumber, etag }) => {
    const tag = partQuotes ? etag : etag.replaceAll('"', '');
    return partNames === 'snake' ? { part_number: partNumber, etag: tag } : { PartNumber: partNumber, ETag: tag };
  });
  return document('batch-multipart-upload', { parts: written }, {}, uploadId);
}

/** `POST …/news/{id}/media`; type and relationship name are [inferred] (§5.7). */
export const newsMediaDocument = ({ assetType, assetId }: DvidsAssetRef, isPrimary: boolean): SentDocument =>
  document('news-media', { is_primary: isPrimary }, { media: { data: { type: assetTypeNames[assetType], id: assetId } } });

/** `POST /author/{id}/virin` and `POST /service-unit/{id}/virin`: the attribute is `date` (§5.10). */
export const virinDocument = (of: 'author' | 'service-unit', date: string): SentDocument => document(`${of}-virin`, { date: sentDate(date) });

function document(type: string, attributes: Attributes, relationships: Attributes = {}, id?: string): SentDocument {
  const linked = Object.keys(relationships).length > 0 ? { relationships } : {};
  return { data: { ...(id === undefined ? {} : { id }), type, attributes, ...linked } };
}

function linkage({ type, many: toMany }: Relation, value: unknown): unknown {
  if (toMany) return Array.isArray(value) ? value.map((id: unknown) => ({ type, id })) : [];
  return value === null ? null : { type, id: value };
}

function attributeOf(field: string, value: unknown): unknown {
  return field === 'createdAt' && typeof value === 'string' ? sentDate(value) : value;
}

/** A moment as the vendor writes it, `2024-10-01T14:30:00+00:00`: no fractions, an offset always (§3). A day is its midnight in UTC. */
export function sentDate(text: string): string {
  const [, day, time = 'T00:00', seconds = ':00', offset = 'Z'] = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
  return day === undefined ? text : `${day}${time}${seconds}${offset === 'Z' ? '+00:00' : offset}`;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
