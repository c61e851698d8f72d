import KeyvRedis, { createClient } from '@keyv/redis';
import { Keyv } from 'keyv';
import { LRUCache } from 'lru-cache';

/**
 * A cache for what changes seldom: configurations and reference data. It may be lost at any time, which costs speed and
 * nothing else; every key holds whose view it is.
 */
export interface Cache {
  /** The value under a key, loaded when it is not there and then kept for a time. Concurrent readers of one key share one load; failures are not kept. */
  read<Value>(key: string, lifetimeMs: number, load: () => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** What the process's own memory keeps at most, in characters of JSON; what was not used for longest goes first. */
const mostKept = 64 * 1024 * 1024;

/** How long the cache may take to answer before it is done without, in milliseconds. */
const patienceMs = 250;

/** `url`: `redis://…`, or undefined for the process's own memory. */
export function createCache(url?: string): Cache {
  const store = url === undefined ? new Keyv({ store: ownMemory() }) : new Keyv(redisStore(url), { throwOnErrors: false });
  // A dead Redis is not an error of ours: everything is loaded instead.
  store.on('error', () => {});
  const loading = new Map<string, Promise<unknown>>();
  return {
    async read<Value>(key: string, lifetimeMs: number, load: () => Promise<Value>): Promise<Value> {
      const kept: Value | undefined = await inTime(store.get<Value>(key));
      if (kept !== undefined) return kept;
      const value = await shared(loading, key, load);
      void inTime(store.set(key, value, lifetimeMs));
      return value;
    },
    close: async () => {
      await inTime(store.disconnect());
    },
  };
}

function shared<Value>(loading: Map<string, Promise<unknown>>, key: string, load: () => Promise<Value>): Promise<Value>;
function shared(loading: Map<string, Promise<unknown>>, key: string, load: () => Promise<unknown>): Promise<unknown> {
  const under = loading.get(key);
  if (under) return under;
  const value = load().finally(() => loading.delete(key));
  loading.set(key, value);
  return value;
}

/** What the cache says, or undefined when it fails or takes too long. */
async function inTime<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    return await Promise.race([answer.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Keys come from what callers ask for, so that memory must have a bound of its own. Keyv hands over text with its lifetime. */
function ownMemory() {
  const kept = new LRUCache<string, string>({ maxSize: mostKept, sizeCalculation: (text, key) => text.length + key.length });
  return {
    get: (key: string) => kept.get(key),
    set: (key: string, text: string, ttl = 0) => void kept.set(key, text, { ttl }),
    delete: (key: string) => kept.delete(key),
    clear: () => kept.clear(),
  };
}

/** A Redis that fails fast: while it is gone, calls end at once instead of waiting for it. */
function redisStore(url: string): KeyvRedis<unknown> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 300, socketTimeout: 500, reconnectStrategy: (attempts: number) => Math.min(attempts * 100, 2_000) },
  });
  return new KeyvRedis<unknown>(client, { connectionTimeout: 300, throwOnConnectError: false, throwOnErrors: false });
}
