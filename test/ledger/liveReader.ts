import { Failure } from '../../src/domain/failure.ts';
import type { Ledger, LedgerEvent, Topic } from '../../src/ledger/ledger.ts';

/** A subscriber as the ledger sees it: starts at a snapshot, then reads on from its place; sent back to a snapshot when its place is gone. */
export interface LiveReader {
  readonly topic: Topic;
  /** Where its reading began, and where it has come to. */
  readonly from: bigint;
  readonly position: bigint;
  /** What it was given since `from`. */
  readonly seen: readonly LedgerEvent[];
  /** Reads until there is no more, `limit` events at a time. */
  readOn(ledger: Ledger, limit: number): Promise<void>;
}

export function createLiveReader(topic: Topic): LiveReader {
  let [from, position]: [bigint, bigint] = [0n, 0n];
  let seen: LedgerEvent[] = [];
  return {
    topic,
    get from() {
      return from;
    },
    get position() {
      return position;
    },
    get seen() {
      return seen;
    },
    async readOn(ledger, limit) {
      for (;;) {
        try {
          const events = await ledger.events.after(topic, position, limit);
          seen.push(...events);
          position = events.at(-1)?.position ?? position;
          if (events.length < limit) return;
        } catch (error) {
          if (!(error instanceof Failure && error.reason.kind === 'cursorExpired')) throw error;
          ({ position } = await ledger.events.snapshot(topic));
          from = position;
          seen = [];
        }
      }
    },
  };
}
