import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../domain/address.ts';

/** A request as far as it says where it goes and where it comes from. */
interface Request {
  readonly headers: IncomingHttpHeaders;
}

/** Keeps other web pages out of an open gateway: it knows nobody, so whoever reaches it may do everything. */
export interface HostRule {
  /** Whether the request names this gateway as its host: a page that had its own name resolved to us (DNS rebinding) does not. */
  allowsHost(request: Request): boolean;
  /** Whether a request from a page comes from one of ours. Requests without an `Origin` come from no page. */
  allowsOrigin(request: Request): boolean;
}

/** `publicUrl`: the address that clients see, empty while it is not known. `origins`: pages of other origins that may come in (`CORS_ORIGINS`). */
export function createHostRule(publicUrl: () => string, origins: readonly string[]): HostRule {
  const allowsHost = ({ headers: { host } }: Request): boolean => {
    const named = host === undefined ? undefined : hostOf(host, 'http:');
    if (host === undefined || named === undefined) return false;
    if (isLoopback(named.hostname)) return true;
    const own = URL.parse(publicUrl());
    return own !== null && hostOf(host, own.protocol)?.host === own.host;
  };
  return {
    allowsHost,
    allowsOrigin: (request) => {
      const { origin } = request.headers;
      if (origin === undefined) return true;
      const page = URL.parse(origin);
      // `null` is what pages without an origin say: sandboxed frames, files, data.
      if (page === null || page.origin !== origin || !/^https?:$/.test(page.protocol)) return false;
      if (origins.includes(origin) || origin === URL.parse(publicUrl())?.origin) return true;
      // The same page under another of loopback's names, such as localhost for 127.0.0.1.
      return isLoopback(page.hostname) && hostOf(request.headers.host ?? '', page.protocol)?.host === page.host;
    },
  };
}

/** A `Host` header taken apart; undefined for one that is more or less than a name or an address, with a port or without. */
function hostOf(host: string, protocol: string): URL | undefined {
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) return undefined;
  return URL.parse(`${protocol}//${host}`) ?? undefined;
}
