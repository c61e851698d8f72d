import { aip, aipConnection, aipEdge, aipQueries, breadcrumbEntry, metadata, representation, representationFile } from './aip.ts';
import { archive, archiveQueries } from './archive.ts';
import { dissemination, disseminationConnection, disseminationEdge, disseminationQueries } from './dissemination.ts';
import { disseminationMutations } from './disseminationRequests.ts';
import { disseminationEvent, disseminationSubscriptions } from './disseminationUpdates.ts';
import { dvidsAsset, dvidsAssetQueries, dvidsGraphic, dvidsNews, dvidsNewsMedia, dvidsPhoto, dvidsPublicationIssue, dvidsVideo } from './dvidsAsset.ts';
import { dvidsAssetMutations } from './dvidsAssetRequests.ts';
import { dvidsBatch, dvidsBatchConnection, dvidsBatchEdge, dvidsBatchEvent, dvidsBatchMutations, dvidsBatchQueries, dvidsBatchSubscriptions } from './dvidsBatch.ts';
import { dvidsLoginMutations } from './dvidsLogin.ts';
import {
  dvidsAuthor, dvidsAuthorConnection, dvidsAuthorEdge, dvidsCountryConnection, dvidsCountryEdge, dvidsGraphicCategoryConnection, dvidsGraphicCategoryEdge, dvidsPublication,
  dvidsPublicationConnection, dvidsPublicationEdge, dvidsReferenceQueries, dvidsServiceUnit, dvidsServiceUnitConnection, dvidsServiceUnitEdge,
} from './dvidsReference.ts';
import { dvidsUploadMutations } from './dvidsUploadRequests.ts';
import { job, node, nodeQueries } from './node.ts';
import { byteCount, dateTime, json } from './scalars.ts';
import { searchColumn, searchConfig, searchConnection, searchEdge, searchFilter, searchQueries, searchResult } from './search.ts';
import { sourceQueries } from './source.ts';
import { submission, submissionConnection, submissionEdge, submissionEvent, submissionFile, submissionQueries, submissionSubscriptions } from './submission.ts';
import { submissionMutations } from './submissionRequests.ts';
import { publishToDvidsMutations, publishToDvidsPayload } from './publishToDvids.ts';
import { submitDvidsAsset, submitDvidsBatchMutations, submitDvidsBatchPayload } from './submitDvidsBatch.ts';
import { submitSipFile, submitSipMutations, submitSipPayload } from './submitSip.ts';
import type { Resolvers } from './types.generated.ts';
import { upload, uploadProgress, uploadQueries, uploadSubscriptions } from './upload.ts';
import { viewer, viewerQueries } from './viewer.ts';

/** All resolvers, by type. */
export const resolvers: Resolvers = {
  DateTime: dateTime,
  ByteCount: byteCount,
  JSON: json,
  Query: {
    ...nodeQueries,
    ...aipQueries,
    ...searchQueries,
    ...archiveQueries,
    ...disseminationQueries,
    ...submissionQueries,
    ...uploadQueries,
    ...dvidsReferenceQueries,
    ...dvidsBatchQueries,
    ...dvidsAssetQueries,
    ...sourceQueries,
    ...viewerQueries,
  },
  Mutation: { ...disseminationMutations, ...submissionMutations, ...submitSipMutations, ...submitDvidsBatchMutations, ...publishToDvidsMutations, ...dvidsLoginMutations, ...dvidsBatchMutations, ...dvidsUploadMutations, ...dvidsAssetMutations },
  Subscription: { ...disseminationSubscriptions, ...submissionSubscriptions, ...dvidsBatchSubscriptions, ...uploadSubscriptions },
  Node: node,
  Job: job,
  Aip: aip,
  Metadata: metadata,
  BreadcrumbEntry: breadcrumbEntry,
  Representation: representation,
  RepresentationFile: representationFile,
  AipConnection: aipConnection,
  AipEdge: aipEdge,
  SearchConfig: searchConfig,
  SearchColumn: searchColumn,
  SearchFilter: searchFilter,
  SearchResult: searchResult,
  SearchConnection: searchConnection,
  SearchEdge: searchEdge,
  Archive: archive,
  Dissemination: dissemination,
  DisseminationConnection: disseminationConnection,
  DisseminationEdge: disseminationEdge,
  DisseminationEvent: disseminationEvent,
  Submission: submission,
  SubmissionFile: submissionFile,
  SubmissionConnection: submissionConnection,
  SubmissionEdge: submissionEdge,
  SubmissionEvent: submissionEvent,
  PublishToDvidsPayload: publishToDvidsPayload,
  SubmitDvidsBatchPayload: submitDvidsBatchPayload,
  SubmitDvidsAsset: submitDvidsAsset,
  SubmitSipPayload: submitSipPayload,
  SubmitSipFile: submitSipFile,
  Upload: upload,
  UploadProgress: uploadProgress,
  Viewer: viewer,
  DvidsBatch: dvidsBatch,
  DvidsBatchConnection: dvidsBatchConnection,
  DvidsBatchEdge: dvidsBatchEdge,
  DvidsBatchEvent: dvidsBatchEvent,
  DvidsAsset: dvidsAsset,
  DvidsPhoto: dvidsPhoto,
  DvidsVideo: dvidsVideo,
  DvidsNews: dvidsNews,
  DvidsNewsMedia: dvidsNewsMedia,
  DvidsGraphic: dvidsGraphic,
  DvidsPublicationIssue: dvidsPublicationIssue,
  DvidsServiceUnit: dvidsServiceUnit,
  DvidsAuthor: dvidsAuthor,
  DvidsPublication: dvidsPublication,
  DvidsCountryConnection: dvidsCountryConnection,
  DvidsCountryEdge: dvidsCountryEdge,
  DvidsServiceUnitConnection: dvidsServiceUnitConnection,
  DvidsServiceUnitEdge: dvidsServiceUnitEdge,
  DvidsAuthorConnection: dvidsAuthorConnection,
  DvidsAuthorEdge: dvidsAuthorEdge,
  DvidsPublicationConnection: dvidsPublicationConnection,
  DvidsPublicationEdge: dvidsPublicationEdge,
  DvidsGraphicCategoryConnection: dvidsGraphicCategoryConnection,
  DvidsGraphicCategoryEdge: dvidsGraphicCategoryEdge,
};
