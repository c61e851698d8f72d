import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordedCall } from './simulatorCalls.ts';
import { errorAnswer, type ErrorShape } from './simulatorErrors.ts';
import { send, type Answer } from './simulatorHttp.ts';

/**
 * How a simulator misbehaves.
 * - `latency`: answers `ms` later (wall time: the caller's socket lives in it), then as the next rule says, or truly.
 * - `status`: this status with an error in `shape`, or with `body`; `code` and `message` fill the shape. With `effect` the request is carried out first.
 * - `throttle`: 429 (or 503) with `Retry-After`, in seconds or as any text (an HTTP date).
 * - `reset`: the connection is reset before anything happens.
 * - `lost`: the request is carried out, then the connection is reset: the caller cannot know.
 * - `cutOff`: the true answer with its true length, of which only a half is sent before the connection is reset.
 * - `hang`: no answer, until the caller gives up or the simulator stops. With `effect` the request is carried out.
 * - `invalidJson`: 200 with text that is not JSON.
 * - `tooLarge`: 200 with `bytes` bytes of JSON that ends properly (default 64 MiB).
 * - `answer`: exactly this answer.
 */
export type Fault =
  | { kind: 'latency'; ms: number }
  | { kind: 'status'; status: number; shape?: ErrorShape; code?: string; message?: string | null; body?: string; contentType?: string; headers?: Record<string, string>; effect?: boolean }
  | { kind: 'throttle'; status?: 429 | 503; retryAfter: number | string; shape?: ErrorShape }
  | { kind: 'reset' }
  | { kind: 'lost' }
  | { kind: 'cutOff' }
  | { kind: 'hang'; effect?: boolean }
  | { kind: 'invalidJson' }
  | { kind: 'tooLarge'; bytes?: number }
  | { kind: 'answer'; answer: Answer };

/** When and how often a simulator misbehaves. */
export type Misbehaviour = {
  /** A route's name, or a condition; every call when left out. */
  match?: string | ((call: RecordedCall) => boolean);
  /** How many matching calls; default 1, `Infinity` for all. */
  times?: number;
  /** How many matching calls go well first; default 0. */
  skip?: number;
  how: Fault;
};

/** The rules in force, in the order they were made; the first that matches is used up first. */
export type Faults = {
  /** Adds a rule; gives a function that takes it away again. */
  misbehave: (rule: Misbehaviour) => () => void;
  /** Takes all rules away. */
  behave: () => void;
};

type Armed = { rule: Misbehaviour; left: number; skip: number };

const matches = (rule: Misbehaviour, call: RecordedCall): boolean =>
  rule.match === undefined || (typeof rule.match === 'string' ? rule.match === call.route : rule.match(call));

/** An empty list of rules, and `take` for the server: the faults that this call meets (latencies, and at most one other, last). */
export const faultList = (): Faults & { take: (call: RecordedCall) => Fault[] } => {
  let armed: Armed[] = [];
  const spend = (entry: Armed, call: RecordedCall): boolean => {
    if (entry.left <= 0 || !matches(entry.rule, call)) return false;
    if (entry.skip > 0) {
      entry.skip -= 1;
      return false;
    }
    entry.left -= 1;
    return true;
  };
  return {
    misbehave: (rule) => {
      const entry: Armed = { rule, left: rule.times ?? 1, skip: rule.skip ?? 0 };
      armed.push(entry);
      return () => {
        armed = armed.filter((each) => each !== entry);
      };
    },
    behave: () => {
      armed = [];
    },
    take: (call) => {
      const taken: Fault[] = [];
      for (const entry of armed) {
        if (!spend(entry, call)) continue;
        taken.push(entry.rule.how);
        if (entry.rule.how.kind !== 'latency') break;
      }
      armed = armed.filter((each) => each.left > 0);
      return taken;
    },
  };
};

const tooLarge = (bytes: number): Answer => {
  const part = Buffer.alloc(64 * 1024, 'x');
  const padding = function* (): Generator<Buffer> {
    yield Buffer.from('{"padding":"');
    for (let left = bytes; left > 0; left -= part.length) yield left < part.length ? part.subarray(0, left) : part;
    yield Buffer.from('"}');
  };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Readable.from(padding()) };
};

const cutOff = (response: ServerResponse, answer: Answer): void => {
  const bytes = answer.body === undefined || answer.body instanceof Readable ? Buffer.alloc(0) : Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Math.max(bytes.length, 2)) });
  // The callback runs once the half is on its way, so that the caller really reads a part.
  response.write(bytes.length > 1 ? bytes.subarray(0, bytes.length / 2) : ' ', () => response.destroy());
};

/**
 * Lets a call meet its faults. `effect` carries the request out and gives the true answer.
 * Gives the status that was sent, `null` when the connection was cut or left hanging.
 */
export const meetFaults = async (
  faults: Fault[], request: IncomingMessage, response: ServerResponse, effect: () => Promise<Answer>,
): Promise<number | null> => {
  const sendAll = async (answer: Answer): Promise<number> => {
    await send(response, answer, request.method === 'HEAD');
    return answer.status;
  };
  for (const fault of faults) {
    switch (fault.kind) {
      case 'latency':
        await wait(fault.ms, undefined, { ref: false });
        break;
      case 'status': {
        if (fault.effect === true) await effect();
        const { status, shape = 'empty', code = 'INJECTED', message = 'Injected by the simulator' } = fault;
        const made = errorAnswer(shape, { status, code, message, at: Date.now(), path: (request.url ?? '/').split('?')[0] ?? '/' });
        const contentType = fault.contentType === undefined ? {} : { 'content-type': fault.contentType };
        return sendAll({ ...made, ...(fault.body === undefined ? {} : { body: fault.body }), headers: { ...made.headers, ...contentType, ...fault.headers } });
      }
      case 'throttle': {
        const status = fault.status ?? 429;
        const made = errorAnswer(fault.shape ?? 'empty', { status, code: 'TOO_MANY_REQUESTS', message: 'Slow down' });
        return sendAll({ ...made, headers: { ...made.headers, 'retry-after': String(fault.retryAfter) } });
      }
      case 'reset':
        request.socket.resetAndDestroy();
        return null;
      case 'lost':
        await effect();
        request.socket.resetAndDestroy();
        return null;
      case 'cutOff':
        cutOff(response, await effect());
        return null;
      case 'hang':
        if (fault.effect === true) await effect();
        return null;
      case 'invalidJson':
        return sendAll({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"items": [{"packageId": ' });
      case 'tooLarge':
        return sendAll(tooLarge(fault.bytes ?? 64 * 1024 * 1024));
      case 'answer':
        return sendAll(fault.answer);
    }
  }
  return sendAll(await effect());
};
