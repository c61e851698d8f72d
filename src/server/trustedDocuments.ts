import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';

/** An operation as it was sent, before anything of it is believed. */
export interface SentOperation {
  readonly query?: unknown;
  readonly extensions?: unknown;
  /** Relay's and the persisted documents draft's name for the hash. */
  readonly documentId?: unknown;
  readonly id?: unknown;
}

/** The documents that may run, and no others. */
export interface TrustedDocuments {
  /** The text of the document that is meant, by its hash or its own text; or why there is none. */
  find(sent: SentOperation): string | GraphQLError;
  /** How many there are. */
  readonly size: number;
  /** Takes another manifest from now on. Throws, and keeps the old one, when it is none. */
  replace(manifest: string): void;
}

/** The documents of a manifest. Throws when it is none. */
export function createTrustedDocuments(manifest: string): TrustedDocuments {
  let byHash = readManifest(manifest);
  let texts = new Set(byHash.values());
  return {
    find(sent) {
      const { query } = sent;
      // Clients that print their documents send them with a hash of their own: what counts is the text.
      if (typeof query === 'string' && query !== '') return texts.has(query) ? query : untrusted();
      const hash = hashOf(sent);
      return (hash === undefined ? undefined : byHash.get(hash)) ?? notFound();
    },
    get size() {
      return byHash.size;
    },
    replace(next) {
      byHash = readManifest(next);
      texts = new Set(byHash.values());
    },
  };
}

/**
 * Reads a manifest: an object of hash to document (GraphQL Code Generator, Relay, urql), or Apollo's
 * `{format, operations: [{id, body}]}`. Hashes may begin with `sha256:`. Throws for everything else.
 */
export function readManifest(text: string): ReadonlyMap<string, string> {
  const manifest = parsed(text);
  const pairs = Array.isArray(manifest['operations'])
    ? manifest['operations'].map((operation: unknown) => (isObject(operation) ? [operation['id'], operation['body']] : []))
    : Object.entries(manifest);
  const documents = new Map<string, string>();
  for (const [hash, document] of pairs) {
    if (typeof hash !== 'string' || typeof document !== 'string') throw new Error('must be a manifest: an object of hash to document, or of operations with id and body');
    documents.set(withoutScheme(hash), document);
  }
  if (documents.size === 0) throw new Error('holds no document: nothing could run');
  return documents;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const manifest: unknown = JSON.parse(text);
    if (isObject(manifest)) return manifest;
  } catch {
    // Told below, without a piece of the file.
  }
  throw new Error('must be a JSON object');
}

function hashOf({ extensions, documentId, id }: SentOperation): string | undefined {
  const persisted = isObject(extensions) && isObject(extensions['persistedQuery']) ? extensions['persistedQuery']['sha256Hash'] : undefined;
  const hash = [persisted, documentId, id].find((each) => typeof each === 'string');
  return typeof hash === 'string' ? withoutScheme(hash) : undefined;
}

function withoutScheme(hash: string): string {
  return hash.replace(/^sha256:/, '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notFound(): GraphQLError {
  return new GraphQLError('There is no trusted document of that hash.', { extensions: { code: ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND, retryable: false } });
}

function untrusted(): GraphQLError {
  return new GraphQLError('This gateway runs trusted documents only, and this is none of them.', { extensions: { code: 'FORBIDDEN', retryable: false } });
}
