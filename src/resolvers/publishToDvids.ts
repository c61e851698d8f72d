import { extra } from '../domain/aip.ts';
import { photoFileOf, proposalFor } from '../domain/dvidsProposal.ts';
import { Failure } from '../domain/failure.ts';
import { given } from './input.ts';
import type { PublishToDvidsModel } from './models.ts';
import type { ResolversFor } from './resolversFor.ts';
import type { MutationResolvers, PublishToDvidsPayloadResolvers } from './types.generated.ts';

/** From archive to publication. */
export const publishToDvidsMutations: Required<Pick<MutationResolvers, 'publishToDvids'>> = {
  publishToDvids: async (_root, { input }, { loaders, services, viewer }) => {
    const { idempotencyKey, packageId, representationId, batchId, close = batchId === undefined, sendConfirmationEmail = true, tags = [], ...told } = given(input);
    const aip = await loaders.aips.byId(packageId, extra.metadata);
    if (!aip) throw refused('There is no such package.', 'packageId');
    const source = photoFileOf(aip, representationId);
    if (!source) throw refused('The package has no JPEG here.', representationId === undefined ? 'packageId' : 'representationId');
    const proposal = proposalFor(aip);
    const words = {
      title: wordOf(told.title, proposal.title, 'title'),
      description: wordOf(told.description, proposal.description, 'description'),
      createdAt: wordOf(told.createdAt, proposal.createdAt, 'createdAt'),
    };
    const from = { packageId, representationId: source.representationId, format: source.format };
    const photo = { key: 'photo', assetType: 'PHOTO' as const, file: { contentType: 'image/jpeg', from }, input: { ...told, tags, ...words } };
    const view = await services.dvidsSubmissions.publish(viewer, idempotencyKey, { batchId, closes: close, sendConfirmationEmail, assets: [photo] }, new Map([['photo', source.url]]));
    return { ...view, ...words };
  },
};

/** What was told, else what the package says; the one of the two must be there. */
function wordOf(told: string | undefined, proposed: string | null, field: string): string {
  const word = told ?? proposed;
  if (word === null) throw refused('The package does not say: give it.', field);
  return word;
}

function refused(message: string, field: string): Failure {
  return new Failure({ kind: 'badInput', message, argument: ['input', field] });
}

/** How far it has come. */
export const publishToDvidsPayload: ResolversFor<PublishToDvidsPayloadResolvers, PublishToDvidsModel> = {
  batch: async ({ batchId }, _args, { services, viewer }) => (batchId === null ? null : ((await services.dvids.batches.get(viewer, batchId)) ?? null)),
  upload: async ({ assets: [photo] }, _args, { services, viewer }) => (photo?.uploadId == null ? null : ((await services.uploads.get(viewer, photo.uploadId)) ?? null)),
  virin: ({ assets: [photo] }) => photo?.virin ?? null,
  assetId: ({ assets: [photo] }) => photo?.ref?.assetId ?? null,
};
