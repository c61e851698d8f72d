/** Global ids of the graph: the type and the native ids, opaque to clients. */

/** Types that can be fetched by `node`. */
export const nodeTypes = ['Aip', 'Archive', 'Dissemination', 'Submission', 'DvidsBatch', 'Upload'] as const;
export type NodeType = (typeof nodeTypes)[number];

/** A global id taken apart. `keys` are the native ids, such as `[contractId, submissionId]`. */
export interface NodeRef {
  readonly type: NodeType;
  readonly keys: readonly string[];
}

/** Makes the global id of a thing. Half a surrogate pair, which cannot be encoded, becomes the replacement character. */
export function encodeNodeId(type: NodeType, ...keys: readonly string[]): string {
  return Buffer.from([type, ...keys.map((key) => encodeURIComponent(key.toWellFormed()))].join(':')).toString('base64url');
}

/** Reads a global id; undefined for anything that is none. */
export function decodeNodeId(id: string): NodeRef | undefined {
  const [name, ...parts] = Buffer.from(id, 'base64url').toString('utf8').split(':');
  const type = nodeTypes.find((known) => known === name);
  const keys = parts.map(decoded).filter((key): key is string => key !== undefined && key !== '');
  return type && keys.length > 0 && keys.length === parts.length ? { type, keys } : undefined;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
