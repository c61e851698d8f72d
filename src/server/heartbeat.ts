/** Something that is asked whether it is still there. */
export interface Asked {
  /** When it was asked last, or came (`performance.now`). */
  readonly askedAt: number;
  ask(now: number): void;
}

/** How often it is looked who is to be asked, in a round: those that came at different times are asked at different times. */
const looks = 24;

/** Asks each member once in `roundMs`, with one timer for all. Keeps no process alive. Gives the function that ends it. */
export function createHeartbeat(members: ReadonlySet<Asked>, roundMs: number): () => void {
  const look = (): void => {
    const now = performance.now();
    for (const member of members) if (now - member.askedAt >= roundMs) member.ask(now);
  };
  const timer = setInterval(look, roundMs / looks).unref();
  return () => clearInterval(timer);
}
