import type { QueryName } from '../queries/queries.ts';

/** One measurement of the queries. */
export interface QueryRow {
  readonly name: string;
  readonly round: number;
  readonly query: QueryName;
  /** How long the upstream waits before each answer. */
  readonly delayMs: number;
  readonly connections: number;
  /** Upstream calls and bytes of one request alone. */
  readonly calls: number;
  readonly bytes: number;
  /** Whether its data is that of the floor. */
  readonly verified: boolean;
  readonly rps: number;
  /** In ms. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** User and system time of the server. */
  readonly cpuMsPerRequest: number;
  /** Of one core. */
  readonly cpuShare: number;
  readonly upstreamShare: number;
  readonly callsUnderLoad: number;
  readonly rssMiB: number;
}
