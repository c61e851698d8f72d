/** A page of a list in Relay's terms, before the graph gives it its shape. */
export interface Connection<Item> {
  readonly nodes: readonly Item[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Null where nobody can say; a function where counting costs something, called only when it is asked for. */
  readonly totalCount: number | null | (() => Promise<number>);
  /** The cursor of the item at a place in `nodes`. */
  cursorAt(index: number): string;
}

/** An item with the means to make its cursor when it is asked for. */
export interface Edge<Item> {
  readonly node: Item;
  readonly connection: Connection<Item>;
  readonly index: number;
}

/** The edges of a connection. */
export function edgesOf<Item>(connection: Connection<Item>): Edge<Item>[] {
  return connection.nodes.map((node, index) => ({ node, connection, index }));
}

/** The same page with its items turned into something else. */
export function mapConnection<From, To>(connection: Connection<From>, map: (item: From) => To): Connection<To> {
  return {
    nodes: connection.nodes.map(map),
    hasNextPage: connection.hasNextPage,
    hasPreviousPage: connection.hasPreviousPage,
    totalCount: connection.totalCount,
    cursorAt: (index) => connection.cursorAt(index),
  };
}
