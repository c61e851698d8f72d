import { objectOf, textOf } from '../reading.ts';
import { createDvidsHttp, type DvidsHttpOptions } from './http.ts';

export interface DvidsAccountOptions extends Omit<DvidsHttpOptions, 'tokens' | 'baseUrl'> {
  /** The page that logs users in: what tells of them is beside it. */
  readonly authorizeUrl: string;
  /** The registered app, as `client_id` names it (dvids-submission.md §2.2). */
  readonly apiKey: string;
}

/** Nobody waits longer for what is good to know. */
const timeoutMs = 5_000;

/**
 * The DVIDS user whom an access token is of, by the id that DVIDS gives it: `GET /auth/get-info`, token in the query [inferred]
 * (dvids-submission.md §2.5). Null where DVIDS does not tell.
 */
export async function accountOf({ authorizeUrl, apiKey, ...options }: DvidsAccountOptions, accessToken: string): Promise<string | null> {
  const http = createDvidsHttp({ timeoutMs, ...options, baseUrl: new URL('.', authorizeUrl).href, tokens: { token: () => accessToken, refused: () => false } });
  try {
    return await http.request({
      method: 'GET',
      route: '/auth/get-info',
      path: '/get-info',
      as: { subject: '', token: null },
      query: { api_key: apiKey, access_token: accessToken },
      parse: (body) => textOf(objectOf(body)?.['owner_id']),
    });
  } catch {
    return null;
  } finally {
    await http.close();
  }
}
