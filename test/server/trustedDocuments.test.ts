import { createTrustedDocuments, readManifest } from '../../src/server/trustedDocuments.ts';

const viewer = '{ viewer { subject } }';
const sources = 'query Sources { sources { source } }';

function documents(manifest: unknown) {
  return createTrustedDocuments(JSON.stringify(manifest));
}

/** The code of what it is refused with. */
function refusal(found: unknown): unknown {
  return (found as { extensions?: { code: string } }).extensions?.code;
}

test.each([
  ['an object of hash to document', { h1: viewer, h2: sources }],
  ['hashes that name their scheme', { 'sha256:h1': viewer, 'sha256:h2': sources }],
  ['the manifest of Apollo', {
    format: 'apollo-persisted-query-manifest', version: 1,
    operations: [{ id: 'h1', name: 'Viewer', type: 'query', body: viewer }, { id: 'h2', name: 'Sources', type: 'query', body: sources }],
  }],
])('%s is a manifest', (_name, manifest) => {
  expect([...readManifest(JSON.stringify(manifest))]).toEqual([['h1', viewer], ['h2', sources]]);
});

test.each([
  ['no JSON', 'query { viewer }', 'must be a JSON object'],
  ['a list', '[]', 'must be a JSON object'],
  ['nothing', '{}', 'holds no document: nothing could run'],
  ['numbers', '{"h1": 1}', /^must be a manifest/],
  ['operations without a body', '{"operations": [{"id": "h1"}]}', /^must be a manifest/],
  ['operations that are none', '{"operations": [null]}', /^must be a manifest/],
])('%s is none', (_name, text, message) => {
  expect(() => readManifest(text)).toThrow(message);
});

test('a document is found by its hash, whatever the client calls it, and by its text', () => {
  const { find } = documents({ h1: viewer, h2: sources });
  expect(find({ extensions: { persistedQuery: { version: 1, sha256Hash: 'h2' } } })).toBe(sources);
  expect(find({ documentId: 'sha256:h1' })).toBe(viewer);
  expect(find({ id: 'h1', query: '' })).toBe(viewer);
  expect(find({ query: sources })).toBe(sources);
  expect(find({ query: sources, extensions: { persistedQuery: { sha256Hash: 'of the text' } } })).toBe(sources);
});

test('nothing else runs', () => {
  const { find } = documents({ h1: viewer, constructor: sources });
  expect(refusal(find({ query: `${viewer} ` }))).toBe('FORBIDDEN');
  expect(refusal(find({ query: sources.replace('source ', 'latencyMs '), id: 'h1' }))).toBe('FORBIDDEN');
  for (const hash of ['h3', '__proto__', 'toString', '', 'sha256:']) expect(refusal(find({ id: hash }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  for (const sent of [{}, { id: 1 }, { query: 7, id: ['h1'] }, { extensions: [] }, { extensions: { persistedQuery: null } }]) {
    expect(refusal(find(sent))).toBe('PERSISTED_QUERY_NOT_FOUND');
  }
});

test('a manifest that changes takes the place of the old one, a faulty one does not', () => {
  const made = documents({ h1: viewer });
  expect(() => made.replace('{')).toThrow();
  expect(made.find({ id: 'h1' })).toBe(viewer);
  made.replace(JSON.stringify({ h2: sources }));
  expect(refusal(made.find({ id: 'h1' }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect(refusal(made.find({ query: viewer }))).toBe('FORBIDDEN');
  expect(made.size).toBe(1);
});
