import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Issuer } from './harness/issuer.ts';
import { byPageNumber, fonds, rotation, type Dialect, type QueryName } from './queries/queries.ts';

/** What is measured side by side. To add one, add an entry: it must answer `POST` on `http://127.0.0.1:{PORT}{path}`. */
export interface Contender {
  readonly label: string;
  readonly language: 'JavaScript' | 'Rust';
  /** Starts one process that stays in the foreground. `PORT` and `UPSTREAM` are in its environment. */
  readonly command: readonly string[];
  /** Where it starts, below this folder. */
  readonly folder?: string;
  readonly env?: (place: Place) => Readonly<Record<string, string>>;
  /** Default `/graphql`. */
  readonly path?: string;
  readonly dialect: Dialect;
  /** Who sends each of the rotating requests; default nobody. */
  readonly callers?: (issuer: Issuer) => readonly string[];
  /** Left out, with a word, where this file (below this folder) is not there. */
  readonly needs?: string;
  /** Measured only when it is named. */
  readonly optional?: boolean;
  /** The most connections it is measured with, by query. */
  readonly most?: Partial<Record<QueryName, number>>;
}

/** What a contender is told of its surroundings. */
export interface Place {
  readonly upstream: string;
  readonly port: number;
  readonly issuer: Issuer;
}

/** Fonds as it is shipped: callers bear JWTs that are verified, and everything else is at its default. */
const fondsEnv = ({ upstream, port, issuer }: Place) => ({
  PORT: String(port),
  DOCBYTE_BASE_URL: upstream,
  DOCBYTE_TOKEN_URL: `${upstream}/token`,
  DOCBYTE_CLIENT_ID: 'bench',
  DOCBYTE_CLIENT_SECRET: 'bench',
  AUTH_ISSUER: issuer.url,
  AUTH_AUDIENCE: issuer.audience,
  DATABASE_URL: `sqlite:${mkdtempSync(`${tmpdir()}/fonds-bench-`)}/ledger.db`,
});
const callers = (count: number) => (issuer: Issuer) => Array.from({ length: count }, (_, n) => issuer.token(`caller-${n}`));

const fondsCommand = ['node', 'src/main.ts'];

export const contenders: Readonly<Record<string, Contender>> = {
  floor: { label: 'floor: Node http and undici, by hand', language: 'JavaScript', command: ['node', 'peers/floor.mjs'], dialect: byPageNumber },
  fonds: { label: 'Fonds', language: 'JavaScript', command: fondsCommand, folder: '..', env: fondsEnv, dialect: fonds, callers: callers(8) },
  'fonds-alone': {
    // A shared call never crosses callers whose own token goes upstream; as many callers as requests share nothing.
    label: 'Fonds, no two callers alike (nothing coalesced)',
    language: 'JavaScript',
    command: fondsCommand,
    folder: '..',
    env: (place) => ({ ...fondsEnv(place), DOCBYTE_AUTH: 'forward' }),
    dialect: fonds,
    callers: callers(rotation),
  },
  tailcall: {
    label: 'Tailcall 1.6',
    language: 'Rust',
    command: ['peers/tailcall/start.sh'],
    dialect: byPageNumber,
    needs: 'peers/tailcall/node_modules',
  },
  'yoga-jit': { label: 'Yoga, graphql-jit, DataLoader, undici', language: 'JavaScript', command: ['node', 'peers/yogaJit.mjs'], dialect: byPageNumber },
  mercurius: { label: 'Mercurius, loaders, JIT', language: 'JavaScript', command: ['node', 'peers/mercurius.mjs'], dialect: byPageNumber },
  apollo: {
    label: 'Apollo Server, datasource-rest, DataLoader',
    language: 'JavaScript',
    command: ['node', 'peers/apollo.mjs'],
    path: '/',
    dialect: byPageNumber,
  },
  'apollo-naive': {
    label: 'Apollo Server, a fetch in each resolver',
    language: 'JavaScript',
    command: ['node', 'peers/apolloNaive.mjs'],
    path: '/',
    dialect: byPageNumber,
    most: { q1: 32 },
  },
  'hive-mesh': {
    label: 'Hive Gateway, Mesh JSON schema, --jit',
    language: 'JavaScript',
    command: ['peers/hive/start.sh'],
    dialect: { ...byPageNumber, replace: [['ID!', 'String']] },
    needs: 'peers/hive/supergraph.graphql',
  },
};
