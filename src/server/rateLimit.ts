import { createHash } from 'node:crypto';
import { createClient } from '@keyv/redis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from '../domain/failure.ts';
import type { Viewer } from '../domain/viewer.ts';

/** Counts what each caller asks for. */
export interface RateLimit {
  /** Counts one request; undefined where nobody is counted. Rejects with `rateLimited`, which says when to come back. Never waits long for anybody. */
  take(viewer: Viewer): Promise<void> | undefined;
  close(): Promise<void>;
}

export interface RateLimitOptions {
  /** `RATE_LIMIT`: requests a minute for each subject; undefined for no limit. */
  readonly perMinute: number | undefined;
  /** `CACHE_URL`: replicas count together there. While it is gone each counts alone. */
  readonly cacheUrl?: string | undefined;
  /** `AUTH_ISSUER`: a subject is somebody only together with who says so. */
  readonly issuer?: string | undefined;
}

/** How long a Redis may take to count before this process counts itself, in milliseconds. */
const patienceMs = 250;

/** A limit per caller; without a number nobody is counted. */
export function createRateLimit({ perMinute, cacheUrl, issuer }: RateLimitOptions): RateLimit {
  if (perMinute === undefined) return { take: () => undefined, close: () => Promise.resolve() };
  const alone = new RateLimiterMemory({ points: perMinute, duration: 60 });
  const counter = cacheUrl === undefined ? { consume: (key: string) => alone.consume(key), close: () => {} } : countTogether(cacheUrl, perMinute, (key) => alone.consume(key));
  return {
    take: async ({ subject }) => {
      try {
        // By its hash: a subject may hold anything, and is nobody else's to read.
        await counter.consume(createHash('sha256').update(JSON.stringify([issuer, subject])).digest('base64url'));
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const message = `You may send ${perMinute.toLocaleString('en')} requests a minute.`;
        throw new Failure({ kind: 'rateLimited', message, retryAfterMs: Math.max(1, refused.msBeforeNext) });
      }
    },
    close: async () => {
      counter.close();
      await Promise.resolve();
    },
  };
}

/** Counts in Redis, and alone, once, whenever that fails or takes too long. */
function countTogether(url: string, points: number, alone: (key: string) => Promise<RateLimiterRes>) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 300, socketTimeout: 5_000, reconnectStrategy: (attempts: number) => Math.min(attempts * 100, 2_000) },
    pingInterval: 2_000,
  });
  // A Redis that is gone is not an error of ours.
  client.on('error', () => {});
  client.connect().catch(() => {});
  const limiter = new RateLimiterRedis({
    storeClient: client,
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
    keyPrefix: 'fonds:rate',
    points,
    duration: 60,
    // Who is over the limit is refused without asking again.
    inMemoryBlockOnConsumed: points + 1,
  });
  return {
    consume: (key: string) => inTime(limiter.consume(key), () => alone(key)),
    close: () => client.destroy(),
  };
}

/** What comes within our patience, a refusal too, else what can be had without it. */
async function inTime<T>(answer: Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), patienceMs);
  // It may also fail after nobody waits for it any more.
  const counted = answer.catch((error: unknown) => {
    if (error instanceof RateLimiterRes) throw error;
    return undefined;
  });
  counted.catch(() => {});
  try {
    return (await Promise.race([counted, late])) ?? (await otherwise());
  } finally {
    clearTimeout(timer);
  }
}
