import type { Topic } from '../ledger/ledger.ts';

/** The same text for the same topic. */
export function topicKey({ kind, id, contractId }: Topic): string {
  return JSON.stringify([kind, id ?? null, contractId ?? null]);
}
