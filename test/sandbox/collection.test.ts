import { archiveIdOf, foreignContractId, makeCollection } from '../../src/sandbox/collection.ts';

const collection = makeCollection();
const packages = [...collection.packages.values()];

test('the archive is large enough to page through and deep enough to get lost in', () => {
  expect(collection.roots.length).toBeGreaterThanOrEqual(8);
  expect(packages.length).toBeGreaterThan(3_000);
  expect(packages.length).toBeLessThan(6_000);
  expect(Math.max(...collection.roots.map((root) => root.children.length))).toBeGreaterThan(500);
  expect(collection.examples.deepest.length).toBeGreaterThan(0);
});

test('the same seed gives the same archive, another seed another one', () => {
  expect(makeCollection()).toBe(collection);
  expect([...makeCollection('other').packages.keys()]).not.toEqual([...collection.packages.keys()]);
});

test('ids stay as they are, since examples name them', () => {
  expect(collection.roots[0]?.packageId).toBe('01753141-048b-4149-9d46-68966eeb3c06');
  expect(collection.examples.photographs.slice(0, 1).map((each) => [each.packageId, archiveIdOf(each)])).toEqual([[collection.roots[1]?.children[0]?.packageId, '648f5430e2d82f2c70023fa0']]);
});

test('packages can name their archives by a field, or by their own ids', () => {
  const linked = makeCollection('fonds', 'packageId');
  const [photograph] = linked.examples.photographs;
  expect(photograph?.metadata.fields['dps:archiveId']).toBeUndefined();
  expect(photograph === undefined ? '' : linked.archives.get(photograph.packageId)?.contractId).toBe('2d17');
  expect([...linked.packages.keys()]).toEqual([...collection.packages.keys()]);
  expect(linked.archives.size).toBe(collection.archives.size);
});

test('ids are unique, and those of archives come in both generations', () => {
  const archiveIds = packages.map(archiveIdOf);
  expect(new Set(archiveIds).size).toBe(packages.length);
  expect(archiveIds.some((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true);
  expect(archiveIds.some((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
});

test('every package can be ordered, but for those that say otherwise', () => {
  const { unknownToDps, notPreserved, foreignContract } = collection.examples;
  const strangers = packages.filter((each) => collection.archives.get(archiveIdOf(each)) === undefined);
  expect(strangers).toEqual(unknownToDps);
  expect([...collection.archives.values()].filter(({ preserved }) => !preserved)).toHaveLength(notPreserved.length);
  expect([...collection.archives.values()].filter(({ contractId }) => contractId === foreignContractId)).toHaveLength(foreignContract.length);
  for (const each of [...unknownToDps, ...notPreserved, ...foreignContract]) expect(each.metadata.fields['dps:note']).toMatch(/DPS answers an order with 4\d\d/);
});

test('metadata has texts, numbers, booleans, lists and objects, and some titles are missing', () => {
  const kinds = new Set(packages.flatMap(({ metadata }) => Object.values(metadata.fields)).map((value) => (Array.isArray(value) ? 'list' : typeof value)));
  expect([...kinds].toSorted()).toEqual(['boolean', 'list', 'number', 'object', 'string']);
  expect(collection.examples.untitled.some(({ title }) => title === null)).toBe(true);
  expect(collection.examples.untitled.some((each) => !('title' in each))).toBe(true);
});

test.each([['jpg', 'ffd8ffe0'], ['pdf', '25504446'], ['wav', '52494646']])('a file that says %s is one', (format, magic) => {
  const key = packages.flatMap((each) => each.representations().flatMap(({ data }) => data)).find((each) => each.format === format)?.key ?? '';
  const bytes = Buffer.from(collection.file(key)?.bytes ?? []);
  expect(bytes.subarray(0, 4).toString('hex')).toBe(magic);
  expect(bytes.length).toBeGreaterThan(500);
  expect(collection.file(key)?.bytes).toEqual(bytes);
});
