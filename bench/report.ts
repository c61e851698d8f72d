/** Writes the tables of `docs/performance.md` (between `<!-- name -->` and `<!-- /name -->`) from `results/*.json`: `node bench/report.ts`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { contenders } from './contenders.ts';
import type { Machine } from './harness/machine.ts';
import { root } from './harness/processes.ts';
import type { QueryRow } from './harness/rows.ts';
import { spreadOf } from './harness/statistics.ts';
import { queryNames, titles, type QueryName } from './queries/queries.ts';
import { floodLine, growthTable, machineLine, number, soakLine, spread, subscriptionTables, table } from './tables.ts';
import type { FloodRun } from './flood.ts';
import type { BesideRow, GrowthRow } from './growth.ts';
import type { SoakRun } from './soak.ts';
import type { SubscriptionRow } from './subscriptions.ts';

interface Run<Row> {
  readonly machine: Machine;
  readonly rows: readonly Row[];
}

const page = new URL('../docs/performance.md', import.meta.url);

/** What is in each file. */
interface Results {
  readonly queries: Run<QueryRow>;
  readonly growth: Run<GrowthRow> & { readonly beside: BesideRow };
  readonly subscriptions: Run<SubscriptionRow>;
  readonly flood: FloodRun;
  readonly soak: SoakRun;
}

function read<Name extends keyof Results>(name: Name): Results[Name] | undefined {
  const file = `${root}results/${name}.json`;
  if (!existsSync(file)) return undefined;
  const result: Results[Name] = JSON.parse(readFileSync(file, 'utf8'));
  return result;
}

interface Setting {
  readonly query: QueryName;
  readonly delayMs: number;
  readonly connections: number;
}

function queryTables({ machine, rows }: Run<QueryRow>): string {
  const at = ({ query, delayMs, connections }: Setting, name: string) =>
    rows.filter((row) => row.name === name && row.query === query && row.delayMs === delayMs && row.connections === connections);
  /** Ratios of one round each, so that what slows both down cancels out. */
  const ratio = (setting: Setting, name: string, by: string, what: (row: QueryRow) => number) =>
    spreadOf(at(setting, name).flatMap((row) => at(setting, by).filter(({ round }) => round === row.round).map((other) => what(row) / what(other))));
  const names = [...new Set(rows.map(({ name }) => name))];
  const parts: string[] = [];
  for (const query of queryNames) {
    for (const delayMs of new Set(rows.map((row) => row.delayMs))) {
      for (const connections of new Set(rows.map((row) => row.connections))) {
        const setting = { query, delayMs, connections };
        const found = names.filter((name) => at(setting, name).length > 0);
        if (found.length === 0) continue;
        const middle = (name: string, what: (row: QueryRow) => number) => spreadOf(at(setting, name).map(what));
        const sorted = found.toSorted((a, b) => (middle(b, ({ rps }) => rps)?.median ?? 0) - (middle(a, ({ rps }) => rps)?.median ?? 0));
        const line = (name: string) => [
          `${contenders[name]?.label ?? name}${at(setting, name).every(({ verified }) => verified) ? '' : ' (another answer!)'}`,
          number(middle(name, ({ calls }) => calls)?.median),
          number(middle(name, ({ rps }) => rps)?.median),
          number(middle(name, ({ p50 }) => p50)?.median),
          number(middle(name, ({ p99 }) => p99)?.median),
          number(middle(name, ({ cpuMsPerRequest }) => cpuMsPerRequest)?.median),
          number(middle(name, ({ rssMiB }) => rssMiB)?.most),
          name === 'fonds' ? '' : spread(ratio(setting, 'fonds', name, ({ rps }) => rps)),
          name === 'floor' ? '' : spread(ratio(setting, name, 'floor', ({ p99 }) => p99)),
        ];
        parts.push(
          `#### ${titles[query]}; upstream delay ${delayMs} ms, ${connections} connections\n`,
          table(['', 'calls', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms/request', 'RSS MiB', 'Fonds ÷ this', 'p99 ÷ floor'], sorted.map(line)),
          '',
        );
      }
    }
  }
  const rounds = new Set(rows.map(({ round }) => round)).size;
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  parts.push(`Medians of ${rounds} rounds in one run, ratios with their least and most; requests refused in all: ${errors}. ${machineLine(machine)}`);
  return parts.join('\n');
}

let text = readFileSync(page, 'utf8');
const [queries, growth, subscriptions, flood, soak] = [read('queries'), read('growth'), read('subscriptions'), read('flood'), read('soak')];
const sections = {
  queries: queries && queryTables(queries),
  growth: growth && growthTable(growth),
  subscriptions: subscriptions && subscriptionTables(subscriptions.rows),
  flood: flood && floodLine(flood),
  soak: soak && soakLine(soak),
};
for (const [name, section] of Object.entries(sections)) {
  if (section === undefined) continue;
  text = text.replace(new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`), () => `<!-- ${name} -->\n\n${section}\n\n<!-- /${name} -->`);
}
writeFileSync(page, text);
