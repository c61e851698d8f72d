import { createClient } from 'graphql-ws';

const query = `subscription ($contractId: ID!, $after: String) {
  disseminationsUpdated(contractId: $contractId, after: $after) { cursor status dissemination { disseminationId progress } }
}`;

/** Tells every change once and in order, over restarts of the gateway too. Gives a function that stops it. */
export function watch(url: string, contractId: string, onEvent: (event: Event) => void, onEnd: (why?: unknown) => void, after?: string): () => void {
  const variables = { contractId, after };
  const next = ({ data }: { data?: { disseminationsUpdated: Event } | null }): void => {
    if (!data) return;
    onEvent(data.disseminationsUpdated);
    variables.after = data.disseminationsUpdated.cursor; // What is sent when the client connects again.
  };
  return createClient({ url, retryAttempts: Infinity }).subscribe({ query, variables }, { next, error: onEnd, complete: onEnd });
}

export interface Event {
  readonly cursor: string;
  readonly status: string;
  readonly dissemination: { readonly disseminationId: string; readonly progress: number };
}
