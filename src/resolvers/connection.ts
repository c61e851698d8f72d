import { edgesOf, type Connection, type Edge } from '../domain/connection.ts';
import type { PageInfo } from './types.generated.ts';

/** The fields of every connection type. */
export const connectionFields = {
  edges: <Item>(connection: Connection<Item>): Edge<Item>[] => edgesOf(connection),
  pageInfo: (connection: Connection<unknown>): PageInfo => ({
    hasNextPage: connection.hasNextPage,
    hasPreviousPage: connection.hasPreviousPage,
    startCursor: connection.nodes.length > 0 ? connection.cursorAt(0) : null,
    endCursor: connection.nodes.length > 0 ? connection.cursorAt(connection.nodes.length - 1) : null,
  }),
  totalCount: ({ totalCount }: Connection<unknown>): number | null | Promise<number> => (typeof totalCount === 'function' ? totalCount() : totalCount),
};

/** The fields of every edge type. */
export const edgeFields = {
  cursor: ({ connection, index }: Edge<unknown>): string => connection.cursorAt(index),
};
