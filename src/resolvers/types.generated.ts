import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Aip as AipModel, Metadata as MetadataModel, PluginReport as PluginReportModel, BreadcrumbEntry as BreadcrumbEntryModel, Representation as RepresentationModel, RepresentationFile as RepresentationFileModel } from '../domain/aip.ts';
import type { AipConnectionModel, AipEdgeModel, SearchResultModel, SearchConnectionModel, SearchEdgeModel, ArchiveModel, DisseminationModel, DisseminationConnectionModel, DisseminationEdgeModel, DisseminationEventModel, SubmissionModel, SubmissionFileModel, SubmissionConnectionModel, SubmissionEdgeModel, SubmissionEventModel, SubmitDvidsBatchModel, PublishToDvidsModel, SubmitDvidsAssetModel, SubmitSipModel, SubmitSipFileModel, DvidsCountryConnectionModel, DvidsCountryEdgeModel, DvidsServiceUnitConnectionModel, DvidsServiceUnitEdgeModel, DvidsAuthorConnectionModel, DvidsAuthorEdgeModel, DvidsPublicationConnectionModel, DvidsPublicationEdgeModel, DvidsGraphicCategoryConnectionModel, DvidsGraphicCategoryEdgeModel, DvidsBatchModel, DvidsBatchConnectionModel, DvidsBatchEdgeModel, DvidsBatchEventModel, DvidsNewsMediaModel } from './models.ts';
import type { SearchConfig as SearchConfigModel, SearchColumn as SearchColumnModel, SearchFilter as SearchFilterModel } from '../domain/search.ts';
import type { DownloadableFile as DisseminationFileModel } from '../domain/dissemination.ts';
import type { RejectionReason as SubmissionReasonModel } from '../domain/submission.ts';
import type { Viewer as ViewerModel } from '../domain/viewer.ts';
import type { DvidsCountry as DvidsCountryModel, DvidsServiceUnit as DvidsServiceUnitModel, DvidsAuthor as DvidsAuthorModel, DvidsPublication as DvidsPublicationModel, DvidsGraphicCategory as DvidsGraphicCategoryModel } from '../domain/dvidsReference.ts';
import type { DvidsAsset as DvidsAssetModel, DvidsPhoto as DvidsPhotoModel, DvidsVideo as DvidsVideoModel, DvidsNews as DvidsNewsModel, DvidsGraphic as DvidsGraphicModel, DvidsPublicationIssue as DvidsPublicationIssueModel } from '../domain/dvids.ts';
import type { UploadRecord as UploadModel } from '../events/uploads.ts';
import type { UploadProgress as UploadProgressModel } from '../events/uploadProgress.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A number of bytes as a decimal string, since sizes pass what a JSON number holds exactly (2^53). */
  ByteCount: { input: string; output: string; }
  /** RFC 3339 text exactly as the upstream gave it: micro- and nanoseconds survive. */
  DateTime: { input: string; output: string; }
  /** Any JSON value: text, a number, true or false, a list, an object. */
  JSON: { input: unknown; output: unknown; }
};

/** A package in Docbyte Vault. OAIS calls it an AIP, an archival information package. */
export type Aip = Node & {
  readonly __typename?: 'Aip';
  /** The preserved object at DPS; null where the package has no archive id. */
  readonly archive?: Maybe<Archive>;
  /** The id under which DPS preserves this package, by this gateway's link rule; null where it has none. */
  readonly archiveId?: Maybe<Scalars['ID']['output']>;
  /** The way from the root of the file plan to this package. */
  readonly breadcrumb?: Maybe<ReadonlyArray<BreadcrumbEntry>>;
  /** The packages directly below it in the file plan. */
  readonly children?: Maybe<AipConnection>;
  /** Orders for its delivery from DPS that this gateway knows and you may see, newest first. */
  readonly disseminations?: Maybe<DisseminationConnection>;
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** Descriptive metadata; null where there is none. */
  readonly metadata?: Maybe<Metadata>;
  /** The package's own id in Docbyte Vault. */
  readonly packageId: Scalars['ID']['output'];
  /** What kind of package it is, in Docbyte's word; `AIP` as a rule. */
  readonly packageType?: Maybe<Scalars['String']['output']>;
  /** The package above it: the last entry of the breadcrumb that is not the package itself; null at a root. */
  readonly parent?: Maybe<Aip>;
  /** What the caller (or this gateway's service account) may do with it. Docbyte does not document the shape of an entry. */
  readonly permissions?: Maybe<ReadonlyArray<Maybe<Scalars['JSON']['output']>>>;
  /** What the ingest and preservation plugins had to say. */
  readonly pluginReports?: Maybe<ReadonlyArray<PluginReport>>;
  /** The forms in which its content is kept, with links to the files. */
  readonly representations?: Maybe<ReadonlyArray<Representation>>;
  /** Its title; null where the archive gave none. */
  readonly title?: Maybe<Scalars['String']['output']>;
};


/** A package in Docbyte Vault. OAIS calls it an AIP, an archival information package. */
export type AipChildrenArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** A package in Docbyte Vault. OAIS calls it an AIP, an archival information package. */
export type AipDisseminationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of packages. */
export type AipConnection = {
  readonly __typename?: 'AipConnection';
  /** The packages with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<AipEdge>>;
  /** The packages alone. */
  readonly nodes?: Maybe<ReadonlyArray<Aip>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null when the service does not say. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A package in a page. */
export type AipEdge = {
  readonly __typename?: 'AipEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The package. */
  readonly node?: Maybe<Aip>;
};

/** A preserved object, named by its archive id: where the package, its submission and its deliveries meet. */
export type Archive = Node & {
  readonly __typename?: 'Archive';
  /** The package in Docbyte Vault; null when no link to one is known. */
  readonly aip?: Maybe<Aip>;
  /** Its id at DPS. */
  readonly archiveId: Scalars['ID']['output'];
  /** Orders for its delivery that this gateway knows and you may see, newest first. */
  readonly disseminations?: Maybe<DisseminationConnection>;
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** The submission that brought it into preservation; null when this gateway knows none that you may see. */
  readonly submission?: Maybe<Submission>;
};


/** A preserved object, named by its archive id: where the package, its submission and its deliveries meet. */
export type ArchiveDisseminationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** An asset to be attached to a story of the same batch. */
export type AttachDvidsNewsMediaInput = {
  /** Its id at DVIDS. */
  readonly assetId: Scalars['ID']['input'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** The batch of both, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** Whether it becomes the story's main one, in place of another. */
  readonly isPrimary?: Scalars['Boolean']['input'];
  /** The story. */
  readonly newsId: Scalars['ID']['input'];
};

/** A story with its media. */
export type AttachDvidsNewsMediaPayload = {
  readonly __typename?: 'AttachDvidsNewsMediaPayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** The story as it is now. */
  readonly news?: Maybe<DvidsNews>;
};

/** One step on the way from the root of the file plan. */
export type BreadcrumbEntry = {
  readonly __typename?: 'BreadcrumbEntry';
  /** The package itself. */
  readonly aip?: Maybe<Aip>;
  /** Its id in Docbyte Vault. */
  readonly packageId?: Maybe<Scalars['ID']['output']>;
  /** Title of the package at this step. */
  readonly title?: Maybe<Scalars['String']['output']>;
};

/** A batch to be closed. */
export type CloseDvidsBatchInput = {
  /** Which one. */
  readonly batchId: Scalars['ID']['input'];
  /** Whether DVIDS sends its owner an e-mail about it. */
  readonly sendConfirmationEmail?: Scalars['Boolean']['input'];
};

/** A batch that is closed. */
export type CloseDvidsBatchPayload = {
  readonly __typename?: 'CloseDvidsBatchPayload';
  /** The batch, closed. */
  readonly batch?: Maybe<DvidsBatch>;
};

/** An upload whose parts are all there. */
export type CompleteDvidsMultipartUploadInput = {
  /** The parts that you sent to storage yourself. Leave it out for what was sent to the `ticketUrl`: that is closed by itself, as a rule. */
  readonly parts?: InputMaybe<ReadonlyArray<DvidsFinishedPartInput>>;
  /** Which one. */
  readonly uploadId: Scalars['ID']['input'];
};

/** An upload that is complete. */
export type CompleteDvidsMultipartUploadPayload = {
  readonly __typename?: 'CompleteDvidsMultipartUploadPayload';
  /** The upload. */
  readonly upload?: Maybe<Upload>;
};

/** How to connect to DVIDS. */
export type ConnectDvidsInput = {
  /** Comes back in the payload as it was. */
  readonly clientMutationId?: InputMaybe<Scalars['String']['input']>;
};

/** A login that has begun. */
export type ConnectDvidsPayload = {
  readonly __typename?: 'ConnectDvidsPayload';
  /** Where to send your browser. It is good for one login, begun within ten minutes; treat it as a secret. The page that it leads back to names you and asks whether you are to be connected, then says how the login went. */
  readonly authorizationUrl?: Maybe<Scalars['String']['output']>;
  /** As it was in the input. */
  readonly clientMutationId?: Maybe<Scalars['String']['output']>;
};

/** A batch to be made. */
export type CreateDvidsBatchInput = {
  /** Comes back in the payload as it was. */
  readonly clientMutationId?: InputMaybe<Scalars['String']['input']>;
};

/** A batch that was made. */
export type CreateDvidsBatchPayload = {
  readonly __typename?: 'CreateDvidsBatchPayload';
  /** The batch, open and empty. */
  readonly batch?: Maybe<DvidsBatch>;
  /** As it was in the input. */
  readonly clientMutationId?: Maybe<Scalars['String']['output']>;
};

/** A graphic to be made. */
export type CreateDvidsGraphicInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** The batch it goes into, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** Who wrote the caption. */
  readonly captionWriter?: InputMaybe<Scalars['String']['input']>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it shows. */
  readonly description: Scalars['String']['input'];
  /** What it is: one of `dvidsGraphicCategories`. */
  readonly graphicCategoryId: Scalars['ID']['input'];
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions: Scalars['String']['input'];
  /** The unit it is submitted for. */
  readonly serviceUnitId: Scalars['ID']['input'];
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: ReadonlyArray<Scalars['String']['input']>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
  /** The upload with its file, in one piece. */
  readonly uploadId: Scalars['ID']['input'];
  /** The number under which it will be known; `generateDvidsVirin` makes one. */
  readonly virin: Scalars['String']['input'];
};

/** A graphic that was made. */
export type CreateDvidsGraphicPayload = {
  readonly __typename?: 'CreateDvidsGraphicPayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** What was made. */
  readonly graphic?: Maybe<DvidsGraphic>;
};

/** A file to be uploaded in parts, as videos are. */
export type CreateDvidsMultipartUploadInput = {
  /** The batch it goes into, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** What it is, such as `video/mp4`. */
  readonly contentType: Scalars['String']['input'];
  /** How long its parts are when this gateway cuts them: from 5 MiB to 5 GiB, 100 MB if left out. */
  readonly partSizeInBytes?: InputMaybe<Scalars['ByteCount']['input']>;
  /** How long it is, at most 5 TiB; the bytes are then held to it. */
  readonly sizeInBytes?: InputMaybe<Scalars['ByteCount']['input']>;
};

/** An upload in parts that waits for its bytes. */
export type CreateDvidsMultipartUploadPayload = {
  readonly __typename?: 'CreateDvidsMultipartUploadPayload';
  /**
   * The upload: send the file to its `ticketUrl`, whole or by tus, and this gateway cuts, sends and closes it. Or send the parts yourself:
   * `createDvidsUploadPart` for each, then `completeDvidsMultipartUpload`.
   */
  readonly upload?: Maybe<Upload>;
};

/** A news story to be made. */
export type CreateDvidsNewsInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** The batch it goes into, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** The story. */
  readonly body: Scalars['String']['input'];
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it is from: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was written: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it tells, in short. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions?: InputMaybe<Scalars['String']['input']>;
  /** Further attributes under DVIDS's own names: what DVIDS takes here is not published in full. */
  readonly otherAttributes?: InputMaybe<Scalars['JSON']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId?: InputMaybe<Scalars['ID']['input']>;
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
};

/** A news story that was made. */
export type CreateDvidsNewsPayload = {
  readonly __typename?: 'CreateDvidsNewsPayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** What was made. */
  readonly news?: Maybe<DvidsNews>;
};

/** A photo to be made. */
export type CreateDvidsPhotoInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** The batch it goes into, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** Who wrote the caption. */
  readonly captionWriter?: InputMaybe<Scalars['String']['input']>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it shows. */
  readonly description: Scalars['String']['input'];
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions: Scalars['String']['input'];
  /** The unit's own number for the job. */
  readonly jobIdentifier?: InputMaybe<Scalars['String']['input']>;
  /** The operation it was taken in. */
  readonly operationName?: InputMaybe<Scalars['String']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId: Scalars['ID']['input'];
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: ReadonlyArray<Scalars['String']['input']>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
  /** The upload with its JPEG, in one piece. */
  readonly uploadId: Scalars['ID']['input'];
  /** The number under which it will be known; `generateDvidsVirin` makes one. */
  readonly virin: Scalars['String']['input'];
};

/** A photo that was made. */
export type CreateDvidsPhotoPayload = {
  readonly __typename?: 'CreateDvidsPhotoPayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** What was made. */
  readonly photo?: Maybe<DvidsPhoto>;
};

/** An issue of a publication to be made. */
export type CreateDvidsPublicationIssueInput = {
  /** The batch it goes into, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** When it came out: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What is in it. */
  readonly description: Scalars['String']['input'];
  /** The publication: one of `dvidsPublications`. */
  readonly publicationId: Scalars['ID']['input'];
  /** The upload with its PDF, in one piece. */
  readonly uploadId: Scalars['ID']['input'];
};

/** An issue of a publication that was made. */
export type CreateDvidsPublicationIssuePayload = {
  readonly __typename?: 'CreateDvidsPublicationIssuePayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** What was made. */
  readonly publicationIssue?: Maybe<DvidsPublicationIssue>;
};

/** A file to be uploaded in one piece. */
export type CreateDvidsUploadInput = {
  /** The batch it goes into, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** What it is, such as `image/jpeg`; the bytes are then held to it. */
  readonly contentType?: InputMaybe<Scalars['String']['input']>;
  /** How long it is, at most 5 GiB; the bytes are then held to it. */
  readonly sizeInBytes?: InputMaybe<Scalars['ByteCount']['input']>;
};

/** A part that you will send to storage yourself. */
export type CreateDvidsUploadPartInput = {
  /** Its number, from 1 to 10,000. Asking again for the same number is how a part is sent again. */
  readonly partNumber: Scalars['Int']['input'];
  /** The upload it is part of. */
  readonly uploadId: Scalars['ID']['input'];
};

/** Where a part goes. */
export type CreateDvidsUploadPartPayload = {
  readonly __typename?: 'CreateDvidsUploadPartPayload';
  /** The part. */
  readonly part?: Maybe<DvidsUploadPart>;
};

/** An upload that waits for its bytes. */
export type CreateDvidsUploadPayload = {
  readonly __typename?: 'CreateDvidsUploadPayload';
  /** The upload: send the file to its `ticketUrl`, or straight to its `uploadUrl`. */
  readonly upload?: Maybe<Upload>;
};

/** A video to be made. */
export type CreateDvidsVideoInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** The batch it goes into, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it shows. */
  readonly description: Scalars['String']['input'];
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions: Scalars['String']['input'];
  /** Further attributes under DVIDS's own names: what DVIDS takes here is not published in full. */
  readonly otherAttributes?: InputMaybe<Scalars['JSON']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId: Scalars['ID']['input'];
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
  /** The upload with its file, in parts, all of which have arrived. */
  readonly uploadId: Scalars['ID']['input'];
  /** The number under which it will be known; `generateDvidsVirin` makes one. */
  readonly virin: Scalars['String']['input'];
};

/** A video that was made. */
export type CreateDvidsVideoPayload = {
  readonly __typename?: 'CreateDvidsVideoPayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** What was made. */
  readonly video?: Maybe<DvidsVideo>;
};

/** What to submit: the object and what it is. The files are registered afterwards, one by one. */
export type CreateSubmissionInput = {
  /** The contract to submit under. */
  readonly contractId: Scalars['ID']['input'];
  /** What the object is. It cannot be changed once the submission is created. */
  readonly metadata: SubmissionMetadataInput;
  /** Your own id of the object, unique under the contract: 3 to 200 letters, digits, `-` and `_`. */
  readonly objectId: Scalars['ID']['input'];
  /** From 1 (most urgent) to 100; DPS takes 50 when it is left out. Keep low values for what is urgent. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
};

/** A submission that takes files now. */
export type CreateSubmissionPayload = {
  readonly __typename?: 'CreateSubmissionPayload';
  /** The submission. */
  readonly submission?: Maybe<Submission>;
};

/** A graphic to be deleted. */
export type DeleteDvidsGraphicInput = {
  /** Which one. */
  readonly assetId: Scalars['ID']['input'];
  /** The batch it belongs to, which must be open. */
  readonly batchId: Scalars['ID']['input'];
};

/** What is left. */
export type DeleteDvidsGraphicPayload = {
  readonly __typename?: 'DeleteDvidsGraphicPayload';
  /** The batch without it. */
  readonly batch?: Maybe<DvidsBatch>;
};

/** A photo to be deleted. */
export type DeleteDvidsPhotoInput = {
  /** Which one. */
  readonly assetId: Scalars['ID']['input'];
  /** The batch it belongs to, which must be open. */
  readonly batchId: Scalars['ID']['input'];
};

/** What is left. */
export type DeleteDvidsPhotoPayload = {
  readonly __typename?: 'DeleteDvidsPhotoPayload';
  /** The batch without it. */
  readonly batch?: Maybe<DvidsBatch>;
};

/** An issue of a publication to be deleted. */
export type DeleteDvidsPublicationIssueInput = {
  /** Which one. */
  readonly assetId: Scalars['ID']['input'];
  /** The batch it belongs to, which must be open. */
  readonly batchId: Scalars['ID']['input'];
};

/** What is left. */
export type DeleteDvidsPublicationIssuePayload = {
  readonly __typename?: 'DeleteDvidsPublicationIssuePayload';
  /** The batch without it. */
  readonly batch?: Maybe<DvidsBatch>;
};

/** A file to be taken out of a submission that is not finalized. */
export type DeleteSubmissionFileInput = {
  /** The contract that the submission is under. */
  readonly contractId: Scalars['ID']['input'];
  /** The file. */
  readonly fileId: Scalars['ID']['input'];
  /** The submission that the file belongs to. */
  readonly submissionId: Scalars['ID']['input'];
};

/** A submission with a file less. */
export type DeleteSubmissionFilePayload = {
  readonly __typename?: 'DeleteSubmissionFilePayload';
  /** The submission. */
  readonly submission?: Maybe<Submission>;
};

/** A submission to be deleted, which must not be finalized. */
export type DeleteSubmissionInput = {
  /** The contract that it is under. */
  readonly contractId: Scalars['ID']['input'];
  /** Its id at DPS. */
  readonly submissionId: Scalars['ID']['input'];
};

/** A submission that is no more. */
export type DeleteSubmissionPayload = {
  readonly __typename?: 'DeleteSubmissionPayload';
  /** The submission as it ended, with the problem `DELETED`. */
  readonly submission?: Maybe<Submission>;
};

/** How to disconnect from DVIDS. */
export type DisconnectDvidsInput = {
  /** Comes back in the payload as it was. */
  readonly clientMutationId?: InputMaybe<Scalars['String']['input']>;
};

/** What is left. */
export type DisconnectDvidsPayload = {
  readonly __typename?: 'DisconnectDvidsPayload';
  /** As it was in the input. */
  readonly clientMutationId?: Maybe<Scalars['String']['output']>;
  /** You, no longer connected. */
  readonly viewer: Viewer;
};

/** An order to DPS to deliver a preserved package. OAIS calls what is delivered a DIP, a dissemination information package. */
export type Dissemination = Job & Node & {
  readonly __typename?: 'Dissemination';
  /** The package in Docbyte Vault; null when no link to one is known. */
  readonly aip?: Maybe<Aip>;
  /** The preserved object. */
  readonly archive?: Maybe<Archive>;
  /** Id of the preserved object that was ordered. */
  readonly archiveId: Scalars['ID']['output'];
  /** When the service was last asked about it; null when never. */
  readonly checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The client of DPS that ordered it: this gateway, as a rule. */
  readonly clientId?: Maybe<Scalars['String']['output']>;
  /** The contract that the object is kept under. */
  readonly contractId?: Maybe<Scalars['ID']['output']>;
  /** Its id at DPS. */
  readonly disseminationId: Scalars['ID']['output'];
  /** The delivered files; empty before the delivery. */
  readonly files: ReadonlyArray<DisseminationFile>;
  /** True when DPS delivered and the links never reached this gateway: they cannot be had again, a new order is the remedy. */
  readonly filesLost: Scalars['Boolean']['output'];
  /** Its changes so far, oldest first. */
  readonly history: ReadonlyArray<DisseminationStatusChange>;
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** The id that its producer gave the object. */
  readonly objectId?: Maybe<Scalars['String']['output']>;
  /** Where it stands, in the words of every job. */
  readonly phase: JobPhase;
  /** From 1 (most urgent) to 100. */
  readonly priority?: Maybe<Scalars['Int']['output']>;
  /** What is wrong with it; null when nothing is. */
  readonly problem?: Maybe<Problem>;
  /** How far it is, from 0 to 1. It never falls, and is 1 exactly when it has succeeded. */
  readonly progress: Scalars['Float']['output'];
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** Size of the package, or of the delivered files once they are there. */
  readonly sizeInBytes?: Maybe<Scalars['ByteCount']['output']>;
  /** Where it stands at DPS. */
  readonly status: DisseminationStatus;
  /** The submission that brought the object into preservation; null when this gateway knows none that you may see. */
  readonly submission?: Maybe<Submission>;
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** The service's own word for where it stands. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** A page of disseminations. */
export type DisseminationConnection = {
  readonly __typename?: 'DisseminationConnection';
  /** The disseminations with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<DisseminationEdge>>;
  /** The disseminations alone. */
  readonly nodes?: Maybe<ReadonlyArray<Dissemination>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A dissemination in a page. */
export type DisseminationEdge = {
  readonly __typename?: 'DisseminationEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The dissemination. */
  readonly node?: Maybe<Dissemination>;
};

/** A change of a dissemination, or its state when the subscription opened. */
export type DisseminationEvent = {
  readonly __typename?: 'DisseminationEvent';
  /** Its place in the order of events: pass it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output'];
  /** The dissemination as it stood after this event. */
  readonly dissemination: Dissemination;
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** How this gateway learnt of it. */
  readonly origin: EventOrigin;
  /** The status before it; null for the first, and for a snapshot. */
  readonly previousStatus?: Maybe<DisseminationStatus>;
  /** The status after it. */
  readonly status: DisseminationStatus;
};

/** A delivered file. */
export type DisseminationFile = {
  readonly __typename?: 'DisseminationFile';
  /** Checksum of the file. */
  readonly checksum?: Maybe<Scalars['String']['output']>;
  /** How the checksum is computed, such as `MD5`. */
  readonly checksumAlgorithm?: Maybe<Scalars['String']['output']>;
  /** Where to download it, without logging in. Treat it as a secret. Null once it has expired. */
  readonly downloadUrl?: Maybe<Scalars['String']['output']>;
  /** Whether the link has expired: order a new dissemination. */
  readonly expired: Scalars['Boolean']['output'];
  /** When the link expires. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its name, such as `metadata.tar`. */
  readonly filename: Scalars['String']['output'];
  /** Its size. */
  readonly sizeInBytes?: Maybe<Scalars['ByteCount']['output']>;
};

/** Where a dissemination stands at DPS. */
export type DisseminationStatus =
  /** The files are ready. */
  | 'DISSEMINATED'
  /** The package is fetched from the repository; tape can take hours. */
  | 'DOWNLOADING_FROM_REPOSITORY'
  /** It failed. DPS gives no reason. */
  | 'FAILED'
  /** The package is checked against its checksums. */
  | 'FIXITY_CHECK'
  /** It waits in line. */
  | 'QUEUED'
  /** The order has arrived. */
  | 'RECEIVED'
  /** It was refused. DPS gives no reason. */
  | 'REJECTED'
  /** A status that this gateway does not know; see `upstreamStatus`. */
  | 'UNRECOGNIZED'
  /** The files are put where they can be downloaded. */
  | 'UPLOADING_TO_S3';

/** One change of a dissemination. */
export type DisseminationStatusChange = StatusChange & {
  readonly __typename?: 'DisseminationStatusChange';
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** How this gateway learnt of it. */
  readonly origin: EventOrigin;
  /** Where it stands, in the words of every job. */
  readonly phase: JobPhase;
  /** The status it changed to. */
  readonly status: DisseminationStatus;
  /** The service's own word for where it stands. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** Something that is submitted to DVIDS in a batch. */
export type DvidsAsset = {
  /** Its id at DVIDS; ids of different kinds may be alike. */
  readonly assetId: Scalars['ID']['output'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** All that DVIDS tells of it, under DVIDS's own names. */
  readonly attributes?: Maybe<Scalars['JSON']['output']>;
  /** Who made it; empty for a courtesy asset. */
  readonly authors?: Maybe<ReadonlyArray<Maybe<DvidsAuthor>>>;
  /** The batch it belongs to. */
  readonly batchId: Scalars['ID']['output'];
  /** When it was taken or made. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it shows or tells. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The unit it is submitted for; that of the publication for an issue. */
  readonly serviceUnit?: Maybe<DvidsServiceUnit>;
  /** Where it stands; null where DVIDS does not say. */
  readonly status?: Maybe<DvidsAssetStatus>;
  /** Where a small picture of it is; null where DVIDS makes none. */
  readonly thumbnail?: Maybe<Scalars['String']['output']>;
  /** Its title; null for issues of publications, which have none. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** DVIDS's own word for where it stands. */
  readonly upstreamStatus?: Maybe<Scalars['String']['output']>;
};


/** Something that is submitted to DVIDS in a batch. */
export type DvidsAssetThumbnailArgs = {
  size?: Scalars['Int']['input'];
};

/** Where an asset stands at DVIDS. */
export type DvidsAssetStatus =
  /** It was public, and is put away. */
  | 'ARCHIVED'
  /** It is processed, and not public before somebody at its unit approves it. */
  | 'NEEDS_APPROVAL'
  /** It is about to be processed. */
  | 'PENDING_PROCESSING'
  /** It is public. */
  | 'PUBLISHED'
  /** A status that this gateway does not know; see `upstreamStatus`. */
  | 'UNRECOGNIZED'
  /** It has arrived, and waits for its batch to be closed. */
  | 'UPLOADED';

/** A kind of asset. */
export type DvidsAssetType =
  /** A graphic, such as a poster or a chart. */
  | 'GRAPHIC'
  /** A news story, with other assets attached. */
  | 'NEWS'
  /** A photo: one JPEG. */
  | 'PHOTO'
  /** An issue of a publication: a PDF. */
  | 'PUBLICATION_ISSUE'
  /** A video, uploaded in parts. */
  | 'VIDEO';

/** Somebody who can be credited. */
export type DvidsAuthor = {
  readonly __typename?: 'DvidsAuthor';
  /** The author's id at DVIDS. */
  readonly authorId: Scalars['ID']['output'];
  /** The rank; null where DVIDS tells none. */
  readonly jobGrade?: Maybe<DvidsJobGrade>;
  /** The name. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The units the author belongs to. */
  readonly serviceUnits?: Maybe<ReadonlyArray<Maybe<DvidsServiceUnit>>>;
  /** The author's code in VIRINs; null: none can be generated for this author. */
  readonly visionId?: Maybe<Scalars['ID']['output']>;
};

/** A page of authors. */
export type DvidsAuthorConnection = {
  readonly __typename?: 'DvidsAuthorConnection';
  /** The authors with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<DvidsAuthorEdge>>;
  /** The authors alone. */
  readonly nodes?: Maybe<ReadonlyArray<DvidsAuthor>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null where DVIDS does not say. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** An author in a page. */
export type DvidsAuthorEdge = {
  readonly __typename?: 'DvidsAuthorEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The author. */
  readonly node?: Maybe<DvidsAuthor>;
};

/**
 * A batch of assets submitted to DVIDS: made, filled with uploads and assets, and closed, upon which DVIDS processes it. It succeeds when all its
 * assets are published or archived.
 */
export type DvidsBatch = Job & Node & {
  readonly __typename?: 'DvidsBatch';
  /** Its assets, in the order in which they became known here. */
  readonly assets?: Maybe<ReadonlyArray<DvidsAsset>>;
  /** Its id at DVIDS. */
  readonly batchId: Scalars['ID']['output'];
  /** When DVIDS was last asked about it; null when never. */
  readonly checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether it is closed: no more can be added, and DVIDS processes it. */
  readonly closed: Scalars['Boolean']['output'];
  /** When it was closed; null while it is open. */
  readonly closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Its changes so far, oldest first. */
  readonly history: ReadonlyArray<DvidsBatchStatusChange>;
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** Where it stands, in the words of every job. */
  readonly phase: JobPhase;
  /** What is wrong with it; null when nothing is. */
  readonly problem?: Maybe<Problem>;
  /** How far it is, from 0 to 1. It never falls, and is 1 exactly when the batch has succeeded. */
  readonly progress: Scalars['Float']['output'];
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** Where it stands. */
  readonly status: DvidsBatchStatus;
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** Your uploads into it, the last changed first. */
  readonly uploads?: Maybe<ReadonlyArray<Upload>>;
  /** The same in the form of DVIDS's own words, of which it has none for batches. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** A page of batches. */
export type DvidsBatchConnection = {
  readonly __typename?: 'DvidsBatchConnection';
  /** The batches with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<DvidsBatchEdge>>;
  /** The batches alone. */
  readonly nodes?: Maybe<ReadonlyArray<DvidsBatch>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A batch in a page. */
export type DvidsBatchEdge = {
  readonly __typename?: 'DvidsBatchEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The batch. */
  readonly node?: Maybe<DvidsBatch>;
};

/** A change of a batch or of one of its assets, or its state when the subscription opened. */
export type DvidsBatchEvent = {
  readonly __typename?: 'DvidsBatchEvent';
  /** The asset that is new or has changed; null when the event is about the batch itself, or about an asset that is gone. */
  readonly asset?: Maybe<DvidsAsset>;
  /** The batch as it stood after this event. */
  readonly batch: DvidsBatch;
  /** Its place in the order of events: pass it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** How this gateway learnt of it. */
  readonly origin: EventOrigin;
  /** The status of the batch before it; null for the first, and for a snapshot. */
  readonly previousStatus?: Maybe<DvidsBatchStatus>;
  /** The status of the batch after it. */
  readonly status: DvidsBatchStatus;
};

/** Where a batch stands. DVIDS has no word for that: it follows from whether the batch is closed, and from its assets. */
export type DvidsBatchStatus =
  /** All that is left is for somebody at the unit to approve. */
  | 'NEEDS_APPROVAL'
  /** It takes uploads and assets. */
  | 'OPEN'
  /** It is closed, and its assets are being processed. */
  | 'PROCESSING'
  /** All its assets are public. */
  | 'PUBLISHED';

/** One change of a batch. */
export type DvidsBatchStatusChange = StatusChange & {
  readonly __typename?: 'DvidsBatchStatusChange';
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** How this gateway learnt of it. */
  readonly origin: EventOrigin;
  /** Where it stood after the change. */
  readonly phase: JobPhase;
  /** The status it changed to. */
  readonly status: DvidsBatchStatus;
  /** The same in the form of DVIDS's own words. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** A branch of service. */
export type DvidsBranch =
  /** Air Force. */
  | 'AIR_FORCE'
  /** Army. */
  | 'ARMY'
  /** No branch: civilians. */
  | 'CIVILIAN'
  /** Coast Guard. */
  | 'COAST_GUARD'
  /** Several branches together. */
  | 'JOINT'
  /** Marine Corps. */
  | 'MARINES'
  /** Navy. */
  | 'NAVY'
  /** Space Force. */
  | 'SPACE_FORCE'
  /** A branch that this gateway does not know; see `upstreamBranch`. Not to be asked for. */
  | 'UNRECOGNIZED';

/** A country, for the `country` of an asset. */
export type DvidsCountry = {
  readonly __typename?: 'DvidsCountry';
  /** Its id at DVIDS. */
  readonly countryId: Scalars['ID']['output'];
  /** Its code in two letters (ISO 3166-1): what `country` of an asset takes. */
  readonly iso2: Scalars['String']['output'];
  /** Its name. */
  readonly name?: Maybe<Scalars['String']['output']>;
};

/** A page of countries. */
export type DvidsCountryConnection = {
  readonly __typename?: 'DvidsCountryConnection';
  /** The countries with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<DvidsCountryEdge>>;
  /** The countries alone. */
  readonly nodes?: Maybe<ReadonlyArray<DvidsCountry>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null where DVIDS does not say. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A country in a page. */
export type DvidsCountryEdge = {
  readonly __typename?: 'DvidsCountryEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The country. */
  readonly node?: Maybe<DvidsCountry>;
};

/** A part that storage has. */
export type DvidsFinishedPartInput = {
  /** The `ETag` that storage answered, quotes and all. */
  readonly etag: Scalars['String']['input'];
  /** Its number, from 1. */
  readonly partNumber: Scalars['Int']['input'];
};

/** A graphic. */
export type DvidsGraphic = DvidsAsset & {
  readonly __typename?: 'DvidsGraphic';
  /** Its id at DVIDS; ids of different kinds may be alike. */
  readonly assetId: Scalars['ID']['output'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** All that DVIDS tells of it, under DVIDS's own names. */
  readonly attributes?: Maybe<Scalars['JSON']['output']>;
  /** Who made it; empty for a courtesy asset. */
  readonly authors?: Maybe<ReadonlyArray<Maybe<DvidsAuthor>>>;
  /** The batch it belongs to. */
  readonly batchId: Scalars['ID']['output'];
  /** Who wrote the caption. */
  readonly captionWriter?: Maybe<Scalars['String']['output']>;
  /** What it is, such as a poster. */
  readonly category?: Maybe<DvidsGraphicCategory>;
  /** City there. */
  readonly city?: Maybe<Scalars['String']['output']>;
  /** Where it was taken or made: two letters (ISO 3166-1). */
  readonly country?: Maybe<Scalars['String']['output']>;
  /** When it was taken or made. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it shows or tells. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Who released it: name, e-mail address and phone number, each on a line of its own. Public. */
  readonly instructions?: Maybe<Scalars['String']['output']>;
  /** The unit it is submitted for. */
  readonly serviceUnit?: Maybe<DvidsServiceUnit>;
  /** Where it stands; null where DVIDS does not say. */
  readonly status?: Maybe<DvidsAssetStatus>;
  /** State or province there. */
  readonly subdiv?: Maybe<Scalars['String']['output']>;
  /** Keywords. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** Themes it belongs to. */
  readonly themeIds: ReadonlyArray<Scalars['ID']['output']>;
  /** Where a small picture of it is; null where DVIDS makes none. */
  readonly thumbnail?: Maybe<Scalars['String']['output']>;
  /** Its title. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** The upload it was made of; null when it was not made here. */
  readonly upload?: Maybe<Upload>;
  /** DVIDS's own word for where it stands. */
  readonly upstreamStatus?: Maybe<Scalars['String']['output']>;
  /** The number under which it is known. */
  readonly virin?: Maybe<Scalars['String']['output']>;
};


/** A graphic. */
export type DvidsGraphicThumbnailArgs = {
  size?: Scalars['Int']['input'];
};

/** What a graphic can be, such as a poster. */
export type DvidsGraphicCategory = {
  readonly __typename?: 'DvidsGraphicCategory';
  /** Its id at DVIDS. */
  readonly graphicCategoryId: Scalars['ID']['output'];
  /** Its name. */
  readonly name?: Maybe<Scalars['String']['output']>;
};

/** A page of categories. */
export type DvidsGraphicCategoryConnection = {
  readonly __typename?: 'DvidsGraphicCategoryConnection';
  /** The categories with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<DvidsGraphicCategoryEdge>>;
  /** The categories alone. */
  readonly nodes?: Maybe<ReadonlyArray<DvidsGraphicCategory>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null where DVIDS does not say. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A category in a page. */
export type DvidsGraphicCategoryEdge = {
  readonly __typename?: 'DvidsGraphicCategoryEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The category. */
  readonly node?: Maybe<DvidsGraphicCategory>;
};

/** A rank. */
export type DvidsJobGrade = {
  readonly __typename?: 'DvidsJobGrade';
  /** As the branch abbreviates it. */
  readonly abbreviation?: Maybe<Scalars['String']['output']>;
  /** As the Associated Press writes it. */
  readonly associatedPressName?: Maybe<Scalars['String']['output']>;
  /** The branch; null where DVIDS names none. */
  readonly branch?: Maybe<DvidsBranch>;
  /** The country whose rank it is. */
  readonly countryCode?: Maybe<Scalars['String']['output']>;
  /** The grade. */
  readonly jobGrade?: Maybe<Scalars['String']['output']>;
  /** The rank in full. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The grade in NATO's scale, such as `OR-5`. */
  readonly natoCode?: Maybe<Scalars['String']['output']>;
  /** DVIDS's own word for the branch. */
  readonly upstreamBranch?: Maybe<Scalars['String']['output']>;
};

/** A news story. */
export type DvidsNews = DvidsAsset & {
  readonly __typename?: 'DvidsNews';
  /** Its id at DVIDS; ids of different kinds may be alike. */
  readonly assetId: Scalars['ID']['output'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** All that DVIDS tells of it, under DVIDS's own names. */
  readonly attributes?: Maybe<Scalars['JSON']['output']>;
  /** Who made it; empty for a courtesy asset. */
  readonly authors?: Maybe<ReadonlyArray<Maybe<DvidsAuthor>>>;
  /** The batch it belongs to. */
  readonly batchId: Scalars['ID']['output'];
  /** The story. */
  readonly body?: Maybe<Scalars['String']['output']>;
  /** City there. */
  readonly city?: Maybe<Scalars['String']['output']>;
  /** Where it was taken or made: two letters (ISO 3166-1). */
  readonly country?: Maybe<Scalars['String']['output']>;
  /** When it was taken or made. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it shows or tells. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Who released it: name, e-mail address and phone number, each on a line of its own. Public. */
  readonly instructions?: Maybe<Scalars['String']['output']>;
  /** What is attached to it, as far as DVIDS or this gateway knows. */
  readonly media?: Maybe<ReadonlyArray<DvidsNewsMedia>>;
  /** The unit it is submitted for. */
  readonly serviceUnit?: Maybe<DvidsServiceUnit>;
  /** Where it stands; null where DVIDS does not say. */
  readonly status?: Maybe<DvidsAssetStatus>;
  /** State or province there. */
  readonly subdiv?: Maybe<Scalars['String']['output']>;
  /** Keywords. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** Themes it belongs to. */
  readonly themeIds: ReadonlyArray<Scalars['ID']['output']>;
  /** Where a small picture of it is; null where DVIDS makes none. */
  readonly thumbnail?: Maybe<Scalars['String']['output']>;
  /** Its title. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** DVIDS's own word for where it stands. */
  readonly upstreamStatus?: Maybe<Scalars['String']['output']>;
};


/** A news story. */
export type DvidsNewsThumbnailArgs = {
  size?: Scalars['Int']['input'];
};

/** An asset attached to a story. */
export type DvidsNewsMedia = {
  readonly __typename?: 'DvidsNewsMedia';
  /** The asset; null when the batch has it no longer. */
  readonly asset?: Maybe<DvidsAsset>;
  /** Its id at DVIDS. */
  readonly assetId: Scalars['ID']['output'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** Whether it is the story's main one; null where DVIDS does not say. */
  readonly isPrimary?: Maybe<Scalars['Boolean']['output']>;
};

/** A photo. */
export type DvidsPhoto = DvidsAsset & {
  readonly __typename?: 'DvidsPhoto';
  /** Its id at DVIDS; ids of different kinds may be alike. */
  readonly assetId: Scalars['ID']['output'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** All that DVIDS tells of it, under DVIDS's own names. */
  readonly attributes?: Maybe<Scalars['JSON']['output']>;
  /** Who made it; empty for a courtesy asset. */
  readonly authors?: Maybe<ReadonlyArray<Maybe<DvidsAuthor>>>;
  /** The batch it belongs to. */
  readonly batchId: Scalars['ID']['output'];
  /** Who wrote the caption. */
  readonly captionWriter?: Maybe<Scalars['String']['output']>;
  /** City there. */
  readonly city?: Maybe<Scalars['String']['output']>;
  /** Where it was taken or made: two letters (ISO 3166-1). */
  readonly country?: Maybe<Scalars['String']['output']>;
  /** When it was taken or made. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it shows or tells. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Who released it: name, e-mail address and phone number, each on a line of its own. Public. */
  readonly instructions?: Maybe<Scalars['String']['output']>;
  /** The unit's own number for the job. */
  readonly jobIdentifier?: Maybe<Scalars['String']['output']>;
  /** The operation it was taken in. */
  readonly operationName?: Maybe<Scalars['String']['output']>;
  /** The unit it is submitted for. */
  readonly serviceUnit?: Maybe<DvidsServiceUnit>;
  /** Where it stands; null where DVIDS does not say. */
  readonly status?: Maybe<DvidsAssetStatus>;
  /** State or province there. */
  readonly subdiv?: Maybe<Scalars['String']['output']>;
  /** Keywords. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** Themes it belongs to. */
  readonly themeIds: ReadonlyArray<Scalars['ID']['output']>;
  /** Where a small picture of it is; null where DVIDS makes none. */
  readonly thumbnail?: Maybe<Scalars['String']['output']>;
  /** Its title. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** The upload it was made of; null when it was not made here. */
  readonly upload?: Maybe<Upload>;
  /** DVIDS's own word for where it stands. */
  readonly upstreamStatus?: Maybe<Scalars['String']['output']>;
  /** The number under which it is known. */
  readonly virin?: Maybe<Scalars['String']['output']>;
};


/** A photo. */
export type DvidsPhotoThumbnailArgs = {
  size?: Scalars['Int']['input'];
};

/** A periodical whose issues can be submitted. */
export type DvidsPublication = {
  readonly __typename?: 'DvidsPublication';
  /** When it was set up. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it is about. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Its id at DVIDS. */
  readonly publicationId: Scalars['ID']['output'];
  /** The unit that publishes it. */
  readonly serviceUnit?: Maybe<DvidsServiceUnit>;
  /** Its title. */
  readonly title?: Maybe<Scalars['String']['output']>;
};

/** A page of publications. */
export type DvidsPublicationConnection = {
  readonly __typename?: 'DvidsPublicationConnection';
  /** The publications with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<DvidsPublicationEdge>>;
  /** The publications alone. */
  readonly nodes?: Maybe<ReadonlyArray<DvidsPublication>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null where DVIDS does not say. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A publication in a page. */
export type DvidsPublicationEdge = {
  readonly __typename?: 'DvidsPublicationEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The publication. */
  readonly node?: Maybe<DvidsPublication>;
};

/** An issue of a publication. */
export type DvidsPublicationIssue = DvidsAsset & {
  readonly __typename?: 'DvidsPublicationIssue';
  /** Its id at DVIDS; ids of different kinds may be alike. */
  readonly assetId: Scalars['ID']['output'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** All that DVIDS tells of it, under DVIDS's own names. */
  readonly attributes?: Maybe<Scalars['JSON']['output']>;
  /** Who made it; empty for a courtesy asset. */
  readonly authors?: Maybe<ReadonlyArray<Maybe<DvidsAuthor>>>;
  /** The batch it belongs to. */
  readonly batchId: Scalars['ID']['output'];
  /** When it was taken or made. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it shows or tells. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The publication it is an issue of. */
  readonly publication?: Maybe<DvidsPublication>;
  /** The unit that publishes it. */
  readonly serviceUnit?: Maybe<DvidsServiceUnit>;
  /** Where it stands; null where DVIDS does not say. */
  readonly status?: Maybe<DvidsAssetStatus>;
  /** Always null. */
  readonly thumbnail?: Maybe<Scalars['String']['output']>;
  /** Always null: issues have no title. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** The upload it was made of; null when it was not made here. */
  readonly upload?: Maybe<Upload>;
  /** DVIDS's own word for where it stands. */
  readonly upstreamStatus?: Maybe<Scalars['String']['output']>;
};


/** An issue of a publication. */
export type DvidsPublicationIssueThumbnailArgs = {
  size?: Scalars['Int']['input'];
};

/** A unit that submits to DVIDS. */
export type DvidsServiceUnit = {
  readonly __typename?: 'DvidsServiceUnit';
  /** Its short name. */
  readonly abbreviation?: Maybe<Scalars['String']['output']>;
  /** Its authors. */
  readonly authors?: Maybe<DvidsAuthorConnection>;
  /** Its branch; null where DVIDS names none. */
  readonly branch?: Maybe<DvidsBranch>;
  /** Its code in VIRINs, where it has one. */
  readonly dvian?: Maybe<Scalars['String']['output']>;
  /** Its name. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Whether somebody at the unit must approve its assets before they are public. */
  readonly requiresPublishingApproval: Scalars['Boolean']['output'];
  /** Its id at DVIDS. */
  readonly serviceUnitId: Scalars['ID']['output'];
  /** DVIDS's own word for the branch. */
  readonly upstreamBranch?: Maybe<Scalars['String']['output']>;
};


/** A unit that submits to DVIDS. */
export type DvidsServiceUnitAuthorsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of units. */
export type DvidsServiceUnitConnection = {
  readonly __typename?: 'DvidsServiceUnitConnection';
  /** The units with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<DvidsServiceUnitEdge>>;
  /** The units alone. */
  readonly nodes?: Maybe<ReadonlyArray<DvidsServiceUnit>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null where DVIDS does not say. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A unit in a page. */
export type DvidsServiceUnitEdge = {
  readonly __typename?: 'DvidsServiceUnitEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The unit. */
  readonly node?: Maybe<DvidsServiceUnit>;
};

/** Where a part goes. */
export type DvidsUploadPart = {
  readonly __typename?: 'DvidsUploadPart';
  /** Its number, from 1. */
  readonly partNumber: Scalars['Int']['output'];
  /** Where to send it: one PUT with a Content-Length and without a token. The `ETag` of the answer is needed in the end. Treat it as a secret. */
  readonly uploadUrl: Scalars['String']['output'];
};

/** A video. */
export type DvidsVideo = DvidsAsset & {
  readonly __typename?: 'DvidsVideo';
  /** Its id at DVIDS; ids of different kinds may be alike. */
  readonly assetId: Scalars['ID']['output'];
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** All that DVIDS tells of it, under DVIDS's own names. */
  readonly attributes?: Maybe<Scalars['JSON']['output']>;
  /** Who made it; empty for a courtesy asset. */
  readonly authors?: Maybe<ReadonlyArray<Maybe<DvidsAuthor>>>;
  /** The batch it belongs to. */
  readonly batchId: Scalars['ID']['output'];
  /** City there. */
  readonly city?: Maybe<Scalars['String']['output']>;
  /** Where it was taken or made: two letters (ISO 3166-1). */
  readonly country?: Maybe<Scalars['String']['output']>;
  /** When it was taken or made. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it shows or tells. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Who released it: name, e-mail address and phone number, each on a line of its own. Public. */
  readonly instructions?: Maybe<Scalars['String']['output']>;
  /** The unit it is submitted for. */
  readonly serviceUnit?: Maybe<DvidsServiceUnit>;
  /** Where it stands; null where DVIDS does not say. */
  readonly status?: Maybe<DvidsAssetStatus>;
  /** State or province there. */
  readonly subdiv?: Maybe<Scalars['String']['output']>;
  /** Keywords. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** Themes it belongs to. */
  readonly themeIds: ReadonlyArray<Scalars['ID']['output']>;
  /** Where a small picture of it is; null where DVIDS makes none. */
  readonly thumbnail?: Maybe<Scalars['String']['output']>;
  /** Its title. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** The upload it was made of; null when it was not made here. */
  readonly upload?: Maybe<Upload>;
  /** DVIDS's own word for where it stands. */
  readonly upstreamStatus?: Maybe<Scalars['String']['output']>;
  /** The number under which it is known. */
  readonly virin?: Maybe<Scalars['String']['output']>;
};


/** A video. */
export type DvidsVideoThumbnailArgs = {
  size?: Scalars['Int']['input'];
};

/** How this gateway learnt of a change. */
export type EventOrigin =
  /** From looking after the job. */
  | 'POLL'
  /** From the answer to a request of ours. */
  | 'REQUEST'
  /** Not a change: the state when a subscription opened. */
  | 'SNAPSHOT'
  /** From a webhook. */
  | 'WEBHOOK';

/** A submission whose files are all there. */
export type FinalizeSubmissionInput = {
  /** The contract that it is under. */
  readonly contractId: Scalars['ID']['input'];
  /** Its id at DPS. */
  readonly submissionId: Scalars['ID']['input'];
};

/** A submission that takes no more files. */
export type FinalizeSubmissionPayload = {
  readonly __typename?: 'FinalizeSubmissionPayload';
  /** The submission. That it is finalized does not mean that it is accepted: its content is checked later. */
  readonly submission?: Maybe<Submission>;
};

/** Who a VIRIN is for: an author, or a unit where no single author made the asset. Exactly one of the two. */
export type GenerateDvidsVirinInput = {
  /** The author, who must have a VISION id. */
  readonly authorId?: InputMaybe<Scalars['ID']['input']>;
  /** When the asset was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly date: Scalars['String']['input'];
  /** The unit. */
  readonly serviceUnitId?: InputMaybe<Scalars['ID']['input']>;
};

/** A VIRIN. */
export type GenerateDvidsVirinPayload = {
  readonly __typename?: 'GenerateDvidsVirinPayload';
  /** What it was generated for, as DVIDS understood it. */
  readonly date?: Maybe<Scalars['DateTime']['output']>;
  /** The number, such as `241001-A-AB123-1001`. */
  readonly virin?: Maybe<Scalars['String']['output']>;
};

/** Work that a service does over time. */
export type Job = {
  /** When the service was last asked about it; null when never. */
  readonly checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its changes so far, oldest first. */
  readonly history: ReadonlyArray<StatusChange>;
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** Where it stands. */
  readonly phase: JobPhase;
  /** What is wrong with it; null when nothing is. */
  readonly problem?: Maybe<Problem>;
  /** How far it is, from 0 to 1. It never falls, and is 1 exactly when the job has succeeded. */
  readonly progress: Scalars['Float']['output'];
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** The service's own word for where it stands. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** Where a job stands, whatever its service calls it. */
export type JobPhase =
  /** Ended badly; see `problem`. */
  | 'FAILED'
  /** Under way. */
  | 'IN_PROGRESS'
  /** Ended well. */
  | 'SUCCEEDED';

/** Metadata by one schema. Names of fields may hold `:` `.` `-`, so that they cannot be fields of this graph. */
export type Metadata = {
  readonly __typename?: 'Metadata';
  /** All fields as a list of names and values. */
  readonly entries: ReadonlyArray<MetadataEntry>;
  /** All fields as one JSON object. */
  readonly fields?: Maybe<Scalars['JSON']['output']>;
  /** Name of the metadata schema. */
  readonly schema?: Maybe<Scalars['String']['output']>;
  /** The value of one field; null when there is none of that name. */
  readonly value?: Maybe<Scalars['JSON']['output']>;
};


/** Metadata by one schema. Names of fields may hold `:` `.` `-`, so that they cannot be fields of this graph. */
export type MetadataValueArgs = {
  name: Scalars['String']['input'];
};

/** A person or an organization. */
export type MetadataAgentInput = {
  /** Where the name is kept in an authority file. */
  readonly authority?: InputMaybe<MetadataAuthorityInput>;
  /** The name. */
  readonly name: Scalars['String']['input'];
  /** What it is, such as `person` or `korporasjon`. */
  readonly type: Scalars['String']['input'];
};

/** Where a name is kept in an authority file. */
export type MetadataAuthorityInput = {
  /** The same under its other name. */
  readonly URI?: InputMaybe<Scalars['String']['input']>;
  /** The name's code there. */
  readonly code?: InputMaybe<Scalars['String']['input']>;
  /** The authority file, such as `viaf`. */
  readonly source?: InputMaybe<Scalars['String']['input']>;
  /** The name's address there. */
  readonly uri?: InputMaybe<Scalars['String']['input']>;
};

/** A person or an organization in a role. */
export type MetadataContributorInput = {
  /** Where the name is kept in an authority file. */
  readonly authority?: InputMaybe<MetadataAuthorityInput>;
  /** The name. */
  readonly name: Scalars['String']['input'];
  /** The role, such as `fotograf`. */
  readonly role?: InputMaybe<Scalars['String']['input']>;
  /** What it is, such as `person` or `korporasjon`. */
  readonly type: Scalars['String']['input'];
};

/** A date of a type. */
export type MetadataDateInput = {
  /** What happened then, such as `created`. */
  readonly type: Scalars['String']['input'];
  /** ISO 8601; a bare year will do. */
  readonly value: Scalars['String']['input'];
};

/** One field of metadata. */
export type MetadataEntry = {
  readonly __typename?: 'MetadataEntry';
  /** The field's name, such as `dc:title`. */
  readonly name: Scalars['String']['output'];
  /** Its value: text, a number, a list, an object… */
  readonly value?: Maybe<Scalars['JSON']['output']>;
};

/** An id of a type. */
export type MetadataIdentifierInput = {
  /** What kind of id, such as `isbn`. */
  readonly type: Scalars['String']['input'];
  /** The id. */
  readonly value: Scalars['String']['input'];
};

/** A place. */
export type MetadataPlaceInput = {
  /** Where the name is kept in an authority file. */
  readonly authority?: InputMaybe<MetadataAuthorityInput>;
  /** How the coordinates are meant; DPS takes EPSG:4326 when it is left out. */
  readonly coordinateReferenceSystem?: InputMaybe<Scalars['String']['input']>;
  /** Degrees north, -90 to 90. */
  readonly latitude?: InputMaybe<Scalars['Float']['input']>;
  /** Degrees east, -180 to 180. */
  readonly longitude?: InputMaybe<Scalars['Float']['input']>;
  /** Its name. */
  readonly name: Scalars['String']['input'];
  /** What kind of place. */
  readonly type?: InputMaybe<Scalars['String']['input']>;
};

/** A related object, by its title or its id. */
export type MetadataRelationInput = {
  /** The same under its other name. */
  readonly URI?: InputMaybe<Scalars['String']['input']>;
  /** Its id. */
  readonly id?: InputMaybe<Scalars['String']['input']>;
  /** Language of the title, three lower-case letters. */
  readonly lang?: InputMaybe<Scalars['String']['input']>;
  /** Its title. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** How it is related, such as `isPartOf`. */
  readonly type: Scalars['String']['input'];
  /** Its address. */
  readonly uri?: InputMaybe<Scalars['String']['input']>;
};

/** What something was made from. */
export type MetadataSourceInput = {
  /** The same under its other name. */
  readonly URI?: InputMaybe<Scalars['String']['input']>;
  /** In words. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Its ids. */
  readonly identifier?: InputMaybe<ReadonlyArray<MetadataIdentifierInput>>;
  /** Its address. */
  readonly uri?: InputMaybe<Scalars['String']['input']>;
};

/** A keyword. */
export type MetadataSubjectInput = {
  /** Where it is kept in an authority file. */
  readonly authority?: InputMaybe<MetadataAuthorityInput>;
  /** Its language, three lower-case letters. */
  readonly lang?: InputMaybe<Scalars['String']['input']>;
  /** The keyword. */
  readonly value: Scalars['String']['input'];
};

/** A text and its language. */
export type MetadataTextInput = {
  /** Its language, three lower-case letters. */
  readonly lang?: InputMaybe<Scalars['String']['input']>;
  /** The text. */
  readonly value: Scalars['String']['input'];
};

/** A text of a type, and its language. */
export type MetadataTypedTextInput = {
  /** Its language, three lower-case letters. */
  readonly lang?: InputMaybe<Scalars['String']['input']>;
  /** Its type, in DPS's vocabulary. */
  readonly type: Scalars['String']['input'];
  /** The text. */
  readonly value: Scalars['String']['input'];
};

/** What can be done. Every mutation takes one `input`. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Attaches an asset to a story of the same batch. */
  readonly attachDvidsNewsMedia?: Maybe<AttachDvidsNewsMediaPayload>;
  /** Closes a batch, which starts processing and approval. It cannot be opened again. One that is closed already stays so. */
  readonly closeDvidsBatch?: Maybe<CloseDvidsBatchPayload>;
  /** Puts the parts of an upload together, which it needs before an asset can be made of it. Done already is done. */
  readonly completeDvidsMultipartUpload?: Maybe<CompleteDvidsMultipartUploadPayload>;
  /** Begins a login at DVIDS. When it ends well, and you agree if the page that it leads back to asks you, you are connected, in place of an earlier login. */
  readonly connectDvids?: Maybe<ConnectDvidsPayload>;
  /** Makes a batch at DVIDS. */
  readonly createDvidsBatch?: Maybe<CreateDvidsBatchPayload>;
  /** Makes a graphic, once: where DVIDS's answer is lost it is looked for in the batch, and `CONFLICT` says when that does not tell. */
  readonly createDvidsGraphic?: Maybe<CreateDvidsGraphicPayload>;
  /** Makes an upload in parts into a batch: what has arrived stays when the rest is cut off. */
  readonly createDvidsMultipartUpload?: Maybe<CreateDvidsMultipartUploadPayload>;
  /** Makes a news story, once: where DVIDS's answer is lost it is looked for in the batch, and `CONFLICT` says when that does not tell. */
  readonly createDvidsNews?: Maybe<CreateDvidsNewsPayload>;
  /** Makes a photo, once: where DVIDS's answer is lost it is looked for in the batch, and `CONFLICT` says when that does not tell. */
  readonly createDvidsPhoto?: Maybe<CreateDvidsPhotoPayload>;
  /** Makes an issue of a publication, once: where DVIDS's answer is lost it is looked for in the batch, and `CONFLICT` says when that does not tell. */
  readonly createDvidsPublicationIssue?: Maybe<CreateDvidsPublicationIssuePayload>;
  /** Makes an upload of at most 5 GiB into a batch. */
  readonly createDvidsUpload?: Maybe<CreateDvidsUploadPayload>;
  /** Asks where one part goes, for those who send to storage themselves. */
  readonly createDvidsUploadPart?: Maybe<CreateDvidsUploadPartPayload>;
  /** Makes a video, once: where DVIDS's answer is lost it is looked for in the batch, and `CONFLICT` says when that does not tell. */
  readonly createDvidsVideo?: Maybe<CreateDvidsVideoPayload>;
  /** Creates a submission at DPS. An object id that its contract has already is a `CONFLICT`. */
  readonly createSubmission?: Maybe<CreateSubmissionPayload>;
  /** Deletes a graphic. One that is gone already is deleted. */
  readonly deleteDvidsGraphic?: Maybe<DeleteDvidsGraphicPayload>;
  /** Deletes a photo. One that is gone already is deleted. */
  readonly deleteDvidsPhoto?: Maybe<DeleteDvidsPhotoPayload>;
  /** Deletes an issue of a publication. One that is gone already is deleted. */
  readonly deleteDvidsPublicationIssue?: Maybe<DeleteDvidsPublicationIssuePayload>;
  /** Deletes a submission that is not finalized. */
  readonly deleteSubmission?: Maybe<DeleteSubmissionPayload>;
  /** Deletes the registration of a file. Its ticket is then good for nothing. */
  readonly deleteSubmissionFile?: Maybe<DeleteSubmissionFilePayload>;
  /** Forgets your login at DVIDS. What you have in progress there is no longer looked after until you connect again. */
  readonly disconnectDvids?: Maybe<DisconnectDvidsPayload>;
  /**
   * Says that all files are there. Refused while some are not (`NOT_READY`), or while one is there that is not what was registered
   * (`CONFLICT`). One that is finalized already stays so.
   */
  readonly finalizeSubmission?: Maybe<FinalizeSubmissionPayload>;
  /**
   * Generates the next VIRIN of an author or a unit. Every call takes a number, so that none is ever repeated: `CONFLICT` says when DVIDS's
   * answer was lost.
   */
  readonly generateDvidsVirin?: Maybe<GenerateDvidsVirinPayload>;
  /**
   * Publishes a photo of the archive: streams the JPEG of a package from Docbyte Vault straight into an upload of DVIDS, and makes a photo of it.
   * Like `submitDvidsBatch` it happens once, and goes on when it is asked for again with the same key.
   */
  readonly publishToDvids?: Maybe<PublishToDvidsPayload>;
  /** Records what was done to a package or a file. Without an answer of DPS it is not sent again, since it could not be taken back. */
  readonly recordSubmissionEvent?: Maybe<RecordSubmissionEventPayload>;
  /** Registers a file with a submission, and gives a ticket for its bytes. A path that is taken is a `CONFLICT`. */
  readonly registerSubmissionFile?: Maybe<RegisterSubmissionFilePayload>;
  /** Orders the delivery of a preserved package from DPS. Ordering what is in progress already answers with that. */
  readonly requestDissemination?: Maybe<RequestDisseminationPayload>;
  /** Orders several deliveries; each ends on its own. */
  readonly requestDisseminations?: Maybe<RequestDisseminationsPayload>;
  /**
   * Submits a whole batch with one call: makes the batch, waits for the files, generates VIRINs, makes the assets, attaches media to stories and
   * closes. Answers when it has got as far as it can for now. It goes on by itself, also over a restart; a step happens once. Where an
   * answer was lost this gateway looks before it repeats, and what cannot be looked for (a batch, a VIRIN) it does not repeat.
   */
  readonly submitDvidsBatch?: Maybe<SubmitDvidsBatchPayload>;
  /**
   * Hands a whole package in with one call: creates the submission, registers its files, waits for their bytes, records the events and
   * finalizes. Answers when it has got as far as it can for now. It goes on by itself, also over a restart; a step happens once, and where an
   * answer was lost this gateway looks before it repeats.
   */
  readonly submitSip?: Maybe<SubmitSipPayload>;
  /** Changes a graphic. */
  readonly updateDvidsGraphic?: Maybe<UpdateDvidsGraphicPayload>;
  /** Changes a photo. */
  readonly updateDvidsPhoto?: Maybe<UpdateDvidsPhotoPayload>;
  /** Changes an issue of a publication. */
  readonly updateDvidsPublicationIssue?: Maybe<UpdateDvidsPublicationIssuePayload>;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationAttachDvidsNewsMediaArgs = {
  input: AttachDvidsNewsMediaInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCloseDvidsBatchArgs = {
  input: CloseDvidsBatchInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCompleteDvidsMultipartUploadArgs = {
  input: CompleteDvidsMultipartUploadInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationConnectDvidsArgs = {
  input?: ConnectDvidsInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsBatchArgs = {
  input?: CreateDvidsBatchInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsGraphicArgs = {
  input: CreateDvidsGraphicInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsMultipartUploadArgs = {
  input: CreateDvidsMultipartUploadInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsNewsArgs = {
  input: CreateDvidsNewsInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsPhotoArgs = {
  input: CreateDvidsPhotoInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsPublicationIssueArgs = {
  input: CreateDvidsPublicationIssueInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsUploadArgs = {
  input: CreateDvidsUploadInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsUploadPartArgs = {
  input: CreateDvidsUploadPartInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateDvidsVideoArgs = {
  input: CreateDvidsVideoInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationCreateSubmissionArgs = {
  input: CreateSubmissionInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationDeleteDvidsGraphicArgs = {
  input: DeleteDvidsGraphicInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationDeleteDvidsPhotoArgs = {
  input: DeleteDvidsPhotoInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationDeleteDvidsPublicationIssueArgs = {
  input: DeleteDvidsPublicationIssueInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationDeleteSubmissionArgs = {
  input: DeleteSubmissionInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationDeleteSubmissionFileArgs = {
  input: DeleteSubmissionFileInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationDisconnectDvidsArgs = {
  input?: DisconnectDvidsInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationFinalizeSubmissionArgs = {
  input: FinalizeSubmissionInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationGenerateDvidsVirinArgs = {
  input: GenerateDvidsVirinInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationPublishToDvidsArgs = {
  input: PublishToDvidsInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationRecordSubmissionEventArgs = {
  input: RecordSubmissionEventInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationRegisterSubmissionFileArgs = {
  input: RegisterSubmissionFileInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationRequestDisseminationArgs = {
  input: RequestDisseminationInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationRequestDisseminationsArgs = {
  input: RequestDisseminationsInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationSubmitDvidsBatchArgs = {
  input: SubmitDvidsBatchInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationSubmitSipArgs = {
  input: SubmitSipInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationUpdateDvidsGraphicArgs = {
  input: UpdateDvidsGraphicInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationUpdateDvidsPhotoArgs = {
  input: UpdateDvidsPhotoInput;
};


/** What can be done. Every mutation takes one `input`. */
export type MutationUpdateDvidsPublicationIssueArgs = {
  input: UpdateDvidsPublicationIssueInput;
};

/** A thing that can be fetched again by its global id. */
export type Node = {
  /** The global id: opaque, and of use for `node` and `nodes` only. */
  readonly id: Scalars['ID']['output'];
};

/** Where a page of a connection stands in the whole. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Cursor of the last item here: pass it as `after` for the next page. Null on an empty page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there is more after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is more before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item here; null on an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** One run of a plugin over a package, such as a virus check or a format validation. */
export type PluginReport = {
  readonly __typename?: 'PluginReport';
  /** When it ran. */
  readonly executionDate?: Maybe<Scalars['DateTime']['output']>;
  /** What it said. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** Which plugin. */
  readonly pluginName?: Maybe<Scalars['String']['output']>;
  /** How it ended. */
  readonly status?: Maybe<PluginReportStatus>;
  /** The status in Docbyte's own word. */
  readonly upstreamStatus?: Maybe<Scalars['String']['output']>;
};

/** How a plugin's run ended. */
export type PluginReportStatus =
  /** It failed. */
  | 'FAILURE'
  /** It ended well. */
  | 'SUCCESS'
  /** A status that this gateway does not know; see `upstreamStatus`. */
  | 'UNRECOGNIZED'
  /** It ended well, with something to look at. */
  | 'WARNING';

/** Who or what did something. */
export type PreservationAgentInput = {
  /** Its name. */
  readonly agentName: Scalars['String']['input'];
  /** What else is to be said of it. */
  readonly agentNotes?: InputMaybe<Scalars['String']['input']>;
  /** What it is. */
  readonly agentType: PreservationAgentType;
  /** Its version. */
  readonly agentVersion?: InputMaybe<Scalars['String']['input']>;
};

/** Who or what did something. */
export type PreservationAgentType =
  /** A machine. */
  | 'HARDWARE'
  /** An organization. */
  | 'ORGANIZATION'
  /** A person. */
  | 'PERSON'
  /** A program. */
  | 'SOFTWARE';

/** How it ended. */
export type PreservationEventOutcome =
  /** Badly. */
  | 'FAILURE'
  /** Well. */
  | 'SUCCESS'
  /** Well, with something to look at. */
  | 'WARNING';

/** What was done, by PREMIS. DPS approves of these only; each is about a file, about the whole package (IE), or about either. */
export type PreservationEventType =
  /** It was captured (package or file). */
  | 'CAPTURE'
  /** It was created (file). */
  | 'CREATION'
  /** It got another name (file). */
  | 'FILENAME_CHANGE'
  /** Its checksum was verified (package or file). */
  | 'FIXITY_CHECK'
  /** It was digitized (package). */
  | 'IMAGING'
  /** The package was put together (package). */
  | 'INFORMATION_PACKAGE_CREATION'
  /** Its checksum was computed (package or file). */
  | 'MESSAGE_DIGEST_CALCULATION'
  /** Metadata was read out of it (file). */
  | 'METADATA_EXTRACTION'
  /** It was brought into another format (package or file). */
  | 'MIGRATION'
  /** It was moved (package). */
  | 'TRANSFER'
  /** It was checked against its format (package or file). */
  | 'VALIDATION'
  /** It was searched for viruses (package or file). */
  | 'VIRUS_CHECK';

/** What is wrong, in a stable code and a sentence. */
export type Problem = {
  readonly __typename?: 'Problem';
  /** Stable code. */
  readonly code: Scalars['String']['output'];
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
};

/** A photo in the archive to be published, and what DVIDS is to know of it. */
export type PublishToDvidsInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** An open batch of yours; left out, a new one is made. */
  readonly batchId?: InputMaybe<Scalars['ID']['input']>;
  /** Who wrote the caption. */
  readonly captionWriter?: InputMaybe<Scalars['String']['input']>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Whether the batch is closed afterwards, which starts processing and approval; left out, a new one is and one of yours is not. */
  readonly close?: InputMaybe<Scalars['Boolean']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. Left out, what the package says of itself. */
  readonly createdAt?: InputMaybe<Scalars['String']['input']>;
  /** What it shows. Left out, what the package says of itself. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Your own name for this publication, at most 200 characters: the same one always means the same photo. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions: Scalars['String']['input'];
  /** The unit's own number for the job. */
  readonly jobIdentifier?: InputMaybe<Scalars['String']['input']>;
  /** The operation it was taken in. */
  readonly operationName?: InputMaybe<Scalars['String']['input']>;
  /** The package in Docbyte Vault. */
  readonly packageId: Scalars['ID']['input'];
  /** The representation whose JPEG is published; left out, the first that has one. */
  readonly representationId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether DVIDS sends a mail when it is closed. */
  readonly sendConfirmationEmail?: Scalars['Boolean']['input'];
  /** The unit it is submitted for. */
  readonly serviceUnitId: Scalars['ID']['input'];
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: ReadonlyArray<Scalars['String']['input']>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. Left out, what the package says of itself. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** The number under which it will be known. Left out, one is generated: for the first of its authors, else for its unit. */
  readonly virin?: InputMaybe<Scalars['String']['input']>;
};

/** How far a publication has come. */
export type PublishToDvidsPayload = {
  readonly __typename?: 'PublishToDvidsPayload';
  /** Its id at DVIDS; null before it is made. */
  readonly assetId?: Maybe<Scalars['ID']['output']>;
  /** The batch; null before it is made. */
  readonly batch?: Maybe<DvidsBatch>;
  /** When it was taken: as you said, or as the package says. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** The description: yours, or the package's. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Why it stopped, or what it is repeated for; null when all is well. */
  readonly problem?: Maybe<Problem>;
  /** Where the work stands. What becomes of the batch once it is `DONE` is told by the batch. */
  readonly state: WorkflowState;
  /** The title that it has at DVIDS: yours, or the package's. */
  readonly title?: Maybe<Scalars['String']['output']>;
  /** The upload that the file is streamed into; null before it is begun. */
  readonly upload?: Maybe<Upload>;
  /** Its VIRIN; null before it has one. */
  readonly virin?: Maybe<Scalars['String']['output']>;
};

/** What can be asked. */
export type Query = {
  readonly __typename?: 'Query';
  /** One package by its id in Docbyte Vault; null when there is none. */
  readonly aip?: Maybe<Aip>;
  /** Several packages in the order of their ids, null for each that is not there. */
  readonly aips?: Maybe<ReadonlyArray<Maybe<Aip>>>;
  /** A preserved object by its archive id. No service can be asked whether it exists; its fields tell what is known. */
  readonly archive?: Maybe<Archive>;
  /** A dissemination by its id at DPS; null when there is none that you may see. Its state is fresh: at most five seconds old. */
  readonly dissemination?: Maybe<Dissemination>;
  /** Disseminations that this gateway knows and you may see, newest first. */
  readonly disseminations?: Maybe<DisseminationConnection>;
  /** An author by the id at DVIDS; null when there is none. Kept for your login for up to ten minutes. */
  readonly dvidsAuthor?: Maybe<DvidsAuthor>;
  /** Authors that DVIDS knows; kept for your login for up to ten minutes. */
  readonly dvidsAuthors?: Maybe<DvidsAuthorConnection>;
  /** One of your batches by its id at DVIDS; null when there is none. Its state is fresh: at most five seconds old. */
  readonly dvidsBatch?: Maybe<DvidsBatch>;
  /** Your batches that this gateway knows, newest first: DVIDS lists none. */
  readonly dvidsBatches?: Maybe<DvidsBatchConnection>;
  /** Countries that DVIDS knows; kept for your login for up to a day. */
  readonly dvidsCountries?: Maybe<DvidsCountryConnection>;
  /** What graphics can be; kept for your login for up to an hour. */
  readonly dvidsGraphicCategories?: Maybe<DvidsGraphicCategoryConnection>;
  /** Photos that DVIDS has already, in whatever batch: by their perceptual hashes, as Python's ImageHash writes them, or by VIRIN. Give at least one. */
  readonly dvidsPhotoDuplicates?: Maybe<ReadonlyArray<DvidsPhoto>>;
  /** Publications that DVIDS knows; kept for your login for up to ten minutes. */
  readonly dvidsPublications?: Maybe<DvidsPublicationConnection>;
  /** A unit by its id at DVIDS; null when there is none. Kept for your login for up to ten minutes. */
  readonly dvidsServiceUnit?: Maybe<DvidsServiceUnit>;
  /** Units that submit to DVIDS; kept for your login for up to ten minutes. */
  readonly dvidsServiceUnits?: Maybe<DvidsServiceUnitConnection>;
  /** The roots of the file plan. */
  readonly fileplan?: Maybe<AipConnection>;
  /** Any node by its global id; null when there is none, or none that you may see. */
  readonly node?: Maybe<Node>;
  /** Several nodes by their global ids, in the order of the ids, null for each that is not there. */
  readonly nodes?: Maybe<ReadonlyArray<Maybe<Node>>>;
  /** Runs a search. Filters are checked against its configuration before the archive is asked. */
  readonly search?: Maybe<SearchConnection>;
  /** One search by its name; null when there is none. */
  readonly searchConfig?: Maybe<SearchConfig>;
  /** The searches that the archive has set up. */
  readonly searchConfigs?: Maybe<ReadonlyArray<SearchConfig>>;
  /** The three services and how they are doing. */
  readonly sources: ReadonlyArray<SourceStatus>;
  /** A submission by its ids at DPS; null when there is none that you may see. Its state is fresh: at most five seconds old. */
  readonly submission?: Maybe<Submission>;
  /**
   * Submissions that this gateway knows and you may see, newest first. Of one contract also those that DPS lists, where a setting
   * allows this gateway to ask for them.
   */
  readonly submissions?: Maybe<SubmissionConnection>;
  /** One of your uploads by its id; null when there is none. */
  readonly upload?: Maybe<Upload>;
  /** Who is asking. */
  readonly viewer: Viewer;
};


/** What can be asked. */
export type QueryAipArgs = {
  packageId: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryAipsArgs = {
  packageIds: ReadonlyArray<Scalars['ID']['input']>;
};


/** What can be asked. */
export type QueryArchiveArgs = {
  archiveId: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryDisseminationArgs = {
  disseminationId: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryDisseminationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  archiveId?: InputMaybe<Scalars['ID']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  contractId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  phase?: InputMaybe<JobPhase>;
};


/** What can be asked. */
export type QueryDvidsAuthorArgs = {
  authorId: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryDvidsAuthorsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  branch?: InputMaybe<DvidsBranch>;
  first?: InputMaybe<Scalars['Int']['input']>;
  firstName?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  lastName?: InputMaybe<Scalars['String']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  serviceUnitId?: InputMaybe<Scalars['ID']['input']>;
  visionId?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be asked. */
export type QueryDvidsBatchArgs = {
  batchId: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryDvidsBatchesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  phase?: InputMaybe<JobPhase>;
};


/** What can be asked. */
export type QueryDvidsCountriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
};


/** What can be asked. */
export type QueryDvidsGraphicCategoriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryDvidsPhotoDuplicatesArgs = {
  aHash?: InputMaybe<Scalars['String']['input']>;
  dHash?: InputMaybe<Scalars['String']['input']>;
  pHash?: InputMaybe<Scalars['String']['input']>;
  virin?: InputMaybe<Scalars['String']['input']>;
  wHash?: InputMaybe<Scalars['String']['input']>;
};


/** What can be asked. */
export type QueryDvidsPublicationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  title?: InputMaybe<Scalars['String']['input']>;
};


/** What can be asked. */
export type QueryDvidsServiceUnitArgs = {
  serviceUnitId: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryDvidsServiceUnitsArgs = {
  abbreviation?: InputMaybe<Scalars['String']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  branch?: InputMaybe<DvidsBranch>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  onlyMine?: InputMaybe<Scalars['Boolean']['input']>;
  sort?: InputMaybe<Scalars['String']['input']>;
};


/** What can be asked. */
export type QueryFileplanArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/** What can be asked. */
export type QuerySearchArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  config: Scalars['String']['input'];
  filters?: InputMaybe<ReadonlyArray<SearchFilterInput>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QuerySearchConfigArgs = {
  name: Scalars['String']['input'];
};


/** What can be asked. */
export type QuerySubmissionArgs = {
  contractId: Scalars['ID']['input'];
  submissionId: Scalars['ID']['input'];
};


/** What can be asked. */
export type QuerySubmissionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  archiveId?: InputMaybe<Scalars['ID']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  contractId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  phase?: InputMaybe<JobPhase>;
};


/** What can be asked. */
export type QueryUploadArgs = {
  uploadId: Scalars['ID']['input'];
};

/** An event to be recorded with a submission, for good: it can be neither changed nor deleted. */
export type RecordSubmissionEventInput = {
  /** Who or what did it. */
  readonly agent: PreservationAgentInput;
  /** The contract that the submission is under. */
  readonly contractId: Scalars['ID']['input'];
  /** When, as RFC 3339 has it. */
  readonly eventDateTime: Scalars['DateTime']['input'];
  /** What exactly. */
  readonly eventDetail?: InputMaybe<Scalars['String']['input']>;
  /** What was done. */
  readonly eventType: PreservationEventType;
  /** How it ended. */
  readonly outcome: PreservationEventOutcome;
  /** How exactly it ended. */
  readonly outcomeDetail?: InputMaybe<Scalars['String']['input']>;
  /** Path of the one file that it is about; left out, it is about the whole package. */
  readonly relativePath?: InputMaybe<Scalars['String']['input']>;
  /** The submission. */
  readonly submissionId: Scalars['ID']['input'];
};

/** An event that is recorded. */
export type RecordSubmissionEventPayload = {
  readonly __typename?: 'RecordSubmissionEventPayload';
  /** The submission that it is recorded with. */
  readonly submission?: Maybe<Submission>;
};

/** A file of a submission. */
export type RegisterSubmissionFileInput = {
  /** MD5 of its bytes, 32 hexadecimal digits. What arrives is compared with it. */
  readonly checksum: Scalars['String']['input'];
  /** The contract that the submission is under. */
  readonly contractId: Scalars['ID']['input'];
  /** Its path inside the package: relative, at most 900 characters, unique in the submission. */
  readonly filePath: Scalars['String']['input'];
  /** Whether it is a ZIP or TAR used for transport only, to be unpacked. DPS takes it that it is not. */
  readonly isPackaged?: InputMaybe<Scalars['Boolean']['input']>;
  /** How long it is, at most 5 GiB: bytes of another number are then refused before they are sent on. */
  readonly sizeInBytes?: InputMaybe<Scalars['ByteCount']['input']>;
  /** The submission, which must not be finalized. */
  readonly submissionId: Scalars['ID']['input'];
};

/** A registered file, and where its bytes go. */
export type RegisterSubmissionFilePayload = {
  readonly __typename?: 'RegisterSubmissionFilePayload';
  /** The registered file. */
  readonly file?: Maybe<SubmissionFile>;
  /** The submission that it belongs to. */
  readonly submission?: Maybe<Submission>;
  /** Where to send its bytes: `PUT` them to `ticketUrl`. */
  readonly upload?: Maybe<Upload>;
};

/** One form in which a package's content is kept, such as a preservation master or a viewing copy. */
export type Representation = {
  readonly __typename?: 'Representation';
  /** Its files. */
  readonly data?: Maybe<ReadonlyArray<RepresentationFile>>;
  /** Its own metadata. */
  readonly metadata?: Maybe<Metadata>;
  /** Its id inside the package. */
  readonly representationId?: Maybe<Scalars['ID']['output']>;
};

/** One file of a representation. */
export type RepresentationFile = {
  readonly __typename?: 'RepresentationFile';
  /** Short file type, such as `pdf` or `jpg`. */
  readonly format?: Maybe<Scalars['String']['output']>;
  /** Where to fetch it. Treat it as a secret: whoever has it may be able to read the file. */
  readonly url?: Maybe<Scalars['String']['output']>;
};

/** What to order: a preserved object by its `archiveId`, or the one of a package by `packageId`. Exactly one of the two. */
export type RequestDisseminationInput = {
  /** Id of the preserved object at DPS. */
  readonly archiveId?: InputMaybe<Scalars['ID']['input']>;
  /** Id of a package in Docbyte Vault; this gateway's link rule finds its archive id. */
  readonly packageId?: InputMaybe<Scalars['ID']['input']>;
  /** From 1 (most urgent) to 100; DPS takes 50 when it is left out. Keep low values for what is urgent. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
};

/** What came of an order. */
export type RequestDisseminationPayload = {
  readonly __typename?: 'RequestDisseminationPayload';
  /** True when one was in progress already, and nothing new was ordered. */
  readonly alreadyInProgress: Scalars['Boolean']['output'];
  /** The dissemination: the new one, or the one that was in progress for the same object already. */
  readonly dissemination?: Maybe<Dissemination>;
};

/** What came of one of several orders. */
export type RequestDisseminationResult = {
  readonly __typename?: 'RequestDisseminationResult';
  /** True when one was in progress already, and nothing new was ordered. */
  readonly alreadyInProgress: Scalars['Boolean']['output'];
  /** The dissemination; null when the order failed. */
  readonly dissemination?: Maybe<Dissemination>;
  /** Why the order failed; null when it did not. The code is one of the graph's error codes. */
  readonly problem?: Maybe<Problem>;
};

/** Several orders. */
export type RequestDisseminationsInput = {
  /** The orders; at most 100. */
  readonly requests: ReadonlyArray<RequestDisseminationInput>;
};

/** What came of several orders, in the order of the input. */
export type RequestDisseminationsPayload = {
  readonly __typename?: 'RequestDisseminationsPayload';
  /** One result for each order. */
  readonly results: ReadonlyArray<RequestDisseminationResult>;
};

/** One column of a search's results. */
export type SearchColumn = {
  readonly __typename?: 'SearchColumn';
  /** What its values are. */
  readonly dataType?: Maybe<SearchDataType>;
  /** Whether a user interface should leave it out. */
  readonly hidden?: Maybe<Scalars['Boolean']['output']>;
  /** Its name for people. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** Whether a user interface may sort by it. The archive's API itself has no sorting. */
  readonly sortable?: Maybe<Scalars['Boolean']['output']>;
  /** The data type in the archive's own word. */
  readonly upstreamDataType?: Maybe<Scalars['String']['output']>;
  /** Whether a user interface should show it at first. */
  readonly visibleByDefault?: Maybe<Scalars['Boolean']['output']>;
  /** Its key. */
  readonly xpath: Scalars['String']['output'];
};

/** A search that the archive has set up: what it can be asked, and which columns it answers with. */
export type SearchConfig = {
  readonly __typename?: 'SearchConfig';
  /** What it answers with. */
  readonly columns: ReadonlyArray<SearchColumn>;
  /** What it can be asked. */
  readonly filters: ReadonlyArray<SearchFilter>;
  /** The archive's own default for the number of results. */
  readonly limit?: Maybe<Scalars['Int']['output']>;
  /** Its name: what `search(config:)` takes. */
  readonly name: Scalars['String']['output'];
  /** The archive's own default for where results start. */
  readonly offset?: Maybe<Scalars['Int']['output']>;
};

/** A page of search results. */
export type SearchConnection = {
  readonly __typename?: 'SearchConnection';
  /** The results with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<SearchEdge>>;
  /** The results alone. */
  readonly nodes?: Maybe<ReadonlyArray<SearchResult>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all; null when the service does not say. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A type of data in searches. Columns and filters use different parts of this list. */
export type SearchDataType =
  /** True or false. */
  | 'BOOLEAN'
  /** A day, `YYYY-MM-DD`. */
  | 'DATE'
  /** A moment, RFC 3339. */
  | 'DATETIME'
  /** A decimal number (filters). */
  | 'DECIMAL'
  /** A whole number (filters). */
  | 'INTEGER'
  /** A number (columns). */
  | 'NUMBER'
  /** An object (columns). */
  | 'OBJECT'
  /** Text. */
  | 'STRING'
  /** A type that this gateway does not know; see `upstreamDataType`. */
  | 'UNRECOGNIZED';

/** A result in a page. */
export type SearchEdge = {
  readonly __typename?: 'SearchEdge';
  /** Its place in the results. */
  readonly cursor: Scalars['String']['output'];
  /** The result. */
  readonly node?: Maybe<SearchResult>;
};

/** One thing that a search can be asked. */
export type SearchFilter = {
  readonly __typename?: 'SearchFilter';
  /** What its values must be. */
  readonly dataType?: Maybe<SearchDataType>;
  /** Keys of the columns it looks at. */
  readonly fields: ReadonlyArray<Scalars['String']['output']>;
  /** The archive's own name for the upper bound (BETWEEN only). */
  readonly filterMaxName?: Maybe<Scalars['String']['output']>;
  /** The archive's own name for the lower bound (BETWEEN only). */
  readonly filterMinName?: Maybe<Scalars['String']['output']>;
  /** Its name: what `SearchFilterInput.filter` takes. */
  readonly filterName: Scalars['String']['output'];
  /** Its name for people. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** How it compares. */
  readonly operator?: Maybe<SearchOperator>;
  /** The data type in the archive's own word. */
  readonly upstreamDataType?: Maybe<Scalars['String']['output']>;
  /** The operator in the archive's own word. */
  readonly upstreamOperator?: Maybe<Scalars['String']['output']>;
};

/** One condition of a search. Give `value`, or `min` and `max` for a filter whose operator is BETWEEN. Conditions are combined with AND. */
export type SearchFilterInput = {
  /** Name of a filter of this search (`SearchConfig.filters.filterName`). */
  readonly filter: Scalars['String']['input'];
  /** Upper bound, for BETWEEN. */
  readonly max?: InputMaybe<Scalars['String']['input']>;
  /** Lower bound, for BETWEEN. */
  readonly min?: InputMaybe<Scalars['String']['input']>;
  /** What to compare with. */
  readonly value?: InputMaybe<Scalars['String']['input']>;
};

/** How a filter compares. It is fixed by the archive's configuration. */
export type SearchOperator =
  /** Facets; not documented further by the archive. */
  | 'AGGREGATE'
  /** Between `min` and `max`; both are needed. */
  | 'BETWEEN'
  /** Equal. */
  | 'EQ'
  /** Words anywhere in the text. */
  | 'FULLTEXT'
  /** Greater. */
  | 'GT'
  /** Greater or equal. */
  | 'GTEQ'
  /** A pattern, letter case aside. */
  | 'ILIKE'
  /** A pattern, letter case matters. Wildcards are the archive's own; the text is passed on unchanged. */
  | 'LIKE'
  /** Less. */
  | 'LT'
  /** Less or equal. */
  | 'LTEQ'
  /** An operator that this gateway does not know; see `upstreamOperator`. */
  | 'UNRECOGNIZED';

/** One result: the package, and the columns of the search. */
export type SearchResult = {
  readonly __typename?: 'SearchResult';
  /** The package that was found. */
  readonly aip?: Maybe<Aip>;
  /** The search's columns in the order of its configuration. */
  readonly columns?: Maybe<ReadonlyArray<SearchResultColumn>>;
};

/** One column of one result. */
export type SearchResultColumn = {
  readonly __typename?: 'SearchResultColumn';
  /** What its values are. */
  readonly dataType?: Maybe<SearchDataType>;
  /** Its name for people. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** The value; null where the package has none. */
  readonly value?: Maybe<Scalars['JSON']['output']>;
  /** The column's key. */
  readonly xpath: Scalars['String']['output'];
};

/** The three services behind this graph. */
export type Source =
  /** Docbyte Vault: packages, file plan, searches. */
  | 'DOCBYTE'
  /** DPS of the National Library of Norway: submissions and disseminations. */
  | 'DPS'
  /** DVIDS content submission: batches of photos, videos and news. */
  | 'DVIDS';

/** How one service is doing, as this gateway sees it. Asking makes no call to the service. */
export type SourceStatus = {
  readonly __typename?: 'SourceStatus';
  /** Whether its last call came through and it is not being left alone after failures; null before the first call. */
  readonly available?: Maybe<Scalars['Boolean']['output']>;
  /** Whether this gateway has settings for it; if not, its fields answer `SOURCE_NOT_CONFIGURED`. */
  readonly configured: Scalars['Boolean']['output'];
  /** When it was last called; null before the first call. */
  readonly lastCheckedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How long its last call took, in milliseconds; null before the first call. */
  readonly latencyMs?: Maybe<Scalars['Float']['output']>;
  /** Which service. */
  readonly source: Source;
};

/** One change of a job. */
export type StatusChange = {
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** How this gateway learnt of it. */
  readonly origin: EventOrigin;
  /** Where the job stood after it. */
  readonly phase: JobPhase;
  /** The service's own word for it. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** A package handed in to DPS for preservation. OAIS calls it a SIP, a submission information package. */
export type Submission = Job & Node & {
  readonly __typename?: 'Submission';
  /** The preserved object; null before it is archived. */
  readonly archive?: Maybe<Archive>;
  /** Id of the preserved object; null before it is archived. */
  readonly archiveId?: Maybe<Scalars['ID']['output']>;
  /** When the service was last asked about it; null when never. */
  readonly checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The client of DPS that created it: this gateway, as a rule. */
  readonly clientId?: Maybe<Scalars['String']['output']>;
  /** The contract it is submitted under. */
  readonly contractId: Scalars['ID']['output'];
  /** Its registered files. */
  readonly files: ReadonlyArray<SubmissionFile>;
  /** Its changes so far, oldest first. */
  readonly history: ReadonlyArray<SubmissionStatusChange>;
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** The id that its producer gave the object; null for one that only a webhook told of. */
  readonly objectId?: Maybe<Scalars['String']['output']>;
  /** Where it stands, in the words of every job. */
  readonly phase: JobPhase;
  /** From 1 (most urgent) to 100. */
  readonly priority?: Maybe<Scalars['Int']['output']>;
  /** What is wrong with it; null when nothing is. */
  readonly problem?: Maybe<Problem>;
  /** How far it is, from 0 to 1. It never falls, and is 1 exactly when it has succeeded. */
  readonly progress: Scalars['Float']['output'];
  /** Why it was rejected; empty when it was not. */
  readonly reasons: ReadonlyArray<SubmissionReason>;
  /** When it was asked for. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** Size of all files; known once it is finalized. */
  readonly sizeInBytes?: Maybe<Scalars['ByteCount']['output']>;
  /** Where it stands at DPS. */
  readonly status: SubmissionStatus;
  /** Its id at DPS. */
  readonly submissionId: Scalars['ID']['output'];
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
  /** The service's own word for where it stands. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** A page of submissions. */
export type SubmissionConnection = {
  readonly __typename?: 'SubmissionConnection';
  /** The submissions with their cursors. */
  readonly edges?: Maybe<ReadonlyArray<SubmissionEdge>>;
  /** The submissions alone. */
  readonly nodes?: Maybe<ReadonlyArray<Submission>>;
  /** Where this page stands. */
  readonly pageInfo: PageInfo;
  /** How many there are in all. */
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A submission in a page. */
export type SubmissionEdge = {
  readonly __typename?: 'SubmissionEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The submission. */
  readonly node?: Maybe<Submission>;
};

/** A change of a submission, or its state when the subscription opened. */
export type SubmissionEvent = {
  readonly __typename?: 'SubmissionEvent';
  /** Its place in the order of events: pass it as `after` to go on from here. */
  readonly cursor: Scalars['String']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** How this gateway learnt of it. */
  readonly origin: EventOrigin;
  /** The status before it; null for the first, and for a snapshot. */
  readonly previousStatus?: Maybe<SubmissionStatus>;
  /** The status after it. */
  readonly status: SubmissionStatus;
  /** The submission as it stood after this event. */
  readonly submission: Submission;
};

/** A file of a submission. */
export type SubmissionFile = {
  readonly __typename?: 'SubmissionFile';
  /** MD5 of its bytes, 32 hexadecimal digits. */
  readonly checksum?: Maybe<Scalars['String']['output']>;
  /** Its id at DPS. */
  readonly fileId: Scalars['ID']['output'];
  /** Its path inside the package. */
  readonly filePath: Scalars['String']['output'];
  /** Whether it is a ZIP or TAR used for transport only, to be unpacked. */
  readonly isPackaged?: Maybe<Scalars['Boolean']['output']>;
  /** How its bytes get to DPS; null where they did not come, or are not to come, by a ticket of yours. */
  readonly upload?: Maybe<Upload>;
};

/**
 * What a submission is: Dublin Core elements. Vocabularies are DPS's own and open, so they are plain text here. Languages are three
 * lower-case letters, such as `nob`.
 */
export type SubmissionMetadataInput = {
  /** Other titles. */
  readonly alternative?: InputMaybe<ReadonlyArray<MetadataTypedTextInput>>;
  /** Who else had a part in it. */
  readonly contributor?: InputMaybe<ReadonlyArray<MetadataContributorInput>>;
  /** Who made it. */
  readonly creator?: InputMaybe<ReadonlyArray<MetadataContributorInput>>;
  /** Its dates, ISO 8601; a bare year will do. */
  readonly date?: InputMaybe<ReadonlyArray<MetadataDateInput>>;
  /** What it is about, in sentences. */
  readonly description?: InputMaybe<ReadonlyArray<MetadataTextInput>>;
  /** Ids it is known by elsewhere, such as an ISBN. */
  readonly identifier?: InputMaybe<ReadonlyArray<MetadataIdentifierInput>>;
  /** What it is a part of: the older name, which is sent as a `relation`. */
  readonly isPartOf?: InputMaybe<ReadonlyArray<MetadataTextInput>>;
  /** The languages of its content. */
  readonly language?: InputMaybe<ReadonlyArray<MetadataTypedTextInput>>;
  /** Where it has been. */
  readonly provenance?: InputMaybe<ReadonlyArray<MetadataTextInput>>;
  /** Who published it. */
  readonly publisher?: InputMaybe<ReadonlyArray<MetadataAgentInput>>;
  /** Objects it is related to. */
  readonly relation?: InputMaybe<ReadonlyArray<MetadataRelationInput>>;
  /** What it was made from. */
  readonly source?: InputMaybe<ReadonlyArray<MetadataSourceInput>>;
  /** Where it is about. */
  readonly spatial?: InputMaybe<ReadonlyArray<MetadataPlaceInput>>;
  /** What it is about, in keywords. */
  readonly subject?: InputMaybe<ReadonlyArray<MetadataSubjectInput>>;
  /** Its title. */
  readonly title: MetadataTextInput;
  /** What kind of thing it is, in DPS's Norwegian vocabulary, such as `Bok`, `Bilde` or `Småtrykk`. */
  readonly type: Scalars['String']['input'];
};

/** Why a submission was rejected. */
export type SubmissionReason = {
  readonly __typename?: 'SubmissionReason';
  /** DPS's stable code, such as `FILE_CHECKSUM_MISMATCH`. */
  readonly code: Scalars['String']['output'];
  /** The file it is about; null for the whole package. */
  readonly filePath?: Maybe<Scalars['String']['output']>;
  /** What DPS says about it. */
  readonly message?: Maybe<Scalars['String']['output']>;
};

/** Where a submission stands at DPS. DPS publishes two lists of statuses; both are here. */
export type SubmissionStatus =
  /** It is being put into the archive. */
  | 'ARCHIVING'
  /** It is preserved: only now may the source material be deleted. */
  | 'PRESERVED'
  /** It is being worked on. */
  | 'PROCESSING'
  /** It was created and takes files. */
  | 'REGISTERED'
  /** It was refused; see `reasons`. */
  | 'REJECTED'
  /** It has been handed to the archive. */
  | 'TRANSFERRED_TO_ARCHIVE'
  /** The files are moved to where they are checked. */
  | 'TRANSFERRING'
  /** A status that this gateway does not know; see `upstreamStatus`. */
  | 'UNRECOGNIZED'
  /** All files are there; the content is still to be checked. */
  | 'UPLOAD_COMPLETED'
  /** The content has been checked. */
  | 'VALIDATED'
  /** The content is being checked. */
  | 'VALIDATING';

/** One change of a submission. */
export type SubmissionStatusChange = StatusChange & {
  readonly __typename?: 'SubmissionStatusChange';
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** How this gateway learnt of it. */
  readonly origin: EventOrigin;
  /** Where it stood after the change. */
  readonly phase: JobPhase;
  /** The status it changed to. */
  readonly status: SubmissionStatus;
  /** The service's own word for it. */
  readonly upstreamStatus: Scalars['String']['output'];
};

/** An asset on its way into a batch. */
export type SubmitDvidsAsset = {
  readonly __typename?: 'SubmitDvidsAsset';
  /** Its id at DVIDS; null before it is made. */
  readonly assetId?: Maybe<Scalars['ID']['output']>;
  /** What kind of asset it is. */
  readonly assetType: DvidsAssetType;
  /** Your own name for it. */
  readonly key: Scalars['String']['output'];
  /** What it failed by; null when it did not. */
  readonly problem?: Maybe<Problem>;
  /** Where its file goes: `PUT` it to `ticketUrl`, or use a tus client. Null for a story, and before the file is expected. */
  readonly upload?: Maybe<Upload>;
  /** Its VIRIN; null where it has none, or none yet. */
  readonly virin?: Maybe<Scalars['String']['output']>;
};

/**
 * A whole batch. The same key always means the same batch: asked for again, it goes on where it is, and what was refused is tried again.
 * What came to nothing may then be another, or left out; anything else that is not as it was is a `CONFLICT`.
 */
export type SubmitDvidsBatchInput = {
  /** An open batch of yours in the place of a new one. */
  readonly batchId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether it is closed when all is in it, which starts processing and approval. */
  readonly close?: Scalars['Boolean']['input'];
  /** Its graphics. */
  readonly graphics?: InputMaybe<ReadonlyArray<SubmitDvidsGraphicInput>>;
  /** Your own name for this batch, at most 200 characters. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** Its stories. Those of one batch differ in their title or their body. */
  readonly news?: InputMaybe<ReadonlyArray<SubmitDvidsNewsInput>>;
  /** Its photos. */
  readonly photos?: InputMaybe<ReadonlyArray<SubmitDvidsPhotoInput>>;
  /** Its issues of publications. */
  readonly publicationIssues?: InputMaybe<ReadonlyArray<SubmitDvidsPublicationIssueInput>>;
  /** Whether DVIDS sends a mail when it is closed. */
  readonly sendConfirmationEmail?: Scalars['Boolean']['input'];
  /** Its videos. */
  readonly videos?: InputMaybe<ReadonlyArray<SubmitDvidsVideoInput>>;
};

/** How far a batch has come. */
export type SubmitDvidsBatchPayload = {
  readonly __typename?: 'SubmitDvidsBatchPayload';
  /** Its assets: photos, videos, stories, graphics, issues, each in the order of the input. */
  readonly assets: ReadonlyArray<SubmitDvidsAsset>;
  /** The batch; null before it is made. */
  readonly batch?: Maybe<DvidsBatch>;
  /** Why it stopped, what is amiss, or what it is repeated for; null when all is well. */
  readonly problem?: Maybe<Problem>;
  /** Where the work stands. What becomes of the batch once it is `DONE` is told by the batch. */
  readonly state: WorkflowState;
};

/** The file of an asset that is to come. */
export type SubmitDvidsFileInput = {
  /** Its media type, such as `image/jpeg`. */
  readonly contentType?: InputMaybe<Scalars['String']['input']>;
  /** How long it is: bytes of another number are then refused before they are sent on. */
  readonly sizeInBytes?: InputMaybe<Scalars['ByteCount']['input']>;
};

/** A graphic of a batch. */
export type SubmitDvidsGraphicInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Who wrote the caption. */
  readonly captionWriter?: InputMaybe<Scalars['String']['input']>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it shows. */
  readonly description: Scalars['String']['input'];
  /** Its file. A ticket for it is in the answer. */
  readonly file?: SubmitDvidsFileInput;
  /** What it is: one of `dvidsGraphicCategories`. */
  readonly graphicCategoryId: Scalars['ID']['input'];
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions: Scalars['String']['input'];
  /** Your own name for it, unique in the batch, at most 100 characters. */
  readonly key: Scalars['String']['input'];
  /** The unit it is submitted for. */
  readonly serviceUnitId: Scalars['ID']['input'];
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: ReadonlyArray<Scalars['String']['input']>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
  /** The number under which it will be known. Left out, one is generated when its file is there: for the first of its authors, else for its unit. */
  readonly virin?: InputMaybe<Scalars['String']['input']>;
};

/** An asset that hangs on a story. */
export type SubmitDvidsMediaInput = {
  /** Whether it is the story's main one. */
  readonly isPrimary?: Scalars['Boolean']['input'];
  /** The key of another asset of this batch. */
  readonly key: Scalars['String']['input'];
};

/** A story of a batch. */
export type SubmitDvidsNewsInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** The story. */
  readonly body: Scalars['String']['input'];
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it is from: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was written: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it tells, in short. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions?: InputMaybe<Scalars['String']['input']>;
  /** Your own name for it, unique in the batch, at most 100 characters. */
  readonly key: Scalars['String']['input'];
  /** What hangs on it. */
  readonly media?: InputMaybe<ReadonlyArray<SubmitDvidsMediaInput>>;
  /** Further attributes under DVIDS's own names: what DVIDS takes here is not published in full. */
  readonly otherAttributes?: InputMaybe<Scalars['JSON']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId?: InputMaybe<Scalars['ID']['input']>;
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
};

/** A photo of a batch. */
export type SubmitDvidsPhotoInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Who wrote the caption. */
  readonly captionWriter?: InputMaybe<Scalars['String']['input']>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it shows. */
  readonly description: Scalars['String']['input'];
  /** Its file. A ticket for it is in the answer. */
  readonly file?: SubmitDvidsFileInput;
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions: Scalars['String']['input'];
  /** The unit's own number for the job. */
  readonly jobIdentifier?: InputMaybe<Scalars['String']['input']>;
  /** Your own name for it, unique in the batch, at most 100 characters. */
  readonly key: Scalars['String']['input'];
  /** The operation it was taken in. */
  readonly operationName?: InputMaybe<Scalars['String']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId: Scalars['ID']['input'];
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: ReadonlyArray<Scalars['String']['input']>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
  /** The number under which it will be known. Left out, one is generated when its file is there: for the first of its authors, else for its unit. */
  readonly virin?: InputMaybe<Scalars['String']['input']>;
};

/** An issue of a publication of a batch. */
export type SubmitDvidsPublicationIssueInput = {
  /** When it came out: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What is in it. */
  readonly description: Scalars['String']['input'];
  /** Its file. A ticket for it is in the answer. */
  readonly file?: SubmitDvidsFileInput;
  /** Your own name for it, unique in the batch, at most 100 characters. */
  readonly key: Scalars['String']['input'];
  /** The publication: one of `dvidsPublications`. */
  readonly publicationId: Scalars['ID']['input'];
};

/** A video of a batch; its file goes in parts. */
export type SubmitDvidsVideoInput = {
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country: Scalars['String']['input'];
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt: Scalars['String']['input'];
  /** What it shows. */
  readonly description: Scalars['String']['input'];
  /** Its file. A ticket for it is in the answer. */
  readonly file?: SubmitDvidsFileInput;
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions: Scalars['String']['input'];
  /** Your own name for it, unique in the batch, at most 100 characters. */
  readonly key: Scalars['String']['input'];
  /** Further attributes under DVIDS's own names: what DVIDS takes here is not published in full. */
  readonly otherAttributes?: InputMaybe<Scalars['JSON']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId: Scalars['ID']['input'];
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title: Scalars['String']['input'];
  /** The number under which it will be known. Left out, one is generated when its file is there: for the first of its authors, else for its unit. */
  readonly virin?: InputMaybe<Scalars['String']['input']>;
};

/** An event of a package on its way in. */
export type SubmitSipEvent = {
  readonly __typename?: 'SubmitSipEvent';
  /** What was done. */
  readonly eventType: PreservationEventType;
  /** What it failed by; null when it did not. */
  readonly problem?: Maybe<Problem>;
  /** Whether it is recorded. */
  readonly recorded: Scalars['Boolean']['output'];
  /** Path of the file that it is about; null for the whole package. */
  readonly relativePath?: Maybe<Scalars['String']['output']>;
};

/** Something that was done to a package or a file before it was submitted. */
export type SubmitSipEventInput = {
  /** Who or what did it. */
  readonly agent: PreservationAgentInput;
  /** When, as RFC 3339 has it. */
  readonly eventDateTime: Scalars['DateTime']['input'];
  /** What exactly. */
  readonly eventDetail?: InputMaybe<Scalars['String']['input']>;
  /** What was done. */
  readonly eventType: PreservationEventType;
  /** How it ended. */
  readonly outcome: PreservationEventOutcome;
  /** How exactly it ended. */
  readonly outcomeDetail?: InputMaybe<Scalars['String']['input']>;
  /** Path of the one file that it is about; left out, it is about the whole package. */
  readonly relativePath?: InputMaybe<Scalars['String']['input']>;
};

/** A file of a package on its way in. */
export type SubmitSipFile = {
  readonly __typename?: 'SubmitSipFile';
  /** Its path inside the package. */
  readonly filePath: Scalars['String']['output'];
  /** What it failed by; null when it did not. */
  readonly problem?: Maybe<Problem>;
  /** How its bytes get to DPS: `PUT` them to `ticketUrl`. Null before it is registered. */
  readonly upload?: Maybe<Upload>;
};

/** A file of a package. */
export type SubmitSipFileInput = {
  /** MD5 of its bytes, 32 hexadecimal digits. What arrives is compared with it. May be left out where there is a `text`. */
  readonly checksum?: InputMaybe<Scalars['String']['input']>;
  /** Its path inside the package: relative, at most 900 characters, unique in the package. */
  readonly filePath: Scalars['String']['input'];
  /** Whether it is a ZIP or TAR used for transport only, to be unpacked. DPS takes it that it is not. */
  readonly isPackaged?: InputMaybe<Scalars['Boolean']['input']>;
  /** How long it is, at most 5 GiB. */
  readonly sizeInBytes?: InputMaybe<Scalars['ByteCount']['input']>;
  /** The text of a small file, such as metadata, at most 64 KiB in UTF-8: it needs no ticket. */
  readonly text?: InputMaybe<Scalars['String']['input']>;
};

/**
 * A whole package to be handed in. The same key always means the same submission: asked for again, it goes on where it is, and what was
 * refused is tried again. What came to nothing may then be another, or left out; anything else that is not as it was is a `CONFLICT`.
 */
export type SubmitSipInput = {
  /** The contract to submit under. */
  readonly contractId: Scalars['ID']['input'];
  /** What was done to the package and its files before. They are recorded when all bytes are there. */
  readonly events?: InputMaybe<ReadonlyArray<SubmitSipEventInput>>;
  /** Its files, at least one. */
  readonly files: ReadonlyArray<SubmitSipFileInput>;
  /** Your own name for this package, at most 200 characters. */
  readonly idempotencyKey: Scalars['String']['input'];
  /** What the object is. It cannot be changed once the submission is created. */
  readonly metadata: SubmissionMetadataInput;
  /** Your own id of the object, unique under the contract: 3 to 200 letters, digits, `-` and `_`. */
  readonly objectId: Scalars['ID']['input'];
  /** From 1 (most urgent) to 100; DPS takes 50 when it is left out. Keep low values for what is urgent. */
  readonly priority?: InputMaybe<Scalars['Int']['input']>;
};

/** How far a package has come on its way in. */
export type SubmitSipPayload = {
  readonly __typename?: 'SubmitSipPayload';
  /** Its events, in the order of the input. */
  readonly events: ReadonlyArray<SubmitSipEvent>;
  /** Its files, in the order of the input. */
  readonly files: ReadonlyArray<SubmitSipFile>;
  /** Why it stopped, what it waits for that is amiss, or what it is repeated for; null when all is well. */
  readonly problem?: Maybe<Problem>;
  /** Where the work stands. What becomes of the submission once it is `DONE` is told by the submission. */
  readonly state: WorkflowState;
  /** The submission; null before it is created. */
  readonly submission?: Maybe<Submission>;
};

/** What can be watched, over WebSocket (`graphql-transport-ws`). */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Watches one dissemination: its state now (or all since `after`), then every change, until its end. */
  readonly disseminationUpdated: DisseminationEvent;
  /** Watches all disseminations under a contract: those in flight now (or all events since `after`), then every change, without end. */
  readonly disseminationsUpdated: DisseminationEvent;
  /** Watches one of your batches: its state now (or all since `after`), then every change of it and of its assets, until its end. */
  readonly dvidsBatchUpdated: DvidsBatchEvent;
  /** Watches one submission: its state now (or all since `after`), then every change, until its end. */
  readonly submissionUpdated: SubmissionEvent;
  /** Watches all submissions under a contract: those in flight now (or all events since `after`), then every change, without end. */
  readonly submissionsUpdated: SubmissionEvent;
  /** Watches one of your uploads: how far it is now, then every change, until it is complete or has failed. */
  readonly uploadProgressed: UploadProgress;
};


/** What can be watched, over WebSocket (`graphql-transport-ws`). */
export type SubscriptionDisseminationUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  disseminationId: Scalars['ID']['input'];
};


/** What can be watched, over WebSocket (`graphql-transport-ws`). */
export type SubscriptionDisseminationsUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  contractId: Scalars['ID']['input'];
};


/** What can be watched, over WebSocket (`graphql-transport-ws`). */
export type SubscriptionDvidsBatchUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  batchId: Scalars['ID']['input'];
};


/** What can be watched, over WebSocket (`graphql-transport-ws`). */
export type SubscriptionSubmissionUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  contractId: Scalars['ID']['input'];
  submissionId: Scalars['ID']['input'];
};


/** What can be watched, over WebSocket (`graphql-transport-ws`). */
export type SubscriptionSubmissionsUpdatedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  contractId: Scalars['ID']['input'];
};


/** What can be watched, over WebSocket (`graphql-transport-ws`). */
export type SubscriptionUploadProgressedArgs = {
  uploadId: Scalars['ID']['input'];
};

/** A change: what is left out stays, null empties what may be empty. */
export type UpdateDvidsGraphicInput = {
  /** Which one. */
  readonly assetId: Scalars['ID']['input'];
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** The batch it belongs to, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** Who wrote the caption. */
  readonly captionWriter?: InputMaybe<Scalars['String']['input']>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country?: InputMaybe<Scalars['String']['input']>;
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt?: InputMaybe<Scalars['String']['input']>;
  /** What it shows. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** What it is: one of `dvidsGraphicCategories`. */
  readonly graphicCategoryId?: InputMaybe<Scalars['ID']['input']>;
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions?: InputMaybe<Scalars['String']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId?: InputMaybe<Scalars['ID']['input']>;
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** The upload with its file, in one piece. */
  readonly uploadId?: InputMaybe<Scalars['ID']['input']>;
  /** The number under which it will be known; `generateDvidsVirin` makes one. */
  readonly virin?: InputMaybe<Scalars['String']['input']>;
};

/** A graphic that was changed. */
export type UpdateDvidsGraphicPayload = {
  readonly __typename?: 'UpdateDvidsGraphicPayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** As it is now. */
  readonly graphic?: Maybe<DvidsGraphic>;
};

/** A change: what is left out stays, null empties what may be empty. */
export type UpdateDvidsPhotoInput = {
  /** Which one. */
  readonly assetId: Scalars['ID']['input'];
  /** Who made it; without authors it is a courtesy asset. */
  readonly authorIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** The batch it belongs to, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** Who wrote the caption. */
  readonly captionWriter?: InputMaybe<Scalars['String']['input']>;
  /** City there. */
  readonly city?: InputMaybe<Scalars['String']['input']>;
  /** Where it was taken or made: the `iso2` of one of `dvidsCountries`. */
  readonly country?: InputMaybe<Scalars['String']['input']>;
  /** When it was taken or made: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt?: InputMaybe<Scalars['String']['input']>;
  /** What it shows. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Who releases it: name, official e-mail address and official phone number, each on a line of its own. It will be public. */
  readonly instructions?: InputMaybe<Scalars['String']['input']>;
  /** The unit's own number for the job. */
  readonly jobIdentifier?: InputMaybe<Scalars['String']['input']>;
  /** The operation it was taken in. */
  readonly operationName?: InputMaybe<Scalars['String']['input']>;
  /** The unit it is submitted for. */
  readonly serviceUnitId?: InputMaybe<Scalars['ID']['input']>;
  /** State or province there. */
  readonly subdiv?: InputMaybe<Scalars['String']['input']>;
  /** Keywords. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Themes it belongs to. */
  readonly themeIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Its title. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  /** The upload with its JPEG, in one piece. */
  readonly uploadId?: InputMaybe<Scalars['ID']['input']>;
  /** The number under which it will be known; `generateDvidsVirin` makes one. */
  readonly virin?: InputMaybe<Scalars['String']['input']>;
};

/** A photo that was changed. */
export type UpdateDvidsPhotoPayload = {
  readonly __typename?: 'UpdateDvidsPhotoPayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** As it is now. */
  readonly photo?: Maybe<DvidsPhoto>;
};

/** A change: what is left out stays, null empties what may be empty. */
export type UpdateDvidsPublicationIssueInput = {
  /** Which one. */
  readonly assetId: Scalars['ID']['input'];
  /** The batch it belongs to, which must be open. */
  readonly batchId: Scalars['ID']['input'];
  /** When it came out: a date such as 2024-10-01, or a moment such as 2024-10-01T14:30:00Z. */
  readonly createdAt?: InputMaybe<Scalars['String']['input']>;
  /** What is in it. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The publication: one of `dvidsPublications`. */
  readonly publicationId?: InputMaybe<Scalars['ID']['input']>;
  /** The upload with its PDF, in one piece. */
  readonly uploadId?: InputMaybe<Scalars['ID']['input']>;
};

/** An issue of a publication that was changed. */
export type UpdateDvidsPublicationIssuePayload = {
  readonly __typename?: 'UpdateDvidsPublicationIssuePayload';
  /** Its batch. */
  readonly batch?: Maybe<DvidsBatch>;
  /** As it is now. */
  readonly publicationIssue?: Maybe<DvidsPublicationIssue>;
};

/** A file on its way to a service's storage. The bytes go to its ticket, never through this graph. */
export type Upload = Node & {
  readonly __typename?: 'Upload';
  /** How many bytes storage has for good: where a sender goes on. */
  readonly bytesSent: Scalars['ByteCount']['output'];
  /** Global id. */
  readonly id: Scalars['ID']['output'];
  /** The parts it is sent in; empty for a file that goes in one piece. */
  readonly parts: ReadonlyArray<UploadPart>;
  /** What went wrong with the last attempt; null when nothing did. */
  readonly problem?: Maybe<Problem>;
  /** How long the file is; null while nobody has said. */
  readonly sizeInBytes?: Maybe<Scalars['ByteCount']['output']>;
  /** Where it stands. */
  readonly state: UploadState;
  /**
   * Where to send the file: `PUT` it whole, or use a tus client, which continues where it was cut. Whoever has it may send; treat it
   * as a secret.
   */
  readonly ticketUrl: Scalars['String']['output'];
  /** Its id in this gateway. */
  readonly uploadId: Scalars['ID']['output'];
  /**
   * Where the file can be sent without this gateway: one PUT with a Content-Length and without a token. Null where the gateway must
   * see the bytes (DPS), where the file goes in parts, and once it is complete. Treat it as a secret.
   */
  readonly uploadUrl?: Maybe<Scalars['String']['output']>;
};

/** A part of an upload. */
export type UploadPart = {
  readonly __typename?: 'UploadPart';
  /** Whether storage has it for good. */
  readonly done: Scalars['Boolean']['output'];
  /** Its number, from 1. */
  readonly partNumber: Scalars['Int']['output'];
  /** Its size. */
  readonly sizeInBytes: Scalars['ByteCount']['output'];
};

/** How far an upload is. */
export type UploadProgress = {
  readonly __typename?: 'UploadProgress';
  /** Bytes a second since the sender began or came back; null while nobody sends. */
  readonly bytesPerSecond?: Maybe<Scalars['Float']['output']>;
  /** How many bytes have been passed on, those of an unfinished part included. */
  readonly bytesSent: Scalars['ByteCount']['output'];
  /** How long the file is; null while nobody has said. */
  readonly sizeInBytes?: Maybe<Scalars['ByteCount']['output']>;
  /** The upload as it stands. */
  readonly upload: Upload;
};

/** Where an upload stands. */
export type UploadState =
  /** All bytes are in storage. */
  | 'COMPLETE'
  /** What arrived is not what was announced; see `problem`. The right file may be sent to the same ticket. */
  | 'FAILED'
  /** Bytes are under way. */
  | 'RECEIVING'
  /** It waits for bytes, or for the rest of them. */
  | 'WAITING';

/** You, as this gateway knows you. */
export type Viewer = {
  readonly __typename?: 'Viewer';
  /** DPS contracts you have a role for. Empty on an open gateway, where the local caller may use every contract. */
  readonly contracts: ReadonlyArray<ViewerContract>;
  /** Your login at DVIDS. */
  readonly dvids?: Maybe<ViewerDvids>;
  /** Role names your token carries. Empty on an open gateway, where the local caller may do everything. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
  /** Who you are: your token's subject, or `local` on an open gateway. */
  readonly subject: Scalars['String']['output'];
};

/** A DPS contract (agreement) you have a role for. */
export type ViewerContract = {
  readonly __typename?: 'ViewerContract';
  /** Four hexadecimal digits. */
  readonly contractId: Scalars['ID']['output'];
  /** Whether you may read, order and watch under it (role `{contractId}_R`). */
  readonly read: Scalars['Boolean']['output'];
  /** Whether you may submit under it (role `{contractId}_W`). */
  readonly write: Scalars['Boolean']['output'];
};

/** Your login at DVIDS, which knows users only: everything you do there is done in the name of the account you logged in with. */
export type ViewerDvids = {
  readonly __typename?: 'ViewerDvids';
  /** Whether you are connected. If not, what needs DVIDS answers `DVIDS_NOT_CONNECTED`; `connectDvids` is the way. */
  readonly connected: Scalars['Boolean']['output'];
  /** When the access token ends. This gateway renews it before that. Null when you are not connected. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the login allows, as far as DVIDS tells; empty when you are not connected. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
};

/** How far a piece of work in several steps has come. */
export type WorkflowState =
  /** All of it is done. */
  | 'DONE'
  /** It is under way. A `problem` says what it is repeated for. */
  | 'RUNNING'
  /** It goes no further by itself: see `problem` and those of its parts. Asked for again with the same key, it goes on. */
  | 'STOPPED'
  /** It waits for bytes, and goes on by itself when they are there. */
  | 'WAITING';



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  DvidsAsset:
    | ( DvidsGraphicModel )
    | ( DvidsNewsModel )
    | ( DvidsPhotoModel )
    | ( DvidsPublicationIssueModel )
    | ( DvidsVideoModel )
  ;
  Job:
    | ( DisseminationModel )
    | ( DvidsBatchModel )
    | ( SubmissionModel )
  ;
  Node:
    | ( AipModel )
    | ( ArchiveModel )
    | ( DisseminationModel )
    | ( DvidsBatchModel )
    | ( SubmissionModel )
    | ( UploadModel )
  ;
  StatusChange:
    | ( DisseminationStatusChange )
    | ( DvidsBatchStatusChange )
    | ( SubmissionStatusChange )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Aip: ResolverTypeWrapper<AipModel>;
  AipConnection: ResolverTypeWrapper<AipConnectionModel>;
  AipEdge: ResolverTypeWrapper<AipEdgeModel>;
  Archive: ResolverTypeWrapper<ArchiveModel>;
  AttachDvidsNewsMediaInput: AttachDvidsNewsMediaInput;
  AttachDvidsNewsMediaPayload: ResolverTypeWrapper<Omit<AttachDvidsNewsMediaPayload, 'batch' | 'news'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, news?: Maybe<ResolversTypes['DvidsNews']> }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BreadcrumbEntry: ResolverTypeWrapper<BreadcrumbEntryModel>;
  ByteCount: ResolverTypeWrapper<Scalars['ByteCount']['output']>;
  CloseDvidsBatchInput: CloseDvidsBatchInput;
  CloseDvidsBatchPayload: ResolverTypeWrapper<Omit<CloseDvidsBatchPayload, 'batch'> & { batch?: Maybe<ResolversTypes['DvidsBatch']> }>;
  CompleteDvidsMultipartUploadInput: CompleteDvidsMultipartUploadInput;
  CompleteDvidsMultipartUploadPayload: ResolverTypeWrapper<Omit<CompleteDvidsMultipartUploadPayload, 'upload'> & { upload?: Maybe<ResolversTypes['Upload']> }>;
  ConnectDvidsInput: ConnectDvidsInput;
  ConnectDvidsPayload: ResolverTypeWrapper<ConnectDvidsPayload>;
  CreateDvidsBatchInput: CreateDvidsBatchInput;
  CreateDvidsBatchPayload: ResolverTypeWrapper<Omit<CreateDvidsBatchPayload, 'batch'> & { batch?: Maybe<ResolversTypes['DvidsBatch']> }>;
  CreateDvidsGraphicInput: CreateDvidsGraphicInput;
  CreateDvidsGraphicPayload: ResolverTypeWrapper<Omit<CreateDvidsGraphicPayload, 'batch' | 'graphic'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, graphic?: Maybe<ResolversTypes['DvidsGraphic']> }>;
  CreateDvidsMultipartUploadInput: CreateDvidsMultipartUploadInput;
  CreateDvidsMultipartUploadPayload: ResolverTypeWrapper<Omit<CreateDvidsMultipartUploadPayload, 'upload'> & { upload?: Maybe<ResolversTypes['Upload']> }>;
  CreateDvidsNewsInput: CreateDvidsNewsInput;
  CreateDvidsNewsPayload: ResolverTypeWrapper<Omit<CreateDvidsNewsPayload, 'batch' | 'news'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, news?: Maybe<ResolversTypes['DvidsNews']> }>;
  CreateDvidsPhotoInput: CreateDvidsPhotoInput;
  CreateDvidsPhotoPayload: ResolverTypeWrapper<Omit<CreateDvidsPhotoPayload, 'batch' | 'photo'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, photo?: Maybe<ResolversTypes['DvidsPhoto']> }>;
  CreateDvidsPublicationIssueInput: CreateDvidsPublicationIssueInput;
  CreateDvidsPublicationIssuePayload: ResolverTypeWrapper<Omit<CreateDvidsPublicationIssuePayload, 'batch' | 'publicationIssue'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, publicationIssue?: Maybe<ResolversTypes['DvidsPublicationIssue']> }>;
  CreateDvidsUploadInput: CreateDvidsUploadInput;
  CreateDvidsUploadPartInput: CreateDvidsUploadPartInput;
  CreateDvidsUploadPartPayload: ResolverTypeWrapper<CreateDvidsUploadPartPayload>;
  CreateDvidsUploadPayload: ResolverTypeWrapper<Omit<CreateDvidsUploadPayload, 'upload'> & { upload?: Maybe<ResolversTypes['Upload']> }>;
  CreateDvidsVideoInput: CreateDvidsVideoInput;
  CreateDvidsVideoPayload: ResolverTypeWrapper<Omit<CreateDvidsVideoPayload, 'batch' | 'video'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, video?: Maybe<ResolversTypes['DvidsVideo']> }>;
  CreateSubmissionInput: CreateSubmissionInput;
  CreateSubmissionPayload: ResolverTypeWrapper<Omit<CreateSubmissionPayload, 'submission'> & { submission?: Maybe<ResolversTypes['Submission']> }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteDvidsGraphicInput: DeleteDvidsGraphicInput;
  DeleteDvidsGraphicPayload: ResolverTypeWrapper<Omit<DeleteDvidsGraphicPayload, 'batch'> & { batch?: Maybe<ResolversTypes['DvidsBatch']> }>;
  DeleteDvidsPhotoInput: DeleteDvidsPhotoInput;
  DeleteDvidsPhotoPayload: ResolverTypeWrapper<Omit<DeleteDvidsPhotoPayload, 'batch'> & { batch?: Maybe<ResolversTypes['DvidsBatch']> }>;
  DeleteDvidsPublicationIssueInput: DeleteDvidsPublicationIssueInput;
  DeleteDvidsPublicationIssuePayload: ResolverTypeWrapper<Omit<DeleteDvidsPublicationIssuePayload, 'batch'> & { batch?: Maybe<ResolversTypes['DvidsBatch']> }>;
  DeleteSubmissionFileInput: DeleteSubmissionFileInput;
  DeleteSubmissionFilePayload: ResolverTypeWrapper<Omit<DeleteSubmissionFilePayload, 'submission'> & { submission?: Maybe<ResolversTypes['Submission']> }>;
  DeleteSubmissionInput: DeleteSubmissionInput;
  DeleteSubmissionPayload: ResolverTypeWrapper<Omit<DeleteSubmissionPayload, 'submission'> & { submission?: Maybe<ResolversTypes['Submission']> }>;
  DisconnectDvidsInput: DisconnectDvidsInput;
  DisconnectDvidsPayload: ResolverTypeWrapper<Omit<DisconnectDvidsPayload, 'viewer'> & { viewer: ResolversTypes['Viewer'] }>;
  Dissemination: ResolverTypeWrapper<DisseminationModel>;
  DisseminationConnection: ResolverTypeWrapper<DisseminationConnectionModel>;
  DisseminationEdge: ResolverTypeWrapper<DisseminationEdgeModel>;
  DisseminationEvent: ResolverTypeWrapper<DisseminationEventModel>;
  DisseminationFile: ResolverTypeWrapper<DisseminationFileModel>;
  DisseminationStatus: DisseminationStatus;
  DisseminationStatusChange: ResolverTypeWrapper<DisseminationStatusChange>;
  DvidsAsset: ResolverTypeWrapper<DvidsAssetModel>;
  DvidsAssetStatus: DvidsAssetStatus;
  DvidsAssetType: DvidsAssetType;
  DvidsAuthor: ResolverTypeWrapper<DvidsAuthorModel>;
  DvidsAuthorConnection: ResolverTypeWrapper<DvidsAuthorConnectionModel>;
  DvidsAuthorEdge: ResolverTypeWrapper<DvidsAuthorEdgeModel>;
  DvidsBatch: ResolverTypeWrapper<DvidsBatchModel>;
  DvidsBatchConnection: ResolverTypeWrapper<DvidsBatchConnectionModel>;
  DvidsBatchEdge: ResolverTypeWrapper<DvidsBatchEdgeModel>;
  DvidsBatchEvent: ResolverTypeWrapper<DvidsBatchEventModel>;
  DvidsBatchStatus: DvidsBatchStatus;
  DvidsBatchStatusChange: ResolverTypeWrapper<DvidsBatchStatusChange>;
  DvidsBranch: DvidsBranch;
  DvidsCountry: ResolverTypeWrapper<DvidsCountryModel>;
  DvidsCountryConnection: ResolverTypeWrapper<DvidsCountryConnectionModel>;
  DvidsCountryEdge: ResolverTypeWrapper<DvidsCountryEdgeModel>;
  DvidsFinishedPartInput: DvidsFinishedPartInput;
  DvidsGraphic: ResolverTypeWrapper<DvidsGraphicModel>;
  DvidsGraphicCategory: ResolverTypeWrapper<DvidsGraphicCategoryModel>;
  DvidsGraphicCategoryConnection: ResolverTypeWrapper<DvidsGraphicCategoryConnectionModel>;
  DvidsGraphicCategoryEdge: ResolverTypeWrapper<DvidsGraphicCategoryEdgeModel>;
  DvidsJobGrade: ResolverTypeWrapper<DvidsJobGrade>;
  DvidsNews: ResolverTypeWrapper<DvidsNewsModel>;
  DvidsNewsMedia: ResolverTypeWrapper<DvidsNewsMediaModel>;
  DvidsPhoto: ResolverTypeWrapper<DvidsPhotoModel>;
  DvidsPublication: ResolverTypeWrapper<DvidsPublicationModel>;
  DvidsPublicationConnection: ResolverTypeWrapper<DvidsPublicationConnectionModel>;
  DvidsPublicationEdge: ResolverTypeWrapper<DvidsPublicationEdgeModel>;
  DvidsPublicationIssue: ResolverTypeWrapper<DvidsPublicationIssueModel>;
  DvidsServiceUnit: ResolverTypeWrapper<DvidsServiceUnitModel>;
  DvidsServiceUnitConnection: ResolverTypeWrapper<DvidsServiceUnitConnectionModel>;
  DvidsServiceUnitEdge: ResolverTypeWrapper<DvidsServiceUnitEdgeModel>;
  DvidsUploadPart: ResolverTypeWrapper<DvidsUploadPart>;
  DvidsVideo: ResolverTypeWrapper<DvidsVideoModel>;
  EventOrigin: EventOrigin;
  FinalizeSubmissionInput: FinalizeSubmissionInput;
  FinalizeSubmissionPayload: ResolverTypeWrapper<Omit<FinalizeSubmissionPayload, 'submission'> & { submission?: Maybe<ResolversTypes['Submission']> }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  GenerateDvidsVirinInput: GenerateDvidsVirinInput;
  GenerateDvidsVirinPayload: ResolverTypeWrapper<GenerateDvidsVirinPayload>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Job: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Job']>;
  JobPhase: JobPhase;
  Metadata: ResolverTypeWrapper<MetadataModel>;
  MetadataAgentInput: MetadataAgentInput;
  MetadataAuthorityInput: MetadataAuthorityInput;
  MetadataContributorInput: MetadataContributorInput;
  MetadataDateInput: MetadataDateInput;
  MetadataEntry: ResolverTypeWrapper<MetadataEntry>;
  MetadataIdentifierInput: MetadataIdentifierInput;
  MetadataPlaceInput: MetadataPlaceInput;
  MetadataRelationInput: MetadataRelationInput;
  MetadataSourceInput: MetadataSourceInput;
  MetadataSubjectInput: MetadataSubjectInput;
  MetadataTextInput: MetadataTextInput;
  MetadataTypedTextInput: MetadataTypedTextInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PluginReport: ResolverTypeWrapper<PluginReportModel>;
  PluginReportStatus: PluginReportStatus;
  PreservationAgentInput: PreservationAgentInput;
  PreservationAgentType: PreservationAgentType;
  PreservationEventOutcome: PreservationEventOutcome;
  PreservationEventType: PreservationEventType;
  Problem: ResolverTypeWrapper<Problem>;
  PublishToDvidsInput: PublishToDvidsInput;
  PublishToDvidsPayload: ResolverTypeWrapper<PublishToDvidsModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordSubmissionEventInput: RecordSubmissionEventInput;
  RecordSubmissionEventPayload: ResolverTypeWrapper<Omit<RecordSubmissionEventPayload, 'submission'> & { submission?: Maybe<ResolversTypes['Submission']> }>;
  RegisterSubmissionFileInput: RegisterSubmissionFileInput;
  RegisterSubmissionFilePayload: ResolverTypeWrapper<Omit<RegisterSubmissionFilePayload, 'file' | 'submission' | 'upload'> & { file?: Maybe<ResolversTypes['SubmissionFile']>, submission?: Maybe<ResolversTypes['Submission']>, upload?: Maybe<ResolversTypes['Upload']> }>;
  Representation: ResolverTypeWrapper<RepresentationModel>;
  RepresentationFile: ResolverTypeWrapper<RepresentationFileModel>;
  RequestDisseminationInput: RequestDisseminationInput;
  RequestDisseminationPayload: ResolverTypeWrapper<Omit<RequestDisseminationPayload, 'dissemination'> & { dissemination?: Maybe<ResolversTypes['Dissemination']> }>;
  RequestDisseminationResult: ResolverTypeWrapper<Omit<RequestDisseminationResult, 'dissemination'> & { dissemination?: Maybe<ResolversTypes['Dissemination']> }>;
  RequestDisseminationsInput: RequestDisseminationsInput;
  RequestDisseminationsPayload: ResolverTypeWrapper<Omit<RequestDisseminationsPayload, 'results'> & { results: ReadonlyArray<ResolversTypes['RequestDisseminationResult']> }>;
  SearchColumn: ResolverTypeWrapper<SearchColumnModel>;
  SearchConfig: ResolverTypeWrapper<SearchConfigModel>;
  SearchConnection: ResolverTypeWrapper<SearchConnectionModel>;
  SearchDataType: SearchDataType;
  SearchEdge: ResolverTypeWrapper<SearchEdgeModel>;
  SearchFilter: ResolverTypeWrapper<SearchFilterModel>;
  SearchFilterInput: SearchFilterInput;
  SearchOperator: SearchOperator;
  SearchResult: ResolverTypeWrapper<SearchResultModel>;
  SearchResultColumn: ResolverTypeWrapper<SearchResultColumn>;
  Source: Source;
  SourceStatus: ResolverTypeWrapper<SourceStatus>;
  StatusChange: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['StatusChange']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Submission: ResolverTypeWrapper<SubmissionModel>;
  SubmissionConnection: ResolverTypeWrapper<SubmissionConnectionModel>;
  SubmissionEdge: ResolverTypeWrapper<SubmissionEdgeModel>;
  SubmissionEvent: ResolverTypeWrapper<SubmissionEventModel>;
  SubmissionFile: ResolverTypeWrapper<SubmissionFileModel>;
  SubmissionMetadataInput: SubmissionMetadataInput;
  SubmissionReason: ResolverTypeWrapper<SubmissionReasonModel>;
  SubmissionStatus: SubmissionStatus;
  SubmissionStatusChange: ResolverTypeWrapper<SubmissionStatusChange>;
  SubmitDvidsAsset: ResolverTypeWrapper<SubmitDvidsAssetModel>;
  SubmitDvidsBatchInput: SubmitDvidsBatchInput;
  SubmitDvidsBatchPayload: ResolverTypeWrapper<SubmitDvidsBatchModel>;
  SubmitDvidsFileInput: SubmitDvidsFileInput;
  SubmitDvidsGraphicInput: SubmitDvidsGraphicInput;
  SubmitDvidsMediaInput: SubmitDvidsMediaInput;
  SubmitDvidsNewsInput: SubmitDvidsNewsInput;
  SubmitDvidsPhotoInput: SubmitDvidsPhotoInput;
  SubmitDvidsPublicationIssueInput: SubmitDvidsPublicationIssueInput;
  SubmitDvidsVideoInput: SubmitDvidsVideoInput;
  SubmitSipEvent: ResolverTypeWrapper<SubmitSipEvent>;
  SubmitSipEventInput: SubmitSipEventInput;
  SubmitSipFile: ResolverTypeWrapper<SubmitSipFileModel>;
  SubmitSipFileInput: SubmitSipFileInput;
  SubmitSipInput: SubmitSipInput;
  SubmitSipPayload: ResolverTypeWrapper<SubmitSipModel>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UpdateDvidsGraphicInput: UpdateDvidsGraphicInput;
  UpdateDvidsGraphicPayload: ResolverTypeWrapper<Omit<UpdateDvidsGraphicPayload, 'batch' | 'graphic'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, graphic?: Maybe<ResolversTypes['DvidsGraphic']> }>;
  UpdateDvidsPhotoInput: UpdateDvidsPhotoInput;
  UpdateDvidsPhotoPayload: ResolverTypeWrapper<Omit<UpdateDvidsPhotoPayload, 'batch' | 'photo'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, photo?: Maybe<ResolversTypes['DvidsPhoto']> }>;
  UpdateDvidsPublicationIssueInput: UpdateDvidsPublicationIssueInput;
  UpdateDvidsPublicationIssuePayload: ResolverTypeWrapper<Omit<UpdateDvidsPublicationIssuePayload, 'batch' | 'publicationIssue'> & { batch?: Maybe<ResolversTypes['DvidsBatch']>, publicationIssue?: Maybe<ResolversTypes['DvidsPublicationIssue']> }>;
  Upload: ResolverTypeWrapper<UploadModel>;
  UploadPart: ResolverTypeWrapper<UploadPart>;
  UploadProgress: ResolverTypeWrapper<UploadProgressModel>;
  UploadState: UploadState;
  Viewer: ResolverTypeWrapper<ViewerModel>;
  ViewerContract: ResolverTypeWrapper<ViewerContract>;
  ViewerDvids: ResolverTypeWrapper<ViewerDvids>;
  WorkflowState: WorkflowState;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Aip: AipModel;
  AipConnection: AipConnectionModel;
  AipEdge: AipEdgeModel;
  Archive: ArchiveModel;
  AttachDvidsNewsMediaInput: AttachDvidsNewsMediaInput;
  AttachDvidsNewsMediaPayload: Omit<AttachDvidsNewsMediaPayload, 'batch' | 'news'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, news?: Maybe<ResolversParentTypes['DvidsNews']> };
  Boolean: Scalars['Boolean']['output'];
  BreadcrumbEntry: BreadcrumbEntryModel;
  ByteCount: Scalars['ByteCount']['output'];
  CloseDvidsBatchInput: CloseDvidsBatchInput;
  CloseDvidsBatchPayload: Omit<CloseDvidsBatchPayload, 'batch'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']> };
  CompleteDvidsMultipartUploadInput: CompleteDvidsMultipartUploadInput;
  CompleteDvidsMultipartUploadPayload: Omit<CompleteDvidsMultipartUploadPayload, 'upload'> & { upload?: Maybe<ResolversParentTypes['Upload']> };
  ConnectDvidsInput: ConnectDvidsInput;
  ConnectDvidsPayload: ConnectDvidsPayload;
  CreateDvidsBatchInput: CreateDvidsBatchInput;
  CreateDvidsBatchPayload: Omit<CreateDvidsBatchPayload, 'batch'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']> };
  CreateDvidsGraphicInput: CreateDvidsGraphicInput;
  CreateDvidsGraphicPayload: Omit<CreateDvidsGraphicPayload, 'batch' | 'graphic'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, graphic?: Maybe<ResolversParentTypes['DvidsGraphic']> };
  CreateDvidsMultipartUploadInput: CreateDvidsMultipartUploadInput;
  CreateDvidsMultipartUploadPayload: Omit<CreateDvidsMultipartUploadPayload, 'upload'> & { upload?: Maybe<ResolversParentTypes['Upload']> };
  CreateDvidsNewsInput: CreateDvidsNewsInput;
  CreateDvidsNewsPayload: Omit<CreateDvidsNewsPayload, 'batch' | 'news'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, news?: Maybe<ResolversParentTypes['DvidsNews']> };
  CreateDvidsPhotoInput: CreateDvidsPhotoInput;
  CreateDvidsPhotoPayload: Omit<CreateDvidsPhotoPayload, 'batch' | 'photo'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, photo?: Maybe<ResolversParentTypes['DvidsPhoto']> };
  CreateDvidsPublicationIssueInput: CreateDvidsPublicationIssueInput;
  CreateDvidsPublicationIssuePayload: Omit<CreateDvidsPublicationIssuePayload, 'batch' | 'publicationIssue'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, publicationIssue?: Maybe<ResolversParentTypes['DvidsPublicationIssue']> };
  CreateDvidsUploadInput: CreateDvidsUploadInput;
  CreateDvidsUploadPartInput: CreateDvidsUploadPartInput;
  CreateDvidsUploadPartPayload: CreateDvidsUploadPartPayload;
  CreateDvidsUploadPayload: Omit<CreateDvidsUploadPayload, 'upload'> & { upload?: Maybe<ResolversParentTypes['Upload']> };
  CreateDvidsVideoInput: CreateDvidsVideoInput;
  CreateDvidsVideoPayload: Omit<CreateDvidsVideoPayload, 'batch' | 'video'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, video?: Maybe<ResolversParentTypes['DvidsVideo']> };
  CreateSubmissionInput: CreateSubmissionInput;
  CreateSubmissionPayload: Omit<CreateSubmissionPayload, 'submission'> & { submission?: Maybe<ResolversParentTypes['Submission']> };
  DateTime: Scalars['DateTime']['output'];
  DeleteDvidsGraphicInput: DeleteDvidsGraphicInput;
  DeleteDvidsGraphicPayload: Omit<DeleteDvidsGraphicPayload, 'batch'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']> };
  DeleteDvidsPhotoInput: DeleteDvidsPhotoInput;
  DeleteDvidsPhotoPayload: Omit<DeleteDvidsPhotoPayload, 'batch'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']> };
  DeleteDvidsPublicationIssueInput: DeleteDvidsPublicationIssueInput;
  DeleteDvidsPublicationIssuePayload: Omit<DeleteDvidsPublicationIssuePayload, 'batch'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']> };
  DeleteSubmissionFileInput: DeleteSubmissionFileInput;
  DeleteSubmissionFilePayload: Omit<DeleteSubmissionFilePayload, 'submission'> & { submission?: Maybe<ResolversParentTypes['Submission']> };
  DeleteSubmissionInput: DeleteSubmissionInput;
  DeleteSubmissionPayload: Omit<DeleteSubmissionPayload, 'submission'> & { submission?: Maybe<ResolversParentTypes['Submission']> };
  DisconnectDvidsInput: DisconnectDvidsInput;
  DisconnectDvidsPayload: Omit<DisconnectDvidsPayload, 'viewer'> & { viewer: ResolversParentTypes['Viewer'] };
  Dissemination: DisseminationModel;
  DisseminationConnection: DisseminationConnectionModel;
  DisseminationEdge: DisseminationEdgeModel;
  DisseminationEvent: DisseminationEventModel;
  DisseminationFile: DisseminationFileModel;
  DisseminationStatusChange: DisseminationStatusChange;
  DvidsAsset: DvidsAssetModel;
  DvidsAuthor: DvidsAuthorModel;
  DvidsAuthorConnection: DvidsAuthorConnectionModel;
  DvidsAuthorEdge: DvidsAuthorEdgeModel;
  DvidsBatch: DvidsBatchModel;
  DvidsBatchConnection: DvidsBatchConnectionModel;
  DvidsBatchEdge: DvidsBatchEdgeModel;
  DvidsBatchEvent: DvidsBatchEventModel;
  DvidsBatchStatusChange: DvidsBatchStatusChange;
  DvidsCountry: DvidsCountryModel;
  DvidsCountryConnection: DvidsCountryConnectionModel;
  DvidsCountryEdge: DvidsCountryEdgeModel;
  DvidsFinishedPartInput: DvidsFinishedPartInput;
  DvidsGraphic: DvidsGraphicModel;
  DvidsGraphicCategory: DvidsGraphicCategoryModel;
  DvidsGraphicCategoryConnection: DvidsGraphicCategoryConnectionModel;
  DvidsGraphicCategoryEdge: DvidsGraphicCategoryEdgeModel;
  DvidsJobGrade: DvidsJobGrade;
  DvidsNews: DvidsNewsModel;
  DvidsNewsMedia: DvidsNewsMediaModel;
  DvidsPhoto: DvidsPhotoModel;
  DvidsPublication: DvidsPublicationModel;
  DvidsPublicationConnection: DvidsPublicationConnectionModel;
  DvidsPublicationEdge: DvidsPublicationEdgeModel;
  DvidsPublicationIssue: DvidsPublicationIssueModel;
  DvidsServiceUnit: DvidsServiceUnitModel;
  DvidsServiceUnitConnection: DvidsServiceUnitConnectionModel;
  DvidsServiceUnitEdge: DvidsServiceUnitEdgeModel;
  DvidsUploadPart: DvidsUploadPart;
  DvidsVideo: DvidsVideoModel;
  FinalizeSubmissionInput: FinalizeSubmissionInput;
  FinalizeSubmissionPayload: Omit<FinalizeSubmissionPayload, 'submission'> & { submission?: Maybe<ResolversParentTypes['Submission']> };
  Float: Scalars['Float']['output'];
  GenerateDvidsVirinInput: GenerateDvidsVirinInput;
  GenerateDvidsVirinPayload: GenerateDvidsVirinPayload;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  Job: ResolversInterfaceTypes<ResolversParentTypes>['Job'];
  Metadata: MetadataModel;
  MetadataAgentInput: MetadataAgentInput;
  MetadataAuthorityInput: MetadataAuthorityInput;
  MetadataContributorInput: MetadataContributorInput;
  MetadataDateInput: MetadataDateInput;
  MetadataEntry: MetadataEntry;
  MetadataIdentifierInput: MetadataIdentifierInput;
  MetadataPlaceInput: MetadataPlaceInput;
  MetadataRelationInput: MetadataRelationInput;
  MetadataSourceInput: MetadataSourceInput;
  MetadataSubjectInput: MetadataSubjectInput;
  MetadataTextInput: MetadataTextInput;
  MetadataTypedTextInput: MetadataTypedTextInput;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  PluginReport: PluginReportModel;
  PreservationAgentInput: PreservationAgentInput;
  Problem: Problem;
  PublishToDvidsInput: PublishToDvidsInput;
  PublishToDvidsPayload: PublishToDvidsModel;
  Query: Record<PropertyKey, never>;
  RecordSubmissionEventInput: RecordSubmissionEventInput;
  RecordSubmissionEventPayload: Omit<RecordSubmissionEventPayload, 'submission'> & { submission?: Maybe<ResolversParentTypes['Submission']> };
  RegisterSubmissionFileInput: RegisterSubmissionFileInput;
  RegisterSubmissionFilePayload: Omit<RegisterSubmissionFilePayload, 'file' | 'submission' | 'upload'> & { file?: Maybe<ResolversParentTypes['SubmissionFile']>, submission?: Maybe<ResolversParentTypes['Submission']>, upload?: Maybe<ResolversParentTypes['Upload']> };
  Representation: RepresentationModel;
  RepresentationFile: RepresentationFileModel;
  RequestDisseminationInput: RequestDisseminationInput;
  RequestDisseminationPayload: Omit<RequestDisseminationPayload, 'dissemination'> & { dissemination?: Maybe<ResolversParentTypes['Dissemination']> };
  RequestDisseminationResult: Omit<RequestDisseminationResult, 'dissemination'> & { dissemination?: Maybe<ResolversParentTypes['Dissemination']> };
  RequestDisseminationsInput: RequestDisseminationsInput;
  RequestDisseminationsPayload: Omit<RequestDisseminationsPayload, 'results'> & { results: ReadonlyArray<ResolversParentTypes['RequestDisseminationResult']> };
  SearchColumn: SearchColumnModel;
  SearchConfig: SearchConfigModel;
  SearchConnection: SearchConnectionModel;
  SearchEdge: SearchEdgeModel;
  SearchFilter: SearchFilterModel;
  SearchFilterInput: SearchFilterInput;
  SearchResult: SearchResultModel;
  SearchResultColumn: SearchResultColumn;
  SourceStatus: SourceStatus;
  StatusChange: ResolversInterfaceTypes<ResolversParentTypes>['StatusChange'];
  String: Scalars['String']['output'];
  Submission: SubmissionModel;
  SubmissionConnection: SubmissionConnectionModel;
  SubmissionEdge: SubmissionEdgeModel;
  SubmissionEvent: SubmissionEventModel;
  SubmissionFile: SubmissionFileModel;
  SubmissionMetadataInput: SubmissionMetadataInput;
  SubmissionReason: SubmissionReasonModel;
  SubmissionStatusChange: SubmissionStatusChange;
  SubmitDvidsAsset: SubmitDvidsAssetModel;
  SubmitDvidsBatchInput: SubmitDvidsBatchInput;
  SubmitDvidsBatchPayload: SubmitDvidsBatchModel;
  SubmitDvidsFileInput: SubmitDvidsFileInput;
  SubmitDvidsGraphicInput: SubmitDvidsGraphicInput;
  SubmitDvidsMediaInput: SubmitDvidsMediaInput;
  SubmitDvidsNewsInput: SubmitDvidsNewsInput;
  SubmitDvidsPhotoInput: SubmitDvidsPhotoInput;
  SubmitDvidsPublicationIssueInput: SubmitDvidsPublicationIssueInput;
  SubmitDvidsVideoInput: SubmitDvidsVideoInput;
  SubmitSipEvent: SubmitSipEvent;
  SubmitSipEventInput: SubmitSipEventInput;
  SubmitSipFile: SubmitSipFileModel;
  SubmitSipFileInput: SubmitSipFileInput;
  SubmitSipInput: SubmitSipInput;
  SubmitSipPayload: SubmitSipModel;
  Subscription: Record<PropertyKey, never>;
  UpdateDvidsGraphicInput: UpdateDvidsGraphicInput;
  UpdateDvidsGraphicPayload: Omit<UpdateDvidsGraphicPayload, 'batch' | 'graphic'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, graphic?: Maybe<ResolversParentTypes['DvidsGraphic']> };
  UpdateDvidsPhotoInput: UpdateDvidsPhotoInput;
  UpdateDvidsPhotoPayload: Omit<UpdateDvidsPhotoPayload, 'batch' | 'photo'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, photo?: Maybe<ResolversParentTypes['DvidsPhoto']> };
  UpdateDvidsPublicationIssueInput: UpdateDvidsPublicationIssueInput;
  UpdateDvidsPublicationIssuePayload: Omit<UpdateDvidsPublicationIssuePayload, 'batch' | 'publicationIssue'> & { batch?: Maybe<ResolversParentTypes['DvidsBatch']>, publicationIssue?: Maybe<ResolversParentTypes['DvidsPublicationIssue']> };
  Upload: UploadModel;
  UploadPart: UploadPart;
  UploadProgress: UploadProgressModel;
  Viewer: ViewerModel;
  ViewerContract: ViewerContract;
  ViewerDvids: ViewerDvids;
};

export type AipResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Aip'] = ResolversParentTypes['Aip']> = {
  archive?: Resolver<Maybe<ResolversTypes['Archive']>, ParentType, ContextType>;
  archiveId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  breadcrumb?: Resolver<Maybe<ReadonlyArray<ResolversTypes['BreadcrumbEntry']>>, ParentType, ContextType>;
  children?: Resolver<Maybe<ResolversTypes['AipConnection']>, ParentType, ContextType, Partial<AipChildrenArgs>>;
  disseminations?: Resolver<Maybe<ResolversTypes['DisseminationConnection']>, ParentType, ContextType, Partial<AipDisseminationsArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['Metadata']>, ParentType, ContextType>;
  packageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  packageType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Aip']>, ParentType, ContextType>;
  permissions?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['JSON']>>>, ParentType, ContextType>;
  pluginReports?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PluginReport']>>, ParentType, ContextType>;
  representations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Representation']>>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AipConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AipConnection'] = ResolversParentTypes['AipConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AipEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Aip']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type AipEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AipEdge'] = ResolversParentTypes['AipEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Aip']>, ParentType, ContextType>;
};

export type ArchiveResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Archive'] = ResolversParentTypes['Archive']> = {
  aip?: Resolver<Maybe<ResolversTypes['Aip']>, ParentType, ContextType>;
  archiveId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  disseminations?: Resolver<Maybe<ResolversTypes['DisseminationConnection']>, ParentType, ContextType, Partial<ArchiveDisseminationsArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AttachDvidsNewsMediaPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AttachDvidsNewsMediaPayload'] = ResolversParentTypes['AttachDvidsNewsMediaPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  news?: Resolver<Maybe<ResolversTypes['DvidsNews']>, ParentType, ContextType>;
};

export type BreadcrumbEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BreadcrumbEntry'] = ResolversParentTypes['BreadcrumbEntry']> = {
  aip?: Resolver<Maybe<ResolversTypes['Aip']>, ParentType, ContextType>;
  packageId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface ByteCountScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['ByteCount'], any> {
  name: 'ByteCount';
}

export type CloseDvidsBatchPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CloseDvidsBatchPayload'] = ResolversParentTypes['CloseDvidsBatchPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
};

export type CompleteDvidsMultipartUploadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompleteDvidsMultipartUploadPayload'] = ResolversParentTypes['CompleteDvidsMultipartUploadPayload']> = {
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
};

export type ConnectDvidsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConnectDvidsPayload'] = ResolversParentTypes['ConnectDvidsPayload']> = {
  authorizationUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  clientMutationId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CreateDvidsBatchPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsBatchPayload'] = ResolversParentTypes['CreateDvidsBatchPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  clientMutationId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CreateDvidsGraphicPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsGraphicPayload'] = ResolversParentTypes['CreateDvidsGraphicPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  graphic?: Resolver<Maybe<ResolversTypes['DvidsGraphic']>, ParentType, ContextType>;
};

export type CreateDvidsMultipartUploadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsMultipartUploadPayload'] = ResolversParentTypes['CreateDvidsMultipartUploadPayload']> = {
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
};

export type CreateDvidsNewsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsNewsPayload'] = ResolversParentTypes['CreateDvidsNewsPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  news?: Resolver<Maybe<ResolversTypes['DvidsNews']>, ParentType, ContextType>;
};

export type CreateDvidsPhotoPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsPhotoPayload'] = ResolversParentTypes['CreateDvidsPhotoPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  photo?: Resolver<Maybe<ResolversTypes['DvidsPhoto']>, ParentType, ContextType>;
};

export type CreateDvidsPublicationIssuePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsPublicationIssuePayload'] = ResolversParentTypes['CreateDvidsPublicationIssuePayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  publicationIssue?: Resolver<Maybe<ResolversTypes['DvidsPublicationIssue']>, ParentType, ContextType>;
};

export type CreateDvidsUploadPartPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsUploadPartPayload'] = ResolversParentTypes['CreateDvidsUploadPartPayload']> = {
  part?: Resolver<Maybe<ResolversTypes['DvidsUploadPart']>, ParentType, ContextType>;
};

export type CreateDvidsUploadPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsUploadPayload'] = ResolversParentTypes['CreateDvidsUploadPayload']> = {
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
};

export type CreateDvidsVideoPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDvidsVideoPayload'] = ResolversParentTypes['CreateDvidsVideoPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  video?: Resolver<Maybe<ResolversTypes['DvidsVideo']>, ParentType, ContextType>;
};

export type CreateSubmissionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateSubmissionPayload'] = ResolversParentTypes['CreateSubmissionPayload']> = {
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteDvidsGraphicPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteDvidsGraphicPayload'] = ResolversParentTypes['DeleteDvidsGraphicPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
};

export type DeleteDvidsPhotoPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteDvidsPhotoPayload'] = ResolversParentTypes['DeleteDvidsPhotoPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
};

export type DeleteDvidsPublicationIssuePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteDvidsPublicationIssuePayload'] = ResolversParentTypes['DeleteDvidsPublicationIssuePayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
};

export type DeleteSubmissionFilePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteSubmissionFilePayload'] = ResolversParentTypes['DeleteSubmissionFilePayload']> = {
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
};

export type DeleteSubmissionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteSubmissionPayload'] = ResolversParentTypes['DeleteSubmissionPayload']> = {
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
};

export type DisconnectDvidsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisconnectDvidsPayload'] = ResolversParentTypes['DisconnectDvidsPayload']> = {
  clientMutationId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type DisseminationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Dissemination'] = ResolversParentTypes['Dissemination']> = {
  aip?: Resolver<Maybe<ResolversTypes['Aip']>, ParentType, ContextType>;
  archive?: Resolver<Maybe<ResolversTypes['Archive']>, ParentType, ContextType>;
  archiveId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  checkedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  clientId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  disseminationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  files?: Resolver<ReadonlyArray<ResolversTypes['DisseminationFile']>, ParentType, ContextType>;
  filesLost?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['DisseminationStatusChange']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  objectId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  priority?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sizeInBytes?: Resolver<Maybe<ResolversTypes['ByteCount']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DisseminationStatus'], ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  upstreamStatus?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DisseminationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisseminationConnection'] = ResolversParentTypes['DisseminationConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DisseminationEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Dissemination']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DisseminationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisseminationEdge'] = ResolversParentTypes['DisseminationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Dissemination']>, ParentType, ContextType>;
};

export type DisseminationEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisseminationEvent'] = ResolversParentTypes['DisseminationEvent']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dissemination?: Resolver<ResolversTypes['Dissemination'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['EventOrigin'], ParentType, ContextType>;
  previousStatus?: Resolver<Maybe<ResolversTypes['DisseminationStatus']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DisseminationStatus'], ParentType, ContextType>;
};

export type DisseminationFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisseminationFile'] = ResolversParentTypes['DisseminationFile']> = {
  checksum?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  checksumAlgorithm?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  downloadUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  filename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sizeInBytes?: Resolver<Maybe<ResolversTypes['ByteCount']>, ParentType, ContextType>;
};

export type DisseminationStatusChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DisseminationStatusChange'] = ResolversParentTypes['DisseminationStatusChange']> = {
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['EventOrigin'], ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DisseminationStatus'], ParentType, ContextType>;
  upstreamStatus?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DvidsAssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsAsset'] = ResolversParentTypes['DvidsAsset']> = {
  __resolveType?: TypeResolveFn<'DvidsGraphic' | 'DvidsNews' | 'DvidsPhoto' | 'DvidsPublicationIssue' | 'DvidsVideo', ParentType, ContextType>;
};

export type DvidsAuthorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsAuthor'] = ResolversParentTypes['DvidsAuthor']> = {
  authorId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  jobGrade?: Resolver<Maybe<ResolversTypes['DvidsJobGrade']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  serviceUnits?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['DvidsServiceUnit']>>>, ParentType, ContextType>;
  visionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type DvidsAuthorConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsAuthorConnection'] = ResolversParentTypes['DvidsAuthorConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsAuthorEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsAuthor']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DvidsAuthorEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsAuthorEdge'] = ResolversParentTypes['DvidsAuthorEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['DvidsAuthor']>, ParentType, ContextType>;
};

export type DvidsBatchResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsBatch'] = ResolversParentTypes['DvidsBatch']> = {
  assets?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsAsset']>>, ParentType, ContextType>;
  batchId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  checkedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  closed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['DvidsBatchStatusChange']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DvidsBatchStatus'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  uploads?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Upload']>>, ParentType, ContextType>;
  upstreamStatus?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DvidsBatchConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsBatchConnection'] = ResolversParentTypes['DvidsBatchConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsBatchEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsBatch']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DvidsBatchEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsBatchEdge'] = ResolversParentTypes['DvidsBatchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
};

export type DvidsBatchEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsBatchEvent'] = ResolversParentTypes['DvidsBatchEvent']> = {
  asset?: Resolver<Maybe<ResolversTypes['DvidsAsset']>, ParentType, ContextType>;
  batch?: Resolver<ResolversTypes['DvidsBatch'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['EventOrigin'], ParentType, ContextType>;
  previousStatus?: Resolver<Maybe<ResolversTypes['DvidsBatchStatus']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DvidsBatchStatus'], ParentType, ContextType>;
};

export type DvidsBatchStatusChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsBatchStatusChange'] = ResolversParentTypes['DvidsBatchStatusChange']> = {
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['EventOrigin'], ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DvidsBatchStatus'], ParentType, ContextType>;
  upstreamStatus?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DvidsCountryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsCountry'] = ResolversParentTypes['DvidsCountry']> = {
  countryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  iso2?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DvidsCountryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsCountryConnection'] = ResolversParentTypes['DvidsCountryConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsCountryEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsCountry']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DvidsCountryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsCountryEdge'] = ResolversParentTypes['DvidsCountryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['DvidsCountry']>, ParentType, ContextType>;
};

export type DvidsGraphicResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsGraphic'] = ResolversParentTypes['DvidsGraphic']> = {
  assetId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  assetType?: Resolver<ResolversTypes['DvidsAssetType'], ParentType, ContextType>;
  attributes?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  authors?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['DvidsAuthor']>>>, ParentType, ContextType>;
  batchId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  captionWriter?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['DvidsGraphicCategory']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  instructions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  serviceUnit?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['DvidsAssetStatus']>, ParentType, ContextType>;
  subdiv?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  themeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  thumbnail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<DvidsGraphicThumbnailArgs, 'size'>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
  upstreamStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  virin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DvidsGraphicCategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsGraphicCategory'] = ResolversParentTypes['DvidsGraphicCategory']> = {
  graphicCategoryId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DvidsGraphicCategoryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsGraphicCategoryConnection'] = ResolversParentTypes['DvidsGraphicCategoryConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsGraphicCategoryEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsGraphicCategory']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DvidsGraphicCategoryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsGraphicCategoryEdge'] = ResolversParentTypes['DvidsGraphicCategoryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['DvidsGraphicCategory']>, ParentType, ContextType>;
};

export type DvidsJobGradeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsJobGrade'] = ResolversParentTypes['DvidsJobGrade']> = {
  abbreviation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  associatedPressName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  branch?: Resolver<Maybe<ResolversTypes['DvidsBranch']>, ParentType, ContextType>;
  countryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  jobGrade?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  natoCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upstreamBranch?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DvidsNewsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsNews'] = ResolversParentTypes['DvidsNews']> = {
  assetId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  assetType?: Resolver<ResolversTypes['DvidsAssetType'], ParentType, ContextType>;
  attributes?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  authors?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['DvidsAuthor']>>>, ParentType, ContextType>;
  batchId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  body?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  instructions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  media?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsNewsMedia']>>, ParentType, ContextType>;
  serviceUnit?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['DvidsAssetStatus']>, ParentType, ContextType>;
  subdiv?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  themeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  thumbnail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<DvidsNewsThumbnailArgs, 'size'>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upstreamStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DvidsNewsMediaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsNewsMedia'] = ResolversParentTypes['DvidsNewsMedia']> = {
  asset?: Resolver<Maybe<ResolversTypes['DvidsAsset']>, ParentType, ContextType>;
  assetId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  assetType?: Resolver<ResolversTypes['DvidsAssetType'], ParentType, ContextType>;
  isPrimary?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type DvidsPhotoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsPhoto'] = ResolversParentTypes['DvidsPhoto']> = {
  assetId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  assetType?: Resolver<ResolversTypes['DvidsAssetType'], ParentType, ContextType>;
  attributes?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  authors?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['DvidsAuthor']>>>, ParentType, ContextType>;
  batchId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  captionWriter?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  instructions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  jobIdentifier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  serviceUnit?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['DvidsAssetStatus']>, ParentType, ContextType>;
  subdiv?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  themeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  thumbnail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<DvidsPhotoThumbnailArgs, 'size'>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
  upstreamStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  virin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DvidsPublicationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsPublication'] = ResolversParentTypes['DvidsPublication']> = {
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publicationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  serviceUnit?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DvidsPublicationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsPublicationConnection'] = ResolversParentTypes['DvidsPublicationConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsPublicationEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsPublication']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DvidsPublicationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsPublicationEdge'] = ResolversParentTypes['DvidsPublicationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['DvidsPublication']>, ParentType, ContextType>;
};

export type DvidsPublicationIssueResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsPublicationIssue'] = ResolversParentTypes['DvidsPublicationIssue']> = {
  assetId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  assetType?: Resolver<ResolversTypes['DvidsAssetType'], ParentType, ContextType>;
  attributes?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  authors?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['DvidsAuthor']>>>, ParentType, ContextType>;
  batchId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publication?: Resolver<Maybe<ResolversTypes['DvidsPublication']>, ParentType, ContextType>;
  serviceUnit?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['DvidsAssetStatus']>, ParentType, ContextType>;
  thumbnail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<DvidsPublicationIssueThumbnailArgs, 'size'>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
  upstreamStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DvidsServiceUnitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsServiceUnit'] = ResolversParentTypes['DvidsServiceUnit']> = {
  abbreviation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  authors?: Resolver<Maybe<ResolversTypes['DvidsAuthorConnection']>, ParentType, ContextType, Partial<DvidsServiceUnitAuthorsArgs>>;
  branch?: Resolver<Maybe<ResolversTypes['DvidsBranch']>, ParentType, ContextType>;
  dvian?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requiresPublishingApproval?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  serviceUnitId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  upstreamBranch?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DvidsServiceUnitConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsServiceUnitConnection'] = ResolversParentTypes['DvidsServiceUnitConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsServiceUnitEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsServiceUnit']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DvidsServiceUnitEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsServiceUnitEdge'] = ResolversParentTypes['DvidsServiceUnitEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType>;
};

export type DvidsUploadPartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsUploadPart'] = ResolversParentTypes['DvidsUploadPart']> = {
  partNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  uploadUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DvidsVideoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DvidsVideo'] = ResolversParentTypes['DvidsVideo']> = {
  assetId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  assetType?: Resolver<ResolversTypes['DvidsAssetType'], ParentType, ContextType>;
  attributes?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  authors?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['DvidsAuthor']>>>, ParentType, ContextType>;
  batchId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  instructions?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  serviceUnit?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['DvidsAssetStatus']>, ParentType, ContextType>;
  subdiv?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  themeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  thumbnail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<DvidsVideoThumbnailArgs, 'size'>>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
  upstreamStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  virin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FinalizeSubmissionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FinalizeSubmissionPayload'] = ResolversParentTypes['FinalizeSubmissionPayload']> = {
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
};

export type GenerateDvidsVirinPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GenerateDvidsVirinPayload'] = ResolversParentTypes['GenerateDvidsVirinPayload']> = {
  date?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  virin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type JobResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  __resolveType?: TypeResolveFn<'Dissemination' | 'DvidsBatch' | 'Submission', ParentType, ContextType>;
};

export type MetadataResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Metadata'] = ResolversParentTypes['Metadata']> = {
  entries?: Resolver<ReadonlyArray<ResolversTypes['MetadataEntry']>, ParentType, ContextType>;
  fields?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  schema?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, RequireFields<MetadataValueArgs, 'name'>>;
};

export type MetadataEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MetadataEntry'] = ResolversParentTypes['MetadataEntry']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  attachDvidsNewsMedia?: Resolver<Maybe<ResolversTypes['AttachDvidsNewsMediaPayload']>, ParentType, ContextType, RequireFields<MutationAttachDvidsNewsMediaArgs, 'input'>>;
  closeDvidsBatch?: Resolver<Maybe<ResolversTypes['CloseDvidsBatchPayload']>, ParentType, ContextType, RequireFields<MutationCloseDvidsBatchArgs, 'input'>>;
  completeDvidsMultipartUpload?: Resolver<Maybe<ResolversTypes['CompleteDvidsMultipartUploadPayload']>, ParentType, ContextType, RequireFields<MutationCompleteDvidsMultipartUploadArgs, 'input'>>;
  connectDvids?: Resolver<Maybe<ResolversTypes['ConnectDvidsPayload']>, ParentType, ContextType, RequireFields<MutationConnectDvidsArgs, 'input'>>;
  createDvidsBatch?: Resolver<Maybe<ResolversTypes['CreateDvidsBatchPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsBatchArgs, 'input'>>;
  createDvidsGraphic?: Resolver<Maybe<ResolversTypes['CreateDvidsGraphicPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsGraphicArgs, 'input'>>;
  createDvidsMultipartUpload?: Resolver<Maybe<ResolversTypes['CreateDvidsMultipartUploadPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsMultipartUploadArgs, 'input'>>;
  createDvidsNews?: Resolver<Maybe<ResolversTypes['CreateDvidsNewsPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsNewsArgs, 'input'>>;
  createDvidsPhoto?: Resolver<Maybe<ResolversTypes['CreateDvidsPhotoPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsPhotoArgs, 'input'>>;
  createDvidsPublicationIssue?: Resolver<Maybe<ResolversTypes['CreateDvidsPublicationIssuePayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsPublicationIssueArgs, 'input'>>;
  createDvidsUpload?: Resolver<Maybe<ResolversTypes['CreateDvidsUploadPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsUploadArgs, 'input'>>;
  createDvidsUploadPart?: Resolver<Maybe<ResolversTypes['CreateDvidsUploadPartPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsUploadPartArgs, 'input'>>;
  createDvidsVideo?: Resolver<Maybe<ResolversTypes['CreateDvidsVideoPayload']>, ParentType, ContextType, RequireFields<MutationCreateDvidsVideoArgs, 'input'>>;
  createSubmission?: Resolver<Maybe<ResolversTypes['CreateSubmissionPayload']>, ParentType, ContextType, RequireFields<MutationCreateSubmissionArgs, 'input'>>;
  deleteDvidsGraphic?: Resolver<Maybe<ResolversTypes['DeleteDvidsGraphicPayload']>, ParentType, ContextType, RequireFields<MutationDeleteDvidsGraphicArgs, 'input'>>;
  deleteDvidsPhoto?: Resolver<Maybe<ResolversTypes['DeleteDvidsPhotoPayload']>, ParentType, ContextType, RequireFields<MutationDeleteDvidsPhotoArgs, 'input'>>;
  deleteDvidsPublicationIssue?: Resolver<Maybe<ResolversTypes['DeleteDvidsPublicationIssuePayload']>, ParentType, ContextType, RequireFields<MutationDeleteDvidsPublicationIssueArgs, 'input'>>;
  deleteSubmission?: Resolver<Maybe<ResolversTypes['DeleteSubmissionPayload']>, ParentType, ContextType, RequireFields<MutationDeleteSubmissionArgs, 'input'>>;
  deleteSubmissionFile?: Resolver<Maybe<ResolversTypes['DeleteSubmissionFilePayload']>, ParentType, ContextType, RequireFields<MutationDeleteSubmissionFileArgs, 'input'>>;
  disconnectDvids?: Resolver<Maybe<ResolversTypes['DisconnectDvidsPayload']>, ParentType, ContextType, RequireFields<MutationDisconnectDvidsArgs, 'input'>>;
  finalizeSubmission?: Resolver<Maybe<ResolversTypes['FinalizeSubmissionPayload']>, ParentType, ContextType, RequireFields<MutationFinalizeSubmissionArgs, 'input'>>;
  generateDvidsVirin?: Resolver<Maybe<ResolversTypes['GenerateDvidsVirinPayload']>, ParentType, ContextType, RequireFields<MutationGenerateDvidsVirinArgs, 'input'>>;
  publishToDvids?: Resolver<Maybe<ResolversTypes['PublishToDvidsPayload']>, ParentType, ContextType, RequireFields<MutationPublishToDvidsArgs, 'input'>>;
  recordSubmissionEvent?: Resolver<Maybe<ResolversTypes['RecordSubmissionEventPayload']>, ParentType, ContextType, RequireFields<MutationRecordSubmissionEventArgs, 'input'>>;
  registerSubmissionFile?: Resolver<Maybe<ResolversTypes['RegisterSubmissionFilePayload']>, ParentType, ContextType, RequireFields<MutationRegisterSubmissionFileArgs, 'input'>>;
  requestDissemination?: Resolver<Maybe<ResolversTypes['RequestDisseminationPayload']>, ParentType, ContextType, RequireFields<MutationRequestDisseminationArgs, 'input'>>;
  requestDisseminations?: Resolver<Maybe<ResolversTypes['RequestDisseminationsPayload']>, ParentType, ContextType, RequireFields<MutationRequestDisseminationsArgs, 'input'>>;
  submitDvidsBatch?: Resolver<Maybe<ResolversTypes['SubmitDvidsBatchPayload']>, ParentType, ContextType, RequireFields<MutationSubmitDvidsBatchArgs, 'input'>>;
  submitSip?: Resolver<Maybe<ResolversTypes['SubmitSipPayload']>, ParentType, ContextType, RequireFields<MutationSubmitSipArgs, 'input'>>;
  updateDvidsGraphic?: Resolver<Maybe<ResolversTypes['UpdateDvidsGraphicPayload']>, ParentType, ContextType, RequireFields<MutationUpdateDvidsGraphicArgs, 'input'>>;
  updateDvidsPhoto?: Resolver<Maybe<ResolversTypes['UpdateDvidsPhotoPayload']>, ParentType, ContextType, RequireFields<MutationUpdateDvidsPhotoArgs, 'input'>>;
  updateDvidsPublicationIssue?: Resolver<Maybe<ResolversTypes['UpdateDvidsPublicationIssuePayload']>, ParentType, ContextType, RequireFields<MutationUpdateDvidsPublicationIssueArgs, 'input'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<'Aip' | 'Archive' | 'Dissemination' | 'DvidsBatch' | 'Submission' | 'Upload', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PluginReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PluginReport'] = ResolversParentTypes['PluginReport']> = {
  executionDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  pluginName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['PluginReportStatus']>, ParentType, ContextType>;
  upstreamStatus?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PublishToDvidsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishToDvidsPayload'] = ResolversParentTypes['PublishToDvidsPayload']> = {
  assetId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WorkflowState'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
  virin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  aip?: Resolver<Maybe<ResolversTypes['Aip']>, ParentType, ContextType, RequireFields<QueryAipArgs, 'packageId'>>;
  aips?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Aip']>>>, ParentType, ContextType, RequireFields<QueryAipsArgs, 'packageIds'>>;
  archive?: Resolver<Maybe<ResolversTypes['Archive']>, ParentType, ContextType, RequireFields<QueryArchiveArgs, 'archiveId'>>;
  dissemination?: Resolver<Maybe<ResolversTypes['Dissemination']>, ParentType, ContextType, RequireFields<QueryDisseminationArgs, 'disseminationId'>>;
  disseminations?: Resolver<Maybe<ResolversTypes['DisseminationConnection']>, ParentType, ContextType, Partial<QueryDisseminationsArgs>>;
  dvidsAuthor?: Resolver<Maybe<ResolversTypes['DvidsAuthor']>, ParentType, ContextType, RequireFields<QueryDvidsAuthorArgs, 'authorId'>>;
  dvidsAuthors?: Resolver<Maybe<ResolversTypes['DvidsAuthorConnection']>, ParentType, ContextType, Partial<QueryDvidsAuthorsArgs>>;
  dvidsBatch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType, RequireFields<QueryDvidsBatchArgs, 'batchId'>>;
  dvidsBatches?: Resolver<Maybe<ResolversTypes['DvidsBatchConnection']>, ParentType, ContextType, Partial<QueryDvidsBatchesArgs>>;
  dvidsCountries?: Resolver<Maybe<ResolversTypes['DvidsCountryConnection']>, ParentType, ContextType, Partial<QueryDvidsCountriesArgs>>;
  dvidsGraphicCategories?: Resolver<Maybe<ResolversTypes['DvidsGraphicCategoryConnection']>, ParentType, ContextType, Partial<QueryDvidsGraphicCategoriesArgs>>;
  dvidsPhotoDuplicates?: Resolver<Maybe<ReadonlyArray<ResolversTypes['DvidsPhoto']>>, ParentType, ContextType, Partial<QueryDvidsPhotoDuplicatesArgs>>;
  dvidsPublications?: Resolver<Maybe<ResolversTypes['DvidsPublicationConnection']>, ParentType, ContextType, Partial<QueryDvidsPublicationsArgs>>;
  dvidsServiceUnit?: Resolver<Maybe<ResolversTypes['DvidsServiceUnit']>, ParentType, ContextType, RequireFields<QueryDvidsServiceUnitArgs, 'serviceUnitId'>>;
  dvidsServiceUnits?: Resolver<Maybe<ResolversTypes['DvidsServiceUnitConnection']>, ParentType, ContextType, Partial<QueryDvidsServiceUnitsArgs>>;
  fileplan?: Resolver<Maybe<ResolversTypes['AipConnection']>, ParentType, ContextType, Partial<QueryFileplanArgs>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<Maybe<ReadonlyArray<Maybe<ResolversTypes['Node']>>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  search?: Resolver<Maybe<ResolversTypes['SearchConnection']>, ParentType, ContextType, RequireFields<QuerySearchArgs, 'config'>>;
  searchConfig?: Resolver<Maybe<ResolversTypes['SearchConfig']>, ParentType, ContextType, RequireFields<QuerySearchConfigArgs, 'name'>>;
  searchConfigs?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SearchConfig']>>, ParentType, ContextType>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['SourceStatus']>, ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType, RequireFields<QuerySubmissionArgs, 'contractId' | 'submissionId'>>;
  submissions?: Resolver<Maybe<ResolversTypes['SubmissionConnection']>, ParentType, ContextType, Partial<QuerySubmissionsArgs>>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType, RequireFields<QueryUploadArgs, 'uploadId'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type RecordSubmissionEventPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordSubmissionEventPayload'] = ResolversParentTypes['RecordSubmissionEventPayload']> = {
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
};

export type RegisterSubmissionFilePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterSubmissionFilePayload'] = ResolversParentTypes['RegisterSubmissionFilePayload']> = {
  file?: Resolver<Maybe<ResolversTypes['SubmissionFile']>, ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
};

export type RepresentationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Representation'] = ResolversParentTypes['Representation']> = {
  data?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RepresentationFile']>>, ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['Metadata']>, ParentType, ContextType>;
  representationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type RepresentationFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RepresentationFile'] = ResolversParentTypes['RepresentationFile']> = {
  format?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RequestDisseminationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestDisseminationPayload'] = ResolversParentTypes['RequestDisseminationPayload']> = {
  alreadyInProgress?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dissemination?: Resolver<Maybe<ResolversTypes['Dissemination']>, ParentType, ContextType>;
};

export type RequestDisseminationResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestDisseminationResult'] = ResolversParentTypes['RequestDisseminationResult']> = {
  alreadyInProgress?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  dissemination?: Resolver<Maybe<ResolversTypes['Dissemination']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
};

export type RequestDisseminationsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestDisseminationsPayload'] = ResolversParentTypes['RequestDisseminationsPayload']> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['RequestDisseminationResult']>, ParentType, ContextType>;
};

export type SearchColumnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchColumn'] = ResolversParentTypes['SearchColumn']> = {
  dataType?: Resolver<Maybe<ResolversTypes['SearchDataType']>, ParentType, ContextType>;
  hidden?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sortable?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  upstreamDataType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  visibleByDefault?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  xpath?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchConfigResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchConfig'] = ResolversParentTypes['SearchConfig']> = {
  columns?: Resolver<ReadonlyArray<ResolversTypes['SearchColumn']>, ParentType, ContextType>;
  filters?: Resolver<ReadonlyArray<ResolversTypes['SearchFilter']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  offset?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SearchConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchConnection'] = ResolversParentTypes['SearchConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SearchEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SearchResult']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SearchEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchEdge'] = ResolversParentTypes['SearchEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['SearchResult']>, ParentType, ContextType>;
};

export type SearchFilterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchFilter'] = ResolversParentTypes['SearchFilter']> = {
  dataType?: Resolver<Maybe<ResolversTypes['SearchDataType']>, ParentType, ContextType>;
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  filterMaxName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  filterMinName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  filterName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operator?: Resolver<Maybe<ResolversTypes['SearchOperator']>, ParentType, ContextType>;
  upstreamDataType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  upstreamOperator?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SearchResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchResult'] = ResolversParentTypes['SearchResult']> = {
  aip?: Resolver<Maybe<ResolversTypes['Aip']>, ParentType, ContextType>;
  columns?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SearchResultColumn']>>, ParentType, ContextType>;
};

export type SearchResultColumnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchResultColumn'] = ResolversParentTypes['SearchResultColumn']> = {
  dataType?: Resolver<Maybe<ResolversTypes['SearchDataType']>, ParentType, ContextType>;
  label?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  xpath?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SourceStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SourceStatus'] = ResolversParentTypes['SourceStatus']> = {
  available?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  configured?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastCheckedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  latencyMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type StatusChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StatusChange'] = ResolversParentTypes['StatusChange']> = {
  __resolveType?: TypeResolveFn<'DisseminationStatusChange' | 'DvidsBatchStatusChange' | 'SubmissionStatusChange', ParentType, ContextType>;
};

export type SubmissionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Submission'] = ResolversParentTypes['Submission']> = {
  archive?: Resolver<Maybe<ResolversTypes['Archive']>, ParentType, ContextType>;
  archiveId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  checkedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  clientId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  contractId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  files?: Resolver<ReadonlyArray<ResolversTypes['SubmissionFile']>, ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['SubmissionStatusChange']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  objectId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  priority?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['SubmissionReason']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sizeInBytes?: Resolver<Maybe<ResolversTypes['ByteCount']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SubmissionStatus'], ParentType, ContextType>;
  submissionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  upstreamStatus?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubmissionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionConnection'] = ResolversParentTypes['SubmissionConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SubmissionEdge']>>, ParentType, ContextType>;
  nodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Submission']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type SubmissionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionEdge'] = ResolversParentTypes['SubmissionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
};

export type SubmissionEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionEvent'] = ResolversParentTypes['SubmissionEvent']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['EventOrigin'], ParentType, ContextType>;
  previousStatus?: Resolver<Maybe<ResolversTypes['SubmissionStatus']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SubmissionStatus'], ParentType, ContextType>;
  submission?: Resolver<ResolversTypes['Submission'], ParentType, ContextType>;
};

export type SubmissionFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionFile'] = ResolversParentTypes['SubmissionFile']> = {
  checksum?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  fileId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  filePath?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isPackaged?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
};

export type SubmissionReasonResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionReason'] = ResolversParentTypes['SubmissionReason']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  filePath?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SubmissionStatusChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmissionStatusChange'] = ResolversParentTypes['SubmissionStatusChange']> = {
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['EventOrigin'], ParentType, ContextType>;
  phase?: Resolver<ResolversTypes['JobPhase'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SubmissionStatus'], ParentType, ContextType>;
  upstreamStatus?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SubmitDvidsAssetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmitDvidsAsset'] = ResolversParentTypes['SubmitDvidsAsset']> = {
  assetId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  assetType?: Resolver<ResolversTypes['DvidsAssetType'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
  virin?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SubmitDvidsBatchPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmitDvidsBatchPayload'] = ResolversParentTypes['SubmitDvidsBatchPayload']> = {
  assets?: Resolver<ReadonlyArray<ResolversTypes['SubmitDvidsAsset']>, ParentType, ContextType>;
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WorkflowState'], ParentType, ContextType>;
};

export type SubmitSipEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmitSipEvent'] = ResolversParentTypes['SubmitSipEvent']> = {
  eventType?: Resolver<ResolversTypes['PreservationEventType'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  recorded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  relativePath?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SubmitSipFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmitSipFile'] = ResolversParentTypes['SubmitSipFile']> = {
  filePath?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  upload?: Resolver<Maybe<ResolversTypes['Upload']>, ParentType, ContextType>;
};

export type SubmitSipPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SubmitSipPayload'] = ResolversParentTypes['SubmitSipPayload']> = {
  events?: Resolver<ReadonlyArray<ResolversTypes['SubmitSipEvent']>, ParentType, ContextType>;
  files?: Resolver<ReadonlyArray<ResolversTypes['SubmitSipFile']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WorkflowState'], ParentType, ContextType>;
  submission?: Resolver<Maybe<ResolversTypes['Submission']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  disseminationUpdated?: SubscriptionResolver<ResolversTypes['DisseminationEvent'], "disseminationUpdated", ParentType, ContextType, RequireFields<SubscriptionDisseminationUpdatedArgs, 'disseminationId'>>;
  disseminationsUpdated?: SubscriptionResolver<ResolversTypes['DisseminationEvent'], "disseminationsUpdated", ParentType, ContextType, RequireFields<SubscriptionDisseminationsUpdatedArgs, 'contractId'>>;
  dvidsBatchUpdated?: SubscriptionResolver<ResolversTypes['DvidsBatchEvent'], "dvidsBatchUpdated", ParentType, ContextType, RequireFields<SubscriptionDvidsBatchUpdatedArgs, 'batchId'>>;
  submissionUpdated?: SubscriptionResolver<ResolversTypes['SubmissionEvent'], "submissionUpdated", ParentType, ContextType, RequireFields<SubscriptionSubmissionUpdatedArgs, 'contractId' | 'submissionId'>>;
  submissionsUpdated?: SubscriptionResolver<ResolversTypes['SubmissionEvent'], "submissionsUpdated", ParentType, ContextType, RequireFields<SubscriptionSubmissionsUpdatedArgs, 'contractId'>>;
  uploadProgressed?: SubscriptionResolver<ResolversTypes['UploadProgress'], "uploadProgressed", ParentType, ContextType, RequireFields<SubscriptionUploadProgressedArgs, 'uploadId'>>;
};

export type UpdateDvidsGraphicPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateDvidsGraphicPayload'] = ResolversParentTypes['UpdateDvidsGraphicPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  graphic?: Resolver<Maybe<ResolversTypes['DvidsGraphic']>, ParentType, ContextType>;
};

export type UpdateDvidsPhotoPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateDvidsPhotoPayload'] = ResolversParentTypes['UpdateDvidsPhotoPayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  photo?: Resolver<Maybe<ResolversTypes['DvidsPhoto']>, ParentType, ContextType>;
};

export type UpdateDvidsPublicationIssuePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateDvidsPublicationIssuePayload'] = ResolversParentTypes['UpdateDvidsPublicationIssuePayload']> = {
  batch?: Resolver<Maybe<ResolversTypes['DvidsBatch']>, ParentType, ContextType>;
  publicationIssue?: Resolver<Maybe<ResolversTypes['DvidsPublicationIssue']>, ParentType, ContextType>;
};

export type UploadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Upload'] = ResolversParentTypes['Upload']> = {
  bytesSent?: Resolver<ResolversTypes['ByteCount'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['UploadPart']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['Problem']>, ParentType, ContextType>;
  sizeInBytes?: Resolver<Maybe<ResolversTypes['ByteCount']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['UploadState'], ParentType, ContextType>;
  ticketUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uploadId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  uploadUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UploadPartResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UploadPart'] = ResolversParentTypes['UploadPart']> = {
  done?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  partNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sizeInBytes?: Resolver<ResolversTypes['ByteCount'], ParentType, ContextType>;
};

export type UploadProgressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UploadProgress'] = ResolversParentTypes['UploadProgress']> = {
  bytesPerSecond?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  bytesSent?: Resolver<ResolversTypes['ByteCount'], ParentType, ContextType>;
  sizeInBytes?: Resolver<Maybe<ResolversTypes['ByteCount']>, ParentType, ContextType>;
  upload?: Resolver<ResolversTypes['Upload'], ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  contracts?: Resolver<ReadonlyArray<ResolversTypes['ViewerContract']>, ParentType, ContextType>;
  dvids?: Resolver<Maybe<ResolversTypes['ViewerDvids']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ViewerContractResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ViewerContract'] = ResolversParentTypes['ViewerContract']> = {
  contractId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  read?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  write?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ViewerDvidsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ViewerDvids'] = ResolversParentTypes['ViewerDvids']> = {
  connected?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  Aip?: AipResolvers<ContextType>;
  AipConnection?: AipConnectionResolvers<ContextType>;
  AipEdge?: AipEdgeResolvers<ContextType>;
  Archive?: ArchiveResolvers<ContextType>;
  AttachDvidsNewsMediaPayload?: AttachDvidsNewsMediaPayloadResolvers<ContextType>;
  BreadcrumbEntry?: BreadcrumbEntryResolvers<ContextType>;
  ByteCount?: GraphQLScalarType;
  CloseDvidsBatchPayload?: CloseDvidsBatchPayloadResolvers<ContextType>;
  CompleteDvidsMultipartUploadPayload?: CompleteDvidsMultipartUploadPayloadResolvers<ContextType>;
  ConnectDvidsPayload?: ConnectDvidsPayloadResolvers<ContextType>;
  CreateDvidsBatchPayload?: CreateDvidsBatchPayloadResolvers<ContextType>;
  CreateDvidsGraphicPayload?: CreateDvidsGraphicPayloadResolvers<ContextType>;
  CreateDvidsMultipartUploadPayload?: CreateDvidsMultipartUploadPayloadResolvers<ContextType>;
  CreateDvidsNewsPayload?: CreateDvidsNewsPayloadResolvers<ContextType>;
  CreateDvidsPhotoPayload?: CreateDvidsPhotoPayloadResolvers<ContextType>;
  CreateDvidsPublicationIssuePayload?: CreateDvidsPublicationIssuePayloadResolvers<ContextType>;
  CreateDvidsUploadPartPayload?: CreateDvidsUploadPartPayloadResolvers<ContextType>;
  CreateDvidsUploadPayload?: CreateDvidsUploadPayloadResolvers<ContextType>;
  CreateDvidsVideoPayload?: CreateDvidsVideoPayloadResolvers<ContextType>;
  CreateSubmissionPayload?: CreateSubmissionPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteDvidsGraphicPayload?: DeleteDvidsGraphicPayloadResolvers<ContextType>;
  DeleteDvidsPhotoPayload?: DeleteDvidsPhotoPayloadResolvers<ContextType>;
  DeleteDvidsPublicationIssuePayload?: DeleteDvidsPublicationIssuePayloadResolvers<ContextType>;
  DeleteSubmissionFilePayload?: DeleteSubmissionFilePayloadResolvers<ContextType>;
  DeleteSubmissionPayload?: DeleteSubmissionPayloadResolvers<ContextType>;
  DisconnectDvidsPayload?: DisconnectDvidsPayloadResolvers<ContextType>;
  Dissemination?: DisseminationResolvers<ContextType>;
  DisseminationConnection?: DisseminationConnectionResolvers<ContextType>;
  DisseminationEdge?: DisseminationEdgeResolvers<ContextType>;
  DisseminationEvent?: DisseminationEventResolvers<ContextType>;
  DisseminationFile?: DisseminationFileResolvers<ContextType>;
  DisseminationStatusChange?: DisseminationStatusChangeResolvers<ContextType>;
  DvidsAsset?: DvidsAssetResolvers<ContextType>;
  DvidsAuthor?: DvidsAuthorResolvers<ContextType>;
  DvidsAuthorConnection?: DvidsAuthorConnectionResolvers<ContextType>;
  DvidsAuthorEdge?: DvidsAuthorEdgeResolvers<ContextType>;
  DvidsBatch?: DvidsBatchResolvers<ContextType>;
  DvidsBatchConnection?: DvidsBatchConnectionResolvers<ContextType>;
  DvidsBatchEdge?: DvidsBatchEdgeResolvers<ContextType>;
  DvidsBatchEvent?: DvidsBatchEventResolvers<ContextType>;
  DvidsBatchStatusChange?: DvidsBatchStatusChangeResolvers<ContextType>;
  DvidsCountry?: DvidsCountryResolvers<ContextType>;
  DvidsCountryConnection?: DvidsCountryConnectionResolvers<ContextType>;
  DvidsCountryEdge?: DvidsCountryEdgeResolvers<ContextType>;
  DvidsGraphic?: DvidsGraphicResolvers<ContextType>;
  DvidsGraphicCategory?: DvidsGraphicCategoryResolvers<ContextType>;
  DvidsGraphicCategoryConnection?: DvidsGraphicCategoryConnectionResolvers<ContextType>;
  DvidsGraphicCategoryEdge?: DvidsGraphicCategoryEdgeResolvers<ContextType>;
  DvidsJobGrade?: DvidsJobGradeResolvers<ContextType>;
  DvidsNews?: DvidsNewsResolvers<ContextType>;
  DvidsNewsMedia?: DvidsNewsMediaResolvers<ContextType>;
  DvidsPhoto?: DvidsPhotoResolvers<ContextType>;
  DvidsPublication?: DvidsPublicationResolvers<ContextType>;
  DvidsPublicationConnection?: DvidsPublicationConnectionResolvers<ContextType>;
  DvidsPublicationEdge?: DvidsPublicationEdgeResolvers<ContextType>;
  DvidsPublicationIssue?: DvidsPublicationIssueResolvers<ContextType>;
  DvidsServiceUnit?: DvidsServiceUnitResolvers<ContextType>;
  DvidsServiceUnitConnection?: DvidsServiceUnitConnectionResolvers<ContextType>;
  DvidsServiceUnitEdge?: DvidsServiceUnitEdgeResolvers<ContextType>;
  DvidsUploadPart?: DvidsUploadPartResolvers<ContextType>;
  DvidsVideo?: DvidsVideoResolvers<ContextType>;
  FinalizeSubmissionPayload?: FinalizeSubmissionPayloadResolvers<ContextType>;
  GenerateDvidsVirinPayload?: GenerateDvidsVirinPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Job?: JobResolvers<ContextType>;
  Metadata?: MetadataResolvers<ContextType>;
  MetadataEntry?: MetadataEntryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PluginReport?: PluginReportResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  PublishToDvidsPayload?: PublishToDvidsPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordSubmissionEventPayload?: RecordSubmissionEventPayloadResolvers<ContextType>;
  RegisterSubmissionFilePayload?: RegisterSubmissionFilePayloadResolvers<ContextType>;
  Representation?: RepresentationResolvers<ContextType>;
  RepresentationFile?: RepresentationFileResolvers<ContextType>;
  RequestDisseminationPayload?: RequestDisseminationPayloadResolvers<ContextType>;
  RequestDisseminationResult?: RequestDisseminationResultResolvers<ContextType>;
  RequestDisseminationsPayload?: RequestDisseminationsPayloadResolvers<ContextType>;
  SearchColumn?: SearchColumnResolvers<ContextType>;
  SearchConfig?: SearchConfigResolvers<ContextType>;
  SearchConnection?: SearchConnectionResolvers<ContextType>;
  SearchEdge?: SearchEdgeResolvers<ContextType>;
  SearchFilter?: SearchFilterResolvers<ContextType>;
  SearchResult?: SearchResultResolvers<ContextType>;
  SearchResultColumn?: SearchResultColumnResolvers<ContextType>;
  SourceStatus?: SourceStatusResolvers<ContextType>;
  StatusChange?: StatusChangeResolvers<ContextType>;
  Submission?: SubmissionResolvers<ContextType>;
  SubmissionConnection?: SubmissionConnectionResolvers<ContextType>;
  SubmissionEdge?: SubmissionEdgeResolvers<ContextType>;
  SubmissionEvent?: SubmissionEventResolvers<ContextType>;
  SubmissionFile?: SubmissionFileResolvers<ContextType>;
  SubmissionReason?: SubmissionReasonResolvers<ContextType>;
  SubmissionStatusChange?: SubmissionStatusChangeResolvers<ContextType>;
  SubmitDvidsAsset?: SubmitDvidsAssetResolvers<ContextType>;
  SubmitDvidsBatchPayload?: SubmitDvidsBatchPayloadResolvers<ContextType>;
  SubmitSipEvent?: SubmitSipEventResolvers<ContextType>;
  SubmitSipFile?: SubmitSipFileResolvers<ContextType>;
  SubmitSipPayload?: SubmitSipPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UpdateDvidsGraphicPayload?: UpdateDvidsGraphicPayloadResolvers<ContextType>;
  UpdateDvidsPhotoPayload?: UpdateDvidsPhotoPayloadResolvers<ContextType>;
  UpdateDvidsPublicationIssuePayload?: UpdateDvidsPublicationIssuePayloadResolvers<ContextType>;
  Upload?: UploadResolvers<ContextType>;
  UploadPart?: UploadPartResolvers<ContextType>;
  UploadProgress?: UploadProgressResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
  ViewerContract?: ViewerContractResolvers<ContextType>;
  ViewerDvids?: ViewerDvidsResolvers<ContextType>;
};

