import { dateTime, type Clock } from '../domain/clock.ts';
import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { Problem } from '../domain/job.ts';
import { turnOf, type Step, type StepState } from '../domain/workflow.ts';
import { mayHaveBeenCarriedOut } from './attempt.ts';
import type { Lease } from './lease.ts';
import { stepKey, type KeptStep, type WorkflowStore } from './workflowStore.ts';

/** One run through a plan: what has been made is given, what has not is made, and each step is written down before and after. */

/** A step of a plan. */
export interface PlannedStep<Outcome> {
  /** The part of the input that it is made for. */
  readonly part: string;
  readonly name: string;
  /** Makes it. What it gives is JSON. A `Failure` that says that nothing was made refuses the step, or has it made later. */
  readonly make: () => Promise<Outcome>;
  /**
   * Finds out whether an attempt was carried out whose outcome is not known. Left out where nobody can be asked: such a step is made
   * once or never. `repeatable` for one that may be made again without harm.
   */
  readonly look?: () => Promise<Looked<Outcome>>;
}

/** What a look came to. */
export type Looked<Outcome> = { readonly kind: 'made'; readonly outcome: Outcome } | { readonly kind: 'notMade' } | { readonly kind: 'unknown'; readonly problem?: Problem };

/** The look at a step that may be made again without harm. */
export function repeatable(): Promise<Looked<never>> {
  return Promise.resolve({ kind: 'notMade' });
}

/** What a plan works with. */
export interface Run<Input> {
  readonly workflowId: string;
  /** The subject of the caller it is done for. */
  readonly subject: string;
  readonly input: Input;
  /** Makes a step, unless it was made: gives its outcome either way. Throws what ends this run, or what this item of `each` comes to. */
  step<Outcome>(step: PlannedStep<Outcome>): Promise<Outcome>;
  /** Works on items, a few at once. One that is refused, or waits, keeps no other from going on; then the run ends, as one that waits while any does. */
  each<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void>;
  /** Waits for something that wakes the workflow. A problem says what is amiss meanwhile. */
  wait(problem?: Problem): never;
  /** Stops until the caller asks for it again. */
  refuse(problem: Problem): never;
}

/** How a run ends before its plan does. */
export type RunEnd =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'waiting'; readonly problem: Problem | null }
  | { readonly kind: 'postponed'; readonly problem: Problem; readonly afterMs: number }
  /** Another process is at it, or this one stops. */
  | { readonly kind: 'lost' };

/** Thrown through a plan to end its run. Plans let it pass. */
export class RunEnded extends Error {
  override readonly name = 'RunEnded';
  readonly end: RunEnd;

  constructor(end: RunEnd, options?: ErrorOptions) {
    super(end.kind, options);
    this.end = end;
  }
}

/** What goes on by itself comes before what does not. */
const precedence: readonly RunEnd['kind'][] = ['lost', 'postponed', 'waiting', 'refused'];
/** Items worked on at once. */
const itemsAtOnce = 4;
/** A step whose answer is lost again and again is left for the next run. */
const mostAttempts = 2;
/** By then whatever took too long has been carried out, or never will be. */
const settlingMs = 30_000;

export interface RunOptions<Input> {
  readonly workflowId: string;
  readonly subject: string;
  readonly input: Input;
  /** Digests of the parts of the input. */
  readonly digests: ReadonlyMap<string, string>;
  readonly round: number;
  readonly steps: Map<string, KeptStep>;
  readonly store: WorkflowStore;
  readonly lease: Lease;
  readonly clock: Clock;
  /** Called after each step that was made. */
  readonly onStep?: () => void;
}

export function createRun<Input>(options: RunOptions<Input>): Run<Input> {
  const { workflowId, subject, input, digests, round, steps, store, lease, clock, onStep = () => {} } = options;

  async function write(planned: PlannedStep<unknown>, state: StepState): Promise<void> {
    const key = stepKey(planned);
    const step: Step = { part: planned.part, name: planned.name, digest: digests.get(planned.part) ?? '', round, state, at: dateTime(clock.now()) };
    const kept = await store.putStep(workflowId, { step, version: steps.get(key)?.version ?? 0 });
    // Written over by somebody else: this process slept past its lease.
    if (!kept) throw new RunEnded({ kind: 'lost' });
    steps.set(key, kept);
  }

  async function settle(planned: PlannedStep<unknown>, state: Extract<StepState, { problem: Problem }>): Promise<never> {
    await write(planned, state);
    throw new RunEnded({ kind: 'refused', problem: state.problem });
  }

  /** Gives the outcome of an earlier attempt; undefined when it was none, and the step may be made. */
  async function lookAt<Outcome>(planned: PlannedStep<Outcome>): Promise<{ readonly outcome: Outcome } | undefined> {
    const seen = (await planned.look?.().catch(postpone)) ?? { kind: 'unknown' as const };
    if (seen.kind === 'notMade') return undefined;
    if (seen.kind === 'unknown') return settle(planned, { kind: 'IN_DOUBT', problem: seen.problem ?? inDoubt });
    await write(planned, { kind: 'DONE', outcome: seen.outcome });
    onStep();
    return seen;
  }

  async function make<Outcome>(planned: PlannedStep<Outcome>): Promise<Outcome> {
    for (let attempts = 1; ; attempts++) {
      if (!lease.held()) throw new RunEnded({ kind: 'lost' });
      await write(planned, { kind: 'INTENDED' });
      const made = await planned.make().then((outcome) => ({ outcome }), (error: unknown) => failed(planned, error));
      if ('outcome' in made) {
        await write(planned, { kind: 'DONE', outcome: made.outcome });
        onStep();
        return made.outcome;
      }
      const earlier = await lookAt(planned);
      if (earlier) return earlier.outcome;
      if (attempts === mostAttempts) throw made.end;
    }
  }

  /** What an attempt that failed comes to. Gives how the run ends when nobody can tell yet whether it was carried out. */
  async function failed(planned: PlannedStep<unknown>, error: unknown): Promise<{ readonly end: RunEnded }> {
    if (error instanceof RunEnded) throw error;
    const verdict = verdictOf(error);
    if (verdict === 'refused') return settle(planned, { kind: 'FAILED', problem: problemOf(error) });
    if (verdict === 'notMade') {
      await write(planned, { kind: 'NOT_MADE' });
      throw postponed(error);
    }
    // What took too long may be on its way still: a look now would not see it.
    if (planned.look && isTimeout(error)) throw postponed(error, settlingMs);
    return { end: postponed(error) };
  }

  return {
    workflowId,
    subject,
    input,
    async step(planned) {
      const next = turnOf(steps.get(stepKey(planned))?.step, { digest: digests.get(planned.part) ?? '', round });
      if (next.turn === 'give') return outcomeOf(planned, next.outcome);
      if (next.turn === 'refuse') throw new RunEnded({ kind: 'refused', problem: next.problem });
      const earlier = next.turn === 'look' ? await lookAt(planned) : undefined;
      return earlier ? earlier.outcome : make(planned);
    },
    async each(items, work) {
      const ends: RunEnded[] = [];
      const left = items.values();
      const worker = async (): Promise<void> => {
        for (const item of left) await work(item).catch((error: unknown) => ends.push(error instanceof RunEnded ? error : postponed(error)));
      };
      await Promise.all(Array.from({ length: Math.min(itemsAtOnce, items.length) }, worker));
      const [first] = ends.toSorted((one, other) => precedence.indexOf(one.end.kind) - precedence.indexOf(other.end.kind));
      if (first?.end.kind === 'waiting') throw new RunEnded({ kind: 'waiting', problem: first.end.problem ?? firstProblem(ends) });
      if (first) throw first;
    },
    wait(problem) {
      throw new RunEnded({ kind: 'waiting', problem: problem ?? null });
    },
    refuse(problem) {
      throw new RunEnded({ kind: 'refused', problem });
    },
  };
}

/** The end of a run that something else than a step failed in: it is tried again later. */
export function postponed(error: unknown, leastMs = 0): RunEnded {
  const afterMs = error instanceof Failure && 'retryAfterMs' in error.reason ? (error.reason.retryAfterMs ?? 0) : 0;
  return new RunEnded({ kind: 'postponed', problem: problemOf(error), afterMs: Math.max(afterMs, leastMs) }, { cause: error });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Failure && error.reason.kind === 'upstreamTimeout';
}

/** What one of several was refused with. */
function firstProblem(ends: readonly RunEnded[]): Problem | null {
  for (const { end } of ends) if (end.kind === 'refused') return end.problem;
  return null;
}

function postpone(error: unknown): never {
  throw error instanceof RunEnded ? error : postponed(error);
}

const inDoubt: Problem = {
  code: 'IN_DOUBT',
  message: 'An answer was lost, and whether this was done cannot be found out. It is not done again by itself: change this part of the input, or leave it out.',
};

/** Whether an attempt was refused for good, was not carried out for now, or may have been carried out. */
function verdictOf(error: unknown): 'refused' | 'notMade' | 'doubtful' {
  if (!(error instanceof Failure) || mayHaveBeenCarriedOut(error)) return 'doubtful';
  switch (error.reason.kind) {
    // Before or after what it was to remember: nobody knows.
    case 'ledgerUnavailable':
      return 'doubtful';
    case 'upstreamBreakerOpen':
    case 'rateLimited':
      return 'notMade';
    case 'upstreamStatus':
      return error.reason.status === 429 || error.reason.status === 503 ? 'notMade' : 'refused';
    default:
      return 'refused';
  }
}

/** A failure as the graph tells it. */
function problemOf(error: unknown): Problem {
  const { code, message, argument } = publicErrorOf(error);
  return { code, message: argument && argument.length > 1 ? `${message} (${argument.join('.')})` : message };
}

/** The ledger holds nothing but what a step of this name gave. */
function outcomeOf<Outcome>(planned: PlannedStep<Outcome>, outcome: unknown): Outcome;
function outcomeOf(_planned: PlannedStep<unknown>, outcome: unknown): unknown {
  return outcome;
}
