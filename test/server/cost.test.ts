import { getNamedType, getOperationAST, isCompositeType, isObjectType, parse, validate } from 'graphql';
import { encodeNodeId } from '../../src/domain/nodeId.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { createEstimate, type Estimate } from '../../src/server/costLimit.ts';
import { weights } from '../../src/server/costWeights.ts';
import { loadSchema } from '../../src/server/schema.ts';

const schema = loadSchema();
const estimate = createEstimate(schema, 5_000);

function costOf(query: string, variables: unknown = {}, using = estimate): Estimate {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return using(document, operation, variables);
}

const calls = (query: string, variables?: unknown) => costOf(query, variables).estimatedCalls;

describe('calls are counted', () => {
  test.each<[string, number]>([
    // The documented query: a page, and for each of 50 packages up to 8 steps of its breadcrumb and a page of its children.
    ['{ fileplan(first: 50) { nodes { metadata { schema } breadcrumb { aip { title } } children(first: 2) { nodes { title } } } } }', 1 + 50 * (8 + 1)],
    ['{ viewer { subject } sources { source available } __typename }', 0],
    ['{ aip(packageId: "a") { title metadata { schema } permissions archiveId } }', 1],
    ['{ a: aip(packageId: "a") { title } b: aip(packageId: "b") { parent { parent { title } } } }', 4],
    ['{ aips(packageIds: ["a", "b", "c"]) { parent { title } } }', 6],
    ['{ fileplan { nodes { parent { title } } } }', 1 + 20],
    ['{ fileplan(first: 0) { totalCount } }', 1],
    ['{ fileplan(first: 100) { totalCount nodes { title } } }', 1],
    ['{ fileplan(first: 101) { nodes { title } } }', 2],
    ['{ fileplan(first: 1000) { nodes { title } } }', 10],
    ['{ fileplan(first: 1000, after: "x") { nodes { title } } }', 11],
    ['{ fileplan(last: 50) { nodes { parent { title } } } }', 3 + 50],
    ['{ fileplan(first: 50, last: 5) { nodes { parent { title } } } }', 1 + 5],
    ['{ fileplan(first: 5) { edges { cursor node { parent { title } } } pageInfo { endCursor } } }', 1 + 5],
    ['{ fileplan(first: 20) { nodes { children(first: 3) { nodes { children(first: 2) { nodes { title } } } } } } }', 1 + 20 * (1 + 3 * 1)],
    ['{ search(config: "titles", first: 10) { nodes { aip { title parent { title } } columns { value } } } }', 2 + 10],
    ['{ searchConfigs { name filters { filterName } } }', 1],
    ['{ archive(archiveId: "a") { aip { title } submission { status } disseminations(first: 5) { nodes { aip { title } } } } }', 2 + 1 + 1 + 5 * 2],
    ['{ fileplan(first: 1000) { nodes { disseminations(first: 1000) { nodes { status } } } } }', 10 + 1_000],
    ['mutation { requestDissemination(input: { archiveId: "a" }) { dissemination { aip { title } } } }', 4 + 2],
    ['mutation { requestDisseminations(input: { requests: [{ archiveId: "a" }, { archiveId: "b" }] }) { results { dissemination { aip { title } } } } }', 2 * 4 + 2 * 2],
    ['subscription { disseminationsUpdated(contractId: "2d17") { dissemination { status aip { title } } } }', 2],
  ])('%s', (query, expected) => {
    expect(calls(query)).toBe(expected);
  });

  test('what several fragments or fields ask for together is asked once', () => {
    expect(calls('{ fileplan(first: 5) { nodes { title } } ...more ... { fileplan(first: 5) { nodes { parent { title } } } } } fragment more on Query { fileplan(first: 5) { nodes { parent { packageId } } } }')).toBe(6);
  });

  test('of the types that a node may have, the most costly one counts', () => {
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Aip { parent { title } } ... on Archive { aip { title } submission { status } } ... on Job { history { status: phase } } } }';
    expect(calls(query, { ids: ['a', 'b'] })).toBe(2 + 2 * 3);
  });

  test('a batch takes as many calls by its global id as by its own, however the id is written', () => {
    const [batch, aip] = [encodeNodeId('DvidsBatch', '7'), encodeNodeId('Aip', 'a')];
    const one = calls('{ dvidsBatch(batchId: "7") { closed } }');
    expect(calls(`{ node(id: "${batch}") { id } }`)).toBe(one);
    expect(calls(`{ nodes(ids: ["${aip}", "${batch}", "${batch}"]) { id } }`)).toBe(1 + 2 * one);
    // One document: an estimate for one kind of id is not taken for the other's.
    const query = 'query($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }';
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const callsOf = (id: string, ids: readonly string[]) => estimate(document, operation, { id, ids }).estimatedCalls;
    expect([callsOf(aip, [aip]), callsOf(batch, [aip]), callsOf(aip, [batch]), callsOf(` ${batch.slice(0, 4)} ${batch.slice(4)}==`, [aip]), callsOf(aip, [aip])]).toEqual([2, one + 1, 1 + one, one + 1, 2]);
  });

  test('variables, their defaults and conditions count as they are sent', () => {
    const query = `query($first: Int = 30, $with: Boolean = false, $without: Boolean!) {
      fileplan(first: $first) { nodes { ... @include(if: $with) { parent { title } } children(first: 1) @skip(if: $without) { nodes { title } } } }
    }`;
    expect(calls(query, { without: true })).toBe(1);
    expect(calls(query, { without: false })).toBe(1 + 30);
    expect(calls(query, { without: false, with: true, first: 3 })).toBe(1 + 3 * 2);
    expect(calls(query, { without: false, first: null })).toBe(1 + 20);
  });

  test('sizes and variables that will be refused do no harm', () => {
    const query = 'query($first: Int, $ids: [ID!] = ["a"]) { fileplan(first: $first) { nodes { parent { title } } } aips(packageIds: $ids) { title } }'.replace('[ID!] =', '[ID!]! =');
    for (const first of [-1, 1e9, 'x', {}, [], true]) expect(calls(query, { first })).toBeLessThanOrEqual(10 + 1_000 + 1);
    expect(calls(query, { ids: 'one' })).toBe(1 + 20 + 1);
    expect(calls(query, 'none')).toBe(1 + 20 + 1);
    expect(calls(query, { ids: Array.from({ length: 5_000 }, String), first: 0 })).toBe(1 + 1_000);
  });
});

describe('what costs too much', () => {
  const refusal = (query: string, variables?: unknown) => {
    const { refusal: failure } = costOf(query, variables);
    expect(failure).toBeDefined();
    return (failure as Failure).reason as { kind: string; message: string; argument?: readonly string[] };
  };

  test('is refused with the field that has to give up least, and how much of it would fit', () => {
    const query = (roots: number, children: number) => `{ fileplan(first: ${roots}) { nodes { children(first: ${children}) { nodes { title } } } } }`;
    expect(refusal(query(1_000, 1_000))).toEqual({
      kind: 'queryTooCostly',
      message: 'This operation may take 10,010 upstream calls, and 5,000 are allowed. `fileplan` with `first: 499` would fit.',
      argument: ['first'],
    });
    expect(costOf(query(499, 1_000)).refusal).toBeUndefined();
    expect(costOf(query(500, 1_000)).refusal).toBeDefined();
    expect(refusal(query(600, 801)).message).toMatch(/`fileplan\.nodes\.children` with `first: 800` would fit\.$/);
    expect(costOf(query(600, 800)).refusal).toBeUndefined();
    expect(costOf(query(600, 801)).refusal).toBeDefined();
  });

  test('is refused with the default where no size is given, with `last` where that counts, and with ids', () => {
    const three = '{ aips(packageIds: $ids) { children { nodes { children { nodes { parent { title } } } } } } }';
    expect(refusal(`query($ids: [ID!]!) ${three}`, { ids: Array.from({ length: 20 }, String) }).message).toMatch(/`aips` with 11 of its `packageIds` would fit\.$/);
    expect(refusal('{ fileplan(last: 1000) { nodes { breadcrumb { aip { title } } } } }').message).toMatch(/`fileplan` with `last: 623` would fit\.$/);
    expect(refusal('{ fileplan { nodes { children { nodes { children { nodes { children { nodes { title } } } } } } } } }').message).toMatch(/`fileplan` with `first: 11` would fit\.$/);
  });

  test('is refused with the field that most of it is for, when no size of it alone would do', () => {
    const part = 'fileplan(first: 1000) { nodes { children(first: 500) { nodes { title } } } }';
    expect(refusal(`{ a: ${part} b: ${part} c: ${part} }`).message).toMatch(/^This operation may take 15,030 upstream calls.* Most of them are for `.*`; no `first` of it alone would make the whole fit\.$/);
  });

  test('is refused without a hint where nothing has a size', () => {
    const tight = createEstimate(schema, 1);
    const { refusal: failure } = costOf('{ aip(packageId: "a") { parent { parent { title } } } }', {}, tight);
    expect(failure?.message).toBe('This operation may take 3 upstream calls, and 1 are allowed. Ask for less at once.');
  });

  test('is found in no time, however it is made', () => {
    const wide = Array.from({ length: 100 }, (_, index) => `f${index}: fileplan(first: 1000) { nodes { children(first: ${index + 100}) { nodes { title } } } }`).join(' ');
    const fragments = Array.from({ length: 6 }, (_, index) => `fragment F${index} on Aip { children(first: 10) { nodes { ...F${index + 1} } edges { node { ...F${index + 1} } } } }`).join(' ');
    const before = performance.now();
    expect(costOf(`{ ${wide} }`).refusal).toBeDefined();
    expect(costOf(`{ aip(packageId: "a") { ...F0 } } ${fragments} fragment F6 on Aip { title }`).refusal).toBeDefined();
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

test('an estimate is made once for the sizes and conditions that it depends on', () => {
  const document = parse('query($id: ID!, $first: Int) { aip(packageId: $id) { children(first: $first) { nodes { title } } } }');
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const first = estimate(document, operation, { id: 'a', first: 10 });
  expect(estimate(document, operation, { id: 'b', first: 10 })).toBe(first);
  expect(estimate(document, operation, { id: 'a', first: 500 })).toMatchObject({ estimatedCalls: 6 });
});

test('every field that is read, or that leads on, has a weight', () => {
  const missing: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    // Connections and their edges pass on what their list holds.
    if (!isObjectType(type) || /^__|Connection$|Edge$/.test(type.name)) continue;
    const root = type === schema.getQueryType() || type === schema.getMutationType() || type === schema.getSubscriptionType();
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const leads = isCompositeType(named) && (leadsOn(named.name) || field.args.length > 0);
      if ((root || leads) && !weights.has(`${type.name}.${field.name}`)) missing.push(`${type.name}.${field.name}`);
    }
  }
  expect(missing).toEqual([]);
  for (const place of weights.keys()) {
    const [typeName = '', fieldName = ''] = place.split('.');
    const type = schema.getType(typeName);
    expect([place, isObjectType(type) && fieldName in type.getFields()]).toEqual([place, true]);
  }
});

/** Types from which other things can be read. */
function leadsOn(name: string): boolean {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getInterfaces().some((each) => each.name === 'Node') : name === 'Node';
}
