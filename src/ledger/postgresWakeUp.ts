import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';

/** What an append notifies, in the transaction that appends. */
export const wakeUpChannel = 'fonds_appended';

/** How often the listening connection is asked whether it still stands: nothing else would notice a silent break. */
const heartbeatMs = 10_000;
const firstPauseMs = 50;
const longestPauseMs = 1_000;

/**
 * One connection that hears of appends by every replica and calls `call`. When it breaks it is made again, with growing pauses, and
 * `call` is called once it listens: whatever was missed meanwhile is in the table.
 */
export function createWakeUp(config: ClientConfig, call: () => void): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    for (let pauseMs = firstPauseMs; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const listened = await listenUntilBroken(config, call, stopping.signal);
      if (listened) pauseMs = firstPauseMs;
      // Not all replicas at the same moment.
      await pause(pauseMs * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      if (!stopping.signal.aborted) running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Gives whether it came to listening before it broke, or was stopped. Never rejects. */
async function listenUntilBroken(config: ClientConfig, call: () => void, stop: AbortSignal): Promise<boolean> {
  const client = new Client(config);
  const { promise: broken, resolve: breakOff } = Promise.withResolvers<void>();
  client.on('error', () => breakOff());
  client.on('end', () => breakOff());
  client.on('notification', call);
  const onStop = () => breakOff();
  stop.addEventListener('abort', onStop);
  let heartbeat: NodeJS.Timeout | undefined;
  try {
    await client.connect();
    await client.query(`LISTEN ${wakeUpChannel}`);
    call();
    heartbeat = setInterval(() => void client.query('SELECT 1').catch(onStop), heartbeatMs);
    if (!stop.aborted) await broken;
    return true;
  } catch {
    return false;
  } finally {
    clearInterval(heartbeat);
    stop.removeEventListener('abort', onStop);
    await client.end().catch(() => undefined);
  }
}
