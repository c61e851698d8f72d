import type { Connection } from '../domain/connection.ts';
import type { ConnectionArguments } from '../domain/page.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { DisseminationFilter, Disseminations } from '../events/disseminations.ts';
import type { DisseminationRecord } from '../events/disseminationRules.ts';
import { jobPage } from './jobPage.ts';

/** Disseminations for one operation. */
export interface DisseminationLoader {
  /** One by its id, read once; null when there is none that the caller may see. */
  byId(disseminationId: string): Promise<DisseminationRecord | null>;
  /** A page of those that the ledger knows and the caller may see, newest first. */
  page(filter: DisseminationFilter, args: ConnectionArguments): Promise<Connection<DisseminationRecord>>;
}

/** Loads for one caller. */
export function createDisseminationLoader(disseminations: Disseminations, viewer: Viewer): DisseminationLoader {
  const read = new Map<string, Promise<DisseminationRecord | null>>();
  return {
    byId: (disseminationId) => {
      const job = read.get(disseminationId) ?? disseminations.get(viewer, disseminationId).then((found) => found ?? null);
      read.set(disseminationId, job);
      return job;
    },
    page: (filter, args) =>
      jobPage(
        `disseminations:${JSON.stringify([filter.contractId ?? null, filter.archiveId ?? null, filter.phase ?? null])}`,
        { list: (page) => disseminations.list(viewer, filter, page), count: () => disseminations.count(viewer, filter) },
        args,
      ),
  };
}
