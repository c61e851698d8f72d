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
  /** Stops those that were started; others may be started then. */
  stopGateways(): Promise<void>;
  /** The same, and DPS. */
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
  const stopGateways = async (): Promise<void> => {
    for (const gateway of gateways.splice(0)) await gateway.stop();
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
    stopGateways,
    async stop() {
      await stopGateways();
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

/** Waits until something has come about. Throws after a time in which it would have on the busiest machine. */
export async function until(cameAbout: () => boolean | Promise<boolean>, patienceMs = 50_000): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await cameAbout()); await pause(20)) {
    if (performance.now() > end) throw new Error(`It has not come about: ${cameAbout.toString()}`);
  }
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
