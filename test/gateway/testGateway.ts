import { readConfig } from '../../src/config.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

/** What an operation over HTTP came to. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers of all shapes.
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/** A gateway over simulators of its own, all on free ports, everything in memory. */
export interface TestGateway extends Sandbox {
  /** Sends one operation. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>): Promise<Answered>;
}

/** Starts one; `env` are settings beside the defaults of tests. */
export async function startTestGateway(env: Readonly<Record<string, string>> = {}, options: SandboxOptions = {}): Promise<TestGateway> {
  const config = readConfig({ PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s', SANDBOX: 'true', ...env });
  const sandbox = await startSandbox(config, options);
  return { ...sandbox, ask: (query, variables, headers) => ask(sandbox.localUrl, query, variables, headers) };
}

/** Sends one operation to a gateway. */
export async function ask(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body: Partial<Answered> = JSON.parse(await response.text());
  checkEstimate(body, query);
  return { status: response.status, headers: response.headers, data: body.data, errors: body.errors ?? [], extensions: body.extensions };
}

/** Whatever a test asks: what was estimated before is the most that it may have taken. With a list of DVIDS a gateway learns once how it counts its pages. */
function checkEstimate({ extensions }: Partial<Answered>, query: string): void {
  const cost = extensions?.['cost'] as { readonly estimatedCalls: number; readonly actualCalls: number } | undefined;
  const learning = query.includes('dvids') ? 1 : 0;
  if (cost && cost.actualCalls > cost.estimatedCalls + learning) throw new Error(`${cost.actualCalls} calls were made where ${cost.estimatedCalls} were estimated: ${query}`);
}
