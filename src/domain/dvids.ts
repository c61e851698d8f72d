import type { DvidsAssetStatus } from './dvidsStatus.ts';

/** Batches, uploads and assets of DVIDS (dvids-submission.md §5). Times are RFC 3339 as they came; ids are opaque. */

/** The kinds of asset. */
export const dvidsAssetTypes = ['PHOTO', 'VIDEO', 'NEWS', 'GRAPHIC', 'PUBLICATION_ISSUE'] as const;
export type DvidsAssetType = (typeof dvidsAssetTypes)[number];

/** The kinds that can be changed and deleted; of video and news DVIDS tells nothing of the kind (§5.7, §5.8). */
export const changeableDvidsAssetTypes = ['PHOTO', 'GRAPHIC', 'PUBLICATION_ISSUE'] as const satisfies readonly DvidsAssetType[];
export type ChangeableDvidsAssetType = (typeof changeableDvidsAssetTypes)[number];

/** What an asset is called inside its batch. */
export interface DvidsAssetRef {
  readonly assetType: DvidsAssetType;
  readonly assetId: string;
}

/** A batch as DVIDS tells of it (§5.1). */
export interface DvidsBatch {
  readonly batchId: string;
  readonly closed: boolean;
  readonly createdAt: string | null;
  readonly closedAt: string | null;
  readonly sendConfirmationEmail: boolean | null;
  /** Null where DVIDS did not list them, which is not the same as none (§5.1: how it lists them is unknown). */
  readonly assets: readonly DvidsAssetRef[] | null;
  /** Assets that came whole with the batch. */
  readonly included: readonly DvidsAsset[];
}

/** An upload in one piece (§5.2). Its address takes one PUT and is a secret. */
export interface DvidsUpload {
  readonly uploadId: string;
  readonly batchId: string;
  readonly uploadUrl: string;
  readonly useCdn: boolean;
}

/** An upload in parts (§5.3). */
export interface DvidsMultipartUpload {
  readonly uploadId: string;
  readonly batchId: string;
  readonly contentType: string | null;
}

/** Where one part goes. The address is a secret. */
export interface DvidsUploadPart {
  readonly partNumber: number;
  readonly uploadUrl: string;
}

/** A part that arrived; `etag` as storage answered it, quotes and all. */
export interface DvidsFinishedPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** What all assets have. Null stands for what DVIDS did not say. */
interface AssetCore {
  readonly assetId: string;
  readonly batchId: string;
  readonly status: DvidsAssetStatus | null;
  readonly upstreamStatus: string | null;
  readonly description: string | null;
  /** When it was taken or made. */
  readonly createdAt: string | null;
  /** All attributes as they came, under DVIDS's names: also those that are new to us. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Credited {
  readonly serviceUnitId: string | null;
  /** Empty: a courtesy asset (§5.4). */
  readonly authorIds: readonly string[];
  readonly themeIds: readonly string[];
}

interface Located {
  readonly title: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly subdiv: string | null;
  readonly city: string | null;
  readonly tags: readonly string[];
  /** Who released it: name, e-mail and phone on lines of their own; public. */
  readonly instructions: string | null;
}

interface Identified {
  readonly virin: string | null;
  readonly uploadId: string | null;
}

/** A photo (§5.4). */
export interface DvidsPhoto extends AssetCore, Credited, Located, Identified {
  readonly assetType: 'PHOTO';
  readonly captionWriter: string | null;
  readonly jobIdentifier: string | null;
  readonly operationName: string | null;
  /** Holds `{thumbnailSpec}`; see `thumbnailUrl`. */
  readonly thumbnailUrlTemplate: string | null;
}

/** A video (§5.8). */
export interface DvidsVideo extends AssetCore, Credited, Located, Identified {
  readonly assetType: 'VIDEO';
}

/** A graphic (§5.5). */
export interface DvidsGraphic extends AssetCore, Credited, Located, Identified {
  readonly assetType: 'GRAPHIC';
  readonly captionWriter: string | null;
  readonly graphicCategoryId: string | null;
}

/** A story (§5.7). */
export interface DvidsNews extends AssetCore, Credited, Located {
  readonly assetType: 'NEWS';
  readonly body: string | null;
  /** Null where DVIDS does not list them. */
  readonly media: readonly DvidsNewsMedia[] | null;
}

/** An asset on a story. */
export interface DvidsNewsMedia extends DvidsAssetRef {
  /** Null where DVIDS does not say. */
  readonly isPrimary: boolean | null;
}

/** An issue of a publication (§5.6). */
export interface DvidsPublicationIssue extends AssetCore {
  readonly assetType: 'PUBLICATION_ISSUE';
  readonly publicationId: string | null;
  readonly uploadId: string | null;
}

/** The asset of each kind. */
export interface DvidsAssets {
  readonly PHOTO: DvidsPhoto;
  readonly VIDEO: DvidsVideo;
  readonly NEWS: DvidsNews;
  readonly GRAPHIC: DvidsGraphic;
  readonly PUBLICATION_ISSUE: DvidsPublicationIssue;
}
export type DvidsAsset = DvidsAssets[DvidsAssetType];

/** A VIRIN, the number under which an asset is known (§5.10). */
export interface DvidsVirin {
  readonly virin: string;
  /** The day or moment it was generated for, as it came. */
  readonly date: string | null;
}

/** Perceptual hashes as Python's ImageHash writes them, 16 hex digits by default (§5.4). */
export interface DvidsPhotoHashes {
  readonly aHash?: string | undefined;
  readonly pHash?: string | undefined;
  readonly dHash?: string | undefined;
  readonly wHash?: string | undefined;
}

/** The address of a thumbnail of about this width in pixels; `quality` from 1 to 100. The specification's form is the vendor's example `400w_q95` (§5.4). */
export function thumbnailUrl(template: string, width: number, quality = 95): string {
  return template.replaceAll('{thumbnailSpec}', `${width}w_q${quality}`);
}
