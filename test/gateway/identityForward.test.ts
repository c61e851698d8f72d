import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { readConfig } from '../../src/config.ts';
import { startGateway, type Gateway } from '../../src/gateway.ts';
import { makeCollection } from '../../src/sandbox/collection.ts';
import { startDocbyteSimulator, type DocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { ask, type Answered } from './testGateway.ts';

/** `DOCBYTE_AUTH=forward`: Docbyte Vault sees the caller, and says itself what the caller may. */

let issuer: TestIssuer;
let docbyte: DocbyteSimulator;
let gateway: Gateway;
const [first, second] = makeCollection().roots;

beforeAll(async () => {
  issuer = await startTestIssuer();
  docbyte = await startDocbyteSimulator({
    users: (bearer) => {
      const { sub } = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
      if (sub === 'nobody') return undefined;
      return { permissions: () => [`READ as ${sub}`], canRead: (each) => sub === 'anna' || each !== second };
    },
  });
  gateway = await startGateway(readConfig({
    PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s', ...issuer.env, DOCBYTE_BASE_URL: docbyte.baseUrl, DOCBYTE_AUTH: 'forward',
  }));
});
afterAll(async () => {
  await gateway.stop();
  await docbyte.stop();
  await issuer.stop();
});

async function askAs(subject: string, query: string, variables?: Record<string, unknown>): Promise<Answered> {
  return ask(gateway.localUrl, query, variables, { authorization: `Bearer ${await issuer.token(subject)}` });
}

test('permissions are the caller’s, also when others ask for the same at the same time', async () => {
  docbyte.misbehave({ match: 'aip', times: 4, how: { kind: 'latency', ms: 50 } });
  const query = 'query($id: ID!) { aip(packageId: $id) { permissions } }';
  const answers = await Promise.all(['anna', 'bert', 'anna', 'cleo'].map((subject) => askAs(subject, query, { id: first?.packageId })));
  expect(answers.map(({ data }) => data)).toEqual(['anna', 'bert', 'anna', 'cleo'].map((subject) => ({ aip: { permissions: [`READ as ${subject}`] } })));
});

test('what one may not read is absent, for one who may it is there', async () => {
  const query = 'query($id: ID!) { aip(packageId: $id) { packageId } fileplan { totalCount } }';
  expect((await askAs('anna', query, { id: second?.packageId })).data).toMatchObject({ aip: { packageId: second?.packageId } });
  expect((await askAs('bert', query, { id: second?.packageId })).data).toEqual({ aip: null, fileplan: { totalCount: docbyte.collection.roots.length - 1 } });
});

test('a token that Docbyte Vault does not take is told as such, and not tried twice', async () => {
  docbyte.reset();
  const answer = await askAs('nobody', '{ fileplan { totalCount } }');
  expect([answer.status, answer.data]).toEqual([200, { fileplan: null }]);
  expect(answer.errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', source: 'DOCBYTE', retryable: false });
  expect(docbyte.count()).toBe(1);
});

test('the caller’s token goes to Docbyte Vault and nowhere else', async () => {
  docbyte.reset();
  const token = await issuer.token('anna');
  await ask(gateway.localUrl, '{ fileplan { totalCount } }', {}, { authorization: `Bearer ${token}` });
  expect(docbyte.calls.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${token}`]);
});
