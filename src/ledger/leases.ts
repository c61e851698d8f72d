import type { Database } from './database.ts';
import type { LeaseStore } from './ledger.ts';

/** Named leases: one row each, taken over when its time is past. */
export function createLeaseStore(database: Database): LeaseStore {
  return {
    async acquire(name, holder, now, leaseMs) {
      const rows = await database.query(
        `INSERT INTO leases (name, holder, lease_until) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
         WHERE leases.lease_until <= $4 OR leases.holder = excluded.holder
         RETURNING name`,
        [name, holder, now + leaseMs, now],
      );
      return rows.length > 0;
    },
    async release(name, holder) {
      await database.query('DELETE FROM leases WHERE name = $1 AND holder = $2', [name, holder]);
    },
  };
}
