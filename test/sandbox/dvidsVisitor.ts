import type { DvidsSimulator } from '../../src/sandbox/dvids.ts';

/** A document or an error as it was answered. */
export type Answered = { status: number; headers: Headers; body: Record<string, unknown> };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What is at a path inside a JSON value, as `data.attributes.closed`; `undefined` where there is nothing. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inside, name) => (isObject(inside) ? inside[name] : undefined), value);

/** A text at a path; throws where there is none. */
export const textAt = (value: unknown, path: string): string => {
  const found = at(value, path);
  if (typeof found !== 'string') throw new Error(`no text at ${path} in ${JSON.stringify(value)}`);
  return found;
};

/** Speaks to the simulated API with a token of the given user. */
export const visitor = (dvids: DvidsSimulator, userId = '2001', scopes?: string[]) => {
  const { accessToken } = dvids.issueTokens(userId, scopes);
  const call = async (method: string, path: string, document?: unknown, headers: Record<string, string> = {}): Promise<Answered> => {
    const response = await fetch(`${dvids.url}${path}`, {
      method,
      // No kept connection, which a restarted simulator would have dropped.
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/vnd.api+json', connection: 'close', ...headers },
      ...(document === undefined ? {} : { body: typeof document === 'string' ? document : JSON.stringify(document) }),
    });
    const text = await response.text();
    const body: unknown = text.startsWith('{') ? JSON.parse(text) : { text };
    return { status: response.status, headers: response.headers, body: isObject(body) ? body : {} };
  };
  const create = async (path: string, type: string, attributes: unknown = {}, relationships: unknown = {}): Promise<string> => {
    const answered = await call('POST', path, { data: { type, attributes, relationships } });
    if (answered.status !== 201) throw new Error(`${path} answered ${answered.status} ${JSON.stringify(answered.body)}`);
    return textAt(answered.body, 'data.id');
  };
  return { accessToken, call, create };
};

/** Sends the login page's form as a browser does; gives where it leads back to. */
export const logIn = async (authorizationUrl: string, answers: { user?: string; decision?: string; granted?: string[] } = {}): Promise<URL> => {
  const page = await (await fetch(authorizationUrl)).text();
  const form = new URLSearchParams();
  const unescape = (text = ''): string => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) form.append(unescape(name), unescape(value));
  const offered = [...page.matchAll(/<input type="checkbox" name="granted" value="([^"]*)"/g)].map(([, scope]) => unescape(scope));
  for (const scope of answers.granted ?? offered) form.append('granted', scope);
  form.append('user', answers.user ?? '2001');
  form.append('decision', answers.decision ?? 'allow');
  const response = await fetch(new URL('/auth/authorize', authorizationUrl), { method: 'POST', body: form, redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'about:blank');
};

/** Opens the address that a login led back to, and answers the page's question, where there is one, as a browser does; gives the last page. */
export const comeBack = async (back: URL, decision = 'connect'): Promise<Response> => {
  const first = await fetch(back);
  const page = await first.clone().text();
  const [, confirmation] = /<input type="hidden" name="confirmation" value="([^"]*)">/.exec(page) ?? [];
  if (confirmation === undefined) return first;
  return fetch(new URL('?', back), { method: 'POST', headers: { origin: back.origin }, body: new URLSearchParams({ confirmation, decision }) });
};

/** A photo's attributes, all of them right. */
export const photoAttributes = (changed: Record<string, unknown> = {}): Record<string, unknown> => ({
  title: 'Sea trial', description: 'A ship leaves port.', instructions: 'Jo Release\njo.release@example.mil\n+1 555 555 0100',
  created_at: '2024-10-01T14:30:00+00:00', virin: '241001-N-AB123-1001', country: 'US', tags: [], ...changed,
});

/** Makes an upload in one piece and sends its bytes; gives its id. */
export const uploadBytes = async (speaker: ReturnType<typeof visitor>, batchId: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const made = await speaker.call('POST', `/batch/${batchId}/upload`, { data: { type: 'batch-upload' } });
  const sent = await fetch(textAt(made.body, 'data.attributes.upload_url'), { method: 'PUT', body: bytes, headers: { 'content-type': 'image/jpeg', connection: 'close' } });
  if (sent.status !== 200) throw new Error(`storage answered ${sent.status}`);
  return textAt(made.body, 'data.id');
};
