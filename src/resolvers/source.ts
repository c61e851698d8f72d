import type { QueryResolvers } from './types.generated.ts';

export const sourceQueries: Required<Pick<QueryResolvers, 'sources'>> = {
  sources: (_root, _args, { services }) =>
    services.sources().map((status) => ({ ...status, lastCheckedAt: status.lastCheckedAt?.toISOString() ?? null })),
};
