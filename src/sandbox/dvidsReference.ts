import { personNames, ranks, type Grade } from './dvidsPeople.ts';
import { unitRows } from './dvidsUnits.ts';

export type Country = { id: string; name: string; iso2: string };
export type Unit = { id: string; name: string; abbreviation: string; branch: string; dvian: string | null; requiresApproval: boolean };
export type Author = {
  id: string; firstName: string; lastName: string; branch: string;
  /** `null`: no VISION id, hence no VIRINs (dvids-submission.md §5.10, [inferred]). */
  visionId: string | null;
  grade: Grade | null;
  unitIds: string[];
};
export type Publication = { id: string; title: string; description: string; createdAt: string; unitId: string };
export type GraphicCategory = { id: string; name: string };

/** What the simulated DVIDS refers to. It never changes, so it is not part of the kept state. */
export type Reference = { countries: Country[]; units: Unit[]; authors: Author[]; publications: Publication[]; categories: GraphicCategory[] };

// ISO 3166-1 alpha-2, two letters each; the English names come from the runtime.
const isoCodes = [
  'ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDM',
  'DODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKN',
  'KPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPM',
  'PNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVI',
  'VNVUWFWSYEYTZAZMZW',
].join('').match(/../g) ?? [];

const makeCountries = (): Country[] => {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const named = isoCodes.map((iso2) => ({ iso2, name: names.of(iso2) ?? iso2 })).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  return named.map(({ iso2, name }, index) => ({ id: String(index + 1), name, iso2 }));
};

const makeUnits = (): Unit[] =>
  unitRows.map(([abbreviation, name, branch, dvian, requiresApproval], index) => ({ id: String(1201 + index * 7), name, abbreviation, branch, dvian, requiresApproval }));

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const visionIdOf = (index: number): string => `${letters[Math.floor(index / 24) % 24]}${letters[(index * 5) % 24]}${String((index * 379) % 900 + 100)}`;

const makeAuthors = (units: Unit[]): Author[] =>
  personNames.map(([firstName, lastName], index) => {
    const unit = units[index % units.length];
    const branch = unit?.branch ?? 'civilian';
    const grades = ranks[branch] ?? [];
    const second = units.filter((each) => each.branch === branch && each !== unit)[index % 3];
    return {
      id: String(1_040_100 + index * 13), firstName, lastName, branch,
      visionId: index % 5 === 3 ? null : visionIdOf(index),
      grade: grades.length === 0 ? null : (grades[(index * 3) % grades.length] ?? null),
      unitIds: [unit, index % 4 === 0 ? second : undefined].flatMap((each) => (each === undefined ? [] : [each.id])),
    };
  });

const titles = ['The Sentinel', 'Harbor Lines', 'The Marne Letter', 'Wingspan', 'Fieldcraft', 'The Compass Rose', 'Skyward', 'Deck Log', 'The Guidon', 'Northern Watch',
  'Bridgehead', 'The Cutter', 'Pass in Review', 'Engineers Update', 'Launch Window', 'Frontier Post', 'The Anchor Line', 'Ready Room', 'The Rucksack', 'Common Ground'];

const makePublications = (units: Unit[]): Publication[] =>
  titles.flatMap((title, index) => {
    const unit = units[(index * 3) % units.length];
    if (unit === undefined) return [];
    const createdAt = new Date(Date.UTC(2009 + (index % 12), index % 12, 1 + index, 12)).toISOString().replace('.000Z', 'Z');
    return [{ id: String(301 + index), title, description: `News and features of ${unit.name}.`, createdAt, unitId: unit.id }];
  });

const categoryNames = ['Poster', 'Infographic', 'Logo', 'Illustration', 'Brochure', 'Banner', 'Chart', 'Map', 'Social media graphic', 'Animated graphic'];

let made: Reference | undefined;

/** The collection; made once per process. */
export const reference = (): Reference => {
  if (made === undefined) {
    const units = makeUnits();
    made = {
      countries: makeCountries(),
      units,
      authors: makeAuthors(units),
      publications: makePublications(units),
      categories: categoryNames.map((name, index) => ({ id: String(index + 1), name })),
    };
  }
  return made;
};
