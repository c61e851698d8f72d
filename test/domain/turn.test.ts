import { atEndOfTurn } from '../../src/domain/turn.ts';

test('tasks run at the end of the turn, in the order in which they came, after what was promised meanwhile', async () => {
  const seen: string[] = [];
  atEndOfTurn(() => void seen.push('first'));
  atEndOfTurn(() => void seen.push('second'));
  process.nextTick(() => void seen.push('tick'));
  await Promise.resolve().then(() => void seen.push('promise'));
  expect(seen).not.toContain('first');
  await new Promise(setImmediate);
  expect(seen.slice(-2)).toEqual(['first', 'second']);
  expect(seen).toHaveLength(4);
});

test('what a task leaves for the end of a turn is done in the next one', async () => {
  const seen: string[] = [];
  atEndOfTurn(() => {
    seen.push('now');
    atEndOfTurn(() => void seen.push('next'));
  });
  await new Promise(setImmediate);
  expect(seen).toEqual(['now']);
  await new Promise(setImmediate);
  expect(seen).toEqual(['now', 'next']);
});
