import type { Database, Row, SqlValue } from './database.ts';
import { pieces } from './database.ts';
import type { Keyring } from './keyring.ts';
import type { Document, DocumentStore } from './ledger.ts';
import { integer, json, text, textOrNull, toJson } from './row.ts';

const columns = 'kind, id, owner, version, body, sealed, updated_at';

/** Small records with a version each. */
export function createDocumentStore(database: Database, keyring: Keyring, now: () => number): DocumentStore {
  const parse = (row: Row): Document => parseDocument(row, keyring);

  async function getMany(kind: string, ids: readonly string[]): Promise<(Document | undefined)[]> {
    const found = new Map<string, Document>();
    for (const piece of pieces(ids)) {
      const wanted = piece.map((_, index) => `$${index + 2}`).join(', ');
      const rows = await database.query(`SELECT ${columns} FROM documents WHERE kind = $1 AND id IN (${wanted})`, [kind, ...piece]);
      for (const document of rows.map(parse)) found.set(document.id, document);
    }
    return ids.map((id) => found.get(id));
  }

  return {
    getMany,
    get: async (kind, id) => (await getMany(kind, [id]))[0],

    async put({ kind, id, owner = null, body, sealed = null, version }) {
      const sealedText = sealed === null ? null : keyring.seal(sealed, place(kind, id));
      const values: SqlValue[] = [kind, id, owner, toJson(body), sealedText, now()];
      const [row] = await database.query(statement(version, values), values);
      return row && parse(row);
    },

    async delete(kind, id) {
      await database.query('DELETE FROM documents WHERE kind = $1 AND id = $2', [kind, id]);
    },

    async list(kind, { owner, idPrefix, limit } = {}) {
      const values: SqlValue[] = [kind];
      const where = ['kind = $1'];
      if (owner !== undefined) where.push(`owner = $${values.push(owner)}`);
      // Not LIKE, which knows wildcards and (in SQLite) no case; not a range, which depends on PostgreSQL's collation.
      if (idPrefix) where.push(`SUBSTR(id, 1, LENGTH($${values.length + 1})) = $${values.push(idPrefix)}`);
      const bound = limit === undefined ? '' : ` LIMIT $${values.push(limit)}`;
      const rows = await database.query(`SELECT ${columns} FROM documents WHERE ${where.join(' AND ')} ORDER BY updated_at DESC, id${bound}`, values);
      return rows.map(parse);
    },
  };
}

/** Writes over anything, over nothing (version 0), or over that version only; gives the row that was written, if any. */
function statement(version: number | undefined, values: SqlValue[]): string {
  const change = 'owner = $3, body = $4, sealed = $5, updated_at = $6, version = documents.version + 1';
  if (version !== undefined && version !== 0) {
    return `UPDATE documents SET ${change} WHERE kind = $1 AND id = $2 AND version = $${values.push(version)} RETURNING ${columns}`;
  }
  const onConflict = version === 0 ? 'DO NOTHING' : `(kind, id) DO UPDATE SET ${change}`;
  return `INSERT INTO documents (${columns}) VALUES ($1, $2, $3, 1, $4, $5, $6) ON CONFLICT ${onConflict} RETURNING ${columns}`;
}

function place(kind: string, id: string): string {
  return `documents ${kind} ${id}`;
}

function parseDocument(row: Row, keyring: Keyring): Document {
  const [kind, id, sealed] = [text(row, 'kind'), text(row, 'id'), textOrNull(row, 'sealed')];
  return {
    kind,
    id,
    owner: textOrNull(row, 'owner'),
    version: integer(row, 'version'),
    body: json(row, 'body'),
    sealed: sealed === null ? null : keyring.open(sealed, place(kind, id)),
    updatedAt: integer(row, 'updated_at'),
  };
}
