import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Issuer } from '../harness/issuer.ts';

/** What is measured side by side when one event goes to thousands of subscribers. */
export interface SubscriptionContender {
  readonly label: string;
  /** Starts one process that stays in the foreground. `PORT` is in its environment. */
  readonly command: readonly string[];
  /** Where it starts, below the benchmark's folder. */
  readonly folder?: string;
  readonly env?: (place: SubscriptionPlace) => Readonly<Record<string, string>>;
  /** `graphql-transport-ws`, server-sent events, or messages of a bare WebSocket. */
  readonly mode: 'ws' | 'sse' | 'raw';
  readonly path: string;
  /** What each subscriber asks for: the payload of its operation. */
  readonly subscription: string;
  /** Who subscribes; default nobody in particular. */
  readonly tokens?: (issuer: Issuer, subscribers: number) => readonly string[];
  /** A request that makes one event; a new one each time. */
  readonly trigger: () => Trigger;
  /** Measured only when it is named. */
  readonly optional?: boolean;
}

/** What a contender is told of its surroundings. */
export interface SubscriptionPlace {
  readonly port: number;
  readonly issuer: Issuer;
}

/** A POST request. */
export interface Trigger {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = { 'content-type': 'application/json' };
const peer = {
  mode: 'ws',
  path: '/graphql',
  subscription: JSON.stringify({ query: 'subscription { packageChanged { packageId title status user at previous } }' }),
  trigger: () => ({ path: '/graphql', headers: json, body: JSON.stringify({ query: 'mutation { publish }' }) }),
} as const;

const secret = 'a secret of the benchmark';
const contractId = '2d17';

/** Fonds as it is shipped: callers bear JWTs that are verified, webhooks are signed, and everything else is at its default. */
const fonds = {
  label: 'Fonds',
  command: ['node', 'src/main.ts'],
  folder: '..',
  mode: 'ws',
  path: '/graphql',
  env: ({ port, issuer }: SubscriptionPlace) => ({
    PORT: String(port),
    // Nobody is asked: a job that ends with its first webhook is never polled.
    DPS_BASE_URL: 'http://127.0.0.1:9',
    DPS_TOKEN_URL: 'http://127.0.0.1:9/token',
    DPS_CLIENT_ID: 'bench',
    DPS_CLIENT_SECRET: 'bench',
    DPS_WEBHOOK_SECRETS: secret,
    AUTH_ISSUER: issuer.url,
    AUTH_AUDIENCE: issuer.audience,
    DATABASE_URL: `sqlite:${mkdtempSync(`${tmpdir()}/fonds-bench-`)}/ledger.db`,
  }),
  subscription: JSON.stringify({
    query: 'subscription ($contractId: ID!) { disseminationsUpdated(contractId: $contractId) { cursor occurredAt origin status dissemination { disseminationId archiveId } } }',
    variables: { contractId },
  }),
  trigger: delivery,
} as const;

export const subscriptionContenders: Readonly<Record<string, SubscriptionContender>> = {
  raw: { ...peer, label: 'bare `ws` broadcast of one text', command: ['node', 'peers/subscriptions/raw.mjs'], mode: 'raw', path: '/' },
  fonds: { ...fonds, tokens: (issuer) => [tokenOf(issuer, 'caller')] },
  'fonds-many': { ...fonds, label: 'Fonds, every subscriber another caller', tokens: (issuer, count) => Array.from({ length: count }, (_, n) => tokenOf(issuer, `caller-${n}`)) },
  apollo: { ...peer, label: 'Apollo Server, graphql-ws, PubSub', command: ['node', 'peers/subscriptions/apollo.mjs'] },
  yoga: { ...peer, label: 'Yoga, graphql-ws', command: ['node', 'peers/subscriptions/yoga.mjs'] },
  'yoga-sse': { ...peer, label: 'Yoga, server-sent events', command: ['node', 'peers/subscriptions/yoga.mjs'], mode: 'sse' },
  mercurius: { ...peer, label: 'Mercurius', command: ['node', 'peers/subscriptions/mercurius.mjs'] },
};

function tokenOf(issuer: Issuer, subject: string): string {
  return issuer.token(subject, [`${contractId}_R`]);
}

/** A new job whose first and last word is its delivery, signed now as Standard Webhooks says. */
function delivery(): Trigger {
  const [id, timestamp] = [`msg_${randomUUID()}`, String(Math.floor(Date.now() / 1000))];
  const archiveId = randomUUID();
  const body = JSON.stringify({
    type: 'dissemination.delivered',
    timestamp: new Date().toISOString(),
    data: {
      archiveId,
      disseminationId: randomUUID().replaceAll('-', '').slice(0, 22),
      objectId: `no-nb_${archiveId.slice(0, 8)}`,
      clientId: 'bench',
      contractId,
      sumSizeInBytes: 52_428_800,
      files: ['content.tar', 'metadata.tar'].map((filename) => ({
        downloadURL: `https://storage.example/${archiveId}/${filename}?X-Amz-Expires=604800&X-Amz-Signature=${'0'.repeat(64)}`,
        filename,
        filesize: 26_214_400,
        expirationDate: new Date(Date.now() + 604_800_000).toISOString(),
        checksum: '9e107d9d372bb6826bd81d3542a419d6',
        checksumAlgorithm: 'MD5',
      })),
    },
  });
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { path: '/webhooks/dps', headers: { ...json, 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }, body };
}
