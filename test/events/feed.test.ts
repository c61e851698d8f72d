import * as fc from 'fast-check';
import { dateTime, systemClock } from '../../src/domain/clock.ts';
import { observeDissemination, type DisseminationObservation } from '../../src/domain/disseminationFold.ts';
import { Failure } from '../../src/domain/failure.ts';
import { createCursors } from '../../src/events/cursor.ts';
import { asDissemination } from '../../src/events/disseminationRules.ts';
import { createFeeds, type FeedEvent, type Feeds, type FeedsOptions } from '../../src/events/feed.ts';
import { silentLog } from '../../src/events/log.ts';
import { createTail, type Tail } from '../../src/events/tail.ts';
import type { EventStore, Ledger, Topic } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { listenTo, until } from './dpsBench.ts';

const flow = ['RECEIVED', 'QUEUED', 'DOWNLOADING_FROM_REPOSITORY', 'FIXITY_CHECK', 'UPLOADING_TO_S3'];

let ledger: Ledger;
let tail: Tail;
let feeds: Feeds;
/** What a test does to the ledger's reads; each is called before the read it is named after. */
let before: Partial<Record<'after' | 'snapshot' | 'allAfter' | 'head', () => Promise<void> | void>>;

function open(options: Partial<FeedsOptions> = {}): Feeds {
  return createFeeds({ ledger, tail, cursors: createCursors(ledger.keyring), clock: systemClock, ...options });
}

beforeEach(async () => {
  before = {};
  const opened = await openLedger({ databaseUrl: 'sqlite::memory:' });
  const events: EventStore = {
    ...opened.events,
    after: async (...asked) => (await before.after?.(), opened.events.after(...asked)),
    snapshot: async (...asked) => (await before.snapshot?.(), opened.events.snapshot(...asked)),
    allAfter: async (...asked) => (await before.allAfter?.(), opened.events.allAfter(...asked)),
    head: async () => (await before.head?.(), opened.events.head()),
  };
  ledger = { ...opened, events };
  tail = createTail({ ledger, clock: systemClock, log: silentLog });
  feeds = open();
});
afterEach(async () => {
  feeds.stop();
  await tail.stop();
  await ledger.close();
});

/** Records an observation of a dissemination of contract 2d17. */
async function observe(id: string, seen: DisseminationObservation, contractId = '2d17'): Promise<void> {
  await ledger.jobs.record({ kind: 'dissemination', id }, (job) => {
    const observed = observeDissemination(job && asDissemination(job), seen);
    if (!observed?.event) return undefined;
    const { state, sealed, event } = observed;
    return { job: { contractId, archiveId: 'a1', owner: null, phase: state.phase, open: state.open, state, sealed }, events: [{ ...event, state, sealed }] };
  });
}

const facts = { archiveId: 'a1', clientId: null, contractId: '2d17', objectId: null, sizeInBytes: null, priority: null, requestedAt: null };
const polled = (id: string, upstreamStatus: string): Promise<void> =>
  observe(id, { kind: 'answered', origin: 'POLL', facts: { ...facts, disseminationId: id, upstreamStatus }, seenAt: 0, graceMs: 1 });
const delivered = (id: string): Promise<void> =>
  observe(id, { kind: 'delivered', delivery: { ...facts, disseminationId: id, files: [] }, occurredAt: dateTime(0) });
const statuses = (events: readonly FeedEvent[]): string[] => events.map(({ origin, job, status }) => `${job.id} ${origin === 'SNAPSHOT' ? 'at ' : ''}${status}`);
const one = (id: string): Topic => ({ kind: 'dissemination', id });
const contract: Topic = { kind: 'dissemination', contractId: '2d17' };
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('the feed of one job', () => {
  it('opens with the state now, tells every change once, and completes at the end', async () => {
    await polled('d1', 'RECEIVED');
    await polled('d1', 'QUEUED');
    const heard = listenTo(feeds.open({ topic: one('d1'), subject: 'ola' }));
    await until(() => heard.events.length === 1);
    for (const status of flow.slice(2)) await polled('d1', status);
    await polled('other', 'RECEIVED');
    await delivered('d1');
    await heard.ended;
    expect(statuses(heard.events)).toEqual(['d1 at QUEUED', 'd1 DOWNLOADING_FROM_REPOSITORY', 'd1 FIXITY_CHECK', 'd1 UPLOADING_TO_S3', 'd1 DISSEMINATED']);
    expect(feeds.size).toBe(0);
  });

  it('stays open between the success and its delivery', async () => {
    await polled('d1', 'DISSEMINATED');
    const heard = listenTo(feeds.open({ topic: one('d1'), subject: 'ola' }));
    await until(() => heard.events.length === 1);
    await settled();
    expect(heard.done).toBe(false);
    await delivered('d1');
    await heard.ended;
    expect(heard.events.map(({ name }) => name)).toEqual(['snapshot', 'delivered']);
  });

  it('of a job that has ended is its snapshot, and then complete', async () => {
    await polled('d1', 'REJECTED');
    const heard = listenTo(feeds.open({ topic: one('d1'), subject: 'ola' }));
    await heard.ended;
    expect(statuses(heard.events)).toEqual(['d1 at REJECTED']);
  });

  it('of a job that there is not fails with NOT_FOUND', async () => {
    await expect(feeds.open({ topic: one('nobody'), subject: 'ola' }).next()).rejects.toMatchObject({ reason: { kind: 'notFound' } });
  });

  it('goes on after a cursor, wherever that was, without a gap or a double', async () => {
    await polled('d1', 'RECEIVED');
    const first = listenTo(feeds.open({ topic: one('d1'), subject: 'ola' }));
    await until(() => first.events.length === 1);
    for (const status of flow.slice(1)) await polled('d1', status);
    await delivered('d1');
    await first.ended;
    for (const [index, event] of first.events.entries()) {
      const rest = listenTo(feeds.open({ topic: one('d1'), subject: 'ola', after: event.cursor }));
      await rest.ended;
      expect(statuses(rest.events)).toEqual(statuses(first.events.slice(index + 1)));
    }
  });

  it('after the last event of a job that has ended completes at once', async () => {
    await delivered('d1');
    const { value } = await feeds.open({ topic: one('d1'), subject: 'ola' }).next();
    await expect(feeds.open({ topic: one('d1'), subject: 'ola', after: value?.cursor ?? '' }).next()).resolves.toEqual({ done: true, value: undefined });
  });

  it('replays also what came behind an end', async () => {
    await polled('d1', 'RECEIVED');
    const { value } = await feeds.open({ topic: one('d1'), subject: 'ola' }).next();
    await polled('d1', 'DISSEMINATED');
    await observe('d1', { kind: 'filesLost', seenAt: 0 });
    await delivered('d1');
    const heard = listenTo(feeds.open({ topic: one('d1'), subject: 'ola', after: value?.cursor ?? '' }));
    await heard.ended;
    expect(heard.events.map(({ name }) => name)).toEqual(['status', 'filesLost', 'delivered']);
  });

  it('tells what is recorded while it opens, between its steps', async () => {
    await polled('d1', 'RECEIVED');
    let steps = 0;
    before.head = () => polled('d1', 'QUEUED');
    before.snapshot = async () => {
      steps += 1;
      if (steps === 1) await polled('d1', 'DOWNLOADING_FROM_REPOSITORY');
    };
    const feed = feeds.open({ topic: one('d1'), subject: 'ola' });
    const first = await feed.next();
    await polled('d1', 'FIXITY_CHECK');
    const second = await feed.next();
    expect([first.value?.status, second.value?.status]).toEqual(['DOWNLOADING_FROM_REPOSITORY', 'FIXITY_CHECK']);
  });

  it('tells what is recorded while it replays', async () => {
    await polled('d1', 'RECEIVED');
    const { value } = await feeds.open({ topic: one('d1'), subject: 'ola' }).next();
    await polled('d1', 'QUEUED');
    const late = flow.slice(2);
    before.after = async () => {
      const status = late.shift();
      if (status) await polled('d1', status);
      else await delivered('d1');
    };
    const heard = listenTo(open({ pageSize: 1 }).open({ topic: one('d1'), subject: 'ola', after: value?.cursor ?? '' }));
    await heard.ended;
    expect(heard.events.map(({ status }) => status)).toEqual([...flow.slice(1), 'DISSEMINATED']);
  });
});

describe('the feed of a contract', () => {
  it('opens with each open job, oldest first, tells of all that follow, and goes on', async () => {
    await polled('d1', 'RECEIVED');
    await polled('d2', 'QUEUED');
    await delivered('d3');
    const heard = listenTo(feeds.open({ topic: contract, subject: 'ola' }));
    await until(() => heard.events.length === 2);
    await polled('d4', 'RECEIVED');
    await observe('foreign', { kind: 'answered', origin: 'POLL', facts: { ...facts, disseminationId: 'foreign', upstreamStatus: 'QUEUED' }, seenAt: 0, graceMs: 1 }, 'e5b2');
    for (const id of ['d1', 'd2', 'd4']) await delivered(id);
    await until(() => heard.events.length === 6);
    await settled();
    expect(statuses(heard.events)).toEqual(['d1 at RECEIVED', 'd2 at QUEUED', 'd4 RECEIVED', 'd1 DISSEMINATED', 'd2 DISSEMINATED', 'd4 DISSEMINATED']);
    expect(heard.done).toBe(false);
  });

  it('begins anew for who left in the middle of the opening, since nothing else would be whole', async () => {
    for (const id of ['d1', 'd2', 'd3']) await polled(id, 'RECEIVED');
    const feed = feeds.open({ topic: contract, subject: 'ola' });
    const [first, , third] = [await feed.next(), await feed.next(), await feed.next()];
    await polled('d1', 'QUEUED');
    const again = listenTo(feeds.open({ topic: contract, subject: 'ola', after: first.value?.cursor ?? '' }));
    await until(() => again.events.length === 3);
    expect(statuses(again.events)).toEqual(['d1 at QUEUED', 'd2 at RECEIVED', 'd3 at RECEIVED']);
    const on = listenTo(feeds.open({ topic: contract, subject: 'ola', after: third.value?.cursor ?? '' }));
    await until(() => on.events.length === 1);
    expect(statuses(on.events)).toEqual(['d1 QUEUED']);
  });
});

describe('a cursor', () => {
  it.each([
    ['another subject', one('d1'), 'kari'],
    ['another job', one('d2'), 'ola'],
    ['the contract', contract, 'ola'],
    ['another kind', { kind: 'submission', id: 'd1' } as const, 'ola'],
  ])('is of no use for %s', async (_what, topic, subject) => {
    await polled('d1', 'RECEIVED');
    const { value } = await feeds.open({ topic: one('d1'), subject: 'ola' }).next();
    expect(() => feeds.open({ topic, subject, after: value?.cursor ?? '' })).toThrow(Failure);
  });

  it('that was made up or changed is refused, one character is enough', async () => {
    await polled('d1', 'RECEIVED');
    const { value } = await feeds.open({ topic: one('d1'), subject: 'ola' }).next();
    const cursor = value?.cursor ?? '';
    const changed = [...cursor].map((_, index) => `${cursor.slice(0, index)}${cursor[index] === 'A' ? 'B' : 'A'}${cursor.slice(index + 1)}`);
    for (const forged of ['', 'x', `${cursor}A`, `${cursor}=`, ` ${cursor}`, cursor.slice(0, -1), Buffer.alloc(41).toString('base64url'), ...changed]) {
      expect(() => feeds.open({ topic: one('d1'), subject: 'ola', after: forged })).toThrow('The cursor was not made for this subscription and this caller.');
    }
  });

  it('whose events retention took is answered with CURSOR_EXPIRED', async () => {
    await polled('d1', 'RECEIVED');
    const { value } = await feeds.open({ topic: one('d1'), subject: 'ola' }).next();
    await polled('d1', 'QUEUED');
    await delivered('d1');
    await polled('d2', 'RECEIVED');
    await ledger.retain(Date.now() + 1);
    await polled('d1', 'RECEIVED');
    await expect(feeds.open({ topic: one('d1'), subject: 'ola', after: value?.cursor ?? '' }).next()).rejects.toMatchObject({ reason: { kind: 'cursorExpired' } });
  });
});

describe('subscribers', () => {
  it('of one topic and one subject get the same event objects, and those of another subject the same job', async () => {
    await polled('d1', 'RECEIVED');
    const [a, b, c] = ['ola', 'ola', 'kari'].map((subject) => listenTo(feeds.open({ topic: one('d1'), subject })));
    await until(() => [a, b, c].every((heard) => heard?.events.length === 1));
    await polled('d1', 'QUEUED');
    await until(() => [a, b, c].every((heard) => heard?.events.length === 2));
    expect(a?.events[1]).toBe(b?.events[1]);
    expect(a?.events[1]).not.toBe(c?.events[1]);
    expect(a?.events[1]?.job).toBe(c?.events[1]?.job);
    expect(a?.events[1]?.cursor).not.toBe(c?.events[1]?.cursor);
  });

  it('that come at once share one reading, and those of one subject its events', async () => {
    for (const id of ['d1', 'd2']) await polled(id, 'RECEIVED');
    const readings: string[] = [];
    before = { snapshot: () => void readings.push('snapshot'), after: () => void readings.push('after') };
    const come = async (count: number, after: { ola?: string; kari?: string } = {}) => {
      const heard = (['ola', 'ola', 'kari'] as const).map((subject) => listenTo(feeds.open({ topic: contract, subject, after: after[subject] })));
      await until(() => heard.every(({ events }) => events.length === count));
      return heard.map(({ events }) => events);
    };
    const [a, b, c] = await come(2);
    expect(readings.splice(0)).toEqual(['snapshot']);
    expect(b).toEqual(a);
    for (const [index, event] of (a ?? []).entries()) {
      expect([b?.[index] === event, c?.[index] === event, c?.[index]?.job === event.job]).toEqual([true, false, true]);
      expect(c?.[index]?.cursor).not.toBe(event.cursor);
    }

    const [ola, kari] = [a?.[1]?.cursor ?? '', c?.[1]?.cursor ?? ''];
    await polled('d1', 'QUEUED');
    const [again, too, other] = await come(1, { ola, kari });
    expect(readings).toEqual(['after']);
    expect([too?.[0] === again?.[0], other?.[0] === again?.[0], other?.[0]?.job === again?.[0]?.job]).toEqual([true, false, true]);
  });

  it('that come at once to different topics hear of their own alone', async () => {
    const [other, foreign] = [{ kind: 'dissemination', contractId: 'e5b2' } as const, { kind: 'submission', contractId: '2d17' } as const];
    await polled('d1', 'RECEIVED');
    await polled('d2', 'QUEUED');
    await observe('d3', { kind: 'answered', origin: 'POLL', facts: { ...facts, contractId: 'e5b2', disseminationId: 'd3', upstreamStatus: 'QUEUED' }, seenAt: 0, graceMs: 1 }, 'e5b2');
    const topics: Topic[] = [contract, other, foreign, one('d1'), one('d2')];
    const come = async (after: readonly (string | undefined)[], counts: readonly number[]) => {
      const heard = topics.map((topic, index) => listenTo(feeds.open({ topic, subject: 'ola', after: after[index] })));
      await until(() => heard.every(({ events }, index) => events.length >= (counts[index] ?? 0)));
      await settled();
      return heard.map(({ events }) => events);
    };
    const openings = await come([], [2, 1, 0, 1, 1]);
    expect(openings.map(statuses)).toEqual([['d1 at RECEIVED', 'd2 at QUEUED'], ['d3 at QUEUED'], [], ['d1 at RECEIVED'], ['d2 at QUEUED']]);
    // All of them go on from the same position.
    const after = openings.map((events) => events.at(-1)?.cursor);
    expect(new Set(openings.flatMap((events) => events.map(({ position }) => position))).size).toBe(1);
    await delivered('d1');
    await observe('d3', { kind: 'delivered', delivery: { ...facts, contractId: 'e5b2', disseminationId: 'd3', files: [] }, occurredAt: dateTime(0) }, 'e5b2');
    await delivered('d2');
    const replays = await come(after, [2, 1, 0, 1, 1]);
    expect(replays.map(statuses)).toEqual([['d1 DISSEMINATED', 'd2 DISSEMINATED'], ['d3 DISSEMINATED'], [], ['d1 DISSEMINATED'], ['d2 DISSEMINATED']]);
  });

  it('that wait together for a ledger that cannot be reached share its first answer', async () => {
    await polled('d1', 'RECEIVED');
    const clock = manualClock();
    const patient = open({ clock });
    let [readings, isDown] = [0, true];
    before.snapshot = () => {
      readings += 1;
      if (isDown) throw new Failure({ kind: 'ledgerUnavailable', message: 'down' });
    };
    const heard = Array.from({ length: 50 }, () => listenTo(patient.open({ topic: one('d1'), subject: 'ola' })));
    await until(() => readings === 1);
    await settled();
    await clock.advance(100);
    await until(() => readings === 2);
    await settled();
    isDown = false;
    await clock.advance(200);
    await until(() => heard.every(({ events }) => events.length === 1));
    expect([readings, new Set(heard.map(({ events }) => events[0])).size]).toEqual([3, 1]);
    patient.stop();
  });

  it('that are overrun while they open are told the opening first, and then the rest', async () => {
    for (const id of ['d1', 'd2']) await polled(id, 'RECEIVED');
    const narrow = open({ maxBacklog: 1 });
    let overrun: Promise<void> | undefined;
    before.snapshot = () =>
      (overrun ??= (async () => {
        for (const id of ['d3', 'd4', 'd5']) await polled(id, 'QUEUED');
        for (const status of flow.slice(1)) await polled('d1', status);
        await delivered('d1');
        await settled();
      })());
    const [all, ended] = [contract, one('d1')].map((topic) => listenTo(narrow.open({ topic, subject: 'ola' })));
    await ended?.ended;
    await until(() => all?.events.length === 4);
    await polled('d2', 'QUEUED');
    await until(() => all?.events.length === 5);
    expect([statuses(all?.events ?? []), statuses(ended?.events ?? [])]).toEqual([
      ['d2 at RECEIVED', 'd3 at QUEUED', 'd4 at QUEUED', 'd5 at QUEUED', 'd2 QUEUED'],
      ['d1 at DISSEMINATED'],
    ]);
    narrow.stop();
  });

  it('that come while a reading is under way are not given what it found', async () => {
    await polled('d1', 'RECEIVED');
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { snapshot } = ledger.events;
    let read = 0;
    Object.assign(ledger.events, {
      snapshot: async (topic: Topic) => {
        const found = await snapshot(topic);
        read += 1;
        if (read > 1) return found;
        begun.resolve();
        await goOn.promise;
        return found;
      },
    });
    const early = listenTo(feeds.open({ topic: one('d1'), subject: 'ola' }));
    await begun.promise;
    await polled('d1', 'QUEUED');
    const late = listenTo(feeds.open({ topic: one('d1'), subject: 'ola' }));
    await until(() => late.events.length === 1);
    goOn.resolve();
    await until(() => early.events.length === 2);
    expect([statuses(early.events), statuses(late.events)]).toEqual([['d1 at RECEIVED', 'd1 QUEUED'], ['d1 at QUEUED']]);
  });

  it('that are slow are sent back to the ledger, and miss nothing', async () => {
    const small = open({ maxBacklog: 3, pageSize: 2 });
    await polled('d0', 'RECEIVED');
    const feed = small.open({ topic: contract, subject: 'ola' });
    await feed.next();
    const ids = Array.from({ length: 40 }, (_, index) => `d${index + 1}`);
    for (const id of ids.slice(0, 20)) await polled(id, 'RECEIVED');
    const told: string[] = [];
    const take = async (): Promise<void> => void told.push((await feed.next()).value?.job.id ?? 'nothing');
    for (let taken = 0; taken < 10; taken++) await take();
    for (const id of ids.slice(20)) await polled(id, 'RECEIVED');
    while (told.length < 40) await take();
    expect(told).toEqual(ids);
    small.stop();
  });

  it('that leave are gone at once, also while they wait, and while the ledger does not answer', async () => {
    await polled('d1', 'RECEIVED');
    const waiting = feeds.open({ topic: one('d1'), subject: 'ola' });
    await waiting.next();
    const next = waiting.next();
    await waiting.return?.();
    await expect(next).resolves.toEqual({ done: true, value: undefined });
    await expect(waiting.next()).resolves.toEqual({ done: true, value: undefined });

    before.snapshot = () => new Promise<void>(() => {});
    const stuck = feeds.open({ topic: one('d1'), subject: 'ola' });
    const first = stuck.next();
    await settled();
    await stuck.return?.();
    await expect(first).resolves.toEqual({ done: true, value: undefined });
    expect(feeds.size).toBe(0);
  });

  it('that ask for several at once get them in order', async () => {
    await polled('d1', 'RECEIVED');
    const feed = feeds.open({ topic: one('d1'), subject: 'ola' });
    await feed.next();
    const results = Promise.all([feed.next(), feed.next(), feed.next(), feed.next()]);
    await polled('d1', 'QUEUED');
    await delivered('d1');
    expect((await results).map(({ value }) => value?.status)).toEqual(['QUEUED', 'DISSEMINATED', undefined, undefined]);
  });

  it('watch from their first reading until they leave', async () => {
    await polled('d1', 'RECEIVED');
    const watched: string[] = [];
    const watching = open({ watch: ({ id }) => (watched.push(`+${id}`), () => void watched.push(`-${id}`)) });
    const feed = watching.open({ topic: one('d1'), subject: 'ola' });
    expect(watched).toEqual([]);
    await feed.next();
    expect(watched).toEqual(['+d1']);
    await feed.return?.();
    expect(watched).toEqual(['+d1', '-d1']);
  });
});

it('a feed waits while the ledger cannot be reached, and goes on', async () => {
  await polled('d1', 'RECEIVED');
  let outage = true;
  const down = (): void => {
    if (outage) throw new Failure({ kind: 'ledgerUnavailable', message: 'away' });
  };
  before = { after: down, snapshot: down, allAfter: down, head: down };
  const clock = manualClock();
  const patient = createTail({ ledger, clock, log: silentLog });
  const heard = listenTo(open({ tail: patient, clock }).open({ topic: one('d1'), subject: 'ola' }));
  for (let second = 0; second < 30; second++) await clock.advance(1_000);
  expect(heard.events).toEqual([]);
  outage = false;
  await clock.advance(2_000);
  await until(() => heard.events.length === 1);
  outage = true;
  await polled('d1', 'QUEUED');
  await until(() => clock.waiting() > 0);
  outage = false;
  await delivered('d1');
  await clock.advance(2_000);
  await heard.ended;
  await patient.stop();
  expect(statuses(heard.events)).toEqual(['d1 at RECEIVED', 'd1 QUEUED', 'd1 DISSEMINATED']);
});

it('whatever is interleaved, every subscriber hears what the ledger holds, once and in order', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('append', 'take', 'reconnect', 'reconnect all', 'yield'), fc.nat({ max: 2 })), { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      async (actions, maxBacklog, pageSize) => {
        const contractId = Math.random().toString(36).slice(2);
        const topic: Topic = { kind: 'dissemination', contractId };
        const mine = open({ maxBacklog, pageSize });
        const recorded: string[] = [];
        const append = async (): Promise<void> => {
          const id = `${contractId}-${recorded.length}`;
          recorded.push(id);
          await observe(id, { kind: 'answered', origin: 'POLL', facts: { ...facts, disseminationId: id, upstreamStatus: 'QUEUED' }, seenAt: 0, graceMs: 1 }, contractId);
        };
        await append();
        const subscribers = ['ola', 'ola', 'kari'].map((subject) => ({ subject, feed: mine.open({ topic, subject }), told: new Array<FeedEvent>() }));
        type Subscriber = (typeof subscribers)[number];
        const take = async ({ feed, told }: Subscriber): Promise<void> => {
          const { value } = await feed.next();
          if (value) told.push(value);
        };
        const reconnect = (subscriber: Subscriber): void => {
          subscriber.feed.end();
          subscriber.feed = mine.open({ topic, subject: subscriber.subject, after: subscriber.told.at(-1)?.cursor ?? '' });
        };
        const appends: Promise<void>[] = [];
        await Promise.all(subscribers.map(take));
        for (const [action, index] of actions) {
          const subscriber = subscribers[index];
          if (!subscriber) throw new Error('there are three');
          if (action === 'append') appends.push(append());
          else if (action === 'yield') await settled();
          else if (action === 'reconnect') reconnect(subscriber);
          else if (action === 'reconnect all') {
            subscribers.forEach(reconnect);
            await Promise.all(subscribers.filter(({ told }) => told.length < recorded.length).map(take));
          } else if (subscriber.told.length < recorded.length) await take(subscriber);
        }
        await Promise.all(appends);
        for (const subscriber of subscribers) while (subscriber.told.length < recorded.length) await take(subscriber);
        mine.stop();
        for (const { told } of subscribers) expect(told.map(({ job }) => job.id)).toEqual(recorded);
      },
    ),
    { numRuns: 60 },
  ));
