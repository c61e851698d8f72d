import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Clock } from '../domain/clock.ts';
import { documentedRetryDelaysMs, sandboxWebhookSecret, type WebhookOptions } from './dpsOptions.ts';
import { base62Id, offsetTime, type Message } from './dpsState.ts';
import { headersFor, tampered, type WebhookFault, type WebhookMisbehaviour } from './dpsWebhookFaults.ts';
import { toJson } from './simulatorHttp.ts';
import { timersOf } from './simulatorTimers.ts';

/** One attempt to deliver. */
export type WebhookAttempt = { id: string; type: string; at: number; headers: Record<string, string>; body: string; /** The receiver's status, `null` without an answer. */ status: number | null };

/** The sending side of DPS's webhooks. */
export type Webhooks = {
  /** Sets the receiver; what waited for one goes out at once. */
  deliverTo: (url: string) => void;
  /** Signs with these secrets from now on; two of them during a rotation. */
  signWith: (...secrets: string[]) => void;
  /** Sends any event, documented or not. Gives the message's id. */
  send: (type: string, data: unknown) => string;
  misbehave: (rule: WebhookMisbehaviour) => void;
  /** The attempts so far, oldest first; the last 1,000. */
  readonly attempts: WebhookAttempt[];
  /** Messages not delivered yet. */
  waiting: () => Message[];
  /** Resolves when no attempt is under way. */
  idle: () => Promise<void>;
};

/** Posts and gives the status; `null` when there was no answer before the signal. */
const post = (url: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<number | null> =>
  new Promise<number | null>((resolve) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const length = String(Buffer.byteLength(body));
    const call = send(url, { method: 'POST', headers: { ...headers, 'content-length': length }, agent: false, signal }, (answer) => {
      answer.on('error', () => resolve(null));
      answer.resume().on('end', () => resolve(answer.statusCode ?? null));
    });
    call.on('error', () => resolve(null));
    call.end(body);
  }).catch(() => null); // an address that is none

const fiveDaysMs = 5 * 24 * 3_600_000;

/** What the sender works with: where messages are kept, and `changed` to have them written. */
type Sender = { clock: Clock; outbox: Record<string, Message>; changed: () => void; options: WebhookOptions };

/** Starts the sending side; messages left over from before go on. */
export const startWebhooks = ({ clock, outbox, changed, options }: Sender): Webhooks & { stop: () => Promise<void> } => {
  const { retryDelaysMs = documentedRetryDelaysMs, answerTimeoutMs = 10_000 } = options;
  let secrets = options.secrets ?? [sandboxWebhookSecret];
  let receiver = options.receiverUrl;
  const timers = timersOf(clock);
  const attempts: WebhookAttempt[] = [];
  const rules: { rule: WebhookMisbehaviour; left: number }[] = [];
  const faults = new Map<string, WebhookFault>();
  const underWay = new Set<Promise<void>>();
  let heldBack: Message[] = [];
  const stopping = new AbortController();

  const attempt = async (message: Message): Promise<boolean> => {
    const fault = faults.get(message.id);
    faults.delete(message.id);
    if (receiver === undefined) return false;
    const headers = headersFor(message, fault, secrets, clock.now());
    const body = fault?.kind === 'tamper' ? tampered(message.body) : message.body;
    const at = clock.now();
    const url = receiver;
    const once = (): Promise<number | null> => post(url, headers, body, AbortSignal.any([stopping.signal, AbortSignal.timeout(answerTimeoutMs)]));
    const status = await once();
    attempts.push({ id: message.id, type: message.type, at, headers, body, status });
    if (attempts.length > 1_000) attempts.shift();
    const taken = status !== null && status >= 200 && status < 300;
    if (fault?.kind === 'duplicate') {
      if (taken) await once();
      else faults.set(message.id, fault); // what nobody has cannot come a second time
    }
    return taken;
  };

  const deliver = async (message: Message): Promise<void> => {
    if (receiver === undefined) return; // waits for `deliverTo`
    const taken = await attempt(message);
    if (stopping.signal.aborted) return; // the next start sends it again
    if (taken) delete outbox[message.id];
    else {
      message.nextAt = clock.now() + (retryDelaysMs[message.attempts] ?? retryDelaysMs.at(-1) ?? fiveDaysMs);
      message.attempts += 1;
      if (message.nextAt - message.createdAt > fiveDaysMs) delete outbox[message.id];
      else plan(message);
    }
    changed();
    const next = heldBack.filter((each) => each !== message);
    heldBack = [];
    for (const each of next) plan(each);
  };

  const plan = (message: Message): void =>
    timers.set(message.id, message.nextAt, () => {
      const running: Promise<void> = deliver(message).finally(() => underWay.delete(running));
      underWay.add(running);
      return running;
    });

  const faultFor = (message: Message): WebhookFault | undefined => {
    const found = rules.find(({ rule: { match }, left }) => left > 0 && (match === undefined || (typeof match === 'string' ? match === message.type : match(message))));
    if (found !== undefined) found.left -= 1;
    return found?.rule.how;
  };

  const send = (type: string, data: unknown): string => {
    const now = clock.now();
    const message: Message = { id: `msg_${base62Id(27)}`, type, body: toJson({ type, timestamp: offsetTime(now, '000000'), data }), attempts: 0, createdAt: now, nextAt: now };
    const fault = faultFor(message);
    if (fault?.kind === 'drop') return message.id;
    if (fault?.kind === 'delay') message.nextAt += fault.ms;
    else if (fault !== undefined) faults.set(message.id, fault);
    outbox[message.id] = message;
    changed();
    if (fault?.kind === 'reorder') heldBack.push(message);
    else plan(message);
    return message.id;
  };

  const idle = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  for (const message of Object.values(outbox)) plan(message);
  return {
    send, attempts,
    deliverTo: (url) => {
      receiver = url;
      for (const message of Object.values(outbox)) if (!heldBack.includes(message)) plan(message);
    },
    signWith: (...list) => {
      secrets = list;
    },
    misbehave: (rule) => void rules.push({ rule, left: rule.times ?? 1 }),
    waiting: () => Object.values(outbox),
    idle,
    stop: async () => {
      timers.stop();
      stopping.abort();
      await idle();
    },
  };
};
