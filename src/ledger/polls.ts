import type { Database } from './database.ts';
import { pieces } from './database.ts';
import { jobSelection, parseJob } from './jobRow.ts';
import type { Keyring } from './keyring.ts';
import type { JobStore } from './ledger.ts';
import { integerOrNull } from './row.ts';

/** Who may poll which job, and when. A lease is two columns of the job; it ends by itself when its holder dies. */
export function createPolls(database: Database, keyring: Keyring): Pick<JobStore, 'claimDue' | 'claim' | 'release' | 'watch' | 'nextDue'> {
  const { skipLocked, forUpdate } = database.dialect;
  return {
    async claimDue({ now, holder, leaseMs, limit }) {
      const rows = await database.query(
        `WITH due AS MATERIALIZED (
           SELECT kind AS due_kind, id AS due_id FROM jobs WHERE due_at <= $1 ORDER BY due_at LIMIT $2${skipLocked}
         )
         UPDATE jobs SET lease_holder = $3, lease_until = $4 FROM due WHERE kind = due_kind AND id = due_id
         RETURNING ${jobSelection}`,
        [now, limit, holder, now + leaseMs],
      );
      // RETURNING has no order of its own.
      return rows.map((row) => parseJob(row, keyring)).toSorted((a, b) => (a.nextPollAt ?? 0) - (b.nextPollAt ?? 0));
    },

    async claim({ kind, id }, { now, holder, leaseMs }) {
      const [row] = await database.query(
        `UPDATE jobs SET lease_holder = $1, lease_until = $2
         WHERE kind = $3 AND id = $4 AND (lease_until <= $5 OR lease_holder = $1)
         RETURNING ${jobSelection}`,
        [holder, now + leaseMs, kind, id, now],
      );
      return row && parseJob(row, keyring);
    },

    async release({ kind, id }, holder, nextPollAt) {
      // A job that came to its end meanwhile has no next poll, and gets none.
      await database.query(
        `UPDATE jobs SET lease_holder = NULL, lease_until = 0, next_poll_at = CASE WHEN next_poll_at IS NULL THEN NULL ELSE COALESCE(CAST($1 AS BIGINT), next_poll_at) END
         WHERE kind = $2 AND id = $3 AND lease_holder = $4`,
        [nextPollAt ?? null, kind, id, holder],
      );
    },

    async watch(jobs, { until, pollBefore, repollBefore = pollBefore }) {
      for (const piece of pieces(jobs)) {
        const seen = piece.map((_, index) => `($${index * 3 + 1}, $${index * 3 + 2}, CAST($${index * 3 + 3} AS BIGINT))`).join(', ');
        const [untilAt, pollAt, repollAt] = [1, 2, 3].map((offset) => `CAST($${piece.length * 3 + offset} AS BIGINT)`);
        // Locked in one order, and only where something changes: many watch the same jobs, over and over.
        await database.query(
          `WITH seen (seen_kind, seen_id, seen_checked_at) AS (VALUES ${seen}),
           watched AS MATERIALIZED (
             SELECT kind AS watched_kind, id AS watched_id, CASE WHEN COALESCE(checked_at, -1) = COALESCE(seen_checked_at, -1) THEN ${pollAt} ELSE ${repollAt} END AS bound
             FROM jobs JOIN seen ON kind = seen_kind AND id = seen_id
             WHERE watched_until < ${untilAt} OR next_poll_at > CASE WHEN COALESCE(checked_at, -1) = COALESCE(seen_checked_at, -1) THEN ${pollAt} ELSE ${repollAt} END
             ORDER BY kind, id${forUpdate}
           )
           UPDATE jobs SET
             watched_until = CASE WHEN watched_until < ${untilAt} THEN ${untilAt} ELSE watched_until END,
             next_poll_at = CASE WHEN next_poll_at > bound THEN bound ELSE next_poll_at END
           FROM watched WHERE kind = watched_kind AND id = watched_id`,
          [...piece.flatMap(({ kind, id, checkedAt }) => [kind, id, checkedAt]), until, pollBefore, repollBefore],
        );
      }
    },

    async nextDue() {
      const [row] = await database.query('SELECT MIN(due_at) AS due FROM jobs WHERE due_at IS NOT NULL');
      return (row && integerOrNull(row, 'due')) ?? undefined;
    },
  };
}
