import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** The keys that protect what lies at rest and sign what goes out. The first key writes; every key reads. */
export interface Keyring {
  /** Encrypts a JSON value (AES-256-GCM). `place` says where it will lie; it can be opened for that place only. */
  seal(value: unknown, place: string): string;
  /** Decrypts what `seal` gave. Throws a `SealError` when no key of the ring fits, or when it was changed or moved to another place. */
  open(envelope: string, place: string): unknown;
  /** An HMAC-SHA256 of 32 bytes by the first key, for cursors and the like. */
  sign(bytes: Uint8Array): Uint8Array;
  /** Whether any key of the ring signed these bytes; in constant time for each key. */
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
  /** Takes another ring from now on: secrets are read again while the process runs. Throws, and keeps the old one, when it does not hold. */
  replace(keys: readonly string[]): void;
}

/** Sealed data that this ring cannot open. The message names its place and the key that is missing, never what it holds. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** What the ring derives from one of its keys, so that no key is used for two purposes. */
interface Key {
  readonly id: string;
  readonly sealing: KeyObject;
  readonly signing: KeyObject;
}

const version = 'f1';
const ivLength = 12;
const tagLength = 16;

/** Makes a ring of keys, each 32 bytes in base64. Throws when there is none or one is not so; the message never holds a key. */
export function createKeyring(keys: readonly string[]): Keyring {
  let ring = derive(keys);
  return {
    seal(value, place) {
      const [key] = ring;
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', key.sealing, iv, { authTagLength: tagLength }).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([iv, cipher.update(JSON.stringify(value) ?? 'null', 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${version}.${key.id}.${sealed.toString('base64url')}`;
    },
    open(envelope, place) {
      const [mark, id, body] = envelope.split('.');
      if (mark !== version || body === undefined) throw new SealError(`Sealed data of ${place} is not in a form that this Fonds knows.`);
      const key = ring.find((candidate) => candidate.id === id);
      if (!key) throw new SealError(`Sealed data of ${place} was written with the key ${id}, which is not in ENCRYPTION_KEYS.`);
      return JSON.parse(decrypt(key, Buffer.from(body, 'base64url'), place)) as unknown;
    },
    sign: (bytes) => hmac(ring[0], bytes),
    verify: (bytes, signature) => signature.length === 32 && ring.some((key) => timingSafeEqual(hmac(key, bytes), signature)),
    replace(next) {
      ring = derive(next);
    },
  };
}

/** A new key, in the form that a ring takes. */
export function makeKey(): string {
  return randomBytes(32).toString('base64');
}

function decrypt(key: Key, sealed: Buffer, place: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.sealing, sealed.subarray(0, ivLength), { authTagLength: tagLength })
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(sealed.length - tagLength));
    return decipher.update(sealed.subarray(ivLength, sealed.length - tagLength), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new SealError(`Sealed data of ${place} was changed, or belongs elsewhere.`, { cause });
  }
}

function hmac(key: Key, bytes: Uint8Array): Buffer {
  return createHmac('sha256', key.signing).update(bytes).digest();
}

function derive(keys: readonly string[]): readonly [Key, ...Key[]] {
  const [first, ...others] = keys.map((key, index) => {
    const secret = decode(key);
    if (!secret) throw new Error(`ENCRYPTION_KEYS: key ${index + 1} of ${keys.length} is not 32 bytes of base64.`);
    const part = (purpose: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', `fonds ${purpose}`, length));
    // Key objects, since OpenSSL takes raw bytes in anew at every use.
    return { id: part('key id', 6).toString('base64url'), sealing: createSecretKey(part('sealing', 32)), signing: createSecretKey(part('signing', 32)) };
  });
  if (!first) throw new Error('ENCRYPTION_KEYS: at least one key of 32 bytes of base64 is needed.');
  return [first, ...others];
}

/** Base64, plain or for URLs, padded or not; nothing else, for `Buffer.from` would skip over typing errors. */
function decode(key: string): Buffer | undefined {
  const trimmed = key.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  const plain = trimmed.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  return bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === plain ? bytes : undefined;
}
