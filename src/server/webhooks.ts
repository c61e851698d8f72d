import { readBody, sendText } from './answers.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './server.ts';
import { usualTimeouts } from './timeouts.ts';
import { defaultMaxBodyBytes, type Webhooks } from '../events/webhooks.ts';

/** `POST /webhooks/dps`: hands the raw bytes on and answers what came of them. All that is durable has happened by then. */
export function webhookRoute(webhooks: Webhooks, metrics: Metrics): Route {
  return async (request, response, path) => {
    if (path !== '/webhooks/dps') return false;
    if (request.method !== 'POST') {
      sendText(response, 405, 'POST\n', { allow: 'POST' });
      return true;
    }
    const body = await readBody(request, defaultMaxBodyBytes, usualTimeouts.bodyMs);
    if (body === 'gone') return true;
    if (body === 'tooLarge' || body === 'tooSlow') {
      metrics.webhooks.inc({ outcome: 'refused' });
      sendText(response, body === 'tooLarge' ? 413 : 408, 'refused\n');
      return true;
    }
    const { status, outcome } = await webhooks.receive(body, request.headersDistinct);
    metrics.webhooks.inc({ outcome });
    if (status === 204) response.writeHead(204).end();
    else sendText(response, status, `${outcome}\n`, status === 503 ? { 'retry-after': '30' } : {});
    return true;
  };
}
