import { SealError } from './keyring.ts';
import type { DocumentStore } from './ledger.ts';

const kind = 'keyCheck';
const id = 'ring';

/**
 * Makes sure that the ring can read what this ledger has sealed, before anything is sealed with the wrong one. A small sealed
 * document stands for all; after a rotation it moves on to the new first key. Throws when no key of the ring opens it.
 */
export async function checkKeyring(documents: DocumentStore): Promise<void> {
  try {
    const known = await documents.get(kind, id);
    // Written again at every start: that moves it to the first key, and costs nothing.
    await documents.put({ kind, id, body: null, sealed: 'sealed', ...(known ? {} : { version: 0 }) });
    await documents.get(kind, id);
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause;
    throw new Error('ENCRYPTION_KEYS (or the key file beside the SQLite file) lacks the key that this ledger was sealed with.', { cause });
  }
}
