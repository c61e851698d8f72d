import { Failure } from '../domain/failure.ts';

/** What the ledger asks of a database: so little that SQLite and PostgreSQL give it alike. */
export interface Database extends Queryable {
  readonly dialect: Dialect;
  /**
   * Runs `work` in one transaction and commits what it did; an error rolls all of it back. `work` may be run again from the
   * start when the database gave it up in favour of another, so it must have no effects outside the transaction.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Calls `listener` after every commit that said `notify`, here or in another process; maybe too often, never too rarely. Returns the end of it. */
  listen(listener: () => void): () => void;
  /** Ends what is in hand, then lets go of the database. Later calls reject with `ledgerUnavailable`. Twice is the same as once. */
  close(): Promise<void>;
}

/** Runs one statement in the common subset of SQL, with `$1`, `$2`, … for its values; gives its rows. */
export interface Queryable {
  readonly query: (sql: string, values?: readonly SqlValue[]) => Promise<Row[]>;
}

export interface TransactionOptions {
  /** Lets each of its statements take so long, where there is a limit; default is the database's own. */
  readonly statementTimeoutMs?: number;
}

export interface Transaction extends Queryable {
  /** Wakes every listener of every process once this transaction is committed. */
  notify(): void;
}

export type SqlValue = string | number | bigint | null;
export type Row = Readonly<Record<string, unknown>>;

/** The few words in which the two databases differ. */
export interface Dialect {
  /** Ends a SELECT whose rows are to stay as they are until the transaction ends. */
  readonly forUpdate: string;
  /** The same, but rows that another transaction holds are left out. */
  readonly skipLocked: string;
  /** The type of a primary key of positions: SQLite orders the table itself by it only under this name. */
  readonly positionKey: string;
  /** Statements that keep a second process from migrating at the same time. */
  readonly migrationLock: readonly string[];
}

/** `($1, $2), ($3, $4)`: placeholders for `rows` rows of `width` values each. */
export function placeholders(rows: number, width: number): string {
  const row = (index: number) => `(${Array.from({ length: width }, (_, column) => `$${index * width + column + 1}`).join(', ')})`;
  return Array.from({ length: rows }, (_, index) => row(index)).join(', ');
}

/** Cuts a list into pieces of at most `size`, since a statement may hold only so many values (SQLite: 32,766). */
export function pieces<T>(items: readonly T[], size = 500): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/**
 * Values as both databases keep them alike. Throws `badInput` for text that PostgreSQL cannot hold (a NUL character) or that
 * either would change (half a surrogate pair): no id that a client makes up may read as another.
 */
export function checkedValues(values: readonly SqlValue[]): SqlValue[] {
  for (const value of values) {
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
      throw new Failure({ kind: 'badInput', message: 'Text with a NUL character or half a surrogate pair cannot be kept.' });
    }
  }
  return [...values];
}
