import { startDocbyteSimulator, type DocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { at, call, listAt, reader, textAt, tokenFor } from './docbyteVisitor.ts';

const clock = manualClock();
let vault: DocbyteSimulator;
let read: Awaited<ReturnType<typeof reader>>;

beforeEach(async () => {
  vault = await startDocbyteSimulator({ clock });
  read = await reader(vault);
});

afterEach(() => vault.stop());

const studio = (): { packageId: string } => vault.collection.roots.find(({ children }) => children.length > 500) ?? { packageId: '' };

test('a wrong secret gets an OAuth error', async () => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: vault.clientId, client_secret: 'wrong' });
  const answer = await call(vault.tokenUrl, { method: 'POST', body });
  expect([answer.status, at(answer.body, 'error')]).toEqual([401, 'invalid_client']);
});

test('a token lives five minutes, and there is none to refresh it with', async () => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: vault.clientId, client_secret: vault.clientSecret, scope: 'openid' });
  const token = (await call(vault.tokenUrl, { method: 'POST', body })).body;
  expect(token).toMatchObject({ expires_in: 300, token_type: 'Bearer' });
  expect(at(token, 'refresh_token')).toBeUndefined();
  await clock.advance(299_000);
  expect((await read('/fileplan')).status).toBe(200);
  await clock.advance(2_000);
  expect((await read('/fileplan')).status).toBe(401);
});

test('without a token, or with a revoked one, the answer is 401 with a null message', async () => {
  vault.revokeTokens();
  for (const answer of [await read('/fileplan'), await call(`${vault.baseUrl}/search`)]) {
    expect([answer.status, answer.text]).toEqual([401, '{"message":null,"code":"NOT_AUTHORIZED"}']);
  }
});

test('enrichers come by header only, in any case and spacing', async () => {
  const { packageId } = vault.collection.examples.deepest[0] ?? { packageId: '' };
  const plain = (await read(`/aip/${packageId}?enrichers=metadata`)).body;
  expect(Object.keys(plain ?? {})).toEqual(['packageId', 'packageType', 'title', 'representations']);
  expect(at(plain, 'representations.0.metadata')).toBeUndefined();
  const rich = (await read(`/aip/${packageId}`, 'metadata, BREADCRUMB,pluginreports ,permissions,nonsense')).body;
  expect(at(rich, 'representations.0.metadata.schema')).toBe('premis');
  expect(listAt(rich, 'breadcrumb')).toHaveLength(5);
  expect(at(rich, 'breadcrumb.4.packageId')).toBe(packageId);
  expect(listAt(rich, 'pluginReports')).toHaveLength(4);
  expect(listAt(rich, 'permissions').length).toBeGreaterThan(0);
  vault.switches.unknownEnricher = 'refuse';
  expect((await read(`/aip/${packageId}`, 'nonsense')).status).toBe(400);
  expect((await read(`/aip/${packageId}`, 'searchcolumns')).status).toBe(400);
});

test.each([['missing', undefined], ['null', null], ['empty', []]] as const)('a field that was not asked for can be %s', async (absentEnricher, breadcrumb) => {
  vault.switches.absentEnricher = absentEnricher;
  expect(at((await read(`/aip/${studio().packageId}`)).body, 'breadcrumb')).toEqual(breadcrumb);
});

test('pages are counted from 0, at most 100 long, and empty past the end', async () => {
  const path = `/fileplan/${studio().packageId}`;
  const last = (await read(`${path}?page=6`)).body;
  expect(last).toMatchObject({ totalResults: 640, page: 6, pageSize: 100 });
  expect(listAt(last, 'items')).toHaveLength(40);
  const past = (await read(`${path}?page=7`)).body;
  expect(past).toMatchObject({ totalResults: 640, items: [] });
  expect((await read(`${path}?pageSize=500`)).body).toMatchObject({ pageSize: 100 });
  vault.switches.maxPageSize = 1_000;
  expect(listAt((await read(`${path}?pageSize=1000`)).body, 'items')).toHaveLength(640);
  expect((await read(`${path}?page=-1`)).status).toBe(400);
});

test('an unknown package is 404; the children of one can be 404 or none', async () => {
  expect((await read('/aip/nobody')).body).toEqual({ code: 'PACKAGE_NOT_FOUND', message: 'No package with this id' });
  expect((await read('/fileplan/nobody')).status).toBe(404);
  vault.switches.unknownParent = 'empty';
  expect((await read('/fileplan/nobody')).body).toMatchObject({ totalResults: 0, items: [] });
});

test('data URLs lead to another origin, where the file is, for an hour', async () => {
  const url = textAt((await read(`/aip/${vault.collection.examples.photographs[0]?.packageId}`)).body, 'representations.0.data.0.url');
  expect(new URL(url).origin).toBe(vault.storage.url);
  const file = await call(url);
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  await clock.advance(3_601_000);
  expect((await call(url)).status).toBe(403);
});

test('with their own tokens people see what they may, and their own permissions', async () => {
  const forwarding = await startDocbyteSimulator({
    clock, users: (bearer) => (bearer === 'a.b.c' ? { permissions: () => ['READ'], canRead: ({ packageId }) => packageId !== studio().packageId } : undefined),
  });
  const as = (token: string, path: string) => call(`${forwarding.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}`, enrichers: 'permissions' } });
  const roots = (await as('a.b.c', '/fileplan')).body;
  expect([at(roots, 'totalResults'), at(roots, 'items.0.permissions')]).toEqual([10, ['READ']]);
  expect((await as('a.b.c', `/aip/${studio().packageId}`)).status).toBe(404);
  expect((await as('x.y.z', '/fileplan')).status).toBe(401);
  await forwarding.stop();
});

test('calls are recorded and counted by operation', async () => {
  vault.reset();
  await read('/fileplan?page=2', 'metadata');
  await read('/aip/nobody');
  expect([vault.count(), vault.count('fileplan'), vault.count('aip'), vault.count(({ status }) => status === 404)]).toEqual([2, 1, 1, 1]);
  expect(vault.calls[0]).toMatchObject({ route: 'fileplan', method: 'GET', query: { page: '2' }, headers: { enrichers: 'metadata' }, at: clock.now(), status: 200 });
});

test('stopping twice is fine, and a port that is taken gives way to a free one', async () => {
  const second = await startDocbyteSimulator({ port: vault.port });
  expect(second.port).not.toBe(vault.port);
  expect(await tokenFor(second.tokenUrl, second.clientId, second.clientSecret)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  await second.stop();
  await second.stop();
});
