import { Failure } from '../domain/failure.ts';
import type { Keyring } from '../ledger/keyring.ts';
import type { Topic } from '../ledger/ledger.ts';

/** What a cursor says. */
export interface CursorPlace {
  readonly position: bigint;
  /** A snapshot of several jobs was not complete yet: who goes on from here needs a new one. */
  readonly partial: boolean;
}

/** Cursors of feeds: opaque, signed, good for one topic and one subject only. */
export interface Cursors {
  encode(place: CursorPlace, topic: Topic, subject: string): string;
  /** Throws `cursorInvalid` for anything that `encode` did not make for this very topic and subject, under a key of the ring. */
  decode(cursor: string, topic: Topic, subject: string): CursorPlace;
}

const placeLength = 9;
const signatureLength = 32;

/** `keyring`: the first key signs, every key is accepted. */
export function createCursors(keyring: Pick<Keyring, 'sign' | 'verify'>): Cursors {
  return {
    encode(place, topic, subject) {
      const bytes = placeBytes(place);
      return Buffer.concat([bytes, keyring.sign(signed(bytes, topic, subject))]).toString('base64url');
    },
    decode(cursor, topic, subject) {
      const bytes = Buffer.from(cursor, 'base64url');
      const place = bytes.subarray(0, placeLength);
      const canonical = bytes.length === placeLength + signatureLength && bytes.toString('base64url') === cursor;
      if (!canonical || !keyring.verify(signed(place, topic, subject), bytes.subarray(placeLength))) throw invalid();
      return { partial: place[0] === 1, position: place.readBigUInt64BE(1) };
    },
  };
}

function placeBytes({ position, partial }: CursorPlace): Buffer {
  const bytes = Buffer.alloc(placeLength);
  bytes[0] = partial ? 1 : 0;
  bytes.writeBigUInt64BE(position, 1);
  return bytes;
}

/** What is signed: the place with what it is bound to, so that no other topic or subject can have the same text. */
function signed(place: Uint8Array, { kind, id, contractId }: Topic, subject: string): Buffer {
  const bound = JSON.stringify(['event cursor', kind, id ?? null, contractId ?? null, subject]);
  return Buffer.concat([Buffer.from(bound), place]);
}

function invalid(): Failure {
  return new Failure({ kind: 'cursorInvalid', message: 'The cursor was not made for this subscription and this caller.' });
}
