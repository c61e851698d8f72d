import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failure, publicErrorOf, type ErrorCode } from '../domain/failure.ts';
import type { UploadRecord, Uploads } from '../events/uploads.ts';
import { sendError, sendText } from './answers.ts';
import type { Log } from './log.ts';
import type { Route } from './server.ts';

const prefix = '/uploads/';
const tusVersion = '1.0.0';
const tusHeaders = { 'tus-resumable': tusVersion, 'cache-control': 'no-store' } as const;
const methods = 'HEAD, PATCH, PUT, OPTIONS';

/**
 * `/uploads/{ticket}`: `PUT` streams a whole file, tus core (`HEAD`, `PATCH`) one that may be cut and continued. The ticket is
 * all a sender needs, so a page of any listed origin may send; without it there is nothing that a forged request could do.
 */
export function uploadRoute(uploads: Uploads, corsOrigins: readonly string[], log: Log): Route {
  return async (request, response, path) => {
    if (!path.startsWith(prefix)) return false;
    allowOrigin(corsOrigins, request, response);
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...tusHeaders, 'tus-version': tusVersion, allow: methods, 'access-control-allow-methods': methods, 'access-control-allow-headers': allowedHeaders }).end();
      return true;
    }
    try {
      const record = await uploads.ofTicket(path.slice(prefix.length));
      if (record) await answer(uploads, record, request, response);
      else refuse(response, 404, 'NOT_FOUND', 'There is no such ticket.');
    } catch (error) {
      if (!(error instanceof Failure)) log.error({ err: error }, 'an upload failed in a way that nobody foresaw');
      const { message, code, retryable } = publicErrorOf(error);
      sendError(response, statusOf(code), { message, code, retryable }, tusHeaders);
    }
    return true;
  };
}

async function answer(uploads: Uploads, record: UploadRecord, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (request.method) {
    case 'HEAD':
      response.writeHead(200, { ...tusHeaders, ...offsetHeaders(record) }).end();
      return;
    case 'PUT':
      await receive(uploads, record, 0, request, response);
      return;
    case 'PATCH': {
      const offset = request.headers['upload-offset'];
      if (request.headers['content-type'] !== 'application/offset+octet-stream') return refuse(response, 415, 'BAD_USER_INPUT', 'PATCH takes application/offset+octet-stream.');
      if (typeof offset !== 'string' || !/^\d{1,15}$/.test(offset)) return refuse(response, 400, 'BAD_USER_INPUT', 'PATCH takes an Upload-Offset.');
      if (Number(offset) !== record.upload.bytesStored) return refuse(response, 409, 'CONFLICT', `The upload goes on at byte ${record.upload.bytesStored}.`);
      await receive(uploads, record, Number(offset), request, response);
      return;
    }
    default:
      sendText(response, 405, `${methods}\n`, { ...tusHeaders, allow: methods });
  }
}

async function receive(uploads: Uploads, record: UploadRecord, offset: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const length = request.headers['content-length'];
  // Storage takes no chunked bodies, and nothing is gathered here to find the length out (dvids-submission.md §5.2).
  if (length === undefined || !/^\d{1,15}$/.test(length)) return refuse(response, 411, 'BAD_USER_INPUT', 'An upload says its length in Content-Length.');
  const contentType = request.headers['content-type'];
  const received = await uploads.receive(record, { offset, length: Number(length), contentType, body: request });
  const { state, problem } = received.upload;
  if (state === 'FAILED' && problem) return refuse(response, 422, 'BAD_USER_INPUT', problem.message);
  if (response.destroyed) return;
  response.writeHead(204, { ...tusHeaders, ...offsetHeaders(received) }).end();
}

function offsetHeaders({ upload }: UploadRecord): Record<string, string> {
  const { bytesStored, sizeInBytes } = upload;
  return { 'upload-offset': String(bytesStored), ...(sizeInBytes === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(sizeInBytes) }) };
}

const allowedHeaders = 'content-type, tus-resumable, upload-offset, upload-length, x-http-method-override, x-request-id';

function allowOrigin(origins: readonly string[], { headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'tus-resumable, upload-offset, upload-length');
  response.setHeader('vary', 'Origin');
}

function refuse(response: ServerResponse, status: number, code: ErrorCode, message: string): void {
  sendError(response, status, { message, code, retryable: false }, tusHeaders);
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
      return 409;
    case 'RATE_LIMITED':
      return 429;
    case 'UPSTREAM_UNAVAILABLE':
    case 'UPSTREAM_TIMEOUT':
    case 'UPSTREAM_INVALID_RESPONSE':
      return 502;
    default:
      return 500;
  }
}
