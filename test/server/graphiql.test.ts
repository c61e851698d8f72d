import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, OutgoingHttpHeaders, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { graphiqlAssets } from '../../src/server/graphiql.ts';

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const PAGE = '<!doctype html><title>Fonds</title>';
const SCRIPT = 'export const value = 1;\n'.repeat(200);

let folder: string;
let server: Server;

/** Serves a built page from a folder; what the page does not take is answered 418, so that a test can tell. */
async function serve(directory: string): Promise<void> {
  const assets = graphiqlAssets(directory);
  server = createServer((incoming, response) => {
    if (!assets.handle(incoming, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: address.port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject).end();
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphiql-'));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('the explorer that is built', () => {
  beforeEach(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
    writeFileSync(join(folder, 'assets', 'index-abc123.js'), SCRIPT);
    await serve(folder);
  });

  test('is served at the root, with or without a query, and asked for again each time', async () => {
    const page = await ask('/');
    expect(page.status).toBe(200);
    expect(page.body.toString()).toBe(PAGE);
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    expect((await ask('/?tab=1')).body.toString()).toBe(PAGE);
  });

  test('may load scripts, workers and data from its own origin only', async () => {
    const { headers } = await ask('/');
    expect(String(headers['content-security-policy']).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "connect-src 'self'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      "style-src 'self' 'unsafe-inline'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  test.each(['/', '/favicon.svg', '/assets/index-abc123.js', '/assets/missing.js'])('sends the security headers with %s', async (path) => {
    expect((await ask(path)).headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  test('lets browsers keep its hashed files for a year', async () => {
    const script = await ask('/assets/index-abc123.js');
    expect(script.body.toString()).toBe(SCRIPT);
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
  });

  test('serves its icon as SVG', async () => {
    const icon = await ask('/favicon.svg');
    expect(icon.headers['content-type']).toBe('image/svg+xml');
    expect(icon.body.toString()).toBe('<svg/>');
  });

  test('is sent with brotli before gzip, and plain when neither is taken', async () => {
    const brotli = await ask('/assets/index-abc123.js', { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.body).toString()).toBe(SCRIPT);
    const gzip = await ask('/assets/index-abc123.js', { 'accept-encoding': 'br;q=0, GZIP;q=0.5' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(SCRIPT);
    const plain = await ask('/assets/index-abc123.js', { 'accept-encoding': 'zstd' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(SCRIPT);
  });

  test('gives every encoding a strong ETag of its own and answers 304 to the one it sent', async () => {
    const plain = await ask('/');
    const gzip = await ask('/', { 'accept-encoding': 'gzip' });
    expect(plain.headers.etag).toMatch(/^"[\w-]+"$/);
    expect(gzip.headers.etag).not.toBe(plain.headers.etag);

    const again = await ask('/', { 'if-none-match': `"other", ${plain.headers.etag}` });
    expect(again).toMatchObject({ status: 304, headers: { etag: plain.headers.etag, 'cache-control': 'no-cache' } });
    expect(again.body).toHaveLength(0);
    const otherEncoding = await ask('/', { 'if-none-match': plain.headers.etag, 'accept-encoding': 'gzip' });
    expect(otherEncoding.status).toBe(200);
  });

  test('changes its ETag when a file changes', async () => {
    const before = await ask('/');
    await new Promise((resolve) => server.close(resolve));
    writeFileSync(join(folder, 'index.html'), `${PAGE}<p>`);
    await serve(folder);
    expect((await ask('/')).headers.etag).not.toBe(before.headers.etag);
  });

  test('answers HEAD with the headers of GET and no body', async () => {
    const get = await ask('/assets/index-abc123.js', { 'accept-encoding': 'gzip' });
    const head = await ask('/assets/index-abc123.js', { 'accept-encoding': 'gzip' }, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    expect(head.headers).toMatchObject({ etag: get.headers.etag, 'content-length': get.headers['content-length'] });
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s and says what it takes', async (method) => {
    expect(await ask('/', {}, method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test.each(['/assets/missing.js', '/assets/', '/assets/..%2findex.html', '/assets/../../secret'])('has no file %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  test.each(['/graphql', '/health/live', '/index.html', '/../package.json', '//', '*'])('leaves %s to others', async (path) => {
    expect((await ask(path)).status).toBe(418);
  });
});

describe('the explorer that is not built', () => {
  beforeEach(() => serve(join(folder, 'nowhere')));

  test('says in plain text how to build it', async () => {
    const page = await ask('/');
    expect(page).toMatchObject({ status: 503, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
    expect(page.body.toString()).toContain('npm run build:web');
  });

  test('still leaves the other paths to others', async () => {
    expect((await ask('/graphql')).status).toBe(418);
    expect((await ask('/favicon.svg')).status).toBe(418);
  });
});
