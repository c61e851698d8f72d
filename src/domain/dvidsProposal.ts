import type { Aip } from './aip.ts';

/** What a package in the archive says of itself that DVIDS wants to know of an asset. Null where it does not say. */
export interface DvidsProposal {
  readonly title: string | null;
  readonly description: string | null;
  /** A date, or a moment with its offset. */
  readonly createdAt: string | null;
}

/** Proposes them from a package that was read with its metadata. Schemas differ: fields are known by their last name, such as `dc:title` or `dcterms.created`. */
export function proposalFor({ title, metadata }: Pick<Aip, 'title' | 'metadata'>): DvidsProposal {
  const fields = Object.entries(metadata?.fields ?? {});
  const first = (...names: readonly string[]): string[] => names.flatMap((name) => fields.filter(([field]) => lastName(field) === name).flatMap(([, value]) => textsOf(value)));
  return {
    title: title ?? first('title')[0] ?? null,
    description: first('description', 'abstract')[0] ?? null,
    // A bare year is no date, and nobody is to make one of it.
    createdAt: first('created', 'date', 'issued').find((text) => /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)) ?? null,
  };
}

function lastName(field: string): string {
  return (field.split(/[:./]/).at(-1) ?? field).toLowerCase();
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
}

/** The file of a package that can become a photo: a JPEG, of this representation if one is named. Undefined when there is none. */
export function photoFileOf({ representations }: Pick<Aip, 'representations'>, representationId: string | undefined): { readonly representationId: string | null; readonly format: string; readonly url: string } | undefined {
  for (const representation of representations) {
    if (representationId !== undefined && representation.representationId !== representationId) continue;
    // DVIDS takes JPEGs only (dvids-submission.md §5.4).
    for (const { url, format } of representation.data) if (url !== null && format !== null && /^jpe?g$/i.test(format)) return { representationId: representation.representationId, format, url };
  }
  return undefined;
}
