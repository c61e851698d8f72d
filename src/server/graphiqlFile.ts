import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

type Encoding = 'br' | 'gzip' | 'identity';

/** A file of the explorer in memory, in every encoding that was asked for so far. */
export interface HeldFile {
  headers: OutgoingHttpHeaders;
  /** Hash of the content. Each encoding has an ETag of its own, as strong ones must (RFC 9110 §8.8.1). */
  hash: string;
  compressible: boolean;
  content: Buffer;
  compressed: Map<Encoding, Promise<Buffer>>;
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** Takes a file in; `path` decides its type and for how long browsers may keep it. */
export function heldFile(path: string, content: Buffer): HeldFile {
  const type = CONTENT_TYPES[extname(path)];
  const compressible = type !== undefined;
  return {
    headers: {
      'content-type': type ?? 'application/octet-stream',
      // Names under assets/ carry a hash of their content; the page and its icon do not.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(compressible && { vary: 'Accept-Encoding' }),
    },
    hash: createHash('sha256').update(content).digest('base64url').slice(0, 22),
    compressible,
    content,
    compressed: new Map(),
  };
}

/** Sends a file in the best encoding that the client takes, or 304 when the client has it. */
export async function sendHeldFile(request: IncomingMessage, response: ServerResponse, file: HeldFile, more: OutgoingHttpHeaders): Promise<void> {
  const encoding = file.compressible ? acceptedEncoding(request.headers['accept-encoding'] ?? '') : 'identity';
  const etag = encoding === 'identity' ? `"${file.hash}"` : `"${file.hash}-${encoding}"`;
  const headers = { ...more, ...file.headers, etag };
  if (namesTag(request.headers['if-none-match'] ?? '', etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = await bodyOf(file, encoding);
  const coding = encoding === 'identity' ? {} : { 'content-encoding': encoding };
  response.writeHead(200, { ...headers, ...coding, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The content in one encoding, compressed once however many ask at a time. */
async function bodyOf(file: HeldFile, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'identity') return file.content;
  const body = file.compressed.get(encoding) ?? (encoding === 'br' ? toBrotli : toGzip)(file.content);
  file.compressed.set(encoding, body);
  return body;
}

/** Brotli at 6 of 11 is nearly as small as the best, in a tenth of the time. */
const toBrotli = (content: Buffer) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
const toGzip = (content: Buffer) => promisify(gzip)(content);

/** Brotli before gzip; a coding refused with `q=0` is not used. */
function acceptedEncoding(header: string): Encoding {
  const accepted = header
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.replace(/;.*$/, '').trim());
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity';
}

function namesTag(header: string, etag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
