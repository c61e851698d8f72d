import { readFile, stat } from 'node:fs/promises';
import { setInterval } from 'node:timers';

/** A file whose content is in use, such as a secret. */
export interface WatchedFile {
  /** What it is called in logs. */
  readonly name: string;
  readonly path: string;
  /** Takes what it holds now. Throws, and goes on with what it had, when that cannot be used. */
  readonly take: (text: string) => void;
}

export interface WatchOptions {
  /** Between two looks. Default 2,000. */
  readonly intervalMs?: number;
  /** A changed file was taken. */
  readonly onTaken: (name: string) => void;
  /** A file cannot be read or used; told once for each state it is in. What it held before stays in use. */
  readonly onFault: (name: string, message: string) => void;
}

/** A look at files now and then. */
export interface FileWatch {
  /** Looks now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Watches files by looking at them: that holds for mounted secrets, whose links are swapped, for network file systems, and
 * for editors that write a new file in the place of the old one, all of which tell nothing.
 */
export function watchFiles(files: readonly WatchedFile[], { intervalMs = 2_000, onTaken, onFault }: WatchOptions): FileWatch {
  /** How each file was when last looked at; undefined before that. */
  const seen = new Map<WatchedFile, string>();
  let looking = Promise.resolve();

  async function lookAt(file: WatchedFile): Promise<void> {
    const state = await stateOf(file.path);
    const before = seen.get(file);
    if (before === state) return;
    seen.set(file, state);
    const text = await readFile(file.path, 'utf8').catch(() => undefined);
    if (text === undefined) return onFault(file.name, 'cannot be read');
    try {
      file.take(text);
      // What it held at the start was taken then; doing so again does no harm.
      if (before !== undefined) onTaken(file.name);
    } catch (error) {
      onFault(file.name, error instanceof Error ? error.message : 'cannot be used');
    }
  }

  async function lookAtAll(): Promise<void> {
    for (const file of files) await lookAt(file);
  }

  const look = (): Promise<void> => (looking = looking.then(lookAtAll));
  const timer = files.length > 0 ? setInterval(() => void look(), intervalMs).unref() : undefined;
  return {
    look,
    stop: () => {
      clearInterval(timer);
      return looking;
    },
  };
}

/** Tells two states of a file apart: its place, size and times, through links. */
async function stateOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return 'gone';
  }
}
