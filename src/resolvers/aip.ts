import { parentOf, type Aip, type BreadcrumbEntry, type Metadata, type Representation, type RepresentationFile } from '../domain/aip.ts';
import { encodeNodeId } from '../domain/nodeId.ts';
import type { AipConnectionModel, AipEdgeModel } from './models.ts';
import { connectionFields, edgeFields } from './connection.ts';
import type { ResolversFor } from './resolversFor.ts';
import { aipExtras, connectionPaths, itself, selectsTotal } from './selection.ts';
import type {
  AipConnectionResolvers,
  AipEdgeResolvers,
  AipResolvers,
  BreadcrumbEntryResolvers,
  MetadataResolvers,
  QueryResolvers,
  RepresentationFileResolvers,
  RepresentationResolvers,
} from './types.generated.ts';
import { each, idList } from './input.ts';

/** Root fields that read packages. */
export const aipQueries: Required<Pick<QueryResolvers, 'aip' | 'aips' | 'fileplan'>> = {
  aip: (_root, { packageId }, { loaders }, info) => loaders.aips.byId(packageId, aipExtras(info, itself, loaders.aips.linkExtras)),
  aips: (_root, { packageIds }, { loaders }, info) =>
    each(idList('packageIds', packageIds, 1000).map((packageId) => loaders.aips.byId(packageId, aipExtras(info, itself, loaders.aips.linkExtras)))),
  fileplan: (_root, args, { loaders }, info) =>
    loaders.aips.list({ kind: 'roots' }, args, aipExtras(info, connectionPaths, loaders.aips.linkExtras), selectsTotal(info)),
};

/** A package. */
export const aip: ResolversFor<AipResolvers, Aip> = {
  id: ({ packageId }) => encodeNodeId('Aip', packageId),
  parent: (package_, _args, { loaders }, info) => {
    const packageId = parentOf(package_)?.packageId;
    return packageId == null ? null : loaders.aips.byId(packageId, aipExtras(info, itself, loaders.aips.linkExtras));
  },
  children: ({ packageId }, args, { loaders }, info) =>
    loaders.aips.list({ kind: 'children', packageId }, args, aipExtras(info, connectionPaths, loaders.aips.linkExtras), selectsTotal(info)),
  archiveId: (package_, _args, { loaders }) => loaders.archives.idOf(package_),
  archive: (package_, _args, { loaders }) => {
    const archiveId = loaders.archives.idOf(package_);
    return archiveId === null ? null : { archiveId };
  },
  disseminations: (package_, args, { loaders }) => {
    const archiveId = loaders.archives.idOf(package_);
    return archiveId === null ? null : loaders.disseminations.page({ archiveId }, args);
  },
};

/** A section of metadata. */
export const metadata: ResolversFor<MetadataResolvers, Metadata> = {
  entries: ({ fields }) => Object.entries(fields).map(([name, value]) => ({ name, value })),
  value: ({ fields }, { name }) => (Object.hasOwn(fields, name) ? fields[name] : null),
};

/** A step of a breadcrumb. */
export const breadcrumbEntry: ResolversFor<BreadcrumbEntryResolvers, BreadcrumbEntry> = {
  aip: ({ packageId }, _args, { loaders }, info) =>
    packageId === null ? null : loaders.aips.byId(packageId, aipExtras(info, itself, loaders.aips.linkExtras)),
};

/** A representation and its files answer by themselves. */
export const representation: ResolversFor<RepresentationResolvers, Representation> = {};
export const representationFile: ResolversFor<RepresentationFileResolvers, RepresentationFile> = {};

/** Pages of packages. */
export const aipConnection: ResolversFor<AipConnectionResolvers, AipConnectionModel> = connectionFields;
export const aipEdge: ResolversFor<AipEdgeResolvers, AipEdgeModel> = edgeFields;
