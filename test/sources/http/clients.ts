import { Failure, type FailureReason } from '../../../src/domain/failure.ts';
import type { Authorizer } from '../../../src/sources/http/authorize.ts';
import { createUpstreamClient, type UpstreamClient, type UpstreamClientOptions, type UpstreamRequest } from '../../../src/sources/http/client.ts';
import { startUpstream, type Respond, type Upstream } from './upstream.ts';

/** The token that `fixedToken` gives. */
export const testToken = 'opaque-test-token-93';

/** One token for everybody, never renewed. */
export const fixedToken: Authorizer = {
  whose: 'gateway',
  token: () => testToken,
  refused: () => false,
  identity: () => '',
};

const opened: { close(): Promise<void> }[] = [];

/** Closes whatever the tests of a file opened; for `afterEach`. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((thing) => thing.close()));
}

/** Lets `closeAll` close it. */
export function closing<T extends { close(): Promise<void> }>(thing: T): T {
  opened.push(thing);
  return thing;
}

/** A server and a client of it, closed by `closeAll`. */
export async function connect(respond?: Respond, options: Partial<UpstreamClientOptions> = {}): Promise<{ upstream: Upstream; client: UpstreamClient }> {
  const upstream = closing(await startUpstream(respond));
  return { upstream, client: clientOf(upstream.url, options) };
}

/** A client of an address, closed by `closeAll`. */
export function clientOf(baseUrl: string, options: Partial<UpstreamClientOptions> = {}): UpstreamClient {
  return closing(createUpstreamClient({ source: 'DPS', baseUrl, authorize: fixedToken, random: () => 0, ...options }));
}

/** A read of `/things/1` that gives the body as it came. */
export function read(changes: Partial<UpstreamRequest<unknown>> = {}): UpstreamRequest<unknown> {
  return { method: 'GET', route: '/things/{id}', path: '/things/1', parse: (body) => body, ...changes };
}

/** What a call that has to fail came to. */
export async function reasonOf(call: Promise<unknown>): Promise<FailureReason> {
  const outcome = await call.then(
    (value) => new Error(`it answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof Failure) return outcome.reason;
  throw outcome;
}
