import type { Clock } from '../domain/clock.ts';
import type { Ledger, Topic } from '../ledger/ledger.ts';
import type { Cursors } from './cursor.ts';
import { Told, viewOf } from './feedEvent.ts';
import { createFeedReads } from './feedReads.ts';
import { JobFeed, type Feed, type FeedParts } from './jobFeed.ts';
import type { Tail } from './tail.ts';
import { topicKey } from './topicKey.ts';

export type { FeedEvent, JobView } from './feedEvent.ts';
export type { Feed, FeedReader } from './jobFeed.ts';

export interface FeedOptions {
  readonly topic: Topic;
  /** The subject that the cursors are bound to. Whether it may see the topic is the caller's matter. */
  readonly subject: string;
  /** Cursor of the last event that is known already. */
  readonly after?: string | undefined;
}

/**
 * Feeds of topics. A feed of one job opens with a SNAPSHOT, or with all that followed `after`, goes on with each effective event
 * once and in order, and completes when the job is no longer open; a feed of a contract opens with one SNAPSHOT for each open
 * job and never completes. While the ledger cannot be reached a feed waits.
 *
 * For a server with many subscribers: while they are live, all feeds of one topic and one subject get the very same `FeedEvent`
 * objects, in the same tick; those that begin in one turn of the event loop get the same openings and replays too. Whoever answers
 * the same document with the same variables for the same viewer may key what it made of an event by that object in a WeakMap, and
 * make it once for all of them.
 */
export interface Feeds {
  /** Throws `cursorInvalid` at once for a cursor of another topic or subject; the iterator rejects with `cursorExpired` where retention was faster. */
  open(options: FeedOptions): Feed;
  /** How many feeds are being read. */
  readonly size: number;
  /** Completes every feed and releases what they hold. */
  stop(): void;
}

export interface FeedsOptions {
  readonly ledger: Ledger;
  readonly tail: Tail;
  readonly cursors: Cursors;
  readonly clock: Clock;
  /** Events that wait for one slow subscriber at most; past it they are dropped, and read from the ledger when it comes for them. Default 1,000. */
  readonly maxBacklog?: number;
  /** Events read from the ledger at once. Default 200. */
  readonly pageSize?: number;
  /** Called when a feed is first read, and when it ends: who watches what. Gives the function for its end. */
  readonly watch?: (topic: Topic) => () => void;
}

/** Makes feeds over one tail. */
export function createFeeds(options: FeedsOptions): Feeds {
  const groups = new Map<string, Group>();
  const reading = new Set<JobFeed>();
  const { ledger, tail, cursors, clock, maxBacklog = 1_000, pageSize = 200 } = options;
  const shared: FeedParts = {
    tail,
    clock,
    maxBacklog,
    reads: createFeedReads({ ledger, cursors, pageSize }),
    began(feed) {
      reading.add(feed);
      const key = `${topicKey(feed.topic)} ${feed.subject}`;
      const group = groups.get(key) ?? new Group(key, feed, options);
      groups.set(key, group);
      group.members.add(feed);
      const unwatch = options.watch?.(feed.topic);
      return () => {
        reading.delete(feed);
        group.members.delete(feed);
        unwatch?.();
        if (group.members.size > 0 || groups.get(group.key) !== group) return;
        groups.delete(group.key);
        group.end();
      };
    },
  };
  return {
    open: ({ topic, subject, after }) => {
      const place = after === undefined ? undefined : options.cursors.decode(after, topic, subject);
      return new JobFeed(shared, topic, subject, place && !place.partial ? place.position : undefined);
    },
    get size() {
      return reading.size;
    },
    stop() {
      for (const feed of [...reading]) feed.end();
    },
  };
}

/** The feeds of one topic and one subject: one event object for all of them. */
class Group {
  readonly key: string;
  readonly members = new Set<JobFeed>();
  readonly end: () => void;

  constructor(key: string, { topic, subject }: JobFeed, { tail, cursors }: FeedsOptions) {
    this.key = key;
    this.end = tail.listen(topic, (event) => {
      const told = new Told(cursors, topic, subject, event, viewOf(event));
      for (const member of this.members) member.push(told);
    });
  }
}
