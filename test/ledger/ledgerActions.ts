import * as fc from 'fast-check';
import type { Decision, JobRecord, JobRef, Topic } from '../../src/ledger/ledger.ts';
import { countStep } from './decisions.ts';

/* What a property test may do to a ledger: few jobs and few webhooks, so that they get in each other's way. */

const refs: readonly JobRef[] = [
  { kind: 'dissemination', id: 'a' },
  { kind: 'dissemination', id: 'b' },
  { kind: 'dissemination', id: 'c' },
  { kind: 'submission', id: 'a' },
];
const contractOf = (ref: JobRef) => (ref.id === 'b' ? 'c2' : 'c1');
export const topics: readonly Topic[] = [
  { kind: 'dissemination', id: 'a' },
  { kind: 'dissemination', contractId: 'c1' },
  { kind: 'dissemination', contractId: 'c2' },
  { kind: 'dissemination' },
  { kind: 'submission', id: 'a' },
];

/** One record: what becomes of which job, told by which webhook, if by any. */
export interface Write {
  readonly ref: JobRef;
  readonly events: number;
  readonly effective: boolean;
  readonly ends: boolean;
  readonly webhook: number | null;
  readonly replica: number;
}

const write: fc.Arbitrary<Write> = fc.record({
  ref: fc.constantFrom(...refs),
  events: fc.integer({ min: 1, max: 3 }),
  effective: fc.boolean(),
  ends: fc.nat(9).map((chance) => chance === 0),
  webhook: fc.option(fc.nat(5)),
  replica: fc.nat(1),
});
export const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('write'), writes: fc.array(write, { minLength: 1, maxLength: 6 }), readers: fc.subarray([0, 1, 2, 3, 4]), limit: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replay'), topic: fc.constantFrom(...topics), back: fc.nat(8), limit: fc.integer({ min: 1, max: 10 }), replica: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read'), reader: fc.nat(4), limit: fc.integer({ min: 1, max: 4 }), replica: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('snapshot'), topic: fc.constantFrom(...topics), replica: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retain'), age: fc.nat(5), replica: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart'), replica: fc.nat(1) }) },
);
export type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** An end is never left: a write on an ended job decides nothing. */
export function decide({ ref, events, effective, ends }: Write): (job: JobRecord | undefined) => Decision | undefined {
  return (job) => {
    if (job && !job.open) return undefined;
    const counted = Array.from({ length: events }).reduce<Decision[]>((steps) => [...steps, countStep({ ...(job ?? blank(ref)), state: steps.at(-1)?.job.state ?? job?.state })], []);
    const last = counted.at(-1);
    return last && { job: { ...last.job, contractId: contractOf(ref), open: !ends }, events: counted.flatMap((step) => step.events.map((event) => ({ ...event, effective }))) };
  };
}

function blank(ref: JobRef): JobRecord {
  return { ...ref, contractId: null, archiveId: null, owner: null, phase: 'IN_PROGRESS', state: null, sealed: null, open: true, createdPosition: 0n, position: 0n, checkedAt: null, nextPollAt: null, quietPolls: 0, watchedUntil: 0 };
}
