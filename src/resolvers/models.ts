import type { Aip } from '../domain/aip.ts';
import type { Connection, Edge } from '../domain/connection.ts';
import type { DisseminationSealed, DisseminationState } from '../domain/dissemination.ts';
import type { DvidsNewsMedia } from '../domain/dvids.ts';
import type { DvidsBatchState } from '../domain/dvidsBatchFold.ts';
import type { DvidsAuthor, DvidsCountry, DvidsGraphicCategory, DvidsPublication, DvidsServiceUnit } from '../domain/dvidsReference.ts';
import type { SearchConfig } from '../domain/search.ts';
import type { SubmissionFile, SubmissionState } from '../domain/submission.ts';
import type { DvidsSubmissionView, SubmittedAssetView } from '../events/dvidsSubmissions.ts';
import type { SipView } from '../events/sipSubmissions.ts';
import type { UploadRecord } from '../events/uploads.ts';
import type { FeedEvent } from '../events/feed.ts';
import type { JobRecord } from '../ledger/ledger.ts';
import type { SubmissionPlace } from '../sources/dps/client.ts';

/** What codegen maps types of the graph to where no single type of the domain is what a field starts from. */

export type AipConnectionModel = Connection<Aip>;
export type AipEdgeModel = Edge<Aip>;

/** A found package with the configuration of the search that found it. */
export interface SearchResultModel {
  readonly aip: Aip;
  readonly config: SearchConfig;
}
export type SearchConnectionModel = Connection<SearchResultModel>;
export type SearchEdgeModel = Edge<SearchResultModel>;

/** Nobody can be asked whether an archive id exists, so the id is all there is. */
export interface ArchiveModel {
  readonly archiveId: string;
}

/** A job of the ledger, as far as the graph looks at it. */
export type JobModel<State, Sealed> = Pick<JobRecord<State, Sealed>, 'kind' | 'state' | 'sealed' | 'checkedAt'>;
export type DisseminationModel = JobModel<DisseminationState, DisseminationSealed>;
export type DisseminationConnectionModel = Connection<DisseminationModel>;
export type DisseminationEdgeModel = Edge<DisseminationModel>;
export type SubmissionModel = JobModel<SubmissionState, unknown>;
export type SubmissionConnectionModel = Connection<SubmissionModel>;
export type SubmissionEdgeModel = Edge<SubmissionModel>;

/** A file with the submission that it belongs to: where its upload is found. */
export interface SubmissionFileModel extends SubmissionFile {
  readonly place: SubmissionPlace;
}

/** A whole batch on its way to DVIDS, and an asset of it. */
export type SubmitDvidsBatchModel = DvidsSubmissionView;
export type SubmitDvidsAssetModel = SubmittedAssetView;

/** A photo of the archive on its way to DVIDS, with the words that it has there. */
export interface PublishToDvidsModel extends DvidsSubmissionView {
  readonly title: string;
  readonly description: string;
  readonly createdAt: string;
}

/** A whole package on its way in, and a file of it. */
export type SubmitSipModel = SipView;
export type SubmitSipFileModel = SipView['files'][number] & Pick<SipView, 'place'>;

/** An event of a feed, shared by all its subscribers. */
export type DisseminationEventModel = FeedEvent<DisseminationState, DisseminationSealed>;
export type SubmissionEventModel = FeedEvent<SubmissionState, null>;

export type DvidsBatchModel = JobModel<DvidsBatchState, null>;
export type DvidsBatchConnectionModel = Connection<DvidsBatchModel>;
export type DvidsBatchEdgeModel = Edge<DvidsBatchModel>;
export type DvidsBatchEventModel = FeedEvent<DvidsBatchState, null>;

/** An asset on a story, with the batch that both are in. */
export interface DvidsNewsMediaModel extends DvidsNewsMedia {
  readonly batchId: string;
}

/** Pages of what DVIDS lists. */
export type DvidsCountryConnectionModel = Connection<DvidsCountry>;
export type DvidsCountryEdgeModel = Edge<DvidsCountry>;
export type DvidsServiceUnitConnectionModel = Connection<DvidsServiceUnit>;
export type DvidsServiceUnitEdgeModel = Edge<DvidsServiceUnit>;
export type DvidsAuthorConnectionModel = Connection<DvidsAuthor>;
export type DvidsAuthorEdgeModel = Edge<DvidsAuthor>;
export type DvidsPublicationConnectionModel = Connection<DvidsPublication>;
export type DvidsPublicationEdgeModel = Edge<DvidsPublication>;
export type DvidsGraphicCategoryConnectionModel = Connection<DvidsGraphicCategory>;
export type DvidsGraphicCategoryEdgeModel = Edge<DvidsGraphicCategory>;

/** Everything that has a global id. */
export type NodeModel = Aip | ArchiveModel | DisseminationModel | SubmissionModel | DvidsBatchModel | UploadRecord;
