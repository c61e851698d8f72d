import { isLoopback } from './domain/address.ts';
import { SettingsReader, type Environment, type Secret, type SecretFile } from './settingsReader.ts';

/**
 * The settings of Fonds, read from the environment: this is the only reader of `process.env`. Every fault is found before
 * anything starts, and none of them repeats a value, since values may be secrets.
 */
export interface Config {
  /** `HOST`, default `127.0.0.1`: where it listens. */
  readonly host: string;
  /** `PORT`, default 4000; 0 takes a free one. */
  readonly port: number;
  /** `PUBLIC_URL`: the address that clients see; undefined means the one it listens on. */
  readonly publicUrl: string | undefined;
  /** `LOG_LEVEL`, default `info`: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`. */
  readonly logLevel: string;
  /** `SANDBOX`: run the built-in simulators. Default true when no upstream is set and `NODE_ENV` is not `production`. */
  readonly sandbox: boolean;
  readonly docbyte: DocbyteConfig | undefined;
  readonly dps: DpsConfig | undefined;
  readonly dvids: DvidsConfig | undefined;
  /**
   * `DVIDS_CONFIRM_LOGIN`: whether who comes back from a login at DVIDS is asked before the caller who began it is connected. Default true
   * where callers are known (`AUTH_ISSUER`); the one caller of an open gateway cannot be taken for another one.
   */
  readonly dvidsConfirmLogin: boolean;
  /**
   * `DOCBYTE_READ_ROLES`: comma-separated role names; who bears none of them may read nothing of Docbyte Vault. Default: everyone
   * who may call this gateway. Docbyte Vault itself sees one service account, or with `DOCBYTE_AUTH=forward` the caller.
   */
  readonly docbyteReadRoles: readonly string[] | undefined;
  /** `LINK_ARCHIVE_ID_FIELD`: the Docbyte metadata field that holds the DPS archive id; undefined means that `packageId` is the archive id. */
  readonly linkArchiveIdField: string | undefined;
  /** `DATABASE_URL`, default `sqlite:.fonds/ledger.db`; or `postgres://…`. */
  readonly databaseUrl: string;
  /** `CACHE_URL`: `redis://…`; undefined means in-process. */
  readonly cacheUrl: string | undefined;
  /** `ENCRYPTION_KEYS`: ring of base64 32-byte keys, the first one writes; empty means a key file beside the SQLite file. */
  readonly encryptionKeys: Secret<readonly string[]>;
  /** `RETENTION_DAYS`, default 400. */
  readonly retentionDays: number;
  /** `DELIVERY_GRACE`, default `10m`: how long a delivered dissemination waits for its links. */
  readonly deliveryGraceMs: number;
  /** `DRAIN_WINDOW`, default `20s`: over how long sockets are closed when stopping. */
  readonly drainWindowMs: number;
  /** `AUTH_ISSUER`, `AUTH_AUDIENCE`, `AUTH_ROLES_CLAIM`; undefined means open: one local caller with every role. */
  readonly auth: AuthConfig | undefined;
  /** `CORS_ORIGINS`, default none. */
  readonly corsOrigins: readonly string[];
  /** `TRUSTED_DOCUMENTS`: path of a manifest (hash to document); then only those run. Default off. */
  readonly trustedDocuments: string | undefined;
  /** `INTROSPECTION`, default true: whether the schema may be asked for. Turned off, errors suggest no names either. */
  readonly introspection: boolean;
  /** `GRAPHIQL`, default true: whether the explorer is served at `/`. */
  readonly graphiql: boolean;
  /** `RATE_LIMIT`: requests a minute for each caller. Default off. */
  readonly rateLimit: number | undefined;
  /** `COST_LIMIT`, default 5,000 estimated upstream calls for one operation. */
  readonly costLimit: number;
  /** The files that secrets came from (`*_FILE`), to be read again while running. */
  readonly secretFiles: readonly SecretFile[];
}

/** Docbyte Vault: `DOCBYTE_*`. */
export interface DocbyteConfig {
  readonly baseUrl: string;
  /** Undefined when the caller's token is forwarded (`DOCBYTE_AUTH=forward`). */
  readonly credentials: ClientCredentials | undefined;
  /** `DOCBYTE_STORAGE_ORIGINS`; undefined: public https and the source's own origin. */
  readonly storageOrigins: readonly string[] | undefined;
}

/** OAuth client credentials against an explicit token endpoint. */
export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope: string | undefined;
}

/** DPS: `DPS_*`. */
export interface DpsConfig {
  /** Default `https://api.nb.no/dps-submission` (nb-dps.md §1). */
  readonly baseUrl: string;
  readonly credentials: ClientCredentials;
  /** `DPS_WEBHOOK_SECRETS`: ring, any one may have signed; `whsec_` form or plain. */
  readonly webhookSecrets: Secret<readonly string[]>;
  readonly storageOrigins: readonly string[] | undefined;
  /** `DPS_LIST_SUBMISSIONS`, default false: whether the unpublished list of submissions may be called (§5.4). */
  readonly listsSubmissions: boolean;
  /** `DPS_EVENT_SHAPE`: preservation events are sent `nested` as documented (default), or `flat` as a producer in production sends them (§5.6). */
  readonly eventShape: 'nested' | 'flat';
}

/** DVIDS: `DVIDS_*`. */
export interface DvidsConfig {
  /** Default `https://submitapi.dvidshub.net` (dvids-submission.md §1). */
  readonly baseUrl: string;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Undefined: `/oauth/dvids/callback` below the public address. */
  readonly redirectUri: string | undefined;
  /** `DVIDS_PKCE`, default false: whether logins use PKCE, of which DVIDS's pages do not speak (dvids-submission.md §2.2). */
  readonly pkce: boolean;
  /** `DVIDS_API_KEY`: sent to the token endpoint as `api_key`, which one page of DVIDS lists and its guide does not (§2.3). Default: not sent. */
  readonly apiKey: string | undefined;
  readonly storageOrigins: readonly string[] | undefined;
}

/** The OIDC issuer whose JWTs callers must bear. */
export interface AuthConfig {
  readonly issuer: string;
  readonly audience: string;
  /** `AUTH_ROLES_CLAIM`, default `roles`: where in the token the roles are; dots lead into objects (`realm_access.roles`). */
  readonly rolesClaim: string;
}

/** Thrown by `readConfig`: all faults at once, each with its variable's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`These settings are not right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** Reads all settings. Throws `ConfigError` with every fault. */
export function readConfig(env: Environment = process.env): Config {
  const read = new SettingsReader(env);
  const docbyte = readDocbyte(read);
  const dps = readDps(read);
  const dvids = readDvids(read);
  const upstreams = [docbyte, dps, dvids].some((source) => source !== undefined);
  const sandbox = read.flag('SANDBOX') ?? (!upstreams && env['NODE_ENV'] !== 'production');
  if (sandbox && upstreams) read.fault('SANDBOX', 'the sandbox does not go with the settings of an upstream: take one or the other away');
  const host = read.text('HOST') ?? '127.0.0.1';
  const auth = readAuth(read);
  const allowOpen = read.flag('ALLOW_OPEN');
  if (!auth && !isLoopback(host) && !allowOpen) {
    read.fault('HOST', 'without AUTH_ISSUER anybody who reaches this address may do everything: listen on 127.0.0.1, set AUTH_ISSUER, or say ALLOW_OPEN=true');
  }
  const databaseUrl = readDatabaseUrl(read);
  const encryptionKeys = read.secretList('ENCRYPTION_KEYS', checkKeys);
  if (encryptionKeys().length === 0 && databaseUrl.startsWith('postgres')) read.fault('ENCRYPTION_KEYS', 'is needed with PostgreSQL: replicas share the keys');
  const config: Config = {
    host,
    port: read.integer('PORT', 0, 65_535) ?? 4000,
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, ''),
    logLevel: read.oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) ?? 'info',
    sandbox,
    docbyte,
    dps,
    dvids,
    dvidsConfirmLogin: read.flag('DVIDS_CONFIRM_LOGIN') ?? auth !== undefined,
    docbyteReadRoles: read.list('DOCBYTE_READ_ROLES'),
    linkArchiveIdField: read.text('LINK_ARCHIVE_ID_FIELD'),
    databaseUrl,
    cacheUrl: read.url('CACHE_URL', ['redis:', 'rediss:']),
    encryptionKeys,
    retentionDays: read.integer('RETENTION_DAYS', 1, 100_000) ?? 400,
    deliveryGraceMs: read.duration('DELIVERY_GRACE') ?? 10 * 60_000,
    drainWindowMs: read.duration('DRAIN_WINDOW') ?? 20_000,
    auth,
    corsOrigins: read.origins('CORS_ORIGINS') ?? [],
    trustedDocuments: read.text('TRUSTED_DOCUMENTS'),
    introspection: read.flag('INTROSPECTION') ?? true,
    graphiql: read.flag('GRAPHIQL') ?? true,
    rateLimit: read.integer('RATE_LIMIT', 1, 1_000_000),
    costLimit: read.integer('COST_LIMIT', 1, 1_000_000) ?? 5_000,
    secretFiles: read.secretFiles,
  };
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  return config;
}

function readDocbyte(read: SettingsReader): DocbyteConfig | undefined {
  const names = ['DOCBYTE_BASE_URL', 'DOCBYTE_TOKEN_URL', 'DOCBYTE_CLIENT_ID', 'DOCBYTE_CLIENT_SECRET', 'DOCBYTE_CLIENT_SECRET_FILE', 'DOCBYTE_SCOPE', 'DOCBYTE_AUTH', 'DOCBYTE_STORAGE_ORIGINS'];
  if (!read.any(names)) return undefined;
  const forward = read.oneOf('DOCBYTE_AUTH', ['client-credentials', 'forward']) === 'forward';
  return {
    baseUrl: read.upstreamUrl('DOCBYTE_BASE_URL'),
    credentials: forward
      ? undefined
      : {
          tokenUrl: read.upstreamUrl('DOCBYTE_TOKEN_URL'),
          clientId: read.required('DOCBYTE_CLIENT_ID'),
          clientSecret: read.secret('DOCBYTE_CLIENT_SECRET'),
          scope: read.text('DOCBYTE_SCOPE') ?? 'openid email profile',
        },
    storageOrigins: read.origins('DOCBYTE_STORAGE_ORIGINS'),
  };
}

function readDps(read: SettingsReader): DpsConfig | undefined {
  const names = [
    'DPS_BASE_URL', 'DPS_TOKEN_URL', 'DPS_CLIENT_ID', 'DPS_CLIENT_SECRET', 'DPS_CLIENT_SECRET_FILE', 'DPS_WEBHOOK_SECRETS', 'DPS_WEBHOOK_SECRETS_FILE',
    'DPS_STORAGE_ORIGINS', 'DPS_LIST_SUBMISSIONS', 'DPS_EVENT_SHAPE',
  ];
  if (!read.any(names)) return undefined;
  return {
    baseUrl: read.upstreamUrl('DPS_BASE_URL', 'https://api.nb.no/dps-submission'),
    credentials: {
      tokenUrl: read.upstreamUrl('DPS_TOKEN_URL', 'https://www.nb.no/authn/realms/dps/protocol/openid-connect/token'),
      clientId: read.required('DPS_CLIENT_ID'),
      clientSecret: read.secret('DPS_CLIENT_SECRET'),
      scope: undefined,
    },
    webhookSecrets: read.secretList('DPS_WEBHOOK_SECRETS', checkWebhookSecrets),
    storageOrigins: read.origins('DPS_STORAGE_ORIGINS'),
    listsSubmissions: read.flag('DPS_LIST_SUBMISSIONS') ?? false,
    eventShape: read.oneOf('DPS_EVENT_SHAPE', ['nested', 'flat']) === 'flat' ? 'flat' : 'nested',
  };
}

function readDvids(read: SettingsReader): DvidsConfig | undefined {
  const names = [
    'DVIDS_BASE_URL', 'DVIDS_AUTHORIZE_URL', 'DVIDS_TOKEN_URL', 'DVIDS_CLIENT_ID', 'DVIDS_CLIENT_SECRET', 'DVIDS_CLIENT_SECRET_FILE', 'DVIDS_REDIRECT_URI',
    'DVIDS_PKCE', 'DVIDS_API_KEY', 'DVIDS_STORAGE_ORIGINS',
  ];
  if (!read.any(names)) return undefined;
  return {
    baseUrl: read.upstreamUrl('DVIDS_BASE_URL', 'https://submitapi.dvidshub.net'),
    authorizeUrl: read.upstreamUrl('DVIDS_AUTHORIZE_URL', 'https://api.dvidshub.net/auth/authorize'),
    tokenUrl: read.upstreamUrl('DVIDS_TOKEN_URL', 'https://api.dvidshub.net/auth/access_token'),
    clientId: read.required('DVIDS_CLIENT_ID'),
    clientSecret: read.secret('DVIDS_CLIENT_SECRET'),
    redirectUri: read.url('DVIDS_REDIRECT_URI', ['http:', 'https:']),
    pkce: read.flag('DVIDS_PKCE') ?? false,
    apiKey: read.text('DVIDS_API_KEY'),
    storageOrigins: read.origins('DVIDS_STORAGE_ORIGINS'),
  };
}

function readAuth(read: SettingsReader): AuthConfig | undefined {
  if (!read.any(['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_ROLES_CLAIM'])) return undefined;
  return {
    issuer: read.upstreamUrl('AUTH_ISSUER'),
    audience: read.required('AUTH_AUDIENCE'),
    rolesClaim: read.text('AUTH_ROLES_CLAIM') ?? 'roles',
  };
}

function readDatabaseUrl(read: SettingsReader): string {
  const url = read.text('DATABASE_URL') ?? 'sqlite:.fonds/ledger.db';
  if (!/^sqlite:.+|^postgres(ql)?:\/\/.+/.test(url)) read.fault('DATABASE_URL', 'must be `sqlite:PATH` or `postgres://…`');
  return url;
}

/** Throws for a secret in the form `whsec_…` that is none: every webhook would be refused for it. */
function checkWebhookSecrets(ring: readonly string[]): void {
  const broken = ring.some((secret) => secret.startsWith('whsec_') && !/^whsec_[\w+/-]{2,}={0,2}$/.test(secret));
  if (broken) throw new Error('after `whsec_` there must be base64');
}

/** Throws for a ring that cannot be used in the place of the one `before`: the wrong file would make all that was sealed unreadable. */
function checkKeys(ring: readonly string[], before: readonly string[] | undefined): void {
  if (ring.some((key) => Buffer.from(key, 'base64').length !== 32)) throw new Error('every key must be 32 bytes in base64');
  if (before?.[0] !== undefined && !ring.includes(before[0])) throw new Error('must keep the key that was first so far: put a new one before it');
}
