import type { Aip } from '../domain/aip.ts';
import type { Connection, Edge } from '../domain/connection.ts';
import type { DisseminationSealed, DisseminationState, DisseminationStatus } from '../domain/dissemination.ts';
import type { Origin } from '../domain/job.ts';
import type { SearchConfig } from '../domain/search.ts';
import type { SubmissionState } from '../domain/submission.ts';

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

/** A job's state, what is secret of it, and when its upstream was last asked (epoch ms). */
export interface JobModel<State, Sealed> {
  readonly state: State;
  readonly sealed: Sealed | null;
  readonly checkedAt: number | null;
}
export type DisseminationModel = JobModel<DisseminationState, DisseminationSealed>;
export type DisseminationConnectionModel = Connection<DisseminationModel>;
export type DisseminationEdgeModel = Edge<DisseminationModel>;
export type SubmissionModel = JobModel<SubmissionState, unknown>;

/** An event of a feed; its cursor is made when it is asked for. */
export interface DisseminationEventModel {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly origin: Origin;
  readonly status: DisseminationStatus;
  readonly previousStatus: DisseminationStatus | null;
  readonly dissemination: DisseminationModel;
}
