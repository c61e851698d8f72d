import { hash } from 'node:crypto';
import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../resolvers/context.ts';
import { documentLimit, maxTokens, textLimit } from './limits.ts';

/** Documents of both transports, and running operations outside Apollo Server: what arrives over WebSocket. */

/** An operation that may run. */
export type Operation = ExecutionArgs & { readonly contextValue: Context };

/** Reads documents within the limits of their size, parses and validates them, and remembers those that are valid. */
export interface Documents {
  /** Gives the document, or the errors that speak against it. */
  read(query: string): DocumentNode | readonly GraphQLError[];
  /** A valid document by the SHA-256 of its text (hexadecimal); undefined when it is not remembered. */
  byHash(sha256: string): DocumentNode | undefined;
  /** Whether errors keep the names of the schema to themselves. */
  readonly hideSuggestions: boolean;
}

export interface DocumentOptions {
  /** `INTROSPECTION`: without it errors suggest no names either. Default true. */
  readonly introspection?: boolean;
}

/** How many documents are remembered, and the characters of all of them: a document takes about a hundred times its text. */
const most = { max: 1_000, maxSize: 2 * 1024 * 1024, maxEntrySize: 128 * 1024 };

/** Documents of one schema. */
export function createDocuments(schema: GraphQLSchema, { introspection = true }: DocumentOptions = {}): Documents {
  const valid = new LRUCache<string, DocumentNode>(most);
  /** Texts are looked up faster than they are digested. */
  const hashes = new LRUCache<string, string>(most);
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  return {
    read(query) {
      const sha256 = hashes.get(query) ?? hash('sha256', query);
      const known = valid.get(sha256);
      if (known) return known;
      const document = parsed(query);
      if (document instanceof GraphQLError) return [withCode(document, 'GRAPHQL_PARSE_FAILED')];
      const limit = documentLimit(document);
      const errors = limit ? [limit] : validate(schema, document, rules, { hideSuggestions: !introspection });
      if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
      valid.set(sha256, document, { size: query.length });
      hashes.set(query, sha256, { size: query.length });
      return document;
    },
    byHash: (sha256) => valid.get(sha256),
    hideSuggestions: !introspection,
  };
}

function parsed(query: string): DocumentNode | GraphQLError {
  const limit = textLimit(query);
  if (limit) return limit;
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Whatever was thrown, as an error of an operation. */
export function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('The subscription failed.', { originalError: error instanceof Error ? error : new Error(String(error)) });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null, extensions: { code } });
}
