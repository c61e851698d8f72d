import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { root } from './processes.ts';

/** Says what is missing on this machine and how to get it, and ends. */
export function needTools(): void {
  const missing = ['cc', 'wrk', 'taskset'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (process.platform === 'linux' && missing.length === 0) return;
  console.error(
    process.platform === 'linux'
      ? `The benchmark needs ${missing.join(' and ')}. On Debian and Ubuntu: apt-get install gcc libc6-dev wrk util-linux`
      : 'The benchmark runs on Linux: it pins processes to cores and reads their cost from /proc.',
  );
  process.exit(1);
}

/** Compiles a C program of the benchmark where it is newer than its binary. Gives the binary's path. */
export function compile(source: string, name: string): string {
  const [from, to] = [`${root}${source}`, `${root}bin/${name}`];
  if (existsSync(to) && statSync(to).mtimeMs > statSync(from).mtimeMs) return to;
  mkdirSync(`${root}bin`, { recursive: true });
  const { status, stderr } = spawnSync('cc', ['-O2', '-o', to, from], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${source} does not compile:\n${stderr}`);
  return to;
}
