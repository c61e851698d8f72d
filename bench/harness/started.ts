import { existsSync } from 'node:fs';
import { claimPort } from '../../test/ports.ts';
import { contenders, type Contender } from '../contenders.ts';
import { queryOf, type Ask, type QueryName } from '../queries/queries.ts';
import type { Issuer } from './issuer.ts';
import { ask, type Request } from './load.ts';
import { ready, root, serverCore, start, type Pinned } from './processes.ts';

/** A contender that runs, with the requests of each query. */
export interface Started {
  readonly name: string;
  readonly contender: Contender;
  readonly server: Pinned;
  readonly url: string;
  readonly requests: ReadonlyMap<QueryName, readonly Request[]>;
}

/** Starts a contender and prepares its requests; undefined, with a word, where it is not installed. `nodeOptions` go to a contender that runs in Node. */
export async function startContender(
  name: string,
  queries: readonly QueryName[],
  upstream: string,
  issuer: Issuer,
  nodeOptions: readonly string[] = [],
): Promise<Started | undefined> {
  const contender = contenders[name];
  if (!contender) throw new Error(`there is no contender ${name}`);
  if (contender.needs && !existsSync(root + contender.needs)) {
    console.log(`${name} is left out: bench/${contender.needs} is not there (see bench/README.md)`);
    return undefined;
  }
  const port = await claimPort();
  const env = { PORT: String(port), UPSTREAM: upstream, ...contender.env?.({ upstream, port, issuer }) };
  const server = start(contender.command, { core: serverCore, env, folder: contender.folder ?? '', nodeOptions });
  const url = `http://127.0.0.1:${port}${contender.path ?? '/graphql'}`;
  const authorizations = contender.callers?.(issuer).map((token) => `Bearer ${token}`) ?? [''];
  const request = (query: string, variables: unknown, n: number): Request => ({
    body: JSON.stringify({ query, variables }),
    authorization: authorizations[n % authorizations.length] ?? '',
  });
  const send: Ask = (query, variables) => ask(url, request(query, variables, 0));
  const { text: first, variables: [some] } = await queryOf('q2', contender.dialect, send);
  await ready(() => send(first, some), server, 60_000);
  const requests = new Map<QueryName, readonly Request[]>();
  for (const query of queries) {
    const { text, variables } = await queryOf(query, contender.dialect, send);
    requests.set(query, variables.map((each, n) => request(text, each, n)));
  }
  return { name, contender, server, url, requests };
}
