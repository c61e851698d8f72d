import { createHash } from 'node:crypto';
import type { Step, Workflow } from '../domain/workflow.ts';
import type { Document, DocumentStore } from '../ledger/ledger.ts';

/** A workflow as it was read, with the version that a change is written over. */
export interface KeptWorkflow {
  readonly workflow: Workflow;
  /** The subject of the caller that it belongs to. */
  readonly subject: string;
  /** 0 for one that is not in the ledger yet. */
  readonly version: number;
}

/** A step as it was read. */
export interface KeptStep {
  readonly step: Step;
  readonly version: number;
}

/** Workflows in the ledger: one document each, one for each step, and a mark for each that is not at its end. */
export interface WorkflowStore {
  get(workflowId: string): Promise<KeptWorkflow | undefined>;
  /** Writes over what was read; undefined when somebody else has changed it since. */
  put(kept: KeptWorkflow): Promise<KeptWorkflow | undefined>;
  /** All steps, by `stepKey`. */
  steps(workflowId: string): Promise<Map<string, KeptStep>>;
  /** Writes over what was read; undefined when somebody else has changed it since. */
  putStep(workflowId: string, kept: KeptStep): Promise<KeptStep | undefined>;
  /** Says when one that is not at its end is to be looked at next (epoch ms). */
  markOpen(workflowId: string, nextRunAt: number): Promise<void>;
  markClosed(workflowId: string): Promise<void>;
  /** Those that are not at their end. */
  open(): Promise<{ readonly workflowId: string; readonly nextRunAt: number }[]>;
}

const workflowKind = 'workflow';
const stepKind = 'workflowStep';
const openKind = 'workflowOpen';

/** Names a step within its workflow. */
export function stepKey({ part, name }: Pick<Step, 'part' | 'name'>): string {
  return JSON.stringify([part, name]);
}

export function createWorkflowStore(documents: DocumentStore): WorkflowStore {
  // A part may be a path in any script: a database's keys are short and plain.
  const stepId = (workflowId: string, step: Step) => `${workflowId}/${createHash('sha256').update(stepKey(step)).digest('base64url')}`;
  return {
    async get(workflowId) {
      const document = await documents.get(workflowKind, workflowId);
      return document && { workflow: workflowOf(document), subject: document.owner ?? '', version: document.version };
    },
    async put({ workflow, subject, version }) {
      const written = await documents.put({ kind: workflowKind, id: workflow.workflowId, owner: subject, body: workflow, version });
      return written && { workflow, subject, version: written.version };
    },
    async steps(workflowId) {
      const found = await documents.list(stepKind, { idPrefix: `${workflowId}/` });
      return new Map(found.map((document) => [stepKey(stepOf(document)), { step: stepOf(document), version: document.version }]));
    },
    async putStep(workflowId, { step, version }) {
      const written = await documents.put({ kind: stepKind, id: stepId(workflowId, step), body: step, version });
      return written && { step, version: written.version };
    },
    markOpen: async (workflowId, nextRunAt) => void (await documents.put({ kind: openKind, id: workflowId, body: { nextRunAt } })),
    markClosed: (workflowId) => documents.delete(openKind, workflowId),
    open: async () => (await documents.list(openKind)).map((document) => ({ workflowId: document.id, nextRunAt: markOf(document).nextRunAt })),
  };
}

/** The ledger holds nothing but what we wrote. */
function workflowOf(document: Document): Workflow;
function workflowOf({ body }: Document): unknown {
  return body;
}

function stepOf(document: Document): Step;
function stepOf({ body }: Document): unknown {
  return body;
}

function markOf(document: Document): { nextRunAt: number };
function markOf({ body }: Document): unknown {
  return body;
}
