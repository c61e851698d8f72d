/** When a job in flight is to be asked about next (product contract §4.3). */

/** After a request or a change. */
export const firstPollMs = 2_000;
/** The longest interval while somebody watches. */
export const watchedPollMs = 15_000;
/** The longest interval while nobody does. */
export const unwatchedPollMs = 300_000;
/** How much longer than its interval a wait may get by chance, so that jobs made together drift apart. Never shorter: upstream sees at most one poll per interval. */
const jitter = 0.1;

/** The wait before the next poll: 2 s, doubled for each poll that brought no change, up to a limit. `random` is between 0 and 1. */
export function pollIntervalMs(quietPolls: number, watched: boolean, random: () => number = Math.random): number {
  const interval = Math.min(firstPollMs * 2 ** Math.min(quietPolls, 16), watched ? watchedPollMs : unwatchedPollMs);
  return Math.round(interval * (1 + jitter * random()));
}
