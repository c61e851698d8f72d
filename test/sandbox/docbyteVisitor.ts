import type { DocbyteSimulator } from '../../src/sandbox/docbyte.ts';

/** The answer of a simulated API: its JSON, or its text when it is not JSON. */
export type Answered = { status: number; headers: Headers; text: string; body: unknown };

/** The parsed JSON, else `undefined`. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Calls, with no kept connection that a restarted simulator would have dropped. */
export const call = async (url: string, init: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> | URLSearchParams } = {}): Promise<Answered> => {
  const response = await fetch(url, { ...init, headers: { connection: 'close', ...init.headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What is at a path inside a JSON value, as `items.0.title`; `undefined` where there is nothing. */
export const at = (value: unknown, path: string): unknown => path.split('.').reduce<unknown>((inside, name) => (isObject(inside) ? inside[name] : undefined), value);

/** A text at a path; throws where there is none. */
export const textAt = (value: unknown, path: string): string => {
  const found = at(value, path);
  if (typeof found !== 'string') throw new Error(`no text at ${path} in ${JSON.stringify(value)}`);
  return found;
};

/** A list at a path; throws where there is none. */
export const listAt = (value: unknown, path: string): unknown[] => {
  const found = at(value, path);
  if (!Array.isArray(found)) throw new Error(`no list at ${path} in ${JSON.stringify(value)}`);
  return found;
};

/** An access token by client credentials. */
export const tokenFor = async (tokenUrl: string, clientId: string, clientSecret: string): Promise<string> => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  return textAt((await call(tokenUrl, { method: 'POST', body })).body, 'access_token');
};

/** Reads from a vault with a fresh token. */
export const reader = async (vault: DocbyteSimulator): Promise<(path: string, enrichers?: string) => Promise<Answered>> => {
  const token = await tokenFor(vault.tokenUrl, vault.clientId, vault.clientSecret);
  return (path, enrichers) => call(`${vault.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}`, ...(enrichers === undefined ? {} : { enrichers }) } });
};
