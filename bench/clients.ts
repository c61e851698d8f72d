/**
 * What one upstream call costs by different HTTP clients: `node bench/clients.ts`. One process on one core, 64 calls at a
 * time, `GET /aip/{packageId}` with two extras and its body parsed.
 */
import { randomUUID } from 'node:crypto';
import { Pool, type Dispatcher } from 'undici';
import { createUpstreamClient } from '../src/sources/http/client.ts';
import { needTools } from './harness/build.ts';
import { pause, pinMyself, serverCore } from './harness/processes.ts';
import { startUpstream } from './harness/upstream.ts';

type Get = (path: string) => Promise<unknown>;

needTools();
const upstream = await startUpstream();
pinMyself(serverCore);
const headers = { authorization: 'Bearer bench-token', enrichers: 'metadata,breadcrumb' };
const pool = new Pool(upstream.url, { connections: 512 });

const ours = createUpstreamClient({
  source: 'DOCBYTE',
  baseUrl: upstream.url,
  authorize: { whose: 'gateway', identity: () => '', token: () => 'bench-token', refused: () => false },
});

const dispatch: Get = (path) =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart() {},
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd: () => resolve(JSON.parse(Buffer.concat(chunks).toString())),
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch({ method: 'GET', path, headers }, handler);
  });

const clients: Readonly<Record<string, Get>> = {
  'Fonds: own connections, token, deadline, retries, breaker, sharing, report': (path) =>
    ours.request({ method: 'GET', route: '/aip/{packageId}', path, headers: { enrichers: headers.enrichers }, parse: (body) => body }),
  'undici dispatch': dispatch,
  'undici request': async (path) => (await pool.request({ method: 'GET', path, headers })).body.json(),
  fetch: async (path) => (await fetch(upstream.url + path, { headers })).json(),
};

async function microsecondsOf(get: Get): Promise<number> {
  const running = { on: true };
  let calls = 0;
  const worker = async () => {
    for (; running.on; calls++) await get(`/aip/${randomUUID()}`);
  };
  const workers = Array.from({ length: 64 }, worker);
  await pause(1_000);
  const [before, cpuBefore] = [calls, process.cpuUsage()];
  await pause(2_000);
  const [done, { user, system }] = [calls - before, process.cpuUsage(cpuBefore)];
  running.on = false;
  await Promise.all(workers);
  return (user + system) / done;
}

const rounds = Number(process.argv[2] ?? 3);
for (let round = 0; round < rounds; round++) {
  for (const [name, get] of Object.entries(clients)) console.log(`${(await microsecondsOf(get)).toFixed(1).padStart(7)} µs  ${name}`);
}
await ours.close();
await pool.destroy();
await upstream.stop();
