import { archiveIdOf, makeCollection, type Package } from '../../src/sandbox/collection.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import { usualClient, usualCourse } from '../../src/sandbox/dpsOptions.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { at, call, textAt, tokenFor } from './docbyteVisitor.ts';
import { order, visit, type DpsVisitor } from './dpsVisitor.ts';

const { examples } = makeCollection();
const idOf = (list: Package[], index = 0): string => {
  const found = list[index];
  if (found === undefined) throw new Error('no such example');
  return archiveIdOf(found);
};
const photograph = idOf(examples.photographs);

const other = { clientId: 'other', clientSecret: 'secret', roles: ['2D17_r'] };
const clock = manualClock();
let dps: DpsSimulator;
let as: DpsVisitor;

beforeEach(async () => {
  dps = await startDpsSimulator({ clock, clients: [usualClient, other] });
  as = await visit(dps);
});

afterEach(() => dps.stop());

const statusOf = async (id: string): Promise<string> => textAt((await as('GET', `/v1/disseminations/${id}`)).body, 'status');

test('an order is answered with all that was documented, and the archive id that was asked for', async () => {
  const { status, body } = await as('POST', '/v1/disseminations', { archiveId: photograph, priority: 7 });
  expect(status).toBe(201);
  expect(body).toEqual({
    disseminationId: expect.stringMatching(/^[0-9A-Za-z]{22}$/), archiveId: photograph, clientId: 'fonds', contractId: '2d17', objectId: 'slp_SLP-1', sumSizeInBytes: expect.any(Number),
    status: 'RECEIVED', priority: 7, dateCreated: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+01:00$/),
  });
});

test('it moves through the statuses as time passes, and never shows a URL', async () => {
  const id = await order(as, photograph);
  const seen = [await statusOf(id)];
  for (let step = 1; step < usualCourse.length; step += 1) {
    await clock.advance(3_000);
    seen.push(await statusOf(id));
  }
  expect(seen).toEqual(usualCourse);
  await clock.advance(60_000);
  expect((await as('GET', `/v1/disseminations/${id}`)).text).not.toContain('http');
});

test('what is checked comes in this order: token, input, archive, role, preservation, duplicate', async () => {
  const post = async (body: unknown): Promise<unknown> => {
    const answer = await as('POST', '/v1/disseminations', body);
    return [answer.status, at(answer.body, 'error.code')];
  };
  expect((await call(`${dps.baseUrl}/v1/disseminations`, { method: 'POST', body: '{}' })).status).toBe(401);
  expect(await post('not json')).toEqual([400, 'INVALID_INPUT']);
  expect(await post({ archiveId: '' })).toEqual([400, 'INVALID_INPUT']);
  expect(await post({ archiveId: idOf(examples.unknownToDps), priority: 0 })).toEqual([400, 'INVALID_INPUT']);
  expect(await post({ archiveId: idOf(examples.unknownToDps) })).toEqual([404, 'ARCHIVE_NOT_FOUND']);
  expect(await post({ archiveId: idOf(examples.foreignContract) })).toEqual([403, 'FORBIDDEN']);
  expect(await post({ archiveId: idOf(examples.notPreserved) })).toEqual([422, 'NOT_PRESERVED']);
  await order(as, photograph);
  expect(await post({ archiveId: photograph })).toEqual([409, 'DISSEMINATION_IN_PROGRESS']);
});

test('409 keeps the earlier id to itself unless told otherwise, and only as long as the same client waits', async () => {
  const id = await order(as, photograph);
  expect((await as('POST', '/v1/disseminations', { archiveId: photograph })).text).not.toContain(id);
  dps.switches.conflictDetails = 'id';
  expect(at((await as('POST', '/v1/disseminations', { archiveId: photograph })).body, 'error.details')).toBe(id);
  expect((await (await visit(dps, other))('POST', '/v1/disseminations', { archiveId: photograph })).status).toBe(201);
  dps.advance(id, 'FAILED');
  expect((await as('POST', '/v1/disseminations', { archiveId: photograph })).status).toBe(201);
});

test('reading needs the role of the contract, and an id that there is', async () => {
  const id = await order(as, idOf(examples.deepest));
  const stranger = await visit(dps, other);
  expect((await stranger('GET', `/v1/disseminations/${id}`)).status).toBe(403);
  expect((await stranger('GET', '/v1/disseminations/0000000000000000000000')).status).toBe(404);
  expect((await stranger('GET', '/v1/disseminations/__proto__')).status).toBe(404);
});

test('sizes above 2^53 keep all their digits', async () => {
  const answer = await as('POST', '/v1/disseminations', { archiveId: idOf(examples.huge, 1) });
  expect(answer.text).toContain('"sumSizeInBytes":9007199254740993,');
});

test.each([['failing', 'FAILED'], ['rejected', 'REJECTED']] as const)('the %s trial ends %s and no webhook is made', async (handle, status) => {
  const id = await order(as, idOf(examples[handle]));
  await clock.advance(60_000);
  expect(await statusOf(id)).toBe(status);
  expect(dps.webhooks.waiting()).toEqual([]);
});

test('statuses that nobody documented can be passed or set', async () => {
  const id = await order(as, idOf(examples.unrecognised));
  await clock.advance(6_000);
  expect(await statusOf(id)).toBe('WAITING_FOR_TAPE');
  dps.advance(id, 'COFFEE_BREAK');
  expect(await statusOf(id)).toBe('COFFEE_BREAK');
  await clock.advance(60_000);
  expect(await statusOf(id)).toBe('DISSEMINATED');
  dps.courses.set(photograph, ['RECEIVED', 'FAILED']);
  const doomed = await order(as, photograph);
  dps.advance(doomed);
  expect(await statusOf(doomed)).toBe('FAILED');
});

test('jobs can stand still until they are moved', async () => {
  dps.switches.stepMs = Infinity;
  const id = await order(as, photograph);
  await clock.advance(86_400_000);
  as = await visit(dps); // the token ended with the day
  expect(await statusOf(id)).toBe('RECEIVED');
  dps.advance(id);
  expect(await statusOf(id)).toBe('QUEUED');
});

test('an order whose answer was lost has been taken all the same', async () => {
  dps.misbehave({ match: 'createDissemination', how: { kind: 'lost' } });
  await expect(order(as, photograph)).rejects.toThrow();
  expect((await as('POST', '/v1/disseminations', { archiveId: photograph })).status).toBe(409);
  expect(Object.keys(dps.state.disseminations)).toHaveLength(1);
});

test('errors can come in the other shapes', async () => {
  dps.switches.errorShape = 'spring';
  expect(at((await as('GET', '/v1/disseminations/none')).body, 'error')).toBe('Not Found');
  dps.switches.errorShape = 'html';
  expect((await as('GET', '/v1/disseminations/none')).text).toContain('<h1>404 Not Found</h1>');
});

test('tokens carry the roles, end by themselves and by revocation', async () => {
  const [, payload = ''] = (await tokenFor(dps.tokenUrl, usualClient.clientId, usualClient.clientSecret)).split('.');
  expect(at(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')), 'realm_access.roles')).toEqual(usualClient.roles);
  dps.revokeTokens();
  const answer = await as('GET', '/v1/disseminations/none');
  expect([answer.status, at(answer.body, 'error.code')]).toEqual([401, 'UNAUTHORIZED']);
});
