/** A repeatable source of chance: the same seed gives the same values in the same order. */
export type Random = {
  /** A whole number from 0 up to but not including `below`. */
  below: (below: number) => number;
  /** A whole number from `from` to `to`, both included. */
  between: (from: number, to: number) => number;
  /** One of the list, which has at least one. */
  pick: <T>(list: readonly [T, ...T[]]) => T;
  /** True about once in `times`. */
  oneIn: (times: number) => boolean;
  /** So many hex digits. */
  hex: (digits: number) => string;
};

/** FNV-1a, 32 bits: spreads seeds that look alike. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value;
};

/** Chance from a seed (mulberry32 over the seed's hash). */
export const randomFrom = (seed: string): Random => {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    pick: (list) => list[below(list.length)] ?? list[0],
    oneIn: (times) => below(times) === 0,
    hex: (digits) => {
      let text = '';
      while (text.length < digits) text += below(2 ** 32).toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
};

/** A UUID, version 4. */
export const uuid = (random: Random): string =>
  `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-${(8 + random.below(4)).toString(16)}${random.hex(3)}-${random.hex(12)}`;

/** A UUID, version 7: its first 48 bits are the time (milliseconds since 1970). */
export const uuidV7 = (random: Pick<Random, 'hex' | 'below'>, at: number): string => {
  const time = Math.floor(at).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.hex(3)}-${(8 + random.below(4)).toString(16)}${random.hex(3)}-${random.hex(12)}`;
};

/** 24 hex digits, of which the first 8 are the time in seconds: a Mongo ObjectId. */
export const objectId24 = (random: Random, at: number): string => Math.floor(at / 1000).toString(16).padStart(8, '0') + random.hex(16);
