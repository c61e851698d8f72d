import type { DvidsAssetType } from './dvids.ts';

/** What is handed to DVIDS to make or change an asset. What is undefined is not sent; null empties what may be empty. */

interface CreditInput {
  readonly serviceUnitId: string;
  /** None: a courtesy asset. */
  readonly authorIds?: readonly string[] | undefined;
  readonly themeIds?: readonly string[] | undefined;
}

interface PlaceInput {
  /** ISO 3166-1 alpha-2 in capitals. */
  readonly country: string;
  readonly subdiv?: string | null | undefined;
  readonly city?: string | null | undefined;
}

interface ReleaseInput extends PlaceInput, CreditInput {
  readonly title: string;
  readonly description: string;
  /** Name, e-mail address and phone number of who released it, each on a line of its own; will be public (dvids-submission.md §5.4). */
  readonly instructions: string;
  /** When it was taken or made: a date, or RFC 3339. */
  readonly createdAt: string;
  readonly virin: string;
  readonly uploadId: string;
}

/** A photo (§5.4). */
export interface DvidsPhotoInput extends ReleaseInput {
  readonly tags: readonly string[];
  readonly captionWriter?: string | null | undefined;
  readonly jobIdentifier?: string | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** A graphic (§5.5). */
export interface DvidsGraphicInput extends ReleaseInput {
  readonly tags: readonly string[];
  readonly captionWriter?: string | null | undefined;
  readonly graphicCategoryId: string;
}

/** Attributes that are not known here, under DVIDS's own names: the documents of video and news are not published (§13). */
interface OpenInput {
  readonly otherAttributes?: Readonly<Record<string, unknown>> | undefined;
}

/** A video; `uploadId` is that of a closed multipart upload (§5.8). */
export interface DvidsVideoInput extends ReleaseInput, OpenInput {
  readonly tags?: readonly string[] | undefined;
}

/** A story (§5.7); which fields are required is [inferred]. */
export interface DvidsNewsInput extends PlaceInput, Omit<CreditInput, 'serviceUnitId'>, OpenInput {
  readonly serviceUnitId?: string | undefined;
  readonly title: string;
  readonly body: string;
  readonly createdAt: string;
  readonly description?: string | null | undefined;
  readonly instructions?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** An issue of a publication, a PDF (§5.6). */
export interface DvidsPublicationIssueInput {
  readonly description: string;
  readonly createdAt: string;
  readonly publicationId: string;
  readonly uploadId: string;
}

/** The input of each kind. */
export interface DvidsAssetInputs {
  readonly PHOTO: DvidsPhotoInput;
  readonly VIDEO: DvidsVideoInput;
  readonly NEWS: DvidsNewsInput;
  readonly GRAPHIC: DvidsGraphicInput;
  readonly PUBLICATION_ISSUE: DvidsPublicationIssueInput;
}

/** A change to an asset: what is undefined stays. */
export type DvidsAssetChange<Type extends DvidsAssetType> = { readonly [Field in keyof DvidsAssetInputs[Type]]?: DvidsAssetInputs[Type][Field] | undefined };

/** A change as it is asked for: null where a field is to be emptied, whether it may be or not. */
export type DvidsAssetWish<Type extends DvidsAssetType> = { readonly [Field in keyof DvidsAssetInputs[Type]]?: DvidsAssetInputs[Type][Field] | null | undefined };
