import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failure, publicErrorOf, type ErrorCode } from '../domain/failure.ts';
import type { UploadRecord, Uploads } from '../events/uploads.ts';
import { sendError, sendText } from './answers.ts';
import type { Log } from './log.ts';
import type { Route } from './server.ts';

const prefix = '/uploads/';
const tusVersion = '1.0.0';
const tusHeaders = { 'tus-resumable': tusVersion, 'cache-control': 'no-store' } as const;
const methods = 'HEAD, PATCH, PUT, POST, OPTIONS';
/** How much longer a sender may send what nobody reads, so that it can read why, in milliseconds. */
const lingerMs = 2_000;

/** Whether a path is this route's, which says itself when a sender that asks first (`Expect: 100-continue`) may begin. */
export function saysContinue(path: string): boolean {
  return path.startsWith(prefix);
}

/**
 * `/uploads/{ticket}`: `PUT` streams a whole file, tus core (`HEAD`, `PATCH`) one that may be cut and continued. The ticket is
 * all a sender needs, so a page of any listed origin may send; without it there is nothing that a forged request could do.
 */
export function uploadRoute(uploads: Uploads, corsOrigins: readonly string[], log: Log): Route {
  return async (request, response, path) => {
    if (!path.startsWith(prefix)) return false;
    allowOrigin(corsOrigins, request, response);
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...tusHeaders, 'tus-version': tusVersion, allow: methods, ...preflightHeaders }).end();
      return true;
    }
    try {
      const record = await uploads.ofTicket(path.slice(prefix.length));
      if (record) await answer(uploads, record, request, response);
      else refuse(response, 404, 'NOT_FOUND', 'There is no such ticket.');
    } catch (error) {
      if (!(error instanceof Failure)) log.error({ err: error }, 'an upload failed in a way that nobody foresaw');
      const { message, code, retryable } = publicErrorOf(error);
      refuse(response, statusOf(code), code, message, retryable);
    }
    return true;
  };
}

async function answer(uploads: Uploads, record: UploadRecord, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const version = request.headers['tus-resumable'];
  if (version !== undefined && version !== tusVersion) return refuse(response, 412, 'BAD_USER_INPUT', `This gateway speaks tus ${tusVersion}.`);
  // What cannot send PATCH says so in a header (tus 1.0).
  const override = request.method === 'POST' ? String(request.headers['x-http-method-override']).toUpperCase() : undefined;
  switch (override ?? request.method) {
    case 'HEAD':
      response.writeHead(200, { ...tusHeaders, ...offsetHeaders(await uploads.settled(record)) }).end();
      return;
    case 'PUT': {
      const length = lengthOf(request.headers['content-length']);
      return receive(uploads, record, { offset: 0, total: length ?? null }, request, response);
    }
    case 'PATCH':
      return patch(uploads, record, request, response);
    default:
      sendText(response, 405, `${methods}\n`, { ...tusHeaders, allow: methods });
  }
}

async function patch(uploads: Uploads, record: UploadRecord, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers['content-type'] !== 'application/offset+octet-stream') return refuse(response, 415, 'BAD_USER_INPUT', 'PATCH takes application/offset+octet-stream.');
  const offset = lengthOf(request.headers['upload-offset']);
  if (offset === undefined) return refuse(response, 400, 'BAD_USER_INPUT', 'PATCH takes an Upload-Offset.');
  if (offset !== record.upload.bytesStored) return refuse(response, 409, 'CONFLICT', `The upload goes on at byte ${record.upload.bytesStored}.`);
  // A client that did not know the length at first tells it with the last stretch.
  const told = request.headers['upload-length'];
  const total = lengthOf(told);
  if (told !== undefined && total === undefined) return refuse(response, 400, 'BAD_USER_INPUT', 'An Upload-Length is a number of bytes.');
  return receive(uploads, record, { offset, total: total ?? null }, request, response);
}

async function receive(uploads: Uploads, record: UploadRecord, place: { readonly offset: number; readonly total: number | null }, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const length = lengthOf(request.headers['content-length']);
  // Storage takes no chunked bodies, and nothing is gathered here to find the length out (dvids-submission.md §5.2).
  if (length === undefined) return refuse(response, 411, 'BAD_USER_INPUT', 'An upload says its length in Content-Length.');
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return refuse(response, 415, 'BAD_USER_INPUT', 'Bytes are taken as they are, without a Content-Encoding.');
  const contentType = request.headers['content-type'];
  const begin = () => {
    if (request.headers.expect !== undefined) response.writeContinue();
  };
  const received = await uploads.receive(record, { ...place, length, contentType, body: request, begin });
  const { state, problem } = received.upload;
  if (state === 'FAILED' && problem) return refuse(response, 422, 'BAD_USER_INPUT', problem.message);
  if (response.destroyed) return;
  response.writeHead(204, { ...tusHeaders, ...offsetHeaders(received) }).end();
}

function offsetHeaders({ upload }: UploadRecord): Record<string, string> {
  const { bytesStored, sizeInBytes } = upload;
  return { 'upload-offset': String(bytesStored), ...(sizeInBytes === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(sizeInBytes) }) };
}

/** A number of bytes in a header; undefined for anything else. */
function lengthOf(header: string | readonly string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

const preflightHeaders = {
  'access-control-allow-methods': methods,
  'access-control-allow-headers': 'authorization, content-type, tus-resumable, upload-offset, upload-length, upload-defer-length, upload-metadata, x-http-method-override, x-request-id, x-requested-with',
  'access-control-max-age': '600',
} as const;

function allowOrigin(origins: readonly string[], { headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (origins.length > 0) response.setHeader('vary', 'Origin');
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'tus-resumable, tus-version, upload-offset, upload-length, upload-defer-length');
}

/** Says no. Where bytes are still coming they are dropped for a moment, so that the sender can read why before the connection goes. */
function refuse(response: ServerResponse, status: number, code: ErrorCode, message: string, retryable = false): void {
  const { req: request } = response;
  const error = { message, code, retryable };
  if (request.complete || request.headers.expect !== undefined) return sendError(response, status, error, tusHeaders);
  if (response.headersSent || response.destroyed) return;
  const { message: _, ...extensions } = error;
  const body = JSON.stringify({ errors: [{ message, extensions }] });
  const headers = { ...tusHeaders, 'content-type': 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff', 'content-length': Buffer.byteLength(body), connection: 'close' };
  // The whole answer is on its way; ending it ends the connection, and with unread bytes on it the answer might be lost.
  response.writeHead(status, headers).write(body);
  const end = () => void response.end();
  const tooLong = setTimeout(end, lingerMs).unref();
  response.once('close', () => clearTimeout(tooLong));
  request.removeAllListeners('readable').once('end', end).once('close', end).resume();
}

function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'BAD_USER_INPUT':
      return 400;
    case 'FORBIDDEN':
    case 'DVIDS_NOT_CONNECTED':
      return 403;
    case 'NOT_FOUND':
      return 404;
    case 'CONFLICT':
    case 'NOT_READY':
      return 409;
    case 'RATE_LIMITED':
      return 429;
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_INVALID_RESPONSE':
      return 502;
    case 'UPSTREAM_TIMEOUT':
      return 504;
    case 'SOURCE_NOT_CONFIGURED':
      return 503;
    default:
      return 500;
  }
}
