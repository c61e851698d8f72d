import type { Database } from './database.ts';
import { pieces, placeholders } from './database.ts';
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
        `UPDATE jobs SET lease_holder = NULL, lease_until = 0, next_poll_at = CASE WHEN next_poll_at IS NULL THEN NULL ELSE CAST($1 AS BIGINT) END
         WHERE kind = $2 AND id = $3 AND lease_holder = $4`,
        [nextPollAt, kind, id, holder],
      );
    },

    async watch(refs, until, pollBefore) {
      for (const piece of pieces(refs)) {
        const values = piece.flatMap(({ kind, id }) => [kind, id]);
        // Locked in one order, and only where something changes: many watch the same jobs, over and over.
        await database.query(
          `WITH watched AS MATERIALIZED (
             SELECT kind AS watched_kind, id AS watched_id FROM jobs
             WHERE (kind, id) IN (VALUES ${placeholders(piece.length, 2)})
               AND (watched_until < $${values.length + 1} OR next_poll_at > $${values.length + 2})
             ORDER BY kind, id${forUpdate}
           )
           UPDATE jobs SET
             watched_until = CASE WHEN watched_until < $${values.length + 1} THEN $${values.length + 1} ELSE watched_until END,
             next_poll_at = CASE WHEN next_poll_at > $${values.length + 2} THEN $${values.length + 2} ELSE next_poll_at END
           FROM watched WHERE kind = watched_kind AND id = watched_id`,
          [...values, until, pollBefore],
        );
      }
    },

    async nextDue() {
      const [row] = await database.query('SELECT MIN(due_at) AS due FROM jobs WHERE due_at IS NOT NULL');
      return (row && integerOrNull(row, 'due')) ?? undefined;
    },
  };
}
