import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDpsSimulator } from '../../src/sandbox/dps.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import type { Archive } from '../../src/sandbox/collection.ts';
import { randomFrom, type Random } from '../../src/sandbox/collectionRandom.ts';
import { prepareGateway, settingsFor, type GatewayProcess } from './gatewayProcess.ts';
import { createKiller } from './killer.ts';
import { work } from './load.ts';
import type { Subscriber } from './subscriber.ts';
import { contracts, type ChaosOptions, type Run } from './run.ts';
import { judge, outcomesSaid, type Verdict } from './verdict.ts';
import { startWebhookRelay } from './webhookRelay.ts';

/** Lets jobs, webhooks, subscribers and kills loose on gateways over one ledger, and judges what is left when all is over. */
export async function runChaos(options: ChaosOptions): Promise<Verdict> {
  const random = randomFrom(options.seed);
  const folder = await mkdtemp(join(tmpdir(), 'fonds-chaos-'));
  const archives = makeArchives(options.jobs);
  const dps = await startDpsSimulator({
    collection: { archives },
    record: 500_000,
    clients: [{ clientId: 'fonds', clientSecret: 'dps-secret', roles: contracts.map((contractId) => `${contractId}_R`) }],
    switches: { stepMs: options.stepMs },
    webhooks: { retryDelaysMs: [100, 200, 400, 800, 1_600] },
  });
  const env = { ...settingsFor(dps, options.place), DRAIN_WINDOW: '500ms', ...options.env };
  const entry = options.entry === undefined ? {} : { entry: options.entry };
  const names = 'ABCDEF'.slice(0, options.gateways).split('');
  const gateways = await Promise.all(names.map((name) => prepareGateway({ name, folder, env, ...entry })));
  // Deeds are an order and a webhook for each job; what is sent again is none, or kills would come in swarms.
  const killer = createKiller(gateways, random, { kills: options.kills, deeds: 2 * options.jobs });
  const route = () => doors(gateways, random);
  const relay = await startWebhookRelay({ secret: sandboxWebhookSecret, route, onFirst: () => killer.deed() });
  const subscribers: Subscriber[] = [];
  try {
    const begun = performance.now();
    await Promise.all(gateways.map((gateway) => gateway.start()));
    const ledger = await options.place.open();
    const run: Run = { options, random, archiveIds: [...archives.keys()], dps, gateways, relay, killer, ledger, subscribers, strangers: [], lostOrders: 0 };
    await work(run);
    const said = await Promise.all(gateways.map(outcomesSaid));
    const exits = await Promise.all(gateways.map((gateway) => gateway.terminate()));
    return await judge(run, { said, exits, seconds: (performance.now() - begun) / 1_000 });
  } finally {
    for (const subscriber of subscribers) subscriber.stop();
    await Promise.all(gateways.map((gateway) => gateway.kill()));
    await Promise.all([relay.stop(), dps.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Most webhooks come to one of the gateways, one in twenty to two at the same moment. */
function doors(gateways: readonly GatewayProcess[], random: Random): readonly GatewayProcess[] {
  const first = random.below(gateways.length);
  const turned = [...gateways.slice(first), ...gateways.slice(0, first)];
  return turned.slice(0, random.oneIn(20) ? 2 : 1);
}

function makeArchives(count: number): Map<string, Archive> {
  const ids = Array.from({ length: count }, (_, index) => `68d3a83aa0be2b1d${index.toString(16).padStart(8, '0')}`);
  const files = () => [{ path: 'metadata/descriptive.json', bytes: Buffer.from('{}') }];
  return new Map(ids.map((archiveId, index) => [archiveId, { archiveId, contractId: contracts[index % contracts.length] ?? '', objectId: `object-${index}`, preserved: true, files }]));
}
