import { GraphQLError, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** How large an operation may be, whatever it costs. Checked before it is validated, since validating huge ones is work too. */

/** Levels of fields, counted through fragments. */
export const maxDepth = 20;
/** Fields under another name, or asked for again, counted through fragments. */
export const maxAliases = 200;
/** Words and signs of a document's text. */
export const maxTokens = 10_000;
/** Fields of an operation once its fragments are put in: as many as a text without fragments could have. */
export const maxFields = 10_000;
/** Brackets within brackets of a document's text: more would end a parser that reads recursively. */
const maxNesting = 150;

/** The limit that a text goes past before it is worth parsing; undefined when there is none. */
export function textLimit(query: string): GraphQLError | undefined {
  let [nesting, deepest] = [0, 0];
  for (const [sign] of query.matchAll(/"""(?:\\"""|(?!""")[^])*(?:"""|$)|"(?:\\.|[^"\\\n\r])*"?|#[^\n\r]*|[[\](){}]/g)) {
    if ('[({'.includes(sign)) deepest = Math.max(deepest, ++nesting);
    else if ('])}'.includes(sign)) nesting -= 1;
    if (deepest > maxNesting) return new GraphQLError(`The document nests brackets more than ${maxNesting} deep.`);
  }
  return undefined;
}

/** The limit that a document goes past; undefined when there is none. It need not be valid; what goes in circles is left to validation. */
export function documentLimit(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measure = createMeasure(fragments);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, fields } = measure(definition.selectionSet);
    const at = { nodes: definition };
    if (depth > maxDepth) return new GraphQLError(`The operation is more than ${maxDepth} fields deep.`, at);
    if (aliases > maxAliases) return new GraphQLError(`The operation has more than ${maxAliases} aliases or repeated fields.`, at);
    if (fields > maxFields) return new GraphQLError(`The operation has more than ${maxFields.toLocaleString('en')} fields once its fragments are put in.`, at);
  }
  return undefined;
}

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
}

const nothing: Size = { depth: 0, aliases: 0, fields: 0 };
const tooMuch: Size = { depth: 0, aliases: 0, fields: Infinity };

/** Measures selections; each once, so that fragments which multiply cost no more than their text. */
function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Size {
  const known = new Map<SelectionSetNode, Size>();
  let fieldsLeft = 3 * maxFields;

  function measure(set: SelectionSetNode): Size {
    const before = known.get(set);
    if (before) return before;
    known.set(set, nothing);
    const fields = fieldsOf(set);
    fieldsLeft -= fields.length;
    if (fieldsLeft < 0) return tooMuch;
    const names = new Set<string>();
    let size: Size = { depth: 0, aliases: 0, fields: fields.length };
    for (const { alias, name, selectionSet } of fields) {
      const below = selectionSet ? measure(selectionSet) : nothing;
      const again = alias !== undefined || names.has(name.value);
      names.add(name.value);
      size = { depth: Math.max(size.depth, below.depth + 1), aliases: size.aliases + below.aliases + (again ? 1 : 0), fields: size.fields + below.fields };
    }
    known.set(set, size);
    return size;
  }

  /** The fields of a selection with those of its fragments; each fragment once, as when it is run. */
  function fieldsOf(set: SelectionSetNode): FieldNode[] {
    const fields: FieldNode[] = [];
    const spread = new Set<string>();
    const walk = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (fields.length > fieldsLeft) return;
        if (selection.kind === Kind.FIELD) fields.push(selection);
        else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet);
        else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          const fragment = fragments.get(selection.name.value);
          if (fragment) walk(fragment.selectionSet);
        }
      }
    };
    walk(set);
    return fields;
  }
  return measure;
}
