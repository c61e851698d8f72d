import type { Viewer } from '../domain/viewer.ts';
import type { MutationResolvers, ViewerResolvers } from './types.generated.ts';

/** Logging in at DVIDS, and out. */
export const dvidsLoginMutations: Required<Pick<MutationResolvers, 'connectDvids' | 'disconnectDvids'>> = {
  connectDvids: async (_root, { input: { clientMutationId = null } }, { services, viewer }) => ({ authorizationUrl: await services.dvids.logins.begin(viewer), clientMutationId }),
  disconnectDvids: async (_root, { input: { clientMutationId = null } }, { services, viewer }) => {
    await services.dvids.logins.disconnect(viewer);
    return { viewer, clientMutationId };
  },
};

/** A caller's login there. */
export const viewerDvids: Required<Pick<ViewerResolvers, 'dvids'>> = {
  dvids: (viewer: Viewer, _args, { services }) => services.dvids.logins.connection(viewer),
};
