import { createServer } from 'node:http';
import { once } from 'node:events';
import { Socket, type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { localViewer } from '../../src/domain/viewer.ts';
import { Connection } from '../../src/server/connection.ts';
import type { EventSource } from '../../src/server/eventSource.ts';
import { Subscription, type SubscriptionGroup } from '../../src/server/subscription.ts';
import { createTurns } from '../../src/server/turns.ts';

/** A real socket whose client reads when the test wants it to, and a subscription that has always one more event. */
async function open(last: number, bodyBytes: number) {
  const due = createTurns();
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  const { promise, resolve } = Promise.withResolvers<{ readonly connection: Connection; readonly stream: Socket }>();
  server.on('upgrade', (request, stream, head) => {
    if (!(stream instanceof Socket)) throw new Error('no socket');
    sockets.handleUpgrade(request, stream, head, (socket) => resolve({ connection: new Connection(socket, stream, { due, initMs: 60_000, log: pino({ level: 'silent' }), closed: () => {} }), stream }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(client, 'open');
  const { connection, stream } = await promise;
  let taken = 0;
  const source: EventSource = { take: () => (taken < last ? { done: false, value: (taken += 1) } : undefined), readBy: () => {}, end: () => {} };
  const group: SubscriptionGroup = {
    answers: { of: (event) => Buffer.from(`${JSON.stringify({ event, padding: 'x'.repeat(bodyBytes) })}}`) },
    due,
    refusal: () => undefined,
    failure: () => Buffer.from('{}}'),
    left: () => {},
  };
  const subscription = new Subscription(group, { connection, id: '1', viewer: localViewer, source });
  connection.watch(subscription);
  const stop = async (): Promise<void> => {
    client.terminate();
    sockets.close();
    server.close();
    await once(server, 'close');
  };
  return { connection, client, stream, subscription, taken: () => taken, stop };
}

const tick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test.each([500, 20_000])('a client that does not read is fed up to a bound and no further, and misses nothing when it reads again (%i bytes an event)', async (bodyBytes) => {
  // More than all buffers on the way can hold.
  const last = Math.ceil(64_000_000 / bodyBytes);
  const { connection, client, stream, subscription, taken, stop } = await open(last, bodyBytes);
  const seen: number[] = [];
  client.on('message', (data: Buffer) => seen.push((JSON.parse(data.toString()) as { payload: { event: number } }).payload.event));
  client.pause();
  subscription.ready();
  for (let before = -1; !connection.isFull || taken() !== before; ) {
    before = taken();
    await tick();
  }
  expect(taken()).toBeLessThan(last);
  expect(stream.writableLength).toBeGreaterThan(0);
  expect(stream.writableLength).toBeLessThanOrEqual(stream.writableHighWaterMark + bodyBytes + 200);
  client.resume();
  while (seen.length < last) await tick();
  expect(seen).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  await stop();
}, 60_000);

test('a client is asked whether it is there, and ended when nothing is heard of it', async () => {
  const { connection, client, stop } = await open(0, 0);
  connection.initReceived = true;
  const closed = once(client, 'close');
  const ping = once(client, 'ping');
  let now = performance.now() + 12_001;
  connection.look(now);
  await ping;
  // Its pong arrives at some moment.
  for (let turn = 0; turn < 50; turn += 1) await tick();
  client.pause();
  connection.look((now += 12_001));
  expect(connection.isClosed).toBe(false);
  connection.look((now += 12_001));
  await new Promise<void>((resolve) => (connection.isClosed ? resolve() : connection.onClosed(resolve)));
  client.resume();
  expect((await closed)[0]).toBe(1006);
  await stop();
});
