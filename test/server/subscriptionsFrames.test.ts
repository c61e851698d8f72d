import * as fc from 'fast-check';
import { textFrame } from '../../src/server/frames.ts';

/** Reads one whole frame as RFC 6455 §5.2 has it. */
function read(frame: Buffer): string {
  expect(frame[0]).toBe(0x81);
  const short = frame[1] ?? 0;
  const [length, head] = short < 126 ? [short, 2] : short === 126 ? [frame.readUInt16BE(2), 4] : [Number(frame.readBigUInt64BE(2)), 10];
  // The shortest form that holds the length is the only one allowed.
  expect(head).toBe(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  expect(frame.length).toBe(head + length);
  return frame.toString('utf8', head);
}

test.each([0, 1, 124, 125, 126, 127, 4_096, 4_097, 65_535, 65_536, 100_000])('a message of %i bytes is framed as WebSocket has it', (bytes) => {
  expect(read(Buffer.concat(textFrame('', Buffer.alloc(bytes, 'a'))))).toBe('a'.repeat(bytes));
});

test('a message is its beginning and its body, whatever they hold', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', maxLength: 6_000 }), (beginning, body) => {
    expect(read(Buffer.concat(textFrame(beginning, Buffer.from(body))))).toBe(Buffer.from(beginning + body).toString());
  }));
});

test('a large body is not copied for each who gets it', () => {
  const body = Buffer.alloc(5_000, 'a');
  expect(textFrame('x', body)[1]).toBe(body);
});
