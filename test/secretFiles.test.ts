import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../src/config.ts';
import { watchFiles, type FileWatch, type WatchedFile } from '../src/secretFiles.ts';

let directory: string;
let watch: FileWatch | undefined;
/** What the watch told, in order. */
let told: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fonds-secrets-'));
  told = [];
});
afterEach(async () => {
  await watch?.stop();
  rmSync(directory, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function start(files: readonly WatchedFile[]): FileWatch {
  watch = watchFiles(files, { intervalMs: 3_600_000, onTaken: (name) => told.push(name), onFault: (name, message) => told.push(`${name} ${message}`) });
  return watch;
}

const dps = (path: string, ring: string) => ({ DPS_CLIENT_ID: 'fonds', DPS_CLIENT_SECRET_FILE: path, DPS_WEBHOOK_SECRETS_FILE: ring });

test('secrets come from files, and are those that the files hold now', async () => {
  const [secret, ring] = [file('secret', 'one\n'), file('ring', 'whsec_b25l, plain\n')];
  const config = readConfig(dps(secret, ring));
  const { look } = start(config.secretFiles);
  expect(config.dps?.credentials.clientSecret()).toBe('one');
  expect(config.dps?.webhookSecrets()).toEqual(['whsec_b25l', 'plain']);
  await look();
  expect(told).toEqual([]);
  writeFileSync(secret, 'two');
  writeFileSync(ring, 'new\nwhsec_b25l');
  await look();
  expect(config.dps?.credentials.clientSecret()).toBe('two');
  expect(config.dps?.webhookSecrets()).toEqual(['new', 'whsec_b25l']);
  expect(told).toEqual(['DPS_CLIENT_SECRET_FILE', 'DPS_WEBHOOK_SECRETS_FILE']);
  await look();
  expect(told).toHaveLength(2);
});

test('a mounted secret changes by swapping a link, an edited one by a new file in its place', async () => {
  const link = join(directory, 'link');
  symlinkSync(file('first', 'one'), link);
  const edited = file('edited', 'three');
  const values: string[] = [];
  const { look } = start([link, edited].map((path) => ({ name: path, path, take: (text) => void values.push(text) })));
  await look();
  symlinkSync(file('second', 'two'), `${link}.new`);
  renameSync(`${link}.new`, link);
  renameSync(file('edited.new', 'four.'), edited);
  await look();
  expect(values).toEqual(['one', 'three', 'two', 'four.']);
});

test('a file that is gone, empty or wrong leaves what it held in use, and is told once', async () => {
  const key = Buffer.alloc(32, 1).toString('base64');
  const path = file('keys', key);
  const config = readConfig({ ENCRYPTION_KEYS_FILE: path });
  const { look } = start(config.secretFiles);
  await look();
  const another = Buffer.alloc(32, 3).toString('base64');
  for (const text of ['  \n', 'c2hvcnQ=', another, undefined, undefined]) {
    if (text === undefined) rmSync(path, { force: true });
    else writeFileSync(path, text);
    await look();
    await look();
  }
  expect(config.encryptionKeys()).toEqual([key]);
  expect(told).toEqual([
    'ENCRYPTION_KEYS_FILE is empty',
    'ENCRYPTION_KEYS_FILE every key must be 32 bytes in base64',
    'ENCRYPTION_KEYS_FILE must keep the key that was first so far: put a new one before it',
    'ENCRYPTION_KEYS_FILE cannot be read',
  ]);
  file('keys', `${Buffer.alloc(32, 2).toString('base64')},${key}`);
  await look();
  expect(config.encryptionKeys()).toHaveLength(2);
});

test('at the start a wrong file is a fault like any other, told without what it holds', () => {
  const [empty, keys] = [file('empty', ' \n'), file('keys', 'hush')];
  const faults = (env: Record<string, string>) => {
    try {
      readConfig(env);
      return [];
    } catch (error) {
      return error instanceof ConfigError ? error.faults : [error];
    }
  };
  expect(faults({ ...dps(join(directory, 'none'), empty), ENCRYPTION_KEYS_FILE: keys })).toEqual([
    'DPS_CLIENT_SECRET_FILE: cannot be read',
    'DPS_WEBHOOK_SECRETS_FILE: is empty',
    'ENCRYPTION_KEYS_FILE: every key must be 32 bytes in base64',
  ]);
});
