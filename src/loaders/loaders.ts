import type { Viewer } from '../domain/viewer.ts';
import type { DvidsReferenceSource } from '../sources/dvids/referenceSource.ts';
import type { DocbyteSource } from '../sources/docbyte/source.ts';
import { docbyteFor } from './docbyteRights.ts';
import { createAipLoader, type AipLoader } from './aips.ts';
import { createArchiveLoader, type ArchiveLoader, type Links } from './archives.ts';
import type { Disseminations } from '../events/disseminations.ts';
import { createDisseminationLoader, type DisseminationLoader } from './disseminations.ts';
import { createDocbyteLoader } from './docbyte.ts';
import type { DvidsWork } from '../events/dvidsWork.ts';
import { createDvidsBatchLoader, type DvidsBatchLoader } from './dvidsBatches.ts';
import { createDvidsReferenceLoader, type DvidsReferenceLoader } from './dvidsReference.ts';
import { createSubmissionLoader, type SubmissionLoader, type SubmissionSources } from './submissions.ts';
import { createSearchLoader, type SearchLoader } from './searches.ts';

/** Everything that one operation loads. Made for one caller, thrown away afterwards. */
export interface Loaders {
  readonly aips: AipLoader;
  readonly searches: SearchLoader;
  readonly archives: ArchiveLoader;
  readonly disseminations: DisseminationLoader;
  readonly submissions: SubmissionLoader;
  readonly dvids: DvidsReferenceLoader;
  readonly dvidsBatches: DvidsBatchLoader;
}

/** What loaders read from. */
export interface LoaderSources extends SubmissionSources {
  readonly docbyte: DocbyteSource;
  /** `DOCBYTE_READ_ROLES`: who may read it, what is cached of it too; undefined for everyone. */
  readonly docbyteReadRoles: readonly string[] | undefined;
  readonly links: Links;
  readonly disseminations: Disseminations;
  readonly dvids: DvidsReferenceSource;
  readonly dvidsWork: Pick<DvidsWork, 'batches' | 'uploads'>;
  /** `LINK_ARCHIVE_ID_FIELD`. */
  readonly linkArchiveIdField: string | undefined;
}

/** The loaders of an operation; each is made when it is first asked for, since no operation wants them all. */
export function createLoaders(sources: LoaderSources, viewer: Viewer): Loaders {
  return new OperationLoaders(sources, viewer);
}

class OperationLoaders implements Loaders {
  readonly #sources: LoaderSources;
  readonly #viewer: Viewer;
  #aips: AipLoader | undefined;
  #searches: SearchLoader | undefined;
  #archives: ArchiveLoader | undefined;
  #disseminations: DisseminationLoader | undefined;
  #submissions: SubmissionLoader | undefined;
  #dvids: DvidsReferenceLoader | undefined;
  #dvidsBatches: DvidsBatchLoader | undefined;

  constructor(sources: LoaderSources, viewer: Viewer) {
    this.#sources = sources;
    this.#viewer = viewer;
  }

  get aips(): AipLoader {
    return (this.#aips ??= createAipLoader(createDocbyteLoader(this.#docbyte, this.#viewer), this.#sources.linkArchiveIdField));
  }

  get searches(): SearchLoader {
    return (this.#searches ??= createSearchLoader(this.aips, () => this.#docbyte.searchConfigs(this.#viewer)));
  }

  get archives(): ArchiveLoader {
    return (this.#archives ??= createArchiveLoader(this.aips, this.searches, this.#sources.links, this.#sources.linkArchiveIdField));
  }

  get #docbyte(): DocbyteSource {
    return docbyteFor(this.#viewer, this.#sources.docbyte, this.#sources.docbyteReadRoles);
  }

  get disseminations(): DisseminationLoader {
    return (this.#disseminations ??= createDisseminationLoader(this.#sources.disseminations, this.#viewer));
  }

  get submissions(): SubmissionLoader {
    return (this.#submissions ??= createSubmissionLoader(this.#sources, this.#viewer));
  }

  get dvids(): DvidsReferenceLoader {
    return (this.#dvids ??= createDvidsReferenceLoader(this.#sources.dvids, this.#viewer));
  }

  get dvidsBatches(): DvidsBatchLoader {
    return (this.#dvidsBatches ??= createDvidsBatchLoader(this.#sources.dvidsWork, this.#viewer));
  }
}
