import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { Failure } from '../../src/domain/failure.ts';
import { countingCalls } from '../../src/server/costCalls.ts';
import { formatError, publicGraphqlError } from '../../src/server/errors.ts';
import { createLog } from '../../src/server/log.ts';

function logged(): { log: ReturnType<typeof pino>; lines: string[] } {
  const lines: string[] = [];
  return { lines, log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }) };
}

const failedWith = (error: Error) => new GraphQLError(error.message, { path: ['aip'], originalError: error });

test('what nobody foresaw is masked, and stands in the log under the id of its request', () => {
  const { log, lines } = logged();
  const error = failedWith(new TypeError('the inside of things'));
  const over = { http: countingCalls('request-1', () => formatError(error.toJSON(), error, log)), socket: publicGraphqlError(error, 'request-2', log) };
  expect(JSON.stringify(over)).not.toContain('inside of things');
  expect([over.http, over.socket]).toEqual(Array(2).fill(expect.objectContaining({ message: 'Something went wrong inside the gateway.', path: ['aip'], extensions: expect.objectContaining({ code: 'INTERNAL_SERVER_ERROR' }) })));
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(['request-1', 'request-2'].map((requestId) => expect.objectContaining({ requestId, path: ['aip'], err: expect.objectContaining({ message: 'the inside of things' }) })));
});

test('what an upstream refused is told beside our words for it, and nothing of what it said', () => {
  const { log, lines } = logged();
  const refusal = new Failure({ kind: 'upstreamStatus', source: 'DPS', status: 409, code: 'TAKEN', message: 'secret words' });
  const told = (error: Failure) => publicGraphqlError(failedWith(error), 'request', log).extensions;
  expect(told(new Failure({ kind: 'conflict', source: 'DPS', message: 'ours' }, { cause: refusal }))).toEqual({ code: 'CONFLICT', source: 'DPS', retryable: false, upstream: { status: 409, code: 'TAKEN' }, requestId: 'request' });
  expect(told(new Failure({ kind: 'notReady', message: 'ours' }, { cause: new Failure({ kind: 'upstreamTimeout', source: 'DPS', timeoutMs: 1 }) }))).toEqual({ code: 'NOT_READY', retryable: false, requestId: 'request' });
  expect(lines).toEqual([]);
});

test('lines that are written while an operation runs have its request id, others have none', () => {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  countingCalls('request-3', () => log.debug({ route: '/aip/{packageId}' }, 'upstream call'));
  log.debug('a job was polled');
  log.trace('not at this level');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'debug', time: expect.any(String), requestId: 'request-3', route: '/aip/{packageId}', msg: 'upstream call' },
    { level: 'debug', time: expect.any(String), msg: 'a job was polled' },
  ]);
});
