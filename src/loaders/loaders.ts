import type { SearchConfig } from '../domain/search.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { DocbyteSource } from '../sources/docbyte/source.ts';
import { createAipLoader, type AipLoader } from './aips.ts';
import { createArchiveLoader, type ArchiveLoader, type Links } from './archives.ts';
import type { Disseminations } from '../events/disseminations.ts';
import { createDisseminationLoader, type DisseminationLoader } from './disseminations.ts';
import { createDocbyteLoader } from './docbyte.ts';
import { createSubmissionLoader, type SubmissionLoader, type Submissions } from './submissions.ts';
import { createSearchLoader, type SearchLoader } from './searches.ts';

/** Everything that one operation loads. Made for one caller, thrown away afterwards. */
export interface Loaders {
  readonly aips: AipLoader;
  readonly searches: SearchLoader;
  readonly archives: ArchiveLoader;
  readonly disseminations: DisseminationLoader;
  readonly submissions: SubmissionLoader;
}

/** What loaders read from. */
export interface LoaderSources {
  readonly docbyte: DocbyteSource;
  /** Search configurations as a caller may see them, cached. */
  readonly searchConfigs: (viewer: Viewer) => Promise<readonly SearchConfig[]>;
  readonly links: Links;
  readonly disseminations: Disseminations;
  readonly submissions: Submissions;
  /** `LINK_ARCHIVE_ID_FIELD`. */
  readonly linkArchiveIdField: string | undefined;
}

/** Makes the loaders of an operation. */
export function createLoaders(sources: LoaderSources, viewer: Viewer): Loaders {
  const docbyte = createDocbyteLoader(sources.docbyte, viewer);
  const aips = createAipLoader(docbyte, sources.linkArchiveIdField);
  const searches = createSearchLoader(aips, () => sources.searchConfigs(viewer));
  return {
    aips,
    searches,
    archives: createArchiveLoader(aips, searches, sources.links, sources.linkArchiveIdField),
    disseminations: createDisseminationLoader(sources.disseminations, viewer),
    submissions: createSubmissionLoader(sources.submissions, viewer),
  };
}
