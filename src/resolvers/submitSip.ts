import type { SipOrder } from '../events/sipSubmissions.ts';
import { given } from './input.ts';
import type { SubmitSipFileModel, SubmitSipModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import { eventOf, metadataOf, nameOf } from './submissionRequests.ts';
import type { MutationResolvers, SubmitSipFileResolvers, SubmitSipInput, SubmitSipPayloadResolvers } from './types.generated.ts';

/** Handing in a whole package. */
export const submitSipMutations: Required<Pick<MutationResolvers, 'submitSip'>> = {
  submitSip: async (_root, { input }, { services, loaders, viewer }) => {
    const view = await services.sips.submit(viewer, orderOf(input));
    loaders.submissions.clear();
    return view;
  },
};

function orderOf({ metadata, events, ...input }: SubmitSipInput): SipOrder {
  return { ...given(input), metadata: metadataOf(metadata, ['input', 'metadata']), events: (events ?? []).map(eventOf) };
}

/** How far it has come. */
export const submitSipPayload: ResolversFor<SubmitSipPayloadResolvers, SubmitSipModel> = {
  submission: ({ place }, _args, { loaders }) => place && loaders.submissions.byId(place.contractId, place.submissionId),
  files: ({ files, place }) => files.map((file) => ({ ...file, place })),
  events: ({ events }) => events.map(({ event, recorded, problem }) => ({ eventType: nameOf(event.eventType), relativePath: event.relativePath ?? null, recorded, problem })),
};

/** A file of it. */
export const submitSipFile: ResolversFor<SubmitSipFileResolvers, SubmitSipFileModel> = {
  upload: ({ place, filePath }, _args, { loaders }) => place && loaders.submissions.uploadOf(place, filePath),
};
