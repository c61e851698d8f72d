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
  /** Told of the result where it does not come at once. */
  end: ((result: ExecutionResult) => void) | undefined;
}

/**
 * An object or a list of the answer that lacks values. They go to their places as they come, and with the last one the whole goes
 * to its own: a page of 50 packages has 200 of them, each of which would otherwise be promises more (docs/performance.md).
 */
class Unfinished {
  readonly whole: Answer | unknown[];
  lacking = 0;
  /** Whole, failed, or of no use to anybody. */
  isOver = false;
  /** What fails it once nothing is lacking. */
  thrown: { readonly error: unknown } | undefined;
  /** What it is part of, and its place there; nothing where it is the whole answer. */
  above: Unfinished | undefined;
  place: Place | undefined;
  /** Its value itself was waited for. */
  isLate = false;

  constructor(whole: Answer | unknown[]) {
    this.whole = whole;
  }
}

/** A place in the answer, and how it is completed. */
interface Place {
  readonly field: PlannedField;
  readonly shape: Shape;
  readonly path: Path;
}

/** Runs an operation. `root` belongs to `variables`, which are coerced. Resolves whatever the resolvers do. */
export function runPlan(
  plan: OperationPlan,
  root: readonly PlannedField[],
  variables: Variables,
  context: unknown,
  rootValue?: unknown,
): ExecutionResult | Promise<ExecutionResult> {
  const run: Run = { plan, variables, rootValue, context, errors: [], nulled: undefined, end: undefined };
  try {
    const data = runFields(run, root, rootValue, undefined);
    if (!(data instanceof Unfinished)) return resultOf(run, data);
    return new Promise((resolve) => {
      run.end = resolve;
    });
  } catch (error) {
    return nothing(run, error);
  }
}

function resultOf({ errors }: Run, data: Answer | null): ExecutionResult {
  return errors.length > 0 ? { errors, data } : { data };
}

function nothing(run: Run, error: unknown): ExecutionResult {
  note(run, locatedError(error, undefined), undefined);
  return resultOf(run, null);
}

function runFields(run: Run, fields: readonly PlannedField[], source: unknown, path: Path | undefined): Answer | Unfinished {
  const answer: Answer = {};
  let unfinished: Unfinished | undefined;
  try {
    for (const field of fields) {
      const value = runField(run, field, source, path);
      // Also while it is pending: that keeps its place in the order of the answer.
      answer[field.key] = value;
      if (value instanceof Promise) awaitValue(run, (unfinished ??= new Unfinished(answer)), field, field.shape, value, pathOf(field, path));
      else if (value instanceof Unfinished) awaitPart((unfinished ??= new Unfinished(answer)), value);
    }
  } catch (error) {
    if (!unfinished || unfinished.lacking === 0) throw error;
    // What is pending is waited for, so that nothing fails unheard.
    unfinished.thrown = { error };
  }
  return unfinished ?? answer;
}

/** The value as part of the answer, or what it is pending on. `above` is the path of the object whose field it is. */
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
  return value instanceof Promise ? value : completed(run, field, shape, value, pathOf(field, above));
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

/** A value as part of the answer, which may lack values still; null where it fails and may be null. */
function completed(run: Run, field: PlannedField, shape: Shape, value: unknown, path: Path): unknown {
  try {
    const part = complete(run, field, shape, value, path);
    if (part instanceof Unfinished) part.place = { field, shape, path };
    return part;
  } catch (error) {
    return failed(run, field, error, path, shape.nullable);
  }
}

function awaitPart(unfinished: Unfinished, part: Unfinished): void {
  unfinished.lacking += 1;
  part.above = unfinished;
}

// A function of its own, since one that holds closures costs memory at each call, and most values are there at once.
function awaitValue(run: Run, unfinished: Unfinished, field: PlannedField, shape: Shape, value: Promise<unknown>, path: Path): void {
  value.then(
    (settled: unknown) => arrived(run, unfinished, { field, shape, path }, settled),
    (error: unknown) => afterMicrotasks(1, () => nullOrFail(run, unfinished, { field, shape, path }, error)),
  );
  unfinished.lacking += 1;
}

function arrived(run: Run, unfinished: Unfinished, place: Place, value: unknown): void {
  let part: unknown;
  try {
    part = complete(run, place.field, place.shape, value, place.path);
  } catch (error) {
    return afterMicrotasks(1, () => nullOrFail(run, unfinished, place, error));
  }
  if (!(part instanceof Unfinished)) return put(run, unfinished, place.path, part);
  part.place = place;
  part.above = unfinished;
  part.isLate = true;
}

/** Puts a part in its place; the last one ends the whole. */
function put(run: Run, unfinished: Unfinished, { key }: Path, part: unknown): void {
  const { whole, thrown, above, place } = unfinished;
  if (Array.isArray(whole)) whole[Number(key)] = part;
  else whole[key] = part;
  unfinished.lacking -= 1;
  if (unfinished.lacking > 0 || unfinished.isOver) return;
  if (thrown) return fail(run, unfinished, thrown.error);
  unfinished.isOver = true;
  if (above && place) put(run, above, place.path, whole);
  else if (!Array.isArray(whole)) run.end?.(resultOf(run, whole));
}

/** Puts null in the place of what failed, or fails what it is part of. */
function nullOrFail(run: Run, above: Unfinished, { field, shape, path }: Place, error: unknown): void {
  let part: null;
  try {
    part = failed(run, field, error, path, shape.nullable);
  } catch (located) {
    return fail(run, above, located);
  }
  put(run, above, path, part);
}

/** The first part that fails decides, except where something was thrown before. */
function fail(run: Run, unfinished: Unfinished, error: unknown): void {
  const { whole, isOver, thrown, above, place, isLate } = unfinished;
  if (isOver) return;
  unfinished.isOver = true;
  const told = thrown ? thrown.error : error;
  // For an object: the promise of all its values, of the object made of them, and who handles its error; a list is the first of these
  // itself, what was thrown waits for a `finally` more, and what was waited for itself for the promise of that.
  const hops = (thrown ? 5 : Array.isArray(whole) ? 2 : 3) + (isLate ? 1 : 0);
  afterMicrotasks(hops, () => (above && place ? nullOrFail(run, above, place, told) : run.end?.(nothing(run, told))));
}

/** Errors of graphql-js climb from promise to promise. Of those that come in one turn it depends on that which are told: none below what is null already. */
function afterMicrotasks(count: number, step: () => void): void {
  if (count === 0) step();
  else queueMicrotask(() => afterMicrotasks(count - 1, step));
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

function runItems(run: Run, field: PlannedField, item: Shape, value: unknown, path: Path): unknown[] | Unfinished {
  if (!isIterable(value)) throw new Error(`${field.parentType.name}.${field.definition.name} must be a list`);
  const answer: unknown[] = [];
  let unfinished: Unfinished | undefined;
  try {
    for (const each of value) {
      const place: Path = { prev: path, key: answer.length, typename: undefined };
      const part = each instanceof Promise ? each : completed(run, field, item, each, place);
      answer.push(part);
      if (part instanceof Promise) awaitValue(run, (unfinished ??= new Unfinished(answer)), field, item, part, place);
      else if (part instanceof Unfinished) awaitPart((unfinished ??= new Unfinished(answer)), part);
    }
  } catch (error) {
    // Not waited for, in graphql-js neither; what else fails is below what this error nulls.
    if (unfinished) unfinished.isOver = true;
    throw error;
  }
  return unfinished ?? answer;
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
