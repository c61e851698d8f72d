/** The choices that the dossier could not settle (dvids-submission.md, marked [inferred]), each in one place. */
export interface DvidsSettings {
  /** Type of every body sent: the vendor's client and its guide disagree (§1). */
  readonly mediaType: 'application/vnd.api+json' | 'application/json';
  /** How assets are changed: PATCH as the guide says, PUT as the vendor's client does, or PATCH until it is answered with 405 (§11). */
  readonly updateVerb: 'PATCH' | 'PUT' | 'PATCH_THEN_PUT';
  /** Type under which a video names its multipart upload (§5.8). */
  readonly videoUploadType: 'batch-multipart-upload' | 'batch-upload';
  /** The first page of service units; all other lists begin at 1 (§3). */
  readonly firstServiceUnitPage: 0 | 1;
  /** Names and quotes of the elements of `parts` when a multipart upload is closed (§5.3). */
  readonly partNames: 'snake' | 'pascal';
  readonly partQuotes: boolean;
  /** Entries asked for per page, at most 100. */
  readonly pageLimit: number;
}

/** The dossier's best guesses. */
export const defaultDvidsSettings: DvidsSettings = {
  mediaType: 'application/vnd.api+json',
  updateVerb: 'PATCH_THEN_PUT',
  videoUploadType: 'batch-multipart-upload',
  firstServiceUnitPage: 1,
  partNames: 'snake',
  partQuotes: true,
  pageLimit: 100,
};
