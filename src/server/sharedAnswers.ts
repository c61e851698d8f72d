import { hash, randomBytes } from 'node:crypto';
import type { Viewer } from '../domain/viewer.ts';
import { Told } from '../events/feedEvent.ts';

/**
 * One answer for all who ask the same of the same event, as far as it is right for all of them. An answer is right for
 * whoever agrees with the caller it was made for in all that making it looked at, so making it is watched:
 *
 * - Nothing of the caller but the roles was looked at: it is for everyone who bears the very same roles.
 * - Anything else was (subject, token, the token's end): it is for that caller alone, in all sockets that bear the same token.
 * - The event's cursor, which is bound to the subject, is left open, and filled in for each subject.
 *
 * No list of harmless fields has to be kept for this: a resolver that looks at more shares less by itself.
 */
export interface OperationAnswers {
  /** The rest of a message: the payload of an event for a caller, and what closes it. At once where that is possible. Never rejects. */
  of(event: unknown, viewer: Viewer): Buffer | Promise<Buffer>;
}

/** Answers an event for a caller: gives the payload as JSON. Never rejects. */
export type MakeAnswer = (event: unknown, viewer: Viewer) => string | Promise<string>;

/** So long an answer is given to others, in milliseconds: who takes the event later, from a backlog, gets what is right by then. */
const sharedMs = 1_000;
/** Stands for the cursor while an answer is made; nobody can guess it, so no data holds it. */
const cursorPlace = randomBytes(41).toString('base64url');

/** An answer without the cursors that belong between its parts. */
interface Made {
  readonly parts: readonly string[];
  /** Whether more of the caller than the roles was looked at. */
  readonly personal: boolean;
}

interface Kept {
  /** Who it was made for. */
  readonly caller: Viewer;
  made: Made | Promise<Made>;
  /** Nobody gets it after this. */
  until: number;
  /** What it was filled in with last: those of one subject come one after another. */
  cursor: string | undefined;
  body: Buffer | undefined;
}

/** The answers of one operation: the same document, name and variables. `closing` follows the payload in every message. `now` is in milliseconds. */
export function createOperationAnswers(make: MakeAnswer, closing: string, now: () => number = () => performance.now()): OperationAnswers {
  /** By the job as the event left it, which is one object for all who are told of it. */
  const events = new WeakMap<object, Map<string, Kept>>();
  /** Whether an answer was ever right for one caller alone: from then on nobody waits to learn whether the next one is. */
  let personal = false;

  function of(event: unknown, viewer: Viewer): Buffer | Promise<Buffer> {
    if (!(event instanceof Told)) {
      const payload = make(event, viewer);
      return typeof payload === 'string' ? Buffer.from(payload + closing) : payload.then((late) => Buffer.from(late + closing));
    }
    const kept = keptFor(event, viewer);
    return kept.made instanceof Promise ? kept.made.then((made) => theirs(kept, made, event, viewer)) : theirs(kept, kept.made, event, viewer);
  }

  /** The answer, for whom it is right; who waited for somebody else's in vain gets one alone. */
  function theirs(kept: Kept, made: Made, event: Told, viewer: Viewer): Buffer | Promise<Buffer> {
    if (made.personal && kept.caller !== viewer && personalKey(kept.caller) !== personalKey(viewer)) return of(event, viewer);
    return filledIn(kept, made, event);
  }

  function keptFor(event: Told, viewer: Viewer): Kept {
    let answers = events.get(event.job);
    if (!answers) events.set(event.job, (answers = new Map()));
    const key = personal ? personalKey(viewer) : rolesKey(viewer);
    const known = answers.get(key);
    if (known && now() < known.until) return known;
    const kept: Kept = { caller: viewer, made: watched(event, viewer), until: Infinity, cursor: undefined, body: undefined };
    answers.set(key, kept);
    const settle = (made: Made): void => {
      kept.made = made;
      kept.until = now() + sharedMs;
      if (!made.personal) return;
      personal = true;
      answers.delete(key);
      answers.set(personalKey(viewer), kept);
    };
    if (kept.made instanceof Promise) void kept.made.then(settle);
    else settle(kept.made);
    return kept;
  }

  function watched(event: Told, viewer: Viewer): Made | Promise<Made> {
    const watch = { looked: false };
    const payload = make(withoutCursor(event), watchedViewer(viewer, watch));
    const made = (json: string): Made => ({ parts: (json + closing).split(cursorPlace), personal: watch.looked });
    return typeof payload === 'string' ? made(payload) : payload.then(made);
  }
  return { of };
}

function filledIn(kept: Kept, { parts }: Made, event: Told): Buffer {
  const cursor = parts.length > 1 ? event.cursor : '';
  if (kept.body && kept.cursor === cursor) return kept.body;
  kept.cursor = cursor;
  kept.body = Buffer.from(parts.join(cursor));
  return kept.body;
}

/** The event with a place for its cursor. */
function withoutCursor(event: Told): unknown {
  return Object.create(event, { cursor: { value: cursorPlace, enumerable: true } });
}

/** The caller, with a note taken when more than the roles is looked at, whatever it is; copies of it take it too. */
function watchedViewer(viewer: Viewer, watch: { looked: boolean }): Viewer {
  return new Proxy(viewer, {
    get: (target, key) => {
      if (key !== 'roles' && key !== 'everyRole') watch.looked = true;
      return Reflect.get(target, key);
    },
  });
}

const rolesKeys = new WeakMap<Viewer, string>();
const personalKeys = new WeakMap<Viewer, string>();

/** The same for callers with the same roles. */
function rolesKey(viewer: Viewer): string {
  let key = rolesKeys.get(viewer);
  if (key === undefined) rolesKeys.set(viewer, (key = JSON.stringify([viewer.everyRole, [...viewer.roles].toSorted()])));
  return key;
}

/** The same for a caller who is the same in everything. */
function personalKey(viewer: Viewer): string {
  let key = personalKeys.get(viewer);
  if (key === undefined) {
    const { subject, token, expiresAt } = viewer;
    personalKeys.set(viewer, (key = hash('sha256', JSON.stringify([subject, token, expiresAt, rolesKey(viewer)]), 'base64url')));
  }
  return key;
}
