import { buildSchema, execute, GraphQLError, isObjectType, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { planOperation } from '../../src/server/operationPlan.ts';
import { runPlan } from '../../src/server/planRun.ts';

/** Plans answer as graphql-js does, whatever resolvers do: hundreds of made-up operations over a schema where everything can fail. */

const sdl = `
  interface Named { name: String same: Named }
  type Query implements Named { name: String same: Named t: T must: T! list: [T] all: [T]! deep: [[T]] plain: [String!] either: Either }
  type T implements Named { name: String same: Named word: String! number: Int t: T must: T! list: [T] all: [T]! plain: [String!] either: Either }
  type U implements Named { name: String same: Named number: Int! }
  union Either = T | U
`;

/** The same numbers for the same seed: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function hashOf(text: string): number {
  return [...text].reduce((hash, sign) => Math.imul(hash ^ sign.charCodeAt(0), 0x01000193), 0x811c9dc5) >>> 0;
}

/** Promises of a run, settled turn by turn: one by one as answers of upstreams are, or all that are waiting, as those of one batch are. */
class Turns {
  readonly #most: number;
  readonly #waiting: { readonly order: number; readonly settle: () => void }[] = [];
  #going = false;

  constructor(most: number) {
    this.#most = most;
  }

  later<Value>(order: number, settle: (resolve: (value: Value) => void, reject: (error: unknown) => void) => void): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    this.#waiting.push({ order, settle: () => settle(resolve, reject) });
    if (!this.#going) setImmediate(() => this.#next());
    this.#going = true;
    return promise;
  }

  #next(): void {
    this.#waiting.sort((a, b) => a.order - b.order);
    for (const { settle } of this.#waiting.splice(0, this.#most)) settle();
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
    else this.#going = false;
  }
}

interface Context {
  readonly seed: number;
  readonly turns: Turns;
}

/** Every field of every type does what its place in the answer and the seed say. */
function anything(): GraphQLSchema {
  const schema = buildSchema(sdl);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_source, _args, { seed, turns }: Context, { path, returnType }) => {
        const keys: (string | number)[] = [];
        for (let each: typeof path | undefined = path; each; each = each.prev) keys.unshift(each.key);
        const chance = hashOf(`${seed} ${keys.join('.')}`);
        const make = () => valueOf(String(returnType).replace(/!$/, ''), chance, turns);
        switch (chance % 23) {
          case 0:
            throw new Error(`thrown at ${keys.join('.')}`);
          case 1:
            return turns.later(chance, (_resolve, reject) => reject(new Error(`rejected at ${keys.join('.')}`)));
          case 2:
            return new Error(`returned at ${keys.join('.')}`);
          case 3:
            return chance % 2 === 0 ? null : undefined;
          case 4:
            throw `no error at ${keys.join('.')}`;
          default:
            return chance % 3 === 0 ? turns.later(chance, (resolve) => resolve(make())) : make();
        }
      };
    }
  }
  for (const name of ['Named', 'Either']) Object.assign(schema.getType(name) ?? {}, { resolveType: ({ kind }: { kind: string }) => kind });
  return schema;
}

/** A value of a type: objects know their kind, lists have up to three items, some of which are missing, wrong or still to come. */
function valueOf(type: string, chance: number, turns: Turns): unknown {
  if (type.startsWith('[')) {
    const item = type.slice(1, -1).replace(/!$/, '');
    const items = Array.from({ length: chance % 4 }, (_item, index) => {
      const each = Math.imul(chance, index + 3) >>> 0;
      if (each % 11 === 0) return null;
      if (each % 13 === 0) return new Error('an item that is an error');
      return each % 5 === 0 ? turns.later(each, (resolve) => resolve(valueOf(item, each, turns))) : valueOf(item, each, turns);
    });
    return chance % 17 === 0 ? 'not a list' : chance % 7 === 0 ? new Set(items) : items;
  }
  if (type === 'String') return chance % 19 === 0 ? { not: 'a text' } : `text ${chance % 100}`;
  if (type === 'Int') return chance % 19 === 0 ? 'not a number' : chance % 1000;
  return { kind: type === 'Either' || type === 'Named' ? (chance % 2 === 0 ? 'T' : 'U') : type };
}

const composite = { t: 'T', must: 'T', list: 'T', all: 'T', deep: 'T', same: 'Named', either: 'Either' } as const;
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  Query: ['name', 'same', 't', 'must', 'list', 'all', 'deep', 'plain', 'either', '__typename'],
  T: ['name', 'same', 'word', 'number', 't', 'must', 'list', 'all', 'plain', 'either', '__typename'],
  Named: ['name', 'same', '__typename'],
  Either: ['__typename'],
};

function selection(type: string, depth: number, random: () => number): string {
  const names = fieldsOf[type] ?? [];
  const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const name = names[Math.floor(random() * names.length)] ?? '__typename';
    const below = Object.entries(composite).find(([key]) => key === name)?.[1];
    // One alias a field and type, so that what is merged can be merged.
    const alias = random() < 0.3 ? `${type}_${name}: ` : '';
    const condition = random() < 0.1 ? ` @include(if: $${random() < 0.5 ? 'yes' : 'no'})` : '';
    if (below === undefined) return `${alias}${name}${condition}`;
    return depth > 0 ? `${alias}${name}${condition} ${selection(below, depth - 1, random)}` : '__typename';
  });
  if ((type === 'Named' || type === 'Either') && depth > 0 && random() < 0.5) parts.push(`... on T ${selection('T', depth - 1, random)}`);
  if (type === 'T' && random() < 0.2) parts.push('...words');
  return `{ ${parts.join(' ')} }`;
}

const schema = anything();

/** Runs a document by a plan of it. */
async function runPlanned(of: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>, context: unknown, rootValue?: unknown): Promise<ExecutionResult> {
  const operation = document.definitions.find((each): each is OperationDefinitionNode => each.kind === 'OperationDefinition');
  const plan = operation && planOperation(of, document, operation);
  const root = plan?.root(variables);
  if (!plan || !root) throw new Error('no plan');
  return runPlan(plan, root, variables, context, rootValue);
}

async function bothWays(query: string, seed: number, most: number): Promise<[ExecutionResult, ExecutionResult]> {
  const document = parse(query);
  expect(validate(schema, document).filter(({ message }) => !message.includes('never used'))).toEqual([]);
  const variables = { yes: true, no: false };
  const executed = await execute({ schema, document, contextValue: { seed, turns: new Turns(most) }, variableValues: variables });
  const planned = await runPlanned(schema, document, variables, { seed, turns: new Turns(most) });
  return [executed, planned];
}

/** What clients see of errors that are not masked: their places, and what resolvers said. */
const seen = ({ data, errors }: ExecutionResult) => ({
  data: JSON.stringify(data),
  errors: errors?.map((error) => ({ path: error.path, locations: error.locations, said: error.originalError instanceof GraphQLError ? '' : /thrown|rejected|returned|no error/.test(error.message) ? error.message : '' })),
});

const lots = Array.from({ length: 30 }, (_each, index) => index + 1);

/** Compares a lot of operations, and gives how many. */
async function compareLot(lot: number, most: number, shown: (result: ExecutionResult) => unknown): Promise<number> {
  const random = randomFrom(lot);
  let compared = 0;
  for (let nth = 0; nth < 20; nth++) {
    const query = `query($yes: Boolean!, $no: Boolean!) ${selection('Query', 4, random)} fragment words on T { name word }`;
    const document = parse(query);
    if (validate(schema, document).some(({ message }) => message.includes('conflict'))) continue;
    compared += 1;
    const [executed, planned] = await bothWays(query, lot * 1000 + nth, most);
    expect([query, shown(planned)]).toEqual([query, shown(executed)]);
  }
  return compared;
}

test.each(lots)('made-up operations, lot %i', async (lot) => {
  expect(await compareLot(lot, 1, seen)).toBeGreaterThan(5);
});

/** Errors of one turn whose order hangs on the very number of promises that graphql-js makes may come in another order: 8 of 1,500 such operations. */
test.each(lots)('made-up operations whose promises settle together, lot %i', async (lot) => {
  const placed = (result: ExecutionResult) => {
    const { data, errors } = seen(result);
    return { data, errors: errors?.map((error) => JSON.stringify(error)).toSorted() };
  };
  expect(await compareLot(lot, Infinity, placed)).toBeGreaterThan(5);
});

const told = ({ data, errors }: ExecutionResult) => ({ data: JSON.stringify(data), errors: errors?.map(({ message, path }) => [message, path]) });
const rejecting = (message: string) => () => Promise.reject(new Error(message));

test.each([
  ['of one object', '{ t { word number } }', { t: { word: rejecting('word'), number: rejecting('number') } }],
  ['of an object and of one in it', '{ t { must { word } number } }', { t: { must: { word: rejecting('word') }, number: rejecting('number') } }],
  ['of the root and of an object that it must have', '{ must { word } name }', { must: { word: rejecting('word') }, name: rejecting('name') }],
  ['of an object that may be missing, and of the root', '{ t { must { word } } name }', { t: { must: { word: rejecting('word') } }, name: rejecting('name') }],
  ['of the items of a list', '{ list { word number } }', { list: [{ word: rejecting('word 0'), number: rejecting('number 0') }, Promise.resolve({ word: rejecting('word 1'), number: rejecting('number 1') })] }],
])('errors that come in one turn, %s, are told as graphql-js tells them', async (_name, query, rootValue) => {
  const plain = buildSchema(sdl);
  const document = parse(query);
  const executed = await execute({ schema: plain, document, rootValue });
  expect(executed.errors?.length).toBeGreaterThan(0);
  expect(told(await runPlanned(plain, document, {}, undefined, rootValue))).toEqual(told(executed));
});
