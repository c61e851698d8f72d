import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { Upload as TusUpload, type UploadOptions } from 'tus-js-client';
import type { DvidsSimulator } from '../../src/sandbox/dvids.ts';
import { at, textAt } from '../sandbox/dvidsVisitor.ts';
import { ask } from './testGateway.ts';

/** An upload in the graph, as far as its sender needs it. */
export interface GraphUpload {
  readonly uploadId: string;
  readonly ticketUrl: string;
}

const created = 'upload { uploadId ticketUrl }';

/** Asks a gateway for things to upload to. */
export function uploader(url: string) {
  const data = async (query: string, variables: Record<string, unknown> = {}): Promise<unknown> => {
    const answered = await ask(url, query, variables);
    if (answered.errors.length > 0) throw new Error(JSON.stringify(answered.errors));
    return answered.data;
  };
  const made = (answered: unknown): GraphUpload => ({ uploadId: textAt(answered, 'made.upload.uploadId'), ticketUrl: textAt(answered, 'made.upload.ticketUrl') });
  return {
    data,
    batch: async (): Promise<string> => textAt(await data('mutation { made: createDvidsBatch { batch { batchId } } }'), 'made.batch.batchId'),
    single: async (input: object): Promise<GraphUpload> => made(await data(`mutation($input: CreateDvidsUploadInput!) { made: createDvidsUpload(input: $input) { ${created} } }`, { input })),
    multipart: async (input: object): Promise<GraphUpload> =>
      made(await data(`mutation($input: CreateDvidsMultipartUploadInput!) { made: createDvidsMultipartUpload(input: $input) { ${created} } }`, { input })),
    state: async (id: string): Promise<unknown> =>
      at(await data('query($id: ID!) { upload(uploadId: $id) { state bytesSent sizeInBytes uploadUrl problem { code } parts { partNumber sizeInBytes done } } }', { id }), 'upload'),
  };
}

export const mebibyte = 1024 * 1024;

/** Bytes that no two files have in common. */
export const file = (bytes: number): Buffer => randomBytes(bytes);

/** What storage calls a file that came whole, or in parts of this size: the MD5, or the MD5 of the parts' MD5s with their number. */
export function md5Of(bytes: Buffer, partBytes?: number): string {
  const md5 = (piece: Buffer) => createHash('md5').update(piece).digest();
  if (partBytes === undefined) return md5(bytes).toString('hex');
  const parts = Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, index) => md5(bytes.subarray(index * partBytes, (index + 1) * partBytes)));
  return `${md5(Buffer.concat(parts)).toString('hex')}-${parts.length}`;
}

/** What the simulated DVIDS has of the one upload that is finished. */
export function finishedMd5(dvids: DvidsSimulator): string[] {
  return Object.values(dvids.state.uploads).flatMap(({ finished }) => (finished ? [finished.md5] : []));
}

/** How often storage took each part of an upload, by part number. */
export function partsTaken(dvids: DvidsSimulator): Record<string, number> {
  const taken: Record<string, number> = {};
  for (const { path, status } of dvids.storage.calls) {
    const [, , , , part] = path.split('/');
    if (part !== undefined && status === 200) taken[part] = (taken[part] ?? 0) + 1;
  }
  return taken;
}

export interface RawAnswered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Whether the server said `100 Continue` first. */
  readonly continued: boolean;
}

/** Sends a request as it is told to, byte for byte: without a length it is chunked. With `Expect` it waits for the answer first. */
export async function send(url: string, method: string, headers: Record<string, string>, body: Buffer | Readable): Promise<RawAnswered> {
  const request = httpRequest(url, { method, headers, agent: false });
  let continued = false;
  // What is refused while it is sent may break the connection after the answer.
  request.on('error', () => {});
  const answered = once(request, 'response');
  if (headers['expect'] === undefined) void push();
  else {
    request.on('continue', () => {
      continued = true;
      void push();
    });
    request.flushHeaders();
  }
  async function push(): Promise<void> {
    if (!Buffer.isBuffer(body)) return void body.pipe(request);
    if (headers['content-length'] === undefined) request.write(body);
    request.end(headers['content-length'] === undefined ? undefined : body);
  }
  const [response] = (await answered) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  request.destroy();
  return { status: response.statusCode ?? 0, headers: response.headers, text, continued };
}

/** A way to a gateway that breaks: each connection is cut after so many bytes of what is sent, as often as it is told. */
export interface BrokenWay {
  readonly url: string;
  stop(): Promise<void>;
}

export async function breakAfter(target: string, bytes: number, times = 1): Promise<BrokenWay> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let left = times;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    let passed = 0;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk: Buffer) => {
      passed += chunk.length;
      if (left > 0 && passed > bytes) {
        left -= 1;
        near.resetAndDestroy();
        far.destroy();
      } else if (!far.write(chunk)) near.pause();
    });
    far.on('drain', () => near.resume());
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The same ticket by another way. */
export const by = (way: string, ticketUrl: string): string => `${way}${new URL(ticketUrl).pathname}`;

/** Sends a file with the tus client that browsers use, as it is. Gives how far each answer took it. */
export function sendByTus(uploadUrl: string, body: Buffer | Readable, options: Partial<UploadOptions> = {}): Promise<number[]> {
  const accepted: number[] = [];
  return new Promise((resolve, reject) => {
    const upload = new TusUpload(body, {
      uploadUrl,
      retryDelays: [0, 50, 100, 200, 400, 800],
      onChunkComplete: (_size, bytesAccepted) => void accepted.push(bytesAccepted),
      onSuccess: () => resolve(accepted),
      onError: reject,
      ...options,
    });
    upload.start();
  });
}
