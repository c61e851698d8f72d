import { createHash } from 'node:crypto';
import { archiveIdOf, makeCollection } from '../../src/sandbox/collection.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { at, call, listAt, textAt, type Answered } from './docbyteVisitor.ts';
import { startReceiver, visit, type DpsVisitor, type Receiver } from './dpsVisitor.ts';

const clock = manualClock();
let receiver: Receiver;
let dps: DpsSimulator;
let as: DpsVisitor;

beforeEach(async () => {
  receiver = await startReceiver();
  dps = await startDpsSimulator({ clock, webhooks: { receiverUrl: receiver.url } });
  as = await visit(dps);
});

afterEach(async () => {
  await dps.stop();
  await receiver.stop();
});

const all = '/v1/contracts/2d17/submissions';
const metadata = { type: 'Bilde', title: { value: 'Havna', lang: 'nob' }, identifier: [{ type: 'URN', value: 'URN:NBN:no-1' }], subject: [{ value: 'havner' }] };
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const create = async (objectId = 'object_1'): Promise<string> => textAt((await as('POST', all, { objectId, metadata })).body, 'submissionId');

const register = (submissionId: string, filePath: string, content: string): Promise<Answered> => as('POST', `${all}/${submissionId}/files`, { filePath, checksum: md5(content) });

/** Registers and uploads a file. */
const add = async (submissionId: string, filePath: string, content: string, sent = content): Promise<void> => {
  const { body } = await register(submissionId, filePath, content);
  expect((await call(textAt(body, 'uploadUrl'), { method: 'PUT', body: sent })).status).toBe(200);
};

const finalize = (submissionId: string): Promise<Answered> => as('POST', `${all}/${submissionId}/finalize`);

const read = (submissionId: string): Promise<Answered> => as('GET', `${all}/${submissionId}`);

test('a package goes from registration to preservation, and can then be ordered', async () => {
  const created = (await as('POST', all, { objectId: 'object_1', metadata, priority: 20 }));
  expect([created.status, created.body]).toEqual([201, { contractId: '2d17', submissionId: expect.stringMatching(/^[0-9A-Za-z]{22}$/), objectId: 'object_1', clientId: 'fonds', status: 'REGISTERED', priority: 20 }]);
  const submissionId = textAt(created.body, 'submissionId');
  await add(submissionId, 'representations/rep-1/data/a.txt', 'hello');
  await add(submissionId, 'representations/rep-1/data/æ ø.txt', 'hello again');
  const finalized = await finalize(submissionId);
  expect(finalized.status).toBe(200);
  expect(finalized.body).toMatchObject({ status: 'UPLOAD_COMPLETED', sumSizeInBytes: 16 });
  expect(listAt(finalized.body, 'files')).toHaveLength(2);
  const seen = [];
  for (let step = 0; step < 4; step += 1) {
    await clock.advance(3_000);
    seen.push(at((await read(submissionId)).body, 'status'));
  }
  expect(seen).toEqual(['TRANSFERRING', 'VALIDATING', 'ARCHIVING', 'PRESERVED']);
  const archiveId = textAt((await read(submissionId)).body, 'archiveId');
  expect(archiveId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  expect(receiver.arrived.map(({ body }) => body)).toEqual([{ type: 'submission.preserved', timestamp: expect.any(String), data: { contractId: '2d17', submissionId, archiveId } }]);
  const ordered = await as('POST', '/v1/disseminations', { archiveId });
  expect([ordered.status, at(ordered.body, 'objectId'), at(ordered.body, 'sumSizeInBytes')]).toEqual([201, 'object_1', 16]);
  await clock.advance(15_000);
  expect((await call(textAt(receiver.arrived[1]?.body, 'data.files.0.downloadURL'))).text).toContain('Havna');
});

test('an objectId is used once under a contract, also by what is archived', async () => {
  const submissionId = await create();
  const again = await as('POST', all, { objectId: 'object_1', metadata });
  expect([again.status, at(again.body, 'error.code')]).toEqual([409, 'OBJECT_ID_EXISTS']);
  const [photograph] = makeCollection().examples.photographs;
  const archived = makeCollection().archives.get(photograph === undefined ? '' : archiveIdOf(photograph));
  expect((await as('POST', all, { objectId: archived?.objectId, metadata })).status).toBe(409);
  expect((await as('DELETE', `${all}/${submissionId}`)).status).toBe(204);
  expect((await read(submissionId)).status).toBe(404);
  expect((await as('POST', all, { objectId: 'object_1', metadata })).status).toBe(201);
});

test('all faults of a request are told at once', async () => {
  const answer = await as('POST', all, { objectId: 'a b', priority: 101, metadata: { type: '', title: { value: 'x', lang: 'norsk' }, spatial: [{ name: 'Pole', latitude: 91 }] } });
  expect(answer.status).toBe(400);
  for (const path of ['objectId', 'priority', 'metadata.type', 'metadata.title.lang', 'metadata.spatial[0].latitude']) expect(at(answer.body, 'error.details')).toContain(path);
});

test('roles decide who may write and read under a contract', async () => {
  expect((await as('POST', '/v1/contracts/0c9e/submissions', { objectId: 'object_1', metadata })).status).toBe(403);
  expect((await as('GET', '/v1/contracts/0c9e/submissions/none')).status).toBe(404);
  expect((await as('GET', '/v1/contracts/ffff/submissions/none')).status).toBe(403);
});

test('a file is registered once by its path, and goes when it is deleted', async () => {
  const submissionId = await create();
  const file = await register(submissionId, 'a/b.txt', 'x');
  expect([file.status, file.body]).toEqual([201, {
    fileId: expect.stringMatching(/^[0-9A-Za-z]{22}$/), filePath: 'a/b.txt', checksum: md5('x'), isPackaged: false, uploadUrl: expect.stringContaining('X-Amz-Expires=3600'), s3ObjectKey: `fonds/2d17/${submissionId}/a/b.txt`,
  }]);
  expect((await register(submissionId, 'a/b.txt', 'y')).status).toBe(409);
  const path = `${all}/${submissionId}/files/${textAt(file.body, 'fileId')}`;
  expect((await as('GET', path)).body).toEqual(file.body);
  expect((await as('DELETE', path)).status).toBe(204);
  expect((await as('GET', path)).status).toBe(404);
  expect((await register(submissionId, 'a/b.txt', 'y')).status).toBe(201);
});

test.each([['absolute', '/abs'], ['climbing', 'a/../b'], ['empty', ''], ['very long', 'x'.repeat(901)]])('a path that is %s is refused', async (_what, filePath) => {
  expect((await register(await create(), filePath, 'x')).status).toBe(400);
});

test('an upload URL ends after an hour; a new registration gives a new one', async () => {
  const submissionId = await create();
  const { body } = await register(submissionId, 'a.txt', 'x');
  await clock.advance(3_601_000);
  as = await visit(dps);
  expect((await call(textAt(body, 'uploadUrl'), { method: 'PUT', body: 'x' })).status).toBe(403);
  expect(at((await read(submissionId)).body, 'files.0.uploadUrl')).toBe(at(body, 'uploadUrl'));
  await as('DELETE', `${all}/${submissionId}/files/${textAt(body, 'fileId')}`);
  await add(submissionId, 'a.txt', 'x');
});

test('finalize wants files, all of them, and once', async () => {
  const submissionId = await create();
  expect(at((await finalize(submissionId)).body, 'error.code')).toBe('NO_FILES');
  const { body } = await register(submissionId, 'late.txt', 'x');
  const early = await finalize(submissionId);
  expect([early.status, at(early.body, 'error.details')]).toEqual([400, 'late.txt']);
  await call(textAt(body, 'uploadUrl'), { method: 'PUT', body: 'x' });
  expect((await finalize(submissionId)).status).toBe(200);
  expect((await finalize(submissionId)).status).toBe(409);
  dps.switches.repeatedFinalize = 'same';
  expect((await finalize(submissionId)).body).toMatchObject({ status: 'UPLOAD_COMPLETED' });
  expect((await as('DELETE', `${all}/${submissionId}`)).status).toBe(409);
  expect((await register(submissionId, 'more.txt', 'x')).status).toBe(409);
});

test('content that is not what was registered is rejected, with the file named', async () => {
  const submissionId = await create();
  await add(submissionId, 'good.txt', 'right');
  await add(submissionId, 'bad.txt', 'right', 'wrong');
  expect((await finalize(submissionId)).status).toBe(200);
  await clock.advance(60_000);
  expect(at((await read(submissionId)).body, 'status')).toBe('REJECTED');
  expect(receiver.arrived.map(({ body }) => [at(body, 'type'), at(body, 'data.reasons')])).toEqual([
    ['submission.rejected', [{ code: 'FILE_CHECKSUM_MISMATCH', message: expect.any(String), filePath: 'bad.txt' }]],
  ]);
  dps.switches.rejectedSubmission = 'notFound';
  expect((await read(submissionId)).status).toBe(404);
});

test('an objectId that asks for it is rejected for its metadata', async () => {
  const submissionId = await create('please-reject-me');
  await add(submissionId, 'a.txt', 'x');
  await finalize(submissionId);
  await clock.advance(60_000);
  expect(at(receiver.arrived[0]?.body, 'data.reasons')).toEqual([{ code: 'METADATA_SCHEMA_INVALID', message: expect.any(String) }]);
});

test('events are taken in both body shapes, and refused when they are not approved', async () => {
  const path = `${all}/${await create()}/events`;
  const event = { eventDateTime: '2026-02-03T07:14:01.716+01:00', eventType: 'fixity check', outcome: 'success', fileRef: { relativePath: 'a.txt' } };
  const agent = { agentName: 'Checker', agentType: 'software' };
  const nested = await as('POST', path, { agent: { ...agent, agentNotes: 'n' }, event });
  const flat = await as('POST', path, { agent: { ...agent, agentNote: 'n' }, ...event });
  expect([nested.status, flat.status]).toEqual([201, 201]);
  expect(nested.body).toMatchObject({ eventId: expect.any(String), agent, event });
  expect(listAt((await as('GET', path)).body, 'events')).toHaveLength(2);
  for (const wrong of [{ eventType: 'dance' }, { outcome: 'SUCCESS' }, { eventDateTime: 'soon' }, { fileRef: { fileId: 'x', relativePath: 'a.txt' } }]) {
    expect((await as('POST', path, { agent, event: { ...event, ...wrong } })).status).toBe(400);
  }
});

test('the list is there only when it is switched on', async () => {
  for (const objectId of ['one', 'two', 'three']) await create(objectId);
  expect((await as('GET', all)).status).toBe(405);
  dps.switches.listSubmissions = true;
  const { body } = await as('GET', `${all}?page=1&size=2`);
  expect(at(body, 'page')).toEqual({ size: 2, number: 1, totalElements: 3, totalPages: 2 });
  expect(listAt(body, 'content').map((each) => at(each, 'objectId'))).toEqual(['three']);
});
