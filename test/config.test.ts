import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError, readConfig, type Config } from '../src/config.ts';

type Environment = Readonly<Record<string, string>>;

const key = Buffer.alloc(32, 1).toString('base64');
const docbyte = { DOCBYTE_BASE_URL: 'https://vault.example.org/api', DOCBYTE_TOKEN_URL: 'https://login.example.org/token', DOCBYTE_CLIENT_ID: 'fonds', DOCBYTE_CLIENT_SECRET: 'docbyte-secret' };
const dps = { DPS_CLIENT_ID: 'fonds', DPS_CLIENT_SECRET: 'dps-secret' };
const dvids = { DVIDS_CLIENT_ID: 'fonds', DVIDS_CLIENT_SECRET: 'dvids-secret' };
const auth = { AUTH_ISSUER: 'https://login.example.org/realms/archive', AUTH_AUDIENCE: 'fonds' };

/** The faults of an environment, by variable. */
function faultsOf(env: Environment): Record<string, string> {
  try {
    readConfig(env);
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.faults.map((fault) => fault.split(/: (.*)/s).slice(0, 2) as [string, string]));
  }
}

describe('without any settings', () => {
  it('runs the sandbox on loopback, open, with everything in one folder', () => {
    const { encryptionKeys, ...config } = readConfig({});
    expect(encryptionKeys()).toEqual([]);
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: undefined,
      logLevel: 'info',
      sandbox: true,
      docbyte: undefined,
      dps: undefined,
      dvids: undefined,
      dvidsConfirmLogin: false,
    docbyteReadRoles: undefined,
      linkArchiveIdField: undefined,
      databaseUrl: 'sqlite:.fonds/ledger.db',
      cacheUrl: undefined,
      retentionDays: 400,
      deliveryGraceMs: 600_000,
      drainWindowMs: 20_000,
      auth: undefined,
      corsOrigins: [],
      trustedDocuments: undefined,
      introspection: true,
      graphiql: true,
      rateLimit: undefined,
      costLimit: 5_000,
      secretFiles: [],
    });
  });

  it('takes a blank variable for one that is not set', () => {
    expect(readConfig({ PORT: '', HOST: '  ', DPS_BASE_URL: '', AUTH_ISSUER: ' ' })).toMatchObject({ port: 4000, host: '127.0.0.1', dps: undefined, auth: undefined });
  });
});

describe('a variable', () => {
  it.each<[Environment, Partial<Config>]>([
    [{ HOST: 'localhost' }, { host: 'localhost' }],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: ' 65535 ' }, { port: 65_535 }],
    [{ PUBLIC_URL: 'https://fonds.example.org/' }, { publicUrl: 'https://fonds.example.org' }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [{ LINK_ARCHIVE_ID_FIELD: 'dps:archiveId' }, { linkArchiveIdField: 'dps:archiveId' }],
    [{ DOCBYTE_READ_ROLES: 'archivist, reader' }, { docbyteReadRoles: ['archivist', 'reader'] }],
    [{ DATABASE_URL: 'sqlite:/var/lib/fonds/ledger.db' }, { databaseUrl: 'sqlite:/var/lib/fonds/ledger.db' }],
    [{ DATABASE_URL: 'postgres://db.example.org/fonds', ENCRYPTION_KEYS: key }, { databaseUrl: 'postgres://db.example.org/fonds' }],
    [{ CACHE_URL: 'redis://cache.example.org' }, { cacheUrl: 'redis://cache.example.org' }],
    [{ RETENTION_DAYS: '30' }, { retentionDays: 30 }],
    [{ DELIVERY_GRACE: '90' }, { deliveryGraceMs: 90_000 }],
    [{ DELIVERY_GRACE: '2h' }, { deliveryGraceMs: 7_200_000 }],
    [{ DELIVERY_GRACE: '1d' }, { deliveryGraceMs: 86_400_000 }],
    [{ DRAIN_WINDOW: '500ms' }, { drainWindowMs: 500 }],
    [{ DRAIN_WINDOW: '1.5 m' }, { drainWindowMs: 90_000 }],
    [{ DRAIN_WINDOW: '0s' }, { drainWindowMs: 0 }],
    [{ CORS_ORIGINS: 'https://a.example.org/, http://localhost:3000' }, { corsOrigins: ['https://a.example.org', 'http://localhost:3000'] }],
    [{ TRUSTED_DOCUMENTS: 'documents.json' }, { trustedDocuments: 'documents.json' }],
    [{ INTROSPECTION: 'false' }, { introspection: false }],
    [{ GRAPHIQL: '0' }, { graphiql: false }],
    [{ RATE_LIMIT: '600' }, { rateLimit: 600 }],
    [{ COST_LIMIT: '200' }, { costLimit: 200 }],
    [auth, { auth: { issuer: auth.AUTH_ISSUER, audience: 'fonds', rolesClaim: 'roles' } }],
    [{ ...auth, AUTH_ROLES_CLAIM: 'realm_access.roles' }, { auth: { issuer: auth.AUTH_ISSUER, audience: 'fonds', rolesClaim: 'realm_access.roles' } }],
  ])('is read: %j', (env, wanted) => {
    expect(readConfig(env)).toMatchObject(wanted);
  });

  it('is read as a ring where it holds several keys', () => {
    const second = Buffer.alloc(32, 2).toString('base64');
    expect(readConfig({ ENCRYPTION_KEYS: `${key},\n${second}` }).encryptionKeys()).toEqual([key, second]);
  });
});

describe('a source', () => {
  it('Docbyte Vault has its addresses, credentials and scope', () => {
    const config = readConfig({ ...docbyte, DOCBYTE_SCOPE: 'openid', DOCBYTE_STORAGE_ORIGINS: 'https://files.example.org' });
    expect(config).toMatchObject({
      sandbox: false,
      docbyte: {
        baseUrl: 'https://vault.example.org/api',
        credentials: { tokenUrl: 'https://login.example.org/token', clientId: 'fonds', scope: 'openid' },
        storageOrigins: ['https://files.example.org'],
      },
    });
    expect(config.docbyte?.credentials?.clientSecret()).toBe('docbyte-secret');
    expect(readConfig(docbyte).docbyte?.credentials?.scope).toBe('openid email profile');
  });

  it("Docbyte Vault needs no credentials where callers' own tokens are passed on", () => {
    expect(readConfig({ DOCBYTE_BASE_URL: 'https://vault.example.org', DOCBYTE_AUTH: 'forward' }).docbyte).toEqual({ baseUrl: 'https://vault.example.org', credentials: undefined, storageOrigins: undefined });
  });

  it('DPS has the published addresses where none are given', () => {
    const config = readConfig({ ...dps, DPS_WEBHOOK_SECRETS: 'whsec_YQ==, plain text' });
    expect(config.dps).toMatchObject({ baseUrl: 'https://api.nb.no/dps-submission', credentials: { tokenUrl: 'https://www.nb.no/authn/realms/dps/protocol/openid-connect/token', clientId: 'fonds' } });
    expect(config.dps?.webhookSecrets()).toEqual(['whsec_YQ==', 'plain text']);
    expect(config.dps?.credentials.clientSecret()).toBe('dps-secret');
    expect(config.dps).toMatchObject({ listsSubmissions: false, eventShape: 'nested' });
    expect(readConfig({ ...dps, DPS_LIST_SUBMISSIONS: 'true', DPS_EVENT_SHAPE: 'flat' }).dps).toMatchObject({ listsSubmissions: true, eventShape: 'flat' });
  });

  it('DVIDS has the published addresses where none are given', () => {
    const config = readConfig({ ...dvids, DVIDS_REDIRECT_URI: 'https://fonds.example.org/oauth/dvids/callback' });
    expect(config.dvids).toMatchObject({
      baseUrl: 'https://submitapi.dvidshub.net',
      authorizeUrl: 'https://api.dvidshub.net/auth/authorize',
      tokenUrl: 'https://api.dvidshub.net/auth/access_token',
      clientId: 'fonds',
      redirectUri: 'https://fonds.example.org/oauth/dvids/callback',
    });
    expect(config.dvids?.clientSecret()).toBe('dvids-secret');
  });

  it.each<[string, Environment, string[]]>([
    ['Docbyte Vault', { DOCBYTE_CLIENT_ID: 'fonds' }, ['DOCBYTE_BASE_URL', 'DOCBYTE_CLIENT_SECRET', 'DOCBYTE_TOKEN_URL']],
    ['Docbyte Vault with forwarded tokens', { DOCBYTE_AUTH: 'forward' }, ['DOCBYTE_BASE_URL']],
    ['DPS', { DPS_BASE_URL: 'https://dps.example.org' }, ['DPS_CLIENT_ID', 'DPS_CLIENT_SECRET']],
    ['DPS with a webhook secret alone', { DPS_WEBHOOK_SECRETS: 'a' }, ['DPS_CLIENT_ID', 'DPS_CLIENT_SECRET']],
    ['DVIDS', { DVIDS_CLIENT_ID: 'fonds' }, ['DVIDS_CLIENT_SECRET']],
    ['the issuer', { AUTH_AUDIENCE: 'fonds' }, ['AUTH_ISSUER']],
  ])('that has some of its settings is told which are missing: %s', (_name, env, missing) => {
    expect(Object.keys(faultsOf(env)).toSorted()).toEqual(missing);
  });

  it.each(['http://127.0.0.1:9000', 'http://localhost/api', 'http://[::1]:80', 'http://dps.localhost', 'https://dps.example.org'])('may be at %s', (address) => {
    expect(faultsOf({ ...dps, DPS_BASE_URL: address, DPS_TOKEN_URL: address, NODE_ENV: 'production' })).toEqual({});
  });

  it.each(['http://dps.example.org', 'http://10.0.0.1', 'http://127.0.0.1.example.org', 'http://localhost.example.org', 'ftp://localhost', 'dps.example.org', 'https://'])('may not be at %s', (address) => {
    expect(faultsOf({ ...dps, DPS_BASE_URL: address })).toEqual({ DPS_BASE_URL: 'must be an https address (plain http is for loopback only)' });
  });
});

describe('the sandbox', () => {
  it.each<[string, Environment, boolean]>([
    ['runs where nothing is configured', {}, true],
    ['does not run in production', { NODE_ENV: 'production' }, false],
    ['runs in production when it is asked for', { NODE_ENV: 'production', SANDBOX: 'true' }, true],
    ['does not run when it is turned off', { SANDBOX: 'false' }, false],
    ['does not run beside a source', { ...dps }, false],
    ['runs with an issuer, which is no source', { ...auth }, true],
  ])('%s', (_name, env, runs) => {
    expect(readConfig(env).sandbox).toBe(runs);
  });

  it('asked for beside a source is a fault', () => {
    expect(faultsOf({ ...dps, SANDBOX: 'true' })).toEqual({ SANDBOX: 'the sandbox does not go with the settings of an upstream: take one or the other away' });
  });
});

describe('a setting of an upstream that stands alone', () => {
  it.each<[string, string, string]>([
    ['DOCBYTE_SCOPE', 'openid', 'DOCBYTE_BASE_URL'],
    ['DOCBYTE_STORAGE_ORIGINS', 'https://files.example.org', 'DOCBYTE_BASE_URL'],
    ['DPS_STORAGE_ORIGINS', 'https://files.example.org', 'DPS_CLIENT_ID'],
    ['DPS_LIST_SUBMISSIONS', 'true', 'DPS_CLIENT_ID'],
    ['DPS_EVENT_SHAPE', 'flat', 'DPS_CLIENT_ID'],
    ['DVIDS_PKCE', 'true', 'DVIDS_CLIENT_ID'],
    ['DVIDS_API_KEY', 'key', 'DVIDS_CLIENT_ID'],
    ['DVIDS_STORAGE_ORIGINS', 'https://files.example.org', 'DVIDS_CLIENT_ID'],
  ])('%s does not start the sandbox: the others are missed', (name, value, missing) => {
    expect(faultsOf({ [name]: value })).toMatchObject({ [missing]: 'is missing' });
    expect(faultsOf({ [name]: value, SANDBOX: 'true' })).toMatchObject({ SANDBOX: expect.stringMatching(/does not go with/) });
  });
});

describe('a secret of webhooks', () => {
  it.each(['whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', 'whsec_-_-_', 'any text; 12', 'whsec_MDEy,plain'])('may be %s', (secrets) => {
    expect(readConfig({ ...dps, DPS_WEBHOOK_SECRETS: secrets }).dps?.webhookSecrets()).toEqual(secrets.split(','));
  });

  it.each(['whsec_', 'whsec_=', 'whsec_no base64', 'plain,whsec_!'])('may not be %s', (secrets) => {
    expect(faultsOf({ ...dps, DPS_WEBHOOK_SECRETS: secrets })).toEqual({ DPS_WEBHOOK_SECRETS: 'after `whsec_` there must be base64' });
  });
});

describe('a gateway that knows no callers', () => {
  it.each(['0.0.0.0', '::', '192.168.1.4', 'fonds.example.org'])('does not listen on %s', (host) => {
    expect(faultsOf({ HOST: host })).toEqual({ HOST: expect.stringMatching(/^without AUTH_ISSUER anybody .* ALLOW_OPEN=true$/) });
  });

  it('does so when that is said in plain words', () => {
    expect(readConfig({ HOST: '0.0.0.0', ALLOW_OPEN: 'true' }).host).toBe('0.0.0.0');
    expect(Object.keys(faultsOf({ HOST: '0.0.0.0', ALLOW_OPEN: 'false' }))).toEqual(['HOST']);
  });

  it('may, once it has an issuer', () => {
    expect(readConfig({ HOST: '0.0.0.0', ...auth }).host).toBe('0.0.0.0');
  });
});

/** Something wrong in every variable that can be wrong; the values stand for secrets. */
const allWrong: Environment = Object.fromEntries(
  [
    'PORT', 'PUBLIC_URL', 'LOG_LEVEL', 'SANDBOX', 'ALLOW_OPEN', 'DATABASE_URL', 'CACHE_URL', 'ENCRYPTION_KEYS', 'RETENTION_DAYS', 'DELIVERY_GRACE', 'DRAIN_WINDOW', 'AUTH_ISSUER', 'CORS_ORIGINS', 'INTROSPECTION',
    'GRAPHIQL', 'RATE_LIMIT', 'COST_LIMIT', 'DOCBYTE_BASE_URL', 'DOCBYTE_TOKEN_URL', 'DOCBYTE_AUTH', 'DOCBYTE_STORAGE_ORIGINS', 'DPS_BASE_URL', 'DPS_TOKEN_URL', 'DPS_STORAGE_ORIGINS', 'DVIDS_BASE_URL', 'DVIDS_AUTHORIZE_URL',
    'DVIDS_TOKEN_URL', 'DVIDS_REDIRECT_URI', 'DVIDS_PKCE', 'DVIDS_STORAGE_ORIGINS', 'DPS_CLIENT_SECRET_FILE', 'DPS_WEBHOOK_SECRETS_FILE',
  ].map((name) => [name, `wrong-secret-of-${name.toLowerCase()}`]),
);
const missing = ['AUTH_AUDIENCE', 'DOCBYTE_CLIENT_ID', 'DOCBYTE_CLIENT_SECRET', 'DPS_CLIENT_ID', 'DVIDS_CLIENT_ID', 'DVIDS_CLIENT_SECRET'];

describe('faults', () => {
  it('are all told at once, each with the name of its variable', () => {
    expect(Object.keys(faultsOf(allWrong)).toSorted()).toEqual([...Object.keys(allWrong), ...missing].toSorted());
  });

  it('repeat no value, since any may be a secret', () => {
    expect(() => readConfig(allWrong)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('wrong-secret') }));
    expect(() => readConfig(allWrong)).toThrow(expect.objectContaining({ stack: expect.not.stringContaining('wrong-secret') }));
  });

  it('are a page that a person can read', () => {
    expect(() => readConfig({ PORT: 'x', DPS_CLIENT_ID: 'a' })).toThrow(
      'These settings are not right:\n  DPS_CLIENT_SECRET: is missing (or give the path of a file that holds it in DPS_CLIENT_SECRET_FILE)\n  PORT: must be a whole number from 0 to 65535',
    );
  });

  it.each<[string, Environment, RegExp]>([
    ['PORT', { PORT: '65536' }, /whole number from 0 to 65535/],
    ['PORT', { PORT: '-1' }, /whole number/],
    ['PORT', { PORT: '1e3' }, /whole number/],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }, /one of fatal, error, warn, info, debug, trace, silent/],
    ['RETENTION_DAYS', { RETENTION_DAYS: '0' }, /from 1 to/],
    ['DELIVERY_GRACE', { DELIVERY_GRACE: 'soon' }, /a duration such as `20s`/],
    ['DELIVERY_GRACE', { DELIVERY_GRACE: '-1s' }, /a duration/],
    ['CACHE_URL', { CACHE_URL: 'memcached://a' }, /redis:\/\/ or rediss:\/\//],
    ['PUBLIC_URL', { PUBLIC_URL: 'fonds.example.org' }, /http:\/\/ or https:\/\//],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://a' }, /`sqlite:PATH` or `postgres:\/\/…`/],
    ['DATABASE_URL', { DATABASE_URL: 'sqlite:' }, /`sqlite:PATH`/],
    ['ENCRYPTION_KEYS', { ENCRYPTION_KEYS: `${key},c2hvcnQ=` }, /32 bytes in base64/],
    ['ENCRYPTION_KEYS', { DATABASE_URL: 'postgres://db/fonds' }, /is needed with PostgreSQL/],
    ['CORS_ORIGINS', { CORS_ORIGINS: 'https://a.example.org/path' }, /list of origins/],
    ['CORS_ORIGINS', { CORS_ORIGINS: '*' }, /list of origins/],
    ['SANDBOX', { SANDBOX: 'yes' }, /one of true, false, 1, 0/],
  ])('of %s: %j', (name, env, message) => {
    expect(faultsOf(env)).toEqual({ [name]: expect.stringMatching(message) });
  });
});

describe('secrets', () => {
  let folder: string;
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fonds-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('come from files where those are named, and the files are told so that they can be read again', () => {
    const env = {
      DOCBYTE_BASE_URL: docbyte.DOCBYTE_BASE_URL,
      DOCBYTE_TOKEN_URL: docbyte.DOCBYTE_TOKEN_URL,
      DOCBYTE_CLIENT_ID: 'fonds',
      DOCBYTE_CLIENT_SECRET_FILE: file('docbyte', 'one\n'),
      DPS_CLIENT_ID: 'fonds',
      DPS_CLIENT_SECRET_FILE: file('dps', ' two '),
      DPS_WEBHOOK_SECRETS_FILE: file('ring', 'three\nfour,five\n'),
      DVIDS_CLIENT_ID: 'fonds',
      DVIDS_CLIENT_SECRET_FILE: file('dvids', 'six'),
      ENCRYPTION_KEYS_FILE: file('keys', `${key}\n`),
    };
    const config = readConfig(env);
    expect([config.docbyte?.credentials?.clientSecret(), config.dps?.credentials.clientSecret(), config.dps?.webhookSecrets(), config.dvids?.clientSecret(), config.encryptionKeys()]).toEqual([
      'one', 'two', ['three', 'four', 'five'], 'six', [key],
    ]);
    expect(config.secretFiles.map(({ name }) => name).toSorted()).toEqual(Object.keys(env).filter((name) => name.endsWith('_FILE')).toSorted());
  });

  it('in a file that is not there, or empty, are a fault of the variable that names it', () => {
    expect(faultsOf({ ...dps, DPS_CLIENT_SECRET_FILE: join(folder, 'nobody') })).toEqual({ DPS_CLIENT_SECRET_FILE: 'cannot be read' });
    expect(faultsOf({ ...dps, DPS_CLIENT_SECRET_FILE: file('empty', '\n') })).toEqual({ DPS_CLIENT_SECRET_FILE: 'is empty' });
    expect(faultsOf({ ENCRYPTION_KEYS_FILE: file('keys', 'short') })).toEqual({ ENCRYPTION_KEYS_FILE: 'every key must be 32 bytes in base64' });
  });

  it('are not in the settings themselves, so that whoever prints those prints no secret', () => {
    const config = readConfig({ ...docbyte, ...dps, ...dvids, DPS_WEBHOOK_SECRETS: 'webhook-secret', ENCRYPTION_KEYS: key });
    for (const text of [JSON.stringify(config), inspect(config, { depth: Infinity, showHidden: true })]) {
      for (const secret of ['docbyte-secret', 'dps-secret', 'dvids-secret', 'webhook-secret', key]) expect(text).not.toContain(secret);
    }
  });
});

test('nobody else reads the environment', () => {
  const folder = new URL('../src/', import.meta.url);
  const readers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => readFileSync(new URL(name, folder), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '').includes('process.env'));
  expect(readers).toEqual(['config.ts']);
});
