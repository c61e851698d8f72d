import type { Archive, Collection } from './collection.ts';
import { deliveredFiles } from './dpsFiles.ts';
import type { DpsState, PreservedArchive } from './dpsState.ts';
import type { StoredObject } from './storage.ts';

/** The archives of a DPS: those of its collection and those that came by submission. */
export type Archives = {
  get: (archiveId: string) => Archive | undefined;
  /** Whether there is an object with this id under this contract. */
  has: (contractId: string, objectId: string) => boolean;
  /** The delivered file under a storage key. */
  file: (key: string) => StoredObject | undefined;
};

/** The key of a delivered file in the storage. */
export const deliveryKey = (archiveId: string, disseminationId: string, filename: string): string => `disseminations/${archiveId}/${disseminationId}/${filename}`;

/** A submitted archive: the bytes that came were counted and forgotten, so a manifest of their sums stands for them. */
const fromSubmission = ({ archiveId, contractId, objectId, sumSizeInBytes, metadata, files }: PreservedArchive): Archive => ({
  archiveId, contractId, objectId, preserved: true, sizeInBytes: BigInt(sumSizeInBytes),
  files: () => [
    { path: 'metadata/descriptive.json', bytes: Buffer.from(JSON.stringify(metadata, null, 2)) },
    { path: 'representations/rep-1/manifest-md5.txt', bytes: Buffer.from(files.map(({ md5, path, sizeInBytes }) => `${md5}  ${path}  ${sizeInBytes}\n`).join('')) },
  ],
});

/** The archives of a collection and of a state. */
export const archivesOf = ({ archives }: Pick<Collection, 'archives'>, state: DpsState): Archives => {
  const get = (archiveId: string): Archive | undefined => {
    const submitted = Object.hasOwn(state.preserved, archiveId) ? state.preserved[archiveId] : undefined;
    return submitted === undefined ? archives.get(archiveId) : fromSubmission(submitted);
  };
  return {
    get,
    has: (contractId, objectId) => [...archives.values(), ...Object.values(state.preserved)].some((each) => each.contractId === contractId && each.objectId === objectId),
    file: (key) => {
      const [folder, archiveId = '', , filename] = key.split('/');
      const archive = folder === 'disseminations' ? get(archiveId) : undefined;
      const file = archive === undefined ? undefined : deliveredFiles(archive).find((each) => each.filename === filename);
      return file === undefined ? undefined : { bytes: file.bytes, contentType: 'application/x-tar' };
    },
  };
};
