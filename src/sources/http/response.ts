import { BodyTooLarge, type RawResponse, type ResponseHeaders } from './exchange.ts';

/** Reading HTTP/1.1 responses off a connection (RFC 9112), strictly: what could be read in two ways is an error. */

/** The bytes are no HTTP response, or one that could be read in two ways. Its message quotes nothing of them. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code = 'INVALID_RESPONSE';
}

/** Longer heads, chunk lines and trailers are refused. */
const maxHeadBytes = 32 * 1024;
/** Bodies up to this are read into one piece of memory; of longer ones as much is taken as really comes. */
const maxPlannedBytes = 1024 * 1024;
/** So many interim responses (1xx) may come before the one that counts. */
const maxInterim = 16;

type Stage = 'head' | 'sized' | 'chunkLine' | 'chunk' | 'chunkEnd' | 'trailers' | 'untilClose' | 'done';

/** Reads the one response to one request. */
export class ResponseReader {
  readonly #method: string;
  readonly #maxBodyBytes: number;
  #stage: Stage = 'head';
  /** Bytes of a head, a chunk's line or the trailers that came in pieces. */
  #held: Buffer | undefined;
  #interim = 0;
  #head: Head | undefined;
  #body: Body | undefined;
  /** Bytes that this chunk, or this body, still lacks. */
  #lacking = 0;
  #hasSurplus = false;

  constructor(method: string, maxBodyBytes: number) {
    this.#method = method;
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** The whole response, once `take` or `end` said so. */
  get response(): RawResponse {
    if (!this.#head || !this.#body || this.#stage !== 'done') throw new Error('the response is not whole');
    return { status: this.#head.status, headers: this.#head.headers, body: this.#body.whole() };
  }

  /** Whether the connection may carry another request: it is kept open, and nothing came behind the response. */
  get keepsAlive(): boolean {
    return this.#stage === 'done' && !this.#hasSurplus && this.#head?.keepsAlive === true;
  }

  /** Takes in bytes, of which it keeps none. True when the response is whole. Throws `ProtocolError` and `BodyTooLarge`. */
  take(bytes: Buffer): boolean {
    let at = 0;
    while (at < bytes.length && this.#stage !== 'done') at = this.#step(bytes, at);
    // Whoever sends more than was asked for could answer the next request before it is made.
    if (at < bytes.length) this.#hasSurplus = true;
    return this.#stage === 'done';
  }

  /** The connection has ended. True when the response ended with it. */
  end(): boolean {
    if (this.#stage !== 'untilClose') return false;
    this.#stage = 'done';
    return true;
  }

  /** Reads from a place on, and gives where to go on. */
  #step(bytes: Buffer, at: number): number {
    switch (this.#stage) {
      case 'head':
        return this.#section(bytes, at, '\r\n\r\n', (text) => this.#begin(text));
      case 'sized':
      case 'chunk':
        return this.#data(bytes, at);
      case 'chunkLine':
        return this.#section(bytes, at, '\r\n', (line) => this.#chunk(line));
      case 'chunkEnd':
        return this.#section(bytes, at, '\r\n', (line) => {
          if (line !== '') throw new ProtocolError('a chunk is longer than it says');
          this.#stage = 'chunkLine';
        });
      case 'trailers':
        // They are of no use here, and end with an empty line.
        return this.#section(bytes, at, '\r\n', (line) => {
          if (line === '') this.#stage = 'done';
        });
      case 'untilClose':
        this.#body?.add(bytes, at, bytes.length);
        return bytes.length;
      case 'done':
        return at;
    }
  }

  /** Reads up to a mark, which may come in pieces. */
  #section(bytes: Buffer, at: number, mark: string, use: (text: string) => void): number {
    const held = this.#held;
    const all = held ? Buffer.concat([held, at === 0 ? bytes : bytes.subarray(at)]) : bytes;
    const from = held ? 0 : at;
    const end = all.indexOf(mark, held ? Math.max(0, held.length - mark.length + 1) : at, 'latin1');
    if ((end < 0 ? all.length : end) - from > maxHeadBytes) throw new ProtocolError('a head is too long');
    if (end < 0) {
      this.#held = Buffer.from(all.subarray(from));
      return bytes.length;
    }
    this.#held = undefined;
    use(all.toString('latin1', from, end));
    return end + mark.length - (held ? held.length - at : 0);
  }

  #begin(text: string): void {
    const head = parseHead(text, this.#method);
    if (head.status < 200) {
      this.#interim += 1;
      if (head.status === 101 || this.#interim > maxInterim) throw new ProtocolError('interim responses that nobody asked for');
      return;
    }
    this.#head = head;
    const { framing } = head;
    const planned = framing.kind === 'sized' ? framing.bytes : 0;
    if (planned > this.#maxBodyBytes) throw new BodyTooLarge(head.status, this.#maxBodyBytes);
    this.#body = new Body(head.status, planned, this.#maxBodyBytes);
    this.#lacking = planned;
    this.#stage = framing.kind === 'sized' && planned === 0 ? 'done' : framing.kind;
  }

  #data(bytes: Buffer, at: number): number {
    const to = Math.min(bytes.length, at + this.#lacking);
    this.#body?.add(bytes, at, to);
    this.#lacking -= to - at;
    if (this.#lacking === 0) this.#stage = this.#stage === 'sized' ? 'done' : 'chunkEnd';
    return to;
  }

  #chunk(line: string): void {
    // Extensions of a chunk mean nothing to anybody.
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new ProtocolError('a chunk does not say its size');
    this.#lacking = Number.parseInt(size, 16);
    this.#stage = this.#lacking === 0 ? 'trailers' : 'chunk';
  }
}

/** Bytes of a body as they come. */
class Body {
  readonly #status: number;
  readonly #maxBytes: number;
  readonly #planned: Buffer | undefined;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(status: number, plannedBytes: number, maxBytes: number) {
    this.#status = status;
    this.#maxBytes = maxBytes;
    if (plannedBytes > 0 && plannedBytes <= maxPlannedBytes) this.#planned = Buffer.allocUnsafe(plannedBytes);
  }

  add(bytes: Buffer, from: number, to: number): void {
    if (this.#planned) bytes.copy(this.#planned, this.#bytes, from, to);
    else this.#chunks.push(Buffer.from(bytes.subarray(from, to)));
    this.#bytes += to - from;
    if (this.#bytes > this.#maxBytes) throw new BodyTooLarge(this.#status, this.#maxBytes);
  }

  whole(): Buffer {
    return this.#planned ?? Buffer.concat(this.#chunks, this.#bytes);
  }
}

interface Head {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly framing: Framing;
  readonly keepsAlive: boolean;
}

/** How the end of a body is found: it has so many bytes, its chunks say so, or the connection ends. */
type Framing = { readonly kind: 'sized'; readonly bytes: number } | { readonly kind: 'chunkLine' } | { readonly kind: 'untilClose' };

function parseHead(text: string, method: string): Head {
  const [statusLine, minor, status] = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?(?=\r\n|$)/.exec(text) ?? [];
  if (statusLine === undefined) throw new ProtocolError('the status line is none of HTTP/1.1');
  const headers = parseHeaders(text, statusLine.length);
  const framing = framingOf(Number(status), method, headers);
  const connection = String(headers['connection'] ?? '').toLowerCase();
  const keepsAlive = framing.kind !== 'untilClose' && (minor === '1' ? !connection.includes('close') : connection.includes('keep-alive'));
  return { status: Number(status), headers, framing, keepsAlive };
}

/** A header's line with the break before it. */
const line = /\r\n([!#$%&'*+.^_`|~0-9a-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)/iy;

function parseHeaders(text: string, from: number): ResponseHeaders {
  const headers: Record<string, string | string[]> = Object.create(null);
  line.lastIndex = from;
  for (let at = from; at < text.length; at = line.lastIndex) {
    const [, name, value] = line.exec(text) ?? [];
    // No colon, no name, a blank before the colon, a line folded onto the next: all of these have been read in two ways.
    if (name === undefined || value === undefined) throw new ProtocolError('a header holds what no header may');
    const key = name.toLowerCase();
    const known = headers[key];
    headers[key] = known === undefined ? value.trimEnd() : [known, value.trimEnd()].flat();
  }
  return headers;
}

function framingOf(status: number, method: string, headers: ResponseHeaders): Framing {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  if (encoding !== undefined && (length !== undefined || String(encoding).toLowerCase() !== 'chunked')) throw new ProtocolError('the body ends in two ways');
  if (length !== undefined && (typeof length !== 'string' || !/^\d{1,15}$/.test(length))) throw new ProtocolError('the length of the body is no number');
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'sized', bytes: 0 };
  if (encoding !== undefined) return { kind: 'chunkLine' };
  return length === undefined ? { kind: 'untilClose' } : { kind: 'sized', bytes: Number(length) };
}
