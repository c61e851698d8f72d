import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../src/config.ts';
import { startGateway, type Gateway, type GatewayOptions } from '../../src/gateway.ts';
import type { Archive } from '../../src/sandbox/collection.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import type { DpsOptions } from '../../src/sandbox/dpsOptions.ts';
import { settingsFor, type LedgerPlace } from '../chaos/gatewayProcess.ts';
import { ask } from './testGateway.ts';

/** Gateways on one ledger, over one simulated DPS. */
export interface Replicas {
  readonly place: LedgerPlace;
  readonly dps: DpsSimulator;
  /** Starts one more. `env` are settings beside the usual. */
  start(env?: Readonly<Record<string, string>>, options?: GatewayOptions): Promise<Gateway>;
  /** Orders a new archive, and gives the id of the dissemination. */
  order(gateway: { readonly localUrl: string }): Promise<string>;
  /** The id of a new archive that can be ordered. */
  orderable(): string;
  /** Stops those that were started, then DPS. */
  stop(): Promise<void>;
}

/** The contract that all archives are kept under. */
export const contractId = '2d17';

/** Prepares replicas; none runs yet. */
export async function prepareReplicas(place: LedgerPlace, options: DpsOptions = {}): Promise<Replicas> {
  const archives = new Map<string, Archive>();
  const dps = await startDpsSimulator({ collection: { archives }, webhooks: { retryDelaysMs: [100] }, ...options });
  const gateways: Gateway[] = [];
  const orderable = (): string => {
    const archiveId = `68d3a83aa0be2b1d${(archives.size + 1).toString(16).padStart(8, '0')}`;
    const files = () => [{ path: 'metadata/descriptive.json', bytes: Buffer.from('{}') }];
    archives.set(archiveId, { archiveId, contractId, objectId: `object-${archives.size}`, preserved: true, files });
    return archiveId;
  };
  return {
    place,
    dps,
    orderable,
    async start(env = {}, gatewayOptions = {}) {
      const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s', ...settingsFor(dps, place), ...env });
      const gateway = await startGateway(config, gatewayOptions);
      gateways.push(gateway);
      return gateway;
    },
    order: (gateway) => orderFrom(gateway.localUrl, orderable()),
    async stop() {
      for (const gateway of gateways) await gateway.stop();
      await dps.stop();
    },
  };
}

/** Orders an archive through a gateway; throws with what the gateway says when it does not come about. */
export async function orderFrom(url: string, archiveId: string): Promise<string> {
  const { data, errors } = await ask(url, 'mutation ($archiveId: ID!) { requestDissemination(input: { archiveId: $archiveId }) { dissemination { disseminationId } } }', { archiveId });
  const payload = data?.['requestDissemination'] as { readonly dissemination: { readonly disseminationId: string } } | null | undefined;
  if (!payload) throw new Error(JSON.stringify(errors));
  return payload.dissemination.disseminationId;
}

/** Waits until something has come about, however long that takes on a busy machine. */
export async function until(cameAbout: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await cameAbout())) await pause(20);
}

/** The status of a probe; 0 when nobody answers. */
export function statusOf(url: string): Promise<number> {
  return fetch(url).then(
    async (response) => {
      await response.text();
      return response.status;
    },
    () => 0,
  );
}
