import { makeFile, type FileFormat } from './collectionFiles.ts';
import { describe, type MetadataSection } from './collectionMetadata.ts';
import { plan, type Fonds, type Kind, type Period } from './collectionPlan.ts';
import { objectId24, randomFrom, uuid, uuidV7, type Random } from './collectionRandom.ts';
import { trials, type Trial } from './collectionTrials.ts';
import type { StoredObject } from './storage.ts';

/** A package as Docbyte Vault holds it. */
export type Package = {
  packageId: string;
  /** `AIP`, or `AIC` where a package only gathers others. */
  packageType: string;
  /** A few are `null`, a few have none. */
  title?: string | null;
  parent: Package | null;
  children: Package[];
  metadata: MetadataSection;
  /** Made when asked for, like the reports. */
  representations: () => Representation[];
  pluginReports: () => PluginReport[];
};

/** A representation; `key` is the file's key in the storage. */
export type Representation = { id: string; metadata: MetadataSection; data: { key: string; format: FileFormat }[] };

/** What a preservation plugin said. */
export type PluginReport = { executionDate: string; pluginName: string; message: string; status: string };

/** An archived object as DPS holds it. */
export type Archive = {
  archiveId: string;
  contractId: string;
  objectId: string;
  /** Without it an order is refused with 422. */
  preserved: boolean;
  /** Declared size, when it is not that of the delivered files. */
  sizeInBytes?: bigint;
  /** The statuses an order passes, when not the usual ones. */
  course?: string[];
  /** Its content by path, one folder under `representations/` for each representation. */
  files: () => { path: string; bytes: Uint8Array }[];
};

/** Packages of each trial, and of each kind that a person may want to look at first. */
export type Examples = Record<Trial['handle'] | 'photographs' | 'documents' | 'recordings' | 'deepest' | 'untitled', Package[]>;

/** A whole archive, the same for the same seed: in Docbyte a file plan of packages, in DPS the archives behind them. */
export type Collection = {
  roots: Package[];
  /** All packages by id, in the order of the file plan. */
  packages: Map<string, Package>;
  /** The archives that DPS knows. A package's archive id is its metadata field `dps:archiveId`. */
  archives: Map<string, Archive>;
  /** The file under a storage key. */
  file: (key: string) => StoredObject | undefined;
  examples: Examples;
};

/** The contracts that exist, but that no client of the sandbox may read. */
export const foreignContractId = 'e5b2';

/** The metadata field that holds the archive id in DPS. */
export const archiveIdField = 'dps:archiveId';

/** The archive id of a package. */
export const archiveIdOf = ({ metadata }: Package): string => String(metadata.fields[archiveIdField]);



const formats: Record<Kind, FileFormat[]> = {
  council: ['pdf', 'txt'], building: ['pdf'], ships: ['pdf', 'txt'], photographs: ['jpg'], personnel: ['pdf'], sound: ['wav', 'txt'], maps: ['jpg', 'pdf'],
};

const reportOn = (random: Random, pluginName: string, at: number): PluginReport => {
  const chance = random.below(100);
  const executionDate = new Date(at).toISOString();
  if (chance < 2) return { executionDate, pluginName, message: 'Check failed; the package is kept and listed for review', status: 'FAILURE' };
  if (chance < 12) return { executionDate, pluginName, message: 'Done, with remarks: format version not certain', status: 'WARNING' };
  return { executionDate, pluginName, message: 'Plugin executed successfully', status: 'SUCCESS' };
};

const hourMs = 3_600_000;

const plugins = ['virus-scan', 'format-identification', 'checksum-verification', 'metadata-validation'];

const representationsOf = (packageId: string, title: string, list: FileFormat[]): Representation[] =>
  list.map((format, index) => ({
    id: `rep-${index + 1}`,
    metadata: {
      schema: 'premis',
      fields: { 'premis:role': index === 0 ? 'access' : 'transcript', 'premis:formatName': format.toUpperCase(), 'premis:originalName': `${title.slice(0, 40)}.${format}`, 'premis:version': 1 },
    },
    data: [{ key: `${packageId}/rep-${index + 1}/file.${format}`, format }],
  }));

/** Ids as vaults have them: most are UUIDs, one in five was chosen by the producer. */
const packageIdOf = (random: Random, reference: string): string => (random.oneIn(5) ? reference.replaceAll('/', '0') + random.hex(6) : uuid(random));

type Node = {
  fonds: Pick<Fonds, 'code' | 'kind' | 'contractId'>;
  parent: Package | null;
  level: string;
  reference: string;
  title: string;
  period: Period;
  childCount: number;
  formats: FileFormat[];
  random: Random;
  trial?: Trial;
};

const oddTitle = (random: Random, title: string, leaf: boolean): { title?: string | null } => {
  if (leaf && random.oneIn(120)) return { title: null };
  return leaf && random.oneIn(240) ? {} : { title };
};

const addPackage = ({ packages, roots, archives, file }: Collection, node: Node): Package => {
  const { fonds, parent, reference, random, trial, title } = node;
  const ingestedAt = Date.UTC(2023, 2, 1) + packages.size * 5 * hourMs;
  // DPS changed the form of its ids in May 2026 (nb-dps.md §3); the newer half was archived after that.
  const archiveId = random.oneIn(2) ? objectId24(random, ingestedAt) : uuidV7(random, Date.UTC(2026, 4, 1) + packages.size * hourMs);
  const packageId = packageIdOf(random, reference);
  const metadata = describe({ ...node, kind: fonds.kind, archiveId });
  if (trial !== undefined) metadata.fields['dps:note'] = trial.note;
  const made: Package = {
    packageId, parent, children: [], metadata,
    packageType: node.formats.length > 0 ? 'AIP' : 'AIC',
    ...oddTitle(random, title, node.childCount === 0 && trial === undefined),
    representations: () => representationsOf(packageId, title, node.formats),
    pluginReports: () => plugins.map((plugin, index) => reportOn(randomFrom(packageId + plugin), plugin, ingestedAt + index * 1_500)),
  };
  packages.set(packageId, made);
  (parent?.children ?? roots).push(made);
  if (trial?.handle === 'unknownToDps') return made;
  archives.set(archiveId, {
    archiveId,
    contractId: trial?.handle === 'foreignContract' ? foreignContractId : fonds.contractId,
    objectId: `${fonds.code.toLowerCase()}_${reference.replaceAll('/', '-')}`,
    preserved: trial?.handle !== 'notPreserved',
    ...(trial?.sizeInBytes === undefined ? {} : { sizeInBytes: trial.sizeInBytes }),
    ...(trial?.course === undefined ? {} : { course: trial.course }),
    files: () => [
      { path: 'metadata/descriptive.json', bytes: Buffer.from(JSON.stringify(metadata, null, 2)) },
      ...made.representations().flatMap((each) => each.data.map(({ key }) => ({ path: `representations/${each.id}/${key.split('/').at(-1) ?? key}`, bytes: file(key)?.bytes ?? new Uint8Array() }))),
    ],
  });
  return made;
};

const share = ({ from, to }: Period, index: number, count: number): Period => {
  const length = (to - from + 1) / count;
  const start = Math.floor(from + index * length);
  return { from: start, to: Math.max(start, Math.floor(from + (index + 1) * length) - 1) };
};

const addLevels = (collection: Collection, fonds: Fonds, seed: string, parent: Package, parentTitle: string, reference: string, period: Period, depth: number): void => {
  const level = fonds.levels[depth];
  if (level === undefined) return;
  const next = fonds.levels[depth + 1];
  for (let index = 0; index < level.count; index += 1) {
    const own = level.byPeriod === true ? share(period, index, level.count) : period;
    const place = `${reference}/${index + 1}`;
    const random = randomFrom(`${seed}:${place}`);
    const title = level.title({ index, period: own, parentTitle, random });
    const made = addPackage(collection, {
      fonds, parent, level: level.name, reference: place, title, period: own, childCount: next?.count ?? 0, formats: next === undefined ? formats[fonds.kind] : [], random,
    });
    addLevels(collection, fonds, seed, made, title, place, own, depth + 1);
  }
};

const addFonds = (collection: Collection, fonds: Fonds, seed: string): void => {
  const { code, title, period } = fonds;
  const root = addPackage(collection, {
    fonds, parent: null, level: 'fonds', reference: code, title: `${title}, ${period.from}–${period.to}`, period, childCount: fonds.levels[0]?.count ?? 0, formats: ['xml'], random: randomFrom(`${seed}:${code}`),
  });
  addLevels(collection, fonds, seed, root, title, code, period, 0);
};

const addTrials = (collection: Collection, seed: string): void => {
  const fonds = { code: 'RTC', kind: 'council', contractId: '2d17' } as const;
  const shared = { fonds, period: { from: 2020, to: 2025 } };
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

const make = (seed: string): Collection => {
  const packages = new Map<string, Package>();
  const collection: Collection = {
    roots: [], packages, archives: new Map(), file: fileFinder(packages),
    examples: { notPreserved: [], unknownToDps: [], foreignContract: [], huge: [], failing: [], rejected: [], unrecognised: [], photographs: [], documents: [], recordings: [], deepest: [], untitled: [] },
  };
  for (const fonds of plan) addFonds(collection, fonds, seed);
  addTrials(collection, seed);
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

/** The collection of a seed: 11 fonds, about 4,600 packages, at most five levels. Made once in some 60 ms; nobody changes it. */
export const makeCollection = (seed = 'fonds'): Collection => {
  const collection = made.get(seed) ?? make(seed);
  made.set(seed, collection);
  return collection;
};
