import { createLocalJWKSet, type JSONWebKeySet, type LocalJWKSet } from 'jose';
import { Agent, request } from 'undici';
import { isLoopback } from '../domain/address.ts';
import { Failure } from '../domain/failure.ts';

/** What tokens of an issuer are checked against. */
export interface IssuerKeys {
  /** What `iss` must say, letter by letter: as the discovery document has it. */
  readonly issuer: string;
  /** Finds the key of a token by its header. */
  readonly find: LocalJWKSet;
}

/** The signing keys of an OIDC issuer, kept up to date. */
export interface Issuer {
  /**
   * The keys as they are known; fetched first where none are yet, and renewed behind the answer when they are old: an issuer
   * that is gone for a while keeps nobody out. Rejects with `issuerUnavailable`.
   */
  keys(): Promise<IssuerKeys>;
  /**
   * Other keys than these, since a token names one that is not among them; the same when there are none, or it is too soon to ask
   * again. Rejects with `issuerUnavailable` while the issuer does not answer: it may have other keys by now.
   */
  newer(than: IssuerKeys): Promise<IssuerKeys>;
  close(): Promise<void>;
}

export interface IssuerOptions {
  /** `AUTH_ISSUER`, without a slash at the end. */
  readonly issuer: string;
  readonly now?: () => number;
  /** After so long keys are renewed. Default 10 min. */
  readonly freshMs?: number;
  /** The issuer is asked at most once in so long, however many tokens name unknown keys; after 1 s already while no key is known. Default 10 s. */
  readonly restMs?: number;
  /** For each of the two documents. Default 5 s. */
  readonly timeoutMs?: number;
  /** Told of every attempt that failed. */
  readonly onFailure?: (error: Error) => void;
}

/** No such document is longer. */
const maxDocumentBytes = 1024 * 1024;

/** Asks nobody before it is first needed. */
export function createIssuer(options: IssuerOptions): Issuer {
  const { issuer, now = Date.now, freshMs = 600_000, restMs = 10_000, timeoutMs = 5_000, onFailure = () => {} } = options;
  const agent = new Agent({ connections: 1, maxResponseSize: maxDocumentBytes, connect: { timeout: timeoutMs } });
  let known: IssuerKeys | undefined;
  let fetchedAt = -Infinity;
  let askedAt = -Infinity;
  let asking: Promise<void> | undefined;
  let answers = true;

  /** Asks the issuer, unless somebody does already or did a moment ago. Never rejects. */
  function ask(): Promise<void> {
    if (!asking && now() - askedAt >= (known ? restMs : Math.min(restMs, 1_000))) {
      askedAt = now();
      asking = renew();
    }
    return asking ?? Promise.resolve();
  }

  async function renew(): Promise<void> {
    try {
      known = await fetchKeys();
      fetchedAt = now();
      answers = true;
    } catch (error) {
      answers = false;
      onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      asking = undefined;
    }
  }

  async function fetchKeys(): Promise<IssuerKeys> {
    const discovery = await fetchDocument(`${issuer}/.well-known/openid-configuration`);
    const { issuer: name, jwks_uri: address } = discovery;
    if (typeof name !== 'string' || name.replace(/\/+$/, '') !== issuer) throw new Error('the discovery document is of another issuer');
    if (typeof address !== 'string' || !isSafe(address)) throw new Error('the discovery document names no https address for the keys');
    const keys = await fetchDocument(address);
    if (!isKeySet(keys)) throw new Error('the keys are no JSON Web Key Set');
    return { issuer: name, find: createLocalJWKSet(keys) };
  }

  async function fetchDocument(address: string): Promise<Record<string, unknown>> {
    const { statusCode, body } = await request(address, { dispatcher: agent, headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeoutMs) });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${new URL(address).pathname} answered ${statusCode}`);
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || Array.isArray(document)) throw new Error(`${new URL(address).pathname} is no JSON object`);
    return { ...document };
  }

  return {
    async keys() {
      if (known && now() - fetchedAt >= freshMs) void ask();
      if (!known) await ask();
      if (!known) throw unavailable();
      return known;
    },
    async newer(than) {
      if (known === than) await ask();
      if (known === than && !answers) throw unavailable();
      return known ?? than;
    },
    close: () => agent.destroy(),
  };
}

function unavailable(): Failure {
  return new Failure({ kind: 'issuerUnavailable', message: 'Tokens cannot be checked at the moment: their issuer gives no keys.' });
}

/** The keys themselves are looked at when a token names one. */
function isKeySet(document: object): document is JSONWebKeySet {
  return 'keys' in document && Array.isArray(document.keys);
}

/** Keys over plain http are anybody's, but for this machine. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
