import { makeFile } from './collectionFiles.ts';
import type { Collection, Package } from './collectionModel.ts';
import { addPackage, formats, type Link } from './collectionPackages.ts';
import { plan, type Fonds, type Period } from './collectionPlan.ts';
import { randomFrom } from './collectionRandom.ts';
import { trials } from './collectionTrials.ts';
import type { StoredObject } from './storage.ts';

export { archiveIdField, archiveIdOf, foreignContractId, type Archive, type Collection, type Examples, type Package, type PluginReport, type Representation } from './collectionModel.ts';

const share = ({ from, to }: Period, index: number, count: number): Period => {
  const length = (to - from + 1) / count;
  const start = Math.floor(from + index * length);
  return { from: start, to: Math.max(start, Math.floor(from + (index + 1) * length) - 1) };
};

const addLevels = (collection: Collection, fonds: Fonds, seed: string, link: Link, parent: Package, parentTitle: string, reference: string, period: Period, depth: number): void => {
  const level = fonds.levels[depth];
  if (level === undefined) return;
  const next = fonds.levels[depth + 1];
  for (let index = 0; index < level.count; index += 1) {
    const own = level.byPeriod === true ? share(period, index, level.count) : period;
    const place = `${reference}/${index + 1}`;
    const random = randomFrom(`${seed}:${place}`);
    const title = level.title({ index, period: own, parentTitle, random });
    const made = addPackage(collection, {
      fonds, link, parent, level: level.name, reference: place, title, period: own, childCount: next?.count ?? 0, formats: next === undefined ? formats[fonds.kind] : [], random,
    });
    addLevels(collection, fonds, seed, link, made, title, place, own, depth + 1);
  }
};

const addFonds = (collection: Collection, fonds: Fonds, seed: string, link: Link): void => {
  const { code, title, period } = fonds;
  const root = addPackage(collection, {
    fonds, link, parent: null, level: 'fonds', reference: code, title: `${title}, ${period.from}–${period.to}`, period, childCount: fonds.levels[0]?.count ?? 0, formats: ['xml'], random: randomFrom(`${seed}:${code}`),
  });
  addLevels(collection, fonds, seed, link, root, title, code, period, 0);
};

const addTrials = (collection: Collection, seed: string, link: Link): void => {
  const fonds = { code: 'RTC', kind: 'council', creator: 'Sandbox', contractId: '2d17' } as const;
  const shared = { fonds, link, period: { from: 2020, to: 2025 } };
  const root = addPackage(collection, {
    ...shared, parent: null, level: 'fonds', reference: 'RTC', title: 'Retrieval trials: orders that do not go the usual way', childCount: trials.length, formats: ['xml'], random: randomFrom(`${seed}:RTC`),
  });
  for (const [index, trial] of trials.entries()) {
    const reference = `RTC/${index + 1}`;
    const made = addPackage(collection, {
      ...shared, parent: root, level: 'item', reference, title: trial.title, childCount: 0, formats: ['pdf', 'txt'], random: randomFrom(`${seed}:${reference}`), trial,
    });
    collection.examples[trial.handle].push(made);
  }
};

const depthOf = (each: Package): number => (each.parent === null ? 0 : 1 + depthOf(each.parent));

const fileFinder = (packages: Map<string, Package>) => (key: string): StoredObject | undefined => {
  const owner = packages.get(key.split('/')[0] ?? '');
  const data = owner?.representations().flatMap((each) => each.data).find((each) => each.key === key);
  if (owner === undefined || data === undefined) return undefined;
  const { fields } = owner.metadata;
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return makeFile(key, data.format, { title: owner.title ?? 'Untitled', reference: String(fields['dc:identifier']), lines });
};

const make = (seed: string, link: Link): Collection => {
  const packages = new Map<string, Package>();
  const collection: Collection = {
    roots: [], packages, archives: new Map(), file: fileFinder(packages),
    examples: { notPreserved: [], unknownToDps: [], foreignContract: [], huge: [], failing: [], rejected: [], unrecognised: [], photographs: [], documents: [], recordings: [], deepest: [], untitled: [] },
  };
  for (const fonds of plan) addFonds(collection, fonds, seed, link);
  addTrials(collection, seed, link);
  for (const each of packages.values()) {
    const format = each.representations()[0]?.data[0]?.format;
    if (format === 'jpg') collection.examples.photographs.push(each);
    if (format === 'pdf') collection.examples.documents.push(each);
    if (format === 'wav') collection.examples.recordings.push(each);
    if (depthOf(each) === 4) collection.examples.deepest.push(each);
    if (typeof each.title !== 'string') collection.examples.untitled.push(each);
  }
  return collection;
};

const made = new Map<string, Collection>();

/**
 * The collection of a seed: 11 fonds, about 4,600 packages, at most five levels. Made once in some 60 ms; nobody changes it.
 * `link`: how packages name their archives; `field` by default, which goes with `LINK_ARCHIVE_ID_FIELD=dps:archiveId`,
 * while `packageId` goes with that setting left out.
 */
export const makeCollection = (seed = 'fonds', link: Link = 'field'): Collection => {
  const name = `${link}:${seed}`;
  const collection = made.get(name) ?? make(seed, link);
  made.set(name, collection);
  return collection;
};
