import type { Random } from './collectionRandom.ts';

/** One colour of a picture's mosaic: luma and the two colour differences, 0–255 each (128 128 is grey). */
type Tile = readonly [luma: number, blue: number, red: number];

// The standard Huffman tables for DC differences (JPEG annex K.3); AC tables with the one code that flat tiles need: end of block.
const lumaLengths = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const chromaLengths = [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
const endOnlyLengths = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const categories = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

type Code = { bits: number; length: number };

const codesOf = (lengths: number[]): Code[] => {
  const codes: Code[] = [];
  let next = 0;
  for (const [index, count] of lengths.entries()) {
    for (let each = 0; each < count; each += 1) {
      codes.push({ bits: next, length: index + 1 });
      next += 1;
    }
    next *= 2;
  }
  return codes;
};

const lumaCodes = codesOf(lumaLengths);
const chromaCodes = codesOf(chromaLengths);

const segment = (marker: number, ...content: number[]): number[] => [0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff, ...content];

/** Collects bits into bytes, with the zero byte that must follow 0xFF. */
const bitWriter = (): { write: (bits: number, length: number) => void; bytes: () => number[] } => {
  const bytes: number[] = [];
  let pending = 0;
  let count = 0;
  const write = (bits: number, length: number): void => {
    pending = (pending << length) | (bits & (2 ** length - 1));
    count += length;
    while (count >= 8) {
      count -= 8;
      const byte = (pending >> count) & 0xff;
      bytes.push(byte);
      if (byte === 0xff) bytes.push(0);
    }
    pending &= 0xff;
  };
  return {
    write,
    bytes: () => {
      write(0x7f, (8 - count) % 8);
      return bytes;
    },
  };
};

/** A baseline JPEG of flat 8 × 8 tiles: small, valid, and without any picture library. */
const encode = (columns: number, rows: number, tileAt: (column: number, row: number) => Tile): Buffer => {
  const { write, bytes } = bitWriter();
  const previous = [0, 0, 0];
  for (let index = 0; index < columns * rows; index += 1) {
    const tile = tileAt(index % columns, Math.floor(index / columns));
    for (const [component, value] of tile.entries()) {
      // With every quantiser 8, a flat tile's one coefficient is its level minus 128.
      const level = Math.max(-128, Math.min(127, Math.round(value) - 128));
      const difference = level - (previous[component] ?? 0);
      previous[component] = level;
      const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
      const code = (component === 0 ? lumaCodes : chromaCodes)[size] ?? { bits: 0, length: 0 };
      write(code.bits, code.length);
      write(difference < 0 ? difference + 2 ** size - 1 : difference, size);
      write(0, 1);
    }
  }
  const [width, height] = [columns * 8, rows * 8];
  return Buffer.from([
    0xff, 0xd8,
    ...segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...segment(0xdb, 0, ...Array.from({ length: 64 }, () => 8)),
    ...segment(0xc0, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0),
    ...segment(0xc4, 0x00, ...lumaLengths, ...categories),
    ...segment(0xc4, 0x01, ...chromaLengths, ...categories),
    ...segment(0xc4, 0x10, ...endOnlyLengths, 0),
    ...segment(0xda, 3, 1, 0x00, 2, 0x10, 3, 0x10, 0, 63, 0),
    ...bytes(),
    0xff, 0xd9,
  ]);
};

/** A small photograph of a coast (640 × 480, some kB): sky, sun, hills and sea, in sepia or colour. */
export const coastPicture = (random: Random): Buffer => {
  const [columns, rows] = [80, 60];
  const horizon = random.between(26, 38);
  const sun = { column: random.between(10, 70), row: random.between(5, 18), radius: random.between(3, 6) };
  const hills = { height: random.between(4, 14), length: random.between(8, 20), shift: random.below(40) };
  const sepia = random.oneIn(2);
  const grain = (): number => random.below(9) - 4;
  const scene = (column: number, row: number): Tile => {
    const ridge = horizon - hills.height * Math.max(0, Math.sin((column + hills.shift) / hills.length));
    if (Math.hypot(column - sun.column, row - sun.row) < sun.radius) return [245, 100, 140];
    if (row < ridge) return [150 + row * 1.6 + grain(), 150 - row / 2, 115];
    if (row < horizon) return [70 + grain(), 118, 126];
    return [95 + ((row * 7 + column * 3) % 17) + grain(), 150, 112];
  };
  return encode(columns, rows, (column, row) => {
    const tile = scene(column, row);
    return sepia ? [tile[0], 116, 140] : tile;
  });
};
