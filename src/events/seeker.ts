/**
 * Asks an upstream for things of which a caller has none here: there may be one that somebody made elsewhere. It is asked for
 * just the same where there is one here that is not the caller's, and what it says is left aside then. So whoever guesses ids
 * cannot tell by the calls, or by the time that they take, whether somebody else has what they may not see.
 */
export interface Seeker<Facts> {
  /**
   * Asks, once at a time for each key; who comes meanwhile gets the same. `ask` must share its call with no other reader: that one
   * is asked for just now would tell that it is there. Rejects as `ask` does.
   */
  seek(key: string, ask: () => Promise<Facts | undefined>): Promise<Facts | undefined>;
}

/** One for each kind of thing. */
export function createSeeker<Facts>(): Seeker<Facts> {
  const under = new Map<string, Promise<Facts | undefined>>();
  return {
    seek(key, ask) {
      const known = under.get(key);
      if (known) return known;
      const asking = ask().finally(() => under.delete(key));
      under.set(key, asking);
      return asking;
    },
  };
}
