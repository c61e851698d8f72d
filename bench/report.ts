/** Writes the tables of `docs/performance.md` (between `<!-- name -->` and `<!-- /name -->`) from `results/*.json`: `node bench/report.ts`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { contenders } from './contenders.ts';
import type { Machine } from './harness/machine.ts';
import { root } from './harness/processes.ts';
import type { QueryRow } from './harness/rows.ts';
import { spreadOf, type Spread } from './harness/statistics.ts';
import { queryNames, titles, type QueryName } from './queries/queries.ts';

interface Run<Row> {
  readonly machine: Machine;
  readonly rows: readonly Row[];
}

const page = new URL('../docs/performance.md', import.meta.url);

function read<Row>(name: string): Run<Row> | undefined {
  const file = `${root}results/${name}.json`;
  if (!existsSync(file)) return undefined;
  const run: Run<Row> = JSON.parse(readFileSync(file, 'utf8'));
  return run;
}

function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const spread = (found: Spread | undefined) => (found ? `${number(found.median)} (${number(found.least)}–${number(found.most)})` : '–');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map((_name, index) => (index === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
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
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  parts.push(
    `Medians of ${rounds} rounds in one run, ratios with their least and most; requests refused in all: ${errors}. ${machine.date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}; ${packages.join(', ')}.`,
  );
  return parts.join('\n');
}

let text = readFileSync(page, 'utf8');
const queries = read<QueryRow>('queries');
const sections = { queries: queries && queryTables(queries) };
for (const [name, section] of Object.entries(sections)) {
  if (section === undefined) continue;
  text = text.replace(new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`), () => `<!-- ${name} -->\n\n${section}\n\n<!-- /${name} -->`);
}
writeFileSync(page, text);
