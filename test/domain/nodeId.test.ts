import * as fc from 'fast-check';
import { decodeNodeId, encodeNodeId, nodeTypes } from '../../src/domain/nodeId.ts';

const key = fc.string({ unit: 'binary', minLength: 1 });

it('finds the type and the native ids again, whatever they hold', () => {
  fc.assert(
    fc.property(fc.constantFrom(...nodeTypes), fc.array(key, { minLength: 1, maxLength: 3 }), (type, keys) => {
      expect(decodeNodeId(encodeNodeId(type, ...keys))).toEqual({ type, keys });
    }),
  );
});

it('differs wherever the type or an id differs', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), fc.array(key, { minLength: 1, maxLength: 3 }), (some, others) => {
      fc.pre(JSON.stringify(some) !== JSON.stringify(others));
      expect(encodeNodeId('Submission', ...some)).not.toBe(encodeNodeId('Submission', ...others));
    }),
  );
  expect(encodeNodeId('Aip', 'a')).not.toBe(encodeNodeId('Archive', 'a'));
});

it('stays the same from one release to the next, since clients keep ids', () => {
  expect(encodeNodeId('Aip', 'uuid-1')).toBe('QWlwOnV1aWQtMQ');
  expect(encodeNodeId('Submission', '2d17', 'a:b/c')).toBe('U3VibWlzc2lvbjoyZDE3OmElM0FiJTJGYw');
});

it('can be made of text that is no well-formed Unicode', () => {
  expect(decodeNodeId(encodeNodeId('Archive', 'half \ud800 a pair'))).toEqual({ type: 'Archive', keys: ['half \ufffd a pair'] });
});

it.each(['', 'nobody', '!!', 'Aip', 'Aip:uuid-1', Buffer.from('Aip').toString('base64url'), Buffer.from('Aip:').toString('base64url'), Buffer.from('Nobody:1').toString('base64url'), Buffer.from('Submission:2d17:').toString('base64url'), Buffer.from('Aip:%E0%A4%A').toString('base64url'), Buffer.from('toString:1').toString('base64url')])(
  'reads %j as the id of nothing',
  (id) => {
    expect(decodeNodeId(id)).toBeUndefined();
  },
);

it('never fails, whatever is sent', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), (id) => {
      const ref = decodeNodeId(id);
      if (ref) expect(ref.keys.every((each) => each !== '')).toBe(true);
    }),
  );
});
