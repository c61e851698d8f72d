import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DpsSimulator } from '../../src/sandbox/dps.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { claimPort } from '../ports.ts';

/** A gateway in a process of its own, as it runs in earnest. It can be killed, and started again on the same port. */
export interface GatewayProcess {
  readonly name: string;
  /** `http://127.0.0.1:port`, the same after every start. */
  readonly url: string;
  /** Whether its process is there. */
  readonly running: boolean;
  /** Its present process; rejects calls while there is none. */
  readonly pid: number;
  /** Starts it and resolves when it is ready. Throws with the end of its log when it ends instead. */
  start(): Promise<void>;
  /** Ends it as a power failure does, and resolves when the system has no such process any more. */
  kill(): Promise<void>;
  /** Asks it to stop (SIGTERM), and gives its exit code when it has. */
  terminate(): Promise<number | null>;
  /** Sends a signal and waits for nothing. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code when its present process ends. */
  readonly ended: Promise<number | null>;
  /** What each of its processes logged, one list for each start; a line that a kill cut in two is left out. */
  runs(): LogLine[][];
}

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface GatewayProcessOptions {
  readonly name?: string;
  /** A folder for its log. */
  readonly folder: string;
  /** Settings beside HOST and PORT. */
  readonly env: Readonly<Record<string, string>>;
  /** The module that is run. Default `src/main.ts`. */
  readonly entry?: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const children = new Set<ChildProcess>();
// Whatever becomes of a test, its gateways do not outlive it.
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Prepares one; nothing runs until `start`. */
export async function prepareGateway({ name = 'gateway', folder, env, entry = 'src/main.ts' }: GatewayProcessOptions): Promise<GatewayProcess> {
  const port = await claimPort();
  const url = `http://127.0.0.1:${port}`;
  const logs: string[] = [];
  let child: ChildProcess | undefined;
  let ended = Promise.resolve<number | null>(null);

  function spawned(): ChildProcess {
    const path = join(folder, `${name}-${logs.length}.log`);
    logs.push(path);
    // A file, not a pipe: what was written before a kill stays written, and nobody needs to read meanwhile.
    const log = openSync(path, 'a');
    const settings = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'debug', ...env };
    const started = spawn(process.execPath, [join(root, entry)], { cwd: folder, env: settings, stdio: ['ignore', log, log] });
    closeSync(log);
    children.add(started);
    return started;
  }

  async function untilReady(): Promise<void> {
    for (;;) {
      if (!child) throw new Error(`${name} ended before it was ready:\n${readFileSync(logs.at(-1) ?? '', 'utf8').slice(-2_000)}`);
      const ready = await fetch(`${url}/health/ready`).then(({ status }) => status === 200, () => false);
      if (ready) return;
      await pause(25);
    }
  }

  async function endWith(signal: NodeJS.Signals): Promise<number | null> {
    child?.kill(signal);
    return ended;
  }

  return {
    name,
    url,
    get running() {
      return child !== undefined;
    },
    get pid() {
      if (child?.pid === undefined) throw new Error(`${name} does not run`);
      return child.pid;
    },
    get ended() {
      return ended;
    },
    async start() {
      const started = spawned();
      child = started;
      ended = once(started, 'exit').then(([code]) => {
        children.delete(started);
        if (child === started) child = undefined;
        return typeof code === 'number' ? code : null;
      });
      await untilReady();
    },
    kill: async () => void (await endWith('SIGKILL')),
    terminate: () => endWith('SIGTERM'),
    signal: (signal) => void child?.kill(signal),
    runs: () => logs.map(linesOf),
  };
}

function linesOf(path: string): LogLine[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .flatMap((line) => {
      const parsed: unknown = JSON.parse(line);
      return typeof parsed === 'object' && parsed !== null ? [{ ...parsed }] : [];
    });
}

/** Where a ledger lies. */
export interface LedgerPlace {
  readonly databaseUrl: string;
  readonly encryptionKeys: readonly string[];
}

/** The settings of a gateway whose DPS is a simulator. */
export function settingsFor(dps: DpsSimulator, { databaseUrl, encryptionKeys }: LedgerPlace): Record<string, string> {
  const [client] = dps.clients;
  if (!client) throw new Error('the simulated DPS has no client');
  return {
    DPS_BASE_URL: dps.baseUrl,
    DPS_TOKEN_URL: dps.tokenUrl,
    DPS_CLIENT_ID: client.clientId,
    DPS_CLIENT_SECRET: client.clientSecret,
    DPS_WEBHOOK_SECRETS: sandboxWebhookSecret,
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS: encryptionKeys.join(','),
  };
}
