import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, watch } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ask } from './gateway/testGateway.ts';

/** `npm start` as an operator meets it: a process of its own, in an empty folder. */

interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** The address it says that it answers at. Rejects when it ends instead. */
  readonly url: Promise<string>;
  /** Its exit code and all that it printed, once it has ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

/** Processes take their time to start on a busy machine. */
const patienceMs = 60_000;

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const children = new Set<Started['child']>();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fonds-main-'));
});
afterEach(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  children.clear();
  rmSync(folder, { recursive: true });
});

function start(env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [entry], { cwd: folder, env: { PORT: '0', DRAIN_WINDOW: '0s', LOG_LEVEL: 'warn', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const text = { stdout: '', stderr: '' };
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  child.stdout.on('data', (chunk: Buffer) => {
    text.stdout += chunk.toString();
    const [, found] = /^Fonds answers at (\S+)\/graphql$/m.exec(text.stdout) ?? [];
    if (found) resolve(found);
  });
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    reject(new Error(`It ended: ${text.stderr}`));
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, ...text };
  });
  url.catch(() => {});
  return { child, url, ended };
}

/** Resolves when a file is there. */
async function appeared(path: string): Promise<void> {
  const noticed = new AbortController();
  const changes = watch(folder, { recursive: true, signal: noticed.signal });
  while (!existsSync(path)) await once(changes, 'change');
  noticed.abort();
}

test('without any settings it answers on its own simulators, says what to try, and finds its jobs again after a stop', async () => {
  const first = start();
  const url = await first.url;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const { data, errors } = await ask(url, '{ fileplan(first: 1) { nodes { packageId } } }');
  expect(errors).toEqual([]);
  const { fileplan } = data as { fileplan: { nodes: [{ packageId: string }] } };
  const ordered = await ask(url, 'mutation ($id: ID!) { requestDissemination(input: { packageId: $id }) { dissemination { disseminationId } } }', { id: fileplan.nodes[0].packageId });
  expect(ordered.errors).toEqual([]);
  first.child.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0, signal: null, stderr: '', stdout: expect.stringMatching(/Three things to try:\n\n {2}1\. Open http\S+\/ in a browser.*\n {2}2\. .*\n {5}curl -s http\S+\/graphql .*\n {2}3\. /) });
  expect(existsSync(join(folder, '.fonds', 'ledger.db'))).toBe(true);

  const second = start();
  const { data: known } = await ask(await second.url, '{ disseminations { nodes { disseminationId } } }');
  const { requestDissemination } = ordered.data as { requestDissemination: { dissemination: unknown } };
  expect(known).toEqual({ disseminations: { nodes: [requestDissemination.dissemination] } });
  second.child.kill('SIGINT');
  expect(await second.ended).toMatchObject({ code: 0, signal: null });
}, patienceMs);

test('a second signal is the same as one', async () => {
  const { child, url, ended } = start({ SANDBOX: 'false' });
  await url;
  child.kill('SIGTERM');
  child.kill('SIGTERM');
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
}, patienceMs);

test('a signal while it starts stops it once it has started', async () => {
  const { child, ended } = start();
  await appeared(join(folder, '.fonds'));
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
}, patienceMs);

test('wrong settings are told all at once, and it ends', async () => {
  const { code, stdout, stderr } = await start({ PORT: 'secret-port', RETENTION_DAYS: 'secret-days', DPS_CLIENT_ID: 'fonds' }).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    'These settings are not right:',
    expect.stringMatching(/^ {2}DPS_CLIENT_SECRET: is missing/),
    expect.stringMatching(/^ {2}PORT: /),
    expect.stringMatching(/^ {2}RETENTION_DAYS: /),
  ]);
  expect(stderr).not.toContain('secret-');
}, patienceMs);

test('an address that is taken is told in a line, and it ends', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await start({ PORT: String(port) }).ended;
  other.close();
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^HOST, PORT: cannot listen there: .*EADDRINUSE.*\n$/) });
}, patienceMs);

test('a ledger that cannot be opened is told in a line, and it ends', async () => {
  const { code, stderr } = await start({ SANDBOX: 'false', DATABASE_URL: `sqlite:${entry}/ledger.db` }).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^DATABASE_URL: the ledger cannot be opened: .*\n$/) });
}, patienceMs);
