import * as fc from 'fast-check';
import { Failure } from '../../src/domain/failure.ts';
import { pageCursor } from '../../src/domain/pageCursor.ts';

const failureOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error instanceof Failure ? error.reason.kind : error;
  }
  return undefined;
};

it('finds its place again', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(Number.MAX_SAFE_INTEGER).filter((offset) => offset < 1e15), (list, offset) => {
      const cursor = pageCursor(list);
      expect(cursor.decode(cursor.encode(offset))).toBe(offset);
    }),
  );
});

it('stays the same from one release to the next, since clients keep cursors', () => {
  expect(pageCursor('fileplan').encode(19)).toBe('MTkubGpqanp3');
  expect(pageCursor('fileplan').decode('MTkubGpqanp3')).toBe(19);
});

it('is good for its own list only', () => {
  expect(failureOf(() => pageCursor('children:b').decode(pageCursor('children:a').encode(3)))).toBe('cursorInvalid');
  expect(failureOf(() => pageCursor('search:["a",[]]').decode(pageCursor('fileplan').encode(0)))).toBe('cursorInvalid');
});

it.each(['', ' ', '3', 'MTk', 'cursor', '!!!!', Buffer.from('-1.1').toString('base64url'), Buffer.from('1e3.1').toString('base64url'), 'é'.repeat(50)])(
  'refuses %j with a reason that a client can act on',
  (text) => {
    expect(failureOf(() => pageCursor('fileplan').decode(text))).toBe('cursorInvalid');
  },
);

it('refuses an offset too long to be a number', () => {
  const tag = Buffer.from(pageCursor('fileplan').encode(1), 'base64url').toString().split('.')[1];
  expect(failureOf(() => pageCursor('fileplan').decode(Buffer.from(`1234567890123456.${tag}`).toString('base64url')))).toBe('cursorInvalid');
});

it('never fails in another way, whatever is sent', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), (text) => {
      expect([undefined, 'cursorInvalid']).toContain(failureOf(() => pageCursor('fileplan').decode(text)));
    }),
  );
});
