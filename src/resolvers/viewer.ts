import { contractsOf, type Viewer } from '../domain/viewer.ts';
import { viewerDvids } from './dvidsLogin.ts';
import type { ResolversFor } from './resolversFor.ts';
import type { QueryResolvers, ViewerResolvers } from './types.generated.ts';

export const viewerQueries: Required<Pick<QueryResolvers, 'viewer'>> = {
  viewer: (_root, _args, { viewer }) => viewer,
};

/** Who is asking. */
export const viewer: ResolversFor<ViewerResolvers, Viewer> = {
  roles: ({ roles }) => [...roles],
  contracts: contractsOf,
  ...viewerDvids,
};
