import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';

/** A new job of a contract whose first and last word is its delivery. */
export interface Delivered {
  readonly disseminationId: string;
  readonly archiveId?: string;
  readonly contractId?: string;
  /** How many files, each of about 300 bytes. */
  readonly files?: number;
}

/** Sends a signed delivery to a gateway. Throws unless it was taken in. */
export async function deliver(url: string, { disseminationId, archiveId = randomUUID(), contractId = '2d17', files = 1 }: Delivered): Promise<void> {
  const file = (index: number) => ({
    downloadURL: `https://storage.example/${archiveId}/${index}.tar?X-Amz-Signature=${'0'.repeat(200)}`,
    filename: `${index}.tar`,
    filesize: 1,
    expirationDate: new Date(Date.now() + 86_400_000).toISOString(),
    checksum: '9e107d9d372bb6826bd81d3542a419d6',
    checksumAlgorithm: 'MD5',
  });
  const now = new Date();
  const body = JSON.stringify({
    type: 'dissemination.delivered',
    timestamp: now.toISOString(),
    data: { archiveId, disseminationId, objectId: null, clientId: 'fonds', contractId, sumSizeInBytes: files, files: Array.from({ length: files }, (_, index) => file(index)) },
  });
  const id = `msg_${randomUUID()}`;
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(sandboxWebhookSecret).sign(id, now, body),
  };
  const { status } = await fetch(`${url}/webhooks/dps`, { method: 'POST', headers, body });
  if (status !== 204) throw new Error(`the delivery was answered with ${status}`);
}
