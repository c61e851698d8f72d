import { createHash } from 'node:crypto';
import type { PreservationEvent } from '../domain/submissionEvent.ts';
import { Failure } from '../domain/failure.ts';
import type { Problem } from '../domain/job.ts';
import { mayWrite, type Viewer } from '../domain/viewer.ts';
import type { Step, WorkflowState } from '../domain/workflow.ts';
import type { SubmissionPlace } from '../sources/dps/client.ts';
import { placeFrom, sipParts, type Sip, type SipFile } from './sip.ts';
import { checkedFile, checkEvent, checkSubmission } from './submissionChecks.ts';
import { checkedSize } from './submissionUploads.ts';
import type { Plan } from './workflowRunner.ts';
import type { Workflows, WorkflowView } from './workflows.ts';

/** A package as a caller hands it in: a file says its checksum, or has its bytes with it. */
export interface SipOrder extends Omit<Sip, 'files'> {
  readonly idempotencyKey: string;
  readonly files: readonly (Omit<SipFile, 'checksum'> & { readonly checksum?: string | undefined })[];
}

/** How far it has come. */
export interface SipView {
  readonly state: WorkflowState;
  readonly problem: Problem | null;
  /** Null before it is created. */
  readonly place: SubmissionPlace | null;
  /** In the order of the input, each with what it failed by. */
  readonly files: readonly { readonly filePath: string; readonly problem: Problem | null }[];
  readonly events: readonly { readonly event: PreservationEvent; readonly recorded: boolean; readonly problem: Problem | null }[];
}

/** Whole submissions in one call. */
export interface SipSubmissions {
  /**
   * Hands a package in, or goes on with it: see `Workflows.submit`. Throws `forbidden`, `badInput` (argument `["input", …]`) and
   * `conflict`; whatever DPS refuses is in the answer, beside what went well.
   */
  submit(viewer: Viewer, order: SipOrder): Promise<SipView>;
}

/** The text of a file that comes with the input. */
const mostTextBytes = 64 * 1024;

export function createSipSubmissions({ workflows, plan }: { workflows: Workflows; plan: Plan<Sip> }): SipSubmissions {
  return {
    async submit(viewer, { idempotencyKey, ...order }) {
      if (!mayWrite(viewer, order.contractId)) throw new Failure({ kind: 'forbidden', message: `You may not write under the contract \`${order.contractId}\`.` });
      if (idempotencyKey.trim() === '' || idempotencyKey.length > 200) throw refused('A key has 1 to 200 characters.', 'idempotencyKey');
      const input = checkedSip(order);
      return viewOf(await workflows.submit({ plan, subject: viewer.subject, key: idempotencyKey, input }));
    },
  };
}

function checkedSip(order: Omit<SipOrder, 'idempotencyKey'>): Sip {
  checkSubmission(order);
  if (order.files.length === 0) throw refused('A package has at least one file.', 'files');
  const files = order.files.map((file, index) => at(['files', String(index)], () => checkedSipFile(file)));
  const paths = files.map(({ filePath }) => filePath);
  const twice = paths.findIndex((path, index) => paths.indexOf(path) !== index);
  if (twice >= 0) throw refused('A path is unique in its package.', 'files', String(twice), 'filePath');
  const events = order.events.map((event, index) => at(['events', String(index)], () => checkedEvent(event, new Set(paths))));
  const names = events.map(sipParts.event);
  const again = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (again >= 0) throw refused('This event is there already.', 'events', String(again));
  return { ...order, contractId: order.contractId.toLowerCase(), files, events };
}

function checkedSipFile(file: SipOrder['files'][number]): SipFile {
  const { text } = file;
  if (text === undefined) {
    if (file.checksum === undefined) throw refused('A file has a checksum, or its text.', 'checksum');
    checkedSize(file.sizeInBytes);
    return { ...file, ...checkedFile({ filePath: file.filePath, checksum: file.checksum }) };
  }
  const bytes = Buffer.from(text);
  if (bytes.length > mostTextBytes) throw refused(`A text has at most ${mostTextBytes} bytes: send it to a ticket.`, 'text');
  const checksum = createHash('md5').update(bytes).digest('hex');
  if (file.checksum !== undefined && file.checksum.toLowerCase() !== checksum) throw refused('The text has another checksum.', 'checksum');
  return { ...file, ...checkedFile({ filePath: file.filePath, checksum }), sizeInBytes: String(bytes.length) };
}

function checkedEvent(event: PreservationEvent, paths: ReadonlySet<string>): PreservationEvent {
  checkEvent(event);
  if (event.relativePath !== undefined && !paths.has(event.relativePath)) throw refused('There is no such file in the package.', 'relativePath');
  return event;
}

/** Runs a check of something inside the input; what it refuses is told with its whole path. */
function at<T>(path: readonly string[], check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Failure) || error.reason.kind !== 'badInput') throw error;
    throw refused(error.reason.message, ...path, ...(error.reason.argument ?? []).slice(1));
  }
}

function viewOf({ workflow: { state, problem, input }, steps }: WorkflowView<Sip>): SipView {
  return {
    state,
    problem,
    place: placeFrom(steps) ?? null,
    files: input.files.map((file) => ({ filePath: file.filePath, problem: problemOf(steps, sipParts.file(file)) })),
    events: input.events.map((event) => {
      const part = sipParts.event(event);
      return { event, recorded: steps.some((step) => step.part === part && step.state.kind === 'DONE'), problem: problemOf(steps, part) };
    }),
  };
}

/** What a part failed by. */
function problemOf(steps: readonly Step[], part: string): Problem | null {
  for (const { part: of, state } of steps) if (of === part && 'problem' in state) return state.problem;
  return null;
}

function refused(message: string, ...path: readonly string[]): Failure {
  return new Failure({ kind: 'badInput', message, argument: ['input', ...path] });
}
