import type { LogLine } from './gatewayProcess.ts';
import type { Run } from './run.ts';
import type { Attempt } from './webhookRelay.ts';

/**
 * What became of every webhook that reached a gateway. A gateway writes what it made of each into its log, before it answers; a log
 * survives a kill, counters do not. In the moment between the commit and that line a kill leaves one trace only, in the ledger itself.
 */
export interface Account {
  /** Attempts in all, and those among them that found nobody: those were never received. */
  readonly sent: number;
  readonly unreached: number;
  /** Attempts that a kill cut off and that left no trace anywhere: perhaps received, surely without effect. */
  readonly traceless: number;
  /** Those that left a trace: `received` = `stored` + `duplicates` + `ignored` + `refused` + `silent`. */
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly ignored: number;
  readonly refused: number;
  /** In the ledger, though the process was killed before it could say so. */
  readonly silent: number;
  readonly faults: readonly string[];
}

type Outcome = 'stored' | 'duplicate' | 'ignored' | 'refused';

/** Holds three accounts against each other: what was sent and answered, what the logs say, and what the ledger holds. */
export async function accountFor({ gateways, relay, options: { place } }: Run, said: readonly Readonly<Record<string, number>>[]): Promise<Account> {
  const lines = gateways.flatMap((gateway) => gateway.runs().flat()).filter(({ msg }) => msg === 'A webhook came.');
  const remembered = new Set((await place.raw('SELECT id FROM webhooks')).map(({ id }) => String(id)));
  const count = (outcome: Outcome) => lines.filter((line) => line['outcome'] === outcome).length;
  const taken = new Set(lines.filter(({ outcome }) => outcome === 'stored' || outcome === 'ignored').map(({ webhookId }) => String(webhookId)));
  const silent = [...remembered].filter((id) => !taken.has(id));
  const cut = relay.attempts.filter(({ outcome }) => outcome === 'cut').length;
  const answered = relay.attempts.filter(({ outcome }) => typeof outcome === 'number').length;
  const received = lines.length + silent.length;
  return {
    sent: relay.attempts.length,
    unreached: relay.attempts.length - answered - cut,
    traceless: answered + cut - received,
    received,
    stored: count('stored'),
    duplicates: count('duplicate'),
    ignored: count('ignored'),
    refused: count('refused'),
    silent: silent.length,
    faults: [
      ...idFaults(relay.attempts, lines, remembered),
      ...(taken.size + silent.length === remembered.size && count('stored') + count('ignored') === taken.size ? [] : ['what was said to be stored or ignored is not what the ledger remembers']),
      ...gateways.flatMap((gateway, index) => countFaults(gateway.name, gateway.runs().at(-1) ?? [], said[index] ?? {})),
    ],
  };
}

/** For each webhook id: as many lines as answers, and more only where a kill cut one off; in the ledger if genuine and answered with 204, and not otherwise. */
function idFaults(attempts: readonly Attempt[], lines: readonly LogLine[], remembered: ReadonlySet<string>): string[] {
  const linesOf = Map.groupBy(lines, ({ webhookId }) => (typeof webhookId === 'string' ? webhookId : ''));
  // Headers that are out of shape (400) are logged without the id that they may hold.
  const attemptsOf = Map.groupBy(attempts, ({ id, outcome }) => (outcome === 400 ? '' : id));
  return [...attemptsOf].flatMap(([id, own]) => {
    const answered = own.filter(({ outcome }) => typeof outcome === 'number').length;
    const cut = own.filter(({ outcome }) => outcome === 'cut').length;
    const logged = linesOf.get(id) ?? [];
    const isTaken = logged.some(({ outcome }) => outcome === 'stored' || outcome === 'ignored');
    const isRemembered = remembered.has(id);
    const traces = logged.length + (isRemembered && !isTaken ? 1 : 0);
    const accepted = own.some(({ outcome }) => outcome === 204);
    const genuine = own.some((attempt) => attempt.genuine && attempt.timely);
    return [
      ...(logged.length < answered || traces > answered + cut ? [`${id || 'an unsigned webhook'}: ${own.map(({ outcome }) => outcome).join(', ')}; but logged as ${logged.map(({ outcome }) => String(outcome)).join(', ') || 'nothing'}`] : []),
      ...(accepted && !isRemembered ? [`${id} was acknowledged and is not in the ledger`] : []),
      ...(isTaken && !isRemembered ? [`${id} was said to be stored and is not in the ledger`] : []),
      ...(isRemembered && !genuine ? [`${id} is in the ledger and is not genuine`] : []),
      ...(genuine && !isRemembered ? [`${id} is genuine and was lost`] : []),
    ];
  });
}

/** A process that was not killed has counted what it logged. */
function countFaults(name: string, lines: readonly LogLine[], said: Readonly<Record<string, number>>): string[] {
  const logged = lines.filter(({ msg }) => msg === 'A webhook came.');
  return (['stored', 'duplicate', 'ignored', 'refused'] as const).flatMap((outcome) => {
    const count = logged.filter((line) => line['outcome'] === outcome).length;
    return count === (said[outcome] ?? 0) ? [] : [`${name} counted ${said[outcome] ?? 0} ${outcome} and logged ${count}`];
  });
}
