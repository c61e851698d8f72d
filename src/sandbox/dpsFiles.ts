import { createHash } from 'node:crypto';
import type { Archive } from './collection.ts';

/** A file that is delivered. */
export type DeliveredFile = { filename: string; bytes: Buffer; md5: string };

const blockSize = 512;

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** A POSIX (ustar) header; long paths are split between prefix and name. */
const tarHeader = (path: string, size: number): Buffer => {
  const header = Buffer.alloc(blockSize);
  const cut = path.length <= 100 ? -1 : path.indexOf('/', path.length - 101);
  header.write(path.slice(cut + 1), 0, 100);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  // One fixed time, so that the same archive always gives the same bytes.
  header.write(octal(1_700_000_000, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  if (cut > 0) header.write(path.slice(0, cut), 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
};

/** A TAR file of the given files. */
export const tar = (files: { path: string; bytes: Uint8Array }[]): Buffer =>
  Buffer.concat([
    ...files.flatMap(({ path, bytes }) => [tarHeader(path, bytes.length), bytes, Buffer.alloc((blockSize - (bytes.length % blockSize)) % blockSize)]),
    Buffer.alloc(2 * blockSize),
  ]);

const packed = (filename: string, files: { path: string; bytes: Uint8Array }[]): DeliveredFile => {
  const bytes = tar(files);
  return { filename, bytes, md5: createHash('md5').update(bytes).digest('hex') };
};

const makeFiles = (archive: Archive): DeliveredFile[] => {
  const files = archive.files();
  const representations = new Map<string, { path: string; bytes: Uint8Array }[]>();
  for (const file of files) {
    const name = /^representations\/([^/]+)\//.exec(file.path)?.[1];
    if (name !== undefined) representations.set(name, [...(representations.get(name) ?? []), file]);
  }
  return [
    packed('metadata.tar', files.filter(({ path }) => !path.startsWith('representations/'))),
    ...[...representations].map(([name, own]) => packed(`representation-${name}.tar`, own)),
  ];
};

/** What was made last, since an order needs its files three times within moments: for its size, its sums, and its downloads. */
const lately = new Map<Archive, DeliveredFile[]>();
const keptLately = 32;

/** What an order of the archive delivers: `metadata.tar`, and one TAR for each representation (nb-dps.md §8.3). */
export const deliveredFiles = (archive: Archive): DeliveredFile[] => {
  const made = lately.get(archive) ?? makeFiles(archive);
  lately.delete(archive);
  lately.set(archive, made);
  const [oldest] = lately.keys();
  if (oldest !== undefined && lately.size > keptLately) lately.delete(oldest);
  return made;
};
