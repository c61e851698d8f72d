import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** One request that reached a simulator. */
export type RecordedCall = {
  /** The route's name, `null` when no route has this method and path. */
  route: string | null;
  method: string;
  /** The path as sent, without the query. */
  path: string;
  /** Query parameters, decoded; the last one of a repeated name. */
  query: Record<string, string>;
  /** The query as sent, without `?`. */
  search: string;
  headers: IncomingHttpHeaders;
  /** The body as text, when the route read it as text; streamed uploads are not kept. */
  body: string | null;
  /** When it came, by the simulator's clock (milliseconds since 1970). */
  at: number;
  /** The status sent; `null` while unanswered and for connections that were cut. */
  status: number | null;
};

/** What a simulator remembers of its callers. */
export type CallRecord = {
  /** The calls since the start or the last `reset`, oldest first; the oldest go when there are more than the limit. */
  readonly calls: RecordedCall[];
  /** How many calls: all of them, those of one route, or those that match. Counts per route are exact beyond the limit too. */
  count: (which?: string | ((call: RecordedCall) => boolean)) => number;
  /** Forgets calls and counts. */
  reset: () => void;
};

/** Notes that a call came in. */
type Open = (request: IncomingMessage, route: string | null, at: number) => RecordedCall;

/** `limit`: calls kept at most; 0 keeps none (the counts per route go on). */
export const recordCalls = (limit: number): CallRecord & { open: Open } => {
  const calls: RecordedCall[] = [];
  const counts = new Map<string | null, number>();
  return {
    calls,
    open: (request, route, at) => {
      const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
      const call: RecordedCall = {
        route, path, search, at,
        method: request.method ?? 'GET',
        query: Object.fromEntries(new URLSearchParams(search)),
        headers: request.headers,
        body: null,
        status: null,
      };
      counts.set(route, (counts.get(route) ?? 0) + 1);
      if (limit > 0) calls.push(call);
      // Dropping a tenth at a time keeps the cost of a full record small.
      if (calls.length > limit * 1.1) calls.splice(0, calls.length - limit);
      return call;
    },
    count: (which) => {
      if (typeof which === 'function') return calls.filter(which).length;
      if (which !== undefined) return counts.get(which) ?? 0;
      return [...counts.values()].reduce((sum, each) => sum + each, 0);
    },
    reset: () => {
      calls.length = 0;
      counts.clear();
    },
  };
};
