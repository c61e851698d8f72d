import type { Collection, Package } from './collection.ts';
import type { SimulatorOptions } from './simulator.ts';

/** Someone who may see packages. */
export type VaultUser = {
  /** What `permissions` says to them about a package. */
  permissions: (each: Package) => unknown[];
  /** Packages they may not read are left out of lists and searches, and 404 by id. */
  canRead: (each: Package) => boolean;
};

/** Manners that the documentation leaves open or that differ; change them at any time. */
export type DocbyteSwitches = {
  /** Unknown `enrichers`: default `ignore`, or 400. */
  unknownEnricher: 'ignore' | 'refuse';
  /** One bound of a `BETWEEN`: default 400, or as if it were not there. */
  oneSidedBetween: 'refuse' | 'ignore';
  /** Unknown filter names: default 400, or as if they were not there. */
  unknownFilter: 'refuse' | 'ignore';
  /** Children of an unknown package: default 404, or 200 with an empty list. */
  unknownParent: 'notFound' | 'empty';
  /** A field whose enricher was not asked for: default `missing`. */
  absentEnricher: 'missing' | 'null' | 'empty';
  /** Largest page; a larger `pageSize` is cut to it, and the answer's `pageSize` says so. Default 100. */
  maxPageSize: number;
  /** `GET /search`: default a bare array, or `{items: […]}`. */
  searchList: 'array' | 'items';
  /** Whether representations come always (default) or with the enricher `metadata` only. */
  representations: 'always' | 'withMetadata';
  /** Whether a breadcrumb ends with the package itself; default true. */
  breadcrumbIncludesSelf: boolean;
  /** Life of tokens; default 300. */
  tokenLifetimeSeconds: number;
  /** Life of data URLs; default 3,600. */
  dataUrlSeconds: number;
};

/** The manners at the start. */
export const usualDocbyteSwitches: DocbyteSwitches = {
  unknownEnricher: 'ignore', oneSidedBetween: 'refuse', unknownFilter: 'refuse', unknownParent: 'notFound', absentEnricher: 'missing', maxPageSize: 100,
  searchList: 'array', representations: 'always', breadcrumbIncludesSelf: true, tokenLifetimeSeconds: 300, dataUrlSeconds: 3_600,
};

/** Settings of the Docbyte simulator. */
export type DocbyteOptions = SimulatorOptions & {
  /** Default: `makeCollection()`. */
  collection?: Collection;
  /** Default `fonds` and `docbyte-secret`. */
  clientId?: string;
  clientSecret?: string;
  /** The service account behind the client credentials; default: sees everything. */
  serviceAccount?: VaultUser;
  /** People whose own bearer tokens are accepted too (`DOCBYTE_AUTH=forward`): who bears this token? */
  users?: (bearer: string) => VaultUser | undefined;
  switches?: Partial<DocbyteSwitches>;
  /** Keeps ports and secrets over restarts; default: nothing is kept. */
  stateFile?: string;
};
