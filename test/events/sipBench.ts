import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Clock } from '../../src/domain/clock.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { createDvidsWork, rulesOfDvids } from '../../src/events/dvidsWork.ts';
import { createEvents } from '../../src/events/events.ts';
import { silentLog } from '../../src/events/log.ts';
import { createSubmissionUploads, type SubmissionUploads } from '../../src/events/submissionUploads.ts';
import type { SipOrder, SipSubmissions, SipView } from '../../src/events/sipSubmissions.ts';
import { dpsFileRoute } from '../../src/events/uploadRoutes.ts';
import { createUploads, type Uploads } from '../../src/events/uploads.ts';
import { createWork } from '../../src/events/work.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { dvidsNotConfigured } from '../../src/sources/dvids/http.ts';
import { createDvidsSource } from '../../src/sources/dvids/source.ts';
import { createOutsideClient } from '../../src/sources/http/outside.ts';
import type { DpsBench } from './dpsBench.ts';
import { mortal, type Mortal } from './mortal.ts';

/** One process that hands packages in. */
export interface SipProcess {
  readonly sips: SipSubmissions;
  readonly uploads: Uploads;
  readonly submissionUploads: SubmissionUploads;
  /** Sends a file of a package. */
  send(view: SipView, filePath: string, content: string): Promise<void>;
  stop(): Promise<void>;
}

export const producer: Viewer = { subject: 'ola', roles: new Set(['2d17_W', '2d17_R']), everyRole: false, token: null, expiresAt: null };
export const md5 = (content: string): string => createHash('md5').update(content).digest('hex');

/** Starts one on a bench; it dies when its life says so. */
export function sipProcess({ ledger: whole, source, dps, clock: computersClock }: DpsBench, life: Mortal = mortal()): SipProcess {
  const [ledger, clock]: [typeof whole, Clock] = [life.ledger(whole), life.clock(computersClock)];
  const events = createEvents({ ledger, dps: life.hand(source), secrets: () => [sandboxWebhookSecret], clock, random: () => 0 });
  const storage = createOutsideClient({ source: 'DPS', rule: { sourceOrigin: dps.url, origins: [dps.storage.url] } });
  const uploads = createUploads({ ledger, clock, routes: { dpsFile: dpsFileRoute(events.submissions, life.hand(storage), clock) } });
  const submissionUploads = createSubmissionUploads({ ledger, submissions: events.submissions, uploads });
  const dvids = createDvidsSource(dvidsNotConfigured);
  const dvidsWork = createDvidsWork({ ledger, dvids, clock, rules: rulesOfDvids({ ledger, dvids, clock }), events, uploads });
  const work = createWork({ ledger, clock, log: silentLog, submissions: events.submissions, submissionUploads, uploads, dvids, dvidsWork, docbyteStorage: undefined });
  work.start();
  return {
    sips: work.sips,
    uploads,
    submissionUploads,
    async send({ place }, filePath, content) {
      const record = place && (await submissionUploads.of(place)).get(filePath);
      if (!record) throw new Error(`nobody expects ${filePath}`);
      const bytes = Buffer.from(content);
      const whole = { offset: 0, length: bytes.length, total: bytes.length, contentType: undefined, body: Readable.from([bytes], { objectMode: false }) };
      await uploads.receive(record, whole);
    },
    async stop() {
      // The dead are not waited for.
      if (!life.dead) {
        await work.stop();
        await uploads.stop();
        await events.stop();
      }
      await storage.close();
    },
  };
}

/** A package of a file that comes by ticket, one that comes along, and two events. */
export function sip(objectId: string, more: Partial<SipOrder> = {}): SipOrder {
  const agent = { agentName: 'Archivematica', agentType: 'software' } as const;
  return {
    idempotencyKey: `key of ${objectId}`,
    contractId: '2d17',
    objectId,
    metadata: { type: 'Bok', title: { value: 'Sult', lang: 'nob' } },
    files: [
      { filePath: 'representations/1/a.tif', checksum: md5('pixels') },
      { filePath: 'metadata/mets.xml', text: '<mets/>' },
    ],
    events: [
      { agent, eventType: 'virus check', eventDateTime: '2026-02-03T07:14:01Z', outcome: 'success' },
      { agent, eventType: 'creation', eventDateTime: '2026-02-03T07:14:01Z', outcome: 'success', relativePath: 'metadata/mets.xml' },
    ],
    ...more,
  };
}
