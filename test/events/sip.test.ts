import { Failure } from '../../src/domain/failure.ts';
import type { SipOrder, SipView } from '../../src/events/sipSubmissions.ts';
import { startDpsBench, until, type DpsBench } from './dpsBench.ts';
import { mortal } from './mortal.ts';
import { md5, producer, sip, sipProcess, type SipProcess } from './sipBench.ts';

/** Whole packages in one call, at a simulated DPS: each step once, whatever gets lost, and whoever dies. */

let bench: DpsBench;
let fonds: SipProcess;
let processes: SipProcess[];

async function begin(options: Parameters<typeof startDpsBench>[0] = {}): Promise<void> {
  bench = await startDpsBench(options);
  processes = [];
  fonds = start();
}
const start = (...life: Parameters<typeof mortal>): SipProcess => {
  const process = sipProcess(bench, mortal(...life));
  processes.push(process);
  return process;
};
async function end(): Promise<void> {
  for (const process of processes) await process.stop();
  await bench.stop();
}
beforeEach(() => begin());
afterEach(end);

const submit = (order: SipOrder, by = fonds): Promise<SipView> => by.sips.submit(producer, order);
const atDps = (objectId: string) => Object.values(bench.dps.state.submissions).filter((each) => each.objectId === objectId);
const failing = async (work: Promise<unknown>): Promise<unknown> => {
  const failure: unknown = await work.then(() => undefined, (error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('It should have failed.', { cause: failure });
  return failure.reason;
};
const doneOnce = (objectId: string): void => {
  const [made, ...more] = atDps(objectId);
  expect(more).toEqual([]);
  expect(made?.status).not.toBe('REGISTERED');
  expect(made?.files.map(({ filePath, received }) => [filePath, received?.md5]).toSorted()).toEqual([['metadata/mets.xml', md5('<mets/>')], ['representations/1/a.tif', md5('pixels')]]);
  expect(made?.events).toHaveLength(2);
};
/** What is under way in this process comes to an end. */
const finished = (order: SipOrder, by = fonds): Promise<void> => {
  let view: SipView | undefined;
  return until(() => view?.state === 'DONE', async () => void (view = await submit(order, by)));
};

describe('a package', () => {
  it('is created, waits for its bytes, and is finalized by itself when they are there', async () => {
    const order = sip('package');
    const view = await submit(order);
    expect(view).toMatchObject({ state: 'WAITING', problem: null, files: [{ filePath: 'representations/1/a.tif', problem: null }, { filePath: 'metadata/mets.xml', problem: null }], events: [{ recorded: false }, { recorded: false }] });
    expect(atDps('package')[0]?.events).toEqual([]);
    await fonds.send(view, 'representations/1/a.tif', 'pixels');
    await until(() => atDps('package')[0]?.status !== 'REGISTERED');
    doneOnce('package');
    expect(await submit(order)).toMatchObject({ state: 'DONE', events: [{ recorded: true }, { recorded: true }] });
    expect(bench.dps.count('createSubmission')).toBe(1);
    expect(bench.dps.count('registerFile')).toBe(2);
    expect(bench.dps.count('finalizeSubmission')).toBe(1);
  });

  it('sends DPS nothing but what DPS asks for', async () => {
    await submit(sip('bodies'));
    const bodyOf = (route: string) => bench.dps.calls.filter((call) => call.route === route).map(({ body }) => Object.keys(JSON.parse(String(body)) as object).toSorted());
    expect(bodyOf('createSubmission')).toEqual([['metadata', 'objectId']]);
    expect(bodyOf('registerFile')).toEqual([['checksum', 'filePath'], ['checksum', 'filePath']]);
  });

  it('of one key is one, whoever asks how often; with another input it is a conflict', async () => {
    const order = sip('same');
    await Promise.all([submit(order), submit(order), submit(order, start())]);
    expect(atDps('same')).toHaveLength(1);
    expect(await failing(submit({ ...order, objectId: 'other' }))).toMatchObject({ kind: 'conflict' });
    expect(await failing(submit({ ...order, metadata: { ...order.metadata, title: { value: 'Pan' } } }))).toMatchObject({ kind: 'conflict' });
    expect(await failing(submit({ ...order, files: order.files.slice(1) }))).toMatchObject({ kind: 'conflict' });
    expect(await failing(submit({ ...order, events: [] }))).toMatchObject({ kind: 'conflict' });
    // The order of fields is none of its matter.
    expect((await submit({ ...order, metadata: { title: { lang: 'nob', value: 'Sult' }, type: 'Bok' } })).state).toBe('WAITING');
  });

  it('is refused before DPS is asked, with the path of what is wrong', async () => {
    const order = sip('refused');
    const [file, text] = order.files;
    if (!file || !text) throw new Error('it has two files');
    const argument = async (wrong: Partial<SipOrder>) => failing(submit({ ...order, ...wrong }));
    expect(await argument({ idempotencyKey: ' ' })).toMatchObject({ kind: 'badInput', argument: ['input', 'idempotencyKey'] });
    expect(await argument({ files: [] })).toMatchObject({ argument: ['input', 'files'] });
    expect(await argument({ files: [file, { filePath: '/etc', checksum: md5('') }] })).toMatchObject({ argument: ['input', 'files', '1', 'filePath'] });
    expect(await argument({ files: [file, file] })).toMatchObject({ argument: ['input', 'files', '1', 'filePath'] });
    expect(await argument({ files: [{ filePath: 'a' }] })).toMatchObject({ argument: ['input', 'files', '0', 'checksum'] });
    expect(await argument({ files: [{ ...text, checksum: md5('other') }] })).toMatchObject({ argument: ['input', 'files', '0', 'checksum'] });
    expect(await argument({ files: [{ ...text, text: 'x'.repeat(70_000) }] })).toMatchObject({ argument: ['input', 'files', '0', 'text'] });
    expect(await argument({ events: order.events.map((event) => ({ ...event, relativePath: 'nowhere' })) })).toMatchObject({ argument: ['input', 'events', '0', 'relativePath'] });
    expect(await argument({ contractId: 'a41f' })).toMatchObject({ kind: 'forbidden' });
    expect(bench.dps.state.submissions).toEqual({});
    expect(await bench.ledger.documents.list('workflow')).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('with one file keeps the others, and is mended with the same key', async () => {
    bench.dps.misbehave({ match: 'registerFile', how: { kind: 'status', status: 400 } });
    const order = sip('one-file');
    const stopped = await submit(order);
    expect(stopped).toMatchObject({ state: 'STOPPED', problem: { code: 'BAD_USER_INPUT' } });
    // Whichever came first.
    expect(stopped.files.filter(({ problem }) => problem?.code === 'BAD_USER_INPUT')).toHaveLength(1);
    expect(atDps('one-file')[0]?.files.map(({ filePath }) => filePath)).toEqual(stopped.files.flatMap(({ filePath, problem }) => (problem ? [] : [filePath])));
    expect(await submit(order)).toMatchObject({ state: 'WAITING', files: [{ problem: null }, { problem: null }] });
    expect(atDps('one-file')).toHaveLength(1);
  });

  it('with the bytes is said, and mended by the right ones, or by the right checksum', async () => {
    const order = sip('wrong-bytes');
    const view = await submit(order);
    await fonds.send(view, 'representations/1/a.tif', 'other pixels');
    expect(await submit(order)).toMatchObject({ state: 'WAITING', problem: { code: 'CHECKSUM_MISMATCH', message: expect.stringContaining('representations/1/a.tif') } });
    expect(atDps('wrong-bytes')[0]?.status).toBe('REGISTERED');
    const mended = { ...order, files: [{ filePath: 'representations/1/a.tif', checksum: md5('other pixels') }, ...order.files.slice(1)] };
    expect(await submit(mended)).toMatchObject({ state: 'WAITING', problem: null });
    expect(await failing(submit(order))).toMatchObject({ kind: 'conflict' });
    await fonds.send(view, 'representations/1/a.tif', 'other pixels');
    await finished(mended);
    expect(atDps('wrong-bytes')[0]?.files).toHaveLength(2);
  });

  it('with an object id that is taken is mended by another one', async () => {
    await submit(sip('taken'));
    const order = sip('taken', { idempotencyKey: 'second' });
    expect(await submit(order)).toMatchObject({ state: 'STOPPED', problem: { code: 'CONFLICT' }, place: null });
    expect(await submit({ ...order, objectId: 'free' })).toMatchObject({ state: 'WAITING', place: { contractId: '2d17' } });
  });

  it('when DPS is away is taken up again by itself', async () => {
    bench.dps.misbehave({ match: 'registerFile', times: 2, how: { kind: 'throttle', status: 503, retryAfter: 60 } });
    const order = sip('away');
    expect(await submit(order)).toMatchObject({ state: 'RUNNING', problem: { code: 'UPSTREAM_UNAVAILABLE' } });
    await bench.clock.advance(61_000);
    expect(await submit(order)).toMatchObject({ state: 'WAITING', problem: null });
  });

  it('when the submission, or a file of it, is deleted meanwhile is said', async () => {
    const order = sip('deleted');
    const { place } = await submit(order);
    if (!place) throw new Error('it was created');
    const [fileId = ''] = (atDps('deleted')[0]?.files ?? []).filter(({ filePath }) => filePath.endsWith('.tif')).map((file) => file.fileId);
    await fonds.submissionUploads.deleteFile(producer, place, fileId);
    expect(await submit(order)).toMatchObject({ state: 'STOPPED', problem: { code: 'FILE_DELETED' } });
    const without = { ...order, files: order.files.slice(1) };
    await finished(without);
    expect(atDps('deleted')[0]).toMatchObject({ status: expect.not.stringMatching('REGISTERED'), files: [{ filePath: 'metadata/mets.xml' }] });
    const second = sip('deleted-whole');
    const { place: whole } = await submit(second);
    if (whole) await fonds.submissionUploads.delete(producer, whole);
    expect(await submit(second)).toMatchObject({ state: 'STOPPED', problem: { code: 'DELETED' } });
  });
});

describe('an answer that is lost', () => {
  it.each(['lost', 'reset', 'cutOff'] as const)('(%s) to any step but an event leads to one of each', async (kind) => {
    await end();
    await begin({ source: { listsSubmissions: true }, dps: { switches: { listSubmissions: true } } });
    for (const match of ['createSubmission', 'registerFile', 'finalizeSubmission']) bench.dps.misbehave({ match, how: { kind } });
    bench.dps.storage.misbehave({ how: { kind: 'lost' } });
    const order = sip('answers');
    await submit(order);
    await bench.clock.advance(10_000);
    const view = await submit(order);
    expect(view.state).toBe('WAITING');
    await fonds.send(view, 'representations/1/a.tif', 'pixels');
    await finished(order);
    doneOnce('answers');
  });

  it('to the creation, where DPS does not list: said, and not made again', async () => {
    bench.dps.misbehave({ match: 'createSubmission', how: { kind: 'lost' } });
    const order = sip('lost');
    for (let times = 0; times < 2; times++) {
      expect(await submit(order)).toMatchObject({ state: 'STOPPED', place: null, problem: { code: 'CONFLICT', message: expect.stringContaining('lost') } });
    }
    expect(atDps('lost')).toHaveLength(1);
  });

  it('to an event: in doubt, and never sent again; left out, the package goes on', async () => {
    bench.dps.misbehave({ match: 'recordEvent', how: { kind: 'lost' } });
    const order = sip('events');
    await fonds.send(await submit(order), 'representations/1/a.tif', 'pixels');
    await until(() => bench.dps.count('recordEvent') === 2);
    for (let times = 0; times < 2; times++) expect(await submit(order)).toMatchObject({ state: 'STOPPED', problem: { code: 'IN_DOUBT' } });
    expect(atDps('events')[0]).toMatchObject({ status: 'REGISTERED', events: { length: 2 } });
    const { events } = await submit(order);
    const rest = { ...order, events: order.events.filter((_, index) => events[index]?.problem === null) };
    expect(await submit(rest)).toMatchObject({ state: 'DONE' });
    doneOnce('events');
  });
});

it.each([true, false])('killed at any await it is taken up by another process, with nothing made twice (DPS lists: %s)', async (lists) => {
  await end();
  await begin({ source: { listsSubmissions: lists }, dps: { switches: { listSubmissions: lists } } });
  let killed = 0;
  const ends = { done: 0, lost: 0, doubtful: 0 };
  for (let diesAt = 1; ; diesAt++) {
    const objectId = `killed-${diesAt}`;
    const order = sip(objectId);
    const life = mortal(diesAt);
    const victim = sipProcess(bench, life);
    processes.push(victim);
    const whole = async (): Promise<boolean> => {
      await victim.send(await submit(order, victim), 'representations/1/a.tif', 'pixels');
      await until(() => life.dead || atDps(objectId)[0]?.status === 'UPLOAD_COMPLETED');
      await submit(order, victim);
      return true;
    };
    const lived = await Promise.race([whole(), life.death]);
    if (lived) break;
    killed += 1;
    const heir = start();
    // By itself, as far as it goes; only the sender comes back, as senders do.
    await bench.clock.advance(400_000);
    const view = await submit(order, heir);
    if (view.state === 'WAITING') {
      await heir.send(view, 'representations/1/a.tif', 'pixels');
      await bench.clock.advance(400_000);
    }
    const [made, ...more] = atDps(objectId);
    expect([diesAt, more]).toEqual([diesAt, []]);
    expect([diesAt, made?.events.length ?? 0]).toEqual([diesAt, Math.min(made?.events.length ?? 0, 2)]);
    const after = await submit(order, heir);
    if (after.state === 'DONE') {
      ends.done += 1;
      doneOnce(objectId);
    } else if (after.place === null) {
      // Created, and nobody knows as what: only a list could tell.
      ends.lost += 1;
      expect([diesAt, lists, after.problem?.code]).toEqual([diesAt, false, 'CONFLICT']);
    } else {
      ends.doubtful += 1;
      expect([diesAt, after.state, after.problem?.code]).toEqual([diesAt, 'STOPPED', 'IN_DOUBT']);
      const rest = { ...order, events: order.events.filter((_, index) => after.events[index]?.problem === null) };
      expect([diesAt, (await submit(rest, heir)).state]).toEqual([diesAt, 'DONE']);
      expect(atDps(objectId)[0]?.events.length).toBeLessThanOrEqual(2);
    }
    await heir.stop();
  }
  expect(killed).toBeGreaterThan(100);
  // All but the few awaits between what DPS did and our knowing of it.
  expect(ends.done).toBeGreaterThan(killed * 0.9 - 10);
  expect(ends.lost > 0).toBe(!lists);
  expect(ends.lost).toBeLessThanOrEqual(6);
}, 120_000);
