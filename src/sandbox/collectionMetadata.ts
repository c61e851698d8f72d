import type { Kind, Period } from './collectionPlan.ts';
import type { Random } from './collectionRandom.ts';

/** What is said about a package or a representation: a schema's name, and keys as archives have them (`dc:title`, `ecm.barcode`). */
export type MetadataSection = { schema: string; fields: Record<string, unknown> };

/** What the metadata of a package is made from. */
export type Described = {
  kind: Kind;
  level: string;
  /** Path of numbers under the fonds' code, such as `BHA/2/1`. */
  reference: string;
  title: string;
  period: Period;
  childCount: number;
  creator: string;
  random: Random;
};

type Spot = { name: string; latitude: number; longitude: number };

const places: readonly [Spot, ...Spot[]] = [
  { name: 'Bergen', latitude: 60.39299, longitude: 5.32415 }, { name: 'Stavanger', latitude: 58.97005, longitude: 5.73332 },
  { name: 'Tromsø', latitude: 69.6489, longitude: 18.95508 }, { name: 'Gent', latitude: 51.05, longitude: 3.71667 },
];

const schemas: Record<Kind, string> = {
  council: 'isad-g', building: 'ecm-case', ships: 'isad-g', photographs: 'photo-core', personnel: 'hr-doc', sound: 'sound-core', maps: 'isad-g',
};

const types: Record<Kind, string> = {
  council: 'Text', building: 'Text', ships: 'Text', photographs: 'StillImage', personnel: 'Text', sound: 'Sound', maps: 'Cartographic',
};

const subjects: readonly [string, ...string[]] = ['harbours', 'shipping', 'trade', 'town planning', 'fisheries', 'photography', 'public works', 'rescue'];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A day in the period; in the year that the title ends with, when it does. */
const someDay = ({ from, to }: Period, title: string, random: Random): string =>
  `${/(\d{4})\)?$/.exec(title)?.[1] ?? random.between(from, to)}-${twoDigits(random.between(1, 12))}-${twoDigits(random.between(1, 28))}`;

const special: Record<Kind, (described: Described) => Record<string, unknown>> = {
  council: ({ random }) => ({ 'council:session': random.between(1, 48), 'dc:language': random.pick(['nld', 'fra']) }),
  building: ({ random }) => ({ 'ecm.barcode': `TBC${random.between(100_000, 999_999)}`, 'case:floorArea': random.between(200, 9_000) / 10, 'dc:language': 'nob' }),
  ships: ({ random }) => ({ 'ship:tonnage': random.between(80, 5_400), 'ship:crew': [random.between(4, 60), random.between(0, 12)], 'dc:language': 'nob' }),
  photographs: ({ random }) => ({ 'photo:technique': random.pick(['gelatin dry plate', 'acetate negative', 'albumen print']), 'photo:width-mm': random.pick([90, 130, 180]), 'image.colour': false }),
  personnel: ({ random, title, period }) => ({
    'hr-doc:category': title.split(' ')[0] ?? 'Contract', 'hr-doc:title': title, 'hr-doc:department': random.pick(['CSS', 'OPS', 'FIN']), 'hr-doc:employeeId': random.pick(['mark.janssens', 'jsmith', 'ingrid.haugen']),
    'hr-doc:expiryDate': `${random.between(period.to, period.to + 10)}-${twoDigits(random.between(1, 12))}-05T23:00:00.000Z`,
  }),
  sound: ({ random }) => ({ 'sound:seconds': random.between(40, 3_600), 'sound:carrier': { type: 'reel', speed: 19.05 }, 'dc:language': random.pick(['nob', 'nno', 'eng']) }),
  maps: ({ random }) => ({ 'map:scale': random.pick([500, 2_500, 10_000, 50_000]), 'map:corners': [{ x: random.below(100), y: random.below(100) }, { x: random.between(100, 200), y: random.between(100, 200) }] }),
};

/** The metadata of a package. Numbers, booleans, lists and objects occur beside texts. */
export const describe = (described: Described): MetadataSection => {
  const { kind, level, reference, title, period, childCount, creator, random } = described;
  const leaf = childCount === 0;
  return {
    schema: schemas[kind],
    fields: {
      'dc:title': title,
      'dc:identifier': reference,
      'dc:type': types[kind],
      'dc:creator': creator,
      'dc:subject': [random.pick(subjects), random.pick(subjects)].filter((each, index, all) => all.indexOf(each) === index),
      'dcterms:created': someDay(period, title, random),
      'dcterms:temporal': { start: period.from, end: period.to },
      'archive:level': level,
      'archive:itemCount': leaf ? 1 : childCount,
      'archive:shelfMetres': leaf ? random.between(1, 40) / 1_000 : random.between(10, 900) / 100,
      'archive:confidential': kind === 'personnel' || random.oneIn(40),
      'archive:place': random.pick(places),
      ...special[kind](described),
    },
  };
};
