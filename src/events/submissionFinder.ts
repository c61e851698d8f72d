import type { Clock } from '../domain/clock.ts';
import type { SubmissionFacts } from '../domain/submissionFold.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DpsSource } from '../sources/dps/source.ts';
import { described, type EventLog } from './log.ts';
import type { SubmissionRecord } from './submissionRules.ts';

/** Finds submissions in the upstream's own list, where the setting allows that: nothing published says that there is one (nb-dps.md §5.4). */
export interface SubmissionFinder {
  /** The submission of an object id; undefined where it is not listed, or nothing may be listed. */
  byObjectId(contractId: string, objectId: string): Promise<SubmissionRecord | undefined>;
  /** Takes into the ledger what the upstream lists of a contract, at most every five minutes for the installation. What fails is logged: the ledger has its own. */
  adoptListed(contractId: string): Promise<void>;
}

export interface SubmissionFinderOptions {
  readonly ledger: Ledger;
  readonly dps: DpsSource;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly adopt: (facts: SubmissionFacts) => Promise<SubmissionRecord>;
}

const pageSize = 100;
/** No contract known has a tenth of what fits into these. */
const mostPages = 200;
/** The kind of document that says when a contract was last listed. */
const listedNote = 'submissionsListed';
const listEveryMs = 300_000;

export function createSubmissionFinder({ ledger, dps, clock, log, adopt }: SubmissionFinderOptions): SubmissionFinder {
  async function* listed(contractId: string): AsyncGenerator<SubmissionFacts> {
    for (let page = 0; page < mostPages; page++) {
      const { submissions } = await dps.submissions(contractId, page, pageSize);
      yield* submissions;
      if (submissions.length < pageSize) return;
    }
  }

  return {
    async byObjectId(contractId, objectId) {
      if (!dps.listsSubmissions) return undefined;
      // A rejected one frees its object id: the last that has not ended badly is it.
      let found: SubmissionFacts | undefined;
      for await (const facts of listed(contractId)) if (facts.objectId === objectId && facts.upstreamStatus !== 'REJECTED') found = facts;
      return found && adopt(found);
    },
    async adoptListed(contractId) {
      if (!dps.listsSubmissions) return;
      const note = await ledger.documents.get(listedNote, contractId);
      if (note && clock.now() - note.updatedAt < listEveryMs) return;
      // Whoever writes the note first lists; the others take what is there.
      const mine = await ledger.documents.put({ kind: listedNote, id: contractId, body: {}, version: note?.version ?? 0 });
      if (!mine) return;
      try {
        for await (const facts of listed(contractId)) await adopt(facts);
      } catch (error) {
        log.warn({ error: described(error), contractId }, 'The list of submissions could not be taken in.');
      }
    },
  };
}
