import { measureUploads, tellsMemory } from './uploadMemory.ts';

/** The smaller form of `uploadMemory.script.ts`, which sends two gigabytes. */

const mebibyte = 1024 ** 2;
const where = tellsMemory ? test : test.skip;

where('bytes that stream through pile up nowhere: memory stays flat, and a second file needs no more than the first', async () => {
  const [first, second] = await measureUploads(256 * mebibyte, 2);
  expect((first?.highest ?? Infinity) - (first?.before ?? 0)).toBeLessThan(96 * mebibyte);
  expect((second?.highest ?? Infinity) - (first?.highest ?? 0)).toBeLessThan(16 * mebibyte);
}, 120_000);
