import { Failure } from '../domain/failure.ts';
import { bearsAny, type Viewer } from '../domain/viewer.ts';
import type { DocbyteSource } from '../sources/docbyte/source.ts';

/**
 * Docbyte Vault as a caller may read it: as it is for who bears one of the roles (`DOCBYTE_READ_ROLES`; undefined for everyone),
 * `forbidden` for everybody else, before anything is asked or taken from a cache. Behind a service account the archive cannot tell.
 */
export function docbyteFor(viewer: Viewer, source: DocbyteSource, roles: readonly string[] | undefined): DocbyteSource {
  return roles === undefined || bearsAny(viewer, roles) ? source : forbidden;
}

const forbidden: DocbyteSource = { aip: refuse, page: refuse, searchConfigs: refuse };

function refuse(): Promise<never> {
  return Promise.reject(new Failure({ kind: 'forbidden', message: 'You bear none of the roles that may read Docbyte Vault through this gateway.' }));
}
