import { Failure, publicError, publicErrorOf, type FailureReason, type PublicError } from '../../src/domain/failure.ts';

type Reason<Kind extends FailureReason['kind']> = Extract<FailureReason, { kind: Kind }>;
type Row<Kind extends FailureReason['kind']> = readonly [reason: Omit<Reason<Kind>, 'kind'>, told: Omit<PublicError, 'message'>];

const message = 'In our own words.';
const outage = { source: 'DPS', message: 'connect ECONNREFUSED 10.0.0.7:443 secret' } as const;

/** Every kind of failure with what a client reads of it. The compiler asks for the rows of a new kind. */
const table: { readonly [Kind in FailureReason['kind']]: readonly Row<Kind>[] } = {
  unauthenticated: [[{ message }, { code: 'UNAUTHENTICATED', retryable: false }]],
  issuerUnavailable: [[{ message }, { code: 'UPSTREAM_UNAVAILABLE', retryable: true }]],
  forbidden: [[{ message }, { code: 'FORBIDDEN', retryable: false }]],
  notFound: [[{ message }, { code: 'NOT_FOUND', retryable: false }]],
  badInput: [
    [{ message }, { code: 'BAD_USER_INPUT', retryable: false }],
    [{ message, argument: ['input', 'priority'] }, { code: 'BAD_USER_INPUT', retryable: false, argument: ['input', 'priority'] }],
  ],
  conflict: [
    [{ message }, { code: 'CONFLICT', retryable: false }],
    [{ message, source: 'DPS' }, { code: 'CONFLICT', retryable: false, source: 'DPS' }],
  ],
  notReady: [
    [{ message }, { code: 'NOT_READY', retryable: false }],
    [{ message, source: 'DVIDS' }, { code: 'NOT_READY', retryable: false, source: 'DVIDS' }],
  ],
  rateLimited: [
    [{ message }, { code: 'RATE_LIMITED', retryable: true }],
    [{ message, retryAfterMs: 700 }, { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 700 }],
  ],
  queryTooCostly: [[{ message }, { code: 'QUERY_TOO_COSTLY', retryable: false }]],
  cursorInvalid: [[{ message }, { code: 'CURSOR_INVALID', retryable: false }]],
  cursorExpired: [[{ message }, { code: 'CURSOR_EXPIRED', retryable: false }]],
  ledgerUnavailable: [[{ message }, { code: 'INTERNAL_SERVER_ERROR', retryable: true }]],
  upstreamStatus: [
    status(400, 'BAD_USER_INPUT'),
    status(403, 'FORBIDDEN'),
    status(404, 'NOT_FOUND'),
    status(409, 'CONFLICT'),
    status(413, 'BAD_USER_INPUT'),
    status(422, 'NOT_READY'),
    status(429, 'RATE_LIMITED', true),
    status(500, 'UPSTREAM_UNAVAILABLE', true),
    status(502, 'UPSTREAM_UNAVAILABLE', true),
    status(503, 'UPSTREAM_UNAVAILABLE', true),
    status(504, 'UPSTREAM_UNAVAILABLE', true),
    status(302, 'UPSTREAM_INVALID_RESPONSE'),
    status(418, 'UPSTREAM_INVALID_RESPONSE'),
    [
      { source: 'DVIDS', status: 422, argument: ['input', 'country'], message: 'secret' },
      { code: 'BAD_USER_INPUT', source: 'DVIDS', retryable: false, argument: ['input', 'country'], upstream: { status: 422 } },
    ],
    [
      { source: 'DOCBYTE', status: 429, code: 'SLOW_DOWN', retryAfterMs: 2_000, message: 'secret', details: { token: 'secret' } },
      { code: 'RATE_LIMITED', source: 'DOCBYTE', retryable: true, retryAfterMs: 2_000, upstream: { status: 429, code: 'SLOW_DOWN' } },
    ],
  ],
  upstreamNetwork: [[outage, { code: 'UPSTREAM_UNAVAILABLE', source: 'DPS', retryable: true }]],
  upstreamTimeout: [[{ source: 'DPS', timeoutMs: 10_000 }, { code: 'UPSTREAM_TIMEOUT', source: 'DPS', retryable: true }]],
  upstreamUnreadable: [[{ ...outage, status: 200 }, { code: 'UPSTREAM_INVALID_RESPONSE', source: 'DPS', retryable: false, upstream: { status: 200 } }]],
  upstreamBreakerOpen: [[{ source: 'DVIDS', retryAfterMs: 5_000 }, { code: 'UPSTREAM_UNAVAILABLE', source: 'DVIDS', retryable: true, retryAfterMs: 5_000 }]],
  upstreamUnauthorized: [
    [{ source: 'DOCBYTE', forwarded: true }, { code: 'UNAUTHENTICATED', source: 'DOCBYTE', retryable: false }],
    [{ source: 'DOCBYTE', forwarded: false }, { code: 'UPSTREAM_UNAVAILABLE', source: 'DOCBYTE', retryable: false }],
  ],
  sourceNotConfigured: [[{ source: 'DVIDS' }, { code: 'SOURCE_NOT_CONFIGURED', source: 'DVIDS', retryable: false }]],
  dvidsNotConnected: [[{ message }, { code: 'DVIDS_NOT_CONNECTED', source: 'DVIDS', retryable: false }]],
};

function status(code: number, told: PublicError['code'], retryable = false): Row<'upstreamStatus'> {
  return [
    { source: 'DPS', status: code, message: 'secret of upstream' },
    { code: told, source: 'DPS', retryable, upstream: { status: code } },
  ];
}

const rows = Object.entries(table).flatMap(([kind, list]) => list.map(([reason, told]) => ({ kind, reason: { kind, ...reason } as FailureReason, told })));

describe('the public table', () => {
  it.each(rows)('tells of $kind: $told.code', ({ reason, told }) => {
    const error = publicError(reason);
    expect(error).toEqual({ ...told, message: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(error.message).not.toMatch(/secret|ECONN|10\.0\.0/);
  });

  it('gives nothing away of a failure: neither its reason, its cause nor its stack', () => {
    for (const { reason } of rows) {
      const failure = new Failure(reason, { cause: new Error('secret cause') });
      expect(JSON.stringify(publicErrorOf(failure))).not.toMatch(/secret|cause|stack|\.ts/);
    }
  });

  it('leaves out what there is nothing to tell of, so that clients find no empty properties', () => {
    for (const { reason } of rows) expect(Object.values(publicError(reason))).not.toContain(undefined);
  });

  it('says the same words for every failure of a source that its cause does not change', () => {
    expect(publicError({ kind: 'upstreamNetwork', source: 'DPS', message: 'a' })).toEqual(publicError({ kind: 'upstreamNetwork', source: 'DPS', message: 'b' }));
  });
});

describe('anything else that is thrown', () => {
  it.each([new Error('secret'), new TypeError('secret'), 'secret', undefined, null, { message: 'secret', reason: { kind: 'forbidden', message: 'secret' } }])('is masked: %p', (thrown) => {
    expect(publicErrorOf(thrown)).toEqual({ code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong inside the gateway.', retryable: false });
  });
});

describe('a failure', () => {
  it('is an error with the words of its reason, or else its kind', () => {
    expect(new Failure({ kind: 'forbidden', message }).message).toBe(message);
    expect(new Failure({ kind: 'upstreamTimeout', source: 'DPS', timeoutMs: 5 }).message).toBe('upstreamTimeout');
    expect(new Failure({ kind: 'upstreamStatus', source: 'DPS', status: 500 })).toBeInstanceOf(Error);
  });

  it('keeps its cause for the log', () => {
    const cause = new Error('why');
    expect(new Failure({ kind: 'forbidden', message }, { cause }).cause).toBe(cause);
  });
});
