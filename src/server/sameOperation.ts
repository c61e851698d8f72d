import { Kind, visit, type ASTNode, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';

/**
 * What of an operation's variables its events are answered by. The arguments of the subscribed field choose the events and are
 * used up then: clients that came back, each with a cursor of its own, still ask the same of the next event.
 */
export interface SameOperation {
  /** The same text for variables that every event is answered the same with. */
  key(variables: unknown): string;
}

/** Reads an operation of a valid document. */
export function readSameOperation(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): SameOperation {
  const names = [...variablesOfAnswers(schema, document, operation)];
  return {
    key(variables) {
      const given = isObject(variables) ? variables : {};
      return JSON.stringify(names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]));
    },
  };
}

function variablesOfAnswers(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (node: ASTNode | undefined): void => void (node && visit(node, { Variable: ({ name }) => void names.add(name.value) }));
  const fields = schema.getSubscriptionType()?.getFields();
  for (const selection of operation.selectionSet.selections) {
    // A resolver that takes no arguments answers no event by them.
    const resolve = selection.kind === Kind.FIELD ? fields?.[selection.name.value]?.resolve : undefined;
    if (selection.kind !== Kind.FIELD || !resolve || resolve.length > 1) {
      note(selection);
      continue;
    }
    note(selection.selectionSet);
    for (const directive of selection.directives ?? []) note(directive);
  }
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) note(definition);
  return names;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
