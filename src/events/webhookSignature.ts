import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks 1.0.0: who sent it, and that nobody changed it (nb-dps.md §8.1). */

/** Header lines by name in lower case, as Node's `headersDistinct` or `headers` have them. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers of a webhook, read and in shape; nothing in them is proven yet. */
export interface SignedHeaders {
  readonly webhookId: string;
  /** As it was sent: this very text is signed. */
  readonly timestamp: string;
  /** The `v1` signatures; others are of schemes that are not for us. */
  readonly signatures: readonly Buffer[];
}

/** The timestamp is that of the attempt; it may be this far from our clock (§8.1: 5 to 10 minutes). */
export const toleranceMs = 300_000;

/** Reads the headers; undefined when one is missing, repeated, or not in the form of its kind. */
export function readSignedHeaders(headers: WebhookHeaders): SignedHeaders | undefined {
  const webhookId = single(headers['webhook-id']);
  const timestamp = single(headers['webhook-timestamp']);
  const signature = single(headers['webhook-signature']);
  // No comma and no space in an id: a repeated header that somebody joined has both.
  if (!webhookId || !/^[\x21-\x2b\x2d-\x7e]{1,256}$/.test(webhookId)) return undefined;
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return undefined;
  if (!signature || signature.length > 4_096 || !/^[\w-]+,[\w+/=-]+( [\w-]+,[\w+/=-]+)*$/.test(signature)) return undefined;
  const signatures = signature
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  return { webhookId, timestamp, signatures };
}

/** Whether one of the signatures was made over these raw bytes with one of the secrets; in constant time for each pair. */
export function isSigned(rawBody: Uint8Array, { webhookId, timestamp, signatures }: SignedHeaders, secrets: readonly string[]): boolean {
  let matched = false;
  for (const key of secrets.map(keyOf)) {
    if (!key) continue;
    const expected = createHmac('sha256', key).update(`${webhookId}.${timestamp}.`).update(rawBody).digest();
    for (const signature of signatures) if (signature.length === expected.length && timingSafeEqual(signature, expected)) matched = true;
  }
  return matched;
}

/** Whether the attempt was made within the tolerance around now (epoch ms). */
export function isTimely({ timestamp }: SignedHeaders, now: number): boolean {
  return Math.abs(Number(timestamp) * 1_000 - now) <= toleranceMs;
}

/** `whsec_` and base64 as the standard writes it, else the bytes of the text: the documents only say that a key is shared (§8.1). */
function keyOf(secret: string): Buffer | undefined {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
  return key.length > 0 ? key : undefined;
}

function single(value: string | readonly string[] | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value?.length === 1 ? value[0] : undefined;
}
