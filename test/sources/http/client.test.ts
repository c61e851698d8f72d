import { clientOf, closeAll, connect, read, reasonOf, testToken } from './clients.ts';
import { json, text } from './upstream.ts';

afterEach(closeAll);

test('a call sends its method, joined path, encoded query, headers and token, and gives what its parser makes of the body', async () => {
  const { upstream, client } = await connect(json({ answer: 42 }));
  const answer = await client.request({
    method: 'GET',
    route: '/search/{name}',
    path: '/search/a%20b',
    query: { 'filter.dc:creator': 'å & b', page: 0, only: true, none: undefined },
    headers: { enrichers: 'metadata,breadcrumb' },
    parse: (body, response) => ({ body, status: response.status }),
  });
  expect(answer).toEqual({ body: { answer: 42 }, status: 200 });
  expect(upstream.seen).toMatchObject([
    {
      method: 'GET',
      url: '/base/v1/search/a%20b?filter.dc%3Acreator=%C3%A5%20%26%20b&page=0&only=true',
      headers: { authorization: `Bearer ${testToken}`, accept: 'application/json', enrichers: 'metadata,breadcrumb' },
    },
  ]);
  expect(upstream.seen[0]?.headers['transfer-encoding']).toBeUndefined();
});

test('a body goes out as JSON with its length', async () => {
  const { upstream, client } = await connect(json({}, 201));
  await client.request(read({ method: 'POST', body: '{"å":1}' }));
  expect(upstream.seen[0]).toMatchObject({ body: '{"å":1}', headers: { 'content-type': 'application/json', 'content-length': '8' } });
});

test('connections are kept: ten calls in a row use no more than two', async () => {
  const { upstream, client } = await connect(json({}));
  for (let call = 0; call < 10; call += 1) await client.request(read());
  // undici opens a second one when the next call comes before it has tidied up after the last.
  expect(upstream.connections.length).toBeLessThanOrEqual(2);
});

test('a redirect is not followed: its target sees no call and no token', async () => {
  const elsewhere = await connect(json({}));
  const { client } = await connect(text('', 302, { location: `${elsewhere.upstream.origin}/stolen` }));
  expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'upstreamStatus', status: 302 });
  expect(elsewhere.upstream.seen).toEqual([]);
});

test('no connection is upstreamNetwork', async () => {
  const { upstream } = await connect();
  await upstream.close();
  const client = clientOf(upstream.url);
  expect(await reasonOf(client.request(read()))).toMatchObject({ kind: 'upstreamNetwork', source: 'DPS', message: expect.stringContaining('ECONNREFUSED') });
});
