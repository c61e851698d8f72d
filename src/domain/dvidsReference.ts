import { wordOf } from './dvidsStatus.ts';

/** What DVIDS lists for others to refer to (dvids-submission.md §5.5, §5.6, §5.9). */

/** The known branches, and `UNRECOGNIZED` for any other. */
export const dvidsBranches = ['ARMY', 'NAVY', 'AIR_FORCE', 'MARINES', 'COAST_GUARD', 'SPACE_FORCE', 'JOINT', 'CIVILIAN', 'UNRECOGNIZED'] as const;
export type DvidsBranch = (typeof dvidsBranches)[number];

/** The typed branch of DVIDS's word, which is written `air-force` and `air_force` (§5.9). */
export function dvidsBranch(text: string): DvidsBranch {
  return wordOf(dvidsBranches, text);
}

/** DVIDS's word for a branch, as the vendor's client writes it; undefined for `UNRECOGNIZED`. */
export function upstreamBranch(branch: DvidsBranch): string | undefined {
  return branch === 'UNRECOGNIZED' ? undefined : branch.toLowerCase().replaceAll('_', '-');
}

/** A country; `iso2` is what assets name (§5.9). */
export interface DvidsCountry {
  readonly countryId: string;
  readonly iso2: string;
  readonly name: string | null;
}

/** A unit that submits. */
export interface DvidsServiceUnit {
  readonly serviceUnitId: string;
  readonly name: string | null;
  readonly abbreviation: string | null;
  /** Null where DVIDS names none. */
  readonly branch: DvidsBranch | null;
  readonly upstreamBranch: string | null;
  readonly dvian: string | null;
  /** Whether somebody must approve before its assets are public. */
  readonly requiresPublishingApproval: boolean;
}

/** Somebody who can be credited. */
export interface DvidsAuthor {
  readonly authorId: string;
  readonly name: string | null;
  /** Part of the author's VIRINs; null: none can be generated (§5.10 [inferred]). */
  readonly visionId: string | null;
  readonly jobGrade: DvidsJobGrade | null;
  readonly serviceUnitIds: readonly string[];
}

/** A rank. */
export interface DvidsJobGrade {
  readonly name: string | null;
  readonly associatedPressName: string | null;
  readonly abbreviation: string | null;
  readonly branch: DvidsBranch | null;
  readonly upstreamBranch: string | null;
  readonly jobGrade: string | null;
  readonly natoCode: string | null;
  readonly countryCode: string | null;
}

/** A periodical whose issues are assets. */
export interface DvidsPublication {
  readonly publicationId: string;
  readonly title: string | null;
  readonly description: string | null;
  /** RFC 3339 as it came. */
  readonly createdAt: string | null;
  readonly serviceUnitId: string | null;
}

/** What a graphic is. */
export interface DvidsGraphicCategory {
  readonly graphicCategoryId: string;
  readonly name: string | null;
}

/** Filters of `GET /service-unit`; what is undefined does not narrow. */
export interface DvidsServiceUnitFilter {
  readonly name?: string | undefined;
  readonly abbreviation?: string | undefined;
  readonly branch?: DvidsBranch | undefined;
  /** Only units that the caller submits for. */
  readonly onlyMine?: boolean | undefined;
  /** As DVIDS takes it, such as `name`; its values are not documented. */
  readonly sort?: string | undefined;
}

/** Filters of `GET /author`, or of one unit's authors. */
export interface DvidsAuthorFilter {
  readonly serviceUnitId?: string | undefined;
  readonly name?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** Exact. */
  readonly visionId?: string | undefined;
  readonly branch?: DvidsBranch | undefined;
}
