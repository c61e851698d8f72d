import type { DvidsAssetType } from './dvids.ts';
import type { DvidsAssetInputs } from './dvidsInput.ts';

/** A whole batch for DVIDS: made, filled and closed in one piece of work. */

/** What is submitted. */
export interface DvidsSubmission {
  /** An open batch in the place of a new one. */
  readonly batchId?: string | undefined;
  /** Whether the batch is closed when all is in it. */
  readonly closes: boolean;
  readonly sendConfirmationEmail: boolean;
  readonly assets: readonly SubmittedDvidsAsset[];
}

/** An asset of it. */
export type SubmittedDvidsAsset = { readonly [Type in DvidsAssetType]: SubmittedAsset<Type> }[DvidsAssetType];

interface SubmittedAsset<Type extends DvidsAssetType> {
  /** The caller's own name for it, unique in the batch. */
  readonly key: string;
  readonly assetType: Type;
  /** What DVIDS is told of it; without a VIRIN one is generated. */
  readonly input: Omit<DvidsAssetInputs[Type], 'uploadId' | 'virin'> & { readonly virin?: string | undefined };
  /** What is known of its file; left out for a story, which has none. */
  readonly file?: SubmittedFile | undefined;
  /** What hangs on it, if it is a story: other assets of the batch, by their keys. */
  readonly media?: readonly { readonly key: string; readonly isPrimary: boolean }[] | undefined;
}

/** A file that is to come. */
export interface SubmittedFile {
  readonly sizeInBytes?: number | undefined;
  readonly contentType?: string | undefined;
  /** Where it comes from when nobody sends it: a file in Docbyte Vault. */
  readonly from?: ArchivedFile | undefined;
}

/** A file of a representation; its address is kept apart, since it is a secret. */
export interface ArchivedFile {
  readonly packageId: string;
  readonly representationId: string | null;
  readonly format: string | null;
}

/** The kinds that have a VIRIN (dvids-submission.md §5.4, §5.5, §5.8). */
export function hasVirin(assetType: DvidsAssetType): boolean {
  return assetType === 'PHOTO' || assetType === 'VIDEO' || assetType === 'GRAPHIC';
}

/** What a VIRIN is generated for: the first author, else the unit; by the date of the asset. */
export function virinBasis({ input }: SubmittedDvidsAsset): { readonly authorId?: string | undefined; readonly serviceUnitId?: string | undefined; readonly date: string } {
  const authorId = 'authorIds' in input ? input.authorIds?.[0] : undefined;
  const serviceUnitId = 'serviceUnitId' in input ? input.serviceUnitId : undefined;
  return { ...(authorId === undefined ? { serviceUnitId } : { authorId }), date: input.createdAt };
}

/** The input of an asset with what was found out on the way: what the service for assets takes. */
export function assetInput(asset: SubmittedDvidsAsset, found: { readonly uploadId?: string | undefined; readonly virin?: string | undefined }): DvidsAssetInputs[DvidsAssetType];
export function assetInput({ input }: SubmittedDvidsAsset, found: object): object {
  return { ...input, ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) };
}

/** The name of the list in the input that assets of a kind are in. */
export const listOfAssets = { PHOTO: 'photos', VIDEO: 'videos', NEWS: 'news', GRAPHIC: 'graphics', PUBLICATION_ISSUE: 'publicationIssues' } as const satisfies Record<DvidsAssetType, string>;

/** Where in the input an asset is: each kind has a list of its own. */
export function pathOfAsset(assets: readonly SubmittedDvidsAsset[], { key, assetType }: SubmittedDvidsAsset): string[] {
  const index = assets.filter((each) => each.assetType === assetType).findIndex((each) => each.key === key);
  return ['input', listOfAssets[assetType], String(index)];
}
