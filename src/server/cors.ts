import type { IncomingMessage, ServerResponse } from 'node:http';

const allowedHeaders = 'authorization, content-type, apollo-require-preflight, graphql-require-preflight, x-apollo-operation-name';

/**
 * Lets pages of the listed origins read answers. Gives true when the request was a preflight, which is answered then.
 * Pages of other origins get no headers, so their browsers keep the answer from them.
 */
export function answerCors(origins: readonly string[], request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  if (origins.length > 0) response.setHeader('vary', 'Origin');
  const allowed = origin !== undefined && origins.includes(origin);
  if (allowed) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
  }
  if (request.method !== 'OPTIONS') return false;
  if (allowed) {
    response.setHeader('access-control-allow-methods', 'GET, POST');
    response.setHeader('access-control-allow-headers', allowedHeaders);
    response.setHeader('access-control-max-age', '600');
  }
  response.writeHead(204, { allow: 'GET, POST, OPTIONS' }).end();
  return true;
}
