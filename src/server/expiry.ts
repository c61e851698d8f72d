import type { Viewer } from '../domain/viewer.ts';

/** Whether a caller's token has ended. */
export function hasEnded({ expiresAt }: Viewer, now: number = Date.now()): boolean {
  return expiresAt !== null && now >= expiresAt;
}
