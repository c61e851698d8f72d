import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { assumedItems, weights, type Arguments } from './costWeights.ts';

/** Variables as they were sent, with the operation's defaults. */
export type Variables = Readonly<Record<string, unknown>>;

/** A field whose arguments say how many things it gives. */
export interface SizedField {
  readonly node: FieldNode;
  /** Its place in the answer, such as `fileplan.nodes.children`. */
  readonly path: string;
  readonly argument: string;
  readonly size: number;
}

/** How an operation is walked: with other sizes than it asks for, and told of each field that has one. */
export interface WalkOptions {
  /** A field that is taken to ask for another number of things. */
  readonly resized?: SizedField;
  readonly onSized?: (field: SizedField) => void;
}

/**
 * How many upstream calls an operation may take at most, from its selections, its sizes and `@include`/`@skip`. That a
 * package is read once however often it is met cannot be known before, so the calls it comes to are fewer as a rule; an
 * upstream whose pages are smaller than it should have them may need more.
 */
export function callsOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables, options: WalkOptions = {}): number {
  const root = schema.getRootType(operation.operation);
  return root ? new Walk(schema, document, variables, options).selection([operation.selectionSet], root, undefined, '') : 0;
}

/** The variables that count: the sent ones over the operation's defaults. */
export function withDefaults({ variableDefinitions = [] }: OperationDefinitionNode, sent: unknown): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) => (defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : []));
  return { ...Object.fromEntries(defaults), ...(typeof sent === 'object' ? sent : {}) };
}

class Walk {
  readonly #schema: GraphQLSchema;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #variables: Variables;
  readonly #options: WalkOptions;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables, options: WalkOptions) {
    this.#schema = schema;
    this.#variables = variables;
    this.#options = options;
    for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
  }

  /** The calls of what is selected of one object. `pageItems`: the size of the page, where the object is a connection. */
  selection(sets: readonly SelectionSetNode[], type: GraphQLObjectType, pageItems: number | undefined, path: string): number {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(set, type, fields, spread);
    let calls = 0;
    for (const [key, nodes] of fields) calls += this.#field(type, nodes, pageItems, path === '' ? key : `${path}.${key}`);
    return calls;
  }

  #field(type: GraphQLObjectType, nodes: readonly FieldNode[], pageItems: number | undefined, path: string): number {
    const [node] = nodes;
    const field = node && type.getFields()[node.name.value];
    if (!field) return 0;
    const weight = weights.get(`${type.name}.${field.name}`);
    const args = this.#argumentsOf(node);
    const items = weight?.items?.(args);
    const argument = items === undefined ? undefined : weight?.sizedBy?.find((name) => args(name) != null) ?? weight?.sizedBy?.[0];
    if (items !== undefined && argument !== undefined) this.#options.onSized?.({ node, path, argument, size: items });
    const calls = weight?.calls(args) ?? 0;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (sets.length === 0) return calls;
    const isList = isListType(getNullableType(field.type));
    const times = isList ? (items ?? pageItems ?? assumedItems) : 1;
    const below = typesOf(this.#schema, getNamedType(field.type)).map((each) => this.selection(sets, each, isList ? undefined : items, path));
    return calls + times * Math.max(0, ...below);
  }

  /** Gathers fields as they will be run: by their name in the answer, fragments put in, what is skipped left out. */
  #collect({ selections }: SelectionSetNode, type: GraphQLObjectType, fields: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const selection of selections) {
      if (!this.#isIncluded(selection.directives)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(key);
        if (nodes) nodes.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
      if (fragment && this.#applies(fragment.typeCondition?.name.value, type)) this.#collect(fragment.selectionSet, type, fields, spread);
    }
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }

  #isIncluded(directives: FieldNode['directives']): boolean {
    return !directives?.some(({ name, arguments: args }) => {
      const value = args?.find((each) => each.name.value === 'if')?.value;
      const condition = value && valueFromASTUntyped(value, this.#variables);
      return (name.value === 'skip' && condition === true) || (name.value === 'include' && condition === false);
    });
  }

  #argumentsOf(node: FieldNode): Arguments {
    const { resized } = this.#options;
    return (name) => {
      const argument = node.arguments?.find((each) => each.name.value === name);
      const value = argument && valueFromASTUntyped(argument.value, this.#variables);
      if (resized?.node !== node || resized.argument !== name) return value;
      return Array.isArray(value) ? value.slice(0, resized.size) : resized.size;
    };
  }
}

function typesOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}
