import { readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import { createCallers } from './auth/callers.ts';
import { ConfigError, type Config } from './config.ts';
import type { Keyring } from './ledger/keyring.ts';
import { watchFiles } from './secretFiles.ts';
import { createEstimate } from './server/costLimit.ts';
import type { Gate } from './server/gate.ts';
import type { Log } from './server/log.ts';
import { createDocuments } from './server/operations.ts';
import { createRateLimit } from './server/rateLimit.ts';
import { createTrustedDocuments, type TrustedDocuments } from './server/trustedDocuments.ts';

/** The gate that operations pass, and the files behind it. */
export interface Admission extends Gate {
  close(): Promise<void>;
}

/** Builds the gate from the settings. Throws a `ConfigError` where `TRUSTED_DOCUMENTS` cannot be used. */
export function createAdmission(config: Config, schema: GraphQLSchema, log: Log): Admission {
  const trusted = config.trustedDocuments === undefined ? undefined : openTrustedDocuments(config.trustedDocuments);
  const callers = createCallers(config.auth, (error) => log.warn({ err: error }, 'the issuer of tokens gives no keys'));
  const rateLimit = createRateLimit({ perMinute: config.rateLimit, cacheUrl: config.cacheUrl, issuer: config.auth?.issuer });
  return {
    authenticate: callers.authenticate,
    rateLimit,
    trusted,
    documents: createDocuments(schema, { introspection: config.introspection }),
    estimate: createEstimate(schema, config.costLimit),
    close: async () => {
      await Promise.all([callers.close(), rateLimit.close()]);
    },
  };
}

/**
 * Watches the files behind settings, so that what they hold now is used without a restart: secrets, keys, trusted documents.
 * Sockets stay open, and what was sealed or signed with an earlier key of the ring stays readable.
 */
export function watchSettings(config: Config, trusted: TrustedDocuments | undefined, keyring: Keyring, log: Log): { stop(): Promise<void> } {
  const { trustedDocuments, secretFiles } = config;
  const manifest = trusted && trustedDocuments !== undefined ? [{ name: 'TRUSTED_DOCUMENTS', path: trustedDocuments, take: (text: string) => trusted.replace(text) }] : [];
  return watchFiles([...secretFiles, ...manifest], {
    onTaken: (name) => {
      log.info({ setting: name }, 'a setting was read again from its file');
      if (name === 'ENCRYPTION_KEYS_FILE') keyring.replace(config.encryptionKeys());
    },
    onFault: (name, fault) => log.error({ setting: name, fault }, 'a setting could not be read again; what it held stays in use'),
  });
}

function openTrustedDocuments(path: string): TrustedDocuments {
  try {
    return createTrustedDocuments(readFileSync(path, 'utf8'));
  } catch (error) {
    const fault = error instanceof Error && !('code' in error) ? error.message : 'cannot be read';
    throw new ConfigError([`TRUSTED_DOCUMENTS: ${fault}`]);
  }
}
