import { firstPollMs } from '../../src/events/pollTimes.ts';
import type { JobRecord, LedgerEvent } from '../../src/ledger/ledger.ts';
import { accountFor, type Account } from './account.ts';
import { forgedUrl } from './forger.ts';
import type { GatewayProcess } from './gatewayProcess.ts';
import { hear, type Heard } from './heard.ts';
import type { Run } from './run.ts';

/** What a run came to. It is good when `faults` is empty. */
export interface Verdict {
  readonly seconds: number;
  readonly jobs: { readonly ordered: number; readonly delivered: number; readonly lostOrders: number; readonly strangers: number };
  readonly kills: Readonly<Record<string, number>>;
  readonly subscribers: Heard & { readonly count: number; readonly reconnects: number };
  readonly webhooks: Account;
  readonly forged: { readonly sent: number; readonly accepted: number };
  readonly stale: { readonly sent: number; readonly accepted: number };
  readonly events: number;
  readonly polls: { readonly count: number; readonly mostForOneJob: number; readonly shortestWaitMs: number };
  /** Everything that is not as it should be, in words. */
  readonly faults: readonly string[];
}

/** What the processes said and did at the end. */
export interface Ending {
  /** The webhook counters of each gateway's last process. */
  readonly said: readonly Readonly<Record<string, number>>[];
  readonly exits: readonly (number | null)[];
  readonly seconds: number;
}

/** Compares what everybody has with what the ledger holds. */
export async function judge(run: Run, { said, exits, seconds }: Ending): Promise<Verdict> {
  const { options, dps, ledger, relay, subscribers, strangers, killer, lostOrders } = run;
  const events = await ledger.events.allAfter(0n, 1_000_000);
  const jobs = await ledger.jobs.list({ kind: 'dissemination' }, { limit: 1_000_000 });
  const account = await accountFor(run, said);
  const heard = subscribers.map((subscriber) => hear(subscriber, events));
  const sum = (field: keyof Heard) => heard.reduce((total, each) => total + each[field], 0);
  const answered = (which: (attempt: (typeof relay.attempts)[number]) => boolean) => {
    const sent = relay.attempts.filter((attempt) => typeof attempt.outcome === 'number' && which(attempt));
    return { sent: sent.length, accepted: sent.filter(({ outcome }) => outcome === 204).length };
  };
  const [forged, stale] = [answered(({ genuine }) => !genuine), answered(({ genuine, timely }) => genuine && !timely)];
  const ordered = Object.keys(dps.state.disseminations);
  const polls = pollsOf(run);
  const faults = [
    ...account.faults,
    ...(await gapsOf(run)),
    ...jobFaults(jobs, [...ordered, ...strangers]),
    ...historyFaults(events),
    ...subscribers.flatMap(({ errors, begunAnew }, index) => [
      ...errors.map((error) => `subscriber ${index} was told: ${error}`),
      ...(begunAnew > 0 ? [`subscriber ${index} had to begin anew`] : []),
    ]),
    ...(['lost', 'doubled', 'outOfOrder', 'wrong'] as const).flatMap((field) => (sum(field) > 0 ? [`${sum(field)} events of subscribers are ${field}`] : [])),
    ...(forged.accepted + stale.accepted > 0 ? ['a forged or a stale webhook was accepted'] : []),
    ...(polls.shortestWaitMs < firstPollMs ? [`a job was asked about twice within ${polls.shortestWaitMs} ms`] : []),
    ...exits.flatMap((code, index) => (code === 0 ? [] : [`gateway ${index} ended with ${code}`])),
    ...(ordered.length < options.jobs ? [`${ordered.length} of ${options.jobs} were ordered`] : []),
  ];
  return {
    seconds,
    jobs: { ordered: ordered.length, delivered: jobs.filter(isDelivered).length, lostOrders, strangers: strangers.length },
    kills: killer.kills,
    subscribers: {
      count: subscribers.length,
      reconnects: subscribers.reduce((total, { reconnects }) => total + reconnects, 0),
      events: sum('events'),
      lost: sum('lost'),
      doubled: sum('doubled'),
      outOfOrder: sum('outOfOrder'),
      wrong: sum('wrong'),
    },
    webhooks: account,
    forged,
    stale,
    events: events.length,
    polls,
    faults,
  };
}

/** The webhook counters that a gateway shows at `/metrics`. */
export async function outcomesSaid({ url }: GatewayProcess): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Object.fromEntries([...text.matchAll(/^fonds_webhooks_total\{outcome="(\w+)"\} (\d+)$/gm)].map(([, outcome = '', count]) => [outcome, Number(count)]));
}

async function gapsOf({ options: { place } }: Run): Promise<string[]> {
  const [row] = await place.raw('SELECT COUNT(*) AS total, MIN(position) AS first, MAX(position) AS last FROM events');
  const [total, first, last] = [Number(row?.['total']), Number(row?.['first']), Number(row?.['last'])];
  return first === 1 && last === total ? [] : [`the ledger's ${total} events run from ${first} to ${last}`];
}

function jobFaults(jobs: readonly JobRecord[], wanted: readonly string[]): string[] {
  const known = new Map(jobs.map((job) => [job.id, job]));
  const missing = wanted.filter((id) => !known.has(id)).map((id) => `${id} is not in the ledger`);
  const unwanted = jobs.filter(({ id }) => !wanted.includes(id)).map(({ id }) => `${id} is nobody's`);
  const unfinished = jobs.filter((job) => job.phase !== 'SUCCEEDED' || job.open || !isDelivered(job)).map(({ id, phase }) => `${id} is ${phase}, without its delivery`);
  return [...missing, ...unwanted, ...unfinished];
}

/** Whether it has its download addresses, and none of them a forger's. */
function isDelivered({ sealed }: JobRecord): boolean {
  const text = JSON.stringify(sealed ?? {});
  return text.includes('http') && !text.includes(forgedUrl);
}

/** Every job's events follow from each other, and one of them is its delivery. */
function historyFaults(events: readonly LedgerEvent[]): string[] {
  return [...Map.groupBy(events, ({ id }) => id)].flatMap(([id, own]) => {
    const broken = own.some(({ previousStatus }, index) => previousStatus !== (own[index - 1]?.status ?? null));
    const deliveries = own.filter(({ name }) => name === 'delivered').length;
    return [...(broken ? [`the events of ${id} do not follow from each other`] : []), ...(deliveries === 1 ? [] : [`${id} has ${deliveries} deliveries`])];
  });
}

function pollsOf({ dps }: Run): Verdict['polls'] {
  const byJob = [...Map.groupBy(dps.calls.filter(({ route }) => route === 'dissemination'), ({ path }) => path).values()];
  const waits = byJob.flatMap((calls) => calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0)));
  return { count: dps.count('dissemination'), mostForOneJob: Math.max(0, ...byJob.map(({ length }) => length)), shortestWaitMs: Math.min(Infinity, ...waits) };
}
