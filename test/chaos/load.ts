import { setTimeout as pause } from 'node:timers/promises';
import { isFinal, sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { base62Id, type Message } from '../../src/sandbox/dpsState.ts';
import type { WebhookFault } from '../../src/sandbox/dpsWebhookFaults.ts';
import type { Topic } from '../../src/ledger/ledger.ts';
import { forge, type Forgery } from './forger.ts';
import { orderStubbornly } from './orders.ts';
import { contracts, type Run } from './run.ts';
import { watch } from './subscriber.ts';

/** How long nothing may move before a run is given up. */
const patienceMs = 60_000;

/** All the work of a run, from the first order until every subscriber has heard of the last event. */
export async function work(run: Run): Promise<void> {
  const { options, random, archiveIds, dps, relay, killer, subscribers } = run;
  const say = options.say ?? (() => {});
  misbehave(run);
  dps.webhooks.deliverTo(relay.url);
  const letGo = await begin(run);
  // Three in five are there from the beginning on; of the others most watch one job each.
  const tunnels = setInterval(() => subscribers[random.below(subscribers.length)]?.cut(), 20_000 / options.subscribers);
  try {
    const left = archiveIds.slice(contracts.length).entries();
    const worker = async (): Promise<void> => {
      for (const [index, archiveId] of left) {
        await killer.quiet();
        const id = await order(run, archiveId);
        if (id !== undefined && subscribers.length < options.subscribers) subscribe(run, random.oneIn(3) ? contractTopic(index) : { kind: 'dissemination', id });
        await mischief(run, index);
        if (index % 100 === 99) say(`${index + 1} ordered, ${relay.attempts.length} webhooks sent, ${killer.left} kills to come`);
      }
    };
    await Promise.all(Array.from({ length: options.ordersAtOnce }, worker));
    letGo();
    say('all are ordered');
    await waitFor(() => settled(run));
  } finally {
    clearInterval(tunnels);
  }
  say('all have ended');
  await caughtUp(run);
}

/**
 * Orders one job under each contract that stays where it is, and has the first subscribers open: every opening of a contract finds
 * something in flight, and so has a cursor to come back with. Gives the function that lets those jobs go on.
 */
async function begin(run: Run): Promise<() => void> {
  const { options, archiveIds, dps, subscribers } = run;
  const { stepMs } = dps.switches;
  dps.switches.stepMs = Infinity;
  for (const archiveId of archiveIds.slice(0, contracts.length)) await order(run, archiveId);
  const waiting = Object.keys(dps.state.disseminations);
  for (let index = 0; index < Math.ceil((options.subscribers * 3) / 5); index += 1) subscribe(run, contractTopic(index));
  await waitFor(() => ({ done: subscribers.every(({ from }) => from !== undefined), stage: 'opening' }));
  dps.switches.stepMs = stepMs;
  return () => {
    for (const id of waiting) dps.advance(id);
  };
}

async function order(run: Run, archiveId: string): Promise<string | undefined> {
  const { gateways, random, killer } = run;
  killer.deed();
  const ordered = await orderStubbornly(archiveId, () => gateways[random.below(gateways.length)]?.url ?? '');
  if ('disseminationId' in ordered) return ordered.disseminationId;
  run.lostOrders += 1;
  return undefined;
}

function contractTopic(index: number): Topic {
  return { kind: 'dissemination', contractId: contracts[index % contracts.length] ?? '' };
}

function subscribe({ gateways, random, subscribers, options: { place } }: Run, topic: Topic): void {
  const gateway = () => gateways[random.below(gateways.length)]?.url ?? '';
  subscribers.push(watch({ gateway, topic, encryptionKeys: place.encryptionKeys }));
}

/** What goes wrong with how many of a hundred webhooks, the first time that each is sent. */
const mishaps: readonly (readonly [number, WebhookFault])[] = [
  [10, { kind: 'duplicate' }],
  [5, { kind: 'reorder' }],
  [2, { kind: 'forge' }],
  [2, { kind: 'tamper' }],
  [1, { kind: 'unsigned' }],
  [2, { kind: 'stale', seconds: 3_600 }],
  [1, { kind: 'milliseconds' }],
  [2, { kind: 'foreignSignatures' }],
  [3, { kind: 'delay', ms: 1_500 }],
];

function misbehave({ dps, random }: Run): void {
  const drawn = new Map<string, number>();
  // Each lot comes once in a hundred, so that a short run has its share of everything too.
  let lots: number[] = [];
  const draw = (): number => {
    if (lots.length === 0) lots = Array.from({ length: 100 }, (_, index) => index);
    return lots.splice(random.below(lots.length), 1)[0] ?? 0;
  };
  const lot = ({ id }: Message): number => {
    const number = drawn.get(id) ?? draw();
    drawn.set(id, number);
    return number;
  };
  let from = 0;
  for (const [share, how] of mishaps) {
    const [least, most] = [from, from + share];
    dps.webhooks.misbehave({ match: (message) => lot(message) >= least && lot(message) < most, times: Infinity, how });
    from = most;
  }
  // Of a hundred orders one is made and its answer lost, and one fails before it is made.
  dps.misbehave({ match: ({ route }) => route === 'createDissemination' && random.oneIn(100), times: Infinity, how: { kind: 'lost' } });
  dps.misbehave({ match: ({ route }) => route === 'createDissemination' && random.oneIn(100), times: Infinity, how: { kind: 'status', status: 502, shape: 'html' } });
}

/** What else arrives: forgeries, types that nobody knows, deliveries that nobody ordered, and genuine ones that cannot be read. */
async function mischief(run: Run, index: number): Promise<void> {
  const { options: { stepMs }, dps, random, strangers } = run;
  // The webhook comes before the status, with it, or after it.
  dps.switches.webhookDelayMs = random.pick([0, stepMs / 2, -stepMs / 2]);
  if (index % 15 === 5) {
    const ids = Object.keys(dps.state.disseminations);
    await insist(run, forge(ids[random.below(ids.length)] ?? '', sandboxWebhookSecret, random));
  }
  if (index % 15 === 10) dps.webhooks.send('archive.celebrated', { with: 'cake' });
  if (index % 40 === 20) dps.webhooks.send('dissemination.delivered', { what: 'nothing that can be read' });
  if (index % 40 === 30) strangers.push(deliverStranger(dps, contracts[random.below(contracts.length)] ?? ''));
}

/** Sends a forgery until a gateway has answered, since one that a kill cuts off shows nothing; a kill cuts it off but once. */
async function insist({ options, gateways, random, relay, killer }: Run, { body, headers }: Forgery): Promise<void> {
  for (let tries = 0; tries <= options.kills; tries += 1) {
    await killer.quiet();
    const gateway = gateways[random.below(gateways.length)];
    if (gateway === undefined || typeof (await relay.send(gateway, body, headers)).outcome === 'number') return;
  }
}

function deliverStranger(dps: Run['dps'], contractId: string): string {
  const [disseminationId, archiveId] = [base62Id(), base62Id()];
  const files = [{ downloadURL: `https://storage.example.org/${disseminationId}`, filename: 'metadata.tar', filesize: 10_240, expirationDate: '2099-01-01T00:00:00.123456789+01:00', checksum: 'd41d8cd98f00b204e9800998ecf8427e', checksumAlgorithm: 'MD5' }];
  dps.webhooks.send('dissemination.delivered', { disseminationId, archiveId, objectId: 'o', clientId: 'fonds', contractId, sumSizeInBytes: '10240', files });
  return disseminationId;
}

/** Whether every job of DPS has come to its end in the ledger, with its delivery, and every kill is over. */
async function settled({ dps, killer, ledger, strangers, random }: Run): Promise<Stage> {
  await killer.quiet();
  const waiting = dps.webhooks.waiting().length;
  // Kills that are left, and a message that waits for its successor, want more to happen.
  if (killer.left > 0 || (waiting > 0 && random.oneIn(10))) dps.webhooks.send('archive.celebrated', { with: 'more cake' });
  const jobs = Object.values(dps.state.disseminations);
  const ended = await ledger.jobs.count({ kind: 'dissemination', open: false });
  const done = killer.left === 0 && waiting === 0 && jobs.every(({ status }) => isFinal(status)) && ended >= jobs.length + strangers.length;
  return { done, stage: `${ended} of ${jobs.length + strangers.length} have ended, ${killer.left} kills to come` };
}

async function caughtUp({ subscribers, ledger }: Run): Promise<void> {
  const events = await ledger.events.allAfter(0n, 1_000_000);
  const newest = new Map<string, bigint>();
  for (const { contractId, position } of events) newest.set(contractId ?? '', position);
  const isThere = ({ topic, seen, completed }: Run['subscribers'][number]) =>
    topic.id === undefined ? (seen.at(-1)?.position ?? 0n) >= (newest.get(topic.contractId ?? '') ?? 0n) : completed;
  const heard = () => subscribers.reduce((sum, { seen }) => sum + seen.length, 0);
  // Whoever does not get there is judged by what it has.
  await waitFor(() => ({ done: subscribers.every(isThere), stage: `${heard()} heard` })).catch(() => {});
}

interface Stage {
  readonly done: boolean;
  /** As long as this changes, there is hope. */
  readonly stage: string;
}

async function waitFor(look: () => Stage | Promise<Stage>): Promise<void> {
  let [reached, since] = ['', performance.now()];
  for (;;) {
    const { done, stage } = await look();
    if (done) return;
    if (stage !== reached) [reached, since] = [stage, performance.now()];
    else if (performance.now() - since > patienceMs) throw new Error(`Nothing moves any more: ${stage}`);
    await pause(100);
  }
}
