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
