import { Failure } from './failure.ts';

/**
 * Cursors of lists that are read by offset. They are opaque to clients and say which list they belong to, so that one
 * cannot be used for another; the offset itself is no secret, so they are not signed.
 */
export interface PageCursor {
  encode(offset: number): string;
  /** Throws `cursorInvalid` for anything that is not a cursor of this list. */
  decode(cursor: string): number;
}

/** Cursors of the list that `list` names, such as `fileplan` or `children:uuid-1`. */
export function pageCursor(list: string): PageCursor {
  let known: string | undefined;
  // Most pages are read without a cursor being asked for.
  const tag = () => (known ??= fingerprint(list));
  return {
    encode: (offset) => Buffer.from(`${offset}.${tag()}`).toString('base64url'),
    decode: (cursor) => {
      const [, offset, owner] = /^(\d{1,15})\.([0-9a-z]+)$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
      if (offset === undefined || owner !== tag()) {
        throw new Failure({ kind: 'cursorInvalid', message: 'The cursor does not belong to this list.' });
      }
      return Number(offset);
    },
  };
}

/** A short, stable mark of a text (FNV-1a, 32 bits): tells lists apart, protects nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
