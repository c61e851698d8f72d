import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SealError, createKeyring, makeKey } from '../../src/ledger/keyring.ts';

const [first, second] = [makeKey(), makeKey()];
const place = 'jobs dissemination d1';

describe('sealing', () => {
  test('any JSON value comes back as it was', () => {
    const ring = createKeyring([first]);
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(ring.open(ring.seal(value, place), place)).toEqual(JSON.parse(JSON.stringify(value)))));
  });

  test('the same value is never sealed twice alike, and never readable', () => {
    const ring = createKeyring([first]);
    const [one, other] = [ring.seal('secret', place), ring.seal('secret', place)];
    expect(one).not.toBe(other);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').includes('secret')).toBe(false);
  });

  test('the first key writes, every key reads', () => {
    const old = createKeyring([first]).seal('secret', place);
    const ring = createKeyring([second, first]);
    expect(ring.open(old, place)).toBe('secret');
    expect(createKeyring([second]).open(ring.seal('secret', place), place)).toBe('secret');
    expect(() => createKeyring([second]).open(old, place)).toThrow(SealError);
  });

  test('a changed or moved envelope does not open', () => {
    const ring = createKeyring([first]);
    const sealed = ring.seal('secret', place);
    expect(() => ring.open(sealed, 'jobs dissemination d2')).toThrow(SealError);
    const [mark = '', id = '', body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => ring.open([mark, id, changed.toString('base64url')].join('.'), place)).toThrow(SealError);
    }
    for (const length of [0, 1, 12, 27, bytes.length - 1]) {
      expect(() => ring.open([mark, id, bytes.subarray(0, length).toString('base64url')].join('.'), place)).toThrow(SealError);
    }
    for (const envelope of ['', 'secret', `f2.${id}.${body}`, `${mark}.${id}`]) expect(() => ring.open(envelope, place)).toThrow(SealError);
  });

  test('what an error says holds no key and no secret', () => {
    const sealed = createKeyring([first]).seal('secret', place);
    const message = (() => {
      try {
        return createKeyring([second]).open(sealed, place);
      } catch (error) {
        return String(error);
      }
    })();
    expect(message).toContain(place);
    for (const key of [first, second, 'secret']) expect(message).not.toContain(key);
  });
});

describe('signing', () => {
  const bytes = Buffer.from('position 5');

  test('any key of the ring verifies, others do not', () => {
    const signature = createKeyring([first]).sign(bytes);
    expect(signature).toHaveLength(32);
    expect(createKeyring([first]).verify(bytes, signature)).toBe(true);
    expect(createKeyring([second, first]).verify(bytes, signature)).toBe(true);
    expect(createKeyring([second]).verify(bytes, signature)).toBe(false);
  });

  test('other bytes, and signatures that are cut or changed, do not hold', () => {
    const ring = createKeyring([first]);
    const signature = ring.sign(bytes);
    expect(ring.verify(Buffer.from('position 6'), signature)).toBe(false);
    expect(ring.verify(bytes, signature.subarray(0, 31))).toBe(false);
    expect(ring.verify(bytes, new Uint8Array(0))).toBe(false);
    expect(ring.verify(bytes, signature.map((byte) => byte ^ 1))).toBe(false);
  });
});

describe('the ring', () => {
  test('takes keys of 32 bytes in either base64, padded or not', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    const sealed = createKeyring([bytes.toString('base64')]).seal(1, place);
    for (const key of [bytes.toString('base64url'), bytes.toString('base64').replace('=', ''), ` ${bytes.toString('base64')}\n`]) {
      expect(createKeyring([key]).open(sealed, place)).toBe(1);
    }
  });

  test('refuses an empty ring and any other key, naming its number and not the key', () => {
    expect(() => createKeyring([])).toThrow('at least one key');
    for (const key of ['', 'short', `${first}x`, first.slice(4), `${first.slice(0, 10)}!${first.slice(10)}`]) {
      expect(() => createKeyring([first, key])).toThrow('key 2 of 2 is not 32 bytes of base64');
      if (key) expect(() => createKeyring([key])).not.toThrow(key);
    }
  });

  test('can be replaced; one that does not hold leaves the old one in place', () => {
    const ring = createKeyring([first]);
    const sealed = ring.seal('secret', place);
    expect(() => ring.replace(['nonsense'])).toThrow('not 32 bytes');
    expect(ring.open(sealed, place)).toBe('secret');
    ring.replace([second]);
    expect(() => ring.open(sealed, place)).toThrow(SealError);
  });
});
