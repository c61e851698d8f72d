import type { Database } from './database.ts';
import { lockHead } from './page.ts';
import { big } from './row.ts';

/** How many rows one transaction takes: others wait for it. */
const rowsPerStep = 2_000;

/**
 * Deletes what was received before `before` (epoch ms): events, webhook ids, and jobs that have ended. A job that is still open
 * stays, and so does its newest event. The floor rises with the events, in the same transaction. Gives how many events went.
 */
export async function retain(database: Database, before: number): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await deleteEvents(database, before);
    total += deleted;
    if (deleted < rowsPerStep) break;
  }
  await deleteAll(database, 'DELETE FROM jobs WHERE (kind, id) IN (SELECT kind, id FROM jobs WHERE is_open = 0 AND changed_at < $1 LIMIT $2) RETURNING id', before);
  await deleteAll(database, 'DELETE FROM webhooks WHERE id IN (SELECT id FROM webhooks WHERE received_at < $1 LIMIT $2) RETURNING id', before);
  return total;
}

async function deleteAll(database: Database, sql: string, before: number): Promise<void> {
  let rows;
  do rows = await database.query(sql, [before, rowsPerStep]);
  while (rows.length === rowsPerStep);
}

function deleteEvents(database: Database, before: number): Promise<number> {
  return database.transaction(async (transaction) => {
    await lockHead(transaction, database.dialect);
    const rows = await transaction.query(
      `DELETE FROM events WHERE position IN (
         SELECT position FROM events
         WHERE received_at < $1
           AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.kind = events.kind AND jobs.id = events.id AND jobs.position = events.position AND jobs.is_open = 1)
         ORDER BY received_at LIMIT $2
       ) RETURNING position`,
      [before, rowsPerStep],
    );
    const highest = rows.reduce((highestSoFar, row) => (big(row, 'position') > highestSoFar ? big(row, 'position') : highestSoFar), 0n);
    await transaction.query('UPDATE head SET floor = $1 WHERE floor < $1', [highest]);
    return rows.length;
  });
}
