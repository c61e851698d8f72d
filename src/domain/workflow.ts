import type { Problem } from './job.ts';

/**
 * Work in several steps of which each happens once, whatever happens in between: every step is written down before it is made and after.
 * What a step's record allows is decided here; who writes and makes it is in `events/workflow*.ts`.
 */

/** How a workflow stands. */
export const workflowStates = ['RUNNING', 'WAITING', 'STOPPED', 'DONE'] as const;
export type WorkflowState = (typeof workflowStates)[number];

/** A workflow as the ledger keeps it. Times are RFC 3339. */
export interface Workflow<Input = unknown> {
  readonly workflowId: string;
  /** The name of its plan. */
  readonly plan: string;
  readonly input: Input;
  readonly state: WorkflowState;
  /** Why it stopped, or what it is repeated for; null when all is well. */
  readonly problem: Problem | null;
  /** Which time it was asked for since it stopped: what was refused in an earlier round may be tried again. */
  readonly round: number;
  /** Runs in a row that got no further: the exponent of the back-off. */
  readonly quietRuns: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is known of a step. */
export type StepState =
  /** Somebody set about making it: whether it was made is not known. */
  | { readonly kind: 'INTENDED' }
  | { readonly kind: 'DONE'; readonly outcome: unknown }
  /** It was not made, for now. */
  | { readonly kind: 'NOT_MADE' }
  /** It was refused. */
  | { readonly kind: 'FAILED'; readonly problem: Problem }
  /** Whether it was made cannot be found out, so it is not made again. */
  | { readonly kind: 'IN_DOUBT'; readonly problem: Problem };

/** A step as the ledger keeps it. */
export interface Step {
  /** The part of the input that it is made for, such as one file. */
  readonly part: string;
  readonly name: string;
  /** Digest of that part as it was: what was made for another one says nothing. */
  readonly digest: string;
  readonly round: number;
  readonly state: StepState;
  /** RFC 3339. */
  readonly at: string;
}

/** What is to be done about a step. `give` its outcome, `refuse` with its problem, `look` whether it was made, or `make` it. */
export type StepTurn = { readonly turn: 'give'; readonly outcome: unknown } | { readonly turn: 'refuse'; readonly problem: Problem } | { readonly turn: 'look' } | { readonly turn: 'make' };

/** Decides it. A step that is in doubt stays so until its part of the input is another. */
export function turnOf(step: Step | undefined, { digest, round }: Pick<Step, 'digest' | 'round'>): StepTurn {
  if (!step || step.digest !== digest) return { turn: 'make' };
  const { state } = step;
  switch (state.kind) {
    case 'DONE':
      return { turn: 'give', outcome: state.outcome };
    case 'INTENDED':
      return { turn: 'look' };
    case 'NOT_MADE':
      return { turn: 'make' };
    case 'IN_DOUBT':
      return { turn: 'refuse', problem: state.problem };
    case 'FAILED':
      return step.round < round ? { turn: 'make' } : { turn: 'refuse', problem: state.problem };
  }
}

/** An input in parts, each of which may be mended alone; values are JSON. */
export type Parts = ReadonlyMap<string, unknown>;

/** The parts that are not alike in two inputs, those that only one of them has included. */
export function changedParts(before: Parts, after: Parts): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((part) => canonical(before.get(part)) !== canonical(after.get(part)));
}

/** Whether nothing was made for a part, nor may have been without anybody's knowing: then it may become another. */
export function isUnmade(steps: readonly Step[]): boolean {
  return steps.every(({ state }) => state.kind !== 'DONE' && state.kind !== 'INTENDED');
}

/** JSON text that is the same for values that are alike, whatever the order of their fields; fields without a value are left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${fields.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

/** How long to wait before a workflow is looked at again that got no further so many times: 2 s, doubling to 5 min. */
export function waitMs(quietRuns: number): number {
  return Math.min(2_000 * 2 ** Math.min(quietRuns, 8), 300_000);
}
