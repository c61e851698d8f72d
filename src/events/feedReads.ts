import { atEndOfTurn } from '../domain/turn.ts';
import type { JobRecord, Ledger, Topic } from '../ledger/ledger.ts';
import type { Cursors } from './cursor.ts';
import { Told, viewOf, type FeedEvent } from './feedEvent.ts';
import { foldedState } from './folded.ts';
import { topicKey } from './topicKey.ts';

/**
 * What feeds read of the ledger. All who ask for the same in one turn of the event loop share one reading, and those of one subject
 * also its events, so that a thousand clients that come back at once, or wait for a ledger that comes back, are answered as one
 * event is: read once, executed once.
 */
export interface FeedReads {
  /** The state of a topic; for a contract, that of its open jobs. */
  opening(topic: Topic): Promise<Opening>;
  /** A page of the events of a topic behind a position. Rejects with `cursorExpired` where retention was faster. */
  page(topic: Topic, after: bigint): Promise<Page>;
}

/** How a topic stands. */
export interface Opening {
  readonly position: bigint;
  /** The topic's one job, or the newest of its open ones. */
  readonly job: JobRecord | undefined;
  /** One event for each job, oldest first. */
  eventsFor(subject: string): readonly FeedEvent[];
}

/** Events in order. */
export interface Page {
  /** Whether there may be more. */
  readonly isFull: boolean;
  eventsFor(subject: string): readonly FeedEvent[];
}

export interface FeedReadsOptions {
  readonly ledger: Ledger;
  readonly cursors: Cursors;
  /** Events in a page. */
  readonly pageSize: number;
}

export function createFeedReads({ ledger, cursors, pageSize }: FeedReadsOptions): FeedReads {
  const opening = shared(topicKey, async (topic: Topic): Promise<Opening> => {
    const { position, jobs } = await ledger.events.snapshot(topic);
    return {
      position,
      job: jobs[0],
      // Oldest first. Who leaves between two of them has not seen them all, and its cursor says so.
      eventsFor: bySubject((subject) => jobs.toReversed().map((job, index) => snapshotOf(job, subject, index < jobs.length - 1))),
    };

    function snapshotOf(job: JobRecord, subject: string, partial: boolean): FeedEvent {
      const { status, updatedAt } = foldedState(job.state);
      const event = { position, occurredAt: updatedAt, origin: 'SNAPSHOT' as const, name: 'snapshot', status, previousStatus: null };
      return new Told(cursors, topic, subject, event, job, partial);
    }
  });

  const pageKey = (topic: Topic, after: bigint) => `${topicKey(topic)} ${after}`;
  const page = shared(pageKey, async (topic: Topic, after: bigint): Promise<Page> => {
    const events = await ledger.events.after(topic, after, pageSize);
    return { isFull: events.length === pageSize, eventsFor: bySubject((subject) => events.map((event) => new Told(cursors, topic, subject, event, viewOf(event)))) };
  });

  return { opening, page };
}

/** A reading for all who ask for the same before it begins, which it does at the end of the turn: it sees whatever there was when they asked. */
function shared<Asked extends readonly unknown[], T>(keyOf: (...asked: Asked) => string, read: (...asked: Asked) => Promise<T>): (...asked: Asked) => Promise<T> {
  const waiting = new Map<string, Promise<T>>();
  return (...asked) => {
    const key = keyOf(...asked);
    const known = waiting.get(key);
    if (known) return known;
    const reading = new Promise<T>((resolve) => {
      atEndOfTurn(() => {
        waiting.delete(key);
        resolve(read(...asked));
      });
    });
    waiting.set(key, reading);
    return reading;
  };
}

/** Makes it once for each subject. */
function bySubject(make: (subject: string) => readonly FeedEvent[]): (subject: string) => readonly FeedEvent[] {
  const made = new Map<string, readonly FeedEvent[]>();
  return (subject) => {
    let events = made.get(subject);
    if (!events) made.set(subject, (events = make(subject)));
    return events;
  };
}
