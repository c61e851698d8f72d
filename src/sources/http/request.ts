import { LRUCache } from 'lru-cache';
import { Failure } from '../../domain/failure.ts';
import type { Caller } from './authorize.ts';
import type { ResponseHeaders } from './exchange.ts';

/** Status and headers (names in lower case) that came with a body. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: ResponseHeaders;
}

/** One call to an upstream. */
export interface UpstreamRequest<T> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The endpoint without ids, as `/aip/{packageId}`: what metrics and logs name. */
  readonly route: string;
  /** Begins with a slash, its segments encoded. An empty or dot segment, which no id can be, is `notFound`. */
  readonly path: string;
  /** Encoded here; undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Further headers, names in lower case; they count when calls are compared for sharing. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Type of the body. Default `application/json`. */
  readonly contentType?: string | undefined;
  /** On whose behalf. */
  readonly as?: Caller | undefined;
  /** Whether a repeat does no harm. Default true for GET, HEAD, PUT and DELETE. */
  readonly idempotent?: boolean | undefined;
  /**
   * Reads what a success carries; whatever it throws that is no `Failure` makes the call `upstreamUnreadable`. The body
   * is parsed JSON (integers beyond 2^53 are strings of digits), or undefined when there was none. It may be shared: do not change it.
   */
  readonly parse: (body: unknown, response: ResponseHead) => T;
  /** Whether the call may be shared with like ones under way. Default true for GET and HEAD. */
  readonly share?: boolean | undefined;
  /** Lets the caller leave: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What goes over the wire, but for the token. */
export interface Target {
  /** Path with the base's path before it and the query behind it. */
  readonly path: string;
  readonly headers: HeaderSet;
}

/** Headers of requests, made once for the many calls that send the same. */
export class HeaderSet {
  /** Those of the request alone, to compare by. */
  readonly own: string;
  readonly #text: string;
  #token: string | undefined;
  #withToken = '';

  /**
   * `base`: the lines that go with every request. `own`: names and values in turn. Throws a TypeError (`ERR_INVALID_CHAR`) for what
   * no header may hold: it would begin another one.
   */
  constructor(base: string, own: readonly string[]) {
    this.own = linesOf(own);
    this.#text = checked(base + this.own);
  }

  /** Their lines with that of the token. Throws as the constructor does. */
  bearing(token: string): string {
    if (token !== this.#token) {
      this.#withToken = this.#text + lineOf(token);
      this.#token = token;
    }
    return this.#withToken;
  }
}

/** Lines of tokens: with those of callers passed on, calls of many are under way at a time. */
const tokenLines = new LRUCache<string, string>({ max: 1_000 });

function lineOf(token: string): string {
  let line = tokenLines.get(token);
  if (line === undefined) tokenLines.set(token, (line = checked(`authorization: Bearer ${token}\r\n`)));
  return line;
}

function checked(lines: string): string {
  if (/^(?:[!#$%&'*+.^_`|~\w-]+: [\t\x20-\x7e\x80-\xff]*\r\n)*$/.test(lines)) return lines;
  throw Object.assign(new TypeError('A header holds what no header may.'), { code: 'ERR_INVALID_CHAR' });
}

function linesOf(list: readonly string[]): string {
  let lines = '';
  for (let index = 0; index < list.length; index += 2) lines += `${list[index]}: ${list[index + 1]}\r\n`;
  return lines;
}

/** Makes targets. `basePath` ends without a slash; `baseHeaders` go with every request. Throws `notFound` for a path that no id can give. */
export function createTargets(basePath: string, baseHeaders: readonly string[]): (request: UpstreamRequest<unknown>) => Target {
  // Endpoint tables name their headers by the same objects over and over.
  const known = new WeakMap<object, HeaderSet>();
  const base = linesOf(baseHeaders);
  const plain = new HeaderSet(base, []);
  const headersOf = ({ headers, body, contentType = 'application/json', method }: UpstreamRequest<unknown>): HeaderSet => {
    if (body !== undefined) return new HeaderSet(base, [...flat(headers), 'content-type', contentType, 'content-length', String(Buffer.byteLength(body))]);
    // A server may wait for a body where nothing says that there is none.
    if (method === 'POST' || method === 'PUT' || method === 'PATCH') return new HeaderSet(base, [...flat(headers), 'content-length', '0']);
    if (!headers) return plain;
    let set = known.get(headers);
    if (!set) known.set(headers, (set = new HeaderSet(base, flat(headers))));
    return set;
  };
  return (request) => {
    // An id such as ".." would otherwise name another resource once a server tidies the path.
    if (/\/\.{0,2}(?:\/|$)/.test(request.path)) throw new Failure({ kind: 'notFound', message: 'No id is empty or made of dots.' });
    const path = basePath + request.path + queryOf(request.query);
    if (/[^\x21-\x7e]/.test(path)) throw Object.assign(new TypeError('A path holds what no path may: its segments are to be encoded.'), { code: 'ERR_INVALID_CHAR' });
    return { path, headers: headersOf(request) };
  };
}

function flat(headers: UpstreamRequest<unknown>['headers']): string[] {
  return Object.entries(headers ?? {}).flat();
}

/** What makes two reads the same. The identity's length keeps one that looks like the rest of a key from passing for another. */
export function sharingKey(identity: string, request: UpstreamRequest<unknown>, target: Target): string {
  return `${identity.length} ${identity} ${request.method} ${target.path}\n${target.headers.own}`;
}

function queryOf(query: UpstreamRequest<unknown>['query']): string {
  let text = '';
  for (const name in query) {
    const value = query[name];
    if (value !== undefined) text += `${text === '' ? '?' : '&'}${encode(name)}=${encode(String(value))}`;
  }
  return text;
}

/** Half a surrogate pair, which encodeURIComponent would throw at, becomes the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
