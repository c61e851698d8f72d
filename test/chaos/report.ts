import type { Verdict } from './verdict.ts';

/** A verdict in a few lines. */
export function reportOf({ seconds, jobs, kills, subscribers: heard, webhooks, forged, stale, events, polls, faults }: Verdict): string {
  const killed = Object.entries(kills).map(([name, count]) => `${name} ${count}`).join(', ');
  const lines = [
    ['took', `${seconds.toFixed(0)} s`],
    ['kill -9', `${Object.values(kills).reduce((sum, count) => sum + count, 0)} (${killed})`],
    ['jobs', `${jobs.ordered} ordered and ${jobs.strangers} unasked, ${jobs.delivered} delivered; ${jobs.lostOrders} orders lost their answer and were found again by their delivery`],
    ['subscribers', `${heard.count}, ${heard.reconnects} reconnects, ${heard.events} events: ${heard.lost} lost, ${heard.doubled} doubled, ${heard.outOfOrder} out of order, ${heard.wrong} wrong`],
    ['webhooks', `${webhooks.sent} sent, ${webhooks.unreached} found nobody, ${webhooks.traceless} cut off by a kill without a trace`],
    [
      'balance',
      `received ${webhooks.received} = stored ${webhooks.stored} + duplicates ${webhooks.duplicates} + ignored ${webhooks.ignored} + refused ${webhooks.refused}` +
        ` (a kill took the log of ${webhooks.byAnswer + webhooks.byLedger}: ${webhooks.byAnswer} known by their answer, ${webhooks.byLedger} by the ledger alone)`,
    ],
    ['forged', `${forged.sent} answered, ${forged.accepted} accepted; stale ${stale.sent}, ${stale.accepted} accepted`],
    ['ledger', `${events} events`],
    ['polls', `${polls.count}, at most ${polls.mostForOneJob} for one job, never two of one within ${polls.shortestWaitMs} ms`],
    ['verdict', faults.length === 0 ? 'good' : `${faults.length} faults`],
  ];
  return [...lines.map(([name = '', text = '']) => `  ${name.padEnd(12)} ${text}`), ...faults.slice(0, 40).map((fault) => `  ! ${fault}`)].join('\n');
}
