import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isEnumType } from 'graphql';
import { readConfig } from '../../src/config.ts';
import { loadSchema } from '../../src/server/schema.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { codeIn, documents, proseOf, root, type Document } from './documents.ts';

/** Documents say what is so. */

const document = (path: string): Document => {
  const found = documents.find((each) => each.path === path);
  if (!found) throw new Error(`there is no ${path}`);
  return found;
};

/** The variables that settings are read from, by watching them being read. */
function settings(): Set<string> {
  const names = new Set<string>();
  const set: Record<string, string> = { DOCBYTE_AUTH: 'client-credentials', DPS_CLIENT_ID: 'a', DVIDS_CLIENT_ID: 'a', AUTH_AUDIENCE: 'a' };
  const env = new Proxy(set, {
    get: (target, name) => {
      names.add(String(name));
      return target[String(name)];
    },
  });
  expect(() => readConfig(env)).toThrow('These settings are not right');
  names.delete('NODE_ENV');
  return names;
}

/** First cells of the rows of tables, taken apart. */
const firstCells = ({ text }: Document): string[] =>
  [...text.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

test('docs/settings.md has every setting that is read, and no other', () => {
  expect(firstCells(document('docs/settings.md')).toSorted()).toEqual([...settings()].toSorted());
});

/** The codes of errors, from the union that holds them. */
const errorCodes = (): string[] => {
  const [, union = ''] = /export type ErrorCode =([^;]+);/.exec(readFileSync(join(root, 'src/domain/failure.ts'), 'utf8')) ?? [];
  return [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
};

test('docs/graph.md has every error code, and no other', () => {
  const codes = firstCells(document('docs/graph.md')).filter((cell) => /^[A-Z_]+$/.test(cell));
  expect(codes.toSorted()).toEqual(errorCodes().toSorted());
});

test('docs/operating.md has every metric of ours, and no other', async () => {
  const metrics = createMetrics();
  metrics.countSockets(() => 0);
  const ours = (await metrics.registry.getMetricsAsJSON()).map(({ name }) => name).filter((name) => name.startsWith('fonds_'));
  const told = codeIn(document('docs/operating.md')).filter((code) => code.startsWith('fonds_'));
  expect(ours).toEqual(expect.arrayContaining(told));
  expect(told.length).toBeGreaterThan(2);
});

test('ARCHITECTURE.md gives a reason for every package that runs, and names every folder', () => {
  const { text } = document('ARCHITECTURE.md');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const [, table = ''] = text.split('## Dependencies');
  expect(firstCells({ path: '', blocks: [], text: table }).toSorted()).toEqual(Object.keys(dependencies).toSorted());
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => `src/${name}/`).filter((folder) => !text.includes(folder))).toEqual([]);
});

const schema = loadSchema();
const enumValues = Object.values(schema.getTypeMap()).flatMap((type) => (isEnumType(type) ? type.getValues().map(({ name }) => name) : []));
/** Words in capitals that are neither settings, codes nor values of the graph. */
const others = ['NODE_ENV', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'PERSISTED_QUERY_NOT_FOUND', 'BETWEEN', 'GET', 'POST', 'PUT', 'SIGTERM', 'NOTIFY', 'LISTEN', 'ID'];

test.each(documents.map((each) => [each.path, each] as const))('%s names only settings, codes and values that exist', (_path, each) => {
  const known = new Set([...settings(), ...errorCodes(), ...enumValues, ...others]);
  const words = codeIn(each).filter((code) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code) && code.length > 1);
  expect(words.filter((word) => !known.has(word))).toEqual([]);
});

/** The anchor that a heading gets. */
const anchorOf = (heading: string): string =>
  heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').trim().replaceAll(' ', '-');
const anchorsOf = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

test.each(documents.map((each) => [each.path, each] as const))('%s links to what is there', (path, each) => {
  const links = [...proseOf(each).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^https?:/.test(link));
  const broken = links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? join(root, path) : join(root, dirname(path), file);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test.each(documents.map((each) => [each.path, each] as const))('%s names only files and folders that exist', (_path, each) => {
  const paths = codeIn(each).filter((code) => /^(src|test|schema|docs|web|bench|dist|\.ci)\/[\w./-]*$/.test(code));
  expect(paths.filter((code) => !existsSync(join(root, code)) && !code.startsWith('dist/'))).toEqual([]);
});

test('every document is linked from another one', () => {
  const linked = new Set(documents.flatMap((each) => [...proseOf(each).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, link = '']) => join(dirname(each.path), link))));
  expect(documents.map(({ path }) => path).filter((path) => path !== 'README.md' && !linked.has(path))).toEqual([]);
});

test('pictures that documents show are there, and are pictures', () => {
  const pictures = readdirSync(join(root, 'docs/images'));
  expect(pictures).toContain('graphiql.png');
  for (const picture of pictures) {
    const path = join(root, 'docs/images', picture);
    expect(statSync(path).size).toBeLessThan(1_500_000);
    expect(readFileSync(path).toString('latin1')).toMatch(picture.endsWith('.svg') ? /^<svg [^]*<\/svg>\s*$/ : /^.PNG/);
  }
});
