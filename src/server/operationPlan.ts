import {
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * What an operation asks of each type, looked up once for its document rather than once for each value: fields merged over
 * fragments, resolvers, arguments, and how each type is completed. `planRun.ts` runs it.
 */
export interface OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /**
   * The root's fields for these values of the operation's variables; undefined where a condition is no boolean, or where
   * more combinations of conditions were asked for than are worth remembering.
   */
  root(variables: Variables): readonly PlannedField[] | undefined;
}

export type Variables = Readonly<Record<string, unknown>>;

/** A field of a selection. */
export interface PlannedField {
  /** Its name in the answer. */
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Undefined where its arguments depend on variables. */
  readonly args: Readonly<Record<string, unknown>> | undefined;
  readonly shape: Shape;
}

/** How a value of a type becomes part of the answer. */
export type Shape =
  | { readonly kind: 'leaf'; readonly nullable: boolean; readonly serialize: (value: unknown) => unknown }
  | { readonly kind: 'list'; readonly nullable: boolean; readonly item: Shape }
  | { readonly kind: 'object'; readonly nullable: boolean; readonly fields: () => readonly PlannedField[] }
  | {
      readonly kind: 'abstract';
      readonly nullable: boolean;
      readonly type: GraphQLAbstractType;
      readonly fieldsOf: (type: GraphQLObjectType) => readonly PlannedField[];
    };

/** The most combinations of conditions that one operation is planned for. */
const maxVariants = 16;

/** Plans a valid query. Gives undefined for what graphql-js shall run: other operations, and names that an object cannot hold. */
export function planOperation(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationPlan | undefined {
  const rootType = schema.getQueryType();
  if (operation.operation !== 'query' || !rootType || holdsProto(document)) return undefined;
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  const conditions = conditionsOf(document);
  const variants = new Map<string, readonly PlannedField[]>();
  return {
    schema,
    operation,
    fragments,
    root(variables) {
      if (!conditions.every((name) => typeof variables[name] === 'boolean')) return undefined;
      const key = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
      const known = variants.get(key);
      if (known || variants.size >= maxVariants) return known;
      const fields = new Planner(schema, fragments, variables).fields(rootType, [operation.selectionSet]);
      variants.set(key, fields);
      return fields;
    },
  };
}

/** Plans selections for one set of conditions. What is below an object is planned when the first such object comes. */
class Planner {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly #variables: Variables;

  constructor(schema: GraphQLSchema, fragments: Readonly<Record<string, FragmentDefinitionNode>>, variables: Variables) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  /** The fields of selections on a type, in the order in which their names first come up. */
  fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): readonly PlannedField[] {
    const nodesByKey = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const walk = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (!this.#isIncluded(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const nodes = nodesByKey.get(key);
          if (nodes) nodes.push(selection);
          else nodesByKey.set(key, [selection]);
          continue;
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          if (spread.has(selection.name.value)) continue;
          spread.add(selection.name.value);
        }
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments[selection.name.value] : selection;
        if (fragment && this.#applies(fragment.typeCondition?.name.value, type)) walk(fragment.selectionSet);
      }
    };
    for (const set of sets) walk(set);
    return [...nodesByKey].map(([key, nodes]) => this.#field(key, nodes, type));
  }

  #field(key: string, nodes: readonly FieldNode[], parentType: GraphQLObjectType): PlannedField {
    const [node] = nodes;
    const definition = node && fieldOf(this.#schema, parentType, node.name.value);
    if (!definition) throw new Error(`a valid document asks ${parentType.name} for a field that it does not have`);
    const args = node.arguments?.some(holdsVariable) ? undefined : getArgumentValues(definition, node);
    return { key, nodes, parentType, definition, args, shape: this.#shape(definition.type, nodes) };
  }

  #shape(type: GraphQLOutputType, nodes: readonly FieldNode[], nullable = true): Shape {
    if (isNonNullType(type)) return this.#shape(type.ofType, nodes, false);
    if (isListType(type)) return { kind: 'list', nullable, item: this.#shape(type.ofType, nodes) };
    if (isLeafType(type)) return { kind: 'leaf', nullable, serialize: (value) => type.serialize(value) };
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isAbstractType(type)) return { kind: 'abstract', nullable, type, fieldsOf: remembered((object) => this.fields(object, sets)) };
    let fields: readonly PlannedField[] | undefined;
    return { kind: 'object', nullable, fields: () => (fields ??= this.fields(type, sets)) };
  }

  #isIncluded(selection: SelectionNode): boolean {
    if (!selection.directives || selection.directives.length === 0) return true;
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, this.#variables);
    return skip?.['if'] !== true && include?.['if'] !== false;
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }
}

function fieldOf(schema: GraphQLSchema, type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name];
}

/** The variables that decide what is included. */
function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: args }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function holdsVariable(node: ArgumentNode): boolean {
  let found = false;
  visit(node, { Variable: () => void (found = true) });
  return found;
}

/** Whether the answer would have a field `__proto__`, which is no ordinary property of an object. */
function holdsProto(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Field: ({ alias }) => void (found ||= alias?.value === '__proto__') });
  return found;
}

function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const values = new Map<Key, Value>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    values.set(key, value);
    return value;
  };
}
