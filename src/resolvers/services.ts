import type { SourceName } from '../domain/source.ts';
import type { Disseminations } from '../events/disseminations.ts';

/** What resolvers call beside loaders: all that lasts longer than one operation. */
export interface Services {
  readonly disseminations: Disseminations;
  /** How each source is doing, without calling any. */
  sources(): readonly SourceStatus[];
}

/** How one source is doing, from the calls made so far. */
export interface SourceStatus {
  readonly source: SourceName;
  readonly configured: boolean;
  readonly available: boolean | null;
  readonly lastCheckedAt: Date | null;
  /** Milliseconds. */
  readonly latencyMs: number | null;
}
