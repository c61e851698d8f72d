import { Failure } from '../domain/failure.ts';
import { isResumable } from '../domain/upload.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { DocumentStore } from '../ledger/ledger.ts';
import type { OutsideClient } from '../sources/http/outside.ts';
import type { Uploads } from './uploads.ts';

/** Files of Docbyte Vault on their way into uploads: streamed from storage to storage, gathered nowhere. */
export interface ArchivedFiles {
  /** Remembers where the file for a part of a workflow is. The address is a secret that ends; the newest counts. */
  remember(workflowId: string, key: string, url: string): Promise<void>;
  /** Brings the file into an upload; one that is there already is there. Goes on where an upload in parts was cut off. */
  bring(workflowId: string, key: string, viewer: Pick<Viewer, 'subject'>, uploadId: string): Promise<null>;
}

export interface ArchivedFilesOptions {
  readonly documents: DocumentStore;
  readonly uploads: Uploads;
  /** Storage behind the addresses that Docbyte Vault hands out; undefined where it is not configured. */
  readonly storage: OutsideClient | undefined;
}

const kind = 'archivedFile';

export function createArchivedFiles({ documents, uploads, storage }: ArchivedFilesOptions): ArchivedFiles {
  const idOf = (workflowId: string, key: string) => `${workflowId}/${key}`;

  async function bring(workflowId: string, key: string, viewer: Pick<Viewer, 'subject'>, uploadId: string): Promise<null> {
    const record = await uploads.get(viewer, uploadId);
    if (!record) throw new Failure({ kind: 'notFound', message: 'There is no such upload.' });
    const { upload } = record;
    if (upload.state === 'COMPLETE') return null;
    const url = urlOf((await documents.get(kind, idOf(workflowId, key)))?.sealed);
    if (!storage || url === undefined) throw new Failure({ kind: 'sourceNotConfigured', source: 'DOCBYTE' });
    const offset = isResumable(upload) ? upload.bytesStored : 0;
    const content = await storage.get({ url, ...(offset > 0 ? { range: `bytes=${offset}-` } : {}) });
    try {
      const isRest = content.status === 206;
      // Storage takes no chunked bodies, and nothing is gathered here to find the length out (dvids-submission.md §5.2).
      if (content.contentLength === null || (offset > 0 && !isRest)) throw new Failure({ kind: 'upstreamUnreadable', source: 'DOCBYTE', status: content.status, message: 'a file of unknown length, or from its beginning only' });
      const bytes = { offset, length: content.contentLength, contentType: undefined, body: content.body };
      const { upload: now } = await uploads.receive(record, bytes);
      if (now.state !== 'COMPLETE') throw new Failure({ kind: 'upstreamNetwork', source: 'DOCBYTE', message: 'the file was cut off on its way' });
    } finally {
      content.body.destroy();
    }
    return null;
  }

  return {
    remember: async (workflowId, key, url) => void (await documents.put({ kind, id: idOf(workflowId, key), body: {}, sealed: { url } })),
    bring: (workflowId, key, viewer, uploadId) =>
      bring(workflowId, key, viewer, uploadId).catch((error: unknown) => {
        // Storage no longer takes an address that does not say when it ends; the next attempt is to another one.
        if (!isRefusedByDvids(error)) throw error;
        return bring(workflowId, key, viewer, uploadId);
      }),
  };
}

function isRefusedByDvids(error: unknown): boolean {
  return error instanceof Failure && error.reason.kind === 'upstreamStatus' && error.reason.source === 'DVIDS' && error.reason.status === 403;
}

/** The ledger holds nothing but what was written above. */
function urlOf(sealed: unknown): string | undefined {
  return typeof sealed === 'object' && sealed !== null && 'url' in sealed && typeof sealed.url === 'string' ? sealed.url : undefined;
}
