import {
  dvidsAssetTypes, type DvidsAsset, type DvidsAssetRef, type DvidsAssets, type DvidsAssetType, type DvidsBatch, type DvidsMultipartUpload, type DvidsNewsMedia, type DvidsUploadPart, type DvidsVirin,
} from '../../domain/dvids.ts';
import { dvidsAssetStatus } from '../../domain/dvidsStatus.ts';
import { booleanOf, integerOf, listOf, textOf } from '../reading.ts';
import { assetTypeNames } from './documents.ts';
import { refOf, refsOf, type WireDocument, type WireRef, type WireResource } from './wire.ts';

/** Batches, uploads and assets of the graph from those on the wire. */

/** Relationships under which a batch may list its assets [inferred] (dvids-submission.md §5.1). */
const assetLists = ['assets', 'photos', 'videos', 'news', 'graphics', 'publication_issues'];

/** A batch, with its assets however it lists them (relationships or included, under any name). */
export function batchOf({ data, included }: WireDocument): DvidsBatch {
  const { attributes } = data;
  const named = Object.keys(data.relationships).flatMap((name) => refsOf(data, name) ?? []).flatMap(assetRefOf);
  const whole = included.flatMap((resource) => includedAssetOf(resource, data.id));
  const refs = new Map([...named, ...whole].map(({ assetType, assetId }) => [`${assetType} ${assetId}`, { assetType, assetId }]));
  // A list that is there and empty says that there are none; its absence says nothing.
  const isListed = refs.size > 0 || assetLists.some((name) => refsOf(data, name) !== null);
  return {
    batchId: data.id,
    closed: booleanOf(attributes['closed']) ?? textOf(attributes['closed_at']) !== null,
    createdAt: textOf(attributes['created_at']),
    closedAt: textOf(attributes['closed_at']),
    sendConfirmationEmail: booleanOf(attributes['send_confirmation_email']),
    assets: isListed ? [...refs.values()] : null,
    included: whole,
  };
}

/** An upload in parts. */
export function multipartOf({ data }: WireDocument, batchId: string): DvidsMultipartUpload {
  return { uploadId: data.id, batchId, contentType: textOf(data.attributes['content_type']) };
}

/** Where a part goes. Throws when the answer has no address. */
export function partOf({ data }: WireDocument, partNumber: number): DvidsUploadPart {
  return { partNumber: integerOf(data.attributes['part_number']) ?? partNumber, uploadUrl: filled(data.attributes['upload_url'], 'an upload address') };
}

/** A VIRIN. Throws when the answer has none. */
export function virinOf({ data }: WireDocument): DvidsVirin {
  return { virin: filled(data.attributes['virin'], 'a VIRIN'), date: textOf(data.attributes['date']) };
}

/** The link of an asset and a story, as it was asked for or as the answer tells it. */
export function newsMediaOf(document: WireDocument | undefined, asked: DvidsNewsMedia): DvidsNewsMedia {
  return { ...asked, isPrimary: booleanOf(document?.data.attributes['is_primary']) ?? asked.isPrimary };
}

/** An asset of a known kind. */
export function assetOf<Type extends DvidsAssetType>(type: Type, resource: WireResource, batchId: string): DvidsAssets[Type] {
  return readers[type](resource, batchId);
}

/** A text with something in it; throws a TypeError otherwise. */
export function filled(value: unknown, what: string): string {
  const text = textOf(value);
  if (text === null || text === '') throw new TypeError(`the answer has not ${what}`);
  return text;
}

const readers: { readonly [Type in DvidsAssetType]: (resource: WireResource, batchId: string) => DvidsAssets[Type] } = {
  PHOTO: (resource, batchId) => ({
    assetType: 'PHOTO',
    ...coreOf(resource, batchId), ...creditOf(resource), ...locationOf(resource), ...identityOf(resource),
    captionWriter: textOf(resource.attributes['caption_writer']),
    jobIdentifier: textOf(resource.attributes['job_identifier']),
    operationName: textOf(resource.attributes['operation_name']),
    thumbnailUrlTemplate: textOf(resource.attributes['thumbnail_url_template']),
  }),
  VIDEO: (resource, batchId) => ({ assetType: 'VIDEO', ...coreOf(resource, batchId), ...creditOf(resource), ...locationOf(resource), ...identityOf(resource) }),
  GRAPHIC: (resource, batchId) => ({
    assetType: 'GRAPHIC',
    ...coreOf(resource, batchId), ...creditOf(resource), ...locationOf(resource), ...identityOf(resource),
    captionWriter: textOf(resource.attributes['caption_writer']),
    graphicCategoryId: refOf(resource, 'category')?.id ?? null,
  }),
  NEWS: (resource, batchId) => ({
    assetType: 'NEWS',
    ...coreOf(resource, batchId), ...creditOf(resource), ...locationOf(resource),
    body: textOf(resource.attributes['body']),
    media: refsOf(resource, 'media')?.flatMap((ref) => assetRefOf(ref).map((media) => ({ ...media, isPrimary: booleanOf(ref.meta['is_primary']) }))) ?? null,
  }),
  PUBLICATION_ISSUE: (resource, batchId) => ({
    assetType: 'PUBLICATION_ISSUE',
    ...coreOf(resource, batchId),
    publicationId: refOf(resource, 'publication')?.id ?? null,
    uploadId: refOf(resource, 'batch_upload')?.id ?? null,
  }),
};

function coreOf(resource: WireResource, batchId: string) {
  const { id, attributes } = resource;
  const upstreamStatus = textOf(attributes['status']);
  return {
    assetId: id,
    // Photos found by hash tell their batch only here; elsewhere the address does.
    batchId: refOf(resource, 'batch')?.id ?? batchId,
    status: upstreamStatus === null ? null : dvidsAssetStatus(upstreamStatus),
    upstreamStatus,
    description: textOf(attributes['description']),
    createdAt: textOf(attributes['created_at']),
    attributes,
  };
}

function creditOf(resource: WireResource) {
  return {
    serviceUnitId: refOf(resource, 'service_unit')?.id ?? null,
    authorIds: (refsOf(resource, 'authors') ?? []).map(({ id }) => id),
    themeIds: (refsOf(resource, 'themes') ?? []).map(({ id }) => id),
  };
}

function locationOf({ attributes }: WireResource) {
  return {
    title: textOf(attributes['title']),
    country: textOf(attributes['country']),
    subdiv: textOf(attributes['subdiv']),
    city: textOf(attributes['city']),
    tags: listOf(attributes['tags']).map(textOf).filter((tag) => tag !== null),
    instructions: textOf(attributes['instructions']),
  };
}

function identityOf(resource: WireResource) {
  return { virin: textOf(resource.attributes['virin']), uploadId: refOf(resource, 'batch_upload')?.id ?? null };
}

function assetTypeOf(typeName: string): DvidsAssetType | undefined {
  return dvidsAssetTypes.find((type) => assetTypeNames[type] === typeName.replaceAll('_', '-'));
}

function assetRefOf({ type, id }: WireRef): DvidsAssetRef[] {
  const assetType = assetTypeOf(type);
  return assetType ? [{ assetType, assetId: id }] : [];
}

function includedAssetOf(resource: WireResource, batchId: string): DvidsAsset[] {
  const type = assetTypeOf(resource.type);
  return type ? [assetOf(type, resource, batchId)] : [];
}
