import { measureCut, measureUploads } from './uploadMemory.ts';

/* Two gigabytes through `PUT /uploads/…`, twice, and once more by tus, cut at 70 %: node test/gateway/uploadMemory.script.ts [gibibytes] */
const bytes = Number(process.argv[2] ?? 2) * 1024 ** 3;
const mib = (amount: number): string => `${(amount / 1024 ** 2).toFixed(1)} MiB`;
const line = (name: string, { seconds, before, highest }: { seconds: number; before: number; highest: number }): string =>
  `${name}: ${mib(bytes)} in ${seconds.toFixed(1)} s (${mib(bytes / seconds)}/s), resident ${mib(before)} before, ${mib(highest)} at its highest`;

const [first, second] = await measureUploads(bytes, 2);
if (!first || !second) throw new Error('nothing was measured');
console.log(`${line('first', first)}: ${mib(first.highest - first.before)} more than cold`);
console.log(`${line('second', second)}: ${mib(second.highest - first.highest)} more than the first`);
const cut = await measureCut(bytes);
console.log(`${line('cut at 70 %', cut)}: ${mib(cut.highest - cut.before)} more than cold; storage took ${mib(cut.stored)} in all`);
