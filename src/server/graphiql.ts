import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heldFile, sendHeldFile } from './graphiqlFile.ts';
import type { HeldFile } from './graphiqlFile.ts';

/** Where `npm run build:web` leaves the page; the default of {@link graphiqlAssets}. */
export const graphiqlDirectory = fileURLToPath(new URL('../../dist/graphiql', import.meta.url));

/** The page and its files, held in memory. */
export interface GraphiqlAssets {
  /**
   * Answers `GET` and `HEAD` of the page (`/`) and of its files, and 405 for other methods there.
   * @returns false, with nothing sent, when the path belongs to somebody else.
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Everything from our own origin, and nothing inline but the styles that the editor sets on its elements. */
const CONTENT_SECURITY_POLICY = [
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
].join('; ');

const SECURITY_HEADERS: OutgoingHttpHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const NOT_BUILT = 'The explorer is not built. Run "npm run build:web" once and start again. The graph itself answers at /graphql.\n';

/**
 * Reads the built page into memory: about 7 MB, and 2 MB more for each compressed form that is asked for.
 * @param directory what `npm run build:web` wrote. While it is missing, `/` answers 503 with a sentence that says how to build it.
 */
export function graphiqlAssets(directory: string = graphiqlDirectory): GraphiqlAssets {
  const files = existsSync(join(directory, 'index.html')) ? readFiles(directory) : undefined;
  return {
    handle(request, response) {
      const path = pathOf(request);
      const file = files?.get(path);
      if (!file && path !== '/' && !path.startsWith('/assets/')) return false;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        sendText(request, response, 405, 'This address answers GET and HEAD.\n', { allow: 'GET, HEAD' });
      } else if (file) {
        sendHeldFile(request, response, file, SECURITY_HEADERS).catch(() => response.destroy());
      } else if (files) {
        sendText(request, response, 404, 'No such file.\n');
      } else {
        sendText(request, response, 503, NOT_BUILT);
      }
      return true;
    },
  };
}

/** Files by the path they are served at; `index.html` is `/`. */
function readFiles(directory: string): Map<string, HeldFile> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = `/${relative(directory, file).split(sep).join('/')}`;
      return [path === '/index.html' ? '/' : path, heldFile(path, readFileSync(file))];
    }),
  );
}

function sendText(request: IncomingMessage, response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** The request target without its query. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').replace(/[?#].*$/s, '');
}
