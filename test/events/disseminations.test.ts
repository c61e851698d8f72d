import { downloadableFiles } from '../../src/domain/dissemination.ts';
import { Failure } from '../../src/domain/failure.ts';
import { localViewer, type Viewer } from '../../src/domain/viewer.ts';
import { listenFromNow, startDpsBench, until, type DpsBench, type Replica } from './dpsBench.ts';

const withRoles = (subject: string, ...roles: string[]): Viewer => ({ subject, roles: new Set(roles), everyRole: false, token: null, expiresAt: null });
const reader = withRoles('ola', '2d17_R');
const stranger = withRoles('kari', 'a41f_R');
const nobody = withRoles('per', '2d17_W');

let bench: DpsBench;
let fonds: Replica;

beforeEach(async () => {
  bench = await startDpsBench();
  fonds = await bench.replica();
  bench.dps.webhooks.deliverTo(fonds.webhookUrl);
});
afterEach(() => bench.stop());

const order = (archiveId: string, viewer: Viewer = reader) => fonds.events.disseminations.request(viewer, { archiveId });
const orders = (): number => bench.dps.count('createDissemination');
const failing = async (work: Promise<unknown>): Promise<Failure['reason']> => {
  const failure: unknown = await work.then(() => undefined, (error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('It should have failed.', { cause: failure });
  return failure.reason;
};

describe('an order', () => {
  it('is watched to its end: every status once, then the files, which download', async () => {
    const { disseminations } = fonds.events;
    const { job, alreadyInProgress } = await disseminations.request(reader, { archiveId: bench.orderable(), priority: 7 });
    expect(alreadyInProgress).toBe(false);
    expect(job.state).toMatchObject({ status: 'RECEIVED', priority: 7, contractId: '2d17', progress: 0 });

    const heard = await listenFromNow(await disseminations.updates(reader, job.id));
    await bench.clock.advance(60_000);
    await heard.ended;

    expect(heard.events.map(({ origin, status }) => `${origin} ${status}`)).toEqual([
      'SNAPSHOT RECEIVED',
      'POLL QUEUED',
      'POLL DOWNLOADING_FROM_REPOSITORY',
      'POLL FIXITY_CHECK',
      'POLL UPLOADING_TO_S3',
      'WEBHOOK DISSEMINATED',
    ]);
    const ended = await disseminations.get(reader, job.id);
    expect(ended?.state).toMatchObject({ phase: 'SUCCEEDED', progress: 1, filesLost: false, problem: null });
    if (!ended) throw new Error('gone');
    const [file] = downloadableFiles(ended.state, ended.sealed, bench.clock.now());
    const answer = await fetch(file?.downloadUrl ?? '');
    expect(String((await answer.arrayBuffer()).byteLength)).toBe(file?.sizeInBytes);
    expect(JSON.stringify(ended.state)).not.toContain('http');
  });

  it('with a size beyond 2^53 keeps every digit', async () => {
    const { job } = await order(bench.orderable({ sizeInBytes: 12_345_678_987_654_321n }));
    expect(job.state.sizeInBytes).toBe('12345678987654321');
  });

  it.each([0, 101, 1.5, NaN])('with the priority %p is refused before DPS is asked', async (priority) => {
    expect(await failing(fonds.events.disseminations.request(reader, { archiveId: 'a', priority }))).toMatchObject({ kind: 'badInput', argument: ['input', 'priority'] });
    expect(orders()).toBe(0);
  });

  it.each(['', ' ', 'x'.repeat(65)])('with the archive id %p is refused before DPS is asked', async (archiveId) => {
    expect(await failing(order(archiveId))).toMatchObject({ kind: 'badInput', argument: ['input', 'archiveId'] });
    expect(orders()).toBe(0);
  });

  it('that DPS refuses says why', async () => {
    expect(await failing(order('68d3a83aa0be2b1d75eeef77'))).toMatchObject({ kind: 'upstreamStatus', status: 404 });
    expect(await failing(order(bench.orderable({ preserved: false })))).toMatchObject({ kind: 'upstreamStatus', status: 422 });
    bench.dps.misbehave({ match: 'createDissemination', how: { kind: 'status', status: 400 } });
    expect(await failing(order(bench.orderable()))).toMatchObject({ kind: 'upstreamStatus', status: 400 });
    bench.dps.misbehave({ match: 'createDissemination', how: { kind: 'throttle', retryAfter: 30 } });
    expect(await failing(order(bench.orderable()))).toMatchObject({ kind: 'upstreamStatus', status: 429, retryAfterMs: 30_000 });
    expect(await bench.ledger.documents.list('disseminationOrder')).toEqual([]);
  });

  it('whose webhook comes before its answer is one job, with what both said', async () => {
    const archiveId = bench.orderable();
    bench.dps.courses.set(archiveId, ['RECEIVED', 'DISSEMINATED']);
    bench.dps.switches.stepMs = 0;
    bench.dps.misbehave({ match: 'createDissemination', how: { kind: 'latency', ms: 50 } });
    const ordered = order(archiveId);
    await until(() => bench.dps.webhooks.attempts.length > 0, () => bench.clock.advance(1));
    const { job } = await ordered;
    const now = await fonds.events.disseminations.get(reader, job.id);
    expect(now?.state).toMatchObject({ phase: 'SUCCEEDED', priority: 50, deliveredAt: expect.anything() });
  });
});

describe('an order of what is in progress', () => {
  it('is answered with that', async () => {
    const archiveId = bench.orderable();
    const first = await order(archiveId);
    await bench.clock.advance(7_000);
    const second = await order(archiveId);
    expect(second).toMatchObject({ alreadyInProgress: true, job: { id: first.job.id } });
    expect(second.job.state.status).not.toBe('RECEIVED');
    expect(orders()).toBe(2);
  });

  it('is made anew when that has ended meanwhile', async () => {
    const archiveId = bench.orderable();
    bench.dps.switches.stepMs = Infinity;
    const first = await order(archiveId);
    bench.dps.advance(first.job.id, 'FAILED');
    const second = await order(archiveId);
    expect(second.alreadyInProgress).toBe(false);
    expect(second.job.id).not.toBe(first.job.id);
  });

  it('is made anew also when that ended between the refusal and the look', async () => {
    const archiveId = bench.orderable();
    bench.dps.switches.stepMs = Infinity;
    const first = await order(archiveId);
    await fonds.events.poller.stop();
    await bench.clock.advance(6_000);
    const other = await bench.replica({ polls: false });
    bench.dps.misbehave({ match: 'createDissemination', how: { kind: 'status', status: 409, shape: 'envelope' } });
    bench.dps.advance(first.job.id, 'FAILED');
    const second = await other.events.disseminations.request(reader, { archiveId });
    expect(second.alreadyInProgress).toBe(false);
    expect(second.job.id).not.toBe(first.job.id);
  });

  it.each(['id', 'none'] as const)('that somebody else ordered is adopted when DPS tells its id, else honestly refused (details: %s)', async (conflictDetails) => {
    bench.dps.switches.conflictDetails = conflictDetails;
    bench.dps.switches.stepMs = Infinity;
    const archiveId = bench.orderable();
    const elsewhere = await bench.source.orderDissemination({ archiveId });
    if (conflictDetails === 'id') {
      expect(await order(archiveId)).toMatchObject({ alreadyInProgress: true, job: { id: elsewhere.disseminationId } });
    } else {
      const reason = await failing(order(archiveId));
      expect(reason).toMatchObject({ kind: 'conflict', source: 'DPS', message: expect.stringContaining('was not ordered through this gateway') });
      // Nothing stuck: its delivery makes it known.
      bench.dps.advance(elsewhere.disseminationId, 'DISSEMINATED');
      await bench.clock.advance(1_000);
      await bench.dps.webhooks.idle();
      expect((await fonds.events.disseminations.get(reader, elsewhere.disseminationId))?.state).toMatchObject({ phase: 'SUCCEEDED', archiveId, priority: 50 });
    }
  });

  it('by many at once, in two processes, is made once', async () => {
    const other = await bench.replica();
    const archiveId = bench.orderable();
    bench.dps.switches.stepMs = Infinity;
    const results = Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? fonds : other).events.disseminations.request(reader, { archiveId })),
    );
    let settled = false;
    void results.finally(() => {
      settled = true;
    });
    await until(() => settled, () => bench.clock.advance(25));
    const made = await results;
    expect(new Set(made.map(({ job }) => job.id)).size).toBe(1);
    expect(made.filter(({ alreadyInProgress }) => !alreadyInProgress)).toHaveLength(1);
  });
});

describe('an order whose answer is lost', () => {
  it.each([
    ['cut off before it arrived', { kind: 'reset' }, { kind: 'upstreamNetwork' }],
    ['a bad gateway', { kind: 'status', status: 502, shape: 'html' }, { kind: 'upstreamStatus', status: 502 }],
    ['a success that cannot be read', { kind: 'invalidJson' }, { kind: 'upstreamUnreadable' }],
  ] as const)('(%s) is not repeated behind the caller, who is told what came and may ask again', async (_how, how, reason) => {
    const archiveId = bench.orderable();
    bench.dps.misbehave({ match: 'createDissemination', how });
    expect(await failing(order(archiveId))).toMatchObject(reason);
    expect(orders()).toBe(1);
    expect((await order(archiveId)).alreadyInProgress).toBe(false);
    expect(orders()).toBe(2);
    expect(await bench.ledger.documents.list('disseminationOrder')).toEqual([]);
  });

  it.each([
    ['lost', { kind: 'lost' }, { kind: 'upstreamNetwork' }],
    ['cut off', { kind: 'cutOff' }, { kind: 'upstreamNetwork' }],
    ['a failure behind the deed', { kind: 'status', status: 500, effect: true }, { kind: 'upstreamStatus', status: 500 }],
  ] as const)('(%s) though it was made is told from one that was never made, and its delivery brings it back', async (_how, how, reason) => {
    const archiveId = bench.orderable();
    bench.dps.misbehave({ match: 'createDissemination', how });
    expect(await failing(order(archiveId))).toMatchObject(reason);
    const lost = { kind: 'conflict', source: 'DPS', message: expect.stringContaining('was lost') };
    // A refusal in between says nothing about it.
    bench.dps.misbehave({ match: 'createDissemination', how: { kind: 'throttle', retryAfter: 1 } });
    expect(await failing(order(archiveId))).toMatchObject({ status: 429 });
    expect(await failing(order(archiveId))).toMatchObject(lost);
    // However often.
    expect(await failing(order(archiveId))).toMatchObject(lost);
    await bench.clock.advance(60_000);
    const [adopted] = await fonds.events.disseminations.list(reader, { archiveId }, { limit: 5 });
    expect(adopted?.state).toMatchObject({ phase: 'SUCCEEDED', archiveId, contractId: '2d17' });
    expect((await order(archiveId)).alreadyInProgress).toBe(false);
    expect(await bench.ledger.documents.list('disseminationOrder')).toEqual([]);
  });

  it('is found again when DPS tells the id with its conflict', async () => {
    bench.dps.switches.conflictDetails = 'id';
    const archiveId = bench.orderable();
    bench.dps.misbehave({ match: 'createDissemination', how: { kind: 'lost' } });
    expect(await failing(order(archiveId))).toMatchObject({ kind: 'upstreamNetwork' });
    const { job, alreadyInProgress } = await order(archiveId);
    expect(alreadyInProgress).toBe(true);
    expect(job.state.status).toBe('RECEIVED');
    expect(await bench.ledger.documents.list('disseminationOrder')).toEqual([]);
  });
});

it('an order that the ledger could not remember is not made', async () => {
  const archiveId = bench.orderable();
  await bench.ledger.close();
  expect(await failing(order(archiveId))).toMatchObject({ kind: 'ledgerUnavailable' });
  expect(orders()).toBe(0);
});

it('several orders end each on its own, in the order given', async () => {
  const [a, b] = [bench.orderable(), bench.orderable()];
  const results = await fonds.events.disseminations.requestMany(reader, [{ archiveId: a }, { archiveId: 'unknown' }, { archiveId: b, priority: 0 }, { archiveId: b }, { archiveId: a }]);
  expect(results.map((result) => (result instanceof Failure ? result.reason.kind : [result.job.archiveId, result.alreadyInProgress]))).toEqual([
    [a, false],
    'upstreamStatus',
    'badInput',
    [b, false],
    [a, true],
  ]);
});

describe('what a caller may not see', () => {
  it('cannot be ordered: refused before DPS is asked once the contract is known, else when DPS has told it', async () => {
    const archiveId = bench.orderable();
    expect(await failing(order(archiveId, nobody))).toMatchObject({ kind: 'forbidden' });
    expect(orders()).toBe(0);
    expect(await failing(order(archiveId, stranger))).toMatchObject({ kind: 'forbidden' });
    expect(orders()).toBe(1);
    expect(await failing(order(archiveId, stranger))).toMatchObject({ kind: 'forbidden' });
    expect(orders()).toBe(1);
    // The order is there, and remembered for those whose it is.
    expect((await order(archiveId)).alreadyInProgress).toBe(true);
  });

  it('is not there: by id, in lists and counts, as a feed', async () => {
    const { disseminations } = fonds.events;
    const { job } = await order(bench.orderable());
    await order(bench.orderable({ contractId: 'a41f' }), stranger);
    expect(await disseminations.get(stranger, job.id)).toBeUndefined();
    expect(await failing(disseminations.updates(stranger, job.id))).toMatchObject({ kind: 'notFound' });
    expect(() => disseminations.contractUpdates(stranger, '2d17')).toThrow(Failure);
    const seen = async (viewer: Viewer, contractId?: string) => [
      (await disseminations.list(viewer, { contractId }, { limit: 10 })).map((each) => each.contractId).join(),
      await disseminations.count(viewer, { contractId }),
    ];
    expect(await seen(reader)).toEqual(['2d17', 1]);
    expect(await seen(stranger)).toEqual(['a41f', 1]);
    expect(await seen(stranger, '2d17')).toEqual(['', 0]);
    expect(await seen(reader, '2D17')).toEqual(['2d17', 1]);
    expect(await seen(nobody)).toEqual(['', 0]);
    expect(await seen(localViewer)).toEqual(['a41f,2d17', 2]);
  });

  it('makes DPS be asked as often as for what is not there: whoever guesses ids learns nothing by the calls', async () => {
    const { job } = await order(bench.orderable());
    await bench.clock.advance(6_000);
    await fonds.events.poller.stop();
    const callsFor = async (id: string) => {
      const before = bench.dps.count('dissemination');
      expect(await fonds.events.disseminations.get(stranger, id)).toBeUndefined();
      return bench.dps.count('dissemination') - before;
    };
    for (const id of [job.id, 'A'.repeat(22), job.id]) expect(await callsFor(id)).toBe(1);
  });

  it('shares no call with who may see it: one that takes no call of its own would tell that it is there', async () => {
    bench.dps.switches.stepMs = Infinity;
    const { job } = await order(bench.orderable());
    await bench.clock.advance(25_000);
    const before = bench.dps.count('dissemination');
    await Promise.all([fonds.events.disseminations.get(reader, job.id), fonds.events.disseminations.get(stranger, job.id)]);
    expect(bench.dps.count('dissemination') - before).toBe(2);
  });

  it('is not taken into the ledger for who may not see it', async () => {
    const { disseminationId } = await bench.source.orderDissemination({ archiveId: bench.orderable() });
    expect(await fonds.events.disseminations.get(stranger, disseminationId)).toBeUndefined();
    expect(await bench.ledger.jobs.get({ kind: 'dissemination', id: disseminationId })).toBeUndefined();
  });

  it('does not make DPS be asked where no caller of that kind could see anything', async () => {
    const before = bench.dps.count('dissemination');
    await fonds.events.disseminations.get(nobody, 'unknown');
    await fonds.events.disseminations.get(reader, '../../etc/passwd');
    expect(bench.dps.count('dissemination')).toBe(before);
  });
});

describe('a dissemination that only DPS knows', () => {
  it('is adopted when somebody asks for it, and looked after from then on', async () => {
    const { disseminationId } = await bench.source.orderDissemination({ archiveId: bench.orderable() });
    const heard = await listenFromNow(await fonds.events.disseminations.updates(reader, disseminationId));
    await bench.clock.advance(60_000);
    await heard.ended;
    expect(heard.events.at(-1)).toMatchObject({ status: 'DISSEMINATED', origin: 'WEBHOOK' });
  });

  it('and not even DPS is not there', async () => {
    expect(await fonds.events.disseminations.get(reader, '8Z7x1T9rN0Xc2B5Yq4L3zP')).toBeUndefined();
    expect(await failing(fonds.events.disseminations.updates(reader, '8Z7x1T9rN0Xc2B5Yq4L3zP'))).toMatchObject({ kind: 'notFound' });
  });
});

it('a webhook that is late, repeated or out of order moves nothing back', async () => {
  bench.dps.webhooks.misbehave({ how: { kind: 'delay', ms: 120_000 } });
  bench.dps.webhooks.misbehave({ how: { kind: 'duplicate' } });
  const [late, twice] = [await order(bench.orderable()), await order(bench.orderable())];
  const heard = [late, twice].map(async ({ job }) => listenFromNow(await fonds.events.disseminations.updates(reader, job.id)));
  const [one, other] = await Promise.all(heard);
  await bench.clock.advance(60_000);
  await other?.ended;
  expect(one?.events.at(-1)).toMatchObject({ status: 'DISSEMINATED', origin: 'POLL' });
  expect(one?.done).toBe(false);
  await bench.clock.advance(120_000);
  await one?.ended;
  for (const each of [one, other]) expect(each?.events.filter(({ name }) => name === 'delivered')).toHaveLength(1);
  expect(fonds.events.webhooks.counts()).toEqual({ received: 3, stored: 2, duplicate: 1, ignored: 0, refused: 0 });
});
