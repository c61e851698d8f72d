import type { LedgerEvent } from '../../src/ledger/ledger.ts';
import type { Subscriber } from './subscriber.ts';

/** What subscribers got, against what the ledger has for them. */
export interface Heard {
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Told otherwise than the ledger has it. */
  readonly wrong: number;
}

/** Holds what a subscriber got against the effective events of the ledger. */
export function hear({ topic, from, seen }: Subscriber, events: readonly LedgerEvent[]): Heard {
  const isWanted = (event: LedgerEvent) => event.position > (from ?? 0n) && (topic.id === undefined ? event.contractId === topic.contractId : event.id === topic.id);
  const wanted = new Map(events.filter(isWanted).map((event) => [event.position, event]));
  const got = new Set(seen.map(({ position }) => position));
  const same = (position: bigint, index: number): boolean => {
    const [event, told] = [wanted.get(position), seen[index]];
    return event !== undefined && told !== undefined && fieldsOf(event) === [told.disseminationId, told.origin, told.status, told.previousStatus, told.occurredAt].join();
  };
  return {
    events: seen.length,
    lost: [...wanted.keys()].filter((position) => !got.has(position)).length,
    doubled: seen.length - got.size,
    outOfOrder: seen.filter(({ position }, index) => index > 0 && position < (seen[index - 1]?.position ?? 0n)).length,
    wrong: seen.filter(({ position }, index) => !same(position, index)).length,
  };
}

function fieldsOf({ id, origin, status, previousStatus, occurredAt }: LedgerEvent): string {
  return [id, origin, status, previousStatus, occurredAt].join();
}
