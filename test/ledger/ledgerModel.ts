import type { JobRecord, JobRef, LedgerEvent, RecordOutcome, Topic } from '../../src/ledger/ledger.ts';
import { stepOf } from './decisions.ts';

/** What the ledger ought to hold, kept in memory and by the plainest means. Throws as soon as an outcome cannot be. */
export interface LedgerModel {
  readonly head: bigint;
  readonly floor: bigint;
  /** Takes the outcomes of records that were made at the same time: whatever order the ledger gave them must make sense. */
  learn(outcomes: readonly { readonly ref: JobRef; readonly webhookId?: string; readonly outcome: RecordOutcome }[], at: number): void;
  /** The effective events of a topic after a position that are still kept. */
  after(topic: Topic, position: bigint): LedgerEvent[];
  /** The effective events of a topic between two positions (after the first, up to the second), kept or not. */
  between(topic: Topic, from: bigint, to: bigint): LedgerEvent[];
  /** The jobs that a snapshot of the topic shows. */
  open(topic: Topic): JobRecord[];
  /** Gives how many events retention must take. */
  retain(before: number): number;
}

export function createModel(): LedgerModel {
  /** All that ever happened, in order: event n is at n - 1. */
  const log: LedgerEvent[] = [];
  let kept = new Set<LedgerEvent>();
  const jobs = new Map<string, { job: JobRecord; changedAt: number }>();
  const webhooks = new Map<string, number>();
  let floor = 0n;

  function append(event: LedgerEvent, job: JobRecord, at: number): void {
    const key = keyOf(event);
    check(event.position === BigInt(log.length) + 1n, `position ${event.position} after ${log.length} events`);
    check(stepOf(event) === stepOf(jobs.get(key)?.job) + 1, `step ${stepOf(event)} of ${key} does not follow ${stepOf(jobs.get(key)?.job)}`);
    check(event.receivedAt === at, `received at ${event.receivedAt}, not ${at}`);
    log.push(event);
    kept.add(event);
    // What the job is after each single event is in the event; the rest of it never changes in these tests, but for its end.
    jobs.set(key, { job: { ...job, state: event.state, position: event.position }, changedAt: at });
  }

  function checkWebhooks(outcomes: Parameters<LedgerModel['learn']>[0], at: number): void {
    for (const [webhookId, group] of Map.groupBy(outcomes, (one) => one.webhookId)) {
      if (webhookId === undefined) continue;
      const firsts = group.filter(({ outcome }) => !outcome.duplicate).length;
      check(firsts === (webhooks.has(webhookId) ? 0 : 1), `webhook ${webhookId} was taken ${firsts} times`);
      if (firsts > 0) webhooks.set(webhookId, at);
    }
  }

  return {
    get head() {
      return BigInt(log.length);
    },
    get floor() {
      return floor;
    },
    learn(outcomes, at) {
      checkWebhooks(outcomes, at);
      check(outcomes.every(({ webhookId, outcome }) => !outcome.duplicate || (webhookId !== undefined && outcome.events.length === 0)), 'a duplicate did something');
      const appended = outcomes.flatMap(({ outcome }) => outcome.events.flatMap((event) => (outcome.job ? [{ event, job: outcome.job }] : [])));
      for (const { event, job } of appended.toSorted((a, b) => Number(a.event.position - b.event.position))) append(event, job, at);
    },
    after: (topic, position) => log.filter((event) => kept.has(event) && event.position > position && isAbout(topic, event)),
    between: (topic, from, to) => log.filter((event) => event.position > from && event.position <= to && isAbout(topic, event)),
    open: (topic) => [...jobs.values()].map(({ job }) => job).filter((job) => isJobOf(topic, job) && (topic.id !== undefined || job.open)),
    retain(before) {
      const newestOfOpen = new Set([...jobs.values()].filter(({ job }) => job.open).map(({ job }) => job.position));
      const gone = [...kept].filter((event) => event.receivedAt < before && !newestOfOpen.has(event.position));
      kept = new Set([...kept].filter((event) => !gone.includes(event)));
      for (const { position } of gone) floor = position > floor ? position : floor;
      for (const [key, { job, changedAt }] of jobs) if (!job.open && changedAt < before) jobs.delete(key);
      for (const [id, receivedAt] of webhooks) if (receivedAt < before) webhooks.delete(id);
      return gone.length;
    },
  };
}

function isAbout(topic: Topic, event: LedgerEvent): boolean {
  return event.effective && isJobOf(topic, event);
}

function isJobOf(topic: Topic, job: JobRef & { readonly contractId: string | null }): boolean {
  return job.kind === topic.kind && (topic.id === undefined || job.id === topic.id) && (topic.contractId === undefined || job.contractId === topic.contractId);
}

function keyOf({ kind, id }: JobRef): string {
  return `${kind} ${id}`;
}

function check(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(`The ledger cannot be right: ${complaint}.`);
}
