import type { Origin } from '../domain/job.ts';
import type { Row, SqlValue } from './database.ts';
import { parseKind } from './jobRow.ts';
import type { Keyring } from './keyring.ts';
import type { JobRef, LedgerEvent } from './ledger.ts';
import { big, integer, json, text, textOrNull, truth } from './row.ts';

/** An event, with its two parts as they lie in the row. */
export interface StoredEvent {
  readonly event: LedgerEvent;
  readonly stateText: string;
  readonly sealedText: string | null;
}

/** The columns of an event, in the order of `eventValues`. */
export const eventColumns = [
  'position',
  'kind',
  'id',
  'contract_id',
  'archive_id',
  'owner',
  'origin',
  'name',
  'occurred_at',
  'received_at',
  'status',
  'previous_status',
  'is_effective',
  'state',
  'sealed',
] as const;

/** The columns for a SELECT, told apart from those of other tables in it. */
export const eventSelection = eventColumns.map((column) => `events.${column} AS ${column}`).join(', ');

/** Where an event's sealed part lies, for the keyring. */
export function eventPlace(ref: JobRef): string {
  return `events ${ref.kind} ${ref.id}`;
}

export function eventValues({ event, stateText, sealedText }: StoredEvent): SqlValue[] {
  return [
    event.position,
    event.kind,
    event.id,
    event.contractId,
    event.archiveId,
    event.owner,
    event.origin,
    event.name,
    event.occurredAt,
    event.receivedAt,
    event.status,
    event.previousStatus,
    event.effective ? 1 : 0,
    stateText,
    sealedText,
  ];
}

export function parseEvent(row: Row, keyring: Keyring): LedgerEvent {
  const ref = { kind: parseKind(text(row, 'kind')), id: text(row, 'id') };
  const sealed = textOrNull(row, 'sealed');
  return {
    ...ref,
    position: big(row, 'position'),
    contractId: textOrNull(row, 'contract_id'),
    archiveId: textOrNull(row, 'archive_id'),
    owner: textOrNull(row, 'owner'),
    origin: parseOrigin(text(row, 'origin')),
    name: text(row, 'name'),
    occurredAt: text(row, 'occurred_at'),
    receivedAt: integer(row, 'received_at'),
    status: text(row, 'status'),
    previousStatus: textOrNull(row, 'previous_status'),
    effective: truth(row, 'is_effective'),
    state: json(row, 'state'),
    sealed: sealed === null ? null : keyring.open(sealed, eventPlace(ref)),
  };
}

function parseOrigin(value: string): Origin {
  if (value === 'REQUEST' || value === 'WEBHOOK' || value === 'POLL' || value === 'SNAPSHOT') return value;
  throw new Error(`The ledger holds an event of the origin ${value}, which this Fonds does not know.`);
}
