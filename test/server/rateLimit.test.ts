import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../src/domain/failure.ts';
import { localViewer, type Viewer } from '../../src/domain/viewer.ts';
import { createRateLimit, type RateLimit } from '../../src/server/rateLimit.ts';

const anna: Viewer = { ...localViewer, subject: 'anna' };
const bert: Viewer = { ...localViewer, subject: 'bert' };
const limits: RateLimit[] = [];
const closing: (() => void)[] = [];

afterEach(async () => {
  await Promise.all(limits.splice(0).map((limit) => limit.close()));
  for (const close of closing.splice(0)) close();
});

function limit(perMinute?: number, cacheUrl?: string): RateLimit {
  const made = createRateLimit({ perMinute, cacheUrl });
  limits.push(made);
  return made;
}

/** How many of so many requests, one after the other, are let through. */
async function allowed({ take }: RateLimit, viewer: Viewer, requests: number): Promise<number> {
  let through = 0;
  for (let request = 0; request < requests; request++) {
    through += await Promise.resolve(take(viewer)).then(
      () => 1,
      () => 0,
    );
  }
  return through;
}

/** A TCP server that does with each connection what it is told. */
async function startServer(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('each caller has a count of its own, and is told when to come back', async () => {
  const one = limit(3);
  expect(await allowed(one, anna, 5)).toBe(3);
  expect(await allowed(one, bert, 5)).toBe(3);
  const refused: unknown = await one.take(anna)?.catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Failure);
  expect(refused).toMatchObject({ reason: { kind: 'rateLimited', message: 'You may send 3 requests a minute.' } });
  const { retryAfterMs } = (refused as { reason: { retryAfterMs: number } }).reason;
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThanOrEqual(60_000);
});

test('without a number nobody is counted', async () => {
  expect(await allowed(limit(), anna, 50)).toBe(50);
});

test('replicas with one Redis count together', async () => {
  const redis = countingRedis();
  const url = await startServer(redis.serve);
  const [one, other] = [limit(4, url), limit(4, url)];
  await reaches(one, redis);
  await reaches(other, redis);
  expect((await allowed(one, anna, 3)) + (await allowed(other, anna, 3))).toBe(4);
});

test('the same subject of another issuer is somebody else', async () => {
  const redis = countingRedis();
  const url = await startServer(redis.serve);
  const [one, other] = ['https://one.example', 'https://other.example'].map((issuer) => createRateLimit({ perMinute: 3, cacheUrl: url, issuer }));
  if (!one || !other) throw new Error('two were made');
  limits.push(one, other);
  await reaches(one, redis);
  await reaches(other, redis);
  expect([await allowed(one, anna, 5), await allowed(other, anna, 5)]).toEqual([3, 3]);
});

test('a Redis that falls silent costs the common count and nothing else', async () => {
  const redis = countingRedis();
  const one = limit(3, await startServer(redis.serve));
  await reaches(one, redis);
  redis.silent = true;
  const before = performance.now();
  expect(await allowed(one, anna, 5)).toBe(3);
  expect(performance.now() - before).toBeLessThan(3_000);
  expect(redis.counted).toBeGreaterThan(1);
});

test('what a Redis was too slow to count, and then failed to, is counted once', async () => {
  const redis = countingRedis();
  const sockets: Socket[] = [];
  const one = limit(4, await startServer((socket) => (sockets.push(socket), redis.serve(socket))));
  await reaches(one, redis);
  redis.silent = true;
  expect(await allowed(one, anna, 2)).toBe(2);
  for (const socket of sockets) socket.destroy();
  for (const socket of sockets) if (!socket.closed) await once(socket, 'close');
  await new Promise(setImmediate);
  expect(await allowed(one, anna, 4)).toBe(2);
});

test.each([
  ['refuses connections', () => Promise.resolve('redis://127.0.0.1:1')],
  ['accepts and says nothing', () => startServer(() => {})],
  ['answers nonsense', () => startServer((socket) => socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')))],
  ['hangs up', () => startServer((socket) => socket.destroy())],
])('a Redis that %s costs the common count and nothing else', async (_how, start) => {
  const one = limit(3, await start());
  const before = performance.now();
  expect(await allowed(one, anna, 5)).toBe(3);
  expect(performance.now() - before).toBeLessThan(3_000);
});

/** Sends requests of somebody until one is counted in Redis: until it is connected a replica counts alone. */
async function reaches({ take }: RateLimit, redis: CountingRedis): Promise<void> {
  const before = redis.counted;
  for (let request = 0; redis.counted === before; request++) {
    await take({ ...localViewer, subject: `somebody ${request}` });
    await new Promise(setImmediate);
  }
}

interface CountingRedis {
  readonly serve: (socket: Socket) => void;
  /** How many times it was asked to count. */
  counted: number;
  /** While true it answers no count. */
  silent: boolean;
}

/** As much of a Redis as counting needs: it increments on EVAL, and says yes to everything else. */
function countingRedis(): CountingRedis {
  const counts = new Map<string, number>();
  const redis: CountingRedis = {
    counted: 0,
    silent: false,
    serve: (socket) => {
      let pending = '';
      socket.on('data', (data: Buffer) => {
        pending += data.toString();
        for (let words = nextCommand(pending); words; words = nextCommand(pending)) {
          pending = pending.slice(words.join('').length);
          answer(socket, words.map((word) => word.replace(/^\$\d+\r\n|\r\n$/g, '')));
        }
      });
    },
  };
  const answer = (socket: Socket, [, name, , , key = '']: string[]): void => {
    if (name === 'HELLO') return void socket.write('%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n');
    if (name !== 'EVAL') return void socket.write('+OK\r\n');
    redis.counted += 1;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (!redis.silent) socket.write(`*2\r\n:${counts.get(key)}\r\n:60000\r\n`);
  };
  return redis;
}

/** The head and the words of the first whole command, each with its length and line end. */
function nextCommand(text: string): string[] | undefined {
  const [head, length] = /^\*(\d+)\r\n/.exec(text) ?? [];
  if (!head) return undefined;
  const words = [head];
  let rest = text.slice(head.length);
  for (let word = 0; word < Number(length); word++) {
    const [prefix = '', bytes] = /^\$(\d+)\r\n/.exec(rest) ?? [];
    const end = prefix.length + Number(bytes) + 2;
    if (!prefix || rest.length < end) return undefined;
    words.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return words;
}
