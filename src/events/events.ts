import { systemClock, type Clock } from '../domain/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DpsSource } from '../sources/dps/source.ts';
import { createCursors } from './cursor.ts';
import { disseminationRules } from './disseminationRules.ts';
import { createDisseminations, type Disseminations } from './disseminations.ts';
import { createExclusive, type Exclusive } from './exclusive.ts';
import { createFeeds, type Feeds } from './feed.ts';
import { createLinks, type Links } from './links.ts';
import { described, silentLog, type EventLog } from './log.ts';
import { createOrdering } from './ordering.ts';
import { createPoller, type Poller } from './poller.ts';
import { createRecording, type JobRules, type Recording } from './recording.ts';
import { createRetention } from './retention.ts';
import { submissionRules } from './submissionRules.ts';
import { createSubmissions, type Submissions } from './submissions.ts';
import { createTail } from './tail.ts';
import { createWatching } from './watching.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** Everything that happens over time, put together: what the gateway's root builds once. */
export interface Events {
  readonly disseminations: Disseminations;
  readonly submissions: Submissions;
  readonly webhooks: Webhooks;
  readonly links: Links;
  /** The feeds of all kinds of job; callers' rights are checked by the services. */
  readonly feeds: Feeds;
  readonly poller: Poller;
  readonly recording: Recording;
  /** Work that one process of the installation does at a time. */
  readonly exclusive: Exclusive;
  /** Begins to look after jobs in flight, those of an earlier run included, and reads again what an earlier version could not. */
  start(): void;
  /** Ends polling and waits for the polls in hand; completes feeds. The ledger is to be closed after it. */
  stop(): Promise<void>;
}

export interface EventsOptions {
  readonly ledger: Ledger;
  readonly dps: DpsSource;
  /** The ring of webhook secrets, read anew for each webhook (setting `DPS_WEBHOOK_SECRETS`). */
  readonly secrets: () => readonly string[];
  /** How long a delivery is waited for after DISSEMINATED. Default 10 min (setting `DELIVERY_GRACE`). */
  readonly graceMs?: number;
  /** How long events and ended jobs are kept (setting `RETENTION_DAYS`); left out, for ever. */
  readonly keepMs?: number;
  /** Rules of further kinds of job that the poller looks after. */
  readonly rules?: readonly JobRules[];
  readonly log?: EventLog;
  readonly clock?: Clock;
  /** Between 0 and 1. Default Math.random. */
  readonly random?: () => number;
  /** See `PollerOptions` and `ExclusiveOptions`. */
  readonly leaseMs?: number;
  /** See `FeedsOptions`. */
  readonly maxBacklog?: number;
}

/** Puts the parts together. Nothing runs until `start`, but for what callers ask for. */
export function createEvents(options: EventsOptions): Events {
  const { ledger, dps, secrets, graceMs = 600_000, log = silentLog, clock = systemClock, random = Math.random } = options;
  const stopping = new AbortController();
  const { now } = clock;
  const forDisseminations = disseminationRules({ dps, now, graceMs });
  const forSubmissions = submissionRules({ dps, now, graceMs });
  const rules = [forDisseminations, forSubmissions, ...(options.rules ?? [])];

  const recording = createRecording({ ledger, clock, random });
  const lease = options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs };
  const poller = createPoller({ ledger, recording, rules, clock, log, random, ...lease });
  const watching = createWatching({ ledger, clock, log, onPulled: () => poller.expect() });
  const tail = createTail({ ledger, clock, log });
  const backlog = options.maxBacklog === undefined ? {} : { maxBacklog: options.maxBacklog };
  const feeds = createFeeds({ ledger, tail, clock, cursors: createCursors(ledger.keyring), watch: (topic) => watching.watch(topic), ...backlog });

  const exclusive = createExclusive({ leases: ledger.leases, clock, ...lease });
  const retention = options.keepMs === undefined ? undefined : createRetention({ ledger, clock, log, keepMs: options.keepMs });
  const order = createOrdering({ ledger, recording, poller, rules: forDisseminations, dps, exclusive, clock, log, graceMs, signal: stopping.signal });
  const disseminations = createDisseminations({ ledger, recording, poller, feeds, rules: forDisseminations, dps, order, clock, log, graceMs });
  const submissions = createSubmissions({ ledger, recording, poller, feeds, rules: forSubmissions, dps, exclusive, clock, log, graceMs });
  const webhooks = createWebhooks({ ledger, recording, disseminations: forDisseminations, submissions: forSubmissions, secrets, clock, log });
  return {
    disseminations,
    submissions,
    webhooks,
    links: createLinks(ledger),
    feeds,
    poller,
    recording,
    exclusive,
    start() {
      poller.start();
      retention?.start();
      webhooks.rereadUnread().catch((error: unknown) => log.warn({ error: described(error) }, 'Webhooks that were put aside could not be read again.'));
    },
    async stop() {
      stopping.abort();
      await Promise.all([poller.stop(), retention?.stop()]);
      feeds.stop();
      watching.stop();
      await tail.stop();
    },
  };
}
