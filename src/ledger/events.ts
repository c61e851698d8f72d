import { Failure } from '../domain/failure.ts';
import type { Database, SqlValue } from './database.ts';
import { eventSelection, parseEvent } from './eventRow.ts';
import { jobSelection, parseJob } from './jobRow.ts';
import type { Keyring } from './keyring.ts';
import type { EventStore, Topic } from './ledger.ts';
import { lockHead } from './page.ts';
import { big, isNull } from './row.ts';

/** What happened, in order. Each reading is one statement, so that it is one look at the ledger, whatever goes on beside it. */
export function createEventStore(database: Database, keyring: Keyring, now: () => number): EventStore {
  return {
    async after(topic, position, limit) {
      const values: SqlValue[] = [position];
      const where = ['events.position > $1', 'events.is_effective = 1', ...aboutTopic('events', topic, values)];
      // The page is cut inside, where the index gives it in order: a long replay never sorts what is still to come.
      const page = `SELECT ${eventSelection} FROM events WHERE ${where.join(' AND ')} ORDER BY events.position LIMIT $${values.push(limit)}`;
      const rows = await database.query(
        `SELECT head.position AS head_position, head.floor AS floor, page.* FROM head LEFT JOIN (${page}) AS page ON 1 = 1 ORDER BY page.position`,
        values,
      );
      const [first] = rows;
      // A position that the ledger has not reached is one of another ledger, or of this one before it was set back from a backup.
      if (!first || position < big(first, 'floor') || position > big(first, 'head_position')) throw expired();
      return rows.filter((row) => !isNull(row, 'id')).map((row) => parseEvent(row, keyring));
    },

    async allAfter(position, limit) {
      const rows = await database.query(
        `SELECT ${eventSelection} FROM events WHERE position > $1 AND is_effective = 1 ORDER BY position LIMIT $2`,
        [position, limit],
      );
      return rows.map((row) => parseEvent(row, keyring));
    },

    async head() {
      const [row] = await database.query('SELECT position FROM head');
      return row ? big(row, 'position') : 0n;
    },

    async snapshot(topic) {
      const values: SqlValue[] = [];
      const where = aboutTopic('jobs', topic, values);
      if (topic.id === undefined) where.push('jobs.is_open = 1');
      const rows = await database.query(
        `SELECT head.position AS head_position, ${jobSelection} FROM head LEFT JOIN jobs ON ${where.join(' AND ')} ORDER BY jobs.created_position DESC`,
        values,
      );
      const [first] = rows;
      return {
        position: first ? big(first, 'head_position') : 0n,
        jobs: rows.filter((row) => !isNull(row, 'id')).map((row) => parseJob(row, keyring)),
      };
    },

    rememberWebhook(webhookId) {
      return database.transaction(async (transaction) => {
        // As `record` does, so that of two who got the same webhook one is first.
        await lockHead(transaction, database.dialect);
        const rows = await transaction.query('INSERT INTO webhooks (id, received_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id', [webhookId, now()]);
        return rows.length > 0;
      });
    },

    onAppend: (listener) => database.listen(listener),
  };
}

function aboutTopic(table: 'jobs' | 'events', { kind, id, contractId }: Topic, values: SqlValue[]): string[] {
  const where = [`${table}.kind = $${values.push(kind)}`];
  if (id !== undefined) where.push(`${table}.id = $${values.push(id)}`);
  if (contractId !== undefined) where.push(`${table}.contract_id = $${values.push(contractId)}`);
  return where;
}

function expired(): Failure {
  return new Failure({ kind: 'cursorExpired', message: 'The events after this cursor are no longer kept: start again without one.' });
}
