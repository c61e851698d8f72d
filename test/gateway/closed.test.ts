import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { readConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';
import { startFakeRedis, type FakeRedis } from './fakeRedis.ts';
import { connect } from './socket.ts';
import { ask } from './testGateway.ts';

/** A process may start and stop many gateways, as tests and embedders do: of those that are closed nothing stays. */

const collect = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

async function heapUsed(): Promise<number> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise(setImmediate);
    collect();
  }
  return process.memoryUsage().heapUsed;
}

let issuer: TestIssuer;
let redis: FakeRedis;
beforeAll(async () => {
  [issuer, redis] = await Promise.all([startTestIssuer(), startFakeRedis()]);
});
afterAll(async () => {
  await Promise.all([issuer.stop(), redis.die()]);
});

test('a gateway that was used and closed leaves no memory, timers or connections behind', async () => {
  const config = readConfig({ PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s', SANDBOX: 'false', CACHE_URL: redis.url, RATE_LIMIT: '1000', DPS_CLIENT_ID: 'fonds', DPS_CLIENT_SECRET: 'secret', DPS_BASE_URL: issuer.url, ...issuer.env });
  const token = await issuer.token('anna', { roles: ['2d17_R'] });
  const useOne = async (): Promise<void> => {
    const gateway = await startGateway(config);
    const { data } = await ask(gateway.localUrl, '{ viewer { subject } }', {}, { authorization: `Bearer ${token}`, connection: 'close' });
    expect(data).toEqual({ viewer: { subject: 'anna' } });
    const socket = await connect(gateway.localUrl, token);
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { disseminationsUpdated(contractId: "2d17") { cursor } }' } });
    socket.send({ type: 'ping' });
    await socket.next();
    await gateway.stop();
    await socket.closed;
  };
  const resources = () => process.getActiveResourcesInfo().length;
  for (let warm = 0; warm < 4; warm++) await useOne();
  const before = resources();
  // What leaks grows each time that ten are used; what the test run itself leaves about does not.
  const grownKiB: number[] = [];
  do {
    const heap = await heapUsed();
    for (let more = 0; more < 10; more++) await useOne();
    grownKiB.push(((await heapUsed()) - heap) / 10 / 1024);
  } while (Math.min(...grownKiB) >= 700 && grownKiB.length < 3);
  expect(Math.min(...grownKiB)).toBeLessThan(700);
  // What ends by itself has some turns of the event loop for it.
  for (let turn = 0; turn < 1_000 && resources() > before; turn++) await new Promise(setImmediate);
  expect(resources()).toBeLessThanOrEqual(before);
});
