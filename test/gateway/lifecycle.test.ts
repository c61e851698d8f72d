import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { readConfig } from '../../src/config.ts';
import { startGateway, type Gateway } from '../../src/gateway.ts';
import { startDocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { connect } from './socket.ts';
import { ask, startTestGateway } from './testGateway.ts';

const settings = { PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s' };
const bare = (env: Readonly<Record<string, string>> = {}): Promise<Gateway> => startGateway(readConfig({ ...settings, SANDBOX: 'false', ...env }));

/** Servers of this process that listen. What was closed stays with the system for a few turns. */
async function expectServers(count: number): Promise<void> {
  const servers = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  for (let turn = 0; turn < 1_000 && servers() !== count; turn++) await setImmediate();
  expect(servers()).toBe(count);
}

const answers = (url: string): Promise<boolean> => fetch(`${url}/health/live`).then(({ ok }) => ok, () => false);

describe('stopping', () => {
  it('twice is the same as once, and leaves nothing that runs', async () => {
    const { url, stop } = await startTestGateway();
    expect(await answers(url)).toBe(true);
    await Promise.all([stop(), stop()]);
    await stop();
    expect(await answers(url)).toBe(false);
    await expectServers(0);
  });

  it('lets what is in hand finish', async () => {
    const { stop, ask: send, docbyte } = await startTestGateway();
    const { packageId } = docbyte.collection.roots[0] ?? { packageId: '' };
    docbyte.misbehave({ match: 'aip', how: { kind: 'latency', ms: 300 } });
    const answer = send('query ($id: ID!) { aip(packageId: $id) { packageId } }', { id: packageId });
    while (docbyte.count('aip') === 0) await setImmediate();
    await stop();
    expect((await answer).data).toEqual({ aip: { packageId } });
  });

  it('tells open sockets to come back', async () => {
    const { url, stop } = await startTestGateway();
    const socket = await connect(url);
    await stop();
    expect(await socket.closed).toMatchObject({ code: 1001 });
  });
});

describe('a start that fails', () => {
  it('because the address is taken leaves nothing that runs, neither of the gateway nor of the simulators', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      await expect(bare({ PORT: String(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
      await expect(startTestGateway({ PORT: String(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
      await expectServers(1);
    } finally {
      other.close();
    }
  });

  it('because the ledger cannot be opened leaves nothing that runs', async () => {
    await expect(bare({ DATABASE_URL: 'sqlite:/dev/null/ledger.db' })).rejects.toMatchObject({ reason: { kind: 'ledgerUnavailable' } });
    await expectServers(0);
  });
});

describe('a gateway with no source', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await bare();
  });
  afterAll(() => gateway.stop());

  it.each([
    ['DOCBYTE', '{ aip(packageId: "1") { title } }'],
    ['DOCBYTE', '{ aips(packageIds: ["1"]) { title } }'],
    ['DOCBYTE', '{ fileplan { totalCount } }'],
    ['DOCBYTE', '{ searchConfigs { name } }'],
    ['DOCBYTE', '{ searchConfig(name: "a") { name } }'],
    ['DOCBYTE', '{ search(config: "a") { totalCount } }'],
    ['DOCBYTE', '{ node(id: "QWlwOnV1aWQtMQ") { id } }'],
    // Without LINK_ARCHIVE_ID_FIELD the package id is the archive id, so that only DPS is asked.
    ['DPS', 'mutation { requestDissemination(input: { packageId: "1" }) { alreadyInProgress } }'],
    ['DPS', '{ dissemination(disseminationId: "1") { status } }'],
    ['DPS', '{ submission(contractId: "2d17", submissionId: "1") { status } }'],
    ['DPS', 'mutation { requestDissemination(input: { archiveId: "1" }) { alreadyInProgress } }'],
  ])('answers SOURCE_NOT_CONFIGURED of %s to %s', async (source, query) => {
    const { errors, status } = await ask(gateway.url, query);
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: 'SOURCE_NOT_CONFIGURED', source, retryable: false, requestId: expect.any(String) } })]);
    expect(status).toBe(200);
  });

  it('answers everything else, beside it', async () => {
    const { data, errors } = await ask(gateway.url, '{ aip(packageId: "1") { title } archive(archiveId: "a") { archiveId aip { title } } sources { source configured available lastCheckedAt latencyMs } viewer { subject } disseminations { totalCount } __typename }');
    expect(errors.map(({ path }) => path)).toEqual([['aip'], ['archive', 'aip']]);
    expect(data).toEqual({
      aip: null,
      archive: { archiveId: 'a', aip: null },
      sources: ['DOCBYTE', 'DPS', 'DVIDS'].map((source) => ({ source, configured: false, available: null, lastCheckedAt: null, latencyMs: null })),
      viewer: { subject: 'local' },
      disseminations: { totalCount: 0 },
      __typename: 'Query',
    });
  });

  it.each([
    ['/health/live', 200],
    ['/health/ready', 200],
    ['/metrics', 200],
    ['/nothing', 404],
    ['/webhooks/dps', 405],
  ])('answers %s with %d', async (path, status) => {
    expect((await fetch(`${gateway.url}${path}`)).status).toBe(status);
  });

  it('takes no webhook that it could not verify, and asks for it again', async () => {
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)), 'webhook-signature': 'v1,c2lnbmVk' };
    expect((await fetch(`${gateway.url}/webhooks/dps`, { method: 'POST', body: '{}', headers })).status).toBe(503);
  });
});

test('one source alone works, and the halves that others own say so', async () => {
  const docbyte = await startDocbyteSimulator();
  const gateway = await bare({ DOCBYTE_BASE_URL: docbyte.baseUrl, DOCBYTE_TOKEN_URL: docbyte.tokenUrl, DOCBYTE_CLIENT_ID: docbyte.clientId, DOCBYTE_CLIENT_SECRET: docbyte.clientSecret });
  try {
    const [root] = docbyte.collection.roots;
    const { data, errors } = await ask(gateway.url, 'query ($id: ID!) { aip(packageId: $id) { packageId archiveId } dissemination(disseminationId: "1") { status } sources { source configured available } }', { id: root?.packageId });
    expect(data).toEqual({
      // Without LINK_ARCHIVE_ID_FIELD the package id is the archive id.
      aip: { packageId: root?.packageId, archiveId: root?.packageId },
      dissemination: null,
      // Asked at the same time as the first call is on its way.
      sources: [
        { source: 'DOCBYTE', configured: true, available: null },
        { source: 'DPS', configured: false, available: null },
        { source: 'DVIDS', configured: false, available: null },
      ],
    });
    expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['dissemination'], 'SOURCE_NOT_CONFIGURED']]);
    const { data: later } = await ask(gateway.url, '{ sources { source available lastCheckedAt latencyMs } }');
    expect(later).toEqual({ sources: expect.arrayContaining([{ source: 'DOCBYTE', available: true, lastCheckedAt: expect.any(String), latencyMs: expect.any(Number) }]) });
  } finally {
    await gateway.stop();
    await docbyte.stop();
  }
});
