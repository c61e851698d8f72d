import type { Database } from './database.ts';
import type { Keyring } from './keyring.ts';
import type { RecordOutcome } from './ledger.ts';
import { openPage } from './page.ts';
import type { Wish } from './page.ts';
import { isUnavailable } from './unavailable.ts';

interface Waiting {
  readonly wish: Wish;
  readonly resolve: (outcome: RecordOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** How many records share one commit at most. */
const maxPerCommit = 64;

/**
 * Writes records, one commit at a time. While one is on its way to the disk others gather, and the next commit takes them
 * together: the dearest part, waiting for the disk with the head locked, is paid once for all. A wish that fails, fails alone.
 */
export function createRecorder(database: Database, keyring: Keyring, now: () => number): (wish: Wish) => Promise<RecordOutcome> {
  const waiting: Waiting[] = [];
  let writing = false;

  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await database.transaction(async (transaction) => {
        const page = await openPage(transaction, { dialect: database.dialect, keyring, now: now(), wishes: batch.map(({ wish }) => wish) });
        // Whatever a decision throws is its caller's; the others go on.
        const settled = batch.map((item) => attempt(() => page.apply(item.wish)));
        await page.write();
        return settled;
      });
      for (const [index, { resolve, reject }] of batch.entries()) {
        const answer = answers[index];
        if (answer && 'outcome' in answer) resolve(answer.outcome);
        else reject(answer?.error);
      }
    } catch (error) {
      // One of them may have spoilt it for all: each gets its own transaction. An unreachable database would fail them all again.
      if (batch.length === 1 || isUnavailable(error)) for (const { reject } of batch) reject(error);
      else for (const item of batch) await write([item]);
    }
  }

  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0) await write(waiting.splice(0, maxPerCommit));
    writing = false;
  }

  return (wish) =>
    new Promise((resolve, reject) => {
      waiting.push({ wish, resolve, reject });
      if (!writing) void drain();
    });
}

type Answer = { readonly outcome: RecordOutcome } | { readonly error: unknown };

function attempt(apply: () => RecordOutcome): Answer {
  try {
    return { outcome: apply() };
  } catch (error) {
    return { error };
  }
}
