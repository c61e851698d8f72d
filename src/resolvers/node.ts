import type { GraphQLResolveInfo } from 'graphql';
import { decodeNodeId } from '../domain/nodeId.ts';
import type { JobKind } from '../domain/job.ts';
import type { Context } from './context.ts';
import { each, idList } from './input.ts';
import type { NodeModel } from './models.ts';
import { aipExtras, itself } from './selection.ts';
import type { JobResolvers, NodeResolvers, QueryResolvers } from './types.generated.ts';

/** Root fields that fetch things by their global ids. */
export const nodeQueries: Required<Pick<QueryResolvers, 'node' | 'nodes'>> = {
  node: (_root, { id }, context, info) => fetchNode(id, context, info),
  nodes: (_root, { ids }, context, info) => each(idList('ids', ids, 100).map((id) => fetchNode(id, context, info))),
};

/** Null for an id that is none, and for what is not there or may not be seen: they look the same. */
async function fetchNode(id: string, { loaders, services, viewer }: Context, info: GraphQLResolveInfo): Promise<NodeModel | null> {
  const ref = decodeNodeId(id);
  const [first = '', second = ''] = ref?.keys ?? [];
  switch (ref?.type) {
    case 'Aip':
      return loaders.aips.byId(first, aipExtras(info, itself, loaders.aips.linkExtras));
    case 'Archive':
      return { archiveId: first };
    case 'Dissemination':
      return loaders.disseminations.byId(first);
    case 'Submission':
      return loaders.submissions.byId(first, second);
    case 'DvidsBatch':
      return loaders.dvidsBatches.byId(first);
    case 'Upload':
      return (await services.uploads.get(viewer, first)) ?? null;
    default:
      return null;
  }
}

const jobTypes = { dissemination: 'Dissemination', submission: 'Submission', dvidsBatch: 'DvidsBatch' } as const satisfies Record<JobKind, string>;
const typeOfJob = (kind: JobKind) => jobTypes[kind];

/** The type of a node, by what its model holds. Synchronous: compiled operations need it so. */
export const node: NodeResolvers = {
  __resolveType: (model) => {
    if ('packageId' in model) return 'Aip';
    if ('upload' in model) return 'Upload';
    return 'kind' in model ? typeOfJob(model.kind) : 'Archive';
  },
};
export const job: JobResolvers = { __resolveType: ({ kind }) => typeOfJob(kind) };
