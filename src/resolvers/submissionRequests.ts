import type { PreservationEvent } from '../domain/submissionEvent.ts';
import type { SubmissionMetadata } from '../domain/submissionMetadata.ts';
import { Failure } from '../domain/failure.ts';
import type { SubmissionRecord } from '../events/submissionRules.ts';
import type { Context } from './context.ts';
import { given } from './input.ts';
import type { MutationResolvers, RecordSubmissionEventInput, SubmissionMetadataInput } from './types.generated.ts';

type Submitting = 'createSubmission' | 'registerSubmissionFile' | 'finalizeSubmission' | 'deleteSubmission' | 'deleteSubmissionFile' | 'recordSubmissionEvent';

/** Handing in packages, step by step. */
export const submissionMutations: Required<Pick<MutationResolvers, Submitting>> = {
  createSubmission: async (_root, { input: { contractId, objectId, priority, metadata } }, context) => {
    const order = { contractId, objectId, priority: priority ?? undefined, metadata: metadataOf(metadata, ['input', 'metadata']) };
    return changed(context, await context.services.submissions.create(context.viewer, order));
  },
  registerSubmissionFile: async (_root, { input }, context) => {
    const { contractId, submissionId, ...file } = given(input);
    const { job, file: registered, upload } = await context.services.submissionUploads.register(context.viewer, { contractId, submissionId }, file);
    return { ...changed(context, job), file: { ...registered, place: job.state }, upload };
  },
  finalizeSubmission: async (_root, { input }, context) => changed(context, await context.services.submissionUploads.finalize(context.viewer, input)),
  deleteSubmission: async (_root, { input }, context) => changed(context, await context.services.submissionUploads.delete(context.viewer, input)),
  deleteSubmissionFile: async (_root, { input }, context) => changed(context, await context.services.submissionUploads.deleteFile(context.viewer, input, input.fileId)),
  recordSubmissionEvent: async (_root, { input }, context) => changed(context, await context.services.submissions.recordEvent(context.viewer, input, eventOf(input))),
};

/** The payload of a mutation. What this operation read before is out of date. */
function changed({ loaders }: Context, submission: SubmissionRecord): { submission: SubmissionRecord } {
  loaders.submissions.clear();
  return { submission };
}

/** The event in the words of DPS. */
export function eventOf(input: Omit<RecordSubmissionEventInput, 'contractId' | 'submissionId'>): PreservationEvent {
  const { agent, eventType, eventDateTime, eventDetail, outcome, outcomeDetail, relativePath } = given(input);
  return {
    agent: { ...agent, agentType: wordOf(agent.agentType) },
    eventType: wordOf(eventType),
    eventDateTime,
    eventDetail,
    outcome: wordOf(outcome),
    outcomeDetail,
    relativePath,
  };
}

/** The words that names of enum values stand for: DPS's have spaces, which names cannot. */
type WordOf<Name extends string> = Name extends `${infer First}_${infer Rest}` ? `${Lowercase<First>} ${WordOf<Rest>}` : Lowercase<Name>;

function wordOf<Name extends string>(name: Name): WordOf<Name>;
function wordOf(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

type NameOf<Word extends string> = Word extends `${infer First} ${infer Rest}` ? `${Uppercase<First>}_${NameOf<Rest>}` : Uppercase<Word>;

/** The name that stands for a word. */
export function nameOf<Word extends string>(word: Word): NameOf<Word>;
export function nameOf(word: string): string {
  return word.toUpperCase().replaceAll(' ', '_');
}

/** Metadata under the names of the domain: an address may be called `uri` or `URI`. */
export function metadataOf(input: SubmissionMetadataInput, at: readonly string[]): SubmissionMetadata {
  const { creator, contributor, publisher, spatial, subject, relation, source, ...rest } = given(input);
  return {
    ...rest,
    creator: creator?.map(named('creator')),
    contributor: contributor?.map(named('contributor')),
    publisher: publisher?.map(named('publisher')),
    spatial: spatial?.map(named('spatial')),
    subject: subject?.map(named('subject')),
    relation: relation?.map((each, index) => withUri(each, [...at, 'relation', String(index)])),
    source: source?.map((each, index) => withUri(each, [...at, 'source', String(index)])),
  };

  function named<Item extends { readonly authority?: Addressed | undefined }>(element: string) {
    return ({ authority, ...item }: Item, index: number) => ({
      ...item,
      authority: authority && withUri(authority, [...at, element, String(index), 'authority']),
    });
  }
}

/** Something that may have an address, under either name. */
interface Addressed {
  readonly uri?: string | undefined;
  readonly URI?: string | undefined;
}

function withUri<Item extends Addressed>({ uri, URI, ...item }: Item, at: readonly string[]) {
  if (uri !== undefined && URI !== undefined && uri !== URI) throw new Failure({ kind: 'badInput', message: '`uri` and `URI` are one thing: give either.', argument: [...at, 'URI'] });
  return { ...item, uri: uri ?? URI };
}
