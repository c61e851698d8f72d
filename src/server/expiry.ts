import type { Viewer } from '../domain/viewer.ts';

/** Whether a caller's token has ended. */
export function hasEnded({ expiresAt }: Viewer, now: number = Date.now()): boolean {
  return expiresAt !== null && now >= expiresAt;
}

/** The longest time that a timer of Node holds, in milliseconds; a longer one would run out at once. */
const longestTimer = 2 ** 31 - 1;

/** Calls back when a caller's token ends, however far off that is. Gives the function that calls it off. Keeps no process alive. */
export function onEnd(viewer: Viewer, ended: () => void): () => void {
  const { expiresAt } = viewer;
  if (expiresAt === null) return () => {};
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const leftMs = expiresAt - Date.now();
    timer = setTimeout(leftMs > longestTimer ? wait : ended, Math.min(Math.max(leftMs, 0), longestTimer)).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
