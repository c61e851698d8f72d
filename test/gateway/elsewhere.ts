import type { DpsSimulator } from '../../src/sandbox/dps.ts';

/** Makes something at DPS by hand, so that no gateway knows of it; gives what DPS answers. */
export async function makeElsewhere(dps: DpsSimulator, path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  const [client] = dps.clients;
  if (!client) throw new Error('the simulated DPS has no client');
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret });
  const login = (await (await fetch(dps.tokenUrl, { method: 'POST', body: form })).json()) as { access_token: string };
  const answer = await fetch(`${dps.baseUrl}${path}`, { method: 'POST', headers: { authorization: `Bearer ${login.access_token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`DPS answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}
