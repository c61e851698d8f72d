import type { FileFormat } from './collectionFiles.ts';
import { describe } from './collectionMetadata.ts';
import { archiveIdField, archiveIdOf, foreignContractId, type Collection, type Package, type PluginReport, type Representation } from './collectionModel.ts';
import type { Fonds, Kind, Period } from './collectionPlan.ts';
import { objectId24, randomFrom, uuid, uuidV7, type Random } from './collectionRandom.ts';
import type { Trial } from './collectionTrials.ts';

/** The files of an item, by kind; the first is for looking at. */
export const formats: Record<Kind, FileFormat[]> = {
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

/** How a package says which archive in DPS is its own: by the metadata field `dps:archiveId`, or by its package id. */
export type Link = 'field' | 'packageId';

/** What a package is made from. */
export type Node = {
  fonds: Pick<Fonds, 'code' | 'kind' | 'creator' | 'contractId'>;
  parent: Package | null;
  level: string;
  reference: string;
  title: string;
  period: Period;
  childCount: number;
  formats: FileFormat[];
  random: Random;
  trial?: Trial;
  link: Link;
};

const oddTitle = (random: Random, title: string, leaf: boolean): { title?: string | null } => {
  if (leaf && random.oneIn(120)) return { title: null };
  return leaf && random.oneIn(240) ? {} : { title };
};

/** Makes a package with the archive behind it, and puts both in their places. */
export const addPackage = ({ packages, roots, archives, file }: Collection, node: Node): Package => {
  const { fonds, parent, reference, random, trial, title } = node;
  const ingestedAt = Date.UTC(2023, 2, 1) + packages.size * 5 * hourMs;
  // DPS changed the form of its ids in May 2026 (nb-dps.md §3); the newer half was archived after that.
  const fieldId = random.oneIn(2) ? objectId24(random, ingestedAt) : uuidV7(random, Date.UTC(2026, 4, 1) + packages.size * hourMs);
  const packageId = packageIdOf(random, reference);
  const metadata = describe({ ...node, kind: fonds.kind, creator: fonds.creator });
  if (node.link === 'field') metadata.fields[archiveIdField] = fieldId;
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
  const archiveId = archiveIdOf(made);
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
