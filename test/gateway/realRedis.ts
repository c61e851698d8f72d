import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { claimPort } from '../ports.ts';

/** Whether this machine has a Redis to test with. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of its own, that keeps nothing on disk. It can be killed and frozen in the middle of things, and come back on its port. */
export interface RealRedis {
  readonly url: string;
  /** Ends at once, with all that it held. */
  kill(): Promise<void>;
  /** Starts again, empty; `args` as of `redis-server`. */
  rise(...args: string[]): Promise<void>;
  /** Stops answering, with its connections open, or goes on. */
  freeze(frozen: boolean): void;
}

/** Starts one. */
export async function startRealRedis(): Promise<RealRedis> {
  // Redis takes no port 0.
  const port = await claimPort();
  let server: ChildProcess | undefined;
  const redis: RealRedis = {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      const ended = server && once(server, 'exit');
      server?.kill('SIGKILL');
      server = undefined;
      await ended;
    },
    async rise(...args) {
      const started = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
      server = started;
      for await (const line of createInterface({ input: started.stdout })) if (line.includes('Ready to accept connections')) break;
      started.stdout.resume();
    },
    freeze: (frozen) => void server?.kill(frozen ? 'SIGSTOP' : 'SIGCONT'),
  };
  await redis.rise();
  return redis;
}
