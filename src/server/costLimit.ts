import { visit, type ASTNode, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { Failure } from '../domain/failure.ts';
import { callsOf, withDefaults, type SizedField, type Variables } from './cost.ts';
import { isBatchId, weighedArguments } from './costWeights.ts';

/** What an operation may cost, known before it runs. */
export interface Estimate {
  /** Upstream calls at most. */
  readonly estimatedCalls: number;
  /** `COST_LIMIT`. */
  readonly limit: number;
  /** Why it may not run (`queryTooCostly`); undefined when it may. */
  readonly refusal: Failure | undefined;
}

/** What `extensions.cost` of an answer says. */
export interface Cost {
  readonly estimatedCalls: number;
  /** Calls that this operation made. Where it joined one that another operation had under way, the other one made it. */
  readonly actualCalls: number;
  readonly limit: number;
}

/**
 * Estimates the operations of valid documents, with their variables as sent or as coerced. Nothing is estimated twice: an
 * estimate holds for every request whose sizes and conditions are the same. Cheap enough for every request.
 */
export type EstimateCost = (document: DocumentNode, operation: OperationDefinitionNode, variables: unknown) => Estimate;

/** The most estimates that are kept of one operation. */
const maxKept = 200;
/** Variables of a stranger form are not worth remembering. */
const maxKeyLength = 500;

/** `limit`: `COST_LIMIT`, in estimated upstream calls. */
export function createEstimate(schema: GraphQLSchema, limit: number): EstimateCost {
  const known = new WeakMap<OperationDefinitionNode, { readonly names: readonly string[]; readonly estimates: Map<string, Estimate> }>();
  return (document, operation, sent) => {
    let entry = known.get(operation);
    if (!entry) {
      entry = { names: weighedVariables(document, operation), estimates: new Map() };
      known.set(operation, entry);
    }
    const { names, estimates } = entry;
    const key = names.length === 0 ? '' : keyOf(names, sent);
    let estimate = estimates.get(key);
    if (!estimate) {
      estimate = estimateOf({ schema, document, operation, variables: withDefaults(operation, sent), limit });
      if (estimates.size >= maxKept) estimates.clear();
      if (key.length <= maxKeyLength) estimates.set(key, estimate);
    }
    return estimate;
  };
}

interface Estimated {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly limit: number;
}

function estimateOf(estimated: Estimated): Estimate {
  const { schema, document, operation, variables, limit } = estimated;
  const sized: SizedField[] = [];
  const estimatedCalls = callsOf(schema, document, operation, variables, { onSized: (field) => void sized.push(field) });
  return { estimatedCalls, limit, refusal: estimatedCalls > limit ? refusalOf(estimated, estimatedCalls, sized) : undefined };
}

/** How many fields are looked at for one that, asked for less, would make an operation fit: fewer of many, since each takes several walks. */
const lookedAt = (fields: number): number => Math.max(2, Math.min(10, Math.floor(1_000 / fields)));

interface Remedy {
  readonly field: SizedField;
  /** The largest size that would fit; 0 when none would. */
  readonly size: number;
  /** What the operation costs with one thing of it. */
  readonly least: number;
}

/** Names the field that would have to give up least for the whole to fit, and how much would fit; else the one that costs most. */
function refusalOf(estimated: Estimated, estimatedCalls: number, sized: readonly SizedField[]): Failure {
  const remedies = firstOfEach(sized).slice(0, lookedAt(sized.length)).map((field) => remedyOf(estimated, field));
  const [best] = remedies.toSorted((a, b) => b.size / b.field.size - a.size / a.field.size || a.least - b.least);
  const sum = `This operation may take ${number(estimatedCalls)} upstream calls, and ${number(estimated.limit)} are allowed.`;
  if (!best) return new Failure({ kind: 'queryTooCostly', message: `${sum} Ask for less at once.` });
  const { field: { path, argument }, size } = best;
  const hint = size > 0 ? fitting(path, argument, size) : `Most of them are for \`${path}\`; no \`${argument}\` of it alone would make the whole fit.`;
  return new Failure({ kind: 'queryTooCostly', message: `${sum} ${hint}`, argument: [argument] });
}

function fitting(path: string, argument: string, size: number): string {
  const what = argument === 'first' || argument === 'last' ? `\`${argument}: ${size}\`` : `${number(size)} of its \`${argument}\``;
  return `\`${path}\` with ${what} would fit.`;
}

function remedyOf({ schema, document, operation, variables, limit }: Estimated, field: SizedField): Remedy {
  const costWith = (size: number) => callsOf(schema, document, operation, variables, { resized: { ...field, size } });
  const least = costWith(1);
  if (least > limit) return { field, size: 0, least };
  let [fits, tooMuch] = [1, field.size];
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2);
    if (costWith(middle) > limit) tooMuch = middle;
    else fits = middle;
  }
  return { field, size: fits, least };
}

/** A field in a fragment is met wherever the fragment is put in; its outermost place stands for it. */
function firstOfEach(sized: readonly SizedField[]): SizedField[] {
  const nodes = new Set<unknown>();
  return sized.filter(({ node, size }) => size > 1 && !nodes.has(node) && nodes.add(node));
}

/** The variables that an operation's cost depends on. */
function weighedVariables(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  const names = new Set<string>();
  const note = (node: ASTNode) => void visit(node, { Variable: ({ name }) => void names.add(name.value) });
  visit(document, {
    Argument: (node) => (weighedArguments.has(node.name.value) ? note(node) : undefined),
    Directive: note,
  });
  const declared = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  return declared.filter((name) => names.has(name));
}

/** What of the variables counts: numbers and conditions as they are, lists by their length, ids by whether they are of batches, anything else by its being there. */
function keyOf(names: readonly string[], sent: unknown): string {
  const variables = isObject(sent) ? sent : {};
  let key = '';
  for (const name of names) key += `${formOf(variables[name], 3)},`;
  return key;
}

function formOf(value: unknown, depth: number): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) return String(value);
  if (Array.isArray(value)) return `[${value.length},${value.filter(isBatchId).length}]`;
  if (isBatchId(value)) return 'batch';
  if (!isObject(value) || depth === 0) return '*';
  return `{${Object.keys(value).map((name) => `${JSON.stringify(name)}:${formOf(value[name], depth - 1)}`).join(',')}}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
