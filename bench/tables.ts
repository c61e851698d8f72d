import type { FloodRun } from './flood.ts';
import type { BesideRow, GrowthRow } from './growth.ts';
import type { Machine } from './harness/machine.ts';
import { spreadOf, type Spread } from './harness/statistics.ts';
import type { SoakRun } from './soak.ts';
import type { SubscriptionRow } from './subscriptions.ts';
import { subscriptionContenders } from './subscriptions/contenders.ts';

/** Results as Markdown. */

export function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const spread = (found: Spread | undefined): string => (found ? `${number(found.median)} (${number(found.least)}–${number(found.most)})` : '–');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map((_name, index) => (index === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Where and when something was measured. */
export function machineLine({ date, cpu, cores, memoryGiB, system, node, packages }: Machine): string {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return `${date}, ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}; ${versions.join(', ')}.`;
}

/** What larger operations cost. */
export function growthTable({ rows, beside }: { readonly rows: readonly GrowthRow[]; readonly beside: BesideRow }): string {
  const line = ({ what, packages, calls, ms, cpuMs }: GrowthRow) => [what, number(packages), number(calls), number(ms), number(cpuMs), number((cpuMs / packages) * 1000)];
  return [
    table(['', 'packages', 'calls', 'ms', 'CPU ms', 'CPU µs/package'], rows.map(line)),
    '',
    `Small queries (Q2, 4 connections) while pages of 1,000 are served one after another, ${number(beside.pagesPerSecond)} a second: p50 ${number(beside.p50)} ms, p99 ${number(beside.p99)} ms; the event loop's delay, p99: ${number(beside.loopDelayP99)} ms.`,
  ].join('\n');
}

/** One event to thousands of sockets. */
export function subscriptionTables(rows: readonly SubscriptionRow[]): string {
  const parts: string[] = [];
  for (const subscribers of new Set(rows.map((row) => row.subscribers))) {
    const at = (name: string) => rows.filter((row) => row.subscribers === subscribers && row.name === name);
    const middle = (name: string, what: (row: SubscriptionRow) => number | undefined) => number(spreadOf(at(name).flatMap((row) => what(row) ?? []))?.median);
    const ratio = (name: string) => spread(spreadOf(at(name).flatMap((row) => at('raw').filter(({ round }) => round === row.round).map((raw) => row.p99 / raw.p99))));
    const line = (name: string) => [
      subscriptionContenders[name]?.label ?? name,
      middle(name, ({ p50 }) => p50),
      middle(name, ({ p99 }) => p99),
      middle(name, ({ cpuUsPerDelivery }) => cpuUsPerDelivery),
      middle(name, ({ kernelUsPerDelivery }) => kernelUsPerDelivery),
      middle(name, ({ kibPerSubscriber }) => kibPerSubscriber),
      middle(name, ({ keptKibPerSubscriber }) => keptKibPerSubscriber),
      middle(name, ({ cpuUsPerConnect }) => cpuUsPerConnect),
      name === 'raw' ? '' : ratio(name),
    ];
    const names = [...new Set(rows.filter((row) => row.subscribers === subscribers).map(({ name }) => name))];
    parts.push(
      `#### ${subscribers.toLocaleString('en-US')} subscribers\n`,
      table(['', 'p50 ms', 'p99 ms', 'CPU µs/delivery', 'of it the kernel', 'KiB/subscriber', 'of it kept', 'CPU µs/connect', 'p99 ÷ bare'], names.map(line)),
      '',
    );
  }
  const missing = rows.reduce((sum, row) => sum + row.missing, 0);
  parts.push(`Medians of ${new Set(rows.map(({ round }) => round)).size} rounds, ratios with their least and most; deliveries that never came: ${missing}.`);
  return parts.join('\n');
}

/** A flood of distinct documents. */
export function floodLine({ kept, rounds }: FloodRun): string {
  const last = rounds.at(-1);
  return `${rounds.reduce((sum, { distinct }) => sum + distinct, 0)} distinct documents, 50 a second, beside a known one: of its pace it keeps ${spread(kept)}; resident memory after the first and the last of ${rounds.length} rounds: ${number(rounds[0]?.rssMiB)} and ${number(last?.rssMiB)} MiB.`;
}

/** Memory under mixed load. */
export function soakLine({ done, slopes, samples }: SoakRun): string {
  const told = Object.entries(slopes).map(([what, slope]) => `${what} ${number(slope)} MiB a minute`);
  const count = (value: number) => value.toLocaleString('en-US');
  return [
    '![Resident memory and heap used, minute by minute](images/memory.svg)',
    '',
    `${number(samples.at(-1)?.minutes)} minutes: ${count(done.queries)} queries (Q1, Q2, Q3), ${count(done.distinct)} documents that came once, ${count(done.webhooks)} webhooks, ${count(done.subscribers)} subscribers that came and went and were told ${count(done.events)} events, ${count(done.callers)} callers with tokens of a minute; ${done.failed} failed. The slope after the first fifth: ${told.join(', ')}.`,
  ].join('\n');
}
