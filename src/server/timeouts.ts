/** How long clients may take for what they owe, in milliseconds. */
export interface Timeouts {
  /** For the head of a request, from the connection's beginning or the last answer's end. */
  readonly headersMs: number;
  /** For the body of an operation or a webhook. Uploads take as long as they take. */
  readonly bodyMs: number;
  /** For a socket to say who it is. */
  readonly initMs: number;
  /** For anything at all to move on a connection with a request or an answer under way: who does not read keeps nothing here for long. Longer than uploads allow themselves. */
  readonly idleMs: number;
}

export const usualTimeouts: Timeouts = { headersMs: 10_000, bodyMs: 30_000, initMs: 5_000, idleMs: 180_000 };
