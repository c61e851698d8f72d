import type { Random } from './collectionRandom.ts';

/** What a part of the collection is about; decides its titles, metadata and files. */
export type Kind = 'council' | 'building' | 'ships' | 'photographs' | 'personnel' | 'sound' | 'maps';

/** Years, both included. */
export type Period = { from: number; to: number };

/** Where a title is wanted: the `index`-th of its siblings (from 0), inside a parent. */
export type Place = { index: number; period: Period; parentTitle: string; random: Random };

/** One level of a file plan: how many under each parent, their titles, and whether siblings share out the parent's years. */
export type Level = { name: string; count: number; title: (place: Place) => string; byPeriod?: boolean };

/** A fonds and the levels under it. */
export type Fonds = { code: string; title: string; creator: string; kind: Kind; period: Period; contractId: string; levels: Level[] };

type List = readonly [string, ...string[]];

const ships: List = ['SS Kong Halvdan', 'MS Vestland', 'SS Astrea', 'Bark Fortuna', 'SS Bjørnøy', 'MS Lofotkysten', 'Brig Tre Søstre', 'SS Haalogaland', 'MS Sjøgutten', 'SS Ternen'];
const streets: List = ['Storgata', 'Strandgata', 'Skippergata', 'Sjøgata', 'Grønnegata', 'Vestregata', 'Parkgata', 'Fredrik Langes gate', 'Skolegata', 'Nansens plass'];
const harbour: List = ['The fish market', 'Fishing boats at the quay', 'Women mending nets', 'The customs house', 'Coal being unloaded', 'Sunday on the promenade', 'Ropewalk', 'The lighthouse', 'Shipyard workers', 'Regatta', 'Herring barrels', 'Ferry at the landing', 'Children by the fountain', 'The first tramcar', 'Winter storm', 'Ship launching'];
const firstNames: List = ['Ingrid', 'Mark', 'Solveig', 'Pieter', 'Astrid', 'Jan', 'Marit', 'Lieve', 'Henrik', 'Els'];
const lastNames: List = ['Haugen', 'Janssens', 'Lie', 'Peeters', 'Solberg', 'De Smet', 'Dahl', 'Maes', 'Nygård', 'Claes'];
const coasts: List = ['Karmøy', 'Utsira', 'Stad', 'Fedje', 'Vardø', 'Smøla', 'Lista', 'Træna'];

const years = ({ from, to }: Period): string => (from === to ? String(from) : `${from}–${to}`);

/** Siblings with these titles. */
const named = (name: string, ...titles: List): Level => ({ name, count: titles.length, title: ({ index }) => titles[index] ?? titles[0] });

/** Siblings that divide their parent's years among them. */
const divided = (name: string, count: number, title: (place: Place) => string): Level => ({ name, count, title, byPeriod: true });

const level = (name: string, count: number, title: (place: Place) => string): Level => ({ name, count, title });

const scene = ({ random, period }: Place): string => `${random.pick(harbour)}, ${random.pick(['Nordnes', 'Skansen', 'Tollboden', 'Vågen', 'Torget', 'Bradbenken'])}, ${random.between(period.from, period.to)}`;

/** An employee's name. */
export const personName = (random: Random): string => `${random.pick(firstNames)} ${random.pick(lastNames)}`;

/** The believable part of the collection: ten fonds, some 4,600 packages. */
export const plan: Fonds[] = [
  {
    code: 'BHA', title: 'Bergen Harbour Authority', creator: 'Bergen havnevesen', kind: 'ships', period: { from: 1862, to: 1961 }, contractId: 'a41f',
    levels: [
      named('series', 'Minutes and resolutions', 'Arrivals and departures', 'Pilotage', 'Quays, warehouses and cranes', 'Accidents and salvage'),
      divided('subseries', 4, ({ period, parentTitle }) => `${parentTitle}, ${years(period)}`),
      divided('file', 5, ({ period, random }) => `Volume ${years(period)} (${random.pick(['bound', 'loose leaves', 'carbon copies'])})`),
      level('item', 4, ({ random, period }) => `${random.pick(['Entry', 'Report', 'Protest', 'Manifest', 'Correspondence'])} concerning ${random.pick(ships)}, ${random.between(period.from, period.to)}`),
    ],
  },
  {
    code: 'SLP', title: 'Studio Lindqvist, photographers: glass plates', creator: 'Studio Lindqvist', kind: 'photographs', period: { from: 1889, to: 1934 }, contractId: '2d17',
    levels: [divided('item', 640, (place) => `Glass plate ${String(place.index + 1).padStart(4, '0')}: ${scene(place)}`)],
  },
  {
    code: 'GSC', title: 'City of Ghent: council and college', creator: 'Stad Gent', kind: 'council', period: { from: 1880, to: 1999 }, contractId: 'a41f',
    levels: [
      named('series', 'Minutes of the city council', 'Decisions of the college', 'Petitions', 'Ordinances and by-laws'),
      divided('subseries', 5, ({ period, parentTitle }) => `${parentTitle}, ${years(period)}`),
      divided('file', 6, ({ period }) => `Sittings ${years(period)}`),
      level('item', 3, ({ random, period, index }) => `Agenda item ${index + 1}: ${random.pick(['Gas lighting', 'Market dues', 'School building', 'Canal dredging', 'Tram concession', 'Public baths', 'Poor relief', 'Park on the Kouter'])} (${random.between(period.from, period.to)})`),
    ],
  },
  {
    code: 'TBC', title: 'Tromsø Municipality: building case files', creator: 'Tromsø kommune', kind: 'building', period: { from: 1904, to: 2009 }, contractId: '0c9e',
    levels: [
      named('series', 'Sentrum', 'Tromsdalen', 'Kvaløysletta', 'Skattøra', 'Tomasjord', 'Sommarøy'),
      level('file', 10, ({ index, parentTitle }) => `${streets[index] ?? streets[0]}, ${parentTitle}`),
      level('item', 8, ({ random, parentTitle }) => `${random.pick(['Building permit', 'Demolition permit', 'Change of use', 'Extension', 'Complaint by a neighbour'])} ${random.between(1, 400)}/${random.between(1904, 2009)}: ${parentTitle.split(',')[0] ?? ''} ${random.between(1, 90)}`),
    ],
  },
  {
    code: 'SSC', title: 'Stavanger Steamship Company', creator: 'Stavanger Dampskibsselskab', kind: 'ships', period: { from: 1871, to: 1966 }, contractId: '2d17',
    levels: [
      named('series', 'Coastal service', 'North Sea service', 'Baltic trade', 'Newbuildings and sales'),
      level('subseries', 6, ({ random, parentTitle, index }) => `${ships[(index + random.below(3)) % ships.length] ?? ships[0]} (${parentTitle.toLowerCase()})`),
      divided('file', 8, ({ period, parentTitle }) => `Logs of ${parentTitle.split(' (')[0] ?? ''}, ${years(period)}`),
      level('item', 2, ({ random, index, period }) => `${index === 0 ? 'Deck' : 'Engine'} log, voyage ${random.between(1, 60)}, ${random.between(period.from, period.to)}`),
    ],
  },
  {
    code: 'HRD', title: 'Municipal human resources: personnel documents', creator: 'Human resources', kind: 'personnel', period: { from: 1998, to: 2025 }, contractId: '0c9e',
    levels: [
      named('series', 'Port services', 'Schools', 'Fire and rescue', 'City archive', 'Public works'),
      level('file', 12, ({ random, index }) => `Personnel file ${String(index + 1).padStart(3, '0')}: ${personName(random)}`),
      level('item', 6, ({ random, parentTitle, period }) => `${random.pick(['Contract', 'Appraisal', 'Leave request', 'Certificate', 'Payslip'])} ${parentTitle.split(': ')[1] ?? ''} - ${random.between(period.from, period.to)}`),
    ],
  },
  {
    code: 'NSA', title: 'North Sea fisheries sound archive', creator: 'Fiskerimuseet', kind: 'sound', period: { from: 1952, to: 2001 }, contractId: '2d17',
    levels: [
      named('series', 'Interviews with skippers', 'Shore stations', 'Songs and stories', 'Radio traffic'),
      level('file', 10, ({ index, random }) => `Reel ${index + 1}: ${random.pick(coasts)}`),
      level('item', 8, ({ index, random, period }) => `Track ${index + 1}: ${random.pick(['The winter herring', 'Lost off', 'Weather signs', 'Women on the quay', 'The last sailing boat', 'A distress call near'])} ${random.pick(coasts)}, ${random.between(period.from, period.to)}`),
    ],
  },
  {
    code: 'MPC', title: 'Map and plan chamber', creator: 'Sjøkartverket', kind: 'maps', period: { from: 1730, to: 1978 }, contractId: 'a41f',
    levels: [
      named('series', 'Sea charts', 'Town plans', 'Cadastral maps', 'Canal and lock drawings', 'Lighthouse plans'),
      divided('file', 8, ({ period, parentTitle }) => `${parentTitle}, portfolio ${years(period)}`),
      level('item', 6, ({ index, random, period }) => `Sheet ${index + 1}: ${random.pick(coasts)} 1:${random.pick(['500', '2 500', '10 000', '50 000'])}, ${random.between(period.from, period.to)}`),
    ],
  },
  {
    code: 'PPV', title: 'Press pictures of Vestkysten', creator: 'Vestkysten', kind: 'photographs', period: { from: 1961, to: 1990 }, contractId: '2d17',
    levels: [
      divided('series', 6, ({ period }) => `Negatives ${years(period)}`),
      level('file', 12, ({ index }) => `Film ${String(index + 1).padStart(2, '0')}`),
      level('item', 4, (place) => `Frame ${place.index + 1}: ${scene(place)}`),
    ],
  },
  {
    code: 'LBS', title: 'Lifeboat Society: rescue reports', creator: 'Redningsselskapet', kind: 'ships', period: { from: 1891, to: 1990 }, contractId: 'a41f',
    levels: [
      named('series', 'Western district', 'Southern district', 'Northern district', 'Head office'),
      divided('file', 9, ({ period }) => `Rescue reports ${years(period)}`),
      level('item', 9, ({ index, random, period }) => `Report ${index + 1}: ${random.pick(ships)} off ${random.pick(coasts)}, ${random.between(period.from, period.to)}`),
    ],
  },
];
