import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What operators watch, as Prometheus text at `/metrics`. Labels never hold ids. */
export type Metrics = ReturnType<typeof createMetrics>;

const secondsBuckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

let shared: Registry | undefined;

/** Metrics of this process, once for all gateways in it: what gathers them goes on for as long as the process. */
function ofProcess(): Registry {
  if (!shared) collectDefaultMetrics({ register: (shared = new Registry()) });
  return shared;
}

/** Metrics of one gateway, with those of its process. */
export function createMetrics() {
  const registry = Registry.merge([ofProcess()]);
  const registers = [registry];
  const answers = new Histogram({
    name: 'fonds_graphql_request_duration_seconds',
    help: 'Time to answer GraphQL over HTTP, by HTTP status.',
    labelNames: ['status'] as const,
    buckets: secondsBuckets,
    registers,
  });
  return {
    registry,
    /** Counts a request of GraphQL over HTTP that was answered. */
    answered: (status: number, durationMs: number): void => answers.observe({ status }, durationMs / 1000),
    knownOperations: new Counter({
      name: 'fonds_known_operations_total',
      help: 'Operations answered by a plan, without going through Apollo Server again.',
      registers,
    }),
    upstreamCalls: new Histogram({
      name: 'fonds_upstream_call_duration_seconds',
      help: 'Time of upstream calls with their retries.',
      labelNames: ['source', 'route', 'outcome'] as const,
      buckets: secondsBuckets,
      registers,
    }),
    webhooks: new Counter({
      name: 'fonds_webhooks_total',
      help: 'Webhooks by what became of them: received = stored + duplicate + ignored + refused (unavailable ones come again).',
      labelNames: ['outcome'] as const,
      registers,
    }),
    /** Tells of the open sockets; `count` is asked whenever the metrics are read. */
    countSockets(count: () => number): void {
      const open: Gauge = new Gauge({ name: 'fonds_sockets', help: 'Open WebSocket connections.', registers, collect: () => open.set(count()) });
    },
  };
}
