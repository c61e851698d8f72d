import type { Connection } from '../domain/connection.ts';
import { defaultFirst, sliceOf, type ConnectionArguments } from '../domain/page.ts';
import { pageCursor } from '../domain/pageCursor.ts';

/** A list of jobs in the ledger by the position that each was created at, newest first, also with `reverse`, which takes from the old end. */
export interface JobList<Job> {
  list(page: { readonly limit: number; readonly after?: bigint; readonly before?: bigint; readonly reverse?: boolean }): Promise<readonly Job[]>;
  count(): Promise<number>;
}

/** The page of a job list that connection arguments ask for. `name` tells lists apart: a cursor is good for its own list only. */
export async function jobPage<Job extends { readonly createdPosition: bigint }>(
  name: string,
  { list, count }: JobList<Job>,
  args: ConnectionArguments,
): Promise<Connection<Job>> {
  const cursor = pageCursor(name);
  // Checks the sizes and cursors; the places themselves are positions here, not offsets.
  sliceOf(args, cursor.decode);
  const between = {
    ...(args.after == null ? {} : { after: BigInt(cursor.decode(args.after)) }),
    ...(args.before == null ? {} : { before: BigInt(cursor.decode(args.before)) }),
  };
  const reverse = args.first == null && args.last != null;
  const size = (reverse ? args.last : args.first) ?? defaultFirst;
  const found = await list({ limit: size + 1, ...between, ...(reverse ? { reverse } : {}) });
  const more = found.length > size;
  const kept = more ? found.slice(reverse ? 1 : 0, reverse ? undefined : size) : found;
  const nodes = args.last == null ? kept : kept.slice(Math.max(0, kept.length - args.last));
  // What a cursor names is there itself, beside the page.
  return {
    nodes,
    hasNextPage: args.before != null || (!reverse && more),
    hasPreviousPage: args.after != null || (reverse && more) || nodes.length < kept.length,
    totalCount: count,
    cursorAt: (index) => cursor.encode(Number(nodes[index]?.createdPosition ?? 0)),
  };
}
