import type { DpsSimulator } from '../../src/sandbox/dps.ts';
import type { Random } from '../../src/sandbox/collectionRandom.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Place } from '../ledger/stores.ts';
import type { GatewayProcess } from './gatewayProcess.ts';
import type { Killer } from './killer.ts';
import type { Subscriber } from './subscriber.ts';
import type { WebhookRelay } from './webhookRelay.ts';

/** How wild it gets. */
export interface ChaosOptions {
  /** An empty database. */
  readonly place: Place;
  /** Gateways on it. SQLite wants one, PostgreSQL takes several. */
  readonly gateways: number;
  readonly jobs: number;
  /** Two fifths watch single jobs, the others whole contracts. */
  readonly subscribers: number;
  readonly kills: number;
  /** How long DPS leaves a job in each of its six statuses, in milliseconds. */
  readonly stepMs: number;
  /** Orders on their way at once. */
  readonly ordersAtOnce: number;
  /** The same seed scatters the same faults; what they meet is never the same. */
  readonly seed: string;
  /** The module that is run as a gateway. Default `src/main.ts`. */
  readonly entry?: string;
  /** Settings of the gateways beside what they need. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told how it goes. */
  readonly say?: (line: string) => void;
}

/** What a run works with. */
export interface Run {
  readonly options: ChaosOptions;
  readonly random: Random;
  readonly archiveIds: readonly string[];
  readonly dps: DpsSimulator;
  readonly gateways: readonly GatewayProcess[];
  readonly relay: WebhookRelay;
  readonly killer: Killer;
  readonly ledger: Ledger;
  readonly subscribers: Subscriber[];
  /** Disseminations that DPS delivers without knowing of an order. */
  readonly strangers: string[];
  /** Orders that DPS has and of which nobody was told the id. */
  lostOrders: number;
}

export const contracts = ['2d17', 'a41f', '0c9e', 'b8a3'] as const;
