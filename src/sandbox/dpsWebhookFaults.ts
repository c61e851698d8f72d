import { createHmac, randomBytes } from 'node:crypto';
import type { Message } from './dpsState.ts';

/**
 * How a webhook goes astray. What touches the signature touches one attempt: when the receiver refuses it, the next is as it should be.
 * - `drop`: never sent. `delay`: sent `ms` later. `duplicate`: sent again, with the same id, when the receiver has taken it.
 * - `reorder`: waits until the next message has been sent.
 * - `tamper`: the body is changed after signing. `forge`: signed with another secret. `unsigned`: without the three headers.
 * - `stale`: signed, but dated `seconds` ago. `milliseconds`: the timestamp in milliseconds, as older documentation had it.
 * - `foreignSignatures`: signatures of unknown versions stand before the right ones.
 */
export type WebhookFault =
  | { kind: 'drop' } | { kind: 'delay'; ms: number } | { kind: 'duplicate' } | { kind: 'reorder' }
  | { kind: 'tamper' } | { kind: 'forge' } | { kind: 'unsigned' } | { kind: 'stale'; seconds: number } | { kind: 'milliseconds' } | { kind: 'foreignSignatures' };

/** When and how often webhooks go astray. */
export type WebhookMisbehaviour = {
  /** An event type, or a condition; every message when left out. */
  match?: string | ((message: Message) => boolean);
  /** How many messages; default 1. */
  times?: number;
  how: WebhookFault;
};

const keyOf = (secret: string): Buffer => (secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret));

/** A signature of the Standard Webhooks specification (nb-dps.md §8.1). */
export const signWebhook = (secret: string, id: string, timestamp: number | string, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/** The headers of an attempt, spoilt as the fault says. */
export const headersFor = (message: Message, fault: WebhookFault | undefined, secrets: string[], now: number): Record<string, string> => {
  const contentType = { 'content-type': 'application/json' };
  if (fault?.kind === 'unsigned') return contentType;
  const seconds = Math.floor(now / 1000) - (fault?.kind === 'stale' ? fault.seconds : 0);
  const timestamp = fault?.kind === 'milliseconds' ? String(now) : String(seconds);
  const signing = fault?.kind === 'forge' ? [`whsec_${randomBytes(32).toString('base64')}`] : secrets;
  const signatures = signing.map((secret) => signWebhook(secret, message.id, timestamp, message.body));
  if (fault?.kind === 'foreignSignatures') signatures.unshift(`v1a,${randomBytes(64).toString('base64')}`, `v2,${randomBytes(32).toString('base64')}`);
  return { ...contentType, 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
};

/** Changes the body in a way that keeps it JSON. */
export const tampered = (body: string): string => body.replace(/}$/, ',"tampered":true}');
