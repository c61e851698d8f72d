import { serverAudits } from 'graphql-http';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/** The audit suite of the GraphQL over HTTP specification, every MUST and every SHOULD, with CSRF prevention on. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.stop());

const audits = serverAudits({
  url: () => `${gateway.localUrl}/graphql`,
  // What the suite leaves to servers: a GET that asks for no preflight must carry a header against forged requests.
  fetchFn: (url: string, init?: RequestInit) => fetch(url, { ...init, headers: { 'graphql-require-preflight': '1', ...init?.headers } }),
});

test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
  const result = await audit.fn();
  // A failed audit carries its reason; the suite marks what is optional as a warning.
  expect(result).toMatchObject({ status: 'ok' });
});

test('a GET that names JSON as its type, as clients do to show that they are no form, is answered', async () => {
  const response = await fetch(`${gateway.localUrl}/graphql?query=${encodeURIComponent('{ sources { source } }')}`, { headers: { 'content-type': 'application/json' } });
  expect([response.status, JSON.parse(await response.text())]).toEqual([200, expect.objectContaining({ data: { sources: expect.any(Array) } })]);
});
