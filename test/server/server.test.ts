import { connect } from 'node:net';
import { pino } from 'pino';
import { createHttpServer, type HttpServer, type Route } from '../../src/server/server.ts';
import { usualTimeouts } from '../../src/server/timeouts.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(0)));
});

async function start(route: Route, idleMs: number): Promise<number> {
  const server = createHttpServer({ routes: [route], upgrade: (_request, socket) => socket.destroy(), hostRule: undefined, timeouts: { ...usualTimeouts, idleMs }, log: pino({ level: 'silent' }) });
  servers.push(server);
  return (await server.listen('127.0.0.1', 0)).port;
}

test('an answer that nobody reads is not kept for long', async () => {
  const { promise: closed, resolve } = Promise.withResolvers<boolean>();
  const port = await start((_request, response) => {
    response.on('close', () => resolve(response.writableFinished));
    response.end(Buffer.alloc(64 * 1024 * 1024));
    return true;
  }, 200);
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  socket.pause();
  expect(await closed).toBe(false);
  socket.destroy();
});

test('an answer that takes its time is waited for while anything moves', async () => {
  const port = await start((_request, response) => {
    let parts = 0;
    const timer = setInterval(() => {
      parts += 1;
      response.write('x');
      if (parts < 8) return;
      clearInterval(timer);
      response.end();
    }, 150);
    return true;
    // Less than all parts take, and far more than a busy machine holds one of them up.
  }, 1_000);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('xxxxxxxx');
});

test('a route that fails is answered for: 500, without what went wrong', async () => {
  const port = await start(() => Promise.reject(new Error('the password is hush')), 60_000);
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('{"errors":[{"message":"Something went wrong inside the gateway.","extensions":{"code":"INTERNAL_SERVER_ERROR","retryable":false}}]}');
});
