import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Processes pinned to a core, and their cost as `/proc` tells it. */

/** The folder of the benchmark, with a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The server under test has one core for all its threads; the upstream, the load and the harness share the other. */
export const serverCore = process.env['SERVER_CORE'] ?? '0';
export const loadCore = process.env['LOAD_CORE'] ?? '1';

/** A running process. */
export interface Pinned {
  readonly pid: number;
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** The last of what it wrote. */
  readonly log: () => string;
  /** Asks it to end, and ends it after 3 s. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions {
  readonly core: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Below `root`. */
  readonly folder?: string;
  /** For a program that is `node`. */
  readonly nodeOptions?: readonly string[];
}

const running = new Set<Pinned>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const { child } of running) child.kill('SIGKILL');
    process.exit(1);
  });
}

/** Starts a command on a core. `node` is the one that runs the benchmark. */
export function start([program = '', ...rest]: readonly string[], { core, env = {}, folder = '', nodeOptions = [] }: StartOptions): Pinned {
  const command = program === 'node' ? [process.execPath, ...nodeOptions, ...rest] : [program, ...rest];
  const child = spawn('taskset', ['-c', core, ...command], {
    cwd: root + folder,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (log = (log + text.toString()).slice(-4000)));
  // A process that ends before it has read its input is no fault of ours.
  child.stdin.on('error', () => {});
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const pinned: Pinned = {
    pid: child.pid ?? 0,
    child,
    log: () => log,
    stop: async () => {
      child.kill('SIGTERM');
      await Promise.race([gone, pause(3_000)]);
      child.kill('SIGKILL');
      await gone;
    },
  };
  running.add(pinned);
  void gone.then(() => running.delete(pinned));
  return pinned;
}

/** Runs a command on a core to its end and gives what it wrote. Throws when it fails. */
export async function run(command: readonly string[], core: string): Promise<string> {
  const { child, log } = start(command, { core });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command.join(' ')}: ${log()}`);
  return text;
}

/** Moves this process to a core. */
export function pinMyself(core: string): void {
  spawnSync('taskset', ['-acp', core, String(process.pid)]);
}

/** User and system time so far, in seconds. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100; // USER_HZ is 100 on Linux
}

/** System time so far, in seconds: what the kernel does for the process. */
export function kernelSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[12]) / 100;
}

/**
 * Time so far that a process was ready to run and had no core, in seconds. About a fifth of a busy server's time goes to its own
 * threads, which share its core; much more is somebody else's work, and then the figures say nothing.
 */
export function waitedSeconds(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e9;
}

/** Resident memory in MiB. */
export function rssMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Asks `check` until it agrees; what it throws counts as a no. Throws with the process's words when it ends or takes too long. */
export async function ready(check: () => unknown, { child, log }: Pinned, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end && child.exitCode === null; await pause(50)) {
    try {
      if (await check()) return;
    } catch {
      // Not yet.
    }
  }
  throw new Error(`not ready: ${log()}`);
}

export { pause };
