import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { countStep, dissemination, draftOf, eventDraft, jobDraft, recordEvent } from '../ledger/decisions.ts';
import { storeKinds } from '../ledger/stores.ts';
import type { Place, Store } from '../ledger/stores.ts';

describe.each(storeKinds)('a ledger on $name', ({ start }) => {
  let store: Store;
  let place: Place;
  let ledger: Ledger;
  /** The ledger's clock. */
  let time = 0;

  beforeAll(async () => {
    store = await start();
  }, 60_000);
  afterAll(() => store.stop());
  beforeEach(async () => {
    time = 1_000;
    place = await store.makePlace();
    ledger = await place.open({ now: () => time });
  });

  const job = dissemination('d1');
  const topic = { kind: 'dissemination' } as const;

  describe('jobs', () => {
    test('a new job begins with its first event and is read back as it was decided', async () => {
      const state = { phase: 'IN_PROGRESS', text: 'blåbær \u0000 ☂ \ud83d\ude00', nested: [1, null, { deep: true }] };
      const { duplicate, job: recorded, events } = await ledger.jobs.record(job, (before) => {
        expect(before).toBeUndefined();
        return {
          job: jobDraft({ archiveId: 'a1', owner: 'kari', state, sealed: { url: 'https://files' }, nextPollAt: 3_000 }),
          events: [eventDraft({ state, sealed: { url: 'https://files' } }), eventDraft({ name: 'second', state })],
        };
      });
      expect(duplicate).toBe(false);
      expect(recorded).toEqual({
        kind: 'dissemination',
        id: 'd1',
        contractId: 'c1',
        archiveId: 'a1',
        owner: 'kari',
        phase: 'IN_PROGRESS',
        state,
        sealed: { url: 'https://files' },
        open: true,
        createdPosition: 1n,
        position: 2n,
        checkedAt: null,
        nextPollAt: 3_000,
        quietPolls: 0,
        watchedUntil: 0,
      });
      expect(events.map(({ position, name, receivedAt, owner, sealed }) => [position, name, receivedAt, owner, sealed])).toEqual([
        [1n, 'status', 1_000, 'kari', { url: 'https://files' }],
        [2n, 'second', 1_000, 'kari', null],
      ]);
      expect(await ledger.jobs.get(job)).toEqual(recorded);
      expect(await ledger.events.after(topic, 0n, 10)).toEqual(events);
    });

    test('undefined properties of a state are dropped, in what is answered and in what is kept', async () => {
      const outcome = await recordEvent(ledger, job, { state: { kept: 1, dropped: undefined } }, { state: undefined });
      expect(outcome.job?.state).toStrictEqual({ kept: 1 });
      expect(outcome.events[0]?.state).toBeNull();
      expect(await ledger.jobs.get(job)).toStrictEqual(outcome.job);
    });

    test('a decision without an event changes the times of polling and nothing else', async () => {
      await recordEvent(ledger, job, { sealed: 'secret', nextPollAt: 2_000 });
      const before = await ledger.jobs.get(job);
      const outcome = await ledger.jobs.record(job, () => ({
        job: jobDraft({ phase: 'FAILED', open: false, state: 'other', sealed: null, checkedAt: 1_500, quietPolls: 3 }),
        events: [],
      }));
      expect(outcome.job).toEqual({ ...before, checkedAt: 1_500, quietPolls: 3, nextPollAt: 2_000 });
      expect(await ledger.jobs.get(job)).toEqual(outcome.job);
      expect(await ledger.events.head()).toBe(1n);
    });

    test('a new job without an event is refused, and nothing of it is kept', async () => {
      await expect(ledger.jobs.record(job, () => ({ job: jobDraft(), events: [] }))).rejects.toThrow('needs an event');
      expect(await ledger.jobs.get(job)).toBeUndefined();
    });

    test('deciding nothing records nothing', async () => {
      expect(await ledger.jobs.record(job, () => undefined)).toEqual({ duplicate: false, job: undefined, events: [] });
      await recordEvent(ledger, job);
      const stands = await ledger.jobs.get(job);
      expect(await ledger.jobs.record(job, () => undefined)).toEqual({ duplicate: false, job: stands, events: [] });
      expect(await ledger.events.head()).toBe(1n);
    });

    test('a decision that throws rejects its own record only, also among many at once', async () => {
      const broken = () => {
        throw new Error('cannot decide');
      };
      const results = await Promise.allSettled([
        ledger.jobs.record(dissemination('a'), countStep),
        ledger.jobs.record(dissemination('b'), countStep),
        ledger.jobs.record(dissemination('c'), broken, { webhookId: 'w1' }),
        ledger.jobs.record(dissemination('d\0'), countStep),
        ledger.jobs.record(dissemination('e'), () => ({ job: jobDraft({ state: 10n }), events: [eventDraft()] })),
        ledger.jobs.record(dissemination('f'), countStep),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled']);
      const positions = (await ledger.events.allAfter(0n, 10)).map(({ position, id }) => [position, id]);
      expect(positions.map(([position]) => position)).toEqual([1n, 2n, 3n]);
      expect(new Set(positions.map(([, id]) => id))).toEqual(new Set(['a', 'b', 'f']));
      // The webhook of the one that failed is not used up.
      expect(await ledger.jobs.record(dissemination('c'), countStep, { webhookId: 'w1' })).toMatchObject({ duplicate: false });
    });

    test('many at once on one job follow each other, none on an outdated job', async () => {
      await Promise.all(Array.from({ length: 100 }, () => ledger.jobs.record(job, countStep)));
      expect((await ledger.jobs.get(job))?.state).toEqual({ step: 100 });
      const events = await ledger.events.after({ ...topic, id: 'd1' }, 0n, 200);
      expect(events.map(({ state }) => state)).toEqual(Array.from({ length: 100 }, (_, index) => ({ step: index + 1 })));
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 100 }, (_, index) => BigInt(index + 1)));
    });

    test('a webhook counts once, whether it comes again later or twice at the same time', async () => {
      const both = await Promise.all([ledger.jobs.record(job, countStep, { webhookId: 'w1' }), ledger.jobs.record(job, countStep, { webhookId: 'w1' })]);
      expect(both.filter(({ duplicate }) => duplicate)).toHaveLength(1);
      const third = await ledger.jobs.record(job, countStep, { webhookId: 'w1' });
      expect(third).toMatchObject({ duplicate: true, events: [], job: { state: { step: 1 } } });
      expect(await ledger.events.head()).toBe(1n);
    });

    test('a webhook that was remembered without a job is a duplicate for a job too', async () => {
      expect(await ledger.events.rememberWebhook('w1')).toBe(true);
      expect(await ledger.events.rememberWebhook('w1')).toBe(false);
      expect(await ledger.jobs.record(job, countStep, { webhookId: 'w1' })).toEqual({ duplicate: true, job: undefined, events: [] });
    });

    test('a webhook that decides nothing is remembered as well', async () => {
      await ledger.jobs.record(job, () => undefined, { webhookId: 'w1' });
      expect(await ledger.jobs.record(job, countStep, { webhookId: 'w1' })).toMatchObject({ duplicate: true });
    });

    test('many are read in the order of their refs, with gaps where there is none', async () => {
      await recordEvent(ledger, dissemination('a'));
      await recordEvent(ledger, { kind: 'submission', id: 'a' });
      const found = await ledger.jobs.getMany([{ kind: 'submission', id: 'a' }, dissemination('x'), dissemination('a'), dissemination('a')]);
      expect(found.map((one) => one && [one.kind, one.id])).toEqual([['submission', 'a'], undefined, ['dissemination', 'a'], ['dissemination', 'a']]);
      expect(await ledger.jobs.getMany([])).toEqual([]);
    });

    test('more than one statement can ask for are read all the same', async () => {
      await recordEvent(ledger, dissemination('1200'));
      const found = await ledger.jobs.getMany(Array.from({ length: 1_300 }, (_, index) => dissemination(`${index}`)));
      expect(found.flatMap((one, index) => (one ? [index] : []))).toEqual([1_200]);
    });

    test('an id that a database would change is refused', async () => {
      for (const id of ['a\0b', 'a\ud800']) {
        await expect(ledger.jobs.get(dissemination(id))).rejects.toMatchObject({ reason: { kind: 'badInput' } });
      }
    });

    test('ids are told apart by case and by accents', async () => {
      for (const id of ['a', 'A', 'å', 'a\u030a', "a'; DROP TABLE jobs; --"]) await recordEvent(ledger, dissemination(id), { state: { id } });
      for (const id of ['a', 'A', 'å', 'a\u030a', "a'; DROP TABLE jobs; --"]) {
        expect(await ledger.jobs.get(dissemination(id))).toMatchObject({ id, state: { id } });
      }
    });
  });

  describe('lists of jobs', () => {
    beforeEach(async () => {
      for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries()) {
        const even = index % 2 === 0;
        await recordEvent(ledger, dissemination(id), {
          contractId: even ? 'c1' : 'c2',
          archiveId: `x${index}`,
          owner: even ? 'kari' : 'ola',
          phase: id === 'e' ? 'FAILED' : 'IN_PROGRESS',
          open: id !== 'e',
        });
      }
      // Neither a later event nor another kind has a say in the order.
      await recordEvent(ledger, dissemination('a'));
      await recordEvent(ledger, { kind: 'submission', id: 'z' });
    });
    const ids = async (...[filter, page]: Parameters<Ledger['jobs']['list']>) => (await ledger.jobs.list(filter, page)).map(({ id }) => id).join('');

    test('the newest comes first', async () => {
      expect(await ids(topic, { limit: 10 })).toBe('edcba');
      expect(await ids(topic, { limit: 2 })).toBe('ed');
    });

    test('a page after a place goes on with older ones, a page before it gives newer ones', async () => {
      expect(await ids(topic, { limit: 2, after: 4n })).toBe('cb');
      expect(await ids(topic, { limit: 10, before: 2n })).toBe('edc');
      expect(await ids(topic, { limit: 10, after: 5n, before: 1n })).toBe('dcb');
    });

    test('taken from the old end they still come newest first', async () => {
      expect(await ids(topic, { limit: 2, reverse: true })).toBe('ba');
      expect(await ids(topic, { limit: 2, before: 2n, reverse: true })).toBe('dc');
    });

    test('filters narrow the list and its count alike', async () => {
      const filters = [
        [{ kind: 'dissemination', contractIds: ['c1'] }, 'eca'],
        [{ kind: 'dissemination', contractIds: ['c2', 'c1', 'c9'] }, 'edcba'],
        [{ kind: 'dissemination', contractIds: [] }, ''],
        [{ kind: 'dissemination', archiveId: 'x3' }, 'd'],
        [{ kind: 'dissemination', owner: 'ola' }, 'db'],
        [{ kind: 'dissemination', phase: 'FAILED' }, 'e'],
        [{ kind: 'dissemination', open: true, contractIds: ['c1'] }, 'ca'],
        [{ kind: 'dissemination', open: false }, 'e'],
        [{ kind: 'submission' }, 'z'],
        [{ kind: 'dvidsBatch' }, ''],
      ] as const;
      for (const [filter, expected] of filters) {
        expect(await ids(filter, { limit: 10 })).toBe(expected);
        expect(await ledger.jobs.count(filter)).toBe(expected.length);
      }
    });
  });

  describe('polls', () => {
    const claim = (holder: string, now: number, limit = 10) => ledger.jobs.claimDue({ now, holder, leaseMs: 500, limit });
    const idsOf = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => id).join('');

    beforeEach(async () => {
      await recordEvent(ledger, dissemination('a'), { nextPollAt: 3_000 });
      await recordEvent(ledger, dissemination('b'), { nextPollAt: 1_000 });
      await recordEvent(ledger, { kind: 'submission', id: 'c' }, { nextPollAt: 2_000 });
      await recordEvent(ledger, dissemination('d'), { nextPollAt: null });
    });

    test('what is due is claimed, the longest due first, once', async () => {
      expect(idsOf(await claim('A', 999))).toBe('');
      expect(idsOf(await claim('A', 3_000, 2))).toBe('bc');
      expect(idsOf(await claim('B', 3_000))).toBe('a');
      expect(idsOf(await claim('B', 3_000))).toBe('');
    });

    test('the lease of a holder that died passes on when its time is past', async () => {
      await claim('A', 1_000);
      expect(idsOf(await claim('B', 1_499))).toBe('');
      expect(idsOf(await claim('B', 1_500))).toBe('b');
    });

    test('many who claim at once share the jobs', async () => {
      for (let index = 0; index < 40; index += 1) await recordEvent(ledger, dissemination(`n${index}`), { nextPollAt: 10 });
      const shares = await Promise.all(['A', 'B', 'C', 'D'].map((holder) => claim(holder, 20, 15)));
      const all = shares.flat().map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
      const left = await claim('E', 20, 100);
      expect(all.length + left.length).toBe(40);
      expect(Math.max(...shares.map((share) => share.length))).toBeLessThanOrEqual(15);
    });

    test('one job is claimed whether due or not, by nobody while another holds it, and again by its holder', async () => {
      const lease = { now: 100, leaseMs: 500 };
      expect(await ledger.jobs.claim(dissemination('a'), { ...lease, holder: 'A' })).toMatchObject({ id: 'a' });
      expect(await ledger.jobs.claim(dissemination('a'), { ...lease, holder: 'B' })).toBeUndefined();
      expect(await ledger.jobs.claim(dissemination('a'), { ...lease, holder: 'A' })).toMatchObject({ id: 'a' });
      expect(await ledger.jobs.claim(dissemination('a'), { ...lease, now: 600, holder: 'B' })).toMatchObject({ id: 'a' });
      expect(await ledger.jobs.claim(dissemination('x'), { ...lease, holder: 'A' })).toBeUndefined();
    });

    test('a record gives the lease of its holder back, and of nobody else', async () => {
      await claim('A', 1_000);
      const polled = (holder: string) =>
        ledger.jobs.record(dissemination('b'), (before) => before && { job: { ...draftOf(before), nextPollAt: 1_100, checkedAt: 1_050 }, events: [] }, { releaseLeaseOf: holder });
      await polled('B');
      expect(idsOf(await claim('C', 1_200))).toBe('');
      await polled('A');
      expect(idsOf(await claim('C', 1_200))).toBe('b');
    });

    test('a record that decides nothing gives the lease back too', async () => {
      await claim('A', 1_000);
      await ledger.jobs.record(dissemination('b'), () => undefined, { releaseLeaseOf: 'A' });
      expect(idsOf(await claim('C', 1_000))).toBe('b');
    });

    test('a lease that is given back says when to try again', async () => {
      await claim('A', 1_000);
      await ledger.jobs.release(dissemination('b'), 'B', 1_100);
      expect(idsOf(await claim('C', 1_200))).toBe('');
      await ledger.jobs.release(dissemination('b'), 'A', 1_300);
      expect(idsOf(await claim('C', 1_299))).toBe('');
      expect(idsOf(await claim('C', 1_300))).toBe('b');
    });

    test('a job that ended while it was polled is not polled again', async () => {
      await claim('A', 1_000);
      await recordEvent(ledger, dissemination('b'), { open: false, phase: 'SUCCEEDED', nextPollAt: null });
      await ledger.jobs.release(dissemination('b'), 'A', 1_300);
      expect(idsOf(await claim('C', 1_999))).toBe('');
    });

    test('the next due time looks at leases too', async () => {
      expect(await ledger.jobs.nextDue()).toBe(1_000);
      await claim('A', 1_600);
      expect(await ledger.jobs.nextDue()).toBe(2_000);
      await claim('A', 3_000);
      expect(await ledger.jobs.nextDue()).toBe(3_500);
    });

    const read = (...ids: string[]) => ids.map((id) => ({ ...dissemination(id), checkedAt: null }));

    test('watching pulls a far poll near, never pushes one away, and lasts until the latest wish', async () => {
      await ledger.jobs.watch(read('a', 'b', 'd', 'x'), { until: 9_000, pollBefore: 1_500 });
      await ledger.jobs.watch(read('a'), { until: 8_000, pollBefore: 1_600 });
      const jobs = await ledger.jobs.getMany([dissemination('a'), dissemination('b'), dissemination('d')]);
      expect(jobs.map((one) => [one?.nextPollAt, one?.watchedUntil])).toEqual([
        [1_500, 9_000],
        [1_000, 9_000],
        [null, 9_000],
      ]);
      await ledger.jobs.watch([], { until: 9_000, pollBefore: 1_500 });
    });

    test('watching leaves a job that was asked about since it was read its own time', async () => {
      const asked = (id: string, checkedAt: number) => ledger.jobs.record(dissemination(id), (known) => known && { job: { ...known, checkedAt, nextPollAt: 8_000 }, events: [] });
      await asked('a', 1_000);
      await asked('b', 1_000);
      await ledger.jobs.watch([{ ...dissemination('a'), checkedAt: 1_000 }, ...read('b')], { until: 9_000, pollBefore: 1_100, repollBefore: 2_500 });
      const jobs = await ledger.jobs.getMany([dissemination('a'), dissemination('b')]);
      expect(jobs.map((one) => [one?.nextPollAt, one?.watchedUntil])).toEqual([
        [1_100, 9_000],
        [2_500, 9_000],
      ]);
    });

    test('a lease that is given back without a word leaves the next poll where it is', async () => {
      await ledger.jobs.claim(dissemination('a'), { now: 1_000, holder: 'A', leaseMs: 100 });
      await ledger.jobs.watch(read('a'), { until: 9_000, pollBefore: 1_200 });
      await ledger.jobs.release(dissemination('a'), 'A');
      expect(await ledger.jobs.get(dissemination('a'))).toMatchObject({ nextPollAt: 1_200 });
      expect(await ledger.jobs.claim(dissemination('a'), { now: 1_001, holder: 'B', leaseMs: 100 })).toBeDefined();
    });

    test('with nothing to poll there is no next due time', async () => {
      const empty = await (await store.makePlace()).open();
      expect(await empty.jobs.nextDue()).toBeUndefined();
      expect(await empty.jobs.claimDue({ now: 1, holder: 'A', leaseMs: 1, limit: 1 })).toEqual([]);
    });
  });

  describe('events', () => {
    const other = { kind: 'submission', id: 's1' } as const;
    beforeEach(async () => {
      await recordEvent(ledger, job); // 1
      await recordEvent(ledger, other, { contractId: 'c2' }); // 2
      await recordEvent(ledger, job, {}, { effective: false }); // 3
      await recordEvent(ledger, dissemination('d2'), { contractId: 'c2' }); // 4
      await recordEvent(ledger, job); // 5
    });
    const positions = (events: readonly { position: bigint }[]) => events.map(({ position }) => Number(position));

    test('a topic is a job, a contract or a kind; late news is nobody’s business', async () => {
      expect(positions(await ledger.events.after({ kind: 'dissemination', id: 'd1' }, 0n, 10))).toEqual([1, 5]);
      expect(positions(await ledger.events.after({ kind: 'dissemination', contractId: 'c2' }, 0n, 10))).toEqual([4]);
      expect(positions(await ledger.events.after({ kind: 'dissemination' }, 0n, 10))).toEqual([1, 4, 5]);
      expect(positions(await ledger.events.allAfter(0n, 10))).toEqual([1, 2, 4, 5]);
    });

    test('reading goes on after a position, a page at a time', async () => {
      expect(positions(await ledger.events.after(topic, 1n, 1))).toEqual([4]);
      expect(positions(await ledger.events.after(topic, 4n, 10))).toEqual([5]);
      expect(await ledger.events.after(topic, 5n, 10)).toEqual([]);
      expect(positions(await ledger.events.allAfter(2n, 1))).toEqual([4]);
      expect(await ledger.events.head()).toBe(5n);
    });

    test('a position that the ledger has not reached is not waited for', async () => {
      await expect(ledger.events.after(topic, 6n, 10)).rejects.toMatchObject({ reason: { kind: 'cursorExpired' } });
    });

    test('a snapshot shows the jobs at the head: all of a job, the open ones of a contract', async () => {
      await recordEvent(ledger, dissemination('d2'), { open: false, phase: 'SUCCEEDED' });
      const jobsOf = async (...[about]: Parameters<Ledger['events']['snapshot']>) => {
        const { position, jobs } = await ledger.events.snapshot(about);
        expect(position).toBe(6n);
        return jobs;
      };
      expect(await jobsOf({ kind: 'dissemination', id: 'd2' })).toEqual([await ledger.jobs.get(dissemination('d2'))]);
      expect(await jobsOf({ kind: 'dissemination', id: 'nobody' })).toEqual([]);
      expect(await jobsOf({ kind: 'dissemination', id: 'd2', contractId: 'c1' })).toEqual([]);
      expect(await jobsOf({ kind: 'dissemination', contractId: 'c2' })).toEqual([]);
      expect(await jobsOf({ kind: 'dissemination', contractId: 'c1' })).toEqual([await ledger.jobs.get(job)]);
    });

    test('an empty ledger stands at 0', async () => {
      const empty = await (await store.makePlace()).open();
      expect(await empty.events.head()).toBe(0n);
      expect(await empty.events.after(topic, 0n, 10)).toEqual([]);
      expect(await empty.events.snapshot(topic)).toEqual({ position: 0n, jobs: [] });
    });

    test('whoever listens is woken after a commit, and not once the listening has ended', async () => {
      const heard = Promise.withResolvers<void>();
      const stop = ledger.events.onAppend(heard.resolve);
      await recordEvent(ledger, job);
      await heard.promise;
      stop();
      let calls = 0;
      ledger.events.onAppend(() => (calls += 1))();
      const second = Promise.withResolvers<void>();
      ledger.events.onAppend(second.resolve);
      await recordEvent(ledger, job);
      await second.promise;
      expect(calls).toBe(0);
    });
  });

  describe('documents', () => {
    const put = (id: string, rest: object = {}) => ledger.documents.put({ kind: 'upload', id, body: { id }, ...rest });

    test('a document is kept whole, its version counted', async () => {
      expect(await put('u1', { owner: 'kari', sealed: { token: 'secret' } })).toEqual({
        kind: 'upload',
        id: 'u1',
        owner: 'kari',
        version: 1,
        body: { id: 'u1' },
        sealed: { token: 'secret' },
        updatedAt: 1_000,
      });
      time = 2_000;
      // A whole document: what is left out is gone.
      expect(await put('u1', { body: [1] })).toMatchObject({ version: 2, owner: null, body: [1], sealed: null, updatedAt: 2_000 });
      expect(await ledger.documents.get('upload', 'u1')).toMatchObject({ version: 2, body: [1] });
      expect(await ledger.documents.get('link', 'u1')).toBeUndefined();
    });

    test('a version is written over once', async () => {
      expect(await put('u1', { version: 1 })).toBeUndefined();
      expect(await put('u1', { version: 0 })).toMatchObject({ version: 1 });
      expect(await put('u1', { version: 0 })).toBeUndefined();
      const both = await Promise.all([put('u1', { version: 1, body: 'a' }), put('u1', { version: 1, body: 'b' })]);
      expect(both.filter(Boolean)).toHaveLength(1);
      expect((await ledger.documents.get('upload', 'u1'))?.version).toBe(2);
    });

    test('many are read in the order of their ids', async () => {
      await put('a');
      await put('b');
      expect((await ledger.documents.getMany('upload', ['b', 'x', 'a'])).map((one) => one?.id)).toEqual(['b', undefined, 'a']);
      expect(await ledger.documents.getMany('upload', [])).toEqual([]);
    });

    test('lists have the newest change first, and can be narrowed by owner and by the beginning of the id', async () => {
      for (const [id, owner] of [['a_1', 'kari'], ['a_2', 'ola'], ['ax3', 'kari'], ['A_4', 'kari'], ['☂😀x', null]] as const) {
        time += 1;
        await put(id, { owner });
      }
      const ids = async (filter?: Parameters<Ledger['documents']['list']>[1]) => (await ledger.documents.list('upload', filter)).map(({ id }) => id);
      expect(await ids()).toEqual(['☂😀x', 'A_4', 'ax3', 'a_2', 'a_1']);
      expect(await ids({ limit: 2 })).toEqual(['☂😀x', 'A_4']);
      expect(await ids({ owner: 'ola' })).toEqual(['a_2']);
      expect(await ids({ idPrefix: 'a_' })).toEqual(['a_2', 'a_1']);
      expect(await ids({ idPrefix: '☂😀' })).toEqual(['☂😀x']);
      expect(await ids({ idPrefix: '%' })).toEqual([]);
    });

    test('what is deleted is gone, also twice', async () => {
      await put('u1');
      await ledger.documents.delete('upload', 'u1');
      await ledger.documents.delete('upload', 'u1');
      expect(await ledger.documents.get('upload', 'u1')).toBeUndefined();
    });
  });

  describe('leases', () => {
    test('one holder at a time; it may renew, and is followed when its time is past', async () => {
      expect(await ledger.leases.acquire('sweep', 'A', 0, 100)).toBe(true);
      expect(await ledger.leases.acquire('sweep', 'B', 99, 100)).toBe(false);
      expect(await ledger.leases.acquire('sweep', 'A', 50, 100)).toBe(true);
      expect(await ledger.leases.acquire('sweep', 'B', 149, 100)).toBe(false);
      expect(await ledger.leases.acquire('sweep', 'B', 150, 100)).toBe(true);
      expect(await ledger.leases.acquire('other', 'A', 0, 100)).toBe(true);
    });

    test('only its holder gives a lease back', async () => {
      await ledger.leases.acquire('sweep', 'A', 0, 100);
      await ledger.leases.release('sweep', 'B');
      expect(await ledger.leases.acquire('sweep', 'B', 1, 100)).toBe(false);
      await ledger.leases.release('sweep', 'A');
      expect(await ledger.leases.acquire('sweep', 'B', 1, 100)).toBe(true);
    });
  });

  describe('retention', () => {
    const expired = { reason: { kind: 'cursorExpired' } };

    test('old events go, and a cursor from before them is told so', async () => {
      await recordEvent(ledger, job); // 1 at 1,000
      time = 2_000;
      await recordEvent(ledger, job); // 2
      time = 3_000;
      await recordEvent(ledger, job); // 3
      expect(await ledger.retain(3_000)).toBe(2);
      await expect(ledger.events.after(topic, 0n, 10)).rejects.toMatchObject(expired);
      await expect(ledger.events.after(topic, 1n, 10)).rejects.toMatchObject(expired);
      expect((await ledger.events.after(topic, 2n, 10)).map(({ position }) => position)).toEqual([3n]);
      expect(await ledger.retain(3_000)).toBe(0);
      expect(await ledger.events.head()).toBe(3n);
    });

    test('an open job and its newest event are never too old', async () => {
      await recordEvent(ledger, job);
      await recordEvent(ledger, job);
      expect(await ledger.retain(9_999)).toBe(1);
      expect(await ledger.jobs.get(job)).toMatchObject({ id: 'd1', position: 2n });
      expect((await ledger.events.allAfter(0n, 10)).map(({ position }) => position)).toEqual([2n]);
    });

    test('ended jobs go by their newest event, and webhook ids by their own age', async () => {
      await ledger.jobs.record(dissemination('old'), () => ({ job: jobDraft({ open: false }), events: [eventDraft()] }), { webhookId: 'w-old' });
      await recordEvent(ledger, job);
      time = 2_000;
      await ledger.jobs.record(job, (before) => before && { job: { ...draftOf(before), open: false }, events: [eventDraft()] }, { webhookId: 'w-new' });
      expect(await ledger.retain(2_000)).toBe(2);
      expect(await ledger.jobs.get(dissemination('old'))).toBeUndefined();
      expect(await ledger.jobs.get(job)).toBeDefined();
      expect(await ledger.events.rememberWebhook('w-old')).toBe(true);
      expect(await ledger.events.rememberWebhook('w-new')).toBe(false);
    });

    test('more than one step can take goes all the same', async () => {
      await ledger.jobs.record(job, () => ({ job: jobDraft(), events: Array.from({ length: 4_500 }, () => eventDraft()) }));
      expect(await ledger.retain(9_999)).toBe(4_499);
      expect(await ledger.events.after(topic, 4_499n, 10)).toHaveLength(1);
    });
  });

  describe('at rest', () => {
    const secret = 'https://storage.example/file?signature=abcdef';

    test('what is sealed is nowhere in the rows in clear', async () => {
      await recordEvent(ledger, job, { sealed: { url: secret } }, { sealed: { url: secret } });
      await ledger.documents.put({ kind: 'token', id: 't', body: {}, sealed: secret });
      const rows = [...(await place.raw('SELECT * FROM jobs')), ...(await place.raw('SELECT * FROM events')), ...(await place.raw('SELECT * FROM documents'))];
      const content = rows.flatMap((row) => Object.values(row)).map(String).join('\n');
      expect(rows.length).toBeGreaterThanOrEqual(3);
      expect(content).not.toContain('signature=abcdef');
      expect(content).not.toContain(Buffer.from(secret).toString('base64url').slice(4, 40));
      expect(await ledger.jobs.get(job)).toMatchObject({ sealed: { url: secret } });
    });

    test('another key on top of the ring writes, the old one still reads', async () => {
      await recordEvent(ledger, job, { sealed: secret });
      await ledger.close();
      const added = Buffer.alloc(32, 7).toString('base64');
      const rotated = await place.open({ encryptionKeys: [added, ...place.encryptionKeys] });
      expect((await rotated.jobs.get(job))?.sealed).toBe(secret);
      await recordEvent(rotated, dissemination('d2'), { sealed: secret });
      await rotated.close();
      const newOnly = await place.open({ encryptionKeys: [added] });
      expect((await newOnly.jobs.get(dissemination('d2')))?.sealed).toBe(secret);
      await expect(newOnly.jobs.get(job)).rejects.toThrow('not in ENCRYPTION_KEYS');
    });

    test('with the wrong keys it does not open, and says what is wrong', async () => {
      await expect(place.open({ encryptionKeys: [Buffer.alloc(32, 9).toString('base64')] })).rejects.toThrow('lacks the key');
    });

    test('a sealed part that is moved to another row does not open', async () => {
      await recordEvent(ledger, job, { sealed: secret });
      await recordEvent(ledger, dissemination('d2'), { sealed: 'mine' });
      await place.raw("UPDATE jobs SET sealed = (SELECT sealed FROM jobs WHERE id = 'd1') WHERE id = 'd2'");
      await expect(ledger.jobs.get(dissemination('d2'))).rejects.toThrow('belongs elsewhere');
      expect((await ledger.jobs.get(job))?.sealed).toBe(secret);
    });

    test('the ring can be replaced while it runs', async () => {
      const added = Buffer.alloc(32, 7).toString('base64');
      ledger.keyring.replace([added, ...place.encryptionKeys]);
      await recordEvent(ledger, job, { sealed: secret });
      ledger.keyring.replace([added]);
      expect((await ledger.jobs.get(job))?.sealed).toBe(secret);
    });
  });

  describe('life', () => {
    test('everything is there again after closing and opening', async () => {
      await recordEvent(ledger, job, { nextPollAt: 5 });
      await ledger.jobs.claimDue({ now: 10, holder: 'A', leaseMs: 1_000, limit: 1 });
      const before = await ledger.jobs.get(job);
      await ledger.close();
      const again = await place.open();
      expect(await again.jobs.get(job)).toEqual(before);
      expect(await again.events.head()).toBe(1n);
      // Leases too: the old process may still be at it.
      expect(await again.jobs.claimDue({ now: 20, holder: 'B', leaseMs: 1_000, limit: 1 })).toEqual([]);
      expect((await recordEvent(again, job)).events[0]?.position).toBe(2n);
    });

    test('closing lets the records in hand finish, and refuses later calls', async () => {
      const inHand = Array.from({ length: 20 }, () => ledger.jobs.record(job, countStep));
      await Promise.all([Promise.all(inHand), ledger.close()]).catch(() => undefined);
      const settled = await Promise.allSettled(inHand);
      const kept = settled.filter(({ status }) => status === 'fulfilled').length;
      await ledger.close();
      await expect(ledger.ping()).rejects.toMatchObject({ reason: { kind: 'ledgerUnavailable' } });
      await expect(ledger.jobs.record(job, countStep)).rejects.toMatchObject({ reason: { kind: 'ledgerUnavailable' } });
      const again = await place.open();
      expect(await again.events.head()).toBe(BigInt(kept));
    });

    test('an open ledger answers a ping', async () => {
      await expect(ledger.ping()).resolves.toBeUndefined();
    });

    test('a database of a newer Fonds is left alone', async () => {
      await ledger.close();
      await place.raw('INSERT INTO ledger_versions (version) VALUES (99)');
      await expect(place.open()).rejects.toThrow('newer Fonds');
    });
  });
});
