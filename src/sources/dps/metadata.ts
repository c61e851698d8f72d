import type { Relation, Source, SubmissionMetadata } from '../../domain/submissionMetadata.ts';

/**
 * The metadata as DPS's newest documents have it (nb-dps.md §6): `relation` instead of `isPartOf`, and `URI` in capitals in
 * relations and sources, though not in authorities. Elements that are left out are not sent.
 */
export function metadataBody({ isPartOf, relation, source, ...elements }: SubmissionMetadata): object {
  const relations = [...(isPartOf ?? []).map(relationOfPart), ...(relation ?? [])];
  return {
    ...elements,
    ...(relations.length > 0 ? { relation: relations.map(withUri) } : {}),
    ...(source ? { source: source.map(withUri) } : {}),
  };
}

/** That a relation of this kind has the old element's name for its type is [inferred]. */
function relationOfPart({ value, lang }: { readonly value: string; readonly lang?: string | undefined }): Relation {
  return { title: value, type: 'isPartOf', lang };
}

function withUri({ uri, ...element }: Relation | Source): object {
  return uri === undefined ? element : { ...element, URI: uri };
}
