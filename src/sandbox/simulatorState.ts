import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A value that survives restarts. */
export type State<T> = {
  /** Change it in place, then call `changed`. */
  readonly value: T;
  /** Has the value written, 50 ms later at most; many changes become one write. */
  changed: () => void;
  /** Writes now what is not written yet. */
  flush: () => void;
  /** Writes for the last time; later changes stay in memory. Part of every stop. */
  close: () => void;
};

const writeDelayMs = 50;

const read = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // none yet, or not ours to understand: a new start
  }
};

/**
 * Opens the state kept in `file` (none: it lives in memory only). The file is JSON, readable by its owner only since it
 * holds secrets, and always whole: it is written beside and moved into place.
 * `restore` makes the value from what the file held, `undefined` at the first start.
 */
export const openState = <T>(file: string | undefined, restore: (kept: unknown) => T): State<T> => {
  const value = restore(file === undefined ? undefined : read(file));
  let timer: NodeJS.Timeout | undefined;
  let dirty = false;
  let closed = false;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!dirty || file === undefined) return;
    const beside = `${file}.tmp`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(beside, JSON.stringify(value), { mode: 0o600 });
      renameSync(beside, file);
      dirty = false;
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  };
  const flushQuietly = (): void => {
    try {
      flush();
    } catch {
      // A full disk must not end the process; the next change tries again, and `stop` tells.
    }
  };
  const changed = (): void => {
    dirty = true;
    if (file === undefined || closed) return;
    timer ??= setTimeout(flushQuietly, writeDelayMs).unref();
  };
  const close = (): void => {
    closed = true;
    flush();
  };
  return { value, changed, flush, close };
};
