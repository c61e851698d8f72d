import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { GatewayProcess } from './gatewayProcess.ts';

/** One webhook on its way to one gateway. */
export interface Attempt {
  /** Its `webhook-id`; empty when it had none. */
  readonly id: string;
  readonly gateway: string;
  /** Whether it was signed with the secret, as an implementation of the standard that is not ours has it. */
  readonly genuine: boolean;
  /** Whether it tells of a delivery, which the ledger stores; others it ignores. */
  readonly stores: boolean;
  /** Whether its timestamp is within five minutes of now. */
  readonly timely: boolean;
  /** What was answered; `cut` when the connection broke before an answer, `unreached` when nobody was there. */
  readonly outcome: number | 'cut' | 'unreached';
}

/** Stands where a load balancer does: takes DPS's webhooks, hands each on to one of the gateways that run, and remembers what came of it. */
export interface WebhookRelay {
  /** For `webhooks.deliverTo`. */
  readonly url: string;
  /** Every attempt, those made by `send` included, oldest first. */
  readonly attempts: readonly Attempt[];
  /** Sends one to a gateway past DPS, as a stranger would. Gives what came of it. */
  send(gateway: GatewayProcess, body: string, headers: Readonly<Record<string, string>>): Promise<Attempt>;
  stop(): Promise<void>;
}

export interface WebhookRelayOptions {
  readonly secret: string;
  /** Which gateways the next one goes to: the first one's answer is DPS's, the others get copies at the same moment. */
  readonly route: () => readonly GatewayProcess[];
  /** Called when one is handed on for the first time. */
  readonly onFirst?: () => void;
}

export async function startWebhookRelay({ secret, route, onFirst }: WebhookRelayOptions): Promise<WebhookRelay> {
  const attempts: Attempt[] = [];
  const known = new Set<string>();
  const standard = new Webhook(secret);

  async function hand(gateway: GatewayProcess, body: Buffer, headers: Readonly<Record<string, string>>): Promise<Attempt> {
    const seen = judge(standard, body, headers);
    const outcome = await post(`${gateway.url}/webhooks/dps`, body, headers);
    const attempt = { ...seen, gateway: gateway.name, outcome };
    attempts.push(attempt);
    return attempt;
  }

  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const [headers, gateways] = [webhookHeaders(incoming.headers), route()];
    const id = headers['webhook-id'] ?? '';
    if (id !== '' && !known.has(id)) onFirst?.();
    known.add(id);
    const [first] = await Promise.all(gateways.map((gateway) => hand(gateway, Buffer.concat(chunks), headers)));
    // 502 and a cut connection are what a load balancer shows of a gateway that is not there, or no more.
    if (first?.outcome === 'cut') incoming.socket.destroy();
    else response.writeHead(typeof first?.outcome === 'number' ? first.outcome : 502).end();
  }

  const server = createServer((incoming, response) => {
    take(incoming, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    url: `http://127.0.0.1:${address.port}/webhooks/dps`,
    attempts,
    send: (gateway, body, headers) => hand(gateway, Buffer.from(body), headers),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function webhookHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])));
}

function judge(standard: Webhook, body: Buffer, headers: Readonly<Record<string, string>>): Pick<Attempt, 'id' | 'genuine' | 'stores' | 'timely'> {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  const at = new Date(Number(timestamp) * 1_000);
  const signed = id !== '' && !Number.isNaN(at.getTime()) && signatures.split(' ').includes(standard.sign(id, at, body.toString()));
  return { id, genuine: signed, stores: body.includes('"dissemination.delivered"') && body.includes('"disseminationId"'), timely: Math.abs(at.getTime() - Date.now()) <= 300_000 };
}

/** Posts on a connection of its own, so that what breaks is this one alone. */
function post(url: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<Attempt['outcome']> {
  return new Promise((resolve) => {
    const call = request(url, { method: 'POST', agent: false, headers: { ...headers, 'content-length': body.length } }, (answer) => {
      // The status is the answer, whatever becomes of the connection behind it.
      answer.on('error', () => {}).resume();
      resolve(answer.statusCode ?? 'cut');
    });
    call.on('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED' ? 'unreached' : 'cut'));
    call.end(body);
  });
}
