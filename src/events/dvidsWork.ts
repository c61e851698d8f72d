import type { Clock } from '../domain/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DvidsSource } from '../sources/dvids/source.ts';
import { createDvidsAssets, type DvidsAssets } from './dvidsAssets.ts';
import { createDvidsAssetStore } from './dvidsAssetStore.ts';
import { createDvidsBatches, type DvidsBatches } from './dvidsBatches.ts';
import { dvidsBatchRules } from './dvidsBatchRules.ts';
import { createDvidsUploads, type DvidsUploads } from './dvidsUploads.ts';
import type { Events } from './events.ts';
import type { JobRules } from './recording.ts';
import type { Uploads } from './uploads.ts';

/** What callers do at DVIDS: batches, the uploads into them, and the assets made of those. */
export interface DvidsWork {
  readonly batches: DvidsBatches;
  readonly uploads: DvidsUploads;
  readonly assets: DvidsAssets;
}

interface Parts {
  readonly ledger: Ledger;
  readonly dvids: DvidsSource;
  readonly clock: Clock;
}

/** How batches are looked after: for the poller. */
export function rulesOfDvids({ ledger, dvids, clock }: Parts): JobRules {
  return dvidsBatchRules({ dvids, assets: createDvidsAssetStore(ledger.documents), now: clock.now });
}

/** Puts the parts together; `rules` are those that the poller has. */
export function createDvidsWork({ ledger, dvids, clock, rules, events, uploads }: Parts & { rules: JobRules; events: Pick<Events, 'recording' | 'poller' | 'feeds'>; uploads: Uploads }): DvidsWork {
  const { recording, poller, feeds } = events;
  const assets = createDvidsAssetStore(ledger.documents);
  const batches = createDvidsBatches({ ledger, recording, poller, feeds, rules, dvids, assets, clock });
  const uploadsInto = createDvidsUploads({ ledger, dvids, batches, uploads });
  return { batches, uploads: uploadsInto, assets: createDvidsAssets({ dvids, batches, uploads: uploadsInto, assets, clock }) };
}
