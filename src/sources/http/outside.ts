import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { Failure } from '../../domain/failure.ts';
import type { SourceName } from '../../domain/source.ts';
import { type AddressRule, addressTrust, publicLookup } from './addresses.ts';
import { failureOf } from './answer.ts';
import { decodeError } from './errors.ts';
import { exchange, type ResponseHeaders, TransportError } from './exchange.ts';
import { readText } from './json.ts';
import { Cancelled, Stop } from './stop.ts';

/** How addresses that one source hands out are followed. */
export interface OutsideClientOptions {
  readonly source: SourceName;
  readonly rule: AddressRule;
  /** Default 10,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** A transfer may take as long as it likes, but storage may not pause for longer than this. Default 60,000. A body that pauses is its sender's matter. */
  readonly idleTimeoutMs?: number | undefined;
  /** Resolves host names; the system's resolver by default. */
  readonly lookup?: LookupFunction | undefined;
}

/** Bytes on their way to storage. */
export interface OutsidePut {
  /** As the source handed it out; a secret. */
  readonly url: string;
  readonly body: Readable | Uint8Array;
  /** Always sent: storage refuses chunked bodies (dvids-submission.md §5.2), and checked against what the body gives. */
  readonly contentLength: number;
  readonly contentType?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What storage says to a PUT. */
export interface OutsideStored {
  readonly status: number;
  /** As it came, with its quotes; null when there was none. */
  readonly etag: string | null;
}

/** Bytes to be fetched from storage. */
export interface OutsideGet {
  readonly url: string;
  /** `Range`, as `bytes=100-`. */
  readonly range?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes on their way from storage. */
export interface OutsideContent {
  /** 200, or 206 to a range. */
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** From `Content-Length`; null when storage does not say. */
  readonly contentLength: number | null;
  /** Must be read to its end or destroyed; fails with what broke the connection. */
  readonly body: Readable;
}

/**
 * Streams to and from addresses that a source hands out: with flat memory, without any token of ours, without following
 * redirects, and only where the rule allows. Both calls reject with a `Failure`: `upstreamUnreadable` for an address that is
 * not allowed, `upstreamStatus` for what storage refuses (S3's XML read), `upstreamNetwork`, `upstreamTimeout`; `put` also
 * with `badInput` for a body of another length than announced, and with the body's own error. No message holds the address.
 */
export interface OutsideClient {
  put(request: OutsidePut): Promise<OutsideStored>;
  get(request: OutsideGet): Promise<OutsideContent>;
  close(): Promise<void>;
}

/** Longer than anything that storage answers to a PUT, or says about an error. */
const maxAnswerBytes = 256 * 1024;

/** One per source, for as long as the gateway runs. */
export function createOutsideClient(options: OutsideClientOptions): OutsideClient {
  const { source, rule, connectTimeoutMs = 10_000, idleTimeoutMs = 60_000 } = options;
  const agent = (lookup: LookupFunction | undefined) =>
    new Agent({
      headersTimeout: idleTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      connect: { timeout: connectTimeoutMs, ...(lookup && { lookup }) },
    });
  const agents = { named: agent(options.lookup), public: agent(publicLookup(options.lookup)) };

  /** The way to an address, or a failure that names its host at most. */
  function wayTo(address: string): { dispatcher: Dispatcher; origin: string; path: string } {
    const trust = addressTrust(address, rule);
    if (!trust) throw notAllowed(URL.canParse(address) ? `at ${new URL(address).host}` : 'that is none');
    const { origin, pathname, search } = new URL(address);
    return { dispatcher: agents[trust], origin, path: pathname + search };
  }

  function notAllowed(where: string): Failure {
    const message = `it handed out an address ${where}, which ${source}_STORAGE_ORIGINS does not allow`;
    return new Failure({ kind: 'upstreamUnreadable', source, status: 200, message });
  }

  function failure(error: Error): Error {
    if (!(error instanceof TransportError)) return failureOf(source, error);
    switch (error.code) {
      case 'ADDRESS_NOT_PUBLIC':
        return notAllowed('off the public internet');
      case 'UND_ERR_CONNECT_TIMEOUT':
        return new Failure({ kind: 'upstreamTimeout', source, timeoutMs: connectTimeoutMs });
      case 'UND_ERR_HEADERS_TIMEOUT':
      case 'UND_ERR_BODY_TIMEOUT':
        return new Failure({ kind: 'upstreamTimeout', source, timeoutMs: idleTimeoutMs });
      case lengthMismatch:
        return wrongLength();
      default:
        return failureOf(source, error);
    }
  }

  async function put(request: OutsidePut): Promise<OutsideStored> {
    const { body, contentLength, contentType, signal } = request;
    signal?.throwIfAborted();
    if (!(body instanceof Uint8Array) && body.destroyed) throw body.errored ?? wrongLength();
    const { dispatcher, origin, path } = wayTo(request.url);
    const headers = ['content-length', String(contentLength), 'content-type', contentType ?? 'application/octet-stream'];
    const stop = new Stop();
    const onAbort = () => stop.now(new Cancelled('the caller left'));
    signal?.addEventListener('abort', onAbort, { once: true });
    if (!(body instanceof Uint8Array)) stopWhenBroken(body, stop);
    const raw = await exchange(dispatcher, { origin, path, method: 'PUT', headers, body }, maxAnswerBytes, stop);
    signal?.removeEventListener('abort', onAbort);
    if (raw instanceof Error) {
      if (!(body instanceof Uint8Array)) body.destroy();
      if (raw instanceof Cancelled) throw signal?.reason;
      throw raw instanceof BrokenBody ? raw.error : failure(raw);
    }
    if (raw.status < 200 || raw.status > 299) throw refusal(raw.status, raw.headers, raw.body);
    const { etag } = raw.headers;
    return { status: raw.status, etag: typeof etag === 'string' ? etag : null };
  }

  async function get({ url, range, signal }: OutsideGet): Promise<OutsideContent> {
    signal?.throwIfAborted();
    const { dispatcher, origin, path } = wayTo(url);
    const headers = range === undefined ? [] : ['range', range];
    const { statusCode, headers: told, body } = await new Promise<Dispatcher.ResponseData>((resolve, reject) => {
      dispatcher.request({ origin, path, method: 'GET', headers, signal }, (error, data) => {
        if (!error) resolve(data);
        else reject(signal?.aborted ? signal.reason : failure(new TransportError(error)));
      });
    });
    // Whoever reads the body hears of its errors; destroying it unread is an error too, which nobody may be listening for.
    body.on('error', () => {});
    if (statusCode < 200 || statusCode > 299) throw refusal(statusCode, told, await beginningOf(body));
    const length = Number(told['content-length']);
    return { status: statusCode, headers: told, contentLength: Number.isSafeInteger(length) ? length : null, body };
  }

  function refusal(status: number, headers: ResponseHeaders, body: Buffer): Failure {
    return new Failure(decodeError(source, { status, headers, text: readText(body, headers), nowMs: Date.now() }));
  }

  return {
    put,
    get,
    close: async () => {
      await Promise.all([agents.named.destroy(), agents.public.destroy()]);
    },
  };
}

const lengthMismatch = 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH';

function wrongLength(): Failure {
  return new Failure({ kind: 'badInput', message: 'The content is not as long as announced.' });
}

/** The stream that was to be sent failed of itself; not the connection. */
class BrokenBody extends Error {
  readonly error: Error;

  constructor(error: Error) {
    super('the body broke off');
    this.error = error;
  }
}

/** Once the connection has failed, undici fails the stream as well; the stop then comes too late to count. */
function stopWhenBroken(body: Readable, stop: Stop): void {
  body.on('error', (error: Error & { code?: unknown }) => stop.now(new BrokenBody(error.code === lengthMismatch ? wrongLength() : error)));
  body.on('close', () => body.readableEnded || stop.now(new BrokenBody(wrongLength())));
}

/** As much of a body as an error needs; the rest is not read. */
async function beginningOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxAnswerBytes) break;
    }
  } catch {
    // What came before it broke off says enough.
  }
  return Buffer.concat(chunks);
}
