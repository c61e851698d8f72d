import { createHash } from 'node:crypto';
import { dateTime, type Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import type { Problem } from '../domain/job.ts';
import { canonical, waitMs, type Parts, type Step, type Workflow } from '../domain/workflow.ts';
import { underLease, type Lease, type LeaseOptions } from './lease.ts';
import { described, type EventLog } from './log.ts';
import { createRun, postponed, RunEnded, type Run, type RunEnd } from './workflowRun.ts';
import type { KeptWorkflow, WorkflowStore } from './workflowStore.ts';

/** A kind of workflow. `Input` is JSON. */
export interface Plan<Input> {
  /** Stable: workflows in the ledger are found again by it. */
  readonly name: string;
  /** The input in parts that steps are made for and that may be mended one by one; together they are all of it. */
  parts(input: Input): Parts;
  /** Goes from the beginning to the end, each time anew: `run.step` gives what was made before. */
  run(run: Run<Input>): Promise<void>;
  /** Takes back what was made for a part, so that it may become another; false when it must stay. Left out: whatever was made stays. */
  takeBack?(part: string, made: { readonly input: Input; readonly steps: readonly Step[]; readonly subject: string }): Promise<boolean>;
}

/** Runs workflows: one at a time each, in the whole installation. */
export interface WorkflowRunner {
  /** Does something with a workflow after whatever this process does with it; undefined when another process is at it. */
  alone<T>(workflowId: string, work: (lease: Lease) => Promise<T>): Promise<T | undefined>;
  /** Runs it as far as it goes; once more when it is being run, since whatever this is about may have come too late for that. Never rejects. */
  run(workflowId: string): Promise<unknown>;
  /** Those that this process is at. */
  readonly inHand: ReadonlyMap<string, Promise<unknown>>;
}

export interface WorkflowRunnerOptions extends LeaseOptions {
  readonly store: WorkflowStore;
  readonly plans: ReadonlyMap<string, Plan<unknown>>;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Aborted when no further step is to be made. */
  readonly signal: AbortSignal;
  /** Called when one is to be looked at again later (epoch ms). */
  readonly onPostponed: (nextRunAt: number) => void;
}

export function createWorkflowRunner(options: WorkflowRunnerOptions): WorkflowRunner {
  const { store, plans, clock, log, signal, onPostponed } = options;
  const inHand = new Map<string, Promise<unknown>>();
  /** Runs that have not begun. */
  const queued = new Map<string, Promise<unknown>>();

  async function alone<T>(workflowId: string, work: (lease: Lease) => Promise<T>): Promise<T | undefined> {
    const turn = (inHand.get(workflowId) ?? Promise.resolve()).then(() =>
      underLease(options, `workflow:${workflowId}`, (lease) => work({ held: () => lease.held() && !signal.aborted })),
    );
    const settled = turn.then(ignore, ignore);
    inHand.set(workflowId, settled);
    try {
      return await turn;
    } finally {
      if (inHand.get(workflowId) === settled) inHand.delete(workflowId);
    }
  }

  async function runQueued(workflowId: string): Promise<void> {
    try {
      await alone(workflowId, (lease) => {
        queued.delete(workflowId);
        return runOnce(workflowId, lease);
      });
    } catch (error) {
      // Its mark stays, and whoever looks next finds it.
      log.warn({ error: described(error), workflowId }, 'A workflow could not be run; it is tried again.');
    } finally {
      queued.delete(workflowId);
    }
  }

  async function runOnce(workflowId: string, lease: Lease): Promise<void> {
    const kept = await store.get(workflowId);
    if (!kept || isOver(kept.workflow)) return store.markClosed(workflowId);
    const { workflow, subject } = kept;
    const plan = plans.get(workflow.plan);
    if (!plan) return log.error({ plan: workflow.plan, workflowId }, 'There is no such plan.');
    const { input, round } = workflow;
    let stepsMade = 0;
    const onStep = (): void => void (stepsMade += 1);
    const steps = await store.steps(workflowId);
    const run = createRun({ workflowId, subject, input, round, digests: digestsOf(plan.parts(input)), steps, store, lease, clock, onStep });
    await settle(kept, await endOf(plan, run), stepsMade > 0);
  }

  async function endOf(plan: Plan<unknown>, run: Run<unknown>): Promise<RunEnd | undefined> {
    try {
      await plan.run(run);
      return undefined;
    } catch (error) {
      const { end, cause } = error instanceof RunEnded ? error : postponed(error);
      const { workflowId } = run;
      if (cause !== undefined && !(cause instanceof Failure)) log.error({ error: described(cause), workflowId }, 'A workflow failed in a way that was not foreseen; it goes on later.');
      else if (end.kind === 'postponed') log.warn({ reason: end.problem.code, workflowId }, 'A workflow goes on later.');
      return end;
    }
  }

  /** Writes down how a run ended. The mark goes last: whoever dies before that leaves one too many, and none too few. */
  async function settle(kept: KeptWorkflow, end: RunEnd | undefined, gotFurther: boolean): Promise<void> {
    if (end?.kind === 'lost') return;
    const { workflowId } = kept.workflow;
    const quietRuns = gotFurther ? 0 : kept.workflow.quietRuns + 1;
    const workflow = { ...kept.workflow, ...stateAfter(end), quietRuns, updatedAt: dateTime(clock.now()) };
    if (!(await store.put({ ...kept, workflow }))) return;
    if (isOver(workflow)) return store.markClosed(workflowId);
    const nextRunAt = clock.now() + Math.max(waitMs(quietRuns), end?.kind === 'postponed' ? end.afterMs : 0);
    await store.markOpen(workflowId, nextRunAt);
    onPostponed(nextRunAt);
  }

  return {
    alone,
    inHand,
    run(workflowId) {
      const next = queued.get(workflowId) ?? (signal.aborted ? Promise.resolve() : runQueued(workflowId));
      if (!signal.aborted) queued.set(workflowId, next);
      return next;
    },
  };
}

/** Whether nothing more comes of it by itself. */
export function isOver({ state }: Workflow): boolean {
  return state === 'DONE' || state === 'STOPPED';
}

/** The digest of each part of an input. */
export function digestsOf(parts: Parts): Map<string, string> {
  return new Map([...parts].map(([part, value]) => [part, createHash('sha256').update(canonical(value)).digest('base64url')]));
}

function stateAfter(end: Exclude<RunEnd, { kind: 'lost' }> | undefined): { state: Workflow['state']; problem: Problem | null } {
  switch (end?.kind) {
    case undefined:
      return { state: 'DONE', problem: null };
    case 'refused':
      return { state: 'STOPPED', problem: end.problem };
    case 'waiting':
      return { state: 'WAITING', problem: end.problem };
    case 'postponed':
      return { state: 'RUNNING', problem: end.problem };
  }
}

function ignore(): null {
  return null;
}
