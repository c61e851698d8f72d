import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../domain/failure.ts';
import { atEndOfTurn } from '../domain/turn.ts';

/** Bodies in, small answers out: what the routes share. */

/**
 * A request's body as it came. Gives `tooLarge` beyond `maxBytes`, `tooSlow` when it takes longer than `timeoutMs`, and `gone`
 * when the client left before its end.
 */
export function readBody(request: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<Buffer | 'tooLarge' | 'tooSlow' | 'gone'> {
  if (Number(request.headers['content-length']) > maxBytes) return Promise.resolve('tooLarge');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isDone = false;
    let timer: NodeJS.Timeout | undefined;
    const done = (outcome: Buffer | 'tooLarge' | 'tooSlow' | 'gone') => {
      isDone = true;
      clearTimeout(timer);
      resolve(outcome);
    };
    // Most bodies come with their head, and are not waited for.
    atEndOfTurn(() => {
      if (!isDone) timer = setTimeout(() => done('tooSlow'), timeoutMs);
    });
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) done('tooLarge');
      else chunks.push(chunk);
    });
    request.on('end', () => done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => done('gone'));
    request.on('close', () => done('gone'));
  });
}

/** Answers with plain text. */
export function sendText(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
  send(response, status, { 'content-type': 'text/plain; charset=utf-8', ...headers }, text);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  send(response, status, { 'content-type': 'application/json; charset=utf-8', ...headers }, JSON.stringify(body));
}

/** Answers with an error in the shape of GraphQL's, for faults found before any operation was read. */
export function sendError(response: ServerResponse, status: number, error: TransportError, headers: Readonly<Record<string, string>> = {}): void {
  const { message, ...extensions } = error;
  sendJson(response, status, { errors: [{ message, extensions }] }, headers);
}

/** What is told of such a fault. */
export interface TransportError {
  readonly message: string;
  readonly code: ErrorCode | 'BAD_REQUEST' | 'PAYLOAD_TOO_LARGE' | 'METHOD_NOT_ALLOWED';
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly requestId?: string;
}

/** Answers with a text of any kind, together with all other answers of this turn, unless an answer has begun or nobody is there any more. */
export function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string): void {
  if (response.headersSent || response.destroyed) return;
  // What is left of a refused body would be read as the next request.
  if (status >= 400 && !response.req.complete) response.setHeader('connection', 'close');
  const bytes = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': bytes });
  const sent = response.req.method === 'HEAD' ? '' : body;
  // As Latin-1 Node writes head and body at once without transcoding them; of what is ASCII the bytes are the same.
  atEndOfTurn(() => response.end(sent, bytes === body.length ? 'latin1' : 'utf8'));
}
