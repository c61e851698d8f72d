import { createEvents } from '../../src/events/events.ts';
import { unreadWebhook } from '../../src/events/webhooks.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { signWebhook } from '../../src/sandbox/dpsWebhookFaults.ts';
import { noDps } from '../events/noDps.ts';
import { storeKinds, type Place, type Store } from '../ledger/stores.ts';

/** A process dies at each of the moments in which taking in a webhook waits for the ledger: before the deed, or right after it. */

const disseminationId = '8Z7x1T9rN0Xc2B5Yq4L3zP';
const file = { downloadURL: 'https://storage.example.org/metadata.tar', filename: 'metadata.tar' };
const kinds = {
  'a delivery': { type: 'dissemination.delivered', data: { disseminationId, archiveId: 'a', contractId: '2d17', files: [file] } },
  'a verdict on a submission': { type: 'submission.preserved', data: { submissionId: 's', contractId: '2d17', archiveId: 'a' } },
  'one of a type that is not for us': { type: 'archive.celebrated', data: {} },
  'one that cannot be read': { type: 'dissemination.delivered', data: {} },
};

/** The ledger as a process sees it that dies at its call number `call`: that never returns, and whatever comes after is not done. */
function dyingLedger(ledger: Ledger, call: number, when: 'before' | 'after'): { ledger: Ledger; death: Promise<'dead'> } {
  let calls = 0;
  const { promise: death, resolve: die } = Promise.withResolvers<'dead'>();
  const forever = () => {
    die('dead');
    return new Promise<never>(() => {});
  };
  const dying = <Arguments extends unknown[], Result>(deed: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      calls += 1;
      if (calls > call || (calls === call && when === 'before')) return forever();
      const result = await deed(...given);
      return calls === call ? forever() : result;
    };
  const { jobs, events, documents } = ledger;
  return {
    death,
    ledger: {
      ...ledger,
      jobs: { ...jobs, record: dying(jobs.record), get: dying(jobs.get) },
      events: { ...events, rememberWebhook: dying(events.rememberWebhook) },
      documents: { ...documents, put: dying(documents.put), get: dying(documents.get) },
    },
  };
}

/** A process that takes in webhooks. */
function processOn(ledger: Ledger): (body: string, id: string) => Promise<number> {
  const { webhooks } = createEvents({ ledger, dps: noDps, secrets: () => [sandboxWebhookSecret] });
  return async (body, id) => {
    const timestamp = Math.floor(Date.now() / 1_000);
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signWebhook(sandboxWebhookSecret, id, timestamp, body) };
    return (await webhooks.receive(Buffer.from(body), headers)).status;
  };
}

describe.each(storeKinds)('on $name', ({ start }) => {
  let store: Store;
  let place: Place;
  let ledger: Ledger;
  beforeAll(async () => {
    store = await start();
  }, 60_000);
  afterAll(() => store.stop());
  beforeEach(async () => {
    place = await store.makePlace();
    ledger = await place.open();
  });

  const kept = async (): Promise<unknown> => ({
    webhooks: await place.raw('SELECT id FROM webhooks'),
    events: (await ledger.events.allAfter(0n, 10)).map(({ kind, name, state }) => ({ kind, name, state })),
    delivery: (await ledger.jobs.get({ kind: 'dissemination', id: disseminationId }))?.sealed,
    unread: (await ledger.documents.list(unreadWebhook)).map(({ id, sealed }) => ({ id, sealed })),
  });

  it.each(Object.entries(kinds))('%s is lost at no moment', async (_name, webhook) => {
    const body = JSON.stringify({ timestamp: '2026-11-20T11:00:00Z', ...webhook });
    let answered = false;
    for (let call = 1; !answered; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const id = `msg_${call}_${when}`;
        const own = await store.makePlace();
        [place, ledger] = [own, await own.open()];
        const dying = dyingLedger(ledger, call, when);
        const answer = processOn(dying.ledger)(body, id);
        answered = (await Promise.race([answer, dying.death])) === 204;
        const atDeath = await kept();
        expect(await processOn(ledger)(body, id)).toBe(204);
        const whole = await kept();
        expect(whole).toMatchObject({ webhooks: [{ id }] });
        // Whoever was answered finds it all there; what is sent again after that changes nothing.
        if (answered) expect(atDeath).toEqual(whole);
        expect(await processOn(ledger)(body, id)).toBe(204);
        expect(await kept()).toEqual(whole);
        if (webhook === kinds['a delivery']) expect(whole).toMatchObject({ delivery: { downloadUrls: [file.downloadURL] }, events: [{ name: 'delivered' }] });
        if (webhook === kinds['one that cannot be read']) expect(whole).toMatchObject({ unread: [{ id, sealed: { base64: Buffer.from(body).toString('base64') } }] });
      }
    }
  }, 60_000);
});
