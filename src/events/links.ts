import type { Ledger } from '../ledger/ledger.ts';

/** Which package of Docbyte Vault is which preserved object of DPS, as far as it was learnt. No upstream knows it in both directions. */
export interface Links {
  /** Remembers that a package and an object are the same. A newer link takes the place of an older one of either. */
  remember(packageId: string, archiveId: string): Promise<void>;
  packageOf(archiveId: string): Promise<string | undefined>;
  archiveOf(packageId: string): Promise<string | undefined>;
}

/** Kinds of document: one for each direction, found by the id that is asked for. */
const byArchive = 'packageOfArchive';
const byPackage = 'archiveOfPackage';

/** Links in the ledger. */
export function createLinks({ documents }: Pick<Ledger, 'documents'>): Links {
  async function textIn(kind: string, id: string, property: string): Promise<string | undefined> {
    const body = (await documents.get(kind, id))?.body;
    const value: unknown = typeof body === 'object' && body !== null ? Object.entries(body).find(([key]) => key === property)?.[1] : undefined;
    return typeof value === 'string' ? value : undefined;
  }
  const packageOf = (archiveId: string) => textIn(byArchive, archiveId, 'packageId');
  const archiveOf = (packageId: string) => textIn(byPackage, packageId, 'archiveId');
  return {
    packageOf,
    archiveOf,
    async remember(packageId, archiveId) {
      // Read before it is written: links are met at every look at a package and seldom change.
      if ((await packageOf(archiveId)) !== packageId) await documents.put({ kind: byArchive, id: archiveId, body: { packageId } });
      if ((await archiveOf(packageId)) !== archiveId) await documents.put({ kind: byPackage, id: packageId, body: { archiveId } });
    },
  };
}
