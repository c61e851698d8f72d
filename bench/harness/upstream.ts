import { claimPort } from '../../test/ports.ts';
import { compile } from './build.ts';
import { cpuSeconds, loadCore, pause, ready, start } from './processes.ts';

/** The upstream: one process of C that answers as Docbyte Vault and counts its calls (`harness/upstream.c`). */
export interface Upstream {
  readonly url: string;
  /** Forgets what was counted. */
  reset(): Promise<void>;
  /** Calls and bytes since the last reset, those for tokens aside. */
  counted(): Promise<Counted>;
  /** How long each answer waits. */
  delay(ms: number): Promise<void>;
  /** Waits until no more calls come in: a server goes on working for clients that left. */
  quiet(): Promise<void>;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

export interface Counted {
  readonly calls: number;
  readonly bytes: number;
}

export async function startUpstream(): Promise<Upstream> {
  const port = await claimPort();
  const url = `http://127.0.0.1:${port}`;
  const mock = start([compile('harness/upstream.c', 'upstream'), String(port)], { core: loadCore });
  const ask = async (path: string, method = 'POST') => {
    const response = await fetch(url + path, { method });
    const answer: Readonly<Record<string, number>> = JSON.parse(await response.text());
    return answer;
  };
  await ready(() => ask('/_counters', 'GET'), mock);
  const counted = async () => {
    const { total = 0, token = 0, bytes = 0 } = await ask('/_counters', 'GET');
    return { calls: total - token, bytes };
  };
  return {
    url,
    reset: async () => void (await ask('/_reset')),
    counted,
    delay: async (ms) => void (await ask(`/_latency?ms=${ms}`)),
    quiet: async () => {
      let [last, still] = [-1, 0];
      for (let tries = 0; tries < 400 && still < 3; tries++) {
        const { calls } = await counted();
        still = calls === last ? still + 1 : 0;
        last = calls;
        await pause(100);
      }
    },
    cpuSeconds: () => cpuSeconds(mock.pid),
    stop: () => mock.stop(),
  };
}
