import { Failure } from '../../../src/domain/failure.ts';
import { decodeError } from '../../../src/sources/http/errors.ts';
import { closeAll, connect, read, reasonOf, testToken } from './clients.ts';
import { json, text } from './upstream.ts';

afterEach(closeAll);

const html = { 'content-type': 'text/html' };
const xml = { 'content-type': 'application/xml' };

const shapes = [
  ['Docbyte, flat', json({ code: 'NOT_AUTHORIZED', message: 'no' }, 403), { code: 'NOT_AUTHORIZED', message: 'no' }],
  ['Docbyte with a null message', json({ message: null, code: 'NOT_FOUND' }, 404), { code: 'NOT_FOUND' }],
  [
    'DPS envelope',
    json({ error: { code: 'CONFLICT', message: 'in progress', details: 'since noon' } }, 409),
    { code: 'CONFLICT', message: 'in progress', details: 'since noon' },
  ],
  [
    'DPS envelope with details of its own shape',
    json({ error: { code: 'CONFLICT', message: 'in progress', details: { disseminationId: 'abc' } } }, 409),
    { code: 'CONFLICT', message: 'in progress', details: { disseminationId: 'abc' } },
  ],
  ['OAuth', json({ error: 'invalid_scope', error_description: 'Unknown scope' }, 400), { code: 'invalid_scope', message: 'Unknown scope' }],
  [
    'Spring',
    json({ timestamp: '2026-01-01T00:00:00Z', status: 404, error: 'Not Found', path: '/v1/x' }, 404),
    { message: 'Not Found' },
  ],
  [
    'problem+json',
    json({ type: 'about:blank', title: 'Bad Request', detail: 'priority must be 1 to 100', status: 400 }, 400, {
      'content-type': 'application/problem+json',
    }),
    { message: 'Bad Request: priority must be 1 to 100' },
  ],
  [
    'JSON:API',
    json({ errors: [{ status: '422', title: 'Invalid', detail: 'country is missing', code: 'blank', source: { pointer: '/data/attributes/country' } }] }, 422),
    {
      code: 'blank',
      message: 'Invalid: country is missing',
      details: [{ status: '422', title: 'Invalid', detail: 'country is missing', code: 'blank', source: { pointer: '/data/attributes/country' } }],
    },
  ],
  ['JSON:API without a word', json({ errors: [] }, 400), { details: [] }],
  ['HTML', text('<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body><h1>no</h1></body></html>', 403, html), { message: '403 Forbidden' }],
  ['HTML without a title', text('<html><body><h1>Go away</h1></body></html>', 403, html), { message: 'Go away' }],
  [
    'storage XML',
    text('<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>', 403, xml),
    { code: 'AccessDenied', message: 'Request has expired' },
  ],
  ['plain text', text('no such thing', 404, { 'content-type': 'text/plain' }), { message: 'no such thing' }],
  ['nothing', text('', 404), {}],
  ['a body that is only blanks', text(' \n', 404), {}],
  ['JSON that was cut off', json('{"error":{"code":"CONF', 409), { message: '{"error":{"code":"CONF' }],
  ['JSON of another kind', json('[1,2]', 400), { message: '[1,2]' }],
  ['JSON with values of the wrong type', json({ error: { code: 17, message: {}, details: null } }, 400), { code: '17' }],
  ['bytes that are no text', text(Buffer.from([0xff, 0xfe, 0x00, 0x01]), 400), { message: '\ufffd\ufffd' }],
  [
    'a challenge and no body',
    text('', 403, { 'www-authenticate': 'Bearer error="insufficient_scope", error_description="needs upload"' }),
    { code: 'insufficient_scope', message: 'needs upload' },
  ],
] as const;

test.each(shapes)('an error is read whatever its shape: %s', async (_name, respond, words) => {
  const { client } = await connect(respond);
  const status: unknown = expect.any(Number);
  expect(await reasonOf(client.request(read({ method: 'POST' })))).toEqual({ kind: 'upstreamStatus', source: 'DPS', status, ...words });
});

test('an error body that was compressed unasked leaves the status', async () => {
  const { client } = await connect(text(Buffer.from([0x1f, 0x8b, 8, 0]), 404, { 'content-encoding': 'gzip' }));
  expect(await reasonOf(client.request(read()))).toEqual({ kind: 'upstreamStatus', source: 'DPS', status: 404 });
});

describe('what an error message never holds', () => {
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
  const presigned = 'https://s3.example.org/bucket/key.tar?X-Amz-Signature=deadbeef&X-Amz-Credential=AKIA';
  const secrets = ['deadbeef', 'AKIA', 'c2lnbmF0dXJl', 'hunter2', 's3cr3t', testToken];
  const bodies = [
    json({ message: `Invalid token ${testToken}` }, 400),
    json({ error: { code: testToken, message: `Bearer ${testToken} is bad`, details: { token: 'hunter2', url: presigned, deep: [{ x: `Bearer ${jwt}` }] } } }, 400),
    json({ message: `access_token=hunter2&x=1 {"client_secret":"s3cr3t"} client_secret: "s3cr3t" Basic aHVudGVyMg==` }, 400),
    json({ errors: [{ title: presigned, detail: `https://user:hunter2@example.org/x#access_token=hunter2` }] }, 400),
    text(`<html><title>${presigned}</title></html>`, 502, html),
    text(`<Error><Code>AccessDenied</Code><Message>${presigned.replaceAll('&', '&amp;')}</Message></Error>`, 403, xml),
    text(`got X-Amz-Signature=deadbeef and ${jwt}`, 400),
    json(`{"message":"${'x'.repeat(1_990)}${testToken}`, 400),
    text('', 400, { 'www-authenticate': `Bearer error="x", error_description="${testToken}"` }),
  ];

  test.each(bodies.map((respond, nth) => [nth, respond] as const))('secrets, body %i', async (_nth, respond) => {
    const { client } = await connect(respond, { retry: { attempts: 1 } });
    const failure: unknown = await client.request(read()).catch((error: unknown) => error);
    const told = failure instanceof Failure ? JSON.stringify([failure.reason, failure.message, failure.stack, failure.cause]) : '';
    expect(told).toContain('upstreamStatus');
    for (const secret of secrets) expect(told).not.toContain(secret);
  });

  test('addresses keep their host and path, which say where it went wrong', async () => {
    const { client } = await connect(json({ message: `cannot read ${presigned}` }, 400));
    expect(await reasonOf(client.request(read()))).toMatchObject({ message: 'cannot read https://s3.example.org/bucket/key.tar?[hidden]' });
  });

  test('more than a few hundred characters', async () => {
    const { client } = await connect(json({ error: { message: 'word '.repeat(10_000), details: Array.from({ length: 500 }, () => 'd'.repeat(5_000)) } }, 400));
    const reason = await reasonOf(client.request(read()));
    expect(JSON.stringify(reason).length).toBeLessThan(12_000);
  });
});

test('no text makes the decoder throw, and a code is always short and plain', () => {
  const texts = ['{', '[', '<', '<Error>', '{"error":null}', '{"errors":[null,1,"x"]}', '{"errors":{"a":1}}', 'null', '"x"', '{"code":{"a":1}}', '{"code":"two words"}', '<Code></Code>'];
  for (const body of [...texts, '['.repeat(200_000), '{"a":'.repeat(50_000), '<'.repeat(100_000), `<Error${' '.repeat(50_000)}`]) {
    const reason = decodeError('DVIDS', { status: 400, headers: {}, text: body, nowMs: 0 });
    expect(reason.kind).toBe('upstreamStatus');
    expect(reason.code ?? 'none').toMatch(/^[\w.:-]{1,64}$/);
  }
});
