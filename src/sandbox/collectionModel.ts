import type { FileFormat } from './collectionFiles.ts';
import type { MetadataSection } from './collectionMetadata.ts';
import type { Trial } from './collectionTrials.ts';
import type { StoredObject } from './storage.ts';

/** A package as Docbyte Vault holds it. */
export type Package = {
  packageId: string;
  /** `AIP`, or `AIC` where a package only gathers others. */
  packageType: string;
  /** A few are `null`, a few have none. */
  title?: string | null;
  parent: Package | null;
  children: Package[];
  metadata: MetadataSection;
  /** Made when asked for, like the reports. */
  representations: () => Representation[];
  pluginReports: () => PluginReport[];
};

/** A representation; `key` is the file's key in the storage. */
export type Representation = { id: string; metadata: MetadataSection; data: { key: string; format: FileFormat }[] };

/** What a preservation plugin said. */
export type PluginReport = { executionDate: string; pluginName: string; message: string; status: string };

/** An archived object as DPS holds it. */
export type Archive = {
  archiveId: string;
  contractId: string;
  objectId: string;
  /** Without it an order is refused with 422. */
  preserved: boolean;
  /** Declared size, when it is not that of the delivered files. */
  sizeInBytes?: bigint;
  /** The statuses an order passes, when not the usual ones. */
  course?: string[];
  /** Its content by path, one folder under `representations/` for each representation. */
  files: () => { path: string; bytes: Uint8Array }[];
};

/** Packages of each trial, and of each kind that a person may want to look at first. */
export type Examples = Record<Trial['handle'] | 'photographs' | 'documents' | 'recordings' | 'deepest' | 'untitled', Package[]>;

/** A whole archive, the same for the same seed: in Docbyte a file plan of packages, in DPS the archives behind them. */
export type Collection = {
  roots: Package[];
  /** All packages by id, in the order of the file plan. */
  packages: Map<string, Package>;
  /** The archives that DPS knows, by archive id. */
  archives: Map<string, Archive>;
  /** The file under a storage key. */
  file: (key: string) => StoredObject | undefined;
  examples: Examples;
};

/** The contracts that exist, but that no client of the sandbox may read. */
export const foreignContractId = 'e5b2';

/** The metadata field that holds the archive id in DPS; `LINK_ARCHIVE_ID_FIELD` of the sandbox. */
export const archiveIdField = 'dps:archiveId';

/** The archive id of a package: its field, or where packages have none the package id itself. */
export const archiveIdOf = ({ packageId, metadata }: Package): string => {
  const field = metadata.fields[archiveIdField];
  return typeof field === 'string' ? field : packageId;
};
