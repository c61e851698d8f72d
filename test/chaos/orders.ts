import { setTimeout as pause } from 'node:timers/promises';

/** What became of an order. */
export type Ordered = { readonly disseminationId: string } | { readonly lost: true };

const mutation =
  'mutation ($archiveId: ID!) { requestDissemination(input: { archiveId: $archiveId }) { dissemination { disseminationId } } }';

interface Answer {
  readonly data?: { readonly requestDissemination: { readonly dissemination: { readonly disseminationId: string } | null } | null } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly retryable?: boolean } }[];
}

/** Longer than any kill, lease and restart together. */
const patienceMs = 120_000;

/**
 * Orders an archive as a client does that takes no for an answer only when it is told so: whoever does not answer, or says that
 * it may be tried again, is asked again. `lost` when DPS has the order and nobody knows its id: its delivery will tell.
 */
export async function orderStubbornly(archiveId: string, gateway: () => string): Promise<Ordered> {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    const answer = await ask(gateway(), archiveId);
    const id = answer?.data?.requestDissemination?.dissemination?.disseminationId;
    if (id !== undefined) return { disseminationId: id };
    const [error] = answer?.errors ?? [];
    if (error?.extensions.code === 'CONFLICT' && !error.extensions.retryable && error.message.includes('DPS says')) return { lost: true };
    if (error && !error.extensions.retryable && error.extensions.code !== 'CONFLICT') throw new Error(`${error.extensions.code}: ${error.message}`);
    await pause(50 + Math.random() * 150);
  }
  throw new Error(`${archiveId} could not be ordered`);
}

/** Undefined when nobody answered. */
async function ask(gateway: string, archiveId: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query: mutation, variables: { archiveId } }),
    });
    return (await response.json()) as Answer;
  } catch {
    return undefined;
  }
}
