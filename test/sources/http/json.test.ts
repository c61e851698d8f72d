import { closeAll, connect, read, reasonOf } from './clients.ts';
import { json, text } from './upstream.ts';

afterEach(closeAll);

async function parsed(respond: Parameters<typeof connect>[0]): Promise<unknown> {
  const { client } = await connect(respond);
  return client.request(read());
}

test('integers beyond 2^53 arrive digit for digit, as strings', async () => {
  const body = await parsed(
    json('{"sumSizeInBytes":12345678987654321,"list":[9007199254740993,-9007199254740993, 18446744073709551616],"deep":{"x": 100000000000000000000}}'),
  );
  expect(body).toEqual({
    sumSizeInBytes: '12345678987654321',
    list: ['9007199254740993', '-9007199254740993', '18446744073709551616'],
    deep: { x: '100000000000000000000' },
  });
});

test('a long integer alone is a body too', async () => {
  expect(await parsed(json('12345678987654321'))).toBe('12345678987654321');
});

test('all other numbers are numbers, digits within strings stay where they are', async () => {
  const body = await parsed(json('{"a":9007199254740991,"b":1.5,"c":1e300,"d":0.12345678901234567890,"e":"1234567890123456789","f":-0,"big":1234567890123456789}'));
  expect(body).toEqual({
    a: 9007199254740991,
    b: 1.5,
    c: 1e300,
    d: 0.12345678901234568,
    e: '1234567890123456789',
    f: -0,
    big: '1234567890123456789',
  });
});

test('a byte order mark is no part of the JSON', async () => {
  expect(await parsed(text('\ufeff{"a":"å"}'))).toEqual({ a: 'å' });
});

test('a charset that the content type names is heeded, an unknown one is taken for UTF-8', async () => {
  const latin1 = Buffer.from('{"a":"å"}', 'latin1');
  expect(await parsed(text(latin1, 200, { 'content-type': 'application/json; charset=ISO-8859-1' }))).toEqual({ a: 'å' });
  expect(await parsed(text('{"a":"å"}', 200, { 'content-type': 'application/json; charset="utf-8"' }))).toEqual({ a: 'å' });
  expect(await parsed(text('{"a":"å"}', 200, { 'content-type': 'application/json; charset=klingon' }))).toEqual({ a: 'å' });
});

test('an empty body on a success is undefined, whether 204 or 200', async () => {
  expect(await parsed((_request, response) => response.writeHead(204).end())).toBeUndefined();
  expect(await parsed(text(''))).toBeUndefined();
});

test('a HEAD has no body and no trouble with the length of one', async () => {
  const { client } = await connect((_request, response) => response.writeHead(200, { 'content-length': '5', etag: '"x"' }).end());
  expect(await client.request(read({ method: 'HEAD', parse: (body, { headers }) => [body, headers['etag']] }))).toEqual([undefined, '"x"']);
});

test.each([
  ['a login page', text('<html>token=hunter2</html>', 200, { 'content-type': 'text/html' })],
  ['JSON that was cut off', text('{"token":"hunter2', 200, { 'content-type': 'application/json' })],
  ['JSON and something after it', text('{} hunter2')],
  ['a compressed body, which was not asked for', text('hunter2', 200, { 'content-encoding': 'gzip' })],
])('a success that is %s is upstreamUnreadable, and the message quotes nothing of it', async (_name, respond) => {
  const { client } = await connect(respond);
  const reason = await reasonOf(client.request(read()));
  expect(reason).toMatchObject({ kind: 'upstreamUnreadable', source: 'DPS', status: 200 });
  expect(JSON.stringify(reason)).not.toContain('hunter2');
});

test('what a parser does not expect is upstreamUnreadable, scrubbed of secrets', async () => {
  const { client } = await connect(json({}));
  const parse = () => {
    throw new TypeError('uploadUrl https://s3.example.org/x?X-Amz-Signature=deadbeef is odd');
  };
  const reason = await reasonOf(client.request(read({ parse })));
  expect(reason).toEqual({ kind: 'upstreamUnreadable', source: 'DPS', status: 200, message: 'TypeError: uploadUrl https://s3.example.org/x?[hidden] is odd' });
});
