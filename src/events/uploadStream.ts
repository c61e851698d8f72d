import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';

/** Bytes on their way through: counted, summed and cut, never gathered. */

/** A stream that passes bytes on and counts them. `md5` is known once it has ended. */
export interface Meter {
  readonly stream: Transform;
  /** 32 hexadecimal digits; of all bytes so far, where they are summed. To be read once. */
  md5(): string;
}

/** `onBytes` is told of every chunk's length as it passes; `sums`: whether the MD5 is wanted. */
export function createMeter(onBytes: (bytes: number) => void, sums: boolean): Meter {
  const hash = createHash('md5');
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (sums) hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  return { stream, md5: () => hash.digest('hex') };
}

/** Cuts one stream into several, one after the other. */
export interface Cutter {
  /** The next `bytes` bytes as a stream of their own, which fails when the source ends before them. Read it to its end before the next one. */
  next(bytes: number): Readable;
}

/** `onBytes` is told of every chunk's length as it passes. */
export function createCutter(source: Readable, onBytes: (bytes: number) => void): Cutter {
  const chunks: AsyncIterator<Buffer> = source.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  let left: Buffer | undefined;

  async function* stretch(bytes: number): AsyncGenerator<Buffer> {
    for (let wanted = bytes; wanted > 0; ) {
      const chunk = left ?? (await following());
      left = chunk.length > wanted ? chunk.subarray(wanted) : undefined;
      const piece = left ? chunk.subarray(0, wanted) : chunk;
      wanted -= piece.length;
      onBytes(piece.length);
      yield piece;
    }
  }

  async function following(): Promise<Buffer> {
    const chunk = await chunks.next();
    if (chunk.done === true) throw new SenderGone();
    return chunk.value;
  }

  return { next: (bytes) => Readable.from(stretch(bytes), { objectMode: false }) };
}

/** The sender left before all bytes had come. */
export class SenderGone extends Error {
  override readonly name = 'SenderGone';

  constructor() {
    super('the sender left before all bytes had come');
  }
}
