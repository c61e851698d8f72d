import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  type FieldNode,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { extra, type Extras } from '../domain/aip.ts';

/** Look-ahead: what an operation will want below a field, over fragments, aliases and `@include`/`@skip`. */

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues' | 'schema'>;

/** A path of field names below the field being resolved, such as `['edges', 'node']`. */
export type SelectionPath = readonly string[];

/** The field itself. */
export const itself: readonly SelectionPath[] = [[]];

/** Where the packages of an `AipConnection` are. */
export const connectionPaths: readonly SelectionPath[] = [['nodes'], ['edges', 'node']];

/** Whether a path is selected. */
export function selects(info: Info, path: SelectionPath): boolean {
  return fieldsAt(info, path).fields.length > 0;
}

/** Whether a connection is asked for what only a call can tell, even if its page is empty. */
export function selectsTotal(info: Info): boolean {
  const [only] = info.fieldNodes;
  const remembered = only && info.fieldNodes.length === 1 ? recall(only, totalPaths) : undefined;
  if (remembered !== undefined) return remembered === 1;
  const found = totalPaths.map((path) => fieldsAt(info, path));
  const selected = found.some(({ fields }) => fields.length > 0);
  if (only && info.fieldNodes.length === 1 && found.every(({ constant }) => constant)) remember(only, totalPaths, selected ? 1 : 0);
  return selected;
}

const totalPaths: readonly SelectionPath[] = [['totalCount'], ['pageInfo']];

/**
 * The extras that the packages at these paths need; an empty path means the field itself. `linkExtras` is what the archive
 * id needs: metadata where a metadata field holds it, else nothing. Pass the same `paths` array each time: what a field
 * needs is remembered by it.
 */
export function aipExtras(info: Info, paths: readonly SelectionPath[], linkExtras: Extras): Extras {
  const [only] = info.fieldNodes;
  const remembered = only && info.fieldNodes.length === 1 ? recall(only, paths) : undefined;
  if (remembered !== undefined) return remembered;
  let [extras, constant] = [0, true];
  for (const path of paths) {
    const found = fieldsAt(info, path);
    const below = fieldsBelow(info, found.fields, 'Aip');
    // Representations come by themselves; their metadata comes with the package's (docbyte-vault.md §4.2).
    const representations = fieldsBelow(info, below.fields.filter((field) => field.name.value === 'representations'));
    for (const field of below.fields) extras |= linked.has(field.name.value) ? linkExtras : (direct[field.name.value] ?? 0);
    if (representations.fields.some((field) => field.name.value === 'metadata')) extras |= extra.metadata;
    constant &&= found.constant && below.constant && representations.constant;
  }
  if (constant && only && info.fieldNodes.length === 1) remember(only, paths, extras);
  return extras;
}

const direct: Readonly<Record<string, Extras>> = {
  metadata: extra.metadata,
  permissions: extra.permissions,
  pluginReports: extra.pluginReports,
  breadcrumb: extra.breadcrumb,
  parent: extra.breadcrumb,
};
const linked = new Set(['archiveId', 'archive', 'disseminations']);

/** Fields, and whether they are the same for all variables. */
interface Found {
  readonly fields: readonly FieldNode[];
  readonly constant: boolean;
}

function fieldsAt(info: Info, path: SelectionPath): Found {
  let found: Found = { fields: info.fieldNodes, constant: true };
  for (const name of path) {
    const below = fieldsBelow(info, found.fields);
    found = { fields: below.fields.filter((field) => field.name.value === name), constant: found.constant && below.constant };
  }
  return found;
}

/** The fields directly below some fields. With `type`, fragments on other object types are passed over. */
function fieldsBelow(info: Info, parents: readonly FieldNode[], type?: string): Found {
  const fields: FieldNode[] = [];
  let constant = true;
  const walk = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.directives && selection.directives.length > 0) constant = false;
      if (!isIncluded(info, selection)) continue;
      if (selection.kind === 'Field') {
        fields.push(selection);
        continue;
      }
      const fragment = selection.kind === 'FragmentSpread' ? info.fragments[selection.name.value] : selection;
      if (fragment && applies(info, fragment.typeCondition?.name.value, type)) walk(fragment.selectionSet);
    }
  };
  for (const parent of parents) walk(parent.selectionSet);
  return { fields, constant };
}

function applies(info: Info, condition: string | undefined, type: string | undefined): boolean {
  if (condition === undefined || type === undefined || condition === type) return true;
  return isAbstractType(getNamedType(info.schema.getType(condition)));
}

function isIncluded(info: Info, selection: SelectionNode): boolean {
  if (!selection.directives || selection.directives.length === 0) return true;
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, info.variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, info.variableValues);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

/**
 * Documents are parsed once and kept, so a field's node stands for its selection. Only selections without directives are
 * remembered, and only for fields that stand once in their selection.
 */
const memory = new WeakMap<FieldNode, Map<readonly SelectionPath[], Extras>>();

function recall(node: FieldNode, paths: readonly SelectionPath[]): Extras | undefined {
  return memory.get(node)?.get(paths);
}

function remember(node: FieldNode, paths: readonly SelectionPath[], extras: Extras): void {
  const known = memory.get(node);
  if (known) known.set(paths, extras);
  else memory.set(node, new Map([[paths, extras]]));
}
