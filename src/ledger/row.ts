import type { Row } from './database.ts';

/*
 * Reading a row: what a database hands out is foreign data, and the two drivers disagree on integers
 * (bigint from SQLite, decimal text for int8 from PostgreSQL).
 */

/** A column of text. Throws when it is anything else, null included. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw unexpected(column, value);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return isNull(row, column) ? null : text(row, column);
}

/** An integer of any size. */
export function big(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value === 'bigint') return value;
  if ((typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^-?\d+$/.test(value))) return BigInt(value);
  throw unexpected(column, value);
}

/** An integer that a JavaScript number holds exactly, such as epoch ms. */
export function integer(row: Row, column: string): number {
  const value = Number(big(row, column));
  if (!Number.isSafeInteger(value)) throw unexpected(column, value);
  return value;
}

export function integerOrNull(row: Row, column: string): number | null {
  return isNull(row, column) ? null : integer(row, column);
}

/** Both databases keep truth as 1 and 0. */
export function truth(row: Row, column: string): boolean {
  return integer(row, column) !== 0;
}

/** Whether a column is null, as all columns are of a LEFT JOIN that found nothing. */
export function isNull(row: Row, column: string): boolean {
  return row[column] === null || row[column] === undefined;
}

/** JSON that the ledger itself wrote. */
export function json(row: Row, column: string): unknown {
  return JSON.parse(text(row, column)) as unknown;
}

/** JSON text for a column. `undefined` becomes null; throws on what JSON cannot say, such as a bigint. */
export function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function unexpected(column: string, value: unknown): Error {
  return new Error(`The ledger's column ${column} holds a ${value === null ? 'null' : typeof value} that it should not.`);
}
