import type { Origin } from '../domain/job.ts';
import type { JobRecord, LedgerEvent, Topic } from '../ledger/ledger.ts';
import type { Cursors } from './cursor.ts';
import { foldedState } from './folded.ts';

/** A job as an event or a snapshot shows it. */
export type JobView<State = unknown, Sealed = unknown> = Pick<
  JobRecord<State, Sealed>,
  'kind' | 'id' | 'contractId' | 'archiveId' | 'owner' | 'phase' | 'state' | 'sealed' | 'open' | 'position' | 'checkedAt'
>;

/** One event of a feed. `job` is the job after it, and the same object for every subscriber of this process. */
export interface FeedEvent<State = unknown, Sealed = unknown> {
  /** Pass it as `after` to go on behind this event. Computed when it is first read. */
  readonly cursor: string;
  readonly position: bigint;
  readonly occurredAt: string;
  readonly origin: Origin;
  /** What happened, in the kind's own words; `snapshot` for the state as it was. */
  readonly name: string;
  readonly status: string;
  /** Null for a job's first event and for a snapshot. */
  readonly previousStatus: string | null;
  readonly job: JobView<State, Sealed>;
}

/** An event as one subject's feeds tell it. */
export class Told implements FeedEvent {
  readonly position: bigint;
  readonly occurredAt: string;
  readonly origin: Origin;
  readonly name: string;
  readonly status: string;
  readonly previousStatus: string | null;
  readonly job: JobView;
  readonly #encode: () => string;
  #cursor: string | undefined;

  constructor(
    cursors: Cursors,
    topic: Topic,
    subject: string,
    event: Pick<FeedEvent, 'position' | 'occurredAt' | 'origin' | 'name' | 'status' | 'previousStatus'>,
    job: JobView,
    partial = false,
  ) {
    this.position = event.position;
    this.occurredAt = event.occurredAt;
    this.origin = event.origin;
    this.name = event.name;
    this.status = event.status;
    this.previousStatus = event.previousStatus;
    this.job = job;
    this.#encode = () => cursors.encode({ position: event.position, partial }, topic, subject);
  }

  get cursor(): string {
    return (this.#cursor ??= this.#encode());
  }
}

const views = new WeakMap<LedgerEvent, JobView>();

/** The job after an event: one object for all who are told of it. The ledger holds nothing but folded states. */
export function viewOf(event: LedgerEvent): JobView {
  let view = views.get(event);
  if (!view) {
    const { phase, open, checkedAt } = foldedState(event.state);
    const { kind, id, contractId, archiveId, owner, state, sealed, position } = event;
    view = { kind, id, contractId, archiveId, owner, phase, state, sealed, open, position, checkedAt };
    views.set(event, view);
  }
  return view;
}
