import type { LogLine } from './gatewayProcess.ts';
import type { Run } from './run.ts';
import type { Attempt } from './webhookRelay.ts';

/**
 * What became of every webhook that reached a gateway: `received` = `stored` + `duplicates` + `ignored` + `refused`.
 *
 * Counters die with their process, and so do the last lines of its log. Therefore three witnesses are heard: the logs (a line for each
 * webhook, written before the answer), the answers, and the ledger, which remembers the id of each webhook that it took.
 */
export interface Account extends Balance {
  /** Attempts in all, and those among them that found nobody: those were never received. */
  readonly sent: number;
  readonly unreached: number;
  /** Cut off by a kill, without a trace anywhere: perhaps received, surely without effect. */
  readonly traceless: number;
  readonly faults: readonly string[];
}

/** Sums of webhooks by what became of them. */
export interface Balance {
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly ignored: number;
  readonly refused: number;
  /** Of these, how many are known by their answer, the log having been lost with the process. */
  readonly byAnswer: number;
  /** And how many by the ledger alone, since there was no answer either. */
  readonly byLedger: number;
}

const nothing: Balance = { received: 0, stored: 0, duplicates: 0, ignored: 0, refused: 0, byAnswer: 0, byLedger: 0 };

/** Hears the witnesses. `said`: the counters that each gateway showed at the end. */
export async function accountFor({ gateways, relay, options: { place } }: Run, said: readonly Readonly<Record<string, number>>[]): Promise<Account> {
  const remembered = new Set((await place.raw('SELECT id FROM webhooks')).map(({ id }) => String(id)));
  const [row] = await place.raw("SELECT COUNT(*) AS deliveries FROM events WHERE name = 'delivered'");
  const linesOf = Map.groupBy(gateways.flatMap((gateway) => gateway.runs().flat()).filter(isAboutWebhook), ({ webhookId }) => (typeof webhookId === 'string' ? webhookId : ''));
  // Headers that are out of shape (400) are logged without the id that they may hold.
  const attemptsOf = Map.groupBy(relay.attempts, ({ id, outcome }) => (outcome === 400 ? '' : id));
  const ids = [...attemptsOf].map(([id, attempts]) => witness(id, attempts, linesOf.get(id) ?? [], remembered.has(id)));
  const sum = ids.reduce((total, { balance }) => add(total, balance), nothing);
  const unreached = relay.attempts.filter(({ outcome }) => outcome === 'unreached').length;
  const balanced = sum.received === sum.stored + sum.duplicates + sum.ignored + sum.refused;
  return {
    ...sum,
    sent: relay.attempts.length,
    unreached,
    traceless: relay.attempts.length - unreached - sum.received,
    faults: [
      ...ids.flatMap(({ faults }) => faults),
      ...(balanced && sum.stored + sum.ignored === remembered.size && sum.stored === Number(row?.['deliveries']) ? [] : ['the account does not balance']),
      ...gateways.flatMap((gateway, index) => countFaults(gateway.name, gateway.runs().at(-1) ?? [], said[index] ?? {})),
    ],
  };
}

/** What the three say of one webhook id. */
function witness(id: string, attempts: readonly Attempt[], lines: readonly LogLine[], isRemembered: boolean): { balance: Balance; faults: string[] } {
  const count = (...outcomes: string[]) => lines.filter(({ outcome }) => outcomes.includes(String(outcome))).length;
  const [taken, duplicates, refused] = [count('stored', 'ignored'), count('duplicate'), count('refused')];
  const accepted = attempts.filter(({ outcome }) => outcome === 204).length;
  const turnedAway = attempts.filter(({ outcome }) => typeof outcome === 'number' && outcome !== 204).length;
  const cut = attempts.filter(({ outcome }) => outcome === 'cut').length;
  // Answers without a line, and lines without an answer.
  const [unloggedAccepted, unloggedRefused] = [Math.max(0, accepted - taken - duplicates), Math.max(0, turnedAway - refused)];
  const unanswered = Math.max(0, taken + duplicates - accepted) + Math.max(0, refused - turnedAway);
  const takenUnlogged = isRemembered && taken === 0 ? 1 : 0;
  const byLedger = takenUnlogged === 1 && unloggedAccepted === 0 ? 1 : 0;
  const allTaken = taken + takenUnlogged;
  const stores = attempts.some((attempt) => attempt.stores);
  const genuine = attempts.some((attempt) => attempt.genuine && attempt.timely);
  return {
    balance: {
      received: lines.length + unloggedAccepted + unloggedRefused + byLedger,
      stored: stores ? allTaken : 0,
      ignored: stores ? 0 : allTaken,
      duplicates: duplicates + unloggedAccepted - (takenUnlogged - byLedger),
      refused: refused + unloggedRefused,
      byAnswer: unloggedAccepted + unloggedRefused,
      byLedger,
    },
    faults: [
      ...(taken > 1 ? [`${id} was taken in ${taken} times`] : []),
      ...(unanswered + byLedger > cut ? [`${id || 'an unsigned webhook'}: ${attempts.map(({ outcome }) => outcome).join(', ')}; but logged as ${lines.map(({ outcome }) => String(outcome)).join(', ')}`] : []),
      ...(accepted + taken > 0 && !isRemembered ? [`${id} was acknowledged, or said to be stored, and is not in the ledger`] : []),
      ...(isRemembered && !genuine ? [`${id} is in the ledger and is not genuine`] : []),
      ...(genuine && !isRemembered ? [`${id} is genuine and was lost`] : []),
    ],
  };
}

function add(one: Balance, other: Balance): Balance {
  return {
    received: one.received + other.received,
    stored: one.stored + other.stored,
    duplicates: one.duplicates + other.duplicates,
    ignored: one.ignored + other.ignored,
    refused: one.refused + other.refused,
    byAnswer: one.byAnswer + other.byAnswer,
    byLedger: one.byLedger + other.byLedger,
  };
}

/** A process that was not killed has counted what it logged. */
function countFaults(name: string, lines: readonly LogLine[], said: Readonly<Record<string, number>>): string[] {
  return (['stored', 'duplicate', 'ignored', 'refused'] as const).flatMap((outcome) => {
    const logged = lines.filter((line) => isAboutWebhook(line) && line['outcome'] === outcome).length;
    return logged === (said[outcome] ?? 0) ? [] : [`${name} counted ${said[outcome] ?? 0} ${outcome} and logged ${logged}`];
  });
}

function isAboutWebhook({ msg }: LogLine): boolean {
  return msg === 'A webhook came.';
}
