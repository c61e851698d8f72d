import { sendText } from './answers.ts';
import type { Metrics } from './metrics.ts';
import type { Route } from './server.ts';

/** `/health/live`: the process answers. `/health/ready`: it may be given work, so the ledger answers and it is not stopping. */
export function healthRoute(ready: () => Promise<boolean>): Route {
  return async (request, response, path) => {
    if (path !== '/health/live' && path !== '/health/ready') return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendText(response, 405, 'GET or HEAD\n', { allow: 'GET, HEAD' });
      return true;
    }
    const good = path === '/health/live' || (await ready());
    sendText(response, good ? 200 : 503, good ? 'ok\n' : 'not ready\n', { 'cache-control': 'no-store' });
    return true;
  };
}

/** `/metrics`: Prometheus text. */
export function metricsRoute(metrics: Metrics): Route {
  return async (request, response, path) => {
    if (path !== '/metrics') return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') sendText(response, 405, 'GET or HEAD\n', { allow: 'GET, HEAD' });
    else sendText(response, 200, await metrics.registry.metrics(), { 'content-type': metrics.registry.contentType });
    return true;
  };
}
