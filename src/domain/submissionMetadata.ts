/**
 * Descriptive metadata of a submission: Dublin Core elements (nb-dps.md §6). Vocabularies are open and stay text: the official
 * lists disagree with each other. Languages are three lower-case letters.
 */
export interface SubmissionMetadata {
  /** What it is, such as `Bok` or `Småtrykk`. */
  readonly type: string;
  readonly title: Worded;
  readonly identifier?: readonly { readonly type: string; readonly value: string }[] | undefined;
  readonly alternative?: readonly (Worded & { readonly type: string })[] | undefined;
  readonly creator?: readonly Contributor[] | undefined;
  readonly contributor?: readonly Contributor[] | undefined;
  readonly publisher?: readonly Agent[] | undefined;
  readonly spatial?: readonly Place[] | undefined;
  /** ISO 8601(-2); may be a bare year. */
  readonly date?: readonly { readonly type: string; readonly value: string }[] | undefined;
  readonly language?: readonly (Worded & { readonly type: string })[] | undefined;
  /** The older name for a relation of this kind; sent as a `relation`. */
  readonly isPartOf?: readonly Worded[] | undefined;
  readonly relation?: readonly Relation[] | undefined;
  readonly source?: readonly Source[] | undefined;
  readonly provenance?: readonly Worded[] | undefined;
  readonly description?: readonly Worded[] | undefined;
  readonly subject?: readonly (Worded & { readonly authority?: Authority | undefined })[] | undefined;
}

/** A text and its language. */
export interface Worded {
  readonly value: string;
  readonly lang?: string | undefined;
}

/** Where a name is kept in an authority file. */
export interface Authority {
  readonly source?: string | undefined;
  readonly code?: string | undefined;
  readonly uri?: string | undefined;
}

/** A person or an organization. */
export interface Agent {
  readonly name: string;
  readonly type: string;
  readonly authority?: Authority | undefined;
}

/** An agent in a role. */
export interface Contributor extends Agent {
  readonly role?: string | undefined;
}

/** A place, with coordinates in degrees. */
export interface Place {
  readonly name: string;
  readonly type?: string | undefined;
  readonly authority?: Authority | undefined;
  /** DPS takes EPSG:4326 when it is left out. */
  readonly coordinateReferenceSystem?: string | undefined;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
}

/** A related object, by its title or its id. */
export interface Relation {
  readonly title?: string | undefined;
  readonly id?: string | undefined;
  readonly type: string;
  readonly uri?: string | undefined;
  readonly lang?: string | undefined;
}

/** What it was made from. */
export interface Source {
  readonly description?: string | undefined;
  readonly identifier?: readonly { readonly type: string; readonly value: string }[] | undefined;
  readonly uri?: string | undefined;
}

/** What is wrong with a submission before DPS is asked: a path below the metadata, and a sentence. Light on purpose: DPS checks the rest. */
export function metadataFault(metadata: SubmissionMetadata): { readonly path: readonly string[]; readonly message: string } | undefined {
  if (metadata.type.trim() === '') return { path: ['type'], message: 'The type must not be empty.' };
  if (metadata.title.value.trim() === '') return { path: ['title', 'value'], message: 'The title must not be empty.' };
  const language = strangeLanguage(metadata, []);
  if (language) return { path: language, message: 'A language is three lower-case letters, such as `nob`.' };
  for (const [index, { latitude, longitude }] of (metadata.spatial ?? []).entries()) {
    const at = ['spatial', String(index)];
    if (!within(latitude, 90)) return { path: [...at, 'latitude'], message: 'A latitude is from -90 to 90 degrees.' };
    if (!within(longitude, 180)) return { path: [...at, 'longitude'], message: 'A longitude is from -180 to 180 degrees.' };
  }
  return undefined;
}

/** The path of the first `lang` that is none, wherever it stands. */
function strangeLanguage(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const at = [...path, key];
    if (key === 'lang' && typeof each === 'string' && !/^[a-z]{3}$/.test(each)) return at;
    const below = strangeLanguage(each, at);
    if (below) return below;
  }
  return undefined;
}

function within(degrees: number | undefined, limit: number): boolean {
  return degrees === undefined || Math.abs(degrees) <= limit;
}
