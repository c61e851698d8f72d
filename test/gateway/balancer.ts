import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A load balancer at its simplest: passes bytes on to whichever gateway takes the connection, each in turn. */
export interface Balancer {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface Behind {
  readonly url: string;
}

/** `isReady` is the balancer's probe: a gateway that says no gets no new connection. */
export async function startBalancer(gateways: readonly Behind[], isReady: (gateway: Behind) => boolean): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;

  async function pass(client: Socket): Promise<void> {
    open.add(client);
    client.on('close', () => open.delete(client)).on('error', () => client.destroy());
    turn += 1;
    for (let tries = 0; tries < gateways.length; tries += 1) {
      const gateway = gateways[(turn + tries) % gateways.length];
      if (!gateway || !isReady(gateway)) continue;
      const { hostname, port } = new URL(gateway.url);
      const upstream = connect(Number(port), hostname);
      const [failed] = await Promise.race([once(upstream, 'connect').then(() => [false]), once(upstream, 'close').then(() => [true])]).catch(() => [true]);
      if (failed) continue;
      upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('close', () => upstream.destroy());
      client.pipe(upstream).pipe(client);
      return;
    }
    client.destroy();
  }

  const server = createServer((client) => {
    pass(client).catch(() => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.close();
      for (const client of open) client.destroy();
      await once(server, 'close');
    },
  };
}
