import { createClient, type Client } from 'graphql-ws';
import { localViewer } from '../../src/domain/viewer.ts';
import { createCursors } from '../../src/events/cursor.ts';
import type { Topic } from '../../src/ledger/ledger.ts';
import { createKeyring } from '../../src/ledger/keyring.ts';

/** An event as a subscriber got it. */
export interface SeenEvent {
  /** Read from its cursor, with the keys that the gateways sign with. */
  readonly position: bigint;
  readonly origin: string;
  readonly status: string;
  readonly previousStatus: string | null;
  readonly occurredAt: string;
  readonly disseminationId: string;
  readonly phase: string;
  readonly downloadUrls: readonly (string | null)[];
}

/** Somebody who watches over WebSocket, with a client that comes back with the last cursor whenever its connection breaks. */
export interface Subscriber {
  readonly topic: Topic;
  /** The state that it began with: the position of its snapshot; undefined before that. */
  readonly from: bigint | undefined;
  /** Every event after the snapshot, in the order of arrival. */
  readonly seen: readonly SeenEvent[];
  /** How often it got a snapshot where it should have gone on. */
  readonly begunAnew: number;
  readonly reconnects: number;
  /** Whether the gateway said that no more would come. */
  readonly completed: boolean;
  /** Errors that the gateway told it. */
  readonly errors: readonly string[];
  /** Breaks its connection, as a train does in a tunnel. */
  cut(): void;
  stop(): void;
}

export interface SubscriberOptions {
  /** Address of a gateway, asked for at every connection. */
  readonly gateway: () => string;
  readonly topic: Topic;
  readonly encryptionKeys: readonly string[];
}

const fields = 'cursor origin status previousStatus occurredAt dissemination { disseminationId phase files { downloadUrl } }';
const oneJob = `subscription ($id: ID!, $after: String) { event: disseminationUpdated(disseminationId: $id, after: $after) { ${fields} } }`;
const contract = `subscription ($id: ID!, $after: String) { event: disseminationsUpdated(contractId: $id, after: $after) { ${fields} } }`;

interface TestEvent {
  readonly cursor: string;
  readonly origin: string;
  readonly status: string;
  readonly previousStatus: string | null;
  readonly occurredAt: string;
  readonly dissemination: { readonly disseminationId: string; readonly phase: string; readonly files: readonly { readonly downloadUrl: string | null }[] };
}

/** Begins to watch. */
export function watch({ gateway, topic, encryptionKeys }: SubscriberOptions): Subscriber {
  const cursors = createCursors(createKeyring(encryptionKeys));
  const seen: SeenEvent[] = [];
  const errors: string[] = [];
  const state = { from: undefined as bigint | undefined, partial: false, begunAnew: 0, connections: 0, completed: false };
  const client: Client = createClient({
    url: () => `${gateway().replace(/^http/, 'ws')}/graphql`,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => new Promise((resolve) => void setTimeout(resolve, 20 + Math.random() * 180)),
    on: { connected: () => (state.connections += 1) },
  });
  // The client sends this very object with every subscription it makes, so the cursor in it is always the last one.
  const variables: { id: string; after?: string } = { id: topic.id ?? topic.contractId ?? '' };
  let unsubscribe = (): void => {};

  function take(event: TestEvent): void {
    const { position, partial } = cursors.decode(event.cursor, topic, localViewer.subject);
    variables.after = event.cursor;
    if (event.origin === 'SNAPSHOT') {
      // Whoever was cut off within a snapshot gets a new one; whoever had it whole never does.
      if (state.from !== undefined && state.from !== position && !state.partial) state.begunAnew += 1;
      state.from = position;
      state.partial = partial;
      return;
    }
    const { disseminationId, phase, files } = event.dissemination;
    seen.push({ ...event, position, disseminationId, phase, downloadUrls: files.map(({ downloadUrl }) => downloadUrl) });
  }

  function subscribe(): void {
    unsubscribe = client.subscribe<{ event: TestEvent }>(
      { query: topic.id === undefined ? contract : oneJob, variables },
      {
        next({ data, errors: told = [] }) {
          errors.push(...told.map(({ message, extensions }) => `${String(extensions?.['code'])}: ${message}`));
          if (data?.event) take(data.event);
        },
        error(error: unknown) {
          errors.push(Array.isArray(error) ? JSON.stringify(error) : String(error));
        },
        complete: () => (state.completed = true),
      },
    );
  }

  subscribe();
  return {
    topic,
    seen,
    errors,
    get from() {
      return state.from;
    },
    get begunAnew() {
      return state.begunAnew;
    },
    get reconnects() {
      return Math.max(0, state.connections - 1);
    },
    get completed() {
      return state.completed;
    },
    cut: () => client.terminate(),
    stop() {
      unsubscribe();
      // It rejects when it was about to connect: that is over too.
      Promise.resolve(client.dispose()).catch(() => {});
    },
  };
}
