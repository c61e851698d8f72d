import { randomUUID } from 'node:crypto';
import { signWebhook } from '../../src/sandbox/dpsWebhookFaults.ts';
import type { Random } from '../../src/sandbox/collectionRandom.ts';

/** A webhook that must not be believed. */
export interface Forgery {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a forger wants downloads to lead: whoever finds this in a ledger knows that one was believed. */
export const forgedUrl = 'https://evil.example.org/metadata.tar';

/** A delivery of somebody's job to an address of the forger's own, in one of the ways to get past a signature; one of them is an old one sent again. */
export function forge(disseminationId: string, secret: string, random: Random): Forgery {
  const files = [{ downloadURL: forgedUrl, filename: 'metadata.tar', filesize: 1, expirationDate: '2099-01-01T00:00:00+01:00', checksum: '0', checksumAlgorithm: 'MD5' }];
  const body = JSON.stringify({ type: 'dissemination.delivered', timestamp: '2026-01-01T00:00:00+01:00', data: { disseminationId, archiveId: 'forged', contractId: '2d17', files } });
  const [id, now] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1_000)];
  const headers = (timestamp: number, signature: string) => ({ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature });
  const guessed = signWebhook('whsec_Z3Vlc3NlZA==', id, now, body);
  const ways: readonly [Forgery, ...Forgery[]] = [
    { body, headers: headers(now, guessed) },
    { body, headers: headers(now, `v1,${Buffer.alloc(32).toString('base64')}`) },
    { body, headers: headers(now, signWebhook(secret, `${id}x`, now, body)) },
    { body, headers: headers(now, signWebhook(secret, id, now - 1, body)) },
    { body: `${body} `, headers: headers(now, signWebhook(secret, id, now, body)) },
    { body, headers: headers(now, signWebhook(secret, id, now, body).replace('v1,', 'v2,')) },
    { body, headers: headers(now - 3_600, signWebhook(secret, id, now - 3_600, body)) },
    { body, headers: { 'content-type': 'application/json' } },
  ];
  return random.pick(ways);
}
