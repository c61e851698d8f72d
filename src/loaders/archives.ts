import { extra, type Aip, type Extras } from '../domain/aip.ts';
import type { SearchConfig, SearchFilter } from '../domain/search.ts';
import type { AipLoader } from './aips.ts';
import type { SearchLoader } from './searches.ts';

/** What the ledger remembers of which package is preserved as what. */
export interface Links {
  remember(packageId: string, archiveId: string): Promise<void>;
  packageOf(archiveId: string): Promise<string | undefined>;
}

/** The link between packages in Docbyte Vault and preserved objects at DPS, for one operation. */
export interface ArchiveLoader {
  /** The archive id of a package that was read with `linkExtras`; null when it has none. */
  idOf(aip: Aip): string | null;
  /**
   * The archive id of a package by its id; null when there is no such package or it has none. Remembered in the ledger.
   * Where the package id is the archive id nothing is asked: whether there is such a package, DPS will say.
   */
  idOfPackage(packageId: string): Promise<string | null>;
  /** The package of an archive id, by a link the ledger remembers, else by a search the archive has set up, else null. */
  packageOf(archiveId: string, extras: Extras): Promise<Aip | null>;
}

/** `linkField`: the metadata field that holds the archive id, or undefined when the package id is the archive id. */
export function createArchiveLoader(aips: AipLoader, searches: SearchLoader, links: Links, linkField: string | undefined): ArchiveLoader {
  const idOf = (aip: Aip): string | null => {
    if (linkField === undefined) return aip.packageId;
    const value = aip.metadata?.fields[linkField];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    idOf,
    idOfPackage: async (packageId) => {
      if (linkField === undefined) return packageId || null;
      const aip = await aips.byId(packageId, aips.linkExtras);
      const archiveId = aip && idOf(aip);
      if (archiveId) await links.remember(packageId, archiveId);
      return archiveId;
    },
    packageOf: async (archiveId, extras) => {
      if (linkField === undefined) return aips.byId(archiveId, extras);
      const remembered = await links.packageOf(archiveId);
      if (remembered !== undefined) return aips.byId(remembered, extras);
      const found = await searchFor(archiveId, linkField, extras | extra.metadata);
      if (found) await links.remember(found.packageId, archiveId);
      return found;
    },
  };

  async function searchFor(archiveId: string, field: string, extras: Extras): Promise<Aip | null> {
    const search = (await searches.configs()).flatMap((config) => linkSearch(config, field))[0];
    if (!search) return null;
    const found = await searches.run(search.config.name, [{ filter: search.filter.filterName, value: archiveId }], { first: 2 }, extras, false);
    // The archive may compare more loosely than we do, so what it found is looked at.
    return found.nodes.map(({ aip }) => aip).find((aip) => idOf(aip) === archiveId) ?? null;
  }
}

/** A filter of a search that compares the link field, and nothing else, for equality. */
function linkSearch(config: SearchConfig, field: string): { config: SearchConfig; filter: SearchFilter }[] {
  return config.filters
    .filter(({ filterName, fields, operator }) => operator === 'EQ' && (filterName === field || (fields.length === 1 && fields[0] === field)))
    .map((filter) => ({ config, filter }));
}
