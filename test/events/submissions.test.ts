import { createHash } from 'node:crypto';
import { Failure } from '../../src/domain/failure.ts';
import type { SubmissionMetadata } from '../../src/domain/submissionMetadata.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import type { SubmissionPlace } from '../../src/sources/dps/client.ts';
import { listenFromNow, startDpsBench, type DpsBench, type Replica } from './dpsBench.ts';

const withRoles = (subject: string, ...roles: string[]): Viewer => ({ subject, roles: new Set(roles), everyRole: false, token: null, expiresAt: null });
const producer = withRoles('ola', '2d17_W', '2d17_R');
const stranger = withRoles('kari', 'a41f_W', 'a41f_R');
const reader = withRoles('per', '2d17_R');
const metadata: SubmissionMetadata = { type: 'Bok', title: { value: 'Sult', lang: 'nob' } };
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

let bench: DpsBench;
let fonds: Replica;

async function begin(options: Parameters<typeof startDpsBench>[0] = {}): Promise<void> {
  bench = await startDpsBench(options);
  fonds = await bench.replica();
  bench.dps.webhooks.deliverTo(fonds.webhookUrl);
}
beforeEach(() => begin());
afterEach(() => bench.stop());

let made = 0;
const order = (objectId = `object-${++made}`) => ({ contractId: '2d17', objectId, metadata });
const create = async (objectId?: string): Promise<SubmissionPlace> => {
  const { state } = await fonds.events.submissions.create(producer, order(objectId));
  return { contractId: state.contractId, submissionId: state.submissionId };
};
const register = (place: SubmissionPlace, filePath: string, content: string, again = false) =>
  fonds.events.submissions.registerFile(producer, place, { filePath, checksum: md5(content).toUpperCase() }, { again });
const put = async (uploadUrl: string, content: string): Promise<number> => (await fetch(uploadUrl, { method: 'PUT', body: content })).status;
const stateOf = async ({ contractId, submissionId }: SubmissionPlace) => (await fonds.events.submissions.get(producer, contractId, submissionId))?.state;
const failing = async (work: Promise<unknown>): Promise<Failure['reason']> => {
  const failure: unknown = await work.then(() => undefined, (error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('It should have failed.', { cause: failure });
  return failure.reason;
};

describe('a submission', () => {
  it('goes from its creation to preserved, watched all the way, and its object can be ordered', async () => {
    const { submissions, disseminations } = fonds.events;
    const place = await create();
    const heard = await listenFromNow(await submissions.updates(producer, place.contractId, place.submissionId));
    for (const [filePath, content] of [['metadata/mets.xml', '<mets/>'], ['representations/1/a.tif', 'pixels']] as const) {
      const { uploadUrl, file, job } = await register(place, filePath, content);
      expect(file).toMatchObject({ filePath, checksum: md5(content) });
      expect(job.state.files.at(-1)).toEqual(file);
      expect(JSON.stringify(job.state)).not.toContain(uploadUrl);
      expect(await put(uploadUrl, content)).toBe(200);
    }
    const finalized = await submissions.finalize(producer, place);
    expect(finalized.state).toMatchObject({ status: 'UPLOAD_COMPLETED', sizeInBytes: '13', files: [{ filePath: 'metadata/mets.xml' }, { filePath: 'representations/1/a.tif' }] });
    await bench.clock.advance(60_000);
    await heard.ended;
    expect(heard.events.filter(({ name }) => name !== 'updated').map(({ origin, status }) => `${origin} ${status}`)).toEqual([
      'SNAPSHOT REGISTERED',
      'REQUEST UPLOAD_COMPLETED',
      'POLL TRANSFERRING',
      'POLL VALIDATING',
      'POLL ARCHIVING',
      // The answer to a poll has the archive id too: whichever comes first ends it.
      expect.stringMatching(/^(POLL|WEBHOOK) PRESERVED$/),
    ]);
    const state = await stateOf(place);
    expect(state).toMatchObject({ phase: 'SUCCEEDED', progress: 1, archiveId: expect.any(String) });
    expect(JSON.stringify(await bench.ledger.events.allAfter(0n, 100), (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('X-Amz');
    const [known] = await submissions.list(producer, { archiveId: state?.archiveId }, { limit: 5 });
    expect(known?.state.submissionId).toBe(place.submissionId);
    const { job } = await disseminations.request(producer, { archiveId: state?.archiveId ?? '' });
    expect(job.state.objectId).toBe(state?.objectId);
  });

  it('that is rejected says which file and why, also when it can no longer be read', async () => {
    bench.dps.switches.rejectedSubmission = 'notFound';
    const place = await create();
    const { uploadUrl } = await register(place, 'a.tif', 'what was meant');
    await put(uploadUrl, 'what came');
    const heard = await listenFromNow(await fonds.events.submissions.updates(producer, place.contractId, place.submissionId));
    await fonds.events.submissions.finalize(producer, place);
    await bench.clock.advance(120_000);
    await heard.ended;
    expect(await stateOf(place)).toMatchObject({ phase: 'FAILED', status: 'REJECTED', reasons: [{ code: 'FILE_CHECKSUM_MISMATCH', filePath: 'a.tif' }], problem: { code: 'REJECTED' } });
  });

  it('whose webhooks are all lost ends all the same', async () => {
    bench.dps.webhooks.misbehave({ times: Infinity, how: { kind: 'drop' } });
    const place = await create();
    const { uploadUrl } = await register(place, 'a.tif', 'pixels');
    await put(uploadUrl, 'pixels');
    await fonds.events.submissions.finalize(producer, place);
    const heard = await listenFromNow(await fonds.events.submissions.updates(producer, place.contractId, place.submissionId));
    for (let minutes = 0; minutes < 12; minutes++) await bench.clock.advance(60_000);
    await heard.ended;
    expect(await stateOf(place)).toMatchObject({ phase: 'SUCCEEDED', status: 'PRESERVED', archiveId: expect.any(String) });
  });

  it('shows its files at the next look after they changed, and no upload address', async () => {
    const place = await create();
    const { file } = await register(place, 'a.tif', 'pixels');
    await register(place, 'b.tif', 'more pixels');
    expect((await stateOf(place))?.files.map(({ filePath }) => filePath)).toEqual(['a.tif', 'b.tif']);
    await fonds.events.submissions.deleteFile(producer, place, file.fileId);
    expect((await stateOf(place))?.files.map(({ filePath }) => filePath)).toEqual(['b.tif']);
    expect(JSON.stringify(await stateOf(place))).not.toContain('http');
  });

  it('that is deleted has ended, and is deleted once', async () => {
    const place = await create();
    expect((await fonds.events.submissions.delete(producer, place)).state).toMatchObject({ phase: 'FAILED', problem: { code: 'DELETED' } });
    expect((await fonds.events.submissions.delete(producer, place)).state).toMatchObject({ problem: { code: 'DELETED' } });
    expect(await stateOf(place)).toMatchObject({ problem: { code: 'DELETED' } });
  });

  it('of an object id that is there, or with a path that is taken, is a conflict', async () => {
    const place = await create('twice');
    expect(await failing(create('twice'))).toMatchObject({ kind: 'conflict', source: 'DPS', message: expect.stringContaining('already') });
    await register(place, 'a.tif', 'pixels');
    expect(await failing(register(place, 'a.tif', 'pixels'))).toMatchObject({ kind: 'upstreamStatus', status: 409 });
  });

  it('with no files, or with files that never came, cannot be finalized', async () => {
    const place = await create();
    expect(await failing(fonds.events.submissions.finalize(producer, place))).toMatchObject({ kind: 'upstreamStatus', status: 400 });
    await register(place, 'a.tif', 'pixels');
    expect(await failing(fonds.events.submissions.finalize(producer, place))).toMatchObject({ kind: 'upstreamStatus', status: 400 });
    expect(await stateOf(place)).toMatchObject({ status: 'REGISTERED' });
  });
});

describe('an answer that is lost', () => {
  it.each(['reset', 'lost'] as const)('(%s) to the creation: made once, found again where the upstream lists, else said', async (kind) => {
    for (const listsSubmissions of [true, false]) {
      await bench.stop();
      await begin({ source: { listsSubmissions }, dps: { switches: { listSubmissions: true } } });
      bench.dps.misbehave({ match: 'createSubmission', how: { kind } });
      if (kind === 'reset' || listsSubmissions) {
        const place = await create('o-1');
        expect(await stateOf(place)).toMatchObject({ status: 'REGISTERED', objectId: 'o-1' });
        expect(await bench.ledger.documents.list('submissionCreation')).toEqual([]);
      } else {
        const lost = { kind: 'conflict', message: expect.stringContaining('was lost') };
        expect(await failing(create('o-1'))).toMatchObject(lost);
        expect(await failing(create('o-1'))).toMatchObject(lost);
      }
      expect(Object.keys(bench.dps.state.submissions)).toHaveLength(1);
    }
  });

  it.each(['reset', 'lost', 'cutOff'] as const)('(%s) to a registration: registered once, with an address that works', async (kind) => {
    const place = await create();
    bench.dps.misbehave({ match: 'registerFile', how: { kind } });
    const { uploadUrl } = await register(place, 'a.tif', 'pixels');
    expect(await put(uploadUrl, 'pixels')).toBe(200);
    expect((await fonds.events.submissions.finalize(producer, place)).state.files).toHaveLength(1);
  });

  it.each(['reset', 'lost', 'cutOff'] as const)('(%s) to finalize: finalized once', async (kind) => {
    const place = await create();
    const { uploadUrl } = await register(place, 'a.tif', 'pixels');
    await put(uploadUrl, 'pixels');
    bench.dps.misbehave({ match: 'finalizeSubmission', how: { kind } });
    expect((await fonds.events.submissions.finalize(producer, place)).state.status).toBe('UPLOAD_COMPLETED');
    expect((await fonds.events.submissions.finalize(producer, place)).state.status).toBe('UPLOAD_COMPLETED');
  });

  it('to an event: not sent again, and said', async () => {
    const place = await create();
    bench.dps.misbehave({ match: 'recordEvent', how: { kind: 'lost' } });
    expect(await failing(fonds.events.submissions.recordEvent(producer, place, packageEvent))).toMatchObject({ kind: 'conflict', message: expect.stringContaining('did not say') });
    expect(bench.dps.state.submissions[place.submissionId]?.events).toHaveLength(1);
  });

  it('to a deletion: deleted', async () => {
    const place = await create();
    bench.dps.misbehave({ match: 'deleteSubmission', how: { kind: 'lost' } });
    expect((await fonds.events.submissions.delete(producer, place)).state.problem).toMatchObject({ code: 'DELETED' });
    expect(bench.dps.state.submissions).toEqual({});
  });
});

it('a registration that is left over is made anew when that is asked for, but for another file', async () => {
  const place = await create();
  const first = await register(place, 'a.tif', 'pixels');
  const second = await register(place, 'a.tif', 'pixels', true);
  expect(second.file.fileId).not.toBe(first.file.fileId);
  expect(second.job.state.files).toHaveLength(1);
  expect(await failing(register(place, 'a.tif', 'other pixels', true))).toMatchObject({ kind: 'upstreamStatus', status: 409 });
});

const packageEvent = {
  agent: { agentName: 'Heritrix', agentType: 'software', agentVersion: '3.5.0', agentNotes: 'harvests' },
  eventDateTime: '2026-02-03T07:14:01.716+01:00',
  eventType: 'information package creation',
  outcome: 'success',
} as const;

describe('a preservation event', () => {
  it.each(['nested', 'flat'] as const)('is recorded, in the %s shape', async (eventShape) => {
    await bench.stop();
    await begin({ source: { eventShape } });
    const place = await create();
    await fonds.events.submissions.recordEvent(producer, place, packageEvent);
    await fonds.events.submissions.recordEvent(producer, place, { ...packageEvent, eventType: 'fixity check', relativePath: 'representations/1/a.tif', outcomeDetail: 'all well' });
    expect(bench.dps.state.submissions[place.submissionId]?.events).toMatchObject([
      { agent: { agentName: 'Heritrix' }, event: { eventType: 'information package creation' } },
      { event: { fileRef: { relativePath: 'representations/1/a.tif' }, outcomeDetail: 'all well' } },
    ]);
    const sent: unknown = JSON.parse(bench.dps.calls.find(({ route }) => route === 'recordEvent')?.body ?? '');
    const { agent, ...event } = packageEvent;
    const { agentNotes, ...named } = agent;
    expect(sent).toEqual(eventShape === 'nested' ? { agent, event } : { agent: { ...named, agentNote: agentNotes }, ...event });
  });

  it('of a type that is about a file needs one, and the other way round', async () => {
    const place = await create();
    const record = (more: object) => failing(fonds.events.submissions.recordEvent(producer, place, { ...packageEvent, ...more }));
    expect(await record({ eventType: 'creation' })).toMatchObject({ kind: 'badInput', argument: ['input', 'relativePath'] });
    expect(await record({ relativePath: 'a.tif' })).toMatchObject({ kind: 'badInput', argument: ['input', 'relativePath'] });
    expect(await record({ eventDateTime: 'yesterday' })).toMatchObject({ kind: 'badInput', argument: ['input', 'eventDateTime'] });
    expect(await record({ agent: { ...packageEvent.agent, agentName: '' } })).toMatchObject({ argument: ['input', 'agent', 'agentName'] });
    expect(bench.dps.count('recordEvent')).toBe(0);
  });
});

describe('what is refused before DPS is asked', () => {
  it.each([
    [{ objectId: 'a b' }, ['input', 'objectId']],
    [{ objectId: 'ab' }, ['input', 'objectId']],
    [{ priority: 0 }, ['input', 'priority']],
    [{ metadata: { ...metadata, title: { value: 'x', lang: 'no' } } }, ['input', 'metadata', 'title', 'lang']],
  ])('a submission with %j', async (more, argument) => {
    expect(await failing(fonds.events.submissions.create(producer, { ...order(), ...more }))).toMatchObject({ kind: 'badInput', argument });
    expect(bench.dps.count('createSubmission')).toBe(0);
  });

  it.each(['', '/a', 'a//b', '../a', 'a/../b', 'a/./b', 'a\\b', 'a\nb', 'x'.repeat(901)])('a file at %j', async (filePath) => {
    expect(await failing(register(await create(), filePath, 'x'))).toMatchObject({ kind: 'badInput', argument: ['input', 'filePath'] });
  });

  it('a checksum that is no MD5', async () => {
    const place = await create();
    expect(await failing(fonds.events.submissions.registerFile(producer, place, { filePath: 'a', checksum: 'abc' }))).toMatchObject({ argument: ['input', 'checksum'] });
  });
});

describe('rights', () => {
  it('to write are needed for every change, and to read for every look', async () => {
    const { submissions } = fonds.events;
    const place = await create();
    for (const viewer of [reader, stranger]) {
      expect(await failing(submissions.create(viewer, order()))).toMatchObject({ kind: 'forbidden' });
      expect(await failing(submissions.finalize(viewer, place))).toMatchObject({ kind: 'forbidden' });
      expect(await failing(submissions.delete(viewer, place))).toMatchObject({ kind: 'forbidden' });
      expect(await failing(submissions.deleteFile(viewer, place, 'f'))).toMatchObject({ kind: 'forbidden' });
      expect(await failing(submissions.recordEvent(viewer, place, packageEvent))).toMatchObject({ kind: 'forbidden' });
    }
    expect(await submissions.get(stranger, place.contractId, place.submissionId)).toBeUndefined();
    expect(await failing(submissions.updates(stranger, place.contractId, place.submissionId))).toMatchObject({ kind: 'notFound' });
    expect(await submissions.list(stranger, {}, { limit: 5 })).toEqual([]);
    expect(await submissions.count(reader, { contractId: '2D17' })).toBe(1);
  });

  it('under one contract are of no use for the submission of another', async () => {
    const place = await create();
    const elsewhere = { ...place, contractId: 'a41f' };
    expect(await failing(fonds.events.submissions.delete(stranger, elsewhere))).toMatchObject({ kind: 'notFound' });
    expect(await fonds.events.submissions.get(stranger, 'a41f', place.submissionId)).toBeUndefined();
    expect(await stateOf(place)).toMatchObject({ phase: 'IN_PROGRESS' });
  });
});

it('submissions that only DPS knows are adopted: one by its id, all of a contract where the upstream may list them', async () => {
  await bench.stop();
  await begin({ source: { listsSubmissions: true }, dps: { switches: { listSubmissions: true } } });
  const elsewhere = await Promise.all(Array.from({ length: 120 }, (_, index) => bench.source.createSubmission({ ...order(`elsewhere-${index}`) })));
  const [one] = elsewhere;
  expect(await stateOf(one ?? { contractId: '', submissionId: '' })).toMatchObject({ objectId: 'elsewhere-0' });
  expect(await fonds.events.submissions.list(reader, {}, { limit: 200 })).toHaveLength(1);
  expect(await fonds.events.submissions.list(reader, { contractId: '2d17' }, { limit: 200 })).toHaveLength(120);
  await fonds.events.submissions.list(reader, { contractId: '2d17' }, { limit: 200 });
  expect(bench.dps.count('submissions')).toBe(2);
});
