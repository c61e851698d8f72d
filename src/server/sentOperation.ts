import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { SentOperation, TrustedDocuments } from './trustedDocuments.ts';

/** An operation over HTTP, as its body or its address says it. */
export interface SentRequest {
  readonly method: string;
  /** The parsed body of a POST; undefined where it does not say that it is JSON. */
  readonly body: unknown;
  /** What follows the path of the address, with its question mark. */
  readonly search: string;
}

/** Throws at what is no UTF-8; drops a byte order mark. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What `parseBody` gives for a body that is not what it says. */
export const malformed = Symbol('malformed');

/** A body: parsed where it says that it is JSON, undefined otherwise. */
export function parseBody(request: IncomingMessage, body: Buffer): unknown {
  if (!/^application\/(json|[\w.+-]+\+json)\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return malformed;
  }
}

/** What follows the path of an address. */
export function searchOf(url: string | undefined): string {
  const start = url?.indexOf('?') ?? -1;
  return url && start >= 0 ? url.slice(start) : '';
}

/** The text of the document that was sent; undefined where none was, or in a form that is refused later. */
export function textOf(sent: SentRequest): string | undefined {
  const { query } = operationIn(sent);
  return typeof query === 'string' && query !== '' ? query : undefined;
}

/** The request with the trusted document that it means, or why there is none. Batches are left as they are, to be refused later. */
export function trustedRequest(sent: SentRequest, trusted: TrustedDocuments): SentRequest | GraphQLError {
  if (Array.isArray(sent.body)) return sent;
  const text = trusted.find(operationIn(sent));
  if (text instanceof GraphQLError) return text;
  if (sent.method !== 'GET') {
    // Without the hash, by which Apollo Server would look for a document of its own.
    const { extensions: _, ...rest } = isObject(sent.body) ? sent.body : {};
    return { ...sent, body: { ...rest, query: text } };
  }
  const search = new URLSearchParams(sent.search);
  for (const name of ['extensions', 'documentId', 'id']) search.delete(name);
  search.set('query', text);
  return { ...sent, search: `?${search.toString()}` };
}

function operationIn({ method, body, search }: SentRequest): SentOperation {
  if (method !== 'GET') return isObject(body) ? body : {};
  const { query, documentId, id, extensions } = Object.fromEntries(new URLSearchParams(search));
  return { query, documentId, id, extensions: parsed(extensions) };
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
