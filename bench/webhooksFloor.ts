import { createServer, type IncomingMessage } from 'node:http';
import { openInserts } from './webhooksInsert.ts';

/*
 * The least that can be done with a webhook: read it, insert it durably, answer 204. Nothing is verified, nothing is understood.
 * Settings: DATABASE_URL, PORT.
 */
const inserts = await openInserts(process.env['DATABASE_URL'] ?? '');

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}

createServer((request, response) => {
  bodyOf(request)
    .then((body) => (body === '' ? undefined : inserts.insert(String(request.headers['webhook-id']), body)))
    .then(() => response.writeHead(request.method === 'POST' ? 204 : 200).end(), () => response.writeHead(500).end());
}).listen(Number(process.env['PORT']), '127.0.0.1');
