import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a route answers. A `Readable` body is streamed; give its length as a `content-length` header when it is known. */
export type Answer = {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array | Readable;
};

/** Thrown anywhere inside a route to answer at once. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`answered ${answer.status}`);
    this.answer = answer;
  }
}

/** A JSON answer. A `bigint` anywhere inside is written as its digits, without loss. */
export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: toJson(value),
});

/** The answer without a body. */
export const empty = (status: number, headers: Record<string, string> = {}): Answer => ({ status, headers });

declare global {
  interface JSON {
    /** Node 22 and later have it, TypeScript's library not yet: text that `stringify` writes as it is. */
    rawJSON: (text: string) => unknown;
  }
}

/** JSON text in which a `bigint` becomes a number of any size. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? JSON.rawJSON(each.toString()) : each)) ?? 'null';

/** A request as routes see it. */
export type Incoming = {
  method: string;
  /** The path as sent, still percent-encoded. */
  path: string;
  /** The `:name` parts of the route's path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** Repeated header lines arrive joined with `, `. */
  headers: IncomingHttpHeaders;
  /** For routes that stream; the others use `text`, `json` or `form`. */
  request: IncomingMessage;
  /** The whole body as text, at most `maxBytes` (default 4 MiB), else 413. */
  text: (maxBytes?: number) => Promise<string>;
  /** The body parsed as JSON; `undefined` when it is not JSON. */
  json: () => Promise<unknown>;
  /** The body as a submitted form. */
  form: () => Promise<URLSearchParams>;
};

const readText = async (request: IncomingMessage, maxBytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new Refusal(empty(413, { connection: 'close' }));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Wraps Node's request; `heard` is told the text of a body that a route read. */
export const incoming = (request: IncomingMessage, params: Record<string, string>, heard: (text: string) => void): Incoming => {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  let body: Promise<string> | undefined;
  const text = (maxBytes = 4 * 1024 * 1024): Promise<string> => {
    body ??= readText(request, maxBytes).then((read) => {
      heard(read);
      return read;
    });
    return body;
  };
  return {
    method: request.method ?? 'GET',
    path,
    params,
    query: new URLSearchParams(query),
    headers: request.headers,
    request,
    text,
    json: async () => parseJson(await text()),
    form: async () => new URLSearchParams(await text()),
  };
};

/** Sends an answer whole. */
export const send = async (response: ServerResponse, answer: Answer, headOnly = false): Promise<void> => {
  const body = answer.body ?? '';
  if (body instanceof Readable) {
    response.writeHead(answer.status, answer.headers ?? {});
    if (headOnly) {
      body.destroy();
      response.end();
    } else await pipeline(body, response);
    return;
  }
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const bodiless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, bodiless ? answer.headers : { 'content-length': String(bytes.length), ...answer.headers });
  response.end(headOnly || bodiless ? undefined : bytes);
};
