import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { hasRedis, startRealRedis, type RealRedis } from './realRedis.ts';
import { startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/** Two gateways and a Redis that is none of ours, where this machine has one: what they share in it, and what its end costs. */

const perMinute = 8;
let issuer: TestIssuer;
let redis: RealRedis;
let gateways: TestGateway[];

beforeAll(async () => {
  if (!hasRedis) return;
  [issuer, redis] = await Promise.all([startTestIssuer(), startRealRedis()]);
  const env = { ...issuer.env, CACHE_URL: redis.url, RATE_LIMIT: String(perMinute) };
  gateways = await Promise.all([startTestGateway(env), startTestGateway(env)]);
});
afterAll(async () => {
  if (!hasRedis) return;
  await Promise.all(gateways.map((each) => each.stop()));
  await Promise.all([redis.kill(), issuer.stop()]);
});

let callers = 0;

/** Sends requests of a new caller to both gateways in turn; gives their statuses. */
async function send(requests: number, query = '{ viewer { subject } }'): Promise<Answered[]> {
  const headers = { authorization: `Bearer ${await issuer.token(`caller-${(callers += 1)}`)}` };
  const answers: Answered[] = [];
  for (let index = 0; index < requests; index++) {
    const gateway = gateways[index % gateways.length];
    if (gateway) answers.push(await gateway.ask(query, {}, headers));
  }
  return answers;
}
const passed = (answers: readonly Answered[]) => answers.filter(({ status }) => status === 200).length;

/** Sends until both count in Redis again. Until it is connected each counts alone, which lets twice as many pass. */
async function countsTogether(): Promise<void> {
  while (passed(await send(perMinute + 2)) > perMinute) await new Promise(setImmediate);
}

const wherePresent = hasRedis ? test : test.skip;

wherePresent('callers are counted together, and told when to come back', async () => {
  await countsTogether();
  const answers = await send(perMinute + 4);
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(perMinute).fill(200), 429, 429, 429, 429]);
  const refused = answers.at(-1);
  expect(refused?.errors[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(50);
});

wherePresent('configurations are kept there, for each archive its own', async () => {
  await countsTogether();
  const names = (answers: readonly Answered[]) => new Set(answers.map(({ data }) => JSON.stringify(data)));
  const calls = () => gateways.map(({ docbyte }) => docbyte.count('searchConfigs'));
  expect(names(await send(4, '{ searchConfigs { name } }')).size).toBe(1);
  const before = calls();
  expect(names(await send(4, '{ searchConfigs { name } }')).size).toBe(1);
  expect([before, calls()]).toEqual([[1, 1], [1, 1]]);
});

wherePresent('a Redis that is killed in the middle costs nobody an answer; each counts alone until it is back', async () => {
  await countsTogether();
  const all = Promise.all(Array.from({ length: 20 }, () => send(2, '{ viewer { subject } searchConfigs { name } }')));
  await redis.kill();
  for (const { status, errors } of (await all).flat()) expect([status, errors]).toEqual([200, []]);
  expect(passed(await send(2 * perMinute + 4))).toBe(2 * perMinute);
  await redis.rise();
  await countsTogether();
});

wherePresent.each([
  ['is full', ['--maxmemory', '1', '--maxmemory-policy', 'noeviction']],
  ['asks for a password', ['--requirepass', 'another']],
])('a Redis that %s costs the common count and nothing else', async (_how, args) => {
  await redis.kill();
  await redis.rise(...args);
  const answers = await send(2 * perMinute + 4, '{ viewer { subject } searchConfigs { name } }');
  expect([passed(answers), answers.flatMap(({ status, errors }) => (status === 200 ? errors : []))]).toEqual([2 * perMinute, []]);
  await redis.kill();
  await redis.rise();
});

wherePresent('a Redis that freezes is not waited for long', async () => {
  await countsTogether();
  redis.freeze(true);
  const before = performance.now();
  const answers = await send(4, '{ viewer { subject } searchConfigs { name } }');
  expect(answers.map(({ status, errors }) => [status, errors])).toEqual(Array(4).fill([200, []]));
  expect(performance.now() - before).toBeLessThan(4_000);
  redis.freeze(false);
  await countsTogether();
});
