import { getArgumentValues, isObjectType, locatedError, type ExecutionResult, type GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { OperationPlan, PlannedField, Shape, Variables } from './operationPlan.ts';

/**
 * Runs planned operations. It follows graphql-js' `execute` step by step (what waits for what, how far an error nulls the
 * answer, which errors are told), without the look-ups that `execute` makes again for every value.
 */

type Path = GraphQLResolveInfo['path'];
type Answer = Record<string, unknown>;

/** One execution. */
interface Run {
  readonly plan: OperationPlan;
  readonly variables: Variables;
  readonly rootValue: unknown;
  readonly context: unknown;
  readonly errors: GraphQLError[];
  /** Places that an error made null; undefined is the whole answer. What fails below them is told no more. Not there before the first error. */
  nulled: Set<Path | undefined> | undefined;
}

/** Runs an operation. `root` belongs to `variables`, which are coerced. Resolves whatever the resolvers do. */
export function runPlan(
  plan: OperationPlan,
  root: readonly PlannedField[],
  variables: Variables,
  context: unknown,
  rootValue?: unknown,
): ExecutionResult | Promise<ExecutionResult> {
  const run: Run = { plan, variables, rootValue, context, errors: [], nulled: undefined };
  const answer = (data: Answer | null): ExecutionResult => (run.errors.length > 0 ? { errors: run.errors, data } : { data });
  const nothing = (error: unknown): ExecutionResult => {
    note(run, locatedError(error, undefined), undefined);
    return answer(null);
  };
  try {
    const data = runFields(run, root, rootValue, undefined);
    return data instanceof Promise ? data.then(answer, nothing) : answer(data);
  } catch (error) {
    return nothing(error);
  }
}

function runFields(run: Run, fields: readonly PlannedField[], source: unknown, path: Path | undefined): Answer | Promise<Answer> {
  const answer: Answer = {};
  let keys: string[] | undefined;
  try {
    for (const field of fields) {
      const value = runField(run, field, source, path);
      // Also while it is pending: that keeps its place in the order of the answer.
      answer[field.key] = value;
      if (value instanceof Promise) (keys ??= []).push(field.key);
    }
  } catch (error) {
    // What is pending is waited for, so that nothing fails unheard.
    const rethrow = () => {
      throw error;
    };
    return keys ? settled(answer, keys).finally(rethrow) : rethrow();
  }
  return keys ? settled(answer, keys) : answer;
}

/** Puts values in the place of their promises; rejects when one does. */
function settled<Key extends string | number, Whole extends Record<Key, unknown>>(whole: Whole, keys: readonly Key[]): Promise<Whole> {
  const places: Record<Key, unknown> = whole;
  return new Promise((resolve, reject) => {
    let left = keys.length;
    const place = (key: Key) => (value: unknown): void => {
      places[key] = value;
      left -= 1;
      if (left === 0) resolve(whole);
    };
    for (const key of keys) Promise.resolve(places[key]).then(place(key), reject);
  });
}

/** `above` is the path of the object whose field it is. */
function runField(run: Run, field: PlannedField, source: unknown, above: Path | undefined): unknown {
  const { definition, shape } = field;
  let value: unknown;
  try {
    value = definition.resolve ? definition.resolve(source, argsOf(run, field), run.context, infoOf(run, field, pathOf(field, above))) : propertyOf(run, field, source, above);
    // Nearly all values are leaves that are there. They get no path: it would be a fifth of an operation's memory.
    if (shape.kind === 'leaf' && value !== null && value !== undefined && !(value instanceof Promise) && !(value instanceof Error)) return serialized(shape.serialize(value));
  } catch (error) {
    return failed(run, field, error, pathOf(field, above), shape.nullable);
  }
  return completed(run, field, shape, value, pathOf(field, above));
}

function pathOf({ key, parentType }: PlannedField, above: Path | undefined): Path {
  return { prev: above, key, typename: parentType.name };
}

/** graphql-js' own resolver: the property of the field's name, called when it is a function. */
function propertyOf(run: Run, field: PlannedField, source: unknown, above: Path | undefined): unknown {
  if (!isObject(source)) return undefined;
  const value = source[field.definition.name];
  return typeof value === 'function' ? value.call(source, argsOf(run, field), run.context, infoOf(run, field, pathOf(field, above))) : value;
}

/** A value, or the promise of one, as part of the answer; null where it fails and may be null. */
function completed(run: Run, field: PlannedField, shape: Shape, value: unknown, path: Path): unknown {
  if (value instanceof Promise) return completedLater(run, field, shape, value, path);
  try {
    const part = complete(run, field, shape, value, path);
    return part instanceof Promise ? failedLater(run, field, part, path, shape.nullable) : part;
  } catch (error) {
    return failed(run, field, error, path, shape.nullable);
  }
}

// Functions of their own, since one that holds closures costs memory at each call, and most values are there at once:
// 297 of the 800 KiB that a page of 50 packages takes.

function completedLater(run: Run, field: PlannedField, shape: Shape, value: Promise<unknown>, path: Path): Promise<unknown> {
  return value.then(
    (settled: unknown) => completed(run, field, shape, settled, path),
    (error: unknown) => failed(run, field, error, path, shape.nullable),
  );
}

function failedLater(run: Run, field: PlannedField, part: Promise<unknown>, path: Path, nullable: boolean): Promise<unknown> {
  return part.catch((error: unknown) => failed(run, field, error, path, nullable));
}

function complete(run: Run, field: PlannedField, shape: Shape, value: unknown, path: Path): unknown {
  if (value instanceof Error) throw value;
  if (value === null || value === undefined) {
    if (shape.nullable) return null;
    throw new Error(`${field.parentType.name}.${field.definition.name} must not be null`);
  }
  switch (shape.kind) {
    case 'leaf':
      return serialized(shape.serialize(value));
    case 'list':
      return runItems(run, field, shape.item, value, path);
    case 'object':
      return runFields(run, shape.fields(), value, path);
    case 'abstract':
      return runFields(run, fieldsOf(run, field, shape, value, path), value, path);
  }
}

function runItems(run: Run, field: PlannedField, item: Shape, value: unknown, path: Path): unknown[] | Promise<unknown[]> {
  if (!isIterable(value)) throw new Error(`${field.parentType.name}.${field.definition.name} must be a list`);
  const answer: unknown[] = [];
  let keys: number[] | undefined;
  try {
    for (const each of value) {
      const key = answer.length;
      const part = completed(run, field, item, each, { prev: path, key, typename: undefined });
      answer.push(part);
      if (part instanceof Promise) (keys ??= []).push(key);
    }
  } catch (error) {
    // Not waited for, in graphql-js neither; what else fails is below what this error nulls.
    if (keys) settled(answer, keys).catch(() => {});
    throw error;
  }
  return keys ? settled(answer, keys) : answer;
}

function fieldsOf(run: Run, field: PlannedField, { type, fieldsOf: planned }: Extract<Shape, { kind: 'abstract' }>, value: unknown, path: Path): readonly PlannedField[] {
  const name = type.resolveType?.(value, run.context, infoOf(run, field, path), type);
  const object = typeof name === 'string' ? run.plan.schema.getType(name) : undefined;
  if (!isObjectType(object) || !run.plan.schema.isSubType(type, object)) throw new Error(`a ${type.name} must tell its type at once`);
  return planned(object);
}

function argsOf(run: Run, { args, definition, nodes: [node] }: PlannedField): Readonly<Record<string, unknown>> {
  return args ?? (node ? getArgumentValues(definition, node, run.variables) : {});
}

function infoOf({ plan, rootValue, variables }: Run, { definition, nodes, parentType }: PlannedField, path: Path): GraphQLResolveInfo {
  return {
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType,
    path,
    schema: plan.schema,
    fragments: plan.fragments,
    rootValue,
    operation: plan.operation,
    variableValues: variables,
  };
}

/** Null in the place of what failed; where null is not allowed, the error goes on to what is above. */
function failed(run: Run, { nodes }: PlannedField, error: unknown, path: Path, nullable: boolean): null {
  const located = locatedError(error, nodes, keysOf(path));
  if (!nullable) throw located;
  note(run, located, path);
  return null;
}

function note(run: Run, error: GraphQLError, path: Path | undefined): void {
  const nulled = (run.nulled ??= new Set());
  for (let above = path; above; above = above.prev) if (nulled.has(above)) return;
  if (nulled.has(undefined)) return;
  nulled.add(path);
  run.errors.push(error);
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let each: Path | undefined = path; each; each = each.prev) keys.unshift(each.key);
  return keys;
}

function serialized(value: unknown): unknown {
  if (value === null || value === undefined) throw new Error('a scalar must not serialize to null');
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
