import { Failure } from '../../src/domain/failure.ts';
import { createDpsSource, type DpsSource } from '../../src/sources/dps/source.ts';

/** A DPS that is not configured: every call is refused as the gateway's own clients do. */
export const noDps: DpsSource = createDpsSource({
  request: () => Promise.reject(new Failure({ kind: 'sourceNotConfigured', source: 'DPS' })),
  state: () => ({ available: null, lastCheckedAt: null, latencyMs: null }),
  close: () => Promise.resolve(),
});
