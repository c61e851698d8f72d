import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import { mayRead, type Viewer } from '../domain/viewer.ts';
import type { JobRecord, Ledger } from '../ledger/ledger.ts';
import type { DpsSource } from '../sources/dps/source.ts';
import { asDissemination, disseminationNews, type DisseminationRecord } from './disseminationRules.ts';
import type { DisseminationSealed, DisseminationState } from '../domain/dissemination.ts';
import type { DisseminationFacts } from '../domain/disseminationFold.ts';
import type { Feed, Feeds } from './feed.ts';
import { described, type EventLog } from './log.ts';
import type { Order, Ordered } from './ordering.ts';
import type { Poller } from './poller.ts';
import type { JobRules, Recording } from './recording.ts';
import { createSeeker } from './seeker.ts';
import { isFresh, readsSomething, visibleJobs, type JobPage, type JobsFilter } from './visibility.ts';

/** Which disseminations are wanted. */
export type DisseminationFilter = JobsFilter;

export type DisseminationFeed = Feed<DisseminationState, DisseminationSealed>;

/** Disseminations for callers. A caller sees those of contracts that it may read (`{contractId}_R`), and no trace of others. */
export interface Disseminations {
  /**
   * Orders one, or gives the one in progress. Throws `badInput` (argument `["input", …]`), `forbidden`, `conflict` when DPS says that
   * one is in progress and nobody knows which, and what DPS refuses with.
   *
   * Which contract an object is kept under only DPS knows. Where the ledger has seen the object before, the caller's role is checked
   * first; else a caller with some read role may order, and the role is checked when DPS has told the contract. An order that was made
   * in vain so is remembered (the next one is refused beforehand), and the caller learns nothing of it but `forbidden`.
   */
  request(viewer: Viewer, order: Order): Promise<Ordered>;
  /** Orders several; each ends on its own, in the order given. */
  requestMany(viewer: Viewer, orders: readonly Order[]): Promise<(Ordered | Failure)[]>;
  /** One by its id, at most 5 s old; adopted when only DPS knows it. Undefined when there is none that the caller may see. */
  get(viewer: Viewer, disseminationId: string): Promise<DisseminationRecord | undefined>;
  /** Those that the ledger knows, newest first. */
  list(viewer: Viewer, filter: DisseminationFilter, page: JobPage): Promise<DisseminationRecord[]>;
  count(viewer: Viewer, filter: DisseminationFilter): Promise<number>;
  /** The feed of one. Throws `notFound`, `cursorInvalid`. */
  updates(viewer: Viewer, disseminationId: string, after?: string | null): Promise<DisseminationFeed>;
  /** The feed of a contract's. Throws `forbidden`, `cursorInvalid`. */
  contractUpdates(viewer: Viewer, contractId: string, after?: string | null): DisseminationFeed;
}

export interface DisseminationsOptions {
  readonly ledger: Ledger;
  readonly recording: Recording;
  readonly poller: Poller;
  readonly feeds: Feeds;
  readonly rules: JobRules;
  readonly dps: DpsSource;
  /** See `createOrdering`. */
  readonly order: (order: Order) => Promise<Ordered>;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly graceMs: number;
}

/** How many orders of one `requestMany` are on their way at once. */
const ordersAtOnce = 8;

export function createDisseminations(options: DisseminationsOptions): Disseminations {
  const { ledger, recording, poller, feeds, rules, dps, order, clock, log, graceMs } = options;

  async function request(viewer: Viewer, wanted: Order): Promise<Ordered> {
    checkOrder(wanted);
    if (!readsSomething(viewer)) throw forbidden();
    const contractId = await contractOf(wanted.archiveId);
    if (contractId !== undefined && !mayRead(viewer, contractId)) throw forbidden();
    const ordered = await order(wanted);
    if (!mayRead(viewer, ordered.job.contractId)) throw forbidden();
    return ordered;
  }

  /** The contract that an object was seen under; undefined when it was never seen. */
  async function contractOf(archiveId: string): Promise<string | undefined> {
    for (const kind of ['dissemination', 'submission'] as const) {
      const jobs = await ledger.jobs.list({ kind, archiveId }, { limit: 5 });
      const seen = jobs.find((job) => job.contractId !== null);
      if (seen?.contractId) return seen.contractId;
    }
    return undefined;
  }

  const seeker = createSeeker<DisseminationFacts>();

  /** Takes in one that somebody else ordered, or whose order was lost. */
  async function adopt(facts: DisseminationFacts): Promise<JobRecord | undefined> {
    const seenAt = clock.now();
    const news = disseminationNews({ kind: 'answered', origin: 'POLL', facts, seenAt, graceMs });
    const ref = { kind: 'dissemination' as const, id: facts.disseminationId };
    return (await recording.record(rules, ref, news, { polled: { at: seenAt, answered: true } })).job;
  }

  async function known(viewer: Viewer, disseminationId: string): Promise<JobRecord | undefined> {
    if (!readsSomething(viewer) || !/^[\w-]{1,64}$/.test(disseminationId)) return undefined;
    const job = await ledger.jobs.get({ kind: 'dissemination', id: disseminationId });
    if (job && mayRead(viewer, job.contractId)) return job;
    const facts = await seeker.seek(disseminationId, () => dps.dissemination(disseminationId, { share: false }));
    return facts && !job && mayRead(viewer, facts.contractId) ? adopt(facts) : undefined;
  }

  return {
    request,
    async requestMany(viewer, orders) {
      const results: (Ordered | Failure)[] = [];
      const left = orders.entries();
      const worker = async (): Promise<void> => {
        for (const [index, wanted] of left) results[index] = await request(viewer, wanted).catch(failureOf(log));
      };
      await Promise.all(Array.from({ length: Math.min(ordersAtOnce, orders.length) }, worker));
      return results;
    },
    async get(viewer, disseminationId) {
      const job = await known(viewer, disseminationId);
      if (!job || isFresh(job, clock.now())) return job && asDissemination(job);
      return asDissemination((await poller.pollNow(job)) ?? job);
    },
    async list(viewer, filter, page) {
      const wanted = visibleJobs('dissemination', viewer, filter);
      return wanted ? (await ledger.jobs.list(wanted, page)).map(asDissemination) : [];
    },
    async count(viewer, filter) {
      const wanted = visibleJobs('dissemination', viewer, filter);
      return wanted ? ledger.jobs.count(wanted) : 0;
    },
    async updates(viewer, disseminationId, after) {
      const job = await known(viewer, disseminationId);
      if (!job) throw new Failure({ kind: 'notFound', message: 'There is no such dissemination.' });
      const topic = { kind: 'dissemination' as const, id: disseminationId };
      return asDisseminationFeed(feeds.open({ topic, subject: viewer.subject, after: after ?? undefined }));
    },
    contractUpdates(viewer, contractId, after) {
      if (!mayRead(viewer, contractId)) throw new Failure({ kind: 'forbidden', message: `You may not read under the contract \`${contractId}\`.` });
      const topic = { kind: 'dissemination' as const, contractId: contractId.toLowerCase() };
      return asDisseminationFeed(feeds.open({ topic, subject: viewer.subject, after: after ?? undefined }));
    },
  };
}

function asDisseminationFeed(feed: Feed): DisseminationFeed {
  if (!tellsOfDisseminations(feed)) throw new TypeError(`A feed of a ${feed.topic.kind} is none of disseminations.`);
  return feed;
}

function tellsOfDisseminations(feed: Feed): feed is DisseminationFeed {
  return feed.topic.kind === 'dissemination';
}

function checkOrder({ archiveId, priority }: Order): void {
  // Two generations of ids, and perhaps more to come: nothing is assumed of their form (nb-dps.md §3).
  if (archiveId.trim() === '' || archiveId.length > 64) {
    throw new Failure({ kind: 'badInput', message: 'An archive id has 1 to 64 characters.', argument: ['input', 'archiveId'] });
  }
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 1 && priority <= 100)) {
    throw new Failure({ kind: 'badInput', message: 'A priority is a whole number from 1 (most urgent) to 100.', argument: ['input', 'priority'] });
  }
}

function forbidden(): Failure {
  return new Failure({ kind: 'forbidden', message: 'You may not order what is kept under the contract of this object.' });
}

function failureOf(log: EventLog): (error: unknown) => Failure {
  return (error) => {
    if (error instanceof Failure) return error;
    log.error({ error: described(error) }, 'An order failed in a way that was not foreseen.');
    throw error;
  };
}
