import { pause, type Clock } from '../domain/clock.ts';
import type { DisseminationFacts } from '../domain/disseminationFold.ts';
import { Failure } from '../domain/failure.ts';
import type { JobRecord, Ledger } from '../ledger/ledger.ts';
import { conflictingDissemination, type DpsSource } from '../sources/dps/source.ts';
import { attempt, type Attempted } from './attempt.ts';
import { asDissemination, disseminationNews, type DisseminationRecord } from './disseminationRules.ts';
import type { Exclusive } from './exclusive.ts';
import { described, type EventLog } from './log.ts';
import { persistently } from './persistently.ts';
import type { Poller } from './poller.ts';
import type { JobRules, Recording } from './recording.ts';

/** What came of an order. */
export interface Ordered {
  readonly job: DisseminationRecord;
  /** One was in progress already, and nothing new was ordered. */
  readonly alreadyInProgress: boolean;
}

/** What is to be ordered. */
export interface Order {
  readonly archiveId: string;
  /** 1 (most urgent) to 100; DPS takes 50 when it is left out. */
  readonly priority?: number | undefined;
}

export interface OrderingOptions {
  readonly ledger: Ledger;
  readonly recording: Recording;
  readonly poller: Poller;
  readonly rules: JobRules;
  readonly dps: DpsSource;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly graceMs: number;
  /** Ends what goes on behind an answered order. */
  readonly signal: AbortSignal;
}

/** A note that an order is being made: what is left of it when the answer is lost. */
const orderNote = 'disseminationOrder';
/** How long an order waits for the ledger to remember it. */
const rememberMs = 5_000;

/**
 * Makes orders, one at a time for each archive id. DPS has no idempotency key, no list and no look-up by archive id: what it
 * answers with 409 only we can know, because we remembered. An order whose answer is lost is not repeated here: the caller is told
 * that there was none, and asks again; DPS's duplicate rule and the note of the first order then tell what became of it.
 */
export function createOrdering(options: OrderingOptions): (order: Order) => Promise<Ordered> {
  const { ledger, recording, poller, rules, dps, exclusive, clock, log, graceMs, signal } = options;

  async function make(order: Order): Promise<Ordered> {
    const earlier = await ledger.documents.get(orderNote, order.archiveId);
    // Before the order: a ledger that cannot remember it must not let it be made.
    await ledger.documents.put({ kind: orderNote, id: order.archiveId, body: { orderedAt: clock.now() } });
    const noted = earlier !== undefined;
    const posted = await post(order, noted);
    switch (posted.kind) {
      case 'made':
        return made(posted.value);
      case 'conflict':
        return inProgress(order, posted.failure, noted);
      case 'doubtful':
        throw posted.failure;
    }
  }

  /** `noted`: an order of ours was left without an answer before, of which a refusal of this one says nothing. */
  async function post({ archiveId, priority }: Order, noted: boolean): Promise<Attempted<DisseminationFacts>> {
    try {
      return await attempt(async () => {
        const facts = await dps.orderDissemination({ archiveId, ...(priority === undefined ? {} : { priority }) });
        // Under the id it was ordered by: the documents' own example answers with another one, a slip (§4.1).
        return { ...facts, archiveId };
      });
    } catch (error) {
      if (!noted) await forgetNote(archiveId);
      throw error;
    }
  }

  async function made(facts: DisseminationFacts): Promise<Ordered> {
    const job = await remember(facts, 'REQUEST');
    await forgetNote(facts.archiveId);
    return { job, alreadyInProgress: false };
  }

  /** A 409: which one is it? */
  async function inProgress(order: Order, conflict: Failure, noted: boolean): Promise<Ordered> {
    const told = conflictingDissemination(conflict);
    const known = told === undefined ? await newestInProgress(order.archiveId) : await knownOrAdopted(told);
    if (known?.phase === 'IN_PROGRESS') {
      await forgetNote(order.archiveId);
      return { job: known, alreadyInProgress: true };
    }
    // The one that was remembered has ended meanwhile: there is room for a new one.
    const again = known ? await post(order, noted) : undefined;
    if (again?.kind === 'made') return made(again.value);
    if (again?.kind === 'doubtful') throw again.failure;
    if (!noted) await forgetNote(order.archiveId);
    throw new Failure({ kind: 'conflict', source: 'DPS', message: noted ? lostText : elsewhereText }, { cause: conflict });
  }

  /** The remembered one, as it stands now. */
  async function newestInProgress(archiveId: string): Promise<DisseminationRecord | undefined> {
    const [job] = await ledger.jobs.list({ kind: 'dissemination', archiveId, phase: 'IN_PROGRESS' }, { limit: 1 });
    return job && current(job);
  }

  async function knownOrAdopted(id: string): Promise<DisseminationRecord | undefined> {
    const job = await ledger.jobs.get({ kind: 'dissemination', id });
    if (job) return current(job);
    const facts = await dps.dissemination(id);
    return facts && remember(facts, 'POLL');
  }

  async function current(job: JobRecord): Promise<DisseminationRecord> {
    return asDissemination((await poller.pollNow(job)) ?? job);
  }

  /** Writes a dissemination down, however long that takes: only the answer to the caller does not wait forever. */
  async function remember(facts: DisseminationFacts, origin: 'REQUEST' | 'POLL'): Promise<DisseminationRecord> {
    const seenAt = clock.now();
    const ref = { kind: 'dissemination' as const, id: facts.disseminationId };
    const news = disseminationNews({ kind: 'answered', origin, facts, seenAt, graceMs });
    const giveUp = new AbortController();
    const onRetry = (error: unknown) => log.error({ error: described(error), ...ref }, 'An order that was made could not be written down; trying again.');
    const recorded = persistently(() => recording.record(rules, ref, news, { polled: { at: seenAt, answered: true } }), { clock, signal, onRetry });
    const outcome = await Promise.race([recorded, pause(clock, rememberMs, giveUp.signal)]);
    giveUp.abort();
    if (outcome?.job) return asDissemination(outcome.job);
    throw new Failure({ kind: 'ledgerUnavailable', message: 'The order was made, and could not be written down yet. Ask again in a while.' });
  }

  async function forgetNote(archiveId: string): Promise<void> {
    // A note too many makes a text more careful than it need be, and nothing worse.
    await ledger.documents.delete(orderNote, archiveId).catch((error: unknown) => log.warn({ error: described(error) }, 'A note of an order could not be deleted.'));
  }

  return (order) => exclusive.run(`dissemination of ${order.archiveId}`, () => make(order));
}

const lostText =
  'DPS says that a dissemination of this object is in progress. It was ordered by this gateway, but the answer with its id was lost, and DPS gives it by no other way. Its files will appear here when DPS delivers them.';
const elsewhereText =
  'DPS says that a dissemination of this object is in progress. It was not ordered through this gateway, and DPS does not say which it is. Its files will appear here when DPS delivers them.';
