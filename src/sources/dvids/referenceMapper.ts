import { dvidsBranch, type DvidsAuthor, type DvidsCountry, type DvidsGraphicCategory, type DvidsJobGrade, type DvidsPublication, type DvidsServiceUnit } from '../../domain/dvidsReference.ts';
import { booleanOf, objectOf, textOf, type JsonObject } from '../reading.ts';
import { refOf, refsOf, type WireResource } from './wire.ts';

/** Reference data of the graph from that on the wire (dvids-submission.md §5.9). */

/** A country; none for one without `iso2`, which nobody could name. That its name is `name` is [inferred]. */
export function countryOf({ id, attributes }: WireResource): DvidsCountry[] {
  const iso2 = textOf(attributes['iso2']);
  return iso2 === null ? [] : [{ countryId: id, iso2, name: textOf(attributes['name']) }];
}

export function serviceUnitOf({ id, attributes }: WireResource): DvidsServiceUnit {
  return {
    serviceUnitId: id,
    name: textOf(attributes['name']),
    abbreviation: textOf(attributes['abbreviation']),
    ...branchOf(attributes),
    dvian: textOf(attributes['dvian']),
    requiresPublishingApproval: booleanOf(attributes['requires_publishing_approval']) ?? false,
  };
}

export function authorOf(resource: WireResource): DvidsAuthor {
  const { id, attributes, relationships } = resource;
  return {
    authorId: id,
    name: textOf(attributes['name']),
    visionId: textOf(attributes['vision_id']),
    jobGrade: jobGradeOf(attributes['job_grade'] ?? relationships['job_grade']),
    serviceUnitIds: (refsOf(resource, 'service_units') ?? []).map((ref) => ref.id),
  };
}

export function publicationOf(resource: WireResource): DvidsPublication {
  const { id, attributes } = resource;
  return {
    publicationId: id,
    title: textOf(attributes['title']),
    description: textOf(attributes['description']),
    createdAt: textOf(attributes['created_at']),
    serviceUnitId: refOf(resource, 'service_unit')?.id ?? null,
  };
}

/** That its name is `name` is [inferred]: the attributes of categories are not known (§5.5). */
export function graphicCategoryOf({ id, attributes }: WireResource): DvidsGraphicCategory {
  return { graphicCategoryId: id, name: textOf(attributes['name']) ?? textOf(attributes['title']) };
}

/** A rank: an attribute, or a relationship, where fixtures have it as null (§5.9), be it `data` with attributes or without. */
function jobGradeOf(value: unknown): DvidsJobGrade | null {
  const outer = objectOf(value);
  if (!outer) return null;
  const inner = 'data' in outer ? objectOf(outer['data']) : outer;
  if (!inner) return null;
  const grade = objectOf(inner['attributes']) ?? inner;
  return {
    name: textOf(grade['name']),
    associatedPressName: textOf(grade['associated_press_name']),
    abbreviation: textOf(grade['abbreviation']),
    ...branchOf(grade),
    jobGrade: textOf(grade['job_grade']),
    natoCode: textOf(grade['nato_code']),
    countryCode: textOf(grade['country_code']),
  };
}

function branchOf(attributes: JsonObject) {
  const upstreamBranch = textOf(attributes['branch']);
  return { branch: upstreamBranch === null ? null : dvidsBranch(upstreamBranch), upstreamBranch };
}
