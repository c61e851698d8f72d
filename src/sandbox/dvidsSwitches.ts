/**
 * What is not certain about DVIDS, or happens there rarely; every default is the dossier's best guess (dvids-submission.md).
 * The object may be changed at any time and counts from the next request on.
 */
export type DvidsSwitches = {
  /** Life of an access token and `expires_in`; default 3600 (§2.3). */
  tokenLifetimeSeconds: number;
  /** For how long a used refresh token still works; default 0: it is refused at once (§2.4 [inferred]). */
  refreshOverlapMs: number;
  /** Whether token answers name the granted `scope`; default false, the example of the auth page has none (§2.3). */
  tokenTellsScope: boolean;
  /** Whether token answers hold `refresh_token_expires_at`; default false (§2.3 [inferred]). */
  tokenTellsRefreshExpiry: boolean;
  /** Whether a cancelled login comes back with `error=access_denied`; default false: without a code and nothing else (§2.2). */
  cancelTellsError: boolean;
  /** Shape of the token endpoint's errors; default `json` (§2.3 [inferred]). */
  oauthErrors: 'json' | 'text';

  /** Shape of the API's own errors; default `jsonapi` (§3). */
  errors: 'jsonapi' | 'html' | 'text' | 'empty';
  /** Status of refused input; default 400 (§3). */
  invalidStatus: 400 | 422;
  /** Which media types are taken; others get 415. Default `both` (§1). */
  mediaTypes: 'both' | 'application/json' | 'application/vnd.api+json';
  /** How ids are written; default `strings` (§3, §9). */
  ids: 'strings' | 'numbers';
  /** Which verbs change an asset; the other one gets 405. Default `both` (§3). */
  updateVerbs: 'both' | 'PATCH' | 'PUT';
  /** Whether updates and closings answer without a body; default false (§3: "accepts an empty body"). */
  emptyUpdateAnswers: boolean;

  /** How a list tells its end; default `meta` (§3). */
  pagination: 'meta' | 'links' | 'both' | 'none';
  /** The first page of service units; default `either`: 0 and 1 are the same page (§3 [inferred]). */
  firstUnitPage: 'either' | 0 | 1;
  /** Default true; false answers the first page whatever is asked, which a client must survive. */
  pagesMove: boolean;
  /** Default `air-force`; `air_force` writes every branch with underscores (§5.9). */
  branchSpelling: 'air-force' | 'air_force';
  /** Where an author's rank is; default `attributes` (§5.9). */
  jobGradeIn: 'attributes' | 'relationships';
  /** How a batch lists its assets; default `relationships` (§5.1: unknown). */
  batchAssets: 'relationships' | 'included' | 'both' | 'none';

  /** Whether a second asset with the same VIRIN is refused with 409; default true (§8 [inferred]). */
  uniqueVirins: boolean;
  /** Digits of a VIRIN's sequence; default 4 (§5.10: both were seen). */
  virinDigits: 3 | 4;
  /** Whether one upload may serve two assets; default true (§4 [inferred]: undocumented). */
  uploadsReusable: boolean;
  /** Whether assets of a closed batch may be changed and deleted; default false (§4 [inferred]). */
  closedBatchChanges: boolean;
  /** Whether assets may be filed under units that the user does not submit for; default true (undocumented). */
  foreignUnits: boolean;
  /** What attaching the same asset to a story again does; default `updates` its flag (undocumented). */
  repeatedMedia: 'updates' | 'refused';
  /** How an upload is to be sent; `POST` names form parameters, which the vendor's own client refuses. Default `PUT` (§5.2). */
  uploadMethod: 'PUT' | 'POST';
  /** Life of an upload address; default 3600 (§5.2 [inferred]). */
  uploadUrlSeconds: number;
  /** Smallest part that is not the last; default 5 MiB (§5.3). */
  minPartBytes: number;

  /** From closing a batch until its assets are pending processing; default 0 (§6). */
  pendingAfterMs: number;
  /** How long processing takes; default 3000 (§7: no figure is known). */
  processingMs: number;
  /** How much later each next asset of a batch is processed; default 0. */
  staggerMs: number;
  /** How long needed approval takes by itself; default `null`: until `approve` is called. */
  approvalMs: number | null;
};

/** A set of switches, each as documented unless named. */
export const dvidsSwitches = (changed: Partial<DvidsSwitches> = {}): DvidsSwitches => ({
  tokenLifetimeSeconds: 3600,
  refreshOverlapMs: 0,
  tokenTellsScope: false,
  tokenTellsRefreshExpiry: false,
  cancelTellsError: false,
  oauthErrors: 'json',
  errors: 'jsonapi',
  invalidStatus: 400,
  mediaTypes: 'both',
  ids: 'strings',
  updateVerbs: 'both',
  emptyUpdateAnswers: false,
  pagination: 'meta',
  firstUnitPage: 'either',
  pagesMove: true,
  branchSpelling: 'air-force',
  jobGradeIn: 'attributes',
  batchAssets: 'relationships',
  uniqueVirins: true,
  virinDigits: 4,
  uploadsReusable: true,
  closedBatchChanges: false,
  foreignUnits: true,
  repeatedMedia: 'updates',
  uploadMethod: 'PUT',
  uploadUrlSeconds: 3600,
  minPartBytes: 5 * 1024 ** 2,
  pendingAfterMs: 0,
  processingMs: 3000,
  staggerMs: 0,
  approvalMs: null,
  ...changed,
});
