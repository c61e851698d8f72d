import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../domain/address.ts';

/** Keeps other web pages out of an open gateway: it knows nobody, so whoever reaches it may do everything. */
export interface HostRule {
  /** Whether the request names this gateway as its host: a page that had its own name resolved to us (DNS rebinding) does not. */
  allowsHost(request: IncomingMessage): boolean;
  /** Whether a request from a page comes from one of ours. Requests without an `Origin` come from no page. */
  allowsOrigin(request: IncomingMessage): boolean;
}

/** `publicUrl`: the address that clients see. `origins`: pages of other origins that may come in (`CORS_ORIGINS`). */
export function createHostRule(publicUrl: () => string, origins: readonly string[]): HostRule {
  const allowsHost = (request: IncomingMessage) => {
    const host = request.headers.host ?? '';
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
    return isLoopback(name) || host === new URL(publicUrl()).host;
  };
  return {
    allowsHost,
    allowsOrigin: (request) => {
      const { origin } = request.headers;
      if (origin === undefined) return true;
      if (origins.includes(origin) || origin === new URL(publicUrl()).origin) return true;
      // The same page under another of loopback's names, such as localhost for 127.0.0.1.
      return URL.canParse(origin) && new URL(origin).host === request.headers.host && allowsHost(request);
    },
  };
}
