import type { Connection, Edge } from '../domain/connection.ts';
import type { DvidsAuthor, DvidsCountry, DvidsGraphicCategory, DvidsPublication, DvidsServiceUnit } from '../domain/dvidsReference.ts';
import { Failure } from '../domain/failure.ts';
import { connectionFields, edgeFields } from './connection.ts';
import { each, given } from './input.ts';
import type { ResolversFor } from './resolversFor.ts';
import type {
  DvidsAuthorConnectionResolvers, DvidsAuthorEdgeResolvers, DvidsAuthorResolvers, DvidsBranch, DvidsCountryConnectionResolvers, DvidsCountryEdgeResolvers,
  DvidsGraphicCategoryConnectionResolvers, DvidsGraphicCategoryEdgeResolvers, DvidsPublicationConnectionResolvers, DvidsPublicationEdgeResolvers, DvidsPublicationResolvers,
  DvidsServiceUnitConnectionResolvers, DvidsServiceUnitEdgeResolvers, DvidsServiceUnitResolvers, QueryResolvers,
} from './types.generated.ts';

type ReferenceQuery = 'dvidsCountries' | 'dvidsServiceUnit' | 'dvidsServiceUnits' | 'dvidsAuthor' | 'dvidsAuthors' | 'dvidsPublications' | 'dvidsGraphicCategories';

/** Root fields about what DVIDS lists for others to refer to. */
export const dvidsReferenceQueries: Required<Pick<QueryResolvers, ReferenceQuery>> = {
  dvidsCountries: (_root, { name, ...page }, { loaders }) => loaders.dvids.countries(name ?? undefined, page),
  dvidsServiceUnit: (_root, { serviceUnitId }, { loaders }) => loaders.dvids.serviceUnit(serviceUnitId),
  dvidsServiceUnits: (_root, { name, abbreviation, branch, onlyMine, sort, ...page }, { loaders }) =>
    loaders.dvids.serviceUnits(given({ name, abbreviation, branch: knownBranch(branch), onlyMine: onlyMine ? true : undefined, sort }), page),
  dvidsAuthor: (_root, { authorId }, { loaders }) => loaders.dvids.author(authorId),
  dvidsAuthors: (_root, { serviceUnitId, name, firstName, lastName, visionId, branch, ...page }, { loaders }) =>
    loaders.dvids.authors(given({ serviceUnitId, name, firstName, lastName, visionId, branch: knownBranch(branch) }), page),
  dvidsPublications: (_root, { title, ...page }, { loaders }) => loaders.dvids.publications(title ?? undefined, page),
  dvidsGraphicCategories: (_root, page, { loaders }) => loaders.dvids.graphicCategories(page),
};

/** A unit. */
export const dvidsServiceUnit: ResolversFor<DvidsServiceUnitResolvers, DvidsServiceUnit> = {
  authors: ({ serviceUnitId }, page, { loaders }) => loaders.dvids.authors({ serviceUnitId }, page),
};

/** Somebody who can be credited. */
export const dvidsAuthor: ResolversFor<DvidsAuthorResolvers, DvidsAuthor> = {
  serviceUnits: ({ serviceUnitIds }, _args, { loaders }) => each(serviceUnitIds.map((serviceUnitId) => loaders.dvids.serviceUnit(serviceUnitId))),
};

/** A periodical. */
export const dvidsPublication: ResolversFor<DvidsPublicationResolvers, DvidsPublication> = {
  serviceUnit: ({ serviceUnitId }, _args, { loaders }) => (serviceUnitId === null ? null : loaders.dvids.serviceUnit(serviceUnitId)),
};

/** Pages of them. */
export const dvidsCountryConnection: ResolversFor<DvidsCountryConnectionResolvers, Connection<DvidsCountry>> = connectionFields;
export const dvidsCountryEdge: ResolversFor<DvidsCountryEdgeResolvers, Edge<DvidsCountry>> = edgeFields;
export const dvidsServiceUnitConnection: ResolversFor<DvidsServiceUnitConnectionResolvers, Connection<DvidsServiceUnit>> = connectionFields;
export const dvidsServiceUnitEdge: ResolversFor<DvidsServiceUnitEdgeResolvers, Edge<DvidsServiceUnit>> = edgeFields;
export const dvidsAuthorConnection: ResolversFor<DvidsAuthorConnectionResolvers, Connection<DvidsAuthor>> = connectionFields;
export const dvidsAuthorEdge: ResolversFor<DvidsAuthorEdgeResolvers, Edge<DvidsAuthor>> = edgeFields;
export const dvidsPublicationConnection: ResolversFor<DvidsPublicationConnectionResolvers, Connection<DvidsPublication>> = connectionFields;
export const dvidsPublicationEdge: ResolversFor<DvidsPublicationEdgeResolvers, Edge<DvidsPublication>> = edgeFields;
export const dvidsGraphicCategoryConnection: ResolversFor<DvidsGraphicCategoryConnectionResolvers, Connection<DvidsGraphicCategory>> = connectionFields;
export const dvidsGraphicCategoryEdge: ResolversFor<DvidsGraphicCategoryEdgeResolvers, Edge<DvidsGraphicCategory>> = edgeFields;

/** Refuses the one branch that nobody can be asked for. */
function knownBranch(branch: DvidsBranch | null | undefined): DvidsBranch | null | undefined {
  if (branch === 'UNRECOGNIZED') throw new Failure({ kind: 'badInput', message: '`UNRECOGNIZED` is no branch to ask for.', argument: ['branch'] });
  return branch;
}
