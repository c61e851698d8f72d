import type { Asset, Batch } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

/**
 * An asset's status (dvids-submission.md §6), computed from times alone, so that nothing needs to happen between two reads
 * and a restart forgets nothing. Times in milliseconds since 1970.
 */
export const statusOf = (asset: Asset, batch: Batch, requiresApproval: boolean, switches: DvidsSwitches, now: number): string => {
  if (asset.forcedStatus !== null) return asset.forcedStatus;
  if (batch.closedAt === null) return 'uploaded';
  const pendingAt = batch.closedAt + switches.pendingAfterMs;
  if (now < pendingAt) return 'uploaded';
  const processedAt = pendingAt + switches.processingMs + asset.position * switches.staggerMs;
  if (now < processedAt) return 'pending-processing';
  if (!requiresApproval || asset.approvedAt !== null) return 'published';
  return switches.approvalMs !== null && now >= processedAt + switches.approvalMs ? 'published' : 'needs-approval';
};
