import type { Database } from './database.ts';
import { lockHead } from './page.ts';
import { big } from './row.ts';

/** How many events one transaction takes: appends wait for it. */
const eventsPerStep = 2_000;

/**
 * Deletes what was received before `before` (epoch ms): events, webhook ids, and jobs that have ended. A job that is still open
 * stays, and so does its newest event. The floor rises with the events, in the same transaction. Gives how many events went.
 */
export async function retain(database: Database, before: number): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = await deleteEvents(database, before);
    total += deleted;
    if (deleted < eventsPerStep) break;
  }
  await database.query('DELETE FROM jobs WHERE is_open = 0 AND changed_at < $1', [before]);
  await database.query('DELETE FROM webhooks WHERE received_at < $1', [before]);
  return total;
}

function deleteEvents(database: Database, before: number): Promise<number> {
  return database.transaction(async (transaction) => {
    await lockHead(transaction, database.dialect);
    const rows = await transaction.query(
      `DELETE FROM events WHERE position IN (
         SELECT position FROM events
         WHERE received_at < $1
           AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.kind = events.kind AND jobs.id = events.id AND jobs.position = events.position AND jobs.is_open = 1)
         ORDER BY position LIMIT $2
       ) RETURNING position`,
      [before, eventsPerStep],
    );
    const highest = rows.reduce((highestSoFar, row) => (big(row, 'position') > highestSoFar ? big(row, 'position') : highestSoFar), 0n);
    await transaction.query('UPDATE head SET floor = $1 WHERE floor < $1', [highest]);
    return rows.length;
  });
}
