import { dateTime, type Clock } from '../domain/clock.ts';
import type { Document, Ledger, RecordOptions, RecordOutcome } from '../ledger/ledger.ts';
import { parseWebhook, type DpsNews } from '../sources/dps/webhook.ts';
import { parseJson } from '../sources/http/json.ts';
import { disseminationNews } from './disseminationRules.ts';
import { described, type EventLog } from './log.ts';
import { isLedgerUnavailable } from './persistently.ts';
import type { JobRules, Recording } from './recording.ts';
import { submissionNews } from './submissionRules.ts';
import { isSigned, isTimely, readSignedHeaders, type WebhookHeaders } from './webhookSignature.ts';

/**
 * - `stored`: it changed, or confirmed, what the ledger knows.
 * - `duplicate`: its id had been stored before.
 * - `ignored`: it is genuine and says nothing to us; or it could not be read, and was put aside whole (see `createWebhooks`).
 * - `refused`: it was not taken in.
 */
export type WebhookOutcome = 'stored' | 'duplicate' | 'ignored' | 'refused';

/** What to answer, and what came of it. */
export interface WebhookResult {
  /** 204; 400 for headers out of shape; 401 for a wrong signature; 413; 503 when it is to be sent again. */
  readonly status: 204 | 400 | 401 | 413 | 503;
  readonly outcome: WebhookOutcome;
}

/** Receives DPS's webhooks. */
export interface Webhooks {
  /** Everything durable has happened when this resolves. Never rejects. `rawBody` are the bytes as they came; headers by name in lower case. */
  receive(rawBody: Uint8Array, headers: WebhookHeaders): Promise<WebhookResult>;
  /** Reads once more what could not be read when it came: a newer Fonds may understand it. Gives how many it could. */
  rereadUnread(): Promise<number>;
  /** How many came, and what became of them since the start: `received` is the sum of the others. */
  counts(): Readonly<Record<WebhookOutcome | 'received', number>>;
}

export interface WebhooksOptions {
  readonly ledger: Ledger;
  readonly recording: Recording;
  readonly disseminations: JobRules;
  readonly submissions: JobRules;
  /** The ring, read anew for each webhook: any one may have signed. */
  readonly secrets: () => readonly string[];
  readonly clock: Clock;
  readonly log: EventLog;
  /** Longer bodies are answered with 413 unread. Default 8 MiB: a delivery has an address of a kilobyte or two for each file. */
  readonly maxBodyBytes?: number;
}

/** The kind of document that keeps a genuine webhook which could not be read: its body, sealed, under its id. */
export const unreadWebhook = 'unreadWebhook';
export const defaultMaxBodyBytes = 8 * 1024 * 1024;

/**
 * Takes in webhooks: verified, stored in one transaction with what they change, then answered.
 *
 * A presigned address exists in one webhook only, so nothing genuine is ever turned away for good. One that is signed and cannot be
 * read would be just as unreadable at each of DPS's attempts: it is put aside whole, with an error in the log, and answered 204.
 * One that is signed and has a strange time speaks of a wrong clock, which is mended one day: 503, so that DPS tries again.
 */
export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { ledger, recording, disseminations, submissions, secrets, clock, log, maxBodyBytes = defaultMaxBodyBytes } = options;
  const counts = { received: 0, stored: 0, duplicate: 0, ignored: 0, refused: 0 };

  async function takeIn(rawBody: Uint8Array, headers: WebhookHeaders): Promise<WebhookResult> {
    if (rawBody.length > maxBodyBytes) return refused(413, 'The webhook is too large.', { bytes: rawBody.length });
    const signed = readSignedHeaders(headers);
    if (!signed) return refused(400, 'A webhook came without the headers of a signed one.');
    const ring = secrets();
    if (ring.length === 0) return refused(503, 'A webhook came, and there is no secret to verify it with: set DPS_WEBHOOK_SECRETS.');
    if (!isSigned(rawBody, signed, ring)) return refused(401, 'A webhook came whose signature does not hold.');
    if (!isTimely(signed, clock.now())) return refused(503, 'A genuine webhook came with a time far from our clock. Is the clock right?', { timestamp: signed.timestamp });
    const { webhookId } = signed;
    try {
      const news = read(rawBody);
      return news instanceof Error ? await putAside(webhookId, rawBody, news) : await store(webhookId, news);
    } catch (error) {
      if (isLedgerUnavailable(error)) return refused(503, 'A webhook came while the ledger cannot be reached.', { webhookId });
      log.error({ error: described(error), webhookId }, 'A webhook could not be stored.');
      return { status: 503, outcome: 'refused' };
    }
  }

  function refused(status: 400 | 401 | 413 | 503, message: string, fields: object = {}): WebhookResult {
    log.warn({ status, ...fields }, message);
    return { status, outcome: 'refused' };
  }

  function read(rawBody: Uint8Array): DpsNews | Error {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
      return parseWebhook(parseJson(text), dateTime(clock.now()));
    } catch (error) {
      return error instanceof Error ? error : new Error('unreadable', { cause: error });
    }
  }

  async function store(webhookId: string, news: DpsNews): Promise<WebhookResult> {
    if (news.kind === 'ignored') {
      const isNew = await ledger.events.rememberWebhook(webhookId);
      if (isNew) log.info({ webhookId, type: news.type.slice(0, 100) }, 'A webhook of a type that is not for us was ignored.');
      return { status: 204, outcome: isNew ? 'ignored' : 'duplicate' };
    }
    const outcome = await fold(news, { webhookId });
    return { status: 204, outcome: outcome?.duplicate ? 'duplicate' : 'stored' };
  }

  async function fold(news: DpsNews, options: RecordOptions = {}): Promise<RecordOutcome | undefined> {
    switch (news.kind) {
      case 'delivered':
        return recording.record(disseminations, { kind: 'dissemination', id: news.delivery.disseminationId }, disseminationNews(news), options);
      case 'judged':
        return recording.record(submissions, { kind: 'submission', id: news.verdict.submissionId }, submissionNews(news), options);
      case 'ignored':
        return undefined;
    }
  }

  async function putAside(webhookId: string, rawBody: Uint8Array, why: Error): Promise<WebhookResult> {
    // The document first: a repeat of it does no harm, and a remembered id without it would be a loss.
    const body = { receivedAt: dateTime(clock.now()), why: why.message };
    await ledger.documents.put({ kind: unreadWebhook, id: webhookId, body, sealed: { base64: Buffer.from(rawBody).toString('base64') } });
    const isNew = await ledger.events.rememberWebhook(webhookId);
    if (isNew) log.error({ webhookId, why: why.message }, 'A genuine webhook could not be read. It is kept whole in the ledger.');
    return { status: 204, outcome: isNew ? 'ignored' : 'duplicate' };
  }

  /** One that was put aside; its id is remembered since then, and folding the same news twice changes nothing. */
  async function reread({ id, sealed }: Document): Promise<boolean> {
    const base64: unknown = typeof sealed === 'object' && sealed !== null && 'base64' in sealed ? sealed.base64 : undefined;
    const news = typeof base64 === 'string' ? read(Buffer.from(base64, 'base64')) : undefined;
    if (!news || news instanceof Error) return false;
    await fold(news);
    await ledger.documents.delete(unreadWebhook, id);
    log.info({ webhookId: id }, 'A webhook that could not be read when it came has been read now.');
    return true;
  }

  return {
    async rereadUnread() {
      let understood = 0;
      for (const document of await ledger.documents.list(unreadWebhook)) if (await reread(document)) understood += 1;
      return understood;
    },
    async receive(rawBody, headers) {
      const result = await takeIn(rawBody, headers);
      counts.received += 1;
      counts[result.outcome] += 1;
      // Before it is answered: of a process that is killed, the log lacks its last words at most.
      log.debug?.({ webhookId: readSignedHeaders(headers)?.webhookId, ...result }, 'A webhook came.');
      return result;
    },
    counts: () => ({ ...counts }),
  };
}
