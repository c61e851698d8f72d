import { createHash } from 'node:crypto';
import { dateTime, pause, type Clock } from '../domain/clock.ts';
import { Failure } from '../domain/failure.ts';
import { changedParts, isUnmade, type Step, type Workflow } from '../domain/workflow.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { described, type EventLog } from './log.ts';
import { createWorkflowRunner, digestsOf, type Plan } from './workflowRunner.ts';
import { createWorkflowStore, type KeptWorkflow } from './workflowStore.ts';

/** What is asked for. */
export interface WorkflowOrder<Input> {
  readonly plan: Plan<Input>;
  readonly subject: string;
  /** The caller's own name for this piece of work: the same one always means the same workflow. */
  readonly key: string;
  readonly input: Input;
}

/** How a workflow stands. */
export interface WorkflowView<Input> {
  readonly workflow: Workflow<Input>;
  readonly steps: readonly Step[];
}

/**
 * Workflows: one runner each in the whole installation, taken up again after a crash by whichever process comes first. A workflow's steps
 * happen once: what may have happened is looked for before it is done again, and what cannot be looked for is not done again.
 */
export interface Workflows {
  /**
   * Begins the workflow of a key, or goes on with it: what was refused is tried again. Resolves when it has got as far as it can for now,
   * or after 20 s. `conflict`: the key stands for another input; parts that came to nothing may be other ones once they have failed.
   */
  submit<Input>(order: WorkflowOrder<Input>): Promise<WorkflowView<Input>>;
  /** Something came about that it may wait for. */
  wake(workflowId: string): void;
  /** Begins to look after those of an earlier run, and of processes that died. */
  start(): void;
  /** Makes no further step, and waits for those in hand. */
  stop(): Promise<void>;
}

export interface WorkflowsOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly plans: readonly Plan<unknown>[];
  /** How long what a dead process was at waits for another one. Default 15,000. */
  readonly leaseMs?: number;
}

/** At least this often it looks whether another process has left something. */
const lookEveryMs = 5_000;
/** Workflows that are taken up at once; with so many in hand the others wait for the next look. */
const mostAtOnce = 16;
/** A caller waits this long for the steps. */
const longestAnswerMs = 20_000;

export function createWorkflows({ ledger, clock, log, plans, leaseMs }: WorkflowsOptions): Workflows {
  const store = createWorkflowStore(ledger.documents);
  const stopping = new AbortController();
  const { signal } = stopping;
  const runner = createWorkflowRunner({
    store, plans: new Map(plans.map((plan) => [plan.name, plan])), leases: ledger.leases, clock, log, signal, onPostponed: lookAt, ...(leaseMs === undefined ? {} : { leaseMs }),
  });
  let next: { readonly at: number; readonly cancel: () => void } | undefined;

  function lookAt(at: number): void {
    if (signal.aborted || (next && next.at <= at)) return;
    next?.cancel();
    next = { at, cancel: clock.schedule(look, at - clock.now()) };
  }

  /** Runs what is due, and resolves when that is done; the next look does not wait for it. */
  async function look(): Promise<void> {
    next = undefined;
    lookAt(clock.now() + lookEveryMs);
    const runs: Promise<unknown>[] = [];
    try {
      for (const { workflowId, nextRunAt } of await store.open()) {
        if (nextRunAt > clock.now()) lookAt(nextRunAt);
        else if (!runner.inHand.has(workflowId) && runner.inHand.size < mostAtOnce) runs.push(runner.run(workflowId));
      }
    } catch (error) {
      log.warn({ error: described(error) }, 'The ledger did not say which workflows are due; trying again.');
    }
    await Promise.all(runs);
  }

  async function begin<Input>({ plan, subject, input }: WorkflowOrder<Input>, workflowId: string): Promise<void> {
    const at = dateTime(clock.now());
    await store.markOpen(workflowId, clock.now());
    const workflow: Workflow = { workflowId, plan: plan.name, input, state: 'RUNNING', problem: null, round: 0, quietRuns: 0, createdAt: at, updatedAt: at };
    await store.put({ workflow, subject, version: 0 });
  }

  /** Takes up one that stopped, or that parts of are to be others. */
  async function mend<Input>({ plan, subject, input }: WorkflowOrder<Input>, workflowId: string): Promise<void> {
    const kept = await store.get(workflowId);
    if (!kept) return;
    const { workflow } = kept;
    const before = plan.parts(inputOf(plan, workflow));
    const steps = stepsFor(digestsOf(before), await store.steps(workflowId));
    const changed = changedParts(before, plan.parts(input));
    const hasStopped = workflow.state === 'STOPPED';
    if (changed.length === 0 && !hasStopped && !(workflow.state === 'WAITING' && hasFailed(steps))) return;
    for (const part of changed) {
      const made = steps.filter((step) => step.part === part);
      if (isUnmade(made) && (hasStopped || (workflow.state === 'WAITING' && hasFailed(made)))) continue;
      const mayMend = hasStopped || workflow.state === 'WAITING';
      if (!mayMend || !(await plan.takeBack?.(part, { input: inputOf(plan, workflow), steps, subject }))) throw otherInput();
    }
    await store.markOpen(workflowId, clock.now());
    const mended: Workflow = { ...workflow, input, state: 'RUNNING', problem: null, round: workflow.round + 1, quietRuns: 0, updatedAt: dateTime(clock.now()) };
    await store.put({ ...kept, workflow: mended });
  }

  async function viewOf<Input>({ plan }: WorkflowOrder<Input>, workflowId: string): Promise<WorkflowView<Input>> {
    const { workflow } = await found(workflowId);
    const input = inputOf(plan, workflow);
    return { workflow: { ...workflow, input }, steps: stepsFor(digestsOf(plan.parts(input)), await store.steps(workflowId)) };
  }

  async function found(workflowId: string): Promise<KeptWorkflow> {
    const kept = await store.get(workflowId);
    if (!kept) throw new Error('what was written is there');
    return kept;
  }

  return {
    async submit(order) {
      const { plan, input } = order;
      const workflowId = workflowIdOf(order);
      if (!(await store.get(workflowId))) await begin(order, workflowId);
      const { workflow } = await found(workflowId);
      const isSame = changedParts(plan.parts(inputOf(plan, workflow)), plan.parts(input)).length === 0;
      if (!isSame || workflow.state === 'STOPPED' || workflow.problem !== null) {
        const mended = await runner.alone(workflowId, async () => {
          await mend(order, workflowId);
          return true;
        });
        if (!mended && !isSame) throw busy();
      }
      await Promise.race([runner.run(workflowId), pause(clock, longestAnswerMs, signal)]);
      return viewOf(order, workflowId);
    },
    wake: (workflowId) => void runner.run(workflowId),
    start: () => lookAt(clock.now()),
    async stop() {
      stopping.abort();
      next?.cancel();
      await Promise.allSettled(runner.inHand.values());
    },
  };
}

/** The id of the workflow that a caller's key stands for. */
export function workflowIdOf({ plan, subject, key }: { readonly plan: { readonly name: string }; readonly subject: string; readonly key: string }): string {
  return createHash('sha256').update(JSON.stringify([plan.name, subject, key])).digest('base64url').slice(0, 22);
}

/** The steps that were made for the parts of an input as they are. */
function stepsFor(digests: ReadonlyMap<string, string>, kept: ReadonlyMap<string, { readonly step: Step }>): Step[] {
  return [...kept.values()].map(({ step }) => step).filter(({ part, digest }) => digests.get(part) === digest);
}

function hasFailed(steps: readonly Step[]): boolean {
  return steps.some(({ state }) => state.kind === 'FAILED' || state.kind === 'IN_DOUBT');
}

/** A workflow's input is what its plan was given. */
function inputOf<Input>(plan: Plan<Input>, workflow: Workflow): Input;
function inputOf(_plan: Plan<unknown>, { input }: Workflow): unknown {
  return input;
}

function otherInput(): Failure {
  return new Failure({ kind: 'conflict', message: 'This idempotency key stands for another input. Of that only what came to nothing may be changed.' });
}

function busy(): Failure {
  return new Failure({ kind: 'conflict', message: 'This is being worked on. Change it when it has stopped.' });
}
