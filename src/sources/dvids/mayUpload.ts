import { createDvidsClient } from './client.ts';
import { isStatus } from './failures.ts';
import { createDvidsHttp, type DvidsHttpOptions } from './http.ts';
import { defaultDvidsSettings } from './settings.ts';

/**
 * Whether DVIDS lets the bearer of an access token upload, found out by one harmless call: token answers need not name the scopes that the
 * user allowed, and a user may submit for no unit. Both are answered with 403 [inferred] (dvids-submission.md §2.1, §12). True in doubt.
 */
export async function mayUpload(options: Omit<DvidsHttpOptions, 'tokens'>, accessToken: string): Promise<boolean> {
  // A client of its own: nobody is to share this login before it is known to be good.
  const http = createDvidsHttp({ ...options, tokens: { token: () => accessToken, refused: () => false } });
  try {
    await createDvidsClient(http, defaultDvidsSettings).serviceUnits({ only_mine: 1, page: 1, limit: 1 }, { subject: '', token: null });
    return true;
  } catch (error) {
    return !isStatus(error, 403);
  } finally {
    await http.close();
  }
}
