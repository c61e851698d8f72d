import { startDocbyteSimulator, type DocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import type { Fault } from '../../src/sandbox/simulatorFaults.ts';
import { reader } from './docbyteVisitor.ts';

let vault: DocbyteSimulator;
let read: Awaited<ReturnType<typeof reader>>;

beforeAll(async () => {
  vault = await startDocbyteSimulator();
  read = await reader(vault);
});

afterEach(() => vault.behave());

afterAll(() => vault.stop());

test.each([
  ['an envelope', { kind: 'status', status: 500, shape: 'envelope', code: 'BROKEN' }, 500, /^\{"error":\{"code":"BROKEN"/],
  ["Spring's own error", { kind: 'status', status: 500, shape: 'spring' }, 500, /^\{"timestamp":"[^"]+","status":500,"error":"Internal Server Error","path":"\/vault\/api\/fileplan"\}$/],
  ['an OAuth error', { kind: 'status', status: 401, shape: 'oauth' }, 401, /^\{"error":"injected"/],
  ['a problem', { kind: 'status', status: 400, shape: 'problem' }, 400, /^\{"type":"about:blank"/],
  ['a page of a proxy', { kind: 'status', status: 502, shape: 'html' }, 502, /^<html>/],
  ['XML', { kind: 'status', status: 403, shape: 'xml' }, 403, /^<\?xml/],
  ['nothing at all', { kind: 'status', status: 503 }, 503, /^$/],
  ['broken JSON', { kind: 'invalidJson' }, 200, /^\{"items": \[\{"packageId": $/],
] as const)('it can answer with %s', async (_what, how: Fault, status, text) => {
  vault.misbehave({ match: 'fileplan', how });
  const answer = await read('/fileplan');
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(text);
  expect((await read('/fileplan')).status).toBe(200);
});

test('it can ask for patience', async () => {
  vault.misbehave({ how: { kind: 'throttle', retryAfter: 7 } });
  const answer = await read('/fileplan');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
});

test.each([[{ kind: 'reset' }], [{ kind: 'lost' }], [{ kind: 'cutOff' }]] as const)('it can break the connection: %j', async (how: Fault) => {
  vault.misbehave({ match: 'fileplan', how });
  await expect(read('/fileplan')).rejects.toThrow();
  expect(vault.calls.at(-1)).toMatchObject({ route: 'fileplan', status: null });
});

test('it can keep silent until the caller gives up', async () => {
  vault.misbehave({ match: 'fileplan', how: { kind: 'hang' } });
  await expect(fetch(`${vault.baseUrl}/fileplan`, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
});

test('it can answer with far too much', async () => {
  vault.misbehave({ how: { kind: 'tooLarge', bytes: 3_000_000 } });
  expect((await read('/fileplan')).text.length).toBeGreaterThan(3_000_000);
});

test('rules hold for the calls they match, as often as they say, after those they let pass', async () => {
  vault.misbehave({ match: ({ query }) => query.page === '1', skip: 1, times: 2, how: { kind: 'status', status: 500 } });
  const statuses = [];
  for (const path of ['/fileplan', '/fileplan?page=1', '/fileplan?page=1', '/fileplan', '/fileplan?page=1', '/fileplan?page=1']) statuses.push((await read(path)).status);
  expect(statuses).toEqual([200, 200, 500, 200, 500, 200]);
  const takeBack = vault.misbehave({ times: Infinity, how: { kind: 'status', status: 500 } });
  expect((await read('/fileplan')).status).toBe(500);
  takeBack();
  expect((await read('/fileplan')).status).toBe(200);
});
